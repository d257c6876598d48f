"""Poses of people seated at a PC: what the hands do at rest, in an event and in everyday acts."""

from dataclasses import replace

from bench.world.people.poses import CROWN, Hand, Pose, both, mirror, near_head

# ---- seated at a PC; z is forward, the desk top is .75 high
DESK = 0.785
KEYS = Hand((-0.12, DESK, 0.37), (0.12, -0.08, 1), (0, -1, -0.08), pole=(-0.7, -0.8, -0.3))
REST = Hand((-0.17, DESK, 0.31), (0.35, -0.1, 1), (0, -1, -0.08), 28, 12, pole=(-0.8, -0.8, -0.3))
MOUSE = replace(KEYS, goal=(-0.31, DESK, 0.36))
CHIN = Hand(
    near_head((-0.045, -0.13, 0.15), False),
    (0.3, 0.8, -0.1),
    (0.3, 0.2, -1),
    60,
    25,
    pole=(-0.6, -1, 0.2),
)
EAR = Hand(
    near_head((-0.125, -0.085, 0.035)),
    (0.12, 0.9, -0.3),
    (1, -0.05, -0.1),
    30,
    15,
    pole=(-1, -0.7, 0.3),
    lift=(-0.06, 0, 0.1),
)
NOSE = Hand(
    near_head((-0.05, -0.09, 0.16)),
    (0.5, 0.6, -0.4),
    (0.5, 0.2, -0.9),
    45,
    25,
    pole=(-0.7, -1, 0.2),
)
WRITE = Hand(
    (-0.14, DESK, 0.33),
    (0.35, -0.3, 0.9),
    (0.65, -0.7, 0.1),
    45,
    35,
    pole=(-0.8, -0.7, -0.3),
    lift=(-0.1, 0.06, 0.05),
)
LAP = Hand((-0.19, 0.615, 0.18), (0.8, 0.15, 0.5), (0.05, 0.85, -0.5), 4, 45, pole=(-1, -0.3, -0.5))
LAP_OTHER = Hand(
    (0.12, 0.60, 0.17), (-0.6, 0.05, 0.7), (-0.3, 0.9, -0.2), 30, 15, pole=(1, -0.3, -0.5)
)
OVER_DESK = Hand(
    (-0.15, 0.87, 0.30), (0.75, 0.55, 0.35), (0.1, 0.4, -0.9), 4, 45, pole=(-1, -0.6, -0.2)
)
RAISED = Hand(
    (-0.14, 0.98, 0.36), (0.75, 0.62, 0.2), (0.1, 0.15, -0.95), 4, 45, pole=(-1, -0.8, -0.1)
)
NECK = Hand(
    near_head((-0.05, -0.20, 0.11), False),
    (0.45, 0.75, -0.35),
    (0.35, 0.1, -1),
    62,
    30,
    pole=(-0.9, -0.9, 0.2),
)
EYES = Hand(
    near_head((-0.055, -0.035, 0.165)),
    (0.45, 0.75, -0.4),
    (0.5, 0.1, -0.9),
    55,
    25,
    pole=(-0.8, -1, 0.2),
)
TO_MOUTH = Hand(
    near_head((-0.10, -0.10, 0.17)),
    (0.75, 0.15, 0.5),
    (0.55, 0.1, -0.85),
    50,
    35,
    pole=(-1, -0.9, 0.1),
    lift=(-0.03, 0, 0.05),
)
UP = Hand((-0.30, 1.62, 0.02), (0.15, 1, -0.1), (0.2, 0, 1), 18, 10, pole=(-1, 0.2, 0.1))
FLOOR = Hand((-0.47, 0.36, 0.20), (0.1, -1, 0.15), (1, 0, 0.1), 30, 20, pole=(-0.6, -0.2, -0.8))
SLIP_LAP = replace(LAP, goal=(-0.18, 0.62, 0.18), curl=18, thumb=30)
SLIP_EDGE = Hand(
    (-0.10, 0.74, 0.16), (0.35, 0.25, 0.9), (0.25, 0.8, -0.5), 18, 30, pole=(-1, -0.4, -0.3)
)
SLIP_KEYS = Hand(
    (-0.10, 0.80, 0.36), (0.3, 0.45, 0.85), (0.35, 0.6, -0.7), 18, 30, pole=(-0.9, -0.8, -0.3)
)
SLUMP = Hand((-0.16, DESK, 0.36), (0.9, -0.05, 0.45), (0, -1, 0), 25, 12, pole=(-1, -0.5, -0.3))
AT_EAR = Hand(
    near_head((-0.126, -0.129, 0.056)),
    (0.12, 0.85, 0.52),
    (0.98, -0.02, -0.19),
    pole=(-0.8, -1, 0.25),
    lift=(-0.06, 0, 0.1),
)

