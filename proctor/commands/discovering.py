"""Cameras on the network that answer to WS-Discovery, as ONVIF cameras do."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from proctor.commands.app import App
from proctor.errors import CameraError, ProctorError
from proctor.i18n import _
from proctor.reasons import spoken

if TYPE_CHECKING:
    from wsdiscovery.service import Service

_ONVIF = "http://www.onvif.org/ver10/network/wsdl"
_SCOPE = "onvif://www.onvif.org/"


def discovered(app: App, seconds: float, as_json: bool) -> None:
    """Ask this network for ``seconds``; a row per device that says it sends video."""
    found = sorted(map(row_of, _answers(seconds)), key=lambda row: str(row["host"]))
    columns = {
        "host": _("Host"),
        "name": _("Name"),
        "hardware": _("Hardware"),
        "location": _("Location"),
        "service": _("Service"),
    }
    app.rows(found, columns, as_json, whole=("host",))
    if not as_json and not found:
        app.talk.print(_("No device answered: is its ONVIF switched on, and in this network?"))


def _answers(seconds: float) -> "Sequence[Service]":
    try:
        from wsdiscovery import QName
        from wsdiscovery.discovery import ThreadedWSDiscovery
    except ImportError as error:
        raise ProctorError(
            _("Discovery needs the library wsdiscovery."), hint="pip install 'proctor[onvif]'"
        ) from error
    asking = ThreadedWSDiscovery()
    try:
        asking.start()
        wanted = [QName(_ONVIF, "NetworkVideoTransmitter")]
        found: Sequence[Service] = asking.searchServices(types=wanted, timeout=seconds)
    except OSError as error:
        raise CameraError(
            _("cannot ask the network: {reason}").format(reason=spoken(error)),
            hint=_("Check that this computer has a network that takes multicast."),
        ) from error
    finally:
        asking.stop()
    return found


def row_of(service: "Service") -> Mapping[str, object]:
    """What a device says of itself; it may say anything, and nobody has checked it."""
    services = [url for url in service.getXAddrs() or [] if urlsplit(url).hostname]
    scopes = dict(_scopes(service))
    return {
        "host": urlsplit(services[0]).hostname if services else "",
        "name": scopes.get("name", ""),
        "hardware": scopes.get("hardware", ""),
        "location": scopes.get("location", ""),
        "service": services[0] if services else "",
        "services": services,
        "id": service.getEPR(),
    }


def _scopes(service: "Service") -> Iterator[tuple[str, str]]:
    """``onvif://www.onvif.org/name/Hall%20cam`` as ``("name", "Hall cam")``."""
    for scope in service.getScopes() or []:
        text = str(scope.getValue())
        if text.startswith(_SCOPE):
            key, slash, value = text.removeprefix(_SCOPE).partition("/")
            if slash:
                yield key, unquote(value)
