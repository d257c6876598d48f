"""What a watch leaves in the record of a camera, and what can be told of it afterwards."""

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.face_news import FaceNews
from proctor.commands.keeping import Keeper
from proctor.commands.watch_rows import Order
from proctor.findings import FlagQuery, FlagRow
from proctor.home import Home
from proctor.observations import read
from proctor.perceive import Perceiver, Task
from proctor.rosters.sealing import sealed
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND
from proctor.watching import Watch
from tests.audit.stories import WANG
from tests.core.fakes import START, FakeEyes, FakeMeter, tools
from tests.core.test_watching import FakeCamera

ORDER = Order("rtsp://192.0.2.7/stream", "hall", "hall-1", WANG.site)
SITTING = replace(WANG, starts=START, ends=START.replace(hour=11))


def watched(home: Path, record: Record, length_s: int, chapter_s: int = 600) -> None:
    """A hall watched so long: somebody sits there for ten seconds and leaves."""
    camera = FakeCamera(length_s)
    seen = SimpleNamespace(recorder=None, clock=camera.clock, account=camera.account)
    news = FaceNews(ORDER.camera)
    keeper = Keeper(
        App(home, "en"),
        record,
        Home(home),
        seen,
        tools(),
        ORDER,
        ORDER.url,
        news,
        lambda _row: None,
    )

    def begin(number: int) -> Perceiver:
        task = Task(f"live:hall-1:now:{number:04}", "hall", "hall-1")
        return Perceiver(task, FakeEyes(), FakeMeter(), live=True)

    book = resolve(NO_PROFILE, "hall", "hall-1")
    watch = Watch(camera, book, begin, chapter_s * SECOND, elapsed=lambda: 0.0)
    for told in watch.events():
        if told is not None:
            keeper.take(told)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a roster that has somebody at seat 12."""
    home = tmp_path / "proctor-home"
    with Record.open(home) as record:
        record.add_attempts([sealed(SITTING, b"key")])
        record.set_camera_room("hall-1", WANG.site, WANG.room)
    return home


def flags(record: Record) -> list[FlagRow]:
    return list(record.flags(FlagQuery()))


def test_a_seat_that_was_found_while_watching_tells_its_candidate(home: Path) -> None:
    with Record.open(home) as record:
        watched(home, record, 40)
        (before,) = flags(record)
        assert before.flag.code == "SEAT_ABSENT"
        assert (before.sitting.lack, before.sitting.attempt) == ("seat", None)
        (run,) = record.runs()
        log = read(Home(home).log(run.key.recording, run.key.perception))
        (zone,) = [each.zone for each in log.header.places if each.name == before.flag.place]
        record.set_camera_seats("hall-1", WANG.site, {"12": zone})
        (after,) = flags(record)
    assert after.sitting.seat == "12"
    assert after.sitting.attempt.serial == WANG.serial


def test_how_much_each_rule_judged_of_a_chapter_is_in_the_record_when_it_closes(
    home: Path,
) -> None:
    with Record.open(home) as record:
        watched(home, record, 45, 20)
        rows = record.recordings()
        assert [run.number for run in record.runs()] == [1, 2, 3]
    assert len(rows) == 3
    assert all(0.8 < row.judged["VID_GAP"] <= 1 for row in rows)
    assert "SEAT_ABSENT" in rows[0].judged
    assert all("PHONE" not in row.judged for row in rows), "no model sees phones here"
