"""Boxes."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from proctor.geometry import Box, iou_matrix

coordinates = st.integers(-800, 8000).map(lambda eighths: eighths / 8)
"""Pixels; of widths like 1e-44 floats of four bytes have no area."""
boxes = st.tuples(coordinates, coordinates, coordinates, coordinates).map(lambda v: Box(*v))


@given(st.lists(boxes, min_size=1, max_size=6), st.lists(boxes, min_size=1, max_size=6))
def test_the_matrix_says_what_each_pair_says(rows, columns):
    matrix = iou_matrix(np.array(rows, np.float32), np.array(columns, np.float32))
    single = np.array([[r.iou(c) for c in columns] for r in rows])
    np.testing.assert_allclose(matrix, single, atol=1e-3)
    assert matrix.min() >= 0
    assert matrix.max() <= 1 + 1e-6


def test_a_box_is_half_open():
    box = Box(0, 0, 2, 2)
    assert box.holds(0, 0)
    assert not box.holds(2, 1)


def test_what_leaves_the_picture_is_cut_off():
    assert Box(-5, 3, 20, 30).within(10, 10) == Box(0, 3, 10, 10)
    assert Box(20, 20, 30, 30).within(10, 10).area == 0


def test_identical_boxes_overlap_wholly_and_empty_ones_not_at_all():
    assert Box(1, 1, 3, 3).iou(Box(1, 1, 3, 3)) == 1
    assert Box(1, 1, 1, 1).iou(Box(1, 1, 1, 1)) == 0