BASES = {
    "type": Pose(0, 12, hands=both(KEYS)),
    "mouse": Pose(0, 9, hands={"l": mirror(KEYS), "r": MOUSE}),
    "read": Pose(0, 6, fwd=3, hands=both(REST)),
    "think": Pose(4, 10, fwd=6, hands={"l": mirror(REST), "r": CHIN}),
}


SEATED = {  # right-hand forms; yaw < 0 and side < 0 are to the person's right
    "phone_lap": Pose(-8, 40, fwd=1, hands={"r": LAP, "l": LAP_OTHER}, holds=("phone", "r")),
    "phone_desk": Pose(-8, 24, fwd=4, hands={"r": OVER_DESK}, holds=("phone", "r", "shown")),
    "phone_raised": Pose(-8, 14, fwd=2, hands={"r": RAISED}, holds=("phone", "r", "shown")),
    "peek": Pose(-60, 6, fwd=5, side=-8, twist=-10, gaze=(-14, 4)),
    "whisper": Pose(-56, 8, roll=-8, fwd=8, side=-20, twist=-16, dx=-0.16, mouth="talk"),
    "hand_ear": Pose(0, 8, roll=6, hands={"r": EAR}),
    "phone_ear": Pose(
        -6, 8, roll=-6, hands={"r": AT_EAR}, holds=("phone", "r", "ear"), mouth="talk"
    ),
    "note_lap": Pose(-8, 40, fwd=1, hands={"r": SLIP_LAP, "l": LAP_OTHER}, holds=("note", "r")),
    "note_edge": Pose(-4, 34, fwd=4, hands={"r": SLIP_EDGE}, holds=("note", "r")),
    "note_keys": Pose(-3, 28, fwd=6, hands={"r": SLIP_KEYS}, holds=("note", "r")),
    "collar": Pose(0, 8, hands={"r": NECK}),
    "chin": Pose(0, 7, fwd=6, hands={"r": CHIN}),
    "rigid": Pose(0, 7, fwd=2),
    "read_aloud": Pose(0, 5, fwd=2, mouth="talk"),
    "pick_up_pen": Pose(-14, 22, fwd=34, side=-30, twist=-8, dx=-0.05, hands={"r": FLOOR}),
    "stretch": Pose(0, -8, fwd=-10, hands=both(UP)),
    "drink": Pose(0, -10, hands={"r": TO_MOUTH}, holds=("cup", "r")),
    "rub_eyes": Pose(0, 14, hands={"r": EYES}, blink=1),
    "doze": Pose(16, 48, roll=14, fwd=34, side=-4, hands=both(SLUMP), blink=1),
    "clock": Pose(-30, -14),
    "glance": Pose(-38, 4),
    "scratch": Pose(3, 12, hands={"r": CROWN}),
    "nose": Pose(0, 10, hands={"r": NOSE}),
    "write": Pose(-8, 30, fwd=10, hands={"r": WRITE}, holds=("pen", "r")),
    "look_up": Pose(10, -16),
    "keyboard": Pose(0, 30, fwd=2),
}
