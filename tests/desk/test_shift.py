"""A shift of several cameras: what goes wrong with one, and what a full disk does."""

import json
from collections.abc import Sequence
from queue import Queue

import pytest

from proctor.chapters import Closed, Event, Opened
from proctor.commands.app import App
from proctor.commands.shift import Shift
from proctor.commands.watch_rows import Standing
from proctor.errors import CameraError, StorageError
from proctor.home import Home

OPENED, CLOSED = Opened(None, None), Closed(None, None)
BEGAN = Event("began", None, None)


class FakeKeeper:
    """Takes what it is told; its disk refuses so many times."""

    def __init__(self, refusals: int) -> None:
        self.taken: list[object] = []
        self.states: list[str] = []
        self.refusals = refusals
        self.order = type("Order", (), {"camera": "hall"})

    def take(self, told: object) -> None:
        if self.refusals:
            self.refusals -= 1
            raise StorageError("cannot write proctor.db: No space left on device.")
        self.taken.append(told)

    def tell_state(self, state: str, cause: str) -> None:
        self.states.append(state)

    def tell_recorder(self, *, last: bool = False) -> None: ...

    def clip(self, *, last: bool = False) -> None: ...


class FakePost:
    """A watch that tells all it has to tell at once."""

    def __init__(self, told: Sequence[object], refusals: int = 0) -> None:
        self.told, self.keeper = told, FakeKeeper(refusals)
        self.over = self.failed = self.closed = False
        self.beat = float("inf")
        self.camera = self
        self.gone: list[tuple[str, str]] = []

    def start(self, queue: Queue) -> None:
        for one in (*self.told, None):
            queue.put((self, one))

    def close(self) -> None:
        self.closed = True

    def turns(self):
        gone, self.gone = self.gone, []
        return gone

    def standing(self) -> Standing:
        state = "unwatched" if self.failed else "live"
        return Standing("hall", state, "", 25.0, 0.4, 61.0, 0, 0.0, 0, 0, 0)


def shift_of(tmp_path, *posts: FakePost) -> Shift:
    app = App(tmp_path, "en")
    return Shift(app, Home(tmp_path), lambda _standings: None, lambda _row: None, (), list(posts))


def test_events_are_taken_in_order_and_the_state_is_left_for_the_list(tmp_path):
    post = FakePost([OPENED, BEGAN, CLOSED])
    assert shift_of(tmp_path, post).run() == 0
    assert post.keeper.taken == [OPENED, BEGAN, CLOSED]
    assert post.closed
    state = json.loads(Home(tmp_path).watch_state.read_text())
    assert state["cameras"]["hall"]["state"] == "live"
    assert state["process"] is None


def test_a_camera_that_was_gone_between_two_looks_is_told_of(tmp_path):
    post = FakePost([OPENED])
    shift = shift_of(tmp_path, post)
    shift._tick()
    post.gone = [("lost", "ended"), ("live", "")]
    shift._tick()
    assert [*dict.fromkeys(post.keeper.states)] == ["live", "lost"]
    assert post.keeper.states == ["live", "lost", "live", "live"]


def test_a_full_disk_does_not_end_the_watch_and_nothing_is_lost(tmp_path, capsys):
    post = FakePost([OPENED, BEGAN, CLOSED], refusals=1)
    assert shift_of(tmp_path, post).run() == 0
    assert post.keeper.taken == [OPENED, BEGAN, CLOSED]
    said = capsys.readouterr().err
    assert said.count("No space left on device.") == 1
    assert "The watch goes on" in said


def test_a_disk_that_is_full_to_the_end_is_an_error(tmp_path):
    post = FakePost([OPENED, CLOSED], refusals=1000)
    with pytest.raises(StorageError):
        shift_of(tmp_path, post).run()
    assert post.closed


def test_a_camera_that_fails_is_told_and_the_others_go_on(tmp_path, capsys):
    bad, good = FakePost([OPENED, CameraError("gone", hint="Look.")]), FakePost([OPENED, CLOSED])
    assert shift_of(tmp_path, bad, good).run() == 1
    assert good.keeper.taken == [OPENED, CLOSED]
    assert bad.keeper.states[-1] == "unwatched"
    assert "Camera hall: gone" in capsys.readouterr().err


def test_a_fault_of_the_program_ends_every_watch_and_is_raised(tmp_path):
    bad, good = FakePost([OPENED, ZeroDivisionError("ours")]), FakePost([OPENED, CLOSED])
    with pytest.raises(ZeroDivisionError):
        shift_of(tmp_path, bad, good).run()
    assert good.closed
    assert good.keeper.taken == [OPENED, CLOSED]


def test_a_watch_that_is_stuck_starves_the_watchdog(tmp_path, monkeypatch):
    said: list[str] = []
    monkeypatch.setattr("proctor.commands.shift.notify", lambda *lines: said.extend(lines))
    post = FakePost([])
    shift = shift_of(tmp_path, post)
    shift._tick()
    assert "WATCHDOG=1" in said
    said.clear()
    post.beat = 0.0
    shift._tick()
    assert "WATCHDOG=1" not in said
    assert "STATUS=1 live" in said


def test_a_chore_that_fails_is_said_and_the_others_are_done(tmp_path, monkeypatch, capsys):
    done: list[str] = []

    def fails() -> None:
        raise StorageError("cannot read proctor.db")

    monkeypatch.setattr("proctor.commands.shift._CHORES_EVERY", 2)
    shift = shift_of(tmp_path, FakePost([]))
    shift.chores = (fails, lambda: done.append("read"))
    for _tick in range(4):
        shift._tick()
    assert done == ["read", "read"]
    assert capsys.readouterr().err.count("cannot read proctor.db") == 2
