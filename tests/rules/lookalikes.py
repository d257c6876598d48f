"""Everyday acts that look like something else, drawn; no rule may flag any of them at level 1 or 2.

Each is a minute of columns. Everything that is not drawn is as usual: a candidate sits before the
camera with both hands at the keyboard, a driver and an officer sit in a car that moves.
"""

from collections.abc import Callable, Mapping
from functools import partial

from proctor.observations import Columns, ObservationLog
from proctor.places import BACK_PLACE, PICTURE_PLACE, SOUND_PLACE, Place
from tests.scenes import drawn, log_of, place, seated

N = 120
EVERYTHING = (
    *("clock", "face", "gaze", "hands", "head", "mouth", "paper", "person", "phone", "picture"),
    *("prompts", "sound", "speech", "wheel"),
)
Part = tuple[Place, Columns]


def act(usual: str, drawing: str, at: int = 40) -> str:
    """``usual`` for a minute, but for ``drawing`` from sample ``at`` on."""
    return usual * at + drawing + usual * (N - at - len(drawing))


def always(value: float) -> str:
    return "#" * N + f" = {value}"


def candidate(name: str = "seat-02", x: float = 0.5, **drawings: str) -> Part:
    """Somebody at a keyboard."""
    known = {
        "person": "#" * N,
        "people": always(1),
        "passing": "." * N,
        "pitch": act("5", "") + " = 20°",
        "hands": always(2),
        "hand1_x": always(x - 0.05),
        "hand2_x": always(x + 0.05),
        "hand1_y": always(0.66),
        "hand2_y": always(0.66),
        "hand_ear": always(3),
        "hand_face": always(3),
        "phone": "." * N,
        "paper": "." * N,
        "clothes_l": always(40),
        "clothes_a": always(5),
        "clothes_b": always(5),
        "mouth": always(0.01),
    }
    return seated(name, x, **{**known, **drawings})


def hall(*parts: Part) -> ObservationLog:
    """A hall with that candidate between two who do nothing."""
    others = {at.name for at, _ in parts}
    rest = [("seat-01", 0.3), ("seat-02", 0.5), ("seat-03", 0.7)]
    quiet = [candidate(name, x) for name, x in rest if name not in others]
    return log_of(*parts, *quiet, senses=EVERYTHING)


def one(**drawings: str) -> ObservationLog:
    return hall(candidate(**drawings))


def moved(part: Part, **columns: tuple[int, int, float]) -> Part:
    """The place with a column at another value in some samples: (from, to, value)."""
    at, seen = part
    values = {name: value.copy() for name, value in seen.values.items()}
    for name, (first, last, value) in columns.items():
        values[name][first:last] = value
    return at, Columns(seen.times, values)


def sitter(kind: str, x: float, **drawings: str) -> Part:
    known = {
        "person": "#" * N,
        "people": always(1),
        "yaw": "." * N,
        "pitch": "." * N,
        "direction_sigma": "#" * N + " = 6°",
        "head_x0": always(x - 0.04),
        "head_x1": always(x + 0.04),
        "head_y0": always(0.25),
        "head_y1": always(0.35),
        "hands": always(2),
        "hand1_x": always(x - 0.05),
        "hand2_x": always(x + 0.05),
        "hand1_y": always(0.75),
        "hand2_y": always(0.75),
        "hands_wheel": always(2 if kind == "driver" else 0),
        "hand_ear": always(3),
        "hand_face": always(3),
        "phone": "." * N,
        "wheel": always(0.9),
        "mouth": always(0.01),
    }
    return drawn(place(kind, kind, x), **{**known, **drawings})


driver, officer = partial(sitter, "driver", 0.7), partial(sitter, "passenger", 0.3)


def car(*parts: Part, change: str = always(9)) -> ObservationLog:
    """A car on its way with the driver and the officer."""
    kinds = {at.kind for at, _ in parts}
    front = [("driver", driver), ("passenger", officer)]
    quiet = [make() for kind, make in front if kind not in kinds]
    picture = (PICTURE_PLACE, drawn(PICTURE_PLACE, change=change, frame="#" * N)[1])
    return log_of(*parts, *quiet, picture, subject="road", senses=EVERYTHING)


def sound(**drawings: str) -> Part:
    known = {"heard": "#" * 60, "level": "5657" * 15 + " = -60", "prompt": "." * 60}
    return drawn(SOUND_PLACE, 1_000_000, **{**known, **drawings})


def behind_two_counters() -> ObservationLog:
    posts = [
        drawn(place(f"post-0{n}", "post", 0.3 * n), person=act("#", "." * 40), phone="." * N)
        for n in (1, 2)
    ]
    return log_of(*posts, subject="counter", senses=EVERYTHING)


