"""Files of places, read and written; a fault is named with its line."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proctor.errors import PlacesError
from proctor.geometry import Box
from proctor.grids import ROLES, Cell, Grid, overlapping
from proctor.i18n import _
from proctor.perception import ROOMS, SUBJECTS, Subject
from proctor.places import Place
from proctor.placing.cabin import DRIVES, VIEWS
from proctor.placing.layout import (
    KINDS,
    Layout,
    anchor_in,
    name_fault,
    numbers_fault,
    of_cabin,
    unseen,
    zone_fault,
)
from proctor.reasons import spoken
from proctor.spelling import meant
from proctor.storage import write_whole
from proctor.toml import said, text_in

_TABLE = re.compile(r"\s*\[+\s*([\w-]+)\s*\]+")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")


def read_layout(path: Path) -> Layout | None:
    """The layout in a file, ``None`` when there is no such file. Raises ``PlacesError``."""
    try:
        text = text_in(path)
        plain = tomllib.loads(text)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise PlacesError(
            _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PlacesError(
            _("{path} is not TOML: {fault}.").format(path=path, fault=said(error)),
            hint=_("Mend that line, or go back to places found from footage with --forget."),
        ) from error
    return _Reader(path, text).layout(plain)


def layout_for(path: Path, subject: Subject) -> Layout | None:
    """The layout in a file, for an exam of that subject; ``None`` without a file.

    Raises ``PlacesError`` also when the file is about another exam.
    """
    layout = read_layout(path)
    if layout is None:
        return None
    if KINDS[layout.subject] != KINDS[subject]:
        raise PlacesError(
            _("{path} has the places of another exam: {theirs}, not {ours}.").format(
                path=path, theirs=layout.subject, ours=subject
            ),
            hint=_("Check --subject and --camera, or forget it: proctor cameras places --forget"),
        )
    return layout


def write_layout(
    path: Path, camera: str, layout: Layout, notes: Mapping[str, str] | None = None
) -> None:
    """Store the layout; the file exists whole or not at all. Raises ``StorageError``.

    ``notes``: name of a place → a remark beside it.
    """
    write_whole(path, "\n".join(_lines(camera, layout, notes or {})).encode())


def _lines(camera: str, layout: Layout, notes: Mapping[str, str]) -> Iterator[str]:
    shown = json.dumps(camera, ensure_ascii=False)
    yield f"# Places of camera {shown}; proctor analyze takes them as they are. Edit as you like."
    yield "# zone: left, top, right, bottom; anchor: where the head usually is; 0-1 of the picture."
    yield f"subject = {json.dumps(layout.subject)}"
    yield ""
    for cell in layout.grid.cells if layout.grid else ():
        yield "[[cell]]"
        yield f"role = {json.dumps(cell.role)}  # {', '.join(ROLES)}"
        yield f"zone = {_numbers(cell.zone)}"
        yield ""
    if layout.cabin is not None:
        yield "[cabin]"
        yield f"drive = {json.dumps(layout.cabin.drive)}  # where the wheel is: left, right"
        yield f"view = {json.dumps(layout.cabin.view)}  # seen from: dash, rear"
        yield ""
        return
    for place in layout.places:
        yield "[[place]]"
        note = f"  # {notes[place.name]}" if place.name in notes else ""
        yield f"name = {json.dumps(place.name, ensure_ascii=False)}{note}"
        yield f'kind = "{place.kind}"'
        yield f"zone = {_numbers(place.zone)}"
        yield f"anchor = {_numbers(place.anchor)}"
        yield ""


def _numbers(values: Iterable[float]) -> str:
    return f"[{', '.join(f'{value:.4f}' for value in values)}]"


@dataclass(frozen=True, slots=True)
class _Reader:
    """Checks one document; every fault is named with its line."""

    path: Path
    text: str

    def layout(self, plain: Mapping[str, Any]) -> Layout:
        self._known(plain, ("subject", "cell", "cabin", "place"), "", 0)
        subject = plain.get("subject")
        if subject not in SUBJECTS:
            raise self._wrong("subject", _("one of {words}"), SUBJECTS, subject)
        grid = self._grid(subject, plain["cell"]) if "cell" in plain else None
        written = [key for key in ("cabin", "place") if key in plain]
        if len(written) != 1 and not (grid and not written):
            raise self._fault(0, _("there must be either a table [cabin] or tables [[place]]"))
        if "cabin" in plain:
            return self._cabin(subject, plain["cabin"], grid)
        places = self._places(subject, plain["place"]) if written else ()
        layout = Layout(subject, places, grid=grid)
        if name := unseen(layout):
            raise self._fault(0, _("{name} lies in no cell that is looked at").format(name=name))
        return layout

    def _places(self, subject: Subject, tables: Any) -> tuple[Place, ...]:
        if not isinstance(tables, list) or not tables:
            raise self._fault(self._line("place", 0), _("places are tables [[place]]"))
        found: list[Place] = []
        for n, table in enumerate(tables):
            found.append(self._place(subject, table, n, found))
        if subject not in ROOMS and all(place.kind != "driver" for place in found):
            raise self._fault(0, _("a car must have a driver"))
        return tuple(found)

    def _grid(self, subject: Subject, tables: Any) -> Grid:
        if subject in ROOMS or not isinstance(tables, list) or not tables:
            raise self._fault(self._line("cell", 0), _("cells are tables [[cell]] of a car"))
        grid = Grid(tuple(self._cell(table, n) for n, table in enumerate(tables)))
        if len(list(grid.of("driver"))) != 1:
            raise self._fault(0, _("one cell must have the role driver"))
        if overlapping(grid.cells):
            raise self._fault(0, _("two cells lie one over the other"))
        return grid

    def _cell(self, table: Any, n: int) -> Cell:
        if not isinstance(table, dict):
            raise self._fault(self._line("cell", 0), _("cells are tables [[cell]] of a car"))
        self._known(table, ("role", "zone"), "cell", n)
        if (role := table.get("role")) not in ROLES:
            raise self._wrong("role", _("one of {words}"), ROLES, role, "cell", n)
        values: Any = table.get("zone")
        if fault := zone_fault(values):
            raise self._wrong("zone", fault, (), values, "cell", n)
        return Cell(role, Box(*map(float, values)))

    def _cabin(self, subject: Subject, table: Any, grid: Grid | None) -> Layout:
        if subject in ROOMS or not isinstance(table, dict):
            raise self._fault(self._line("cabin", 0), _("a hall has no [cabin]"))
        self._known(table, ("drive", "view"), "cabin", 0)
        drive, view = table.get("drive", "left"), table.get("view", "dash")
        for key, value, words in (("drive", drive, DRIVES), ("view", view, VIEWS)):
            if value not in words:
                raise self._wrong(key, _("one of {words}"), words, value, "cabin")
        return of_cabin(subject, drive, view, grid)

    def _place(self, subject: Subject, table: Any, n: int, before: list[Place]) -> Place:
        if not isinstance(table, dict):
            raise self._fault(self._line("place", 0), _("places are tables [[place]]"))
        self._known(table, ("name", "kind", "zone", "anchor"), "place", n)
        name = table.get("name")
        fault = name_fault(name)
        if not fault and name in {place.name for place in before}:
            fault = _("a name that no other place has")
        if fault:
            raise self._wrong("name", fault, (), name, "place", n)
        kind = table.get("kind", KINDS[subject][0] if subject in ROOMS else name)
        if kind not in KINDS[subject] or (subject not in ROOMS and kind != name):
            raise self._wrong("kind", _("one of {words}"), KINDS[subject], kind, "place", n)
        values: Any = table.get("zone")
        if fault := zone_fault(values):
            raise self._wrong("zone", fault, (), values, "place", n)
        zone = Box(*map(float, values))
        return Place(str(name), kind, zone, self._anchor(table, zone, n), "given")

    def _anchor(self, table: Mapping[str, Any], zone: Box, n: int) -> tuple[float, float]:
        if "anchor" not in table:
            return anchor_in(zone)
        values = table["anchor"]
        fault = numbers_fault(values, 2)
        if not fault and not zone.holds(*values):
            fault = _("a point inside the zone")
        if fault:
            raise self._wrong("anchor", fault, (), values, "place", n)
        return float(values[0]), float(values[1])

    def _known(self, table: Mapping[str, Any], words: tuple[str, ...], name: str, n: int) -> None:
        for word in table:
            if word not in words:
                text = _("nothing is called {word!r}").format(word=word)
                raise self._fault(self._line(name, n, word), text, meant(word, words))

    def _wrong(
        self,
        key: str,
        expected: str,
        words: Iterable[str],
        found: object,
        table: str = "",
        n: int = 0,
    ) -> PlacesError:
        said = _("{key} must be {expected}, not {found}").format(
            key=key,
            expected=expected.format(words=", ".join(words)),
            found=_("missing") if found is None else _short(found),
        )
        return self._fault(self._line(table, n, key), said)

    def _fault(self, line: int, said: str, hint: str = "") -> PlacesError:
        where = _("{path}, line {line}").format(path=self.path, line=line) if line else self.path
        cure = _("Mend that line, or go back to places found from footage with --forget.")
        return PlacesError(f"{where}: {said}.", hint=hint or cure)

    def _line(self, table: str, n: int, key: str = "") -> int:
        """Number of the line with that key in the ``n``-th such table, from 1.

        The table's own line when the key is not there, 0 when neither is.
        """
        at, seen, here = 0, -1, table == ""
        for number, line in enumerate(self.text.splitlines(), 1):
            if header := _TABLE.match(line):
                seen += header[1] == table
                here = header[1] == table and seen == n
                at = number if here else at
            elif here and key and (found := _KEY.match(line)) and found[1] == key:
                return number
        return at


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:40]}…"
