"""The cameras of a home: ``cameras.toml`` in plain sight, their secrets in a folder of their own.

::

    allow = ["192.0.2.0/24"]          # empty: wherever the cameras below are

    [camera."CAM 03"]
    address = "rtsp://192.0.2.7:554/stream"
    subject = "hall"
    site = "east"
    sound = false

``PROCTOR_SECRETS`` may name another file of secrets, such as a credential that systemd hands over.
"""

import json
import os
import re
import stat
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from proctor.cameras import allowed
from proctor.cameras.address import Secret, joined, parted
from proctor.errors import CameraError
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject
from proctor.reasons import spoken
from proctor.storage import private_folder, write_whole
from proctor.toml import text_in

_NAME = re.compile(r"[^\s/\\.\"'][^/\\\"'\x00-\x1f]{0,63}")


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera that the home knows."""

    name: str
    """As in flags, places and profiles."""
    address: str
    """RTSP address without its secrets."""
    subject: Subject = "hall"
    """Which exam it shows."""
    site: str = "default"
    """Name of the exam site."""
    sound: bool = False
    """Whether it must have sound."""


@dataclass(frozen=True, slots=True)
class Registry:
    """What the files say; a changed one is a new one."""

    cameras: tuple[Camera, ...] = ()
    """In the order in which they were added."""
    allow: tuple[str, ...] = ()
    """Hosts and networks that connections may lead to; empty: those of the cameras."""
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    """Name of a camera → what its address lacks."""

    def camera(self, name: str) -> Camera:
        """The camera of that name. Raises ``CameraError``."""
        for camera in self.cameras:
            if camera.name == name:
                return camera
        raise CameraError(
            _("There is no camera {name!r}.").format(name=name),
            hint=_("proctor cameras list shows them; proctor cameras add NAME URL adds one."),
        )

    def whole(self, camera: Camera) -> str:
        """The whole address, for the connection and for nothing else."""
        return joined(camera.address, self.secrets.get(camera.name, Secret()))

    def with_camera(self, camera: Camera, secret: Secret) -> "Registry":
        """With that camera added, or put in the place of the one of its name."""
        _refuse(f"{_('camera')} {camera.name!r}", _faults(camera.name, asdict(camera)))
        allowed.require(camera.address, self.allow)
        known = camera.name in {one.name for one in self.cameras}
        kept = tuple(camera if one.name == camera.name else one for one in self.cameras)
        cameras = kept if known else (*kept, camera)
        return replace(self, cameras=cameras, secrets={**self.secrets, camera.name: secret})

    def without(self, name: str) -> "Registry":
        """Without that camera and its secrets. Raises ``CameraError`` if there is none."""
        gone = self.camera(name)
        cameras = tuple(one for one in self.cameras if one != gone)
        secrets = {name: secret for name, secret in self.secrets.items() if name != gone.name}
        return replace(self, cameras=cameras, secrets=secrets)


def read_registry(home: Home) -> Registry:
    """The cameras of a home; none when there is no file. Raises ``CameraError``."""
    plain = _table(home.cameras)
    allow, cameras = plain.pop("allow", []), plain.pop("camera", {})
    origin = str(home.cameras)
    _refuse(origin, [_("nothing is called {word!r}").format(word=word) for word in plain])
    if not isinstance(allow, list) or not isinstance(cameras, dict):
        _refuse(origin, [_("allow is a list, camera a table")])
    _refuse(origin, [fault for entry in allow if (fault := allowed.fault_of(entry))])
    found = tuple(_camera(origin, name, table) for name, table in cameras.items())
    return Registry(found, tuple(entry.lower() for entry in allow), _secrets(secrets_path(home)))


def write_registry(home: Home, registry: Registry) -> None:
    """Store both files, each whole; the secrets first, readable by their owner alone."""
    path = secrets_path(home)
    kept = {name: secret for name, secret in registry.secrets.items() if secret}
    if kept or path.exists():
        private_folder(path.parent)
        write_whole(path, "\n".join(_secret_lines(kept)).encode(), 0o600)
    home.cameras.parent.mkdir(parents=True, exist_ok=True)
    write_whole(home.cameras, "\n".join(_lines(registry)).encode())


def secrets_path(home: Home) -> Path:
    """The file of secrets: ``PROCTOR_SECRETS``, else the one in the home folder."""
    return Path(os.environ.get("PROCTOR_SECRETS") or home.secrets / "cameras.toml")


def _camera(origin: str, name: str, table: object) -> Camera:
    where = f'{origin} [camera."{name}"]'
    known = {part.name for part in fields(Camera)} - {"name"}
    if not isinstance(table, dict) or "address" not in table:
        raise _broken(where, _("it has no address"))
    _refuse(
        where, [_("nothing is called {word!r}").format(word=w) for w in table if w not in known]
    )
    _refuse(where, _faults(name, table))
    return Camera(name, **table)


def _faults(name: str, table: Mapping[str, object]) -> Iterator[str]:
    given = {**asdict(Camera(name, "")), **table}
    if not _NAME.fullmatch(name):
        yield _("a name is 1-64 signs without quotes and slashes, and begins with no dot")
    if given["subject"] not in SUBJECTS:
        yield _("subject is one of {subjects}").format(subjects=", ".join(SUBJECTS))
    if not isinstance(given["site"], str) or not given["site"]:
        yield _("site is a text")
    if not isinstance(given["sound"], bool):
        yield _("sound is true or false")
    if not isinstance(given["address"], str):
        yield _("address is a text")
    elif parted(given["address"])[1]:
        yield _("its address holds a password: add the camera anew with proctor cameras add")


def _secrets(path: Path) -> dict[str, Secret]:
    plain = _table(path)
    if plain and os.name == "posix" and path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise CameraError(
            _("{path} may be read by others.").format(path=path), hint=f"chmod 600 {path}"
        )
    try:
        return {name: Secret(**table) for name, table in plain.items()}
    except TypeError:  # its text would name what stands in the file
        raise _broken(str(path), _("each camera has login, path or query")) from None


def _table(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(text_in(path))
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise CameraError(
            _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise _broken(str(path), _fault_place(error)) from None


def _fault_place(error: Exception) -> str:
    """Where the fault is, without quoting what stands there."""
    found = re.search(r"\(at (.*)\)$", str(error))
    return _("it is not TOML ({place})").format(place=found[1] if found else "UTF-8")


def _refuse(where: str, faults: Iterable[str]) -> None:
    if told := "; ".join(faults):
        raise _broken(where, told)


def _broken(where: str, fault: str) -> CameraError:
    return CameraError(f"{where}: {fault}.", hint=_("Mend that line, or add the camera anew."))


def _lines(registry: Registry) -> Iterator[str]:
    yield "# Cameras of this home; proctor cameras add and remove write this file anew."
    yield "# allow: hosts and networks that connections may lead to; empty: those of the cameras."
    yield f"allow = {json.dumps(list(registry.allow), ensure_ascii=False)}"
    for camera in registry.cameras:
        yield f"\n[camera.{_quoted(camera.name)}]"
        for key, value in asdict(camera).items():
            if key != "name":
                yield f"{key} = {_quoted(value)}"
    yield ""


def _secret_lines(secrets: Mapping[str, Secret]) -> Iterator[str]:
    yield "# Passwords of cameras: for the owner of this file alone, in no backup that others read."
    for name, secret in secrets.items():
        yield f"\n[{_quoted(name)}]"
        for part in fields(Secret):
            if value := getattr(secret, part.name):
                yield f"{part.name} = {_quoted(value)}"
    yield ""


def _quoted(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)
