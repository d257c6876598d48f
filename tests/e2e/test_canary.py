"""A password goes down every path on which something can go wrong, and comes out nowhere."""

import base64
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from tests.conftest import WORLD
from tests.e2e.test_watch_cameras import free_port
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server"]

CANARY = "Kan@ri/en%23vogel"
"""A password that must not be seen anywhere."""
CODED = quote(CANARY, safe="")
TRACES = (
    "vogel",
    "Kan@",
    "Kan%40",
    "ri/en",
    "ri%2Fen",
    base64.b64encode(f"officer:{CANARY}".encode()).decode(),
    base64.b64encode(f"officer:{CODED}".encode()).decode(),
)


class Host:
    """Listens, and answers as it likes."""

    def __init__(self, answer: bytes | None) -> None:
        """``None`` never answers."""
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._answer = answer
        self._kept: list[socket.socket] = []
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._socket.accept()
            except OSError:
                return
            self._kept.append(client)
            if self._answer is not None:
                client.recv(4096)
                client.sendall(self._answer)
                client.close()

    def close(self) -> None:
        for one in (self._socket, *self._kept):
            one.close()


@pytest.fixture
def hosts() -> Iterator[dict[str, Host]]:
    moved = f"RTSP/1.0 302 Moved\r\nCSeq: 1\r\nLocation: rtsp://o:{CODED}@127.0.0.1:9/\r\n\r\n"
    found = {"silent": Host(None), "garbage": Host(os.urandom(4096)), "moved": Host(moved.encode())}
    yield found
    for host in found.values():
        host.close()


def run(home: Path, *words: str, lines: str = "") -> str:
    """Everything that one call of the program says."""
    command = [sys.executable, "-m", "cli", "--home", str(home), *words]
    done = subprocess.run(command, capture_output=True, text=True, input=lines, check=False)
    return done.stdout + done.stderr


@pytest.mark.slow
def test_a_password_appears_nowhere_after_every_error_path(
    rtsp_server, hosts, tmp_path, models_folder, monkeypatch
):
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    home, port = tmp_path / "home", free_port()
    right = rtsp_server(WORLD / "cabin_b.mp4", login=("officer", CANARY))
    locked = rtsp_server(WORLD / "cabin_a.mp4", login=("officer", "another"))
    login = f"officer:{CODED}"
    cameras = {
        "right": f"rtsp://{login}@127.0.0.1:{right.port}/exam",
        "half coded": f"rtsp://officer:{CODED.replace('%2F', '%2f')}@127.0.0.1:{right.port}/exam",
        "locked": f"rtsp://{login}@127.0.0.1:{locked.port}/exam",
        "nobody there": f"rtsp://{login}@127.0.0.1:9/exam",
        "no such host": f"rtsp://{login}@no-such-host.invalid/exam",
        "no such stream": f"rtsp://{login}@127.0.0.1:{right.port}/another",
        "in the query": f"rtsp://127.0.0.1:{right.port}/exam?user=officer&pwd={CODED}",
        "in the path": f"rtsp://127.0.0.1:{right.port}/user=o_password={CODED}_channel=1.sdp",
        "not allowed": f"rtsp://{login}@192.0.2.7/exam",
        **{name: f"rtsp://{login}@127.0.0.1:{host.port}/exam" for name, host in hosts.items()},
    }
    said = [run(home, "cameras", "add", name, "-", lines=f"{u}\n") for name, u in cameras.items()]
    assert all(" is at rtsp://" in text for text in said), said
    listed = home / "cameras.toml"
    allow = 'allow = ["127.0.0.1", "no-such-host.invalid"]'
    listed.write_text(listed.read_text().replace("allow = []", allow))
    for raw in (f"officer:{CANARY}@127.0.0.1/exam", f"127.0.0.1/exam?pwd={CANARY}"):
        said.append(run(home, "cameras", "add", "raw", f"rtsp://{raw}"))
        said.append(run(home, "watch", f"rtsp://{raw}", "--for", "1"))
        said.append(run(home, "watch", "-", "--for", "1", lines=f"http://{raw}\n"))
        assert all("Error" in text for text in said[-3:])
    said.append(run(home, "cameras", "list"))
    said.append(run(home, "cameras", "list", "--json"))
    said.append(run(home, "cameras", "check", "--for", "1"))
    said.append(run(home, "cameras", "check", "--for", "1", "--json"))
    said.append(_watched(home, port))
    said.append(run(home, "watch", "-", "--for", "2", lines=f"{cameras['locked']}\n"))
    recorded = max(home.rglob("*.mkv"), key=lambda path: path.stat().st_size)
    said.append(run(home, "analyze", str(recorded), "--subject", "road"))
    asked = (["coverage"], ["flags", "--json"], ["doctor"], ["coverage", "--files", "--json"])
    said += [run(home, *words) for words in asked]
    secrets = home / "secrets" / "cameras.toml"
    assert CODED in secrets.read_text()
    for path in home.rglob("*"):
        assert not any(trace in str(path) for trace in TRACES)
        if path.is_file() and path != secrets:
            held = path.read_bytes()
            assert not [t for t in TRACES if t.encode() in held or t.encode("utf-16-le") in held]
    assert not [trace for trace in TRACES for text in said if trace in text]
    assert list((home / "evidence").rglob("*.jpg"))


def _watched(home: Path, port: int) -> str:
    """What a watch of all of them says, shows in process lists, and tells Prometheus."""
    command = [sys.executable, "-m", "cli", "--home", str(home), "watch"]
    running = subprocess.Popen(
        [*command, "--for", "40", "--json", "--metrics", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    shown = ""
    while running.poll() is None and "proctor_camera_flags" not in shown.split("\n\n")[-1]:
        time.sleep(3)
        shown += Path(f"/proc/{running.pid}/cmdline").read_text()
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
                shown += "\n\n" + answer.read().decode()
        except OSError:
            continue
    return shown + running.communicate(timeout=90)[0]
