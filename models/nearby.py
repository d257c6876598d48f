"""Heads so near that they fill the picture: the face says where they end.

Of a face from very near the detector likes to take a part for the whole. A mesh that is read in
wider and wider cuts finds the whole face, and with it the head; what lies within is no other head.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from models.cuts import Square
from models.faces import Face, FaceReader
from models.figures import Figure
from models.people import face_square
from proctor.geometry import Box
from proctor.perception import Image

NEAR, SHARE = 90.0, 0.165
"""Pixels, and share of the frame's shorter side; smaller heads are what the detector says."""
WIDER = ((1.7, 0.25), (2.4, 0.4))
"""Cuts to read when the usual one shows no whole face: side, and how far their middle lies below
the head's, in heads."""
SURE = 0.8
"""A face surer than this is believed."""
LARGER = 1.15
"""A head this much larger by its face than by the detector is as the face says."""
FACE, RISE = 0.7, 0.14
"""Height of a mesh over that of its head with hair, and how far the head's middle lies above."""
WIDTH = 0.8
"""Width of a head over its height."""
WITHIN = 0.5
"""Share of a head that lies within a larger one, from which it is a part of it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """One figure, its head as large as its face."""

    figure: Figure
    """With the head as it is."""
    face: Face | None = None
    """That of the head, where it was read on the way; of a grown head it is read anew, because a
    mesh is best in a cut of its own size."""
    grown: bool = False
    """Whether the face made the head larger."""


def fitted(image: Image, found: Sequence[Figure], reader: FaceReader) -> list[Fitted]:
    """The figures, near ones with their faces, without those that were parts of a larger head."""
    least = max(NEAR, SHARE * min(image.shape[:2]))
    heads = {n: f.head for n, f in enumerate(found) if f.head and f.head.height >= least}
    faces = reader.read(image, [face_square(head) for head in heads.values()])
    known = [Fitted(figure) for figure in found]
    for (place, head), face in zip(heads.items(), faces, strict=True):
        known[place] = _by_face(image, found[place], head, face, reader)
    grown = [fit for fit in known if fit.grown]
    return [fit for fit in known if not any(_is_part(fit, whole) for whole in grown)]


def _by_face(image: Image, figure: Figure, head: Box, face: Face, reader: FaceReader) -> Fitted:
    """The figure with the head around its face, if that is larger than the detector's."""
    usual = Fitted(figure, face)
    if _is_sure(face) and _around(face).height < LARGER * head.height:
        return usual
    x, y = head.centre
    cuts = [Square(x, y + drop * head.height, side * head.height) for side, drop in WIDER]
    sure = [one for one in (face, *reader.read(image, cuts)) if _is_sure(one)]
    largest = max(sure, key=lambda one: one.size, default=None)
    if largest is None:
        return usual
    whole = _around(largest)
    if whole.height < LARGER * head.height or not whole.holds(x, y):
        return usual
    return Fitted(replace(figure, head=whole), grown=True)


def _is_sure(face: Face) -> bool:
    return face.score >= SURE and face.is_plausible


def _around(face: Face) -> Box:
    """The head with hair of that face."""
    low, high = face.mesh[:, :2].min(axis=0), face.mesh[:, :2].max(axis=0)
    x, y = ((low + high) / 2).tolist()
    height = float(np.ptp(face.mesh[:, 1])) / FACE
    half, middle = height / 2, y - RISE * height
    return Box(x - WIDTH * half, middle - half, x + WIDTH * half, middle + half)


def _is_part(fit: Fitted, whole: Fitted) -> bool:
    """Whether its head lies within another one that a face made larger."""
    head, around = fit.figure.head, whole.figure.head
    if fit is whole or head is None or around is None:
        return False
    if fit.grown and _rank(fit) >= _rank(whole):
        return False  # of two grown around one face the larger stays
    return head.meet(around) >= WITHIN * head.area


def _rank(fit: Fitted) -> tuple[float, float, Box]:
    """Larger heads first, then surer figures."""
    head = fit.figure.head
    return head.area if head else 0.0, fit.figure.score, fit.figure.box
