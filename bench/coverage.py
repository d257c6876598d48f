"""How long the account of a month takes: 100 cameras, 8 sessions a day, hour-long recordings.

``python -m bench.coverage`` makes such a record, keeps its books, checks that they add up, and
writes the table into docs/design/coverage.md.
"""

import os
import platform
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import process_time
from typing import TypeVar

from bench.lots import lots
from bench.section import write_measured
from proctor.audit import ExamSession, Record, writing
from proctor.coverage import Balance, Books, Scope, note_gaps, open_books
from proctor.findings import Judgement, RecordingFacts, RunFacts, RunKey
from proctor.perception import Account
from proctor.timeline import SECOND, ClockMap, Span

PAGE = Path(__file__).parent.parent / "docs" / "design" / "coverage.md"
HALLS, CAMERAS, SESSIONS, DAYS = 25, 4, 8, 30
FIRST = datetime(2026, 11, 1, tzinfo=UTC)
HOUR = 3600 * SECOND
NOW = FIRST + timedelta(days=DAYS + 1)

_Made = TypeVar("_Made")


@dataclass
class Watch:
    """Processor seconds that steps took, in their order."""

    took: dict[str, float] = field(default_factory=dict)

    def __call__(self, name: str, step: Callable[[], _Made]) -> _Made:
        """What ``step`` gives."""
        began = process_time()
        made = step()
        self.took[name] = process_time() - began
        return made


def sessions() -> Iterator[ExamSession]:
    """Eight of fifty minutes a day in each hall, from eight in the morning on."""
    for day in range(DAYS):
        for hall in range(HALLS):
            cameras = tuple(f"{hall}-{number}" for number in range(CAMERAS))
            for number in range(SESSIONS):
                start = FIRST + timedelta(days=day, hours=8 + number)
                end = start + timedelta(minutes=50)
                yield ExamSession("site", f"hall {hall}", "hall", start, end, cameras)


def recordings() -> Iterator[tuple[RecordingFacts, bool]]:
    """Ten hours a day of each camera: 1 % missing, 4 % with a hole, 4 % damaged, 2 % waiting."""
    drawn = lots(1)
    number = 0
    for day in range(DAYS):
        for camera in (f"{h}-{n}" for h in range(HALLS) for n in range(CAMERAS)):
            for hour in range(7, 17):
                number += 1
                lot = drawn.random()
                if lot < 0.01:
                    continue
                at = lots.randrange(HOUR - 600 * SECOND)
                torn = Span(at, at + lots.randrange(SECOND, 600 * SECOND))
                holes = (torn,) if lot < 0.05 else ()
                hurt = (torn,) if 0.05 < lot < 0.09 else ()
                start = FIRST + timedelta(days=day, hours=hour)
                yield _recording(number, camera, start, holes, hurt), lot < 0.98


def _recording(
    number: int,
    camera: str,
    start: datetime,
    holes: tuple[Span, ...],
    hurt: tuple[Span, ...],
) -> RecordingFacts:
    account = Account(
        "mov,mp4", "h264", 1920, 1080, HOUR, Span(0, HOUR), 90_000, len(hurt), holes,
        damaged_spans=hurt,
    )  # fmt: skip
    clock = ClockMap(start, "file-name", 2.0)
    path = f"/nvr/{camera}/{start:%Y%m%d_%H%M}.mp4"
    return RecordingFacts(f"{number:064x}", path, 1, "hall", camera, "site", clock, account)


def fill(record: Record) -> int:
    """Put it all into the record, in one transaction each; how many recordings there are."""
    for session in sessions():
        record.add_exam_session(session)
    count = 0
    with record._database.writing() as connection:
        for facts, judged in recordings():
            count += 1
            if judged:
                key = RunKey(facts.fingerprint, "eyes", "book")
                run = RunFacts(key, {}, (), "{}", "0", Judgement((), (), {}))
                writing.add_run(connection, facts, run, NOW)
            else:
                writing.see(connection, facts, NOW)
    return count


def measured(home: Path) -> str:
    """The table, after checking that every line adds up."""
    from reports.calendar import page

    watch, scope = Watch(), Scope(NOW, FIRST, NOW, zone=UTC)
    with Record.open(home) as record:
        count = fill(record)
        books: Books = watch("read schedule and footage", lambda: open_books(record, scope))
        lines = watch("account per session", books.ledger.by_session)
        days = watch("account per camera and day", books.ledger.by_camera_and_day)
        gaps = watch("gaps with their states", books.gaps)
        watch("gaps into the record", lambda: note_gaps(record, books))
        again = open_books(record, scope)
        known = watch("gaps again, all on record", again.gaps)
        html = watch("calendar as HTML", lambda: page(again))
    for line in (*lines, *days):
        of = line.video
        if of.planned_us != of.covered_us + of.damaged_us + of.gap_us:
            raise AssertionError(f"{line} does not add up")
    total = sum((line.video for line in days), Balance())
    if total.planned_us != sum(line.video.planned_us for line in lines) or len(gaps) != len(known):
        raise AssertionError("sessions and days tell different stories")
    rows = "\n".join(f"| {name} | {took:.2f} |" for name, took in watch.took.items())
    return f"""{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, \
SQLite; {HALLS * CAMERAS} cameras, {SESSIONS} sessions a day, {DAYS} days: \
{len(lines) * CAMERAS:,} duties, {count:,} recordings, {len(gaps):,} gaps; the page has \
{len(html) / 1e6:.1f} MB. Every line adds up. (`python -m bench.coverage`)

| step | processor s |
|---|---|
{rows}
"""


def main() -> None:
    """Measure and write the section."""
    write_measured(PAGE, measured)


if __name__ == "__main__":
    main()
