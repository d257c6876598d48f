"""A camera for tests: a real RTSP server that can be killed, frozen and started again.

    def test_something(rtsp_server):
        server = rtsp_server(clip)          # serves the clip, again and again, for ten minutes
        server.url, server.kill(), server.start(), server.freeze(), server.thaw()

Import the fixture into the ``conftest.py`` or the module that wants it:
``from tests.rtsp import rtsp_server  # noqa: F401``.
"""

import os
import signal
import socket
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import av
import pytest

PYTHON = "/usr/bin/python3"
"""The one that Debian's GStreamer bindings are built for."""

SCRIPT = Path(__file__).parent / "streams" / "rtsp_server.py"

_PROBE = "import gi; gi.require_version('GstRtspServer', '1.0'); from gi.repository import Gst"
_PACKAGES = (
    "gir1.2-gst-rtsp-server-1.0 python3-gi gir1.2-gstreamer-1.0 gstreamer1.0-plugins-base "
    "gstreamer1.0-plugins-good gstreamer1.0-plugins-bad gstreamer1.0-rtsp"
)


class RtspServer:
    """One camera address on this computer."""

    def __init__(
        self, clip: Path, login: tuple[str, str] | None = None, path: str = "exam"
    ) -> None:
        self.clip = clip
        self.path = path
        self.login = login
        self._process: subprocess.Popen[str] | None = None
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = self.address(login)

    def address(self, login: tuple[str, str] | None = None) -> str:
        """The address with the given user and password."""
        return f"rtsp://{':'.join(login) + '@' if login else ''}127.0.0.1:{self.port}/{self.path}"

    def start(self) -> None:
        """Serve; on the same port as before."""
        words = (str(self.clip), str(self.port), self.path, *(self.login or ()))
        command = [PYTHON, str(SCRIPT), *words]
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self._process.stdout is not None
        assert self._process.stdout.readline() == "ready\n"

    def freeze(self) -> None:
        """Stop answering without closing anything."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Go on after ``freeze``."""
        self._signal(signal.SIGCONT)

    def kill(self) -> None:
        """Gone at once, as if the power had failed."""
        if self._process is not None:
            self._signal(signal.SIGKILL)
            self._process.wait()
            if self._process.stdout is not None:
                self._process.stdout.close()
            self._process = None

    def _signal(self, number: signal.Signals) -> None:
        assert self._process is not None
        os.kill(self._process.pid, number)


@pytest.fixture
def rtsp_server(tmp_path: Path) -> Iterator[Callable[..., RtspServer]]:
    """``rtsp_server(clip, login=(user, password))`` serves ``clip`` until the test is over.

    Skips where the packages are missing, unless PROCTOR_REQUIRE_RTSP=1 says that they must not be.
    """
    _require_packages()
    servers: list[RtspServer] = []

    def serve(clip: Path, login: tuple[str, str] | None = None, path: str = "exam") -> RtspServer:
        long = repeated(clip, tmp_path / f"served-{len(servers)}.mp4", seconds=600)
        servers.append(RtspServer(long, login, path))
        servers[-1].start()
        return servers[-1]

    yield serve
    for server in servers:
        server.kill()


def _require_packages() -> None:
    try:
        probe = subprocess.run([PYTHON, "-c", _PROBE], capture_output=True, check=False)
        missing = probe.returncode != 0
    except FileNotFoundError:
        missing = True
    if missing:
        reason = f"no RTSP server for tests: apt-get install {_PACKAGES}"
        if os.environ.get("PROCTOR_REQUIRE_RTSP") == "1":
            pytest.fail(reason)
        pytest.skip(reason)


def repeated(clip: Path, target: Path, seconds: float) -> Path:
    """The pictures of ``clip`` copied one after the other until ``seconds`` are full."""
    with av.open(str(clip)) as source, av.open(str(target), "w") as file:
        track = source.streams.video[0]
        copied = file.add_stream_from_template(track)
        length = track.duration
        for lap in range(int(seconds / (length * track.time_base)) + 1):
            source.seek(0)
            for packet in source.demux(track):
                if packet.size:
                    packet.pts += lap * length
                    packet.dts += lap * length
                    packet.stream = copied
                    file.mux(packet)
    return target
