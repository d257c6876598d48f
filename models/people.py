"""A person out of boxes, a heading and a face: directions, hands, mouth, and how sure of each."""

from math import hypot, nan, radians

from models.clothing import UNKNOWN, Colour
from models.cuts import Square
from models.faces import Face, direction
from models.figures import Figure
from models.gaze import Gaze
from models.headings import Heading, apart
from proctor.geometry import Box
from proctor.perception import Person
from proctor.placing.hands import FACE_DROP, hand_to_ear, hand_to_face

FACE_SURE = 0.5
"""A mesh below this presence is drawn on hair or on a wall."""
MOUTH_FACE = 40.0
"""Smallest face, pixels, whose lips can be told apart."""
AGREE = 2.5
"""A mesh and a heading that differ by more standard deviations do not see the same head."""
BEHIND = radians(100)
"""A head turned farther than this shows no face, whatever the mesh says."""
CONFIDENT = radians(30)
"""A heading this sure may overrule a mesh ..."""
PLAIN, CERTAIN = 80.0, 0.8
"""... unless the face has so many pixels and the mesh is so sure of it."""
FACE_ROOM = 1.15
"""Side of the cut in which a face is looked for, in heads."""


def person(
    figure: Figure,
    heading: Heading | None,
    face: Face | None,
    gaze: Gaze | None,
    size: tuple[int, int],
    clothes: Colour = UNKNOWN,
) -> Person:
    """Everything the parts say; ``size`` is (width, height) of the frame."""
    facing = face if face is not None and belongs(face, figure, heading) else None
    yaw, pitch, roll, sigma = _direction(heading, facing)
    sight = gaze if facing is not None else None
    head = figure.head
    return Person(
        box=figure.box.within(*size),
        score=figure.score,
        head=None if head is None else head.within(*size),
        yaw=yaw,
        pitch=pitch,
        roll=roll,
        direction_sigma=sigma,
        gaze_yaw=nan if sight is None else sight.yaw,
        gaze_pitch=nan if sight is None else sight.pitch,
        gaze_sigma=nan if sight is None else sight.sigma,
        mouth=facing.mouth if facing is not None and facing.size >= MOUTH_FACE else nan,
        hands=tuple(hand.within(*size) for hand in figure.hands),
        hand_ear=nan if head is None else hand_to_ear(figure.hands, head, yaw),
        hand_face=nan if head is None else hand_to_face(figure.hands, head, yaw),
        clothes=clothes,
    )


def belongs(face: Face, figure: Figure, heading: Heading | None) -> bool:
    """Whether a mesh is a face at all, and that of this head."""
    head = figure.head
    if head is None or face.score < FACE_SURE or not face.is_plausible:
        return False
    x, y, _ = (float(value) for value in face.mesh.mean(axis=0))
    near = hypot(x - head.centre[0], y - head.centre[1]) < 0.6 * head.height
    if not near or not 0.3 < face.size / max(1.0, head.height) < 1.5:
        return False
    if face.size >= PLAIN and face.score >= CERTAIN:
        return True
    return heading is None or heading.sigma > CONFIDENT or abs(heading.yaw) < BEHIND


def face_square(head: Box) -> Square:
    """The cut in which the face of that head is looked for."""
    x, y = head.centre
    return Square(x, y + FACE_DROP * head.height, max(1.0, head.height * FACE_ROOM))


def _direction(heading: Heading | None, face: Face | None) -> tuple[float, float, float, float]:
    """Yaw, pitch, roll and their standard deviation: of the mesh, of the heading, or of both.

    Both are weighed by their doubts. Where they contradict each other the surer one is believed.
    """
    if face is None:
        if heading is None:
            return nan, nan, nan, nan
        return heading.yaw, heading.pitch, nan, heading.sigma
    yaw, pitch, roll = direction(face.mesh)
    if heading is None:
        return yaw, pitch, roll, face.sigma
    turned, nodded = apart(heading.yaw, yaw), apart(heading.pitch, pitch)
    both = hypot(heading.sigma, face.sigma)
    if max(abs(turned), abs(nodded)) > AGREE * both:
        if heading.sigma < face.sigma:
            return heading.yaw, heading.pitch, roll, heading.sigma
        return yaw, pitch, roll, face.sigma
    share = (face.sigma / both) ** 2
    sigma = heading.sigma * face.sigma / both
    return apart(yaw + share * turned, 0.0), pitch + share * nodded, roll, sigma
