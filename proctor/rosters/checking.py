"""A roster's rows into attempts, and every fault of the others by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, cast

from proctor.i18n import _
from proctor.rosters.attempt import Attempt, Problem
from proctor.rosters.cell import Cell, Row
from proctor.rosters.cells import READERS
from proctor.rosters.clashes import Line, doubts
from proctor.rosters.dates import Breaks
from proctor.rosters.fields import FIELDS, Field, Name, columns_of, lacking
from proctor.rosters.hours import check_day, exam_hours, local
from proctor.rosters.numbers import cell_shown
from proctor.rosters.sheets import lacks_columns, rows_of
from proctor.rosters.texts import title

_WAIT = timedelta(hours=6)
"""Nobody is checked in longer before the exam."""
_HEADINGS = 10
"""Rows in which the headings are looked for: exports have titles above them."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A good row that names a photo."""

    row: int
    """Number of the row."""
    column: str
    """Heading of the column."""
    attempt: Attempt
    """With the path."""


@dataclass(slots=True)
class Roster:
    """What a file says."""

    lines: list[Line] = field(default_factory=list)
    """Good rows, in order; each key once."""
    titles: Mapping[Name, str] = field(default_factory=dict)
    """What the file calls the columns; what they should be called, where it has none."""
    problems: list[Problem] = field(default_factory=list)
    """In order of rows and columns."""
    rows: int = 0
    """Rows below the headings."""
    repeated: int = 0
    """Good rows that say what another one said."""
    pictured: list[Pictured] = field(default_factory=list)
    """Attempts that name a photo, in order."""
    doubts: list[Problem] = field(default_factory=list)
    """What cannot be right in good rows together: one seat or vehicle for two at once."""
    siteless: list[int] = field(default_factory=list)
    """Good rows that name no site, in order."""

    @property
    def attempts(self) -> list[Attempt]:
        """Those of the good rows, in order."""
        return [line.attempt for line in self.lines]

    @property
    def refused(self) -> int:
        """Rows with at least one problem."""
        return len({problem.row for problem in self.problems})


def checked(path: Path, site: str) -> Roster:
    """Everything in the file; rows that name no site are of ``site``.

    Raises ``RosterError`` when it cannot be read, or is no roster.
    """
    rows = rows_of(path)
    headings, columns = _headings(path, rows)
    roster = Roster()
    known: dict[object, Line] = {}
    for number, cells in rows:
        roster.rows += 1
        reading = _Reading(number, cells, headings, columns)
        attempt = reading.attempt(site)
        roster.problems += reading.problems
        if attempt is not None:
            _take(roster, known, reading, attempt)
    roster.titles = {one.name: _title(one.name, headings, columns) for one in FIELDS}
    roster.doubts = doubts(roster.lines, roster.titles)
    return roster


def _take(
    roster: Roster,
    known: dict[object, Line],
    reading: "_Reading",
    attempt: Attempt,
) -> None:
    """Each attempt once; two rows that disagree about one are a fault of the later."""
    before = known.setdefault(attempt.key, Line(reading.row, attempt))
    if before.attempt is attempt:
        roster.lines.append(before)
        if attempt.photo:
            roster.pictured.append(Pictured(reading.row, reading.title("photo"), attempt))
    elif before.attempt == attempt:
        roster.repeated += 1
    else:
        says = _("Row {row} says otherwise about the same attempt.")
        reading.fault("serial", says, row=before.row)
        roster.problems.append(reading.problems[-1])
        return
    if reading.names_no_site:
        roster.siteless.append(reading.row)


def _headings(path: Path, rows: Iterator[Row]) -> tuple[Sequence[str], dict[Name, int]]:
    """The first row that names what must be there, and which column holds what."""
    best: tuple[Sequence[str], dict[Name, int]] = (), {}
    for _number, cells in islice(rows, _HEADINGS):
        titles = [title(cell) for cell in cells]
        columns = columns_of(titles)
        if not lacking(columns):
            return titles, columns
        best = max(best, (titles, columns), key=lambda found: len(found[1]))
    raise lacks_columns(path, map(_called, lacking(best[1])))


