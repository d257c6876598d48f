"""Addresses of cameras: which ones are taken, and how they are shown without their secrets."""

import re
from urllib.parse import urlsplit

from proctor.errors import CameraError
from proctor.i18n import _

_SCHEMES = ("rtsp", "rtsps")
"""FFmpeg would also open ``file:``, ``concat:``, ``http:`` and more, and so read anything."""

_HIDDEN = "***"
_IN_PATH = re.compile(r"(?i)(pass\w*|pwd|token|secret|auth\w*|key)=[^/;?]*")
"""Some makers want the password in the path: ``/user=admin_password=…_channel=1``."""


def masked(url: str) -> str:
    """The address without user, password, query and other secrets, fit for screens and logs."""
    scheme, mark, rest = url.partition("://")
    if not mark:
        return _HIDDEN
    # Passwords hold raw slashes and question marks, so everything up to the last @ goes.
    before, at, place = rest.rpartition("@")
    place, query, _secrets = place.partition("?")
    shown = _IN_PATH.sub(rf"\1={_HIDDEN}", place)
    return f"{scheme}://{_HIDDEN + at if before else ''}{shown}{query and query + _HIDDEN}"


def checked(url: str) -> str:
    """``url`` itself, when it is a camera's. Raises ``CameraError``, which shows no secret."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
        good = good and (parts.port is None or parts.port > 0)
    except ValueError:
        good = False
    if not good:
        raise CameraError(
            _("{address} is not the address of a camera.").format(address=masked(url)),
            hint=_("Give an address such as rtsp://user:password@192.0.2.7:554/stream."),
        )
    return url
