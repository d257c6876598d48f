"""``proctor identity``: how alike faces are, with how often such a likeness is wrong."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.commands.number_input import Number
from proctor.i18n import _
from proctor.timeline import Microseconds, microseconds

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.group(help=_("Compare faces: a photo with the places, or before and after an absence."))
def identity() -> None:
    """The noun; its verbs follow."""


def media_time(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> Microseconds | None:
    """Seconds, or minutes and hours with colons, of media time."""
    if value is None:
        return None
    try:
        parts = [float(part) for part in value.split(":")]
        whole = len(parts) <= 3 and all(part < 60 for part in parts[1:])
        if not (whole and all(0 <= part < 1e6 for part in parts)):
            raise ValueError(value)
    except ValueError:
        message = _("{value!r} is not a moment such as 95 or 1:35.")
        raise click.BadParameter(message.format(value=value)) from None
    return microseconds(sum(part * 60**power for power, part in enumerate(reversed(parts))))


def _measures(command: Any) -> Any:
    """Options of all verbs: ``seconds``, ``frames``, ``pairs`` and ``as_json``."""
    seconds = click.option(
        "--seconds",
        type=Number(0),
        default=30.0,
        show_default=True,
        help=_("Least time from the first to the last picture of a face."),
    )
    frames = click.option(
        "--frames",
        type=click.IntRange(1),
        default=5,
        show_default=True,
        help=_("Least number of good pictures."),
    )
    pairs = click.option(
        "--pairs",
        type=_FILE,
        help=_("Error rates of your own site, as python -m bench.identity measures them."),
    )
    return seconds(frames(pairs(json_option(command))))


def _shared(command: Any) -> Any:
    """The same with ``picture``."""
    picture = click.option(
        "-o", "--picture", type=_FILE, help=_("Also show the faces side by side in this picture.")
    )
    return _measures(picture(command))


@identity.command(help=_("Hold an enrolment photo against the face at every place."))
@click.argument("photo", type=_FILE)
@click.argument("recording", type=_FILE)
@click.option("--place", help=_("Only this place."))
@_shared
@pass_app
def compare(app: App, /, photo: Path, recording: Path, place: str | None, **asked: Any) -> None:
    """A row per place."""
    from proctor.commands.identifying import compared

    compared(app, photo, recording, place, asked)


@identity.command(help=_("Hold the face after each absence against the face before it."))
@click.argument("recording", type=_FILE)
@click.option("--place", help=_("Only this place."))
@click.option(
    "--at", callback=media_time, help=_("A moment of media time (seconds, or 1:35) instead.")
)
@_shared
@pass_app
def across(
    app: App, /, recording: Path, place: str | None, at: Microseconds | None, **asked: Any
) -> None:
    """A row per absence."""
    from proctor.commands.identifying import held_across

    if at is not None and place is None:
        raise click.UsageError(_("--at goes with --place."))
    held_across(app, recording, place, at, asked)


@identity.command(
    help=_(
        "Hold the faces of analysed recordings against the enrolment photos of whoever should be"
        " there by the roster, and judge again: ID_MISMATCH becomes a flag like any other."
    )
)
@click.argument("recordings", nargs=-1, required=True, type=_FILE)
@_measures
@rulebook_options
@pass_app
def check(app: App, /, recordings: tuple[Path, ...], **asked: Any) -> int:
    """Exit code 0, or 1 when a recording could not be looked at."""
    from proctor.commands.verifying import verified
    from proctor.commands.wiring import profile_of

    profile = profile_of(app, asked.pop("profile"), asked.pop("overrides"))
    return verified(app, recordings, profile, asked)
