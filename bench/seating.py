"""How long it takes to say who sits where: a quarter of ten halls, and ten thousand flags.

``python -m bench.seating`` makes such a record, checks that every flag names the candidate of its
seat and nobody else, and writes the table into docs/design/seating.md.
"""

import os
import platform
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bench.coverage import Watch
from bench.lots import lots
from bench.section import write_measured
from proctor.audit import Record, writing
from proctor.codes import CODES
from proctor.findings import Flag, FlagQuery, FlagRow, Judgement, RecordingFacts, RunFacts, RunKey
from proctor.geometry import Box
from proctor.perception import Account
from proctor.places import Place
from proctor.rosters.enrolled import Enrolled
from proctor.timeline import SECOND, ClockMap, Span

PAGE = Path(__file__).parent.parent / "docs" / "design" / "seating.md"
HALLS, SEATS, SESSIONS, DAYS = 10, 20, 6, 60
FLAGS = 10_000
FIRST = datetime(2026, 9, 1, tzinfo=UTC)
NOW = FIRST + timedelta(days=DAYS + 1)
EXAM = timedelta(minutes=45)


def zone(seat: int) -> Box:
    """Five rows of four, apart."""
    x, y = 0.25 * (seat % 4), 0.2 * (seat // 4)
    return Box(x, y, x + 0.2, y + 0.15)


def starts() -> Iterator[datetime]:
    """Six exams a day."""
    for day in range(DAYS):
        for number in range(SESSIONS):
            yield FIRST + timedelta(days=day, hours=8 + number)


def attempts() -> list[Enrolled]:
    """Everybody who is examined."""
    return [
        Enrolled(
            f"{hall}-{start:%m%d%H}-{seat}", f"{hall:02x}{seat:02x}{start:%m%d%H}".ljust(64, "0"),
            "110***********2215", "王伟", "hall", "site", f"hall {hall}", f"{seat + 1}", "C1",
            f"examiner {hall % 4}", "", f"school {seat % 7}", start, start + EXAM,
        )
        for start in starts()
        for hall in range(HALLS)
        for seat in range(SEATS)
    ]  # fmt: skip


def recordings() -> Iterator[tuple[RecordingFacts, RunFacts]]:
    """An hour of every exam of every hall, its places found anew and numbered as they came."""
    drawn = lots(1)
    each = FLAGS / (HALLS * SESSIONS * DAYS)
    number = made = 0
    for start in starts():
        for hall in range(HALLS):
            number += 1
            seats = drawn.sample(range(SEATS), SEATS)
            places = tuple(
                Place(f"seat-{n:02}", "seat", zone(seat).moved(0.01, 0.01), zone(seat).centre)
                for n, seat in enumerate(seats, 1)
            )
            wanted = round(number * each) - made
            made += wanted
            at = sorted(drawn.sample(range(44 * 60), wanted))
            yield _recording(number, hall, start, places, at)


def _recording(
    number: int, hall: int, start: datetime, places: tuple[Place, ...], at: list[int]
) -> tuple[RecordingFacts, RunFacts]:
    hour = 3600 * SECOND
    account = Account("mov,mp4", "h264", 1920, 1080, hour, Span(0, hour), 90_000, 0, ())
    clock = ClockMap(start, "file-name", 2.0)
    facts = RecordingFacts(
        f"{number:064x}", f"/nvr/{number}.mp4", 1, "hall", f"cam {hall}", "site", clock, account
    )
    flags = tuple(
        Flag(
            f"{number:08x}{n:04x}", "PEEK", CODES["PEEK"].level, places[n % SEATS].name,
            Span(s * SECOND, (s + 5) * SECOND), 0.8, s * SECOND, {},
        )
        for n, s in enumerate(at)
    )  # fmt: skip
    key = RunKey(facts.fingerprint, "eyes", "book")
    return facts, RunFacts(key, {}, (), "{}", "0", Judgement(flags, (), {}), places=places)


def fill(record: Record) -> None:
    """Footage, flags, and what is known of the cameras."""
    with record._database.writing() as connection:
        for facts, run in recordings():
            writing.add_run(connection, facts, run, NOW)
    for hall in range(HALLS):
        record.set_camera_room(f"cam {hall}", "site", f"hall {hall}")
        named = {f"{seat + 1}": zone(seat) for seat in range(SEATS)}
        record.set_camera_seats(f"cam {hall}", "site", named)


def require_right(rows: list[FlagRow], record: Record) -> None:
    """Every flag names whoever sits where its place lies."""
    places = {row.run_number: {} for row in rows}
    with record._database.asking() as ask:
        from proctor.audit import seated

        for run, found in seated.places(ask, places.keys()).items():
            places[run] = {place.name: place.zone for place in found}
    for row in rows:
        seat = next(
            n for n in range(SEATS) if zone(n).iou(places[row.run_number][row.flag.place]) > 0.5
        )
        one = row.sitting.attempt
        if one is None or row.start is None or row.end is None:
            raise AssertionError(f"flag {row.flag.id} names nobody")
        hall = row.camera.replace("cam", "hall")
        if (one.room, one.seat) != (hall, str(seat + 1)) or not one.starts <= row.start < one.ends:
            raise AssertionError(f"flag {row.flag.id} names the wrong candidate")


def measured(home: Path) -> str:
    """The table, after checking that every flag names the right candidate."""
    watch, people = Watch(), attempts()
    day = FIRST + timedelta(days=30)
    with Record.open(home) as record:
        watch("take in the roster", lambda: record.add_attempts(people))
        watch("the same roster again", lambda: record.add_attempts(people))
        fill(record)
        rows = watch("all flags with whom they concern", record.flags)
        require_right(rows, record)
        query = FlagQuery(start=day, end=day + timedelta(days=1))
        some = watch("the flags of one day", lambda: record.flags(query))
        watch("one flag", lambda: record.flag(rows[0].flag.id))
        watch("the next flag to look at", record.next_pending)
    steps = "\n".join(f"| {name} | {took:.2f} |" for name, took in watch.took.items())
    return f"""{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}, \
SQLite; {HALLS} halls with {SEATS} seats, {SESSIONS} exams a day, {DAYS} days: {len(people):,} \
attempts, {len(rows):,} flags, {len(some):,} of them on one day; places of every recording \
numbered in another order. Every flag names the candidate of its seat. (`python -m bench.seating`)

| step | processor s |
|---|---|
{steps}
"""


def main() -> None:
    """Measure and write the section."""
    write_measured(PAGE, measured)


if __name__ == "__main__":
    main()
