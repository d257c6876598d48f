"""Cameras opened for a moment, to see what they give."""

import threading
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from math import isnan
from typing import TYPE_CHECKING

from proctor.cameras.allowed import require
from proctor.cameras.registry import Camera, Registry, read_registry
from proctor.commands.app import App
from proctor.commands.watch_rows import cause_words, state_words
from proctor.errors import CameraError
from proctor.home import Home
from proctor.i18n import _
from proctor.timeline import SystemClock

if TYPE_CHECKING:
    from streams.camera import LiveCamera

_PATIENCE_S = 10.0
"""So long may the first picture take."""


@dataclass(frozen=True, slots=True)
class Check:
    """What a camera gave."""

    camera: str
    """Its name."""
    state: str
    """As ``streams.pulse.CameraState``."""
    cause: str
    """Why no pictures came; ``sound`` when only sound is missing; empty when all is well."""
    codec: str
    """Such as ``h264``; empty without pictures."""
    width: int
    """Pixels."""
    height: int
    """Pixels."""
    fps: float
    """Pictures a second, as they came."""
    sound: bool
    """Whether there is sound."""
    delay_s: float | None
    """How old the last picture was when it could be shown."""
    clock_s: float | None
    """How far the camera's own clock is ahead of ours; ``None`` when it does not tell."""

    @property
    def good(self) -> bool:
        """Whether it gives what it should."""
        return not self.cause


def check(app: App, names: Sequence[str], seconds: float, as_json: bool) -> int:
    """Look at the cameras of those names, or all, side by side; 1 if one fails."""
    registry = read_registry(Home(app.home))
    cameras = [registry.camera(name) for name in names] or registry.cameras
    if not cameras:
        raise CameraError(
            _("There are no cameras to check."), hint=_("Add one: proctor cameras add NAME URL")
        )
    checks: dict[str, Check] = {}
    threads = [
        threading.Thread(target=_into, args=(checks, registry, camera, seconds), daemon=True)
        for camera in cameras
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = [checks[camera.name] for camera in cameras]
    _show(app, found, as_json)
    return int(not all(one.good for one in found))


def _into(checks: dict[str, Check], registry: Registry, camera: Camera, seconds: float) -> None:
    checks[camera.name] = looked_at(registry, camera, seconds)


def looked_at(registry: Registry, camera: Camera, seconds: float) -> Check:
    """Watch one camera until it has given pictures for ``seconds``, or none for ten."""
    from streams.camera import LiveCamera

    url = registry.whole(camera)
    permit = partial(require, url, registry.allow)
    live = LiveCamera(url, clock=SystemClock(), permit=permit)
    give_up, enough = time.monotonic() + _PATIENCE_S, None
    for frame in live.frames(0):
        now = time.monotonic()
        if frame is not None and enough is None:
            enough = now + seconds
        over = now > (give_up if enough is None else enough)
        if over or live.state == "refused":
            break
    made = _made(live, camera)
    live.close()
    return made


def _made(live: "LiveCamera", camera: Camera) -> Check:
    account, pulse = live.account(), live.pulse()
    cause: str = "" if pulse.state == "live" else pulse.cause or "time"
    if not cause and camera.sound and not account.audio:
        cause = "sound"
    return Check(
        camera=camera.name,
        state=pulse.state,
        cause=cause,
        codec=account.codec,
        width=account.width,
        height=account.height,
        fps=round(pulse.rate, 1),
        sound=account.audio,
        delay_s=None if isnan(pulse.delay_s) else round(pulse.delay_s, 3),
        clock_s=None if isnan(pulse.clock_s) else round(pulse.clock_s, 3),
    )


def _show(app: App, checks: Iterable[Check], as_json: bool) -> None:
    from dataclasses import asdict

    states, causes = state_words(), cause_words()
    rows: list[dict[str, object]] = [asdict(one) | {"good": one.good} for one in checks]
    if not as_json:
        for row in rows:
            row["size"] = f"{row['width']}x{row['height']}" if row["width"] else ""
            row["state"] = states[str(row["state"])]
            row["cause"] = causes[str(row["cause"])]
    columns = {
        "camera": _("Camera"),
        "state": _("State"),
        "codec": _("Codec"),
        "size": _("Size"),
        "fps": _("fps"),
        "sound": _("Sound"),
        "delay_s": _("Delay s"),
        "clock_s": _("Clock off s"),
        "cause": _("What is wrong"),
    }
    app.rows(rows, columns, as_json, whole=("camera", "state"))
