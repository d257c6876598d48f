"""The tables of ``proctor coverage``, and its page."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.coverage_rows import (
    camera_row,
    day_row,
    file_row,
    gap_row,
    headings,
    leftover_row,
    recordings_row,
    session_row,
)
from proctor.coverage import (
    GapRow,
    Ledger,
    Scope,
    by_camera_and_day,
    gap_state_title,
    leftovers,
    note_gaps,
    open_books,
)
from proctor.i18n import _
from proctor.schedule import ExamSession, Missing
from proctor.timeline import Microseconds, SystemClock, moment

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which part of the footage."""

    camera: str | None = None
    """Only this camera."""
    start: datetime | None = None
    """From this moment on."""
    end: datetime | None = None
    """Up to this moment."""

    @property
    def scope(self) -> Scope:
        """For the books."""
        return Scope(SystemClock().now(), self.start, self.end, self.camera)


def show(app: App, asked: Asked, view: str, as_json: bool) -> None:
    """Print the table called ``view``."""
    with app.record() as record:
        rows = _rows(record, asked, view)
    app.rows(rows, headings(view), as_json)


def _rows(record: Record, asked: Asked, view: str) -> Iterable[Row]:
    if view in ("recordings", "files"):
        found = record.recordings(start=asked.start, end=asked.end, camera=asked.camera)
        lines = by_camera_and_day(found, None)
        return map(file_row, found) if view == "files" else map(recordings_row, lines)
    books = open_books(record, asked.scope)
    if view == "unscheduled":
        return map(leftover_row, leftovers(books.ledger, books.recordings))
    return _against_schedule(books.ledger, view)


def _against_schedule(ledger: Ledger, view: str) -> Iterator[Row]:
    match view:
        case "sessions":
            missing = defaultdict[object, list[Missing]](list)
            for each in ledger.missing():
                missing[each.key[:3]].append(each)
            for line in ledger.by_session():
                yield session_row(line, missing[_key(line.session)])
        case "days":
            yield from map(day_row, ledger.by_day())
        case "cameras":
            yield from map(camera_row, ledger.by_camera())
        case _:
            yield from map(camera_row, ledger.by_camera_and_day())


def _key(session: ExamSession | None) -> object:
    return session and (session.site, session.hall, session.starts)


def draw(app: App, asked: Asked, target: Path, as_json: bool) -> None:
    """Write the calendar with the list of gaps; the gaps go into the record as well."""
    from reports.calendar import page
    from reports.files import put

    with app.record() as record:
        books = open_books(record, asked.scope)
        note_gaps(record, books)
    put(target, page(books))
    if as_json:
        app.rows([{"html": str(target)}], {}, as_json=True)
    else:
        app.out.print(str(target))


def gaps_of(app: App, asked: Asked, least: Microseconds) -> list[GapRow]:
    """Every gap, by time; those found now are in the record afterwards."""
    with app.record() as record:
        books = open_books(record, asked.scope)
        note_gaps(record, books, least)
        return books.gaps(least)


def gap_columns() -> dict[str, str]:
    """The columns of the list of gaps."""
    return {
        "id": _("Gap"),
        "state": _("State"),
        "camera": _("Camera"),
        "hall": _("Hall or vehicle"),
        "what": _("What"),
        "start": _("Start"),
        "length_s": _("Length s"),
        "missing_s": _("Missing s"),
        "note": _("Note"),
    }


def gap_line(row: GapRow) -> Row:
    """A gap as a person reads it."""
    missing = row.gap.missing
    return gap_row(row) | {
        "state": gap_state_title(row.state),
        "what": _("no picture") if missing.track == "video" else _("no sound"),
        "start": moment(missing.span.start_us),
        "note": _note(row),
    }


def _note(row: GapRow) -> str:
    if row.gap.decisions:
        last = row.gap.decisions[-1]
        return f"{last.by}: {last.reason}" if last.reason else last.by
    return _("maybe only the clocks") if row.doubtful else ""
