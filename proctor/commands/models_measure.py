"""``proctor models measure``: what a detector is worth on clips whose truth is known."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.wiring import cutter, models_folder
from proctor.i18n import _

if TYPE_CHECKING:
    from models.training.measuring import Shown
    from models.weights import Store
    from proctor.commands.bars import Step


@click.command(
    help=_("Measure detectors on clips with a *.truth.json, and keep the numbers with them.")
)
@click.argument("names", nargs=-1, required=True, metavar="NAME...")
@click.option(
    "--truth",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    required=True,
    help=_("A truth file with its clip beside it, or a folder of them; repeatable."),
)
@json_option
@pass_app
def measure(app: App, names: tuple[str, ...], truth: tuple[Path, ...], as_json: bool) -> None:
    """All of them on the same pictures, one a second of each clip."""
    from models.choosing import named
    from models.weights import Store
    from proctor.commands.bars import counted

    store = Store(models_folder(app.home))
    for name in names:  # a misspelt name is told before the work, not after it
        named(store, name)
    with TemporaryDirectory(prefix="proctor-") as folder, counted(app, _("Pictures")) as step:
        shown = _pictures(truth, Path(folder))
        rows = [row for name in names for row in _measured(store, name, shown, step)]
    columns = {"name": _("Model"), "label": _("Thing"), "recall": _("Found"), "low": _("From")}
    columns |= {"high": _("To"), "of": _("Things"), "score": _("At score")}
    app.rows(rows, columns, as_json)


def _pictures(truth: tuple[Path, ...], folder: Path) -> "list[Shown]":
    from models.training.truthful import truthful
    from proctor.evaluation import truth_files

    cut = cutter()
    return [
        s for n, file in enumerate(truth_files(truth)) for s in truthful(file, folder / str(n), cut)
    ]


def _measured(
    store: "Store", name: str, shown: "list[Shown]", step: "Step"
) -> list[dict[str, object]]:
    from models.cards import write_card
    from models.choosing import named
    from models.training.candidates import guesser_of
    from models.training.judging import card
    from models.training.measuring import measured
    from proctor import __version__
    from proctor.timeline import SystemClock

    asked = named(store, name)
    guesser = guesser_of(store, asked, 0)
    found = measured(guesser, shown, step)
    date = SystemClock().now().date().isoformat()
    clips = _("{n} pictures of clips whose truth is known").format(n=len(shown))
    made = card(found, guesser.sha256, clips, date, __version__)
    if asked.installed is not None:
        write_card(store.path(asked.installed), made)
    return [
        {
            "name": name,
            "label": label,
            "recall": share.value,
            "low": share.low,
            "high": share.high,
            "of": share.of,
            "score": found.threshold[label],
            "false_per_picture": made.false_per_picture,
            "pictures_sha256": found.sha256,
        }
        for label, share in made.recall.items()
    ]
