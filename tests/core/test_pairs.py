"""Error rates beside a likeness: read off pairs, with intervals that few people make wide."""

import pytest

from proctor.errors import StorageError
from proctor.pairs import MEASURED, Measured, Pairs, load, rates, save

SMALL = Measured("photo", 40, (0.55, 0.7, 0.8, 0.9), (0.1, 0.2, 0.3, 0.4, 0.6), 2, 3, 1)
LARGE = Measured("photo", 90, (0.8, 0.9), (0.1, 0.2), 2, 3)
PAIRS = Pairs("two people", "0" * 64, (SMALL, LARGE))


def test_both_shares_are_counted_at_the_likeness():
    found = rates(PAIRS, "photo", 50, 0.6)
    assert (found.false_match.hits, found.false_match.pairs) == (1, 5)
    assert (found.false_non_match.hits, found.false_non_match.pairs) == (1, 4)
    assert (found.size, found.people) == (40, 2)


def test_larger_faces_are_held_against_larger_faces():
    assert rates(PAIRS, "photo", 120, 0.6).size == 90


def test_faces_smaller_than_any_measured_have_no_rates():
    assert rates(PAIRS, "photo", 39, 0.6) is None


def test_what_was_never_measured_has_no_rates():
    assert rates(PAIRS, "span", 90, 0.6) is None


def test_two_people_leave_the_interval_wide_whatever_the_number_of_pairs():
    many = Measured("span", 40, (0.9,) * 5000, (0.1,) * 5000, 2, 1)
    found = rates(Pairs("", "", (many,)), "span", 40, 0.5)
    assert found.false_match.value == 0
    assert found.false_match.high > 0.7
    assert found.false_non_match.high > 0.6


def test_an_interval_holds_its_share():
    for likeness in (0.0, 0.15, 0.5, 0.75, 1.0):
        found = rates(PAIRS, "photo", 50, likeness)
        for share in (found.false_match, found.false_non_match):
            assert 0 <= share.low <= share.value <= share.high <= 1


def test_what_is_saved_is_read_again(tmp_path):
    save(PAIRS, tmp_path / "pairs.json")
    assert load(tmp_path / "pairs.json") == PAIRS


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"source": 1, "weights": 2, "measured": [{}]}'])
def test_a_file_of_something_else_is_refused_with_its_cure(tmp_path, text):
    (tmp_path / "pairs.json").write_text(text)
    with pytest.raises(StorageError, match="is not a file of measured pairs") as caught:
        load(tmp_path / "pairs.json")
    assert "bench.identity" in caught.value.hint


def test_the_pairs_that_ship_say_whom_they_were_measured_on():
    shipped = load(MEASURED)
    assert "people" in shipped.source
    assert {(one.kind, one.size) for one in shipped.measured} >= {("photo", 40), ("span", 40)}
    assert all(one.genuine and one.impostor for one in shipped.measured if one.size == 40)
