"""A picture that is put together of several: which part of it shows what.

Recorders in exam cars write the driver, the road, the pedals and panels of text into one picture,
each in its cell. Only cells that show people who are examined or who serve are looked at; panels
are never shown to a detector. See docs/design/composite.md.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

from proctor.errors import PlacesError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.perception import Image

Role: TypeAlias = Literal["driver", "officer", "road", "pedal", "view", "panel", "empty"]
"""Driver and what they do; the accompanying officer; the road ahead; the instructor's pedals; some
other camera; a panel of text; nothing."""

ROLES: tuple[Role, ...] = get_args(Role)
LOOKED_AT: tuple[Role, ...] = ("driver", "officer")
"""Roles of cells that are looked at."""
FILMED: tuple[Role, ...] = ("driver", "officer", "road", "pedal", "view")
"""Roles of cells with a camera behind them."""
SHAPES = ("2x2", "3x3", "1+2", "1+5")
"""Shapes that are found in footage; any other R x C may be written down."""
FOUND_VERSION = 1
"""Raised whenever the same recording would be taken apart differently."""
MOST = 4
"""Rows and columns at most."""

_EVEN = re.compile(r"([1-9])\s*[x×]\s*([1-9])")
_SIDE, _HALF = 2 / 3, 0.5


@dataclass(frozen=True, slots=True)
class Cell:
    """One part of a picture."""

    role: Role
    """What it shows."""
    zone: Box
    """0–1 of the frame."""

    @property
    def filmed(self) -> bool:
        """Whether a camera is behind it."""
        return self.role in FILMED


@dataclass(frozen=True, slots=True)
class Grid:
    """All parts of a picture; they do not overlap, and need not fill it."""

    cells: tuple[Cell, ...]
    """In reading order, or as somebody wrote them down."""

    @property
    def driver(self) -> Cell | None:
        """The cell in which somebody is examined."""
        return next(self.of("driver"), None)

    @property
    def officer(self) -> Cell | None:
        """The cell of the accompanying officer alone, if there is one."""
        return next(self.of("officer"), None)

    @property
    def peopled(self) -> tuple[Cell, ...]:
        """The cells that are looked at."""
        return tuple(cell for cell in self.cells if cell.role in LOOKED_AT)

    def of(self, role: Role) -> Iterator[Cell]:
        """The cells of that role."""
        return (cell for cell in self.cells if cell.role == role)

    def at(self, x: float, y: float) -> Cell | None:
        """The cell that holds a point in 0–1 of the frame."""
        return next((cell for cell in self.cells if cell.zone.holds(x, y)), None)

    def named(self) -> Mapping[str, Cell]:
        """Name → cell: the role, numbered on where it comes again."""
        names: dict[str, Cell] = {}
        for cell in self.cells:
            again = sum(known.role == cell.role for known in names.values())
            names[f"{cell.role}-{again + 1}" if again else cell.role] = cell
        return names

    def parts(self) -> list[list[object]]:
        """What of it changes a log, for a fingerprint."""
        return [[cell.role, *(round(float(x), 4) for x in cell.zone)] for cell in self.cells]


@dataclass(frozen=True, slots=True)
class Composite:
    """What pixels alone tell of a picture that is put together."""

    cells: tuple[Cell, ...]
    """Their roles are ``view``, ``panel`` or ``empty``."""
    pictures: tuple[Image, ...]
    """Some pictures of the recording, spread over it, to see who is in which cell."""


def zones_of(shape: str) -> tuple[Box, ...]:
    """The cells of a shape in reading order, 0–1; ``()`` when there is no such shape.

    ``2x3`` is two rows of three; ``1+2`` is a large one on the left and two beside it, one above
    the other; ``1+5`` and ``1+7`` are a large one at the top left and small ones around it.
    """
    shape = shape.replace(" ", "")
    if shape == "1+2":
        right = (Box(_SIDE, 0.0, 1.0, _HALF), Box(_SIDE, _HALF, 1.0, 1.0))
        return (Box(0.0, 0.0, _SIDE, 1.0), *right)
    if shape in ("1+5", "1+7"):
        return _around_one(3 if shape == "1+5" else 4)
    even = _EVEN.fullmatch(shape)
    if even is None or max(map(int, even.groups())) > MOST:
        return ()
    rows, columns = map(int, even.groups())
    return tuple(_tile(x, y, columns, rows) for y in range(rows) for x in range(columns))


def _around_one(side: int) -> tuple[Box, ...]:
    large = (side - 1) / side
    small = [
        _tile(x, y, side, side)
        for y in range(side)
        for x in range(side)
        if x == side - 1 or y == side - 1
    ]
    return (Box(0.0, 0.0, large, large), *small)


def _tile(x: int, y: int, columns: int, rows: int) -> Box:
    return Box(x / columns, y / rows, (x + 1) / columns, (y + 1) / rows)


def grid_from(text: str) -> Grid:
    """The grid that ``2x2:driver,panel,road,panel`` means. Raises ``PlacesError``."""
    shape, _colon, words = text.partition(":")
    zones = zones_of(shape)
    roles = [word.strip() for word in words.split(",")]
    if not zones:
        known = ", ".join((*SHAPES, "1+7", "RxC"))
        raise _fault(text, _("the shape must be one of {words}").format(words=known))
    if len(roles) != len(zones):
        said = _("{shape} has {n} cells, in reading order").format(shape=shape, n=len(zones))
        raise _fault(text, said)
    return Grid(tuple(_cell(text, role, zone) for role, zone in zip(roles, zones, strict=True)))


def _cell(text: str, word: str, zone: Box) -> Cell:
    for role in ROLES:
        if role == word:
            return Cell(role, zone)
    said = _("a cell must be one of {words}").format(words=", ".join(ROLES))
    raise _fault(text, said)


def _fault(text: str, said: str) -> PlacesError:
    return PlacesError(
        _("--grid {text}: {fault}.").format(text=text, fault=said),
        hint=_("Such as: --grid 2x2:driver,road,panel,panel"),
    )


def overlapping(cells: Sequence[Cell]) -> bool:
    """Whether two cells share more than a rounding error."""
    pairs = ((a, b) for n, a in enumerate(cells) for b in cells[n + 1 :])
    return any(a.zone.meet(b.zone) > 1e-4 for a, b in pairs)


def inside(cell: Box, boxes: Iterable[Box]) -> list[Box]:
    """``boxes`` in 0–1 of the cell as boxes in 0–1 of the frame."""
    return [box.scaled(cell.width, cell.height).moved(cell.x0, cell.y0) for box in boxes]
