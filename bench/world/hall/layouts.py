"""The computer halls as data: seats, room, cameras and colours of each layout."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Layout:
    """One hall; metres, the middle of the floor at (0, 0)."""

    size: tuple
    """Width along x, depth along y, height."""
    seats: dict
    """Place name -> (x, y, yaw): where the person sits; yaw 0 faces -y, 90 faces +x."""
    pitch: float
    """Distance between neighbours of a row."""
    cameras: dict
    """Name -> (place, aim, horizontal angle, part of the picture where people can be).

    The part is (left, right, bottom, top) as shares of the picture.
    """
    aisle: float
    """The x along which people walk to the door."""
    door: float
    """The x of the door in the wall at +y."""
    windows: tuple
    """The y of each window in the wall at -x."""
    lamps: tuple
    """(x, y) of each ceiling panel."""
    back: float = 0.72
    """How far behind a seat its people walk."""
    desk: float = 1.25
    """Width of a desk."""
    screens: bool = True
    """Partitions stand between the desks."""
    wall: tuple = (0.72, 0.70, 0.64)
    dado: tuple = (0.34, 0.44, 0.45)
    floor: tuple = (0.42, 0.40, 0.37)
    top: tuple = (0.52, 0.37, 0.24)
    fabric: tuple = (0.03, 0.05, 0.12)


def rows(xs, ys):
    """Seats in rows that face -y, named row-column."""
    return {f"{r + 1}-{c + 1}": (x, y, 0) for r, y in enumerate(ys) for c, x in enumerate(xs)}


def grid(xs, ys):
    """Every (x, y)."""
    return tuple((x, y) for x in xs for y in ys)


ROWS12 = Layout(
    size=(8.4, 8.0, 2.95),
    seats=rows((-2.55, -1.15, 0.25, 1.65), (-1.1, 0.75, 2.6)),
    pitch=1.4,
    aisle=2.75,
    door=2.9,
    windows=(-2.4, 0, 2.4),
    lamps=grid((-2.4, 0, 2.4), (-2.6, 0, 2.6)),
    cameras={
        "front": ((3.75, -3.75, 2.72), (-0.15, 0.75, 0.62), 70, (0, 1, 0, 0.86)),
        "side": ((-3.95, -0.9, 2.65), (0.13, 1.65, 0.7), 86, (0, 1, 0, 0.82)),
        "ceiling": ((1.75, 2.35, 2.85), (0.05, -0.75, 0.72), 82, (0, 1, 0, 0.9)),
        "back": ((3.9, 3.85, 2.72), (-0.5, -0.2, 0.6), 80, (0, 1, 0, 0.86)),
        "left": ((-3.9, -3.8, 2.72), (0.25, 0.7, 0.62), 70, (0, 1, 0, 0.86)),
    },
)
ROWS20 = Layout(
    size=(8.2, 8.6, 3.1),
    seats=rows((-3.05, -1.9, -0.75, 0.4, 1.55), (-2.3, -0.6, 1.1, 2.8)),
    pitch=1.15,
    aisle=2.75,
    door=3.2,
    windows=(-3.0, -1.0, 1.0, 3.0),
    lamps=grid((-2.4, 0, 2.4), (-3.2, -1.1, 1.1, 3.2)),
    back=0.5,
    desk=1.1,
    screens=False,
    wall=(0.60, 0.66, 0.66),
    dado=(0.42, 0.36, 0.28),
    floor=(0.30, 0.33, 0.36),
    top=(0.62, 0.60, 0.55),
    fabric=(0.10, 0.02, 0.02),
    cameras={
        "front": ((3.85, -4.1, 2.9), (-0.35, 0.05, 0.6), 76, (0, 1, 0, 0.86)),
        "left": ((-3.9, -4.1, 2.9), (-0.1, 0.05, 0.6), 78, (0, 1, 0, 0.86)),
        "side": ((3.9, 0.9, 2.85), (-0.9, 0.1, 0.6), 88, (0, 1, 0, 0.86)),
        "back": ((3.95, 2.95, 2.85), (-0.6, 0.75, 0.6), 82, (0, 1, 0, 0.86)),
        "ceiling": ((-0.75, 4.0, 3.0), (-0.75, 0.9, 0.5), 92, (0, 1, 0, 0.95)),
    },
)
ISLAND8 = Layout(
    size=(7.0, 6.2, 2.8),
    seats={f"1-{c + 1}": (x, 1.0, 0) for c, x in enumerate((-2.35, -1.0, 0.35, 1.7))}
    | {f"2-{c + 1}": (x, -1.0, 180) for c, x in enumerate((-2.35, -1.0, 0.35, 1.7))},
    pitch=1.35,
    aisle=2.7,
    door=2.7,
    windows=(-1.6, 1.4),
    lamps=grid((-1.7, 1.7), (-1.9, 0, 1.9)),
    desk=1.3,
    screens=False,
    wall=(0.75, 0.74, 0.72),
    dado=(0.50, 0.52, 0.46),
    floor=(0.46, 0.38, 0.28),
    top=(0.40, 0.26, 0.16),
    fabric=(0.02, 0.08, 0.05),
    cameras={
        "front": ((3.3, -2.9, 2.6), (-0.5, 0.35, 0.7), 78, (0, 1, 0, 0.9)),
        "side": ((3.3, 0.05, 2.6), (-0.6, 0.0, 0.55), 84, (0, 1, 0, 0.9)),
        "back": ((3.3, 2.9, 2.6), (-0.5, -0.35, 0.7), 78, (0, 1, 0, 0.9)),
        "left": ((-3.3, 2.9, 2.6), (0.4, -0.35, 0.7), 78, (0, 1, 0, 0.9)),
        "ceiling": ((-0.3, -1.75, 2.74), (-0.3, 0.15, 0.6), 112, (0, 1, 0, 1)),
    },
)
WALLS10 = Layout(
    size=(6.4, 7.4, 2.9),
    seats={f"1-{r + 1}": (-1.95, y, -90) for r, y in enumerate((-2.8, -1.45, -0.1, 1.25, 2.6))}
    | {f"2-{r + 1}": (1.95, y, 90) for r, y in enumerate((-2.8, -1.45, -0.1, 1.25, 2.6))},
    pitch=1.35,
    aisle=0,
    door=0.3,
    windows=(-2.2, 0, 2.2),
    lamps=grid((-1.6, 1.6), (-2.6, 0, 2.6)),
    desk=1.3,
    wall=(0.70, 0.72, 0.76),
    dado=(0.28, 0.36, 0.50),
    floor=(0.36, 0.36, 0.34),
    top=(0.66, 0.56, 0.40),
    fabric=(0.05, 0.05, 0.06),
    cameras={
        "front": ((0.4, -3.55, 2.7), (0, 0.2, 0.6), 88, (0, 1, 0, 0.9)),
        "side": ((-2.95, -3.4, 2.7), (0.6, 0.2, 0.7), 76, (0, 1, 0, 0.9)),
        "back": ((2.95, 3.4, 2.7), (-0.6, -0.2, 0.7), 76, (0, 1, 0, 0.9)),
        "ceiling": ((0, -2.6, 2.82), (0, 0.3, 0.3), 98, (0, 1, 0, 1)),
    },
)
LAYOUTS = {"rows12": ROWS12, "rows20": ROWS20, "island8": ISLAND8, "walls10": WALLS10}
