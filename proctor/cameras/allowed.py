"""Where connections to cameras may lead: names and networks that the site has listed."""

import socket
from collections.abc import Callable, Iterable, Sequence
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import TypeAlias

from proctor.cameras.address import host_of
from proctor.errors import CameraError
from proctor.i18n import _

Look: TypeAlias = Callable[[str], Iterable[str]]
"""Gives the numbers of a host by its name."""


def fault_of(entry: object) -> str:
    """What is wrong with an entry of the list; empty when nothing is."""
    if not isinstance(entry, str) or not entry or "://" in entry or "@" in entry:
        return _("{entry!r} is neither a host nor a network").format(entry=entry)
    if "/" not in entry:
        return ""
    try:
        ip_network(entry, strict=False)
    except ValueError:
        return _("{entry!r} is neither a host nor a network").format(entry=entry)
    return ""


def require(address: str, allow: Sequence[str], look: Look | None = None) -> None:
    """Raise ``CameraError`` unless ``address`` leads to a listed host; an empty list lets all pass.

    A name that is not listed itself is looked up: every number it has must lie in the networks.
    """
    host = host_of(address)
    if allow and not _allowed(host, allow, look or numbers):
        raise CameraError(
            _("Connections to {host} are not allowed.").format(host=host),
            hint=_("Add it to the list 'allow' at the top of cameras.toml in the home folder."),
        )


def numbers(host: str) -> list[str]:
    """What the resolver of this computer says; empty when it knows nothing."""
    try:
        return sorted({str(found[4][0]) for found in socket.getaddrinfo(host, None)})
    except OSError:
        return []


def _allowed(host: str, allow: Sequence[str], look: Look) -> bool:
    if host in {entry.lower() for entry in allow}:
        return True
    networks = [ip_network(entry, strict=False) for entry in allow if _is_network(entry)]
    found = [host] if _number(host) else list(look(host)) if networks else []
    here = [number for text in found if (number := _number(text)) is not None]
    return bool(here) and all(any(one in network for network in networks) for one in here)


def _is_network(entry: str) -> bool:
    return "/" in entry or _number(entry) is not None


def _number(text: str) -> IPv4Address | IPv6Address | None:
    try:
        return ip_address(text.partition("%")[0])
    except ValueError:
        return None
