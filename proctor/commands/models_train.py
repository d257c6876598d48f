"""``proctor models train``: reviewed flags into pictures, pictures into a better detector."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command(
    help=_("Train the object detector on reviewed flags; it is used only if it is better.")
)
@click.option("--from-reviews", is_flag=True, help=_("Learn from confirmed and dismissed flags."))
@click.option("--dry-run", is_flag=True, help=_("Say what would be learnt from; write nothing."))
@click.option(
    "--faces",
    type=click.Choice(["blur", "keep"]),
    default="blur",
    show_default=True,
    help=_("Whether faces stay as they are in the pictures."),
)
@click.option("--crops-only", is_flag=True, help=_("Keep only the surroundings of each thing."))
@click.option(
    "--keep",
    type=_FOLDER,
    metavar="DIR",
    help=_("Keep the pictures in this folder, and go on with what is there."),
)
@click.option(
    "--truth",
    type=click.Path(exists=True, path_type=Path),
    multiple=True,
    help=_("Measure on clips with a *.truth.json as well; a file or folder, repeatable."),
)
@click.option(
    "--start",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help=_("Weights to start from; without this, those of the detector in use."),
)
@click.option("--epochs", type=click.IntRange(1), default=30, show_default=True)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True)
@click.option(
    "--device", type=click.Choice(["auto", "cpu", "cuda"]), default="auto", show_default=True
)
@click.option("--force", is_flag=True, help=_("Train even on very few reviewed flags."))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@json_option
@pass_app
@click.pass_context
def train(
    ctx: click.Context, app: App, /, from_reviews: bool, dry_run: bool, as_json: bool, **asked: Any
) -> None:
    """Exit code 1 when what was trained is not better: nothing has changed then."""
    from proctor.commands.models_training import Training

    if not from_reviews:
        raise click.UsageError(_("Say what to learn from: --from-reviews."))
    training = Training(app, asked, as_json)
    if dry_run:
        training.tell_plan()
        return
    ctx.exit(0 if training.run() else 1)
