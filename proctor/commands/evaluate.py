"""``proctor evaluate``: flags held against the truth, or against their reviewers."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.code_input import CODE
from proctor.commands.number_input import Number
from proctor.i18n import _

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command(
    help=_("Measure flags against truth files, CVAT annotations or reviewers' verdicts.")
)
@click.argument(
    "truth", nargs=-1, metavar="[TRUTH]...", type=click.Path(exists=True, path_type=Path)
)
@click.option(
    "--from-reviews",
    is_flag=True,
    help=_("Take the reviewers' verdicts for the truth; they know nothing of what was missed."),
)
@click.option(
    "--run",
    "runs",
    type=click.IntRange(1),
    multiple=True,
    help=_("Take the flags of this run instead of its recording's current one; repeatable."),
)
@click.option(
    "--code",
    "codes",
    type=CODE,
    metavar="CODE",
    multiple=True,
    help=_("Only this code; repeatable."),
)
@click.option("--anywhere", is_flag=True, help=_("A flag may be right at another place."))
@click.option(
    "--min-visible",
    type=Number(0, 1),
    default=0.1,
    show_default=True,
    help=_("Ignore events of which the camera sees a smaller share."),
)
@click.option("--fps", type=Number(0, min_open=True), help=_("Frame rate for CVAT."))
@click.option(
    "--seed", type=click.IntRange(0), default=0, show_default=True, help=_("Of the bootstrap.")
)
@click.option("--html", type=_FILE, help=_("Write everything as a page to this file."))
@click.option("--png", type=_FILE, help=_("Write the curves of misses and false alarms (DET)."))
@json_option
@pass_app
def evaluate(app: App, /, from_reviews: bool, as_json: bool, **asked: Any) -> None:
    """Tables, or JSON lines of every score, miss and false alarm."""
    from proctor.commands.evaluating import against_reviews, against_truth

    if from_reviews:
        if asked["truth"] or asked["runs"] or asked["html"] or asked["png"] or asked["anywhere"]:
            raise click.UsageError(_("--from-reviews goes with --code, --seed and --json only."))
        against_reviews(app, asked["codes"], asked["seed"], as_json)
        return
    if not asked["truth"]:
        raise click.UsageError(_("Name files or folders of truth, or say --from-reviews."))
    against_truth(app, asked, as_json)
