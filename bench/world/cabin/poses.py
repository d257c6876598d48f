"""Poses of the driver and of the safety officer, as data.

Goals are in the sitter's own space: x to the left, y up, z ahead.
"""

from dataclasses import replace

import numpy as np

from bench.world.cabin.car import DRIVER_X, LEVER, rim
from bench.world.people.poses import CROWN, Hand, Pose, mirror, near_head

LOW_PHONE = Hand(
    (-0.27, 0.72, 0.26), (0.75, 0.55, 0.35), (0.15, 0.4, -0.9), 4, 45, pole=(-1, -0.6, -0.2)
)
EAR_PHONE = Hand(
    near_head((-0.126, -0.129, 0.056)),
    (-0.02, 0.86, 0.5),
    (0.98, 0.1, -0.16),
    8,
    30,
    pole=(-0.7, -1, 0.25),
    lift=(-0.05, 0, 0.08),
)
SHOWN_PHONE = Hand(
    (-0.14, 0.87, 0.37), (0.75, 0.62, 0.2), (0.1, 0.15, -0.95), 6, 40, pole=(-1, -0.7, -0.1)
)
EAR_HAND = Hand(
    near_head((-0.115, -0.10, 0.055)),
    (0.08, 0.9, -0.28),
    (0.9, 0.05, -0.35),
    30,
    30,
    pole=(-0.55, -1, 0.35),
    lift=(-0.05, 0, 0.08),
)
KNEE = Hand((-0.15, 0.60, 0.26), (0.25, -0.15, 0.9), (0, -1, -0.1), 25, 12, pole=(-1, -0.5, -0.3))
MOUTH = Hand(
    near_head((-0.09, -0.19, 0.18)),
    (0.75, 0.5, -0.35),
    (0.45, 0.3, -0.85),
    55,
    30,
    pole=(-0.9, -0.8, 0.2),
    lift=(-0.05, 0, 0.1),
)
CHEEK = Hand(
    near_head((-0.06, -0.14, 0.13)),
    (0.25, 0.9, -0.2),
    (0.5, 0.2, -0.85),
    55,
    25,
    pole=(-0.7, -1, 0.1),
    lift=(-0.04, 0, 0.1),
)
WAVING = Hand(
    (-0.27, 1.08, 0.30), (0.05, 0.98, 0.1), (-0.2, 0.05, 0.97), 6, 5, pole=(-0.9, -1, 0.1)
)
LOOSE = {
    "l": Hand((0.16, 0.60, 0.22), (-0.35, -0.2, 0.9), (0, -1, -0.1), 30, 14, pole=(1, -0.5, -0.4)),
    "r": Hand((-0.14, 0.61, 0.20), (0.45, -0.2, 0.8), (0, -1, -0.1), 30, 14, pole=(-1, -0.5, -0.4)),
}
TABLET = {
    "l": Hand(
        (0.12, 0.64, 0.34), (-0.7, 0.1, 0.6), (-0.1, -0.5, 0.6), 25, 10, pole=(1, -0.6, -0.4)
    ),
    "r": Hand((-0.13, 0.63, 0.30), (0.6, -0.1, 0.7), (0.2, -1, 0.1), 25, 10, pole=(-1, -0.6, -0.4)),
}
TAP = replace(TABLET["r"], goal=(-0.06, 0.70, 0.33), f=(0.3, -0.3, 0.9), curl=45, points=True)
SILL = Hand((-0.38, 0.85, 0.26), (-0.6, -0.25, 0.7), (0, -1, -0.1), 40, 10, pole=(-0.6, 0.2, -1))
AHEAD = Hand(
    (-0.20, 0.92, 0.44), (0.1, 0.15, 1), (-0.1, -1, 0.1), 70, 30, pole=(-1, -0.7, -0.2), points=True
)
POINT = Hand(
    (0.50, 0.98, 0.36),
    (0.75, 0.1, 0.65),
    (-0.15, -0.9, 0.3),
    70,
    30,
    pole=(0.5, -1, -0.2),
    lift=(0, 0.05, 0),
    points=True,
)
WAVE = replace(POINT, goal=(0.44, 1.04, 0.33), f=(0.5, 0.45, 0.6))


def on_rim(x, side, degrees, steer):
    """A hand on the rim for the sitter at ``x``; ``steer()`` is the wheel's turn now."""
    sg = 1 if side == "l" else -1

    def goal(_h):
        p = rim(degrees + steer())
        return np.array([p[0] - x + sg * 0.012, p[2] - 0.06, -p[1] - 0.06])

    return Hand(
        goal, (-sg * 0.25, 0.55, 0.75), (-sg * 0.75, -0.15, 0.5), 52, 15, pole=(sg * 0.9, -1, -0.1)
    )


def grab_wheel(steer):
    """The officer's left hand on the near side of the rim."""

    def goal(_h):
        p = rim(168 + steer())
        return np.array([p[0] + DRIVER_X - 0.06, p[2] - 0.01, -p[1] - 0.07])

    return Hand(
        goal, (0.6, 0.15, 0.75), (0.45, -0.6, 0.5), 45, 15, pole=(0.3, -1, -0.4), lift=(0, 0.08, 0)
    )


