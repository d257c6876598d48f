"""Scenarios of the exam world in which everything is innocent, drawn from a line of clips.toml."""

import math
import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.lots import lots
from bench.world.hall.layouts import LAYOUTS, Layout

TABLE = Path(__file__).with_name("clips.toml")
FPS = 2
"""As often as a recording without keyframes is looked at."""
SIZES = {"hall": [960, 540], "cabin": [800, 450]}
"""People are large in a cabin, so fewer pixels do."""
SAMPLES = 1
"""Per pixel; cheap, as footage by the minute must be."""
NOISE = {
    ("hall", "day"): 3.2,
    ("hall", "lamps"): 5.0,
    ("cabin", "day"): 4.5,
    ("cabin", "dusk"): 7.0,
    ("cabin", "infrared"): 9.0,
}
"""Of the sensor, grey levels, by scene and light."""
STANDING = frozenset({"drink"})
"""What a driver does only while the car stands."""

Scenario = dict[str, Any]
Acts = list[dict[str, Any]]
Ways = Mapping[str, tuple[int, float, float]]
"""Act → how often it is drawn beside the others, shortest and longest in seconds."""

CANDIDATE: Ways = {
    "keyboard": (4, 1.0, 3.0),
    "write": (3, 2.5, 6.0),
    "glance": (2, 0.5, 0.9),
    "scratch": (2, 0.8, 1.6),
    "nose": (2, 0.8, 1.6),
    "look_up": (2, 0.8, 2.2),
    "rub_eyes": (1, 0.9, 1.8),
    "clock": (1, 0.8, 1.8),
    "stretch": (1, 1.8, 2.8),
    "drink": (1, 2.0, 3.2),
    "pick_up_pen": (1, 2.0, 3.0),
}
DRIVER: Ways = {
    "inside_mirror": (4, 0.6, 1.2),
    "left_mirror": (4, 0.6, 1.3),
    "right_mirror": (3, 0.6, 1.3),
    "shoulder_check": (2, 0.7, 0.95),
    "gauges": (3, 0.4, 0.9),
    "gear": (2, 0.9, 1.6),
    "talk": (2, 1.5, 3.5),
    "cheek": (1, 0.9, 2.2),
    "scratch": (1, 0.9, 1.8),
    "adjust_mirror": (1, 1.2, 1.8),
    "wave": (1, 0.8, 1.2),
    "drink": (1, 1.6, 2.6),
}
EXAMINER: Ways = {
    "look_at_driver": (4, 0.8, 2.5),
    "look_ahead": (4, 2.0, 5.0),
    "look_right": (2, 0.8, 2.0),
    "tap": (3, 1.5, 3.5),
    "talk": (2, 1.5, 3.5),
    "point_ahead": (1, 0.9, 1.6),
    "cheek": (1, 0.9, 2.2),
    "scratch": (1, 0.9, 1.8),
    "drink": (1, 1.6, 2.6),
}
ONE_HANDED = frozenset({"glance", "scratch", "nose", "rub_eyes", "cheek", "clock"})
"""Acts that either hand does, or that turn either way."""
Tempers = Sequence[tuple[float, float]]
"""Shortest and longest pause between two acts, seconds: of restless, usual and calm people."""
SEATED: Tempers = ((2.0, 6.0), (3.5, 11.0), (6.0, 18.0))
DRIVING: Tempers = ((0.8, 2.8), (1.2, 4.0), (2.0, 6.0))
PACE = 0.85
"""Of staff on the round, metres a second."""
STAY = (3.5, 7.0)
"""Seconds that staff stand behind a place."""
HELP = (6.0, 9.0)
"""Seconds that staff bend down to somebody's screen."""
STOOP = 24
"""Degrees by which staff bend down."""
UNIFORM = {"male": ("male_elegantsuit01", "short02"), "female": ("female_elegantsuit01", "bob02")}
"""Outfit and hair of staff."""


def table(path: Path = TABLE) -> dict[str, dict[str, Any]]:
    """The lines of clips.toml by the clip's name."""
    return tomllib.loads(path.read_text("utf-8"))


def scenario(name: str, line: Mapping[str, Any]) -> Scenario:
    """The scenario of one line; the same line gives the same scenario."""
    lot = lots(line["seed"])
    scene, light = line["scene"], line["light"]
    head = {
        key: line[key] for key in ("split", "scene", "camera", "light", "label", "seed", "clock")
    }
    head |= {"name": name, "duration_s": line["seconds"], "fps": FPS, "size": SIZES[scene]}
    head |= {"samples": line.get("samples", SAMPLES), "noise": NOISE[scene, light]}
    return head | (_hall(line, lot) if scene == "hall" else _cabin(line, lot))


def acts(
    ways: Ways, lot: random.Random, pause: tuple[float, float], start: float, end: float
) -> Iterator[dict[str, Any]]:
    """Everyday acts of one person in a stretch of time, with a ``pause`` of this length between."""
    names, shares = list(ways), [share for share, _, _ in ways.values()]
    now = start + lot.uniform(0.5, pause[1])
    while True:
        (name,) = lot.choices(names, shares)
        stop = now + lot.uniform(*ways[name][1:])
        if stop > end - 0.5:
            return
        side = lot.choice("rl") if name in ONE_HANDED else "r"
        yield {"act": name, "side": side, "start": round(now, 2), "end": round(stop, 2)}
        now = stop + lot.uniform(*pause)


