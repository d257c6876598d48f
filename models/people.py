"""A person out of a head, a body and a face: directions, hands, mouth, and how sure of each."""

from dataclasses import replace
from math import atan2, hypot, nan, radians

import numpy as np

from models.bodies import HANDS, LEFT_EAR, NOSE, RIGHT_EAR, Body
from models.faces import Face, direction
from models.gaze import Gaze
from models.heads import FACE_RISE, WIDTH, Head
from proctor.geometry import Box, Floats
from proctor.perception import Person

FACE_SURE = 0.5
"""A mesh below this presence is drawn on hair or on a wall."""
SEEN = 0.5
"""A point below this visibility is a guess."""
MOUTH_FACE = 40.0
"""Smallest face, pixels, whose lips can be told apart."""
TALL, BROAD = 3.3, 2.2
"""Height and breadth of someone seated, from the crown to the lap, in heads."""
HAND = 0.7
"""Side of a hand's box, in heads."""
SPAN = 1.4
"""Ears stand so much farther apart than the nose stands in front of them."""
NOD, LEVEL = 2.0, radians(8)
"""The body's nose sinks half as far below its ears as the head nods, and lies lower when the head
is level; measured against meshes of the same faces."""


def person(
    head: Head,
    body: Body | None,
    face: Face | None,
    size: tuple[int, int],
    gaze: Gaze | None = None,
) -> Person:
    """Everything the parts say; ``size`` is (width, height) of the frame, ``gaze`` the face's."""
    facing = face if face is not None and _belongs(face, head) else None
    yaw, pitch, roll, sigma = _direction(head, body, facing)
    sight = gaze if facing is not None else None
    return Person(
        box=(head.body or seated_box(head)).within(*size),
        score=head.sureness,
        head=_head_box(head, body, facing, size),
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        direction_sigma=sigma,
        gaze_yaw=nan if sight is None else sight.yaw,
        gaze_pitch=nan if sight is None else sight.pitch,
        gaze_sigma=nan if sight is None else sight.sigma,
        mouth=facing.mouth if facing is not None and facing.size >= MOUTH_FACE else nan,
        hands=None if body is None else tuple(hand_boxes(body, head, size)),
        hand_ear=nan if body is None else hand_to_ear(body, head),
        hand_face=nan if body is None else hand_to_face(body, head, facing),
    )


def seated_box(head: Head) -> Box:
    """Crown to lap of somebody with that head, leaning as the hips say.

    Made from the head alone and not from what is visible, so that it stays where it is when an
    arm moves or a desk hides the lap: seats are found from where boxes stay.
    """
    top = head.y - head.size / 2
    lean = np.clip(head.hips[0] - head.x, -head.size, head.size) / 2
    middle, half = head.x + float(lean), head.size * BROAD / 2
    return Box(middle - half, top, middle + half, top + head.size * TALL)


def body_direction(body: Body) -> tuple[float, float]:
    """Yaw and pitch in radians from nose and ears: coarse, but also from behind."""
    across, forward, down = _head_axes(body.points)
    return atan2(-SPAN * forward, across), NOD * atan2(down, hypot(forward, across)) - LEVEL


def hand_boxes(body: Body, head: Head, size: tuple[int, int]) -> list[Box]:
    """A square around each hand in sight."""
    half, found = head.size * HAND / 2, []
    for x, y in _hands(body):
        box = Box(x - half, y - half, x + half, y + half).within(*size)
        if box.area > 0:
            found.append(box)
    return found


def hand_to_ear(body: Body, head: Head) -> float:
    """From the nearest hand in sight to the nearest ear, in head widths; NaN without both."""
    ears = [body.points[p, :2] for p in (LEFT_EAR, RIGHT_EAR) if body.seen[p] >= SEEN]
    gaps = [hypot(x - ear[0], y - ear[1]) for x, y in _hands(body) for ear in ears]
    return min(gaps) / (head.size * WIDTH) if gaps else nan


def hand_to_face(body: Body, head: Head, face: Face | None) -> float:
    """From the nearest hand in sight to the middle of the face, in head widths; NaN without one."""
    x, y = face.mesh[:, :2].mean(axis=0).tolist() if face is not None else _middle(head)
    gaps = [hypot(hand[0] - x, hand[1] - y) for hand in _hands(body)]
    return min(gaps) / (head.size * WIDTH) if gaps else nan


def _middle(head: Head) -> tuple[float, float]:
    """Where the middle of the face is, by the head alone."""
    return head.x, head.y + FACE_RISE * head.size


def _hands(body: Body) -> list[tuple[float, float]]:
    return [
        (float(x), float(y))
        for points in map(list, HANDS)
        if body.seen[points].mean() >= SEEN
        for x, y in [body.points[points, :2].mean(axis=0)]
    ]


def _belongs(face: Face, head: Head) -> bool:
    """Whether a mesh is a face at all, and this head's."""
    x, y, _ = (float(value) for value in face.mesh.mean(axis=0))
    near = hypot(x - head.x, y - head.y) < 0.6 * head.size
    return (
        face.score >= FACE_SURE and face.is_plausible and near and 0.3 < face.size / head.size < 1.5
    )


def _head_box(
    head: Head, body: Body | None, face: Face | None, size: tuple[int, int]
) -> Box | None:
    """The head as found; where it was only guessed, where body or face have it."""
    if head.body is None or face is not None:
        return head.box.within(*size)
    if body is None:
        return None
    x, y = body.head
    return replace(head, x=x, y=y).box.within(*size)


def _direction(
    head: Head, body: Body | None, face: Face | None
) -> tuple[float, float, float, float]:
    if face is not None:
        return *direction(face.mesh), face.sigma
    if body is not None:
        return *body_direction(body), nan, _body_sigma(body, head)
    return nan, nan, nan, nan


def _body_sigma(body: Body, head: Head) -> float:
    return radians(hypot(10.0, 500.0 / head.size, 25.0 * (1 - body.score)))


def _head_axes(points: Floats) -> tuple[float, float, float]:
    ears = (points[LEFT_EAR] + points[RIGHT_EAR]) / 2
    across = points[LEFT_EAR, 0] - points[RIGHT_EAR, 0]
    forward, down = points[NOSE, :2] - ears[:2]
    return float(across), float(forward), float(down)
