"""Boxes in pixels of the upright frame: origin top left, half-open, x to the right, y down."""

from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats: TypeAlias = NDArray[np.float32]
else:

    def __getattr__(name: str) -> object:
        """``Floats``, when asked for: who only lists flags does not wait for numpy."""
        if name != "Floats":
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import numpy as np
        from numpy.typing import NDArray

        return NDArray[np.float32]


class Box(NamedTuple):
    """An axis-parallel rectangle; zones use the same type in 0–1 of the frame."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Never negative."""
        return max(0.0, self.x1 - self.x0)

    @property
    def height(self) -> float:
        """Never negative."""
        return max(0.0, self.y1 - self.y0)

    @property
    def area(self) -> float:
        """Square pixels."""
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        """(x, y)."""
        return (self.x0 + self.x1) / 2, (self.y0 + self.y1) / 2

    def scaled(self, sx: float, sy: float) -> "Box":
        """Coordinates times (sx, sy): zones to pixels and back."""
        return Box(self.x0 * sx, self.y0 * sy, self.x1 * sx, self.y1 * sy)

    def moved(self, dx: float, dy: float) -> "Box":
        """Shifted by (dx, dy)."""
        return Box(self.x0 + dx, self.y0 + dy, self.x1 + dx, self.y1 + dy)

    def grown(self, share: float) -> "Box":
        """Wider and higher by ``share`` of its size on every side."""
        dx, dy = self.width * share, self.height * share
        return Box(self.x0 - dx, self.y0 - dy, self.x1 + dx, self.y1 + dy)

    def within(self, width: float, height: float) -> "Box":
        """The part inside a frame of that size; may be empty."""
        x0, x1 = (min(max(float(x), 0.0), float(width)) for x in (self.x0, self.x1))
        y0, y1 = (min(max(float(y), 0.0), float(height)) for y in (self.y0, self.y1))
        return Box(x0, y0, x1, y1)

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return self.x0 <= x < self.x1 and self.y0 <= y < self.y1

    def meet(self, other: "Box") -> float:
        """Shared area."""
        width = min(self.x1, other.x1) - max(self.x0, other.x0)
        height = min(self.y1, other.y1) - max(self.y0, other.y0)
        return max(0.0, width) * max(0.0, height)

    def iou(self, other: "Box") -> float:
        """Intersection over union, 0–1; 0 for empty boxes."""
        shared = self.meet(other)
        union = self.area + other.area - shared
        return shared / union if union > 0 else 0.0


def iou_matrix(rows: "Floats", columns: "Floats") -> "Floats":
    """IoU of every row box (N, 4) with every column box (M, 4) as (N, M), 0–1."""
    import numpy as np

    low = np.maximum(rows[:, None, :2], columns[None, :, :2])
    high = np.minimum(rows[:, None, 2:], columns[None, :, 2:])
    shared = np.prod(np.clip(high - low, 0, None), axis=2)
    areas = [np.prod(np.clip(b[:, 2:] - b[:, :2], 0, None), axis=1) for b in (rows, columns)]
    union = areas[0][:, None] + areas[1][None, :] - shared
    result: Floats = np.divide(shared, union, out=np.zeros_like(shared), where=union > 0)
    return result
