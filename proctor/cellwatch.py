"""The health of each camera of a composite picture, measured in its own cell.

A camera that hangs or goes dark is a quarter of the picture: the whole still changes, and is still
light. See docs/design/composite.md.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field, replace
from math import nan

from proctor.grids import Cell, Grid, Role
from proctor.observations import Columns, columns_from
from proctor.perception import Frame
from proctor.places import Place
from proctor.placing.cells import cut, pixels
from proctor.ports import PictureMeter
from proctor.rows import Row
from proctor.timeline import Microseconds, Span

MOVING: tuple[Role, ...] = ("driver", "officer", "road")
"""Roles of cells that cannot stand still: a footwell may, to the last grey level, where the encoder
passes over what hardly changes."""


@dataclass(slots=True)
class CellWatch:
    """Measures the cells with a camera behind them, picture by picture of the scan."""

    cells: Mapping[str, tuple[Cell, PictureMeter]]
    """Name of a place → the cell, and what measures it."""
    rows: dict[str, list[tuple[Microseconds, Row]]] = field(default_factory=dict)
    """Name of a place → what was measured, in order of time."""

    @property
    def places(self) -> tuple[Place, ...]:
        """One for each cell, named after its role."""
        return tuple(
            Place(name, "cell", cell.zone, cell.zone.centre)
            for name, (cell, _meter) in self.cells.items()
        )

    def look(self, frame: Frame) -> None:
        """Measure every cell of this picture."""
        for name, (cell, meter) in self.cells.items():
            health = meter.read(cut(frame.image, pixels(cell, frame.image)))
            if cell.role not in MOVING:
                health = replace(health, change=nan, still=nan)
            self.rows.setdefault(name, []).append((frame.media_us, asdict(health)))

    def columns(self, whole: Span) -> Mapping[str, Columns]:
        """Name of a place → a row per sample inside ``whole``; what lies before is forgotten.

        A watch asks chapter by chapter, and must not keep a day.
        """
        for name, rows in self.rows.items():
            self.rows[name] = [row for row in rows if row[0] >= whole.start_us]
        return {name: columns_from(self._before(name, whole.end_us)) for name in self.cells}

    def _before(self, name: str, end_us: Microseconds) -> list[tuple[Microseconds, Row]]:
        return [row for row in self.rows.get(name, []) if row[0] < end_us]


def cell_watch(grid: Grid | None, meter: Callable[[], PictureMeter]) -> CellWatch | None:
    """A watch over the cameras of a composite picture; ``None`` where it is one picture."""
    if grid is None:
        return None
    filmed = {name: cell for name, cell in grid.named().items() if cell.filmed}
    return CellWatch({f"picture:{name}": (cell, meter()) for name, cell in filmed.items()})
