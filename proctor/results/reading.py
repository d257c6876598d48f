"""A table's rows into results, and every fault of the others by row and column."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TypeAlias

from proctor.i18n import _
from proctor.results.columns import Headings, headings_of, reader_of, readers, title_of
from proctor.results.result import Item, Outcome, Result
from proctor.rosters.attempt import Problem
from proctor.rosters.cell import Cell, Row
from proctor.rosters.hours import check_day, exam_hours, near
from proctor.rosters.numbers import cell_shown
from proctor.rosters.sheets import lacks_columns, rows_of
from proctor.rosters.texts import title

Hours: TypeAlias = tuple[datetime, datetime]
"""From when to when an attempt takes, aware UTC."""

_HEADINGS = 10
"""Rows in which the headings are looked for: exports have titles above them."""


@dataclass(slots=True)
class Results:
    """What a file says."""

    results: list[Result] = field(default_factory=list)
    """Good ones, in order; each key once."""
    problems: list[Problem] = field(default_factory=list)
    """In order of rows and columns."""
    rows: int = 0
    """Rows below the headings."""
    repeated: int = 0
    """Good rows that say what another one said."""
    siteless: list[int] = field(default_factory=list)
    """Rows of an attempt that name no site, in order."""

    @property
    def refused(self) -> int:
        """Rows with at least one problem."""
        return len({problem.row for problem in self.problems})


def checked(path: Path, site: str) -> Results:
    """Everything in the file; rows that name no site are of ``site``.

    An attempt of which one row is faulty is not taken at all. Raises ``RosterError`` when the file
    cannot be read, or is no table of results.
    """
    rows = rows_of(path)
    headings = _headings(path, rows)
    found = Results()
    gathered: dict[object, _Gathered] = {}
    spoilt: set[str] = set()
    for number, cells in rows:
        found.rows += 1
        reading = _Reading(number, cells, headings)
        result = reading.result(site)
        if result is not None and result.outcome.serial:
            _gather(found, gathered, reading, result)
            if reading.names_no_site:
                found.siteless.append(number)
        elif reading.per_item:
            spoilt.add(reading.serial)
        found.problems += reading.problems
    found.results = [one.result for one in gathered.values() if one.is_sound(spoilt)]
    return found


@dataclass(slots=True)
class _Gathered:
    """An attempt so far."""

    row: int
    result: Result
    sound: bool = True

    def is_sound(self, spoilt: set[str]) -> bool:
        """Whether none of its rows is faulty, nor any of the same serial that tells no moment."""
        return self.sound and self.result.outcome.serial not in spoilt


def _gather(
    found: Results, gathered: dict[object, _Gathered], reading: "_Reading", result: Result
) -> None:
    """Each attempt once, with the items of all its rows; rows that disagree are a fault."""
    known = gathered.setdefault(result.outcome.key, _Gathered(reading.row, result))
    known.sound = known.sound and not reading.problems
    if known.result is result:
        return
    before = known.result
    if _without_items(before) != _without_items(result):
        known.sound = False
        reading.fault(
            "serial", _("Row {row} says otherwise about the same attempt."), row=known.row
        )
    elif before == result or (
        reading.per_item and set(result.outcome.items) <= set(before.outcome.items)
    ):
        found.repeated += 1
    elif reading.per_item:
        known.result = _with(before, (*before.outcome.items, *result.outcome.items))
    else:
        known.sound = False
        reading.fault(
            "serial", _("Row {row} says otherwise about the same attempt."), row=known.row
        )


def _with(result: Result, items: tuple[Item, ...]) -> Result:
    return replace(result, outcome=replace(result.outcome, items=items))


def _without_items(result: Result) -> Result:
    return _with(result, ())


def _headings(path: Path, rows: Iterator[Row]) -> Headings:
    """The first row that names what must be there."""
    best = Headings()
    for _number, cells in islice(rows, _HEADINGS):
        found = headings_of([title(cell) for cell in cells])
        if not found.lacking:
            return found
        best = max(best, found, key=lambda one: len(one.at))
    raise lacks_columns(path, (f"{one.titles[0]} ({one.titles[1]})" for one in best.lacking))


@dataclass(slots=True)
class _Reading:
    """One row on its way."""

    row: int
    cells: Sequence[Cell]
    headings: Headings
    problems: list[Problem] = field(default_factory=list)

    @property
    def per_item(self) -> bool:
        """Whether the row tells of one item only."""
        return self.headings.has_row_per_item

    def result(self, site: str) -> Result | None:
        """What the row says, with problems or without; ``None`` when no attempt can be told."""
        read = {name: self._read(name) for name in readers()}
        if any(read[name] is None for name in ("subject", "date", "starts", "ends")):
            self._items(None)  # what else is wrong is told as well
            return None
        starts, ends = exam_hours(
            read["date"], read["starts"], read["ends"], partial(self.fault, "ends")
        )
        check_day(self._cell("starts"), starts, partial(self.fault, "starts"))
        check_day(self._cell("ends"), ends, partial(self.fault, "ends"))
        items = self._items((starts, ends))
        told = {name: read[name] or "" for name in ("serial", "name", "seat", "licence")}
        people = {name: read[name] or "" for name in ("examiner", "officer", "school")}
        outcome = Outcome(
            **told,
            **people,
            person="",
            id_shown="",
            subject=read["subject"],
            site=read["site"] or site,
            room=self._room(read),
            starts=starts,
            ends=ends,
            score=read["score"],
            passed=read["passed"],
            items=items,
        )
        return Result(read["id_number"] or "", outcome)

    @property
    def serial(self) -> str:
        """The serial number, however faulty the rest is; empty when it cannot be read."""
        try:
            return str(reader_of("serial")(self._cell("serial")))
        except ValueError:
            return ""

    @property
    def names_no_site(self) -> bool:
        """Whether its site is whatever the whole file's is."""
        return not title(self._cell("site"))

    def _items(self, attempt: Hours | None) -> tuple[Item, ...]:
        """The items of the row, with moments near ``attempt``; those that tell nothing are out."""
        if self.per_item:
            return (self._item(self._read("item") or "", self.headings.at, attempt),)
        told = (self._item(name, at, attempt) for name, at in self.headings.items.items())
        return tuple(one for one in told if one != Item(one.name, None, None))

    def _item(self, name: str, at: Mapping[str, int], attempt: Hours | None) -> Item:
        seconds, deducted = (self._read_at(at.get(one), one) for one in ("seconds", "deducted"))
        starts, ends = (
            self._near(at.get(one), one, attempt) for one in ("item_starts", "item_ends")
        )
        if starts is not None and ends is not None and ends < starts:
            self._fault_at(at["item_ends"], "item_ends", _("The item ends before it starts."))
            return Item(name, seconds, deducted)
        return Item(name, seconds, deducted, starts, ends)

    def _near(self, at: int | None, name: str, attempt: Hours | None) -> datetime | None:
        """The moment that a time of day in a cell is, of the attempt that it belongs to."""
        hour = self._read_at(at, name)
        if at is None or hour is None or attempt is None:
            return None
        found = near(hour, attempt)
        check_day(self.cells[at], found, partial(self._fault_at, at, name))
        return found

    def _fault_at(self, at: int, name: str, message: str) -> None:
        self._note(at, name, self.cells[at], message)

    def _read(self, name: str) -> Any:
        return self._read_at(self.headings.at.get(name), name)

    def _read_at(self, at: int | None, name: str) -> Any:
        cell = self.cells[at] if at is not None and at < len(self.cells) else None
        try:
            return reader_of(name)(cell)
        except ValueError as error:
            self._note(at, name, cell, str(error))
            return None

    def _room(self, read: Mapping[str, Any]) -> str:
        """Where it was: the hall in subject 1, the vehicle in 2 and 3; a file may not tell."""
        return read["hall" if read["subject"] == "hall" else "vehicle"] or ""

    def _cell(self, name: str) -> Cell:
        """What stands in that column; ``None`` when there is none."""
        at = self.headings.at.get(name)
        return self.cells[at] if at is not None and at < len(self.cells) else None

    def fault(self, name: str, message: str, **parts: object) -> None:
        """Note what is wrong with one cell."""
        at = self.headings.at.get(name)
        self._note(at, name, self._cell(name), message.format(**parts))

    def _note(self, at: int | None, name: str, cell: Cell, message: str) -> None:
        title = self.headings.titles[at] if at is not None else title_of(name)
        self.problems.append(Problem(self.row, title, cell_shown(name, cell), message))
