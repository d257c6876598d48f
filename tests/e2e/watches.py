"""A ``proctor watch`` that runs while a test looks on."""

import json
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from queue import Empty, Queue

import pytest


class Watching:
    """A ``proctor watch`` as a process of its own, with what it has told so far."""

    def __init__(self, home: Path, *words: str, lines: str | None = None) -> None:
        command = [sys.executable, "-m", "cli", "--home", str(home), "watch", *words, "--json"]
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL if lines is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        if lines is not None:
            self.process.stdin.write(lines)
            self.process.stdin.flush()
        self.told: list[dict] = []
        self._lines: Queue[dict] = Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self._lines.put(json.loads(line))

    def until(self, wanted: Callable[[dict], bool], within_s: float) -> dict:
        """The first line told from now on that is wanted."""
        end = time.monotonic() + within_s
        while time.monotonic() < end:
            try:
                line = self._lines.get(timeout=0.2)
            except Empty:
                assert self.process.poll() is None, self.process.stderr.read()
                continue
            self.told.append(line)
            if wanted(line):
                return line
        pytest.fail(f"waited {within_s} s in vain; told: {self.told}")

    def stop(self, by: signal.Signals = signal.SIGINT) -> str:
        """End it as an officer would (or systemd); gives what it said on standard error."""
        self.process.send_signal(by)
        _, said = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, said
        return said


@pytest.fixture
def watching(tmp_path, models_folder, monkeypatch) -> Iterator[Callable[..., Watching]]:
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    started: list[Watching] = []

    def start(*words: str, lines: str | None = None) -> Watching:
        started.append(Watching(tmp_path / "home", *words, lines=lines))
        return started[-1]

    yield start
    for watch in started:
        if watch.process.poll() is None:
            watch.process.kill()
        watch.process.communicate()


def is_state(state: str) -> Callable[[dict], bool]:
    return lambda line: line["event"] == "camera" and line["state"] == state


def is_flag(code: str, event: str = "flag") -> Callable[[dict], bool]:
    return lambda line: line["event"] == event and line.get("code") == code


def of_camera(name: str, wanted: Callable[[dict], bool]) -> Callable[[dict], bool]:
    return lambda line: line.get("camera") == name and wanted(line)
