"""``proctor watch`` on a real RTSP server that is killed and started again."""

import json
import os
import signal
import time
from pathlib import Path

import pytest

from proctor.storage import fingerprint
from tests.conftest import WORLD
from tests.e2e.watches import is_flag, is_state, watching
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server", "watching"]

CANARY = "hunter2-canary"
"""A password that must not be seen anywhere."""


@pytest.mark.slow
def test_flags_appear_while_it_runs_and_a_lost_camera_is_a_finding(
    rtsp_server, watching, proctor, tmp_path
):
    server = rtsp_server(WORLD / "cabin_a.mp4", login=("officer", CANARY))
    watch = watching(server.url, "--subject", "road", "--camera", "car-7")
    watch.until(is_state("live"), 60)
    watch.until(is_flag("GAZE_OFF"), 60)
    home = tmp_path / "home"
    while_running = proctor("--home", home, "flags", "--json").out
    assert "GAZE_OFF" in while_running

    server.kill()
    killed = time.time()
    watch.until(is_state("lost"), 15)
    time.sleep(8)
    server.start()
    restarted = time.time()
    watch.until(is_state("live"), 30)
    gap = watch.until(is_flag("VID_GAP"), 30)
    assert _unix(gap["start"]) == pytest.approx(killed, abs=1.5)
    assert restarted - 1 <= _unix(gap["end"]) <= restarted + 15
    watch.until(is_flag("GAZE_OFF", "began"), 60)
    said = watch.stop()

    flags = [json.loads(x) for x in proctor("--home", home, "flags", "--json").out.splitlines()]
    assert {"GAZE_OFF", "VID_GAP"} <= {flag["code"] for flag in flags}
    for flag in flags:
        shown = json.loads(proctor("--home", home, "flags", "show", flag["id"], "--json").out)
        assert {item["kind"] for item in shown["evidence"]} == {"clip", "key-frame"}
        for item in shown["evidence"]:
            assert fingerprint(home / item["path"]) == item["sha256"]
    (account,) = [
        json.loads(x) for x in proctor("--home", home, "coverage", "--json").out.splitlines()
    ]
    assert account["expected_s"] == pytest.approx(account["covered_s"] + account["missing_s"])
    assert account["missing_s"] > 8
    assert proctor("--home", home, "rejudge", "--json").code == 0
    _nowhere(CANARY, home, said, json.dumps(watch.told))


@pytest.mark.slow
def test_a_watch_ends_by_itself_and_by_sigterm(rtsp_server, watching):
    server = rtsp_server(WORLD / "cabin_a.mp4")
    watch = watching(server.url, "--subject", "road", "--for", "3")
    watch.until(is_state("live"), 60)
    assert watch.process.wait(timeout=60) == 0
    again = watching(server.url, "--subject", "road", "--camera", "other")
    again.until(is_state("live"), 60)
    os.kill(again.process.pid, signal.SIGTERM)
    assert again.process.wait(timeout=60) == 0


@pytest.mark.parametrize("url", ["/etc/passwd", "file:///etc/passwd", "concat:a|b", "http://x/y"])
def test_what_is_no_camera_is_refused(proctor, models_folder, monkeypatch, url):
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    answer = proctor("watch", url, "--for", "1")
    assert answer.code == 1
    assert "Error:" in answer.err
    assert "rtsp" in answer.err


def _unix(moment: str) -> float:
    from datetime import datetime

    return datetime.fromisoformat(moment).timestamp()


def _nowhere(secret: str, home: Path, *texts: str) -> None:
    """The password stands in no file and no text."""
    for text in texts:
        assert secret not in text
    for path in home.rglob("*"):
        if path.is_file():
            assert secret.encode() not in path.read_bytes(), path