def _called(one: Field) -> str:
    return f"{one.titles[0]} ({one.code})"


@dataclass(slots=True)
class _Reading:
    """One row on its way."""

    row: int
    cells: Sequence[Cell]
    headings: Sequence[str]
    columns: Mapping[Name, int]
    problems: list[Problem] = field(default_factory=list)

    def attempt(self, site: str) -> Attempt | None:
        """The attempt, or ``None`` with problems."""
        read = {name: self._read(name) for name in READERS}
        if self.problems:
            return None
        starts, ends = exam_hours(
            read["date"], read["starts"], read["ends"], partial(self.fault, "ends")
        )
        check_day(self._cell("starts"), starts, partial(self.fault, "starts"))
        check_day(self._cell("ends"), ends, partial(self.fault, "ends"))
        check_in = self._check_in(read["check_in"], starts)
        breaks = () if self.problems else self._breaks(read["breaks"], starts, ends)
        room = self._room(read)
        if self.problems:
            return None
        return Attempt(
            **{name: read[name] for name in ("serial", "id_number", "name", "subject")},
            **{name: read[name] for name in ("licence", "examiner", "officer", "school", "photo")},
            site=read["site"] or site,
            room=room,
            seat=read["seat"],
            starts=starts,
            ends=ends,
            check_in=check_in,
            breaks=breaks,
        )

    @property
    def names_no_site(self) -> bool:
        """Whether its site is whatever the whole file's is."""
        return not title(self._cell("site"))

    def _cell(self, name: Name) -> Cell:
        """What stands in that column; ``None`` when there is none."""
        at = self.columns.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else None

    def _read(self, column: str) -> Any:
        name = cast("Name", column)
        try:
            return READERS[name](self._cell(name))
        except ValueError as error:
            self.fault(name, str(error))
            return None

    def _check_in(self, at: time | None, starts: datetime) -> datetime | None:
        """On the day of the exam, or of the day before when it begins soon after midnight."""
        if at is None:
            return None
        found = _on_day_of(starts, at)
        if found > starts and starts - found + timedelta(days=1) <= _WAIT:
            found -= timedelta(days=1)
        if not starts - _WAIT <= found <= starts:
            self.fault("check_in", _("The check-in is not within the six hours before the exam."))
        return found

    def _breaks(
        self, told: Breaks, starts: datetime, ends: datetime
    ) -> tuple[tuple[datetime, datetime], ...]:
        """In order and apart, inside the exam; a fault otherwise."""
        found, after = [], starts
        for first, last in told:
            begins, over = _on_day_of(starts, first), _on_day_of(starts, last)
            begins += timedelta(days=1) if begins < starts else timedelta()
            over += timedelta(days=1) if over < begins else timedelta()
            if not after <= begins < over <= ends:
                self.fault("breaks", _("The breaks are not one after another within the exam."))
                break
            found.append((begins, over))
            after = over
        return tuple(found)

    def _room(self, read: Mapping[str, Any]) -> str:
        """Where the cameras are: the hall in subject 1, the vehicle in 2 and 3."""
        name: Name = "hall" if read["subject"] == "hall" else "vehicle"
        if not read[name]:
            self.fault(name, _("It is empty."))
        elif name == "hall" and not read["seat"]:
            self.fault("seat", _("It is empty."))
        return str(read[name])

    def fault(self, name: Name, message: str, **parts: object) -> None:
        """Note what is wrong with one cell."""
        value = cell_shown(name, self._cell(name))
        self.problems.append(Problem(self.row, self.title(name), value, message.format(**parts)))

    def title(self, name: Name) -> str:
        """What the file calls a column; what it should be called, where it has none."""
        return _title(name, self.headings, self.columns)


def _title(name: Name, headings: Sequence[str], columns: Mapping[Name, int]) -> str:
    at = columns.get(name)
    return headings[at] if at is not None else _named(name)


def _on_day_of(moment: datetime, at: time) -> datetime:
    """That time of the local day of ``moment``, aware UTC."""
    return local(moment.astimezone().date(), at)


def _named(name: Name) -> str:
    return next(_called(one) for one in FIELDS if one.name == name)
