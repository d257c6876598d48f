"""``kill -9`` at random moments: the next try gives the same flags as an undisturbed one."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from proctor.storage import fingerprint
from proctor.timeline import SECOND, Span
from streams.cut import StreamCutter
from tests.conftest import WORLD

KILLS = 10
PIECES = {"cabin_a": Span(6 * SECOND, 15 * SECOND), "cabin_b": Span(2 * SECOND, 12 * SECOND)}
"""A look aside and a look down, with as much before and after as rules need to know better."""


def command(home: Path, *words: str) -> list[str]:
    return [sys.executable, "-m", "cli", "--home", str(home), *words]


def flags(home: Path) -> list[dict]:
    done = subprocess.run(
        command(home, "flags", "--json"), capture_output=True, text=True, check=True
    )
    return [json.loads(line) for line in done.stdout.splitlines()]


@pytest.mark.slow
def test_ten_kills_change_nothing(tmp_path, models_folder, monkeypatch):
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    footage = tmp_path / "footage"
    footage.mkdir()
    for clip, span in PIECES.items():
        StreamCutter().clip(WORLD / f"{clip}.mp4", span, footage / f"{clip}.mp4")
    words = ("analyze", str(footage), "--subject", "road")
    quiet, shaken = tmp_path / "quiet", tmp_path / "shaken"
    began = time.monotonic()
    subprocess.run(command(quiet, *words), check=True, capture_output=True)
    took = time.monotonic() - began

    moments = np.random.default_rng(9)
    for _ in range(KILLS):
        process = subprocess.Popen(
            command(shaken, *words),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        time.sleep(moments.uniform(0.1, took))
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        for flag in flags(shaken) if (shaken / "proctor.db").exists() else ():
            assert_evidence_is_whole(shaken, flag["id"])
    subprocess.run(command(shaken, *words), check=True, capture_output=True)

    ours, theirs = flags(quiet), flags(shaken)
    assert ours
    assert [without_run(flag) for flag in ours] == [without_run(flag) for flag in theirs]
    for flag in theirs:
        assert_evidence_is_whole(shaken, flag["id"])


def without_run(flag: dict) -> dict:
    return {key: value for key, value in flag.items() if key != "run"}


def assert_evidence_is_whole(home: Path, flag: str) -> None:
    """What the record names exists with the very bytes it names."""
    done = subprocess.run(
        command(home, "flags", "show", flag, "--json"), capture_output=True, text=True, check=True
    )
    for item in json.loads(done.stdout)["evidence"]:
        assert fingerprint(home / item["path"]) == item["sha256"]
