"""Several cameras on duty side by side, and the one thread that hears, writes and shows."""

import json
import os
import signal
import threading
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from queue import Empty, Queue

from proctor.chapters import Closed, Event, Opened, Told
from proctor.commands.app import App, printable
from proctor.commands.dashboard import Show
from proctor.commands.notify import notify
from proctor.commands.posts import Message, Post, Say
from proctor.commands.watch_rows import Standing
from proctor.errors import ProctorError, StorageError
from proctor.home import Home
from proctor.i18n import _
from proctor.storage import write_whole
from proctor.timeline import SystemClock

_TICK_S = 1.0
_STATE_EVERY = 5
"""Ticks between two writings of the file that ``proctor cameras list`` reads."""
_STATUS_EVERY = 60
"""Ticks between two rows of status."""
_CHORES_EVERY = 60
"""Ticks between two rounds of chores."""
_MOST_UNWRITTEN = 300
"""What is told while the disk is full is kept up to so many events, for the sake of memory."""
_DUMB_AFTER_S = 60.0
"""A watch that has shown no life for so long is stuck: systemd is not told that all is well."""


@dataclass(slots=True)
class Shift:
    """Runs until every post is over."""

    app: App
    home: Home
    show: Show
    say: Say
    chores: tuple[Callable[[], object], ...]
    """What is done once a minute."""
    posts: list[Post] = field(default_factory=list)
    standings: tuple[Standing, ...] = ()
    """As of the last tick; whoever serves metrics reads it."""
    failed: bool = False
    """Whether a camera was left out or given up."""
    _told: Queue[Message] = field(default_factory=Queue)
    _crash: BaseException | None = None
    _unwritten: deque[tuple[Post, Told]] = field(default_factory=deque)
    _full: bool = False
    """Whether the disk refused what was written last."""
    _ticks: int = 0

    def leave_out(self, camera: str, error: ProctorError) -> None:
        """Say that this camera is not watched; the others are."""
        self.failed = True
        text = _("Camera {camera}: {message}").format(camera=camera, message=error.message)
        self.app.talk.print(printable(text))
        if error.hint:
            self.app.talk.print(printable(_("Hint: {hint}").format(hint=error.hint)))

    def run(self) -> int:
        """Watch, write, show; the exit code. What broke a post is raised when all have ended."""
        try:
            for post in self.posts:
                post.start(self._told)
            notify("READY=1")
            self._work()
        finally:
            self.close()
            notify("STOPPING=1")
        self._tick(last=True)
        if self._crash is not None:
            raise self._crash
        return int(self.failed)

    def close(self) -> None:
        """End every watch. Takes no lock, so a signal handler may call it."""
        for post in self.posts:
            post.camera.close()

    def _work(self) -> None:
        due = time.monotonic()
        while not all(post.over for post in self.posts):
            with suppress(Empty):
                self._hear(*self._told.get(timeout=max(0.01, due - time.monotonic())))
            if time.monotonic() >= due:
                due = time.monotonic() + _TICK_S
                self._tick()
        while self._unwritten:  # raises by itself what stands in the way
            post, told = self._unwritten[0]
            post.keeper.take(told)
            self._unwritten.popleft()

    def _hear(self, post: Post, told: object) -> None:
        match told:
            case None:
                post.over = True
                post.keeper.tell_recorder(last=True)
                post.keeper.clip(last=True)
            case ProctorError():
                post.failed = True
                self.leave_out(post.keeper.order.camera, told)
            case BaseException():
                self._crash = told
                self.close()
            case Event() | Opened() | Closed():
                self._unwritten.append((post, told))
                if not self._full:
                    self._write()

    def _write(self) -> None:
        """Put into the record what was told, in order; while the disk refuses, it is kept.

        All of it may be written again. Raises ``StorageError`` when too much has gathered.
        """
        try:
            while self._unwritten:
                post, told = self._unwritten[0]
                post.keeper.take(told)
                self._unwritten.popleft()
        except StorageError as error:
            if len(self._unwritten) > _MOST_UNWRITTEN:
                raise
            self._refused(error)
        else:
            self._full = False

    def _refused(self, error: StorageError) -> None:
        """The disk refuses: said once, until it takes something again."""
        if not self._full:
            text = _("{message} The watch goes on; what it tells is kept until there is room.")
            self.app.talk.print(printable(text.format(message=error.message)))
        self._full = True

    def _tick(self, *, last: bool = False) -> None:
        if self._full:
            self._write()
        before = [one.state for one in self.standings]
        self.standings = tuple(post.standing() for post in self.posts)
        changed = before != [one.state for one in self.standings]
        for post, standing in zip(self.posts, self.standings, strict=True):
            for state, cause in post.camera.turns():
                post.keeper.tell_state(state, cause)
            post.keeper.tell_state(standing.state, standing.cause)
        if not self._full:
            self._keep(last or changed or self._ticks % _STATE_EVERY == 0, last)
        self.show(self.standings)
        if last or self._ticks % _STATUS_EVERY == _STATUS_EVERY - 1:
            for standing in self.standings:
                self.say({"event": "status", **asdict(standing)})
        if self._ticks % _CHORES_EVERY == _CHORES_EVERY - 1:
            self._do_chores()
        self._ticks += 1
        self._reassure()

    def _keep(self, state: bool, last: bool) -> None:
        """What is written besides events; the state of all only when it is due."""
        try:
            for post in self.posts:
                post.keeper.tell_recorder()
                post.keeper.clip()
            if state:
                self._write_state(last)
        except StorageError as error:
            self._refused(error)

    def _do_chores(self) -> None:
        """Each of them; what stands in the way of one is said, and tried again."""
        for chore in self.chores:
            try:
                chore()
            except ProctorError as error:
                self.app.talk.print(printable(error.message))

    def _reassure(self) -> None:
        """Tell systemd that all is well, if it is."""
        now = time.monotonic()
        states = Counter(one.state for one in self.standings)
        words = ["STATUS=" + ", ".join(f"{n} {state}" for state, n in sorted(states.items()))]
        if all(post.over or now - post.beat < _DUMB_AFTER_S for post in self.posts):
            words.append("WATCHDOG=1")
        notify(*words)

    def _write_state(self, last: bool) -> None:
        state = {
            "at": SystemClock().now().isoformat(),
            "process": None if last else os.getpid(),
            "cameras": {one.camera: asdict(one) for one in self.standings},
        }
        write_whole(self.home.watch_state, json.dumps(state, ensure_ascii=False).encode())


@contextmanager
def ending(shift: Shift, after_s: float | None) -> Iterator[None]:
    """End the shift on SIGINT, SIGTERM or after the time asked for."""
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_caught: shift.close())
    timer = threading.Timer(after_s, shift.close) if after_s else None
    if timer:
        timer.daemon = True
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
        shift.close()
