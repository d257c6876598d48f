"""``proctor footage``: what was recorded and where it lies."""

from datetime import datetime
from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _


@click.group(help=_("List, cut, check, hold and prune footage; index archives where they lie."))
def footage() -> None:
    """The noun; its verbs follow."""


def _between(command: Any) -> Any:
    """Adds ``--from`` and ``--to``; the command gets ``start`` and ``end``."""
    start = click.option(
        "--from", "start", required=True, callback=moment, help=_("First moment, ISO 8601.")
    )
    end = click.option(
        "--to", "end", required=True, callback=moment, help=_("Last moment, ISO 8601.")
    )
    return start(end(command))


def _in_order(start: datetime, end: datetime) -> None:
    if end <= start:
        raise click.BadParameter(_("It ends before it starts."), param_hint="--to")


@footage.command("list", help=_("List segments and archived recordings by camera and start."))
@click.argument("camera", required=False)
@click.option("--since", callback=moment, help=_("Only what ends after it."))
@click.option("--until", callback=moment, help=_("Only what starts before it."))
@json_option
@pass_app
def list_footage(
    app: App, camera: str | None, since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    from proctor.commands.footage_rows import listed

    listed(app, camera, since, until, as_json)


@footage.command(
    help=_(
        "Cut a stretch of a camera's footage into FILE (.mkv or .mp4), across as many segments as"
        " it takes, without re-encoding. It begins at the keyframe before; holes stay holes."
    )
)
@click.argument("camera")
@_between
@click.option(
    "-o",
    "--output",
    "target",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Where the clip is written."),
)
@json_option
@pass_app
def clip(
    app: App, camera: str, start: datetime, end: datetime, target: Path, as_json: bool
) -> None:
    """A camera that changes its picture meanwhile gives more than one file."""
    from proctor.commands.footage_rows import clipped

    _in_order(start, end)
    if target.suffix.lower() not in (".mkv", ".mp4"):
        raise click.BadParameter(_("A clip is an .mkv or an .mp4."), param_hint="--output")
    clipped(app, camera, (start, end), target, as_json)


@footage.command(help=_("Hold the index against the disk; with --decode, look at every picture."))
@click.argument("camera", required=False)
@click.option("--decode", is_flag=True, help=_("Decode every segment from end to end."))
@json_option
@pass_app
def check(app: App, camera: str | None, decode: bool, as_json: bool) -> int:
    """Exit code 1 when anything is wrong."""
    from proctor.commands.footage_rows import checked

    return checked(app, camera, decode, as_json)


@footage.command(
    help=_(
        "Delete what is older or more than recorder.toml allows, the oldest first. What a flag or"
        " a hold needs stays."
    )
)
@click.option("--dry-run", is_flag=True, help=_("Only say what would be deleted."))
@json_option
@pass_app
def prune(app: App, dry_run: bool, as_json: bool) -> None:
    """``watch`` does so by itself."""
    from proctor.commands.footage_keeping import prune_now

    prune_now(app, dry_run, as_json)


@footage.command(help=_("Keep a stretch of a camera's footage, whatever recorder.toml says."))
@click.argument("camera")
@_between
@click.option("--why", required=True, help=_("What it is needed for."))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@json_option
@pass_app
def hold(
    app: App, camera: str, start: datetime, end: datetime, why: str, by: str, as_json: bool
) -> None:
    """Until it is lifted with ``release``."""
    from proctor.commands.footage_keeping import held

    _in_order(start, end)
    held(app, camera, (start, end), why, by, as_json)


@footage.command(help=_("List the holds that stand."))
@json_option
@pass_app
def holds(app: App, as_json: bool) -> None:
    """The oldest first."""
    from proctor.commands.footage_keeping import list_holds

    list_holds(app, as_json)


@footage.command(help=_("Lift hold NUMBER: its footage goes when its time has come."))
@click.argument("number", type=click.IntRange(1))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@pass_app
def release(app: App, number: int, by: str) -> None:
    """Who lifted it stays written down."""
    from proctor.commands.footage_keeping import released

    released(app, number, by)


@footage.command(
    help=_(
        "Index an archive where it lies: camera and start from folders and names, length from the"
        " head of each file. Only what has changed is looked at again; nothing is copied."
    )
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option(
    "--layouts",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Further ways of naming files (TOML); otherwise layouts.toml in the home folder."),
)
@json_option
@pass_app
def index(app: App, folder: Path, layouts: Path | None, as_json: bool) -> None:
    """``analyze`` takes camera and start from the index."""
    from proctor.commands.footage_archive import indexed

    indexed(app, folder.absolute(), layouts, as_json)
