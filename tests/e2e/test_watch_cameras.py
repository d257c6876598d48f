"""``proctor watch`` on the cameras of a home, side by side, as a service runs it."""

import json
import signal
import socket
import threading
import time
import urllib.request
from queue import Queue

import pytest

from tests.conftest import WORLD
from tests.e2e.watches import is_flag, is_state, of_camera, watching
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server", "watching"]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def scraped(port: int) -> dict[str, float]:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
        lines = answer.read().decode().splitlines()
    return {
        name: float(value)
        for name, _, value in (line.rpartition(" ") for line in lines if line[0] != "#")
    }


@pytest.fixture
def systemd(tmp_path, monkeypatch):
    """The words that a service says, as they come."""
    words: Queue[bytes] = Queue()
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))

        def listen() -> None:
            while (word := listening.recv(1000)) != b"over":
                words.put(word)

        thread = threading.Thread(target=listen)
        thread.start()
        yield words
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as end:
            end.sendto(b"over", str(tmp_path / "notify"))
        thread.join()


@pytest.mark.slow
def test_cameras_are_watched_side_by_side_and_a_wrong_one_stops_none(
    rtsp_server, watching, proctor, tmp_path, systemd
):
    home, port = tmp_path / "home", free_port()
    servers = {name: rtsp_server(WORLD / f"cabin_{name}.mp4") for name in "ab"}
    for name, server in servers.items():
        proctor("--home", home, "cameras", "add", name, server.url, "--subject", "road")
    proctor("--home", home, "cameras", "add", "gone", "rtsp://127.0.0.1:9/x")
    proctor("--home", home, "cameras", "add", "left", "rtsp://192.0.2.7/x")
    listed = home / "cameras.toml"
    listed.write_text(listed.read_text().replace("allow = []", 'allow = ["127.0.0.1"]'))

    watch = watching("--metrics", str(port))
    assert systemd.get(timeout=90) == b"READY=1"
    watch.until(of_camera("b", is_state("live")), 60)
    watch.until(of_camera("gone", is_flag("VID_GAP", "began")), 30)
    servers["a"].kill()
    killed = time.monotonic()
    watch.until(of_camera("a", is_state("lost")), 10)
    assert time.monotonic() - killed < 10
    time.sleep(1.5)
    figures = scraped(port)
    assert figures['proctor_camera_state{camera="a",proctor_camera_state="lost"}'] == 1
    assert figures['proctor_camera_state{camera="b",proctor_camera_state="live"}'] == 1
    assert figures['proctor_camera_frames_per_second{camera="b"}'] == pytest.approx(5, abs=1)
    assert figures['proctor_camera_open_flags{camera="gone"}'] == 1
    assert 'camera="left"' not in "".join(figures)
    listed_rows = proctor("--home", home, "cameras", "list", "--json").out.splitlines()
    states = {row["camera"]: row["state"] for row in map(json.loads, listed_rows)}
    assert states == {"a": "lost", "b": "live", "gone": "refused", "left": "unwatched"}

    began = time.monotonic()
    watch.process.send_signal(signal.SIGTERM)
    _, said = watch.process.communicate(timeout=30)
    assert time.monotonic() - began < 15
    assert watch.process.returncode == 1  # because one was left out
    assert "Connections to 192.0.2.7 are not allowed." in said
    heard = [systemd.get() for _word in range(systemd.qsize())]
    assert b"STATUS=1 live, 1 lost, 1 refused\nWATCHDOG=1" in heard
    assert b"STOPPING=1" in heard[-2:]
    covered = proctor("--home", home, "coverage", "--json").out.splitlines()
    accounts = {row["camera"]: row for row in map(json.loads, covered)}
    assert set(accounts) == {"a", "b", "gone"}
    for account in accounts.values():
        whole = account["covered_s"] + account["missing_s"]
        assert account["expected_s"] == pytest.approx(whole, abs=1e-6)
    assert accounts["gone"]["covered_s"] == 0
    assert accounts["b"]["missing_s"] == 0


@pytest.mark.slow
def test_cameras_are_checked_side_by_side(rtsp_server, proctor, tmp_path):
    home = tmp_path / "home"
    server = rtsp_server(WORLD / "cabin_a.mp4")
    proctor("--home", home, "cameras", "add", "a", server.url)
    answer = proctor("--home", home, "cameras", "check", "--for", "2", "--json")
    assert answer.code == 0, answer.out
    row = json.loads(answer.out)
    assert (row["state"], row["codec"], row["width"], row["height"]) == ("live", "h264", 960, 540)
    assert row["fps"] == pytest.approx(5, abs=1)
    assert row["delay_s"] < 1
    proctor("--home", home, "cameras", "add", "a", server.url, "--sound")
    proctor("--home", home, "cameras", "add", "b", "rtsp://127.0.0.1:9/x")
    answer = proctor("--home", home, "cameras", "check", "--for", "1")
    assert answer.code == 1
    assert "there is no sound" in answer.out
    assert "nothing listens at that port" in answer.out
    assert "960x540" in answer.out
