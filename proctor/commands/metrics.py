"""The standings of a watch for Prometheus."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from proctor.commands.watch_rows import Standing
from proctor.errors import CameraError, ProctorError
from proctor.i18n import _
from proctor.reasons import spoken

if TYPE_CHECKING:
    from threading import Thread
    from wsgiref.simple_server import WSGIServer

    from prometheus_client.core import Metric

Place: TypeAlias = tuple[str, int]
"""Address and port."""

_GAUGES = {
    "rate": ("frames_per_second", "Pictures a second over the last five seconds."),
    "delay_s": ("delay_seconds", "How far what was last looked at lies behind now."),
    "open_flags": ("open_flags", "Suspicions that still go on."),
    "left_out": ("looks_left_out", "Looks of the present chapter for which there was no time."),
}
_COUNTERS = {
    "watched_s": ("watched_seconds", "Time since the watch began."),
    "missing_s": ("missing_seconds", "Time without pictures."),
    "gaps": ("gaps", "Times that the camera was away."),
    "flags": ("flags", "Flags put into the record."),
}


def place_of(text: str) -> Place:
    """``ADDRESS:PORT`` or a port alone, which means this computer only. Raises ``ValueError``."""
    address, _colon, port = text.rpartition(":")
    if not (port.isascii() and port.isdigit() and int(port) <= 65535):
        raise ValueError(text)
    return address.strip("[]") or "127.0.0.1", int(port)


@contextmanager
def served(place: Place | None, standings: Callable[[], Sequence[Standing]]) -> Iterator[int]:
    """Answer scrapes at ``place`` meanwhile; gives the port, 0 when there is no place.

    Raises ``CameraError`` when the library is missing or the port is taken.
    """
    if place is None:
        yield 0
        return
    server, thread = _started(place, standings)
    try:
        yield int(server.server_port)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _started(
    place: Place, standings: Callable[[], Sequence[Standing]]
) -> "tuple[WSGIServer, Thread]":
    """The server and its thread."""
    try:
        from prometheus_client import CollectorRegistry, start_http_server
    except ImportError as error:
        raise ProctorError(
            _("Metrics need the library prometheus-client."),
            hint="pip install 'proctor[metrics]'",
        ) from error
    registry = CollectorRegistry()
    registry.register(Figures(standings))
    try:
        return start_http_server(place[1], addr=place[0], registry=registry)
    except OSError as error:
        raise CameraError(
            _("cannot serve metrics at {place}: {reason}").format(
                place=f"{place[0]}:{place[1]}", reason=spoken(error)
            ),
            hint=_("Choose another --metrics ADDRESS:PORT."),
        ) from error


class Figures:
    """Turns standings into Prometheus' metrics whenever it is asked."""

    def __init__(self, standings: Callable[[], Sequence[Standing]]) -> None:
        self._standings = standings

    def collect(self) -> "Iterator[Metric]":
        """Every figure of every camera, by name of the camera alone."""
        from prometheus_client.core import (
            CounterMetricFamily,
            GaugeMetricFamily,
            StateSetMetricFamily,
        )

        from streams.pulse import STATES

        now = self._standings()
        told = "proctor_camera_"
        states = StateSetMetricFamily(f"{told}state", "How things stand.", labels=["camera"])
        for one in now:
            states.add_metric([one.camera], {state: state == one.state for state in STATES})
        yield states
        for kind, families in (
            (GaugeMetricFamily, _GAUGES),
            (CounterMetricFamily, _COUNTERS),
        ):
            for field, (name, text) in families.items():
                family = kind(f"{told}{name}", text, labels=["camera"])
                for one in now:
                    if (value := getattr(one, field)) is not None:
                        family.add_metric([one.camera], value)
                yield family
