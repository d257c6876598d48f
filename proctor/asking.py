"""What in the columns of a scan asks for a closer look; pure functions, one question each.

A question is answered per sample and place. It must be easier to please than any rule that it
serves, and still say no to most of an innocent exam: the numbers here lie between what candidates
do all the time and what rules call sure. They are part of the perception: who changes one raises
``PERCEPTION_VERSION``.
"""

from collections.abc import Callable
from math import radians
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.observations import Columns, Times
from proctor.perception import ROOMS
from proctor.places import PEOPLED, Place
from proctor.rules.base import LONGEST_SAMPLE, Scene, runs, spread, turned, usual
from proctor.rules.cabin import home, reach
from proctor.rules.passing import Pass
from proctor.rules.still import lies_still
from proctor.timeline import SECOND, Microseconds

Yes: TypeAlias = NDArray[np.bool_]
"""Whether each sample asks for a closer look, (N,)."""
Question: TypeAlias = Callable[[Columns, Place, Scene], Yes]

PHONE = 0.15
"""Score of a phone that asks; detectors give less to nearly anything."""
OUT_OF_REACH = 1.5
"""Head widths between a phone and the nearest hand or the head, from which nobody uses it."""
STILL = 0.5
"""A phone within half its size of one spot for more than this share of the time is furniture, and a
hand at the head for more than that is how somebody sits."""
USUAL: Microseconds = 60 * SECOND
"""In less time nobody knows how somebody sits."""
EAR = 0.7
"""Head widths from the middle of a hand to an ear."""
FACE = 0.6
"""Head widths from the middle of a hand to that of the face."""
TURN, NOD = radians(22), radians(36)
"""Away from the usual direction, in a hall."""
CAR_TURN, CAR_NOD = radians(18), radians(12)
"""The same in a car, whose rules are stricter."""
CAR_EYES = radians(13)
"""Turn of the eyes there."""
MEETING = Pass(reach=0.8, between=2.0)
"""Hands that meet, but nearer to where they work and less in the middle; any nearness asks."""
VAGUE = radians(30)
"""Directions known no better than this say nothing."""
RESTLESS = 2.5
"""A turn must also be so many times this head's usual scatter."""
ABSENT: Microseconds = 6 * SECOND
"""An emptiness shorter than this is a head that was not found."""
HEAD = ("head_x0", "head_y0", "head_x1", "head_y1")
CLOSER = 0.67
"""Two neighbours' heads nearer than this share of their usual distance."""
ACROSS = 0.4
"""A passenger's hand beyond this share of the way to the driver's head ..."""
RAISED = 2.6
"""... and no farther than so many head heights below their own."""
OUT = 1.0
"""Head widths by which a passenger's head is out of its usual place."""
STANDING, DARK, FLAT, BARE = 0.3, 40.0, 14.0, 0.5
"""A picture that hardly changes, is dark, has hardly any contrast, or half its usual detail."""
STOOD, SOFT, LEFT, SEEN = 0.9, 0.75, 0.5, 0.3
"""One of which nine tenths stood still, with three quarters of its usual sharpness, with half of
the reference view out of place, or three tenths of it at another place."""


def phone(here: Columns, place: Place, scene: Scene) -> Yes:
    """Something like a phone, unless one always lies there."""
    del place
    furniture = lies_still(here, "phone", scene.weights(here), STILL)
    held = ~(here["phone_hand"] > OUT_OF_REACH)
    return (here["phone"] >= PHONE) & held & ~furniture


def hand_up(here: Columns, place: Place, scene: Scene) -> Yes:
    """A hand at an ear or before the face, in a hall unless one is there most of the time."""
    del place
    up = np.asarray((here["hand_ear"] <= EAR) | (here["hand_face"] <= FACE))
    weights = scene.weights(here)
    long = scene.subject in ROOMS and scene.account.span.duration_us >= USUAL
    always = long and weights[up].sum() > STILL * weights.sum()
    return np.zeros(len(up), bool) if always else up


def handing(here: Columns, place: Place, scene: Scene) -> Yes:
    """A hand near a neighbour's, away from where either works; asked of a sparse scan.

    A rule that asks for a second must not take one look's word for it.
    """
    if place.kind != "seat" or scene.longest_us <= LONGEST_SAMPLE:
        return np.zeros(len(here.times), bool)
    return np.asarray(MEETING.sureness(here, place, scene) > 0)


def turned_away(here: Columns, place: Place, scene: Scene) -> Yes:
    """A head, or eyes, away from where this person usually looks; or nobody knows where that is.

    Passengers may look where they like. Not ``rules.facing.looks_aside``: that steadies over three
    samples, and a scan may have but one of a turn.
    """
    if place.kind == "passenger":
        return np.zeros(len(here.times), bool)
    weights = scene.weights(here)
    room = scene.subject in ROOMS
    by_head, by_eyes = ((TURN, NOD),) * 2 if room else ((CAR_TURN, CAR_NOD), (CAR_EYES, CAR_NOD))
    head = _away(here["yaw"], here["pitch"], here["direction_sigma"], weights, by_head)
    eyes = _away(here["gaze_yaw"], here["gaze_pitch"], here["gaze_sigma"], weights, by_eyes)
    return head | eyes


def _away(
    yaw: NDArray[np.floating],
    pitch: NDArray[np.floating],
    sigma: NDArray[np.floating],
    weights: NDArray[np.int64],
    least: tuple[float, float],
) -> Yes:
    sharp = sigma <= VAGUE
    yaw, pitch = np.where(sharp, yaw, np.nan), np.where(sharp, pitch, np.nan)
    if not sharp.any():
        return np.zeros(len(yaw), bool)
    if np.isnan(usual(yaw)):
        return sharp
    side = turned(yaw, usual(yaw, weights=weights))
    down = pitch - usual(pitch, weights=weights)
    turn = max(least[0], RESTLESS * spread(side, weights))
    nod = max(least[1], RESTLESS * spread(down, weights))
    return np.asarray((np.abs(side) > turn) | (np.abs(down) > nod))