def _hall(line: Mapping[str, Any], lot: random.Random) -> Scenario:
    layout = LAYOUTS[line["layout"]]
    late, free = line.get("late", {}), line.get("free", ())
    seats = {
        place: None if place in free else _candidate(line["seconds"], late.get(place), lot)
        for place in layout.seats
    }
    staff = {
        f"staff-{number}": _officer(one, layout, lot)
        for number, one in enumerate(line.get("staff", ()), 1)
    }
    things = [
        thing for place in seats if place not in free for thing in _on_desk(place, layout, lot)
    ]
    return {"layout": line["layout"], "seats": seats, "walkers": staff, "things": things}


def _candidate(seconds: float, late: float | None, lot: random.Random) -> Scenario:
    """A candidate with what is done until the end, from the arrival on."""
    came = {} if late is None else {"away": [[-5, late]]}
    start = 0 if late is None else late + 3
    return {"acts": [*acts(CANDIDATE, lot, lot.choice(SEATED), start, seconds)], **came}


def _on_desk(place: str, layout: Layout, lot: random.Random) -> Iterator[dict[str, Any]]:
    """A cup, a bottle or a sheet beside every other keyboard."""
    thing = lot.choice((None, None, None, "cup", "bottle", "sheet"))
    if thing:
        x, y = _beside(layout.seats[place], 0.44 * lot.choice((-1, 1)), -0.5)
        at = [round(x, 3), round(y, 3), 0.758]
        yield {"thing": thing, "at": at, "yaw": lot.randrange(360), "place": place}


def _officer(one: Mapping[str, Any], layout: Layout, lot: random.Random) -> Scenario:
    """Staff at a desk of their own, or on the round past ``stops``, who bend where they help."""
    outfit, hair = UNIFORM[one["gender"]]
    known = {"role": "staff", "gender": one["gender"], "outfit": outfit, "hair": hair}
    if "sits" in one:
        return known | {"sits": one["sits"], "base": "read"}
    path, stoops = _round(one, layout, lot)
    facing = layout.seats[one["stops"][0]][2]
    return known | {"path": path, "stoops": stoops, "face": facing}


def _round(
    one: Mapping[str, Any], layout: Layout, lot: random.Random
) -> tuple[list[list[float]], list[list[float]]]:
    """The walk from the door past every stop and back, and where the back is bent."""
    helps = one.get("helps", ())
    door = (layout.aisle, layout.size[1] / 2 - 0.6)
    path, stoops = [[0.0, *door], [float(one["start"]), *door]], []
    for place in one["stops"]:
        beside = _beside(layout.seats[place], layout.pitch / 2 - 0.15, layout.back - 0.08)
        _go(path, (layout.aisle, beside[1]))
        _go(path, beside)
        came = path[-1][0]
        gone = came + lot.uniform(*(HELP if place in helps else STAY))
        path.append([round(gone, 2), *path[-1][1:]])
        if place in helps:
            stoops.append([round(came + 0.8, 2), round(gone - 0.8, 2), STOOP])
        _go(path, (layout.aisle, beside[1]))
    _go(path, door)
    return path, stoops


def _go(path: list[list[float]], to: tuple[float, float]) -> None:
    """Walk on to a point at a walking pace."""
    t, *at = path[-1]
    took = math.dist(at, to) / PACE
    path.append([round(t + max(took, 0.1), 2), round(to[0], 3), round(to[1], 3)])


def _beside(seat: Sequence[float], right: float, back: float) -> tuple[float, float]:
    """The floor's (x, y) of a point ``right`` of and behind a seat (x, y, yaw)."""
    x, y, yaw = seat
    turn = math.radians(yaw)
    across, along = math.cos(turn), math.sin(turn)
    return x + across * right - along * back, y + along * right + across * back


def _cabin(line: Mapping[str, Any], lot: random.Random) -> Scenario:
    seconds = line["seconds"]
    speed, halt = _drive(seconds, lot)
    candidate = {"role": "candidate", "acts": _at_wheel(seconds, halt, lot)}
    beside = acts(EXAMINER, lot, lot.choice(DRIVING), 0, seconds)
    examiner = {"role": "examiner", "acts": [*beside]}
    kept = {key: line[key] for key in ("sun", "loose") if key in line}
    return {"speed_ms": speed, "driver": candidate, "passenger": examiner, "lens_k": 0.1} | kept


def _drive(seconds: float, lot: random.Random) -> tuple[list[list[float]], tuple[float, float]]:
    """Metres a second as [[t, speed]] with one halt of a dozen seconds, and when that is."""
    stop = round(lot.uniform(0.35, 0.6) * seconds, 1)
    go = round(stop + lot.uniform(9, 14), 1)
    course = [[0.0, 5.0]]
    for start, end in ((0.0, stop - 3), (go + 3, seconds)):
        t = start + lot.uniform(5, 9)
        while t < end - 2:
            course.append([round(t, 1), round(lot.uniform(2.5, 8), 1)])
            t += lot.uniform(5, 9)
        if start == 0:
            course += [[stop - 2.5, 4.0], [stop, 0.0], [go, 0.0], [go + 2.5, 4.0]]
    return [[round(t, 1), v] for t, v in course], (stop, go)


def _at_wheel(seconds: float, halt: tuple[float, float], lot: random.Random) -> Acts:
    """What the driver does; drinks only while the car stands."""
    moving = {name: way for name, way in DRIVER.items() if name not in STANDING}
    pause = lot.choice(DRIVING)
    return [
        *acts(moving, lot, pause, 0, halt[0]),
        *acts(DRIVER, lot, pause, *halt),
        *acts(moving, lot, pause, halt[1], seconds),
    ]