SAYS = "." * 20 + "#" * 6 + "." * 34
TALKS = "." * 36 + ".5" * 12 + "." * 60 + " = 0.1"

LOOK_ALIKES: Mapping[str, Callable[[], ObservationLog]] = {
    "drinking": lambda: hall(
        moved(
            candidate(
                hand_face=act("#", "22222222") + " = 3", hand_ear=act("#", "44444444") + " = 3"
            ),
            hand1_x=(40, 48, 0.49),
            hand1_y=(40, 48, 0.46),
        )
    ),
    "scratching an ear": lambda: one(hand_ear=act("#", "111111") + " = 3"),
    "a chin in the hand": lambda: hall(
        moved(
            candidate(hand_ear=always(0.9), hand_face=always(0.6)),
            hand1_x=(0, N, 0.505),
            hand1_y=(0, N, 0.485),
        )
    ),
    "pushing glasses up, three times": lambda: hall(
        moved(
            candidate(hand_face=act("#", "1###1###1###") + " = 3"),
            hand1_x=(40, 41, 0.5),
            hand1_y=(40, 41, 0.45),
        )
    ),
    "writing on scratch paper": lambda: one(
        pitch=act("5", "8" * 40) + " = 60°", paper="#" * N + " = 0.8"
    ),
    "looking at the clock, twice": lambda: one(
        pitch=act("5", "222" + "5" * 20 + "222") + " = 60°", yaw=act(".", "###") + " = -30°"
    ),
    "a glance at the neighbour": lambda: one(yaw=act(".", "##") + " = 60°"),
    "both neighbours look at the clock": lambda: hall(
        candidate(yaw=act(".", "#" * 8) + " = 60°"),
        candidate("seat-01", 0.3, yaw=act(".", "#" * 8) + " = 60°"),
    ),
    "picking up a pen": lambda: one(person=act("#", "." * 8), hands=act("#", "." * 8) + " = 2"),
    "a calculator on the desk": lambda: one(
        phone=always(0.3), phone_hand=always(1.6), phone_x0=always(0.4), phone_x1=always(0.42)
    ),
    "a bright hand": lambda: one(phone=act(".", "5", 30)[:N] + " = 0.9", phone_hand="." * N),
    "an officer who walks past": lambda: one(
        people=act("5", "#" * 6) + " = 2", passing=act(".", "#" * 6)
    ),
    "counting aloud for some seconds": lambda: one(mouth=act(".", ".5" * 5) + " = 0.1"),
    "a yawn": lambda: one(mouth=act(".", "#" * 6) + " = 0.4"),
    "lamps that are switched on": lambda: hall(
        *(
            candidate(
                f"seat-0{n}",
                0.1 + 0.2 * n,
                person=act("#", "." * 8),
                clothes_l=act("4", "9" * 80) + " = 100",
            )
            for n in (1, 2, 3)
        )
    ),
    "a detector that flickers": lambda: one(person="#.##" * (N // 4), phone="." * N),
    "a mirror check": lambda: car(driver(yaw=act(".", "##") + " = 50°")),
    "a shoulder check": lambda: car(
        driver(yaw=act(".", "###") + " = 100°", hands_wheel=act("#", "555") + " = 2")
    ),
    "changing gear": lambda: car(
        moved(
            driver(hands_wheel=act("#", "55") + " = 2"),
            hand1_x=(40, 42, 0.55),
            hand1_y=(40, 42, 0.85),
        )
    ),
    "hands crossing in a turn": lambda: car(
        driver(hands=act("#", "5") + " = 2", hands_wheel=act("#", ".") + " = 2")
    ),
    "hands off while the car stands": lambda: car(
        driver(hands_wheel=act("#", "." * 20) + " = 2"), change=always(0.5)
    ),
    "an officer who points ahead once": lambda: car(
        moved(officer(), hand2_x=(40, 43, 0.5), hand2_y=(40, 43, 0.45))
    ),
    "an officer who taps on the tablet": lambda: car(
        officer(hand1_y=act("6", "56565656") + " = 1.2")
    ),
    "an officer's hand between the seats": lambda: car(
        moved(officer(), hand2_x=(0, N, 0.5), hand2_y=(0, N, 0.85))
    ),
    "an officer who leans to the mirror": lambda: car(
        moved(officer(), head_x0=(40, 44, 0.2), head_x1=(40, 44, 0.28))
    ),
    "people outside the car": lambda: car(drawn(BACK_PLACE, people=act(".", "#"), person="." * N)),
    "a prompt of the exam": lambda: car(sound(speech=SAYS, prompt=SAYS), officer(mouth=TALKS)),
    "a driver who counts aloud": lambda: car(sound(speech=SAYS), driver(mouth=TALKS)),
    "an errand of a clerk": behind_two_counters,
}
"""What it is → a minute in which it happens."""