def leaving(here: Columns, place: Place, scene: Scene) -> Yes:
    """The edges of an absence: its first and its last sample.

    Somebody must have been there for as long before: a spot at which people come and go is none.
    """
    del place
    empty = (here["person"] <= 0) & (np.cumsum(here["person"] > 0) > 0)
    until = here.times + scene.weights(here)
    yes = np.zeros(len(empty), bool)
    taken_us = int(here.times[np.argmax(here["person"] > 0)]) if len(here.times) else 0
    for first, last in runs(empty):
        sat_us = int(here.times[first]) - taken_us
        if min(until[last - 1] - here.times[first], sat_us) >= ABSENT:
            yes[[first, last - 1]] = True
        taken_us = int(until[last - 1])
    return yes


def crowd(here: Columns, place: Place, scene: Scene) -> Yes:
    """More than one person at a place."""
    del place, scene
    return np.asarray(here["people"] >= 2)


def reaching(here: Columns, place: Place, scene: Scene) -> Yes:
    """A passenger whose hand is at the wheel or in the driver's space, or who leans far aside."""
    if place.kind != "passenger":
        return np.zeros(len(here.times), bool)
    hand = reach(here, place, scene)
    over = (hand.across >= ACROSS) & (hand.below <= RAISED)
    x, _, _ = home(here, scene)
    wide = here["head_x1"] - here["head_x0"]
    leans = np.abs(_middle(here, "x") - x) >= OUT * wide
    return np.asarray(over | leans | (here["hands_wheel"] > 0))


def letting_go(here: Columns, place: Place, scene: Scene) -> Yes:
    """A driver of whom no hand is seen at the wheel, where one was before."""
    del scene
    if place.kind != "driver" or not (here["hands_wheel"] > 0).any():
        return np.zeros(len(here.times), bool)
    return np.asarray((here["hands"] == 0) | (here["hands_wheel"] == 0))


def converging(here: Columns, place: Place, scene: Scene) -> Yes:
    """Heads of two neighbours nearer to each other than they usually are."""
    yes = np.zeros(len(here.times), bool)
    if place.kind != "seat":
        return yes
    for other in scene.places.values():
        if other.kind == "seat" and other.name != place.name and _beside(place, other):
            there = scene.beside(other.name, here.times, HEAD)
            across, down = (_middle(here, axis) - _middle(there, axis) for axis in "xy")
            gap = np.hypot(across, down)
            yes |= gap < CLOSER * usual(gap, weights=scene.weights(here))
    return yes


def _beside(place: Place, other: Place) -> bool:
    x, y = (abs(a - b) for a, b in zip(place.anchor, other.anchor, strict=True))
    return x <= 2 * place.zone.width and y <= 2 * place.zone.height


def _middle(here: Columns, axis: str) -> NDArray[np.floating]:
    return np.asarray((here[f"head_{axis}0"] + here[f"head_{axis}1"]) / 2)


def picture(here: Columns, place: Place, scene: Scene) -> Yes:
    """One that may be frozen, black, covered, moved or blurred; asks to be measured more often."""
    del place
    detail, sharpness, weights = here["detail"], here["sharpness"], scene.weights(here)
    bare = (detail < BARE * usual(detail, weights=weights)) | (detail < 1.5)
    dark = (here["luma"] < DARK) & (here["contrast"] < FLAT)
    still = (here["change"] < STANDING) | (here["still"] >= STOOD)
    soft = sharpness < SOFT * usual(sharpness, weights=weights)
    elsewhere = (here["view_home"] < LEFT) | (here["view_away"] >= SEEN)
    return np.asarray(still | dark | bare | soft | elsewhere)


LASTING: tuple[Question, ...] = (
    *(phone, hand_up, turned_away, crowd, converging),
    letting_go,
)
"""Asked at every seat, driver and passenger; no rule flags what only one of its moments shows."""
AT_ONCE: tuple[Question, ...] = (leaving, reaching, handing)
"""Asked there, too; one yes is enough."""
AT_POSTS: tuple[Question, ...] = (phone,)
"""Of the lasting ones, those asked at the post of a clerk, who may look and sit as they like."""


def asks(here: Columns, place: Place, scene: Scene, lasting_us: Microseconds = 0) -> Yes:
    """Whether any question about the place is answered yes in earnest, per sample of ``here``.

    What rules only flag when it lasts must be seen at two moments at most ``lasting_us`` apart,
    by the same question, where there are two moments; with 0 one is enough.
    """
    if place.kind == "picture":
        return picture(here, place, scene)
    yes = np.zeros(len(here.times), bool)
    if place.kind not in PEOPLED:
        return yes
    post = place.kind == "post"
    for question in AT_POSTS if post else LASTING:
        answer = question(here, place, scene)
        yes |= _in_earnest(answer, here.times, lasting_us) if lasting_us else answer
    for question in () if post else AT_ONCE:
        yes |= question(here, place, scene)
    return yes


def _in_earnest(yes: Yes, times: Times, lasting_us: Microseconds) -> Yes:
    """Those of ``yes`` that are not alone, and those that nothing is near enough to deny."""
    first = np.searchsorted(times, times - lasting_us, side="left")
    last = np.searchsorted(times, times + lasting_us, side="right")
    upto = np.concatenate(([0], np.cumsum(yes)))
    others = upto[last] - upto[first] > 1
    alone = last - first == 1
    return np.asarray(yes & (others | alone))
