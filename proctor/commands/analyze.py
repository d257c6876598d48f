"""``proctor analyze``: recordings into flags."""

from collections.abc import Callable, Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.name_input import room_option, site_option
from proctor.i18n import _
from proctor.perception import SUBJECTS

if TYPE_CHECKING:
    pass

SUFFIXES = frozenset(
    [
        ".mp4",
        ".mov",
        ".m4v",
        ".mkv",
        ".webm",
        ".avi",
        ".ts",
        ".mts",
        ".m2ts",
        ".ps",
        ".mpg",
        ".mpeg",
        ".vob",
        ".flv",
        ".wmv",
        ".asf",
        ".gif",
        ".h264",
        ".264",
        ".h265",
        ".265",
        ".hevc",
        ".dav",
    ]
)
"""What counts as a recording in a folder; a file that is named itself may be called anything."""


def moment(_ctx: click.Context, _param: click.Parameter, value: str | None) -> datetime | None:
    """An ISO 8601 moment; without a zone it is this computer's local time."""
    if value is None:
        return None
    try:
        return _in_our_time(datetime.fromisoformat(value)).astimezone()
    except ValueError:
        message = _("{value!r} is not a moment such as 2026-11-23T09:41:07+08:00.")
        raise click.BadParameter(message.format(value=value)) from None


def _in_our_time(moment: datetime) -> datetime:
    """The moment; near the ends of the calendar no arithmetic holds. Raises ``ValueError``."""
    if not 1970 < moment.year < 3000:
        raise ValueError(moment)
    return moment


def rulebook_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds ``--profile`` and ``--set``; the command gets ``profile`` and ``overrides``."""
    profile = click.option(
        "--profile",
        type=click.Path(dir_okay=False, path_type=Path),
        help=_("Rulebook settings (TOML); otherwise profile.toml in the home folder."),
    )
    override = click.option(
        "--set",
        "overrides",
        multiple=True,
        metavar="CODE.SETTING=VALUE",
        help=_("Change one setting for this run, such as PHONE.threshold=0.6."),
    )
    return profile(override(command))


@click.command(help=_("Look through recordings and write down what should be reviewed."))
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    default="hall",
    show_default=True,
    help=_("Which exam the recordings show: hall (1), field (2), road (3)."),
)
@click.option("--camera", help=_("Name of the camera; otherwise the file name without its time."))
@click.option(
    "--site",
    default="default",
    show_default=True,
    callback=site_option,
    help=_("Name of the exam site."),
)
@click.option(
    "--hall",
    "--vehicle",
    "room",
    default="",
    metavar="NAME",
    callback=room_option,
    help=_("Hall, or plate of the vehicle, that they show, as rosters call it."),
)
@click.option(
    "--by-folder",
    is_flag=True,
    help=_("The folder of each recording is called like its hall or vehicle."),
)
@click.option(
    "--start", callback=moment, help=_("Wall time of the first frame, ISO 8601 (one recording).")
)
@click.option(
    "--workers", type=click.IntRange(1), help=_("Processes; otherwise one per recording and core.")
)
@rulebook_options
@json_option
@pass_app
def analyze(app: App, /, paths: tuple[Path, ...], as_json: bool, **wanted: Any) -> int:
    """Exit code 0, or 1 when a recording could not be analysed."""
    from proctor.commands.analysing import Order, analysed

    order = Order(**wanted)
    files = recordings_in(paths)
    if order.start is not None and len(files) > 1:
        raise click.UsageError(
            _("--start fits one recording only; {n} were found.").format(n=len(files))
        )
    return analysed(app, order, files, as_json)


def recordings_in(paths: Iterable[Path]) -> list[Path]:
    """The files named, and in folders everything that looks like a recording; absolute, sorted."""
    found: set[Path] = set()
    for path in paths:
        if _is_folder(path):
            # A broken link stays in, so that it is said rather than passed over.
            inside = (p for p in path.rglob("*") if p.suffix.lower() in SUFFIXES and not p.is_dir())
            found.update(p.absolute() for p in inside)
        else:
            found.add(path.absolute())
    return sorted(found)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name too long for the disk, for one; reading it will say so
        return False
