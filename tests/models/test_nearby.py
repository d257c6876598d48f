"""Heads that fill the picture: the face says where they end, and what was only a part of them."""

from collections.abc import Sequence

import numpy as np
import pytest

from models.cuts import Square
from models.faces import Face, FaceReader
from models.figures import Figure, seated_box
from models.nearby import FACE, LARGER, NEAR, Fitted, fitted
from models.people import face_square
from proctor.geometry import Box
from proctor.perception import Image
from tests.models.test_people import face

PICTURE = np.zeros((540, 960, 3), np.uint8)
CHEEK = Box(420, 220, 520, 330)
"""The part of a near face that a detector took for a whole head."""


class Faces(FaceReader):
    """Sees the same face in every cut wide enough, like a reader does; counts its cuts."""

    def __init__(self, seen: Face, least: float = 0) -> None:
        self.seen, self.least = seen, least
        self.cuts: list[Square] = []

    def read(self, image: Image, squares: Sequence[Square]) -> list[Face]:
        self.cuts += squares
        unsure = Face(self.seen.mesh, 0.1)
        return [self.seen if square.side >= self.least else unsure for square in squares]


def high(pixels: float, score: float = 0.95) -> Face:
    """A face so high, around the middle of ``CHEEK``."""
    mesh = face().mesh
    mesh = mesh * (pixels / float(np.ptp(mesh[:, 1])))
    low, most = mesh[:, :2].min(axis=0), mesh[:, :2].max(axis=0)
    mesh[:, :2] += np.asarray(CHEEK.centre, np.float32) - (low + most) / 2
    return Face(mesh.astype(np.float32), score)


def somebody(head: Box, score: float = 0.9) -> Figure:
    return Figure(head, seated_box(head), score)


def usual_side() -> float:
    return face_square(CHEEK).side


def test_a_head_is_as_large_as_its_face_though_the_detector_saw_a_part() -> None:
    (found,) = fitted(PICTURE, [somebody(CHEEK)], Faces(high(250), least=usual_side() + 1))
    head = found.figure.head
    assert found.grown
    assert head is not None
    assert head.height == pytest.approx(250 / FACE)
    assert head.holds(*CHEEK.centre)
    assert found.face is None  # its cut was that of the part


def test_a_usual_face_is_read_once_and_kept() -> None:
    reader = Faces(high(FACE * CHEEK.height))
    (found,) = fitted(PICTURE, [somebody(CHEEK)], reader)
    assert found == Fitted(somebody(CHEEK), reader.seen)
    assert reader.cuts == [face_square(CHEEK)]


def test_a_head_that_is_hardly_larger_stays_as_the_detector_says() -> None:
    reader = Faces(high(FACE * CHEEK.height * (LARGER - 0.02)))
    (found,) = fitted(PICTURE, [somebody(CHEEK)], reader)
    assert found.figure.head == CHEEK


def test_a_head_that_is_a_third_larger_by_its_face_is_as_the_face_says() -> None:
    (found,) = fitted(PICTURE, [somebody(CHEEK)], Faces(high(FACE * CHEEK.height * 1.33)))
    assert found.grown


def test_nobody_looks_twice_at_heads_that_are_not_near() -> None:
    side = NEAR - 1
    small = somebody(Box(100, 100, 100 + side, 100 + side))
    reader = Faces(high(250))
    assert fitted(PICTURE, [small, Figure(None, Box(0, 0, 200, 500), 0.9)], reader)[0].face is None
    assert not reader.cuts


def test_a_face_that_nobody_is_sure_of_changes_no_head() -> None:
    reader = Faces(high(250, score=0.5))
    (found,) = fitted(PICTURE, [somebody(CHEEK)], reader)
    assert not found.grown
    assert found.figure.head == CHEEK
    assert len(reader.cuts) == 3  # the wider ones were asked, too


def test_the_face_of_somebody_else_in_a_wide_cut_changes_no_head() -> None:
    away = somebody(CHEEK.moved(-400, 100))
    (found,) = fitted(PICTURE, [away], Faces(high(250), least=usual_side() + 1))
    assert not found.grown
    assert found.figure.head == away.head


def test_parts_of_a_grown_head_are_nobody() -> None:
    mouth, hidden = CHEEK.moved(20, 60), Figure(None, Box(0, 0, 200, 500), 0.9)
    people = [somebody(CHEEK), somebody(mouth.grown(-0.2)), hidden, somebody(CHEEK.moved(400, 0))]
    found = fitted(PICTURE, people, Faces(high(250), least=usual_side() + 1))
    assert [fit.figure for fit in found[1:]] == [hidden, people[3]]
    assert found[0].grown


def test_of_two_parts_of_one_face_one_head_is_left() -> None:
    people = [somebody(CHEEK, 0.6), somebody(CHEEK.moved(15, 20), 0.8)]
    for order in (people, people[::-1]):
        (left,) = fitted(PICTURE, order, Faces(high(250), least=usual_side() + 1))
        assert left.figure.score == 0.8  # as large as the other, and surer