def on_lever(x, side, away=0.0):
    """A hand over the knob of the gear lever for the sitter at ``x``; ``away`` metres beside it."""
    sg = 1 if side == "l" else -1
    goal = (LEVER[0] - x - sg * (0.02 + away), LEVER[2] + 0.055, -LEVER[1] - 0.075)
    return Hand(
        goal, (sg * 0.25, -0.45, 0.85), (sg * 0.1, -0.9, -0.35), 48, 18, pole=(sg * 0.7, -0.8, -0.5)
    )


MIRROR_HAND = Hand(
    (-0.29, 1.15, 0.50), (-0.1, 0.7, 0.7), (0.3, 0.1, 0.9), 35, 30, pole=(-1, -0.6, 0)
)


EAR_GRIP = ("phone", "r", "ear")


def driver_events():
    """{(code, how): Pose} of the driver, right-handed forms; a turn to the right has yaw < 0."""
    phone = {
        "ear": Pose(-6, 8, roll=6, hands={"r": EAR_PHONE}, holds=EAR_GRIP, mouth="talk"),
        "low": Pose(-16, 30, hands={"r": LOW_PHONE}, holds=("phone", "r", "shown"), gaze=(-3, 12)),
        "shown": Pose(-8, 14, hands={"r": SHOWN_PHONE}, holds=("phone", "r", "shown")),
    }
    gaze = {
        "side": Pose(-66, 8, twist=-6, gaze=(-8, 0)),
        "down": Pose(-22, 42, fwd=6, gaze=(-4, 14)),
        "eyes": Pose(-4, 10, gaze=(-34, 9)),
    }
    return {("PHONE", k): v for k, v in phone.items()} | {
        **{("GAZE_OFF", k): v for k, v in gaze.items()},
        ("HANDS_OFF", None): Pose(hands={"r": KNEE, "l": mirror(KNEE)}),
        ("HAND_EAR", None): Pose(0, 8, roll=5, hands={"r": EAR_HAND}),
    }


def driver_acts():
    """{name: Pose} of what every driver does."""
    return {
        "inside_mirror": Pose(-24, -3, gaze=(-14, -5)),
        "left_mirror": Pose(42, 6, gaze=(12, 3)),
        "right_mirror": Pose(-42, 6, gaze=(-12, 3)),
        "shoulder_check": Pose(78, 6, twist=14, gaze=(12, 0)),
        "gauges": Pose(0, 24, gaze=(0, 14)),
        "gear": Pose(-3, 12, hands={"r": on_lever(DRIVER_X, "r")}, gaze=(-6, 10)),
        "drink": Pose(0, -10, hands={"r": MOUTH}, holds=("bottle", "r")),
        "scratch": Pose(3, 10, hands={"r": CROWN}),
        "cheek": Pose(0, 9, hands={"r": CHEEK}),
        "adjust_mirror": Pose(
            -22, -6, twist=-4, fwd=20, side=-4, hands={"r": MIRROR_HAND}, gaze=(-10, -6)
        ),
        "wave": Pose(8, 6, hands={"r": WAVING}),
        "talk": Pose(None, None, mouth="talk"),
    }


def officer_events(steer):
    """{(code, how): Pose} of the officer; ``steer()`` is the wheel's turn now."""
    x = -DRIVER_X
    outside = {"r": SILL, "l": LOOSE["l"]}
    reach = {"fwd": 18, "side": 22, "twist": 20, "dx": 0.08}
    return {
        ("OP_ASSIST", "wheel"): Pose(22, 12, hands={"l": grab_wheel(steer)}, **reach),
        ("OP_ASSIST", "gear"): Pose(
            20, 30, fwd=10, side=8, twist=8, hands={"l": on_lever(x, "l")}, gaze=(8, 10)
        ),
        ("OP_ASSIST", "pedal"): Pose(4, 14, fwd=3),
        ("LEAN_OUT", None): Pose(-32, 2, roll=-14, fwd=6, side=-27, dx=-0.30, hands=outside),
        ("LEAN_OUT", "back"): Pose(
            -80, 8, roll=-14, fwd=4, side=-27, twist=-22, dx=-0.30, hands=outside
        ),
        ("STAFF_MISCONDUCT", "phone"): Pose(
            -4, 32, fwd=4, hands={"r": LOW_PHONE, "l": LOOSE["l"]}, holds=("phone", "r", "type")
        ),
        ("STAFF_MISCONDUCT", "sleep"): Pose(
            -14, 36, roll=-14, fwd=4, side=-7, hands=LOOSE, blink=1
        ),
    }


def officer_acts():
    """{name: Pose} of what every officer does."""
    return {
        "look_at_driver": Pose(38, 4, gaze=(8, 0)),
        "look_ahead": Pose(4, 2),
        "look_right": Pose(-42, 4, gaze=(-10, 0)),
        "tap": Pose(0, 32, hands={"r": TAP}, gaze=(0, 12)),
        "point_ahead": Pose(6, 4, fwd=4, hands={"r": AHEAD}),
        "talk": Pose(16, 4, mouth="talk", gaze=(10, 0)),
        "scratch": Pose(3, 10, hands={"r": CROWN}),
        "cheek": Pose(0, 12, hands={"r": CHEEK}),
        "drink": Pose(0, -10, hands={"r": MOUTH}, holds=("bottle", "r")),
    }
