"""How good a detector is, against figures worked out by hand."""

import numpy as np
import pytest

from models.catalogue import LABELS
from models.training.scoring import apart, average_precision, precision_table

EVERY = frozenset(range(len(LABELS)))
PERSON = LABELS.index("person")


def test_average_precision_is_that_of_the_text_book() -> None:
    """Hits at ranks 1, 3 and 5 of 4 things: precision 1, 2/3, 3/5; the fourth is never found."""
    hits = np.array([1, 0, 1, 0, 1], np.float32)
    assert average_precision(hits, 4) == pytest.approx((1 + 2 / 3 + 3 / 5) / 4)
    assert average_precision(np.ones(3, np.float32), 3) == 1
    assert average_precision(np.zeros(3, np.float32), 3) == 0
    assert average_precision(np.zeros(0, np.float32), 3) == 0
    assert np.isnan(average_precision(np.zeros(0, np.float32), 0))


def test_a_later_better_precision_lifts_what_came_before() -> None:
    """A miss at rank 1, then two hits: precision 0, 1/2, 2/3; the envelope is 2/3 throughout."""
    assert average_precision(np.array([0, 1, 1], np.float32), 2) == pytest.approx(2 / 3)


def rows_of(*things: tuple[float, float, float, float, int, float]) -> np.ndarray:
    """(4 + classes, N) of x, y, width, height, class, score."""
    rows = np.zeros((4 + len(LABELS), max(1, len(things))), np.float32)
    for column, (x, y, width, height, number, score) in enumerate(things):
        rows[:4, column] = x, y, width, height
        rows[4 + number, column] = score
    return rows


def truth_of(*things: tuple[int, float, float, float, float]) -> np.ndarray:
    return np.array(things, np.float32).reshape(-1, 5)


def test_each_thing_is_found_once_and_best_first() -> None:
    rows = rows_of((50, 50, 20, 20, 0, 0.6), (51, 50, 20, 20, 0, 0.9), (90, 50, 20, 20, 0, 0.3))
    boxes, scores = apart(rows, 0)
    assert scores == pytest.approx([0.9, 0.3])
    assert boxes[0] == pytest.approx([41, 40, 61, 60])
    assert apart(rows, 1)[0].shape == (0, 4)


def test_a_table_tells_found_missed_and_made_up() -> None:
    """Two people, one of them found, and one made up with less confidence; one phone, missed."""
    truth = truth_of((0, 40, 40, 60, 60), (0, 140, 40, 160, 60), (3, 10, 10, 20, 20))
    rows = rows_of((50, 50, 20, 20, 0, 0.9), (250, 50, 20, 20, 0, 0.5))
    told = precision_table([(rows, truth, EVERY)], LABELS)
    assert told["person"] == "AP50 0.500, at 0.25 recall 0.500 precision 0.500 (2)"
    assert told["phone"] == "AP50 0.000, at 0.25 recall 0.000 precision nan (1)"
    assert told["wheel"] == "nothing labelled"


def test_what_was_not_labelled_in_a_picture_is_neither_right_nor_wrong_there() -> None:
    truth = truth_of((0, 40, 40, 60, 60))
    rows = rows_of((50, 50, 20, 20, 0, 0.9), (250, 50, 20, 20, 1, 0.9))
    told = precision_table([(rows, truth, frozenset({PERSON}))], LABELS)
    assert told["person"].startswith("AP50 1.000")
    assert told["head"] == "nothing labelled"


def test_one_box_is_one_hit_however_many_things_it_covers() -> None:
    truth = truth_of((0, 40, 40, 60, 60), (0, 42, 40, 62, 60))
    rows = rows_of((50, 50, 20, 20, 0, 0.9))
    told = precision_table([(rows, truth, EVERY)], LABELS)
    assert told["person"] == "AP50 0.500, at 0.25 recall 0.500 precision 1.000 (2)"
