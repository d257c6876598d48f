"""Addresses of cameras: which ones are taken, and how they are kept and shown without secrets."""

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

from proctor.errors import CameraError
from proctor.i18n import _

_SCHEMES = ("rtsp", "rtsps")
"""FFmpeg would also open ``file:``, ``concat:``, ``http:`` and more, and so read anything."""

_HIDDEN = "***"
_IN_PATH = re.compile(r"(?i)(pass\w*|pwd|token|secret|auth\w*|key)=[^/;?]*")
"""Some makers want the password in the path: ``/user=admin_password=…_channel=1``."""


@dataclass(frozen=True, slots=True, repr=False)
class Secret:
    """The parts of an address that nobody may read; never shown, not even by ``repr``."""

    login: str = ""
    """``user:password``, spelt as in an address."""
    path: str = ""
    """The whole path, when something in it looks like a password."""
    query: str = ""
    """All that follows the question mark."""

    def __bool__(self) -> bool:
        """Whether there is anything to keep."""
        return bool(self.login or self.path or self.query)


def masked(url: str) -> str:
    """The address without user, password, query and other secrets, fit for screens and logs.

    Also for texts that are no proper address: whatever could belong to a password goes.
    """
    scheme, mark, rest = url.partition("://")
    if not mark:
        return _HIDDEN
    # Passwords hold raw slashes, so everything up to the last @ goes.
    before, at, place = rest.rpartition("@")
    if "?" in before:  # the last @ may belong to a query: then what follows it is secret, too
        return f"{scheme}://{_HIDDEN}"
    place, query, _secrets = place.partition("?")
    shown = _IN_PATH.sub(rf"\1={_HIDDEN}", place)
    return f"{scheme}://{_HIDDEN + at if before else ''}{shown}{query and query + _HIDDEN}"


def checked(url: str) -> str:
    """``url`` itself, when it is a camera's. Raises ``CameraError``, which shows no secret."""
    try:
        parts = urlsplit(url)
        good = parts.scheme.lower() in _SCHEMES and bool(parts.hostname)
        good = good and (parts.port is None or parts.port > 0)
        good = good and url.isprintable() and " " not in url
    except ValueError:
        good = False
    # FFmpeg ends the host at the first slash: a password with a raw one would name another host.
    plain = good and "@" not in f"{parts.path}{parts.query}{parts.fragment}"
    if not good or not plain:
        raise CameraError(
            _("{address} is not the address of a camera.").format(address=masked(url)),
            hint=_("Give an address such as rtsp://user:password@192.0.2.7:554/stream.")
            if "@" not in url
            else _(
                "Leave the password out and use --user, or write its @ / ? # % as %40 %2F %3F %23"
                " %25: rtsp://user:p%40ss@192.0.2.7:554/stream."
            ),
        )
    return url


def parted(url: str) -> tuple[str, Secret]:
    """An address fit to be kept in plain sight, and its secrets. Raises ``CameraError``."""
    parts = urlsplit(checked(url))
    login, _at, host = parts.netloc.rpartition("@")
    shown = _IN_PATH.sub(rf"\1={_HIDDEN}", parts.path)
    path = parts.path if shown != parts.path else ""
    query = parts.query + (f"#{parts.fragment}" if parts.fragment else "")
    return f"{parts.scheme.lower()}://{host}{shown}", Secret(login, path, query)


def joined(address: str, secret: Secret) -> str:
    """The whole address again, for the connection and for nothing else."""
    parts = urlsplit(address)
    login = f"{secret.login}@" if secret.login else ""
    query = f"?{secret.query}" if secret.query else ""
    return f"{parts.scheme}://{login}{parts.netloc}{secret.path or parts.path}{query}"


def login(user: str, password: str) -> str:
    """User and password as they stand in an address, whatever signs they hold."""
    return f"{quote(user, safe='')}:{quote(password, safe='')}"


def host_of(address: str) -> str:
    """Name or number of the computer that an address leads to, lower case."""
    return urlsplit(address).hostname or ""
