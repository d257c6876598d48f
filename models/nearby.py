"""Heads so near that they fill the picture: the face says where they end.

Of a face from very near the detector likes to take a part for the whole. A mesh that is read in
wider and wider cuts finds the whole face, and with it the head; what lies within is no other head.
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from models.cuts import Square
from models.faces import Face, FaceReader
from models.figures import Figure
from proctor.geometry import Box
from proctor.perception import Image

NEAR, SHARE = 90.0, 0.165
"""Pixels, and share of the frame's shorter side; smaller heads are what the detector says."""
WIDER = ((1.15, 0.1), (1.7, 0.25), (2.4, 0.4))
"""Cuts to read in turn: side, and how far their middle lies below the head's, in heads."""
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


def fitted(image: Image, found: Sequence[Figure], reader: FaceReader) -> list[Figure]:
    """The figures, with heads as large as their faces, without those that were parts of them."""
    known = list(found)
    grown: dict[int, Box] = {}
    near = max(NEAR, SHARE * min(image.shape[:2]))
    for place, figure in enumerate(known):
        if figure.head is not None and figure.head.height >= near:
            head = _by_face(image, figure.head, reader)
            if head is not None:
                known[place] = replace(figure, head=head)
                grown[place] = head
    return [figure for place, figure in enumerate(known) if not _is_part(place, known, grown)]


def _by_face(image: Image, head: Box, reader: FaceReader) -> Box | None:
    """The head around the largest face that is surely there; ``None`` if it is no larger."""
    x, y = head.centre
    squares = [Square(x, y + drop * head.height, side * head.height, 0.0) for side, drop in WIDER]
    faces = [f for f in reader.read(image, squares) if f.score >= SURE and f.is_plausible]
    if not faces:
        return None
    whole = _around(max(faces, key=lambda face: face.size))
    return whole if whole.height >= LARGER * head.height and whole.holds(x, y) else None


def _around(face: Face) -> Box:
    low, high = face.mesh[:, :2].min(axis=0), face.mesh[:, :2].max(axis=0)
    x, y = ((low + high) / 2).tolist()
    height = float(np.ptp(face.mesh[:, 1])) / FACE
    half, middle = height / 2, y - RISE * height
    return Box(x - WIDTH * half, middle - half, x + WIDTH * half, middle + half)


def _is_part(place: int, known: Sequence[Figure], grown: dict[int, Box]) -> bool:
    """Whether a head lies within one that its face made larger; of two such the larger stays."""
    head = known[place].head
    if head is None:
        return False
    return any(
        other != place
        and head.meet(whole) >= WITHIN * head.area
        and (place not in grown or (head.area, place) < (whole.area, other))
        for other, whole in grown.items()
    )
