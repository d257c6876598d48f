"""Scenarios drawn by lot, for training pictures: many people, many poses, nothing to tell."""

import math
import random

import numpy as np

from bench.world.hall.layouts import LAYOUTS

SECONDS = 60
"""Length of a drawn scenario; pictures are taken at moments in it."""
HALL_CODES = (
    ("PHONE", "lap"),
    ("PHONE", "lap"),
    ("PHONE", "desk"),
    ("PHONE", "raised"),
    ("PHONE", "ear"),
    ("PHONE", "desk"),
    ("PHONE", "raised"),
    ("PHONE", "ear"),
    ("NOTE", None),
    ("PEEK", None),
    ("HAND_EAR", None),
    ("READ_ALOUD", None),
    ("DEVICE_POSE", "chin"),
)
DRIVER_CODES = (
    ("PHONE", "ear"),
    ("PHONE", "low"),
    ("PHONE", "shown"),
    ("PHONE", "ear"),
    ("PHONE", "low"),
    ("PHONE", "shown"),
    ("GAZE_OFF", "side"),
    ("GAZE_OFF", "down"),
    ("HANDS_OFF", None),
    ("HAND_EAR", None),
)
PASSENGER_CODES = (("OP_ASSIST", "wheel"), ("HINT_GESTURE", None), ("LEAN_OUT", None))
AT_THE_HEAD = 160
"""From this number on, hands are at heads, at the mouth, at the wheel most of the time."""
HALL_HANDS = (("HAND_EAR", None), ("HAND_EAR", None), ("PHONE", "ear"), ("DEVICE_POSE", "chin"))
HALL_ACTS = ("scratch", "scratch", "nose", "rub_eyes", "drink", "keyboard", "stretch", "glance")
DRIVER_HANDS = (("HAND_EAR", None), ("HAND_EAR", None), ("PHONE", "ear"))
DRIVER_ACTS = ("cheek", "scratch", "wave", "adjust_mirror", "drink", "gear", "talk")
PASSENGER_HANDS = (("OP_ASSIST", "wheel"), ("OP_ASSIST", "wheel"), ("OP_ASSIST", "gear"))
PASSENGER_ACTS = ("tap", "point_ahead", "cheek", "scratch", "look_at_driver", "talk")
AGES = ("young", "young", "mid")
CABIN_CAMERAS = ("dash", "dash", "pillar", "rear")


def scenario(number):
    """The drawn scenario of that number; every third one is a cabin."""
    rng = random.Random(number)
    common = {
        "name": f"drawn_{number:05d}",
        "seed": 50_000 + number,
        "duration_s": SECONDS,
        "fps": 5,
        "clock": f"2026-11-{1 + number % 28:02d} {8 + number % 10:02d}:{number % 60:02d}:00",
        "label": f"CAM {number % 40 + 1:02d}",
        "lens_k": round(rng.uniform(0.0, 0.14), 3),
        "noise": round(rng.uniform(1.5, 8.0), 1),
    }
    hands = number >= AT_THE_HEAD
    return common | (_cabin(rng, hands) if number % 3 == 2 else _hall(rng, hands))


def _hall(rng, hands):
    layout = rng.choice(sorted(LAYOUTS))
    filled = rng.uniform(0.55, 1.0)
    seats = {
        name: _busy(rng, HALL_HANDS, HALL_ACTS)
        if hands
        else {"events": _script(rng, HALL_CODES, 0.8)}
        for name in LAYOUTS[layout].seats
        if rng.random() < filled
    }
    return {
        "scene": "hall",
        "layout": layout,
        "light": rng.choice(["day", "day", "lamps"]),
        "camera": rng.choice(sorted(LAYOUTS[layout].cameras)),
        "seats": seats,
    }


def _cabin(rng, hands):
    light = rng.choice(["day", "day", "dusk", "infrared"])
    if hands:
        driver = _busy(rng, DRIVER_HANDS, DRIVER_ACTS)
        officer = _busy(rng, PASSENGER_HANDS, PASSENGER_ACTS, sides="")
    else:
        driver = {"events": _script(rng, DRIVER_CODES, 0.75)}
        officer = {"events": _script(rng, PASSENGER_CODES, 0.5, sides="")}
    driver, officer = driver | {"role": "candidate"}, officer | {"role": "safety officer"}
    drawn = {
        "scene": "cabin",
        "light": light,
        "ir": light == "infrared",
        "camera": rng.choice(CABIN_CAMERAS),
        "sun": [rng.randrange(360), rng.randrange(8, 60)],
        "speed_ms": rng.choice([0, 4, 8]),
        "driver": driver,
        "passenger": officer,
    }
    for person in (driver, officer):
        person["age"] = rng.choice(AGES)
    return drawn


def _script(rng, codes, busy, sides="rl"):
    """Events one after another; between them, and for some people throughout, everyday acts.

    ``sides`` is empty for whom the car decides which hand it is.
    """
    out, t = [], rng.uniform(0, 6)
    eager = rng.random() < busy
    while eager and t < SECONDS - 8:
        code, how = rng.choice(codes)
        end = t + rng.uniform(4, 9)
        event = {"code": code, "start": round(t, 1), "end": round(end, 1)}
        event |= {"side": rng.choice(sides)} if sides else {}
        out.append(event | ({"how": how} if how else {}))
        t = end + rng.uniform(2, 8)
    return out


def _busy(rng, codes, acts, sides="rl"):
    """Events and everyday acts in turn, with hardly a pause."""
    events, done, t = [], [], rng.uniform(0, 2)
    while t < SECONDS - 8:
        end, side = t + rng.uniform(3, 7), rng.choice("rl")
        times = {"start": round(t, 1), "end": round(end, 1)}
        if rng.random() < 0.4:
            code, how = rng.choice(codes)
            events.append({"code": code} | times | ({"side": side} if sides else {}))
            events[-1] |= {"how": how} if how else {}
        else:
            done.append({"act": rng.choice(acts), "side": side} | times)
        t = end + rng.uniform(0.5, 1.5)
    return {"events": events, "acts": done}


def near_by(head, facing, rng, own):
    """Place, aim (metres) and angle (degrees) of a camera that looks closely at a head.

    A metre or two away, before the face more often than behind it; ``facing`` points out of it.
    ``own`` is where a cabin's camera is, which is kept: from elsewhere the car would hide people.
    """
    aside, across, below = rng.uniform(-0.12, 0.12), rng.uniform(-0.12, 0.12), rng.uniform(-0.4, 0)
    aim = head + np.array([aside, across, below])
    if own:
        place = np.array(own, float) + [rng.uniform(-0.1, 0.1) for _ in range(3)]
    else:
        ahead = math.atan2(facing[1], facing[0])
        turn = ahead + (
            rng.gauss(0, 0.9) if rng.random() < 0.65 else rng.uniform(-math.pi, math.pi)
        )
        rise, far = math.radians(rng.uniform(0, 60)), rng.uniform(0.9, 2.4)
        flat = far * math.cos(rise)
        place = head + np.array(
            [flat * math.cos(turn), flat * math.sin(turn), far * math.sin(rise)]
        )
    away = float(np.linalg.norm(place - aim))
    angle = 2 * math.degrees(math.atan(rng.uniform(0.3, 0.65) / away))
    return tuple(place), tuple(aim), angle
