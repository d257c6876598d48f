"""Who watches the cameras of a soak: the reader alone, or the whole of ``proctor watch``."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Protocol

from bench.soak.verdict import Stretch, Told
from proctor.audit import Record
from proctor.perception import Account
from proctor.timeline import SECOND, SystemClock, merged, seconds
from streams.camera import LiveCamera


class Watcher(Protocol):
    """Watches cameras by name and address until it is stopped."""

    process: int
    """Whose memory is measured."""
    longest_wait_s: float
    """Longest time in which nothing stirred that should stir twice a second."""

    def start(self) -> None:
        """Begin."""
        ...

    def stop(self) -> float:
        """End; seconds that took."""
        ...

    def told(self) -> dict[str, Told]:
        """By name, after ``stop``."""
        ...


@dataclass(slots=True)
class Readers:
    """Cameras read in this process, nobody looks at what they show."""

    urls: dict[str, str]
    process: int = field(default_factory=os.getpid)
    longest_wait_s: float = 0.0
    _cameras: dict[str, LiveCamera] = field(default_factory=dict)
    _states: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    _zero: dict[str, float] = field(default_factory=dict)
    _threads: list[threading.Thread] = field(default_factory=list)
    _over: bool = False

    def start(self) -> None:
        """A thread per camera takes frames; one asks for states."""
        for name, url in self.urls.items():
            self._zero[name] = time.monotonic()
            self._cameras[name] = LiveCamera(url, clock=SystemClock())
            self._states[name] = []
            self._threads.append(threading.Thread(target=self._take, args=(name,), daemon=True))
        self._threads.append(threading.Thread(target=self._ask, daemon=True))
        for thread in self._threads:
            thread.start()

    def stop(self) -> float:
        """All at once."""
        began = time.monotonic()
        self._over = True
        for camera in self._cameras.values():
            camera.close()
        for thread in self._threads:
            thread.join(20)
        if any(thread.is_alive() for thread in self._threads):
            self.longest_wait_s = float("inf")
        return time.monotonic() - began

    def told(self) -> dict[str, Told]:
        """From the accounts."""
        return {
            name: _told([camera.account()], self._states[name], self._zero[name])
            for name, camera in self._cameras.items()
        }

    def _take(self, name: str) -> None:
        before = time.monotonic()
        for _frame in self._cameras[name].frames(200_000):
            now = time.monotonic()
            self.longest_wait_s = max(self.longest_wait_s, now - before)
            before = now

    def _ask(self) -> None:
        while not self._over:
            for name, camera in self._cameras.items():
                asked = time.monotonic()
                state, states = camera.state, self._states[name]
                camera.account()
                self.longest_wait_s = max(self.longest_wait_s, time.monotonic() - asked)
                if not states or states[-1][1] != state:
                    states.append((time.monotonic(), state))
            time.sleep(0.05)


@dataclass(slots=True)
class Program:
    """``proctor watch`` with its models, as a process of its own, told of cameras by hand."""

    urls: dict[str, str]
    home: Path
    process: int = 0
    longest_wait_s: float = 0.0
    _running: subprocess.Popen[str] | None = None
    _states: dict[str, list[tuple[float, str]]] = field(default_factory=dict)
    flags: int = 0
    told_after_s: list[float] = field(default_factory=list)
    """From the beginning of what is suspected to the line that says so, its duration included."""

    def start(self) -> None:
        """Returns once it watches."""
        for name, url in self.urls.items():
            words = ["cameras", "add", name, "-", "--subject", "road"]
            subprocess.run(self._command(*words), input=f"{url}\n", text=True, check=True)
        command = self._command("watch", "--json")
        self._running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.process = self._running.pid
        threading.Thread(target=self._read, daemon=True).start()
        end = time.monotonic() + 120
        while len(self._states) < len(self.urls) and time.monotonic() < end:
            time.sleep(0.1)

    def stop(self) -> float:
        """As systemd does."""
        if self._running is None:
            return 0.0
        began = time.monotonic()
        self._running.send_signal(signal.SIGTERM)
        code = self._running.wait(60)
        if code:
            raise RuntimeError(f"proctor watch ended with {code}")
        return time.monotonic() - began

    def told(self) -> dict[str, Told]:
        """From the record: the accounts of all chapters."""
        with Record.open(self.home) as record:
            rows = record.recordings()
        shift = time.monotonic() - time.time()
        found = {}
        for name in self.urls:
            mine = [row.facts for row in rows if row.facts.camera == name]
            accounts = [facts.account for facts in mine if facts.account is not None]
            start = mine[0].clock.start
            zero = (start.timestamp() if start else 0.0) + shift
            found[name] = _told(accounts, self._states[name], zero)
        return found

    def _command(self, *words: str) -> list[str]:
        return [sys.executable, "-m", "cli", "--home", str(self.home), *words]

    def _read(self) -> None:
        if self._running is None or self._running.stdout is None:
            return
        for line in self._running.stdout:
            row = json.loads(line)
            if row["event"] == "camera":
                states = self._states.setdefault(row["camera"], [])
                states.append((time.monotonic(), row["state"]))
            self.flags += row["event"] == "flag"
            if row["event"] == "began":
                began = datetime.fromisoformat(row["start"])
                self.told_after_s.append((SystemClock().now() - began).total_seconds())


def _told(accounts: Sequence[Account], states: Sequence[tuple[float, str]], zero: float) -> Told:
    """One account of the whole, from those of its chapters."""
    holes: list[Stretch] = [
        (zero + seconds(hole.start_us), zero + seconds(hole.end_us))
        for hole in merged(hole for account in accounts for hole in account.holes)
    ]
    ends = sorted((a.span.start_us, a.span.end_us) for a in accounts)
    for (_, end), (start, _) in pairwise(ends):
        if start != end:
            raise ValueError(f"chapters do not follow one another: {end} and {start}")
    return Told(
        states=tuple(states),
        holes=holes,
        watched_us=sum(account.span.duration_us for account in accounts),
        covered_us=sum(account.covered_us for account in accounts),
        missing_us=sum(account.missing_us for account in accounts),
    )


def settled(told: Told) -> bool:
    """Whether the account adds up to the microsecond."""
    return told.covered_us + told.missing_us == told.watched_us and told.watched_us > SECOND
