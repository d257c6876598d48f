"""The cameras of a home put in, listed and taken out."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from proctor.cameras.address import parted
from proctor.cameras.allowed import fault_of
from proctor.cameras.registry import Camera, read_registry, secrets_path, write_registry
from proctor.commands.app import App
from proctor.commands.watch_rows import state_words
from proctor.commands.wiring import home_of
from proctor.errors import CameraError
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import Subject
from proctor.timeline import SystemClock

_FRESH_S = 30
"""A state that is older tells how things stood, not how they stand."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What was said of a camera."""

    name: str
    """Its name."""
    subject: Subject
    """Which exam it shows."""
    site: str
    """Name of the exam site."""
    sound: bool
    """Whether it must have sound."""
    allow: Sequence[str] = ()
    """More hosts and networks that connections may lead to."""


def add(app: App, entry: Entry, url: str) -> None:
    """Put the camera in, or in the place of the one of its name."""
    home = home_of(app)
    registry = read_registry(home)
    for wrong in filter(None, map(fault_of, entry.allow)):
        raise CameraError(f"--allow: {wrong}.", hint=_("Such as 192.0.2.0/24 or gateway.example."))
    allow = tuple(dict.fromkeys((*registry.allow, *(one.lower() for one in entry.allow))))
    address, secret = parted(url)
    camera = Camera(entry.name, address, entry.subject, entry.site, entry.sound)
    write_registry(home, replace(registry, allow=allow).with_camera(camera, secret))
    app.talk.print(
        _("Camera {camera} is at {address}.").format(camera=camera.name, address=address)
    )
    if secret:
        text = _("Its secrets are in {path}, for you alone.")
        app.talk.print(text.format(path=secrets_path(home)))


def remove(app: App, name: str) -> None:
    """Take it out, its secrets too; what it showed stays."""
    home = home_of(app)
    write_registry(home, read_registry(home).without(name))
    text = _("Camera {camera} is no longer watched; its flags and footage stay.")
    app.talk.print(text.format(camera=name))


def shown(app: App, as_json: bool) -> None:
    """A row per camera, with how it stood when somebody last watched."""
    home = Home(app.home)
    known = last_states(home.watch_state)
    words = state_words()
    rows = [_row(camera, known.get(camera.name)) for camera in read_registry(home).cameras]
    if not as_json:
        rows = [row | {"state": words.get(str(row["state"]), "")} for row in rows]
    columns = {
        "camera": _("Camera"),
        "address": _("Address"),
        "subject": _("Subject"),
        "site": _("Site"),
        "sound": _("Sound"),
        "state": _("State"),
        "seen": _("Last watched"),
    }
    app.rows(rows, columns, as_json, whole=("camera", "state"))


@dataclass(frozen=True, slots=True)
class LastState:
    """How a camera stood."""

    state: str
    """As ``streams.pulse.CameraState``."""
    at: datetime
    """When that was."""


def last_states(path: Path) -> Mapping[str, LastState]:
    """By camera; empty when no watch ever ran. Raises ``CameraError`` for a broken file."""
    try:
        plain = json.loads(path.read_text(encoding="utf-8"))
        at = datetime.fromisoformat(plain["at"])
        return {name: LastState(one["state"], at) for name, one in plain["cameras"].items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CameraError(
            _("{path} cannot be read.").format(path=path),
            hint=_("Remove that file; the next watch writes it anew."),
        ) from error


def _row(camera: Camera, last: LastState | None) -> dict[str, object]:
    age_s = (SystemClock().now() - last.at).total_seconds() if last else None
    fresh = last is not None and age_s is not None and age_s < _FRESH_S
    return {
        "camera": camera.name,
        "address": camera.address,
        "subject": camera.subject,
        "site": camera.site,
        "sound": camera.sound,
        "state": last.state if last is not None and fresh else "unwatched",
        "last_state": last.state if last else None,
        "seen": last.at if last else None,
    }
