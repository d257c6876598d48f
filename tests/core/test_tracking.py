"""Numbers that last: through misses, occlusion, sparse looks and looks elsewhere."""

from hypothesis import given, settings
from hypothesis import strategies as st

from proctor.geometry import Box
from proctor.perception import Person
from proctor.timeline import SECOND
from proctor.tracking import SETTLED, Tracker

STEP = SECOND // 2
CHAIRS = ((120, 150), (330, 150), (540, 150), (225, 330), (435, 330))
"""Two rows, the chairs three and a half bodies apart."""


def person(x: float, y: float, score: float = 0.9, width: float = 60) -> Person:
    head = Box(x - 10, y - 12, x + 10, y + 12)
    return Person(Box(x - width / 2, y - 15, x + width / 2, y + 100), score, head)


def numbers(tracker: Tracker, at_us: int, *people: Person, within=()) -> list[int]:
    return [s.track for s in tracker.update(at_us, people, within)]


def settled(*people: Person) -> tuple[Tracker, int, list[int]]:
    """A tracker that has seen these people sit, the moment of the last look, their numbers."""
    tracker = Tracker()
    moments = range(0, SETTLED + STEP, STEP)
    seen = [numbers(tracker, at, *people) for at in moments]
    return tracker, moments[-1], seen[-1]


looks = st.lists(
    st.tuples(
        st.sets(st.integers(0, len(CHAIRS) - 1)),
        st.floats(-8, 8),
        st.floats(-8, 8),
        st.floats(0.15, 1),
    ),
    min_size=1,
    max_size=30,
)


@settings(deadline=None, max_examples=60)
@given(looks, st.sampled_from((SECOND // 5, SECOND // 2, 2 * SECOND)), st.randoms())
def test_candidates_keep_their_numbers_however_often_they_are_missed(plan, step, lot):
    tracker, now, first = settled(*(person(*chair) for chair in CHAIRS))
    missed_us = dict.fromkeys(range(len(CHAIRS)), 0)
    for lost, dx, dy, score in plan:
        now += step
        lost = {n for n in lost if missed_us[n] + step < 20 * SECOND}
        there = [n for n in range(len(CHAIRS)) if n not in lost]
        missed_us = {n: missed_us[n] + step if n in lost else 0 for n in missed_us}
        lot.shuffle(there)
        people = [person(CHAIRS[n][0] + dx, CHAIRS[n][1] + dy, score) for n in there]
        assert numbers(tracker, now, *people) == [first[n] for n in there]


@settings(deadline=None, max_examples=60)
@given(
    st.lists(
        st.lists(
            st.tuples(st.integers(0, 900), st.integers(0, 500), st.floats(0.05, 1)), max_size=8
        ),
        max_size=15,
    )
)
def test_no_two_people_of_one_look_share_a_number(plan):
    tracker = Tracker()
    for at, people in enumerate(plan):
        seen = numbers(tracker, at * STEP, *(person(*one) for one in people))
        assert len(set(seen)) == len(seen)
        assert 0 not in seen


def test_somebody_who_walks_keeps_the_number_at_two_and_five_looks_a_second():
    for step_us, stride in ((SECOND // 5, 30), (SECOND // 2, 75)):
        tracker = Tracker()
        seen = {numbers(tracker, n * step_us, person(50 + stride * n, 300))[0] for n in range(10)}
        assert len(seen) == 1


def test_an_officer_who_hides_a_candidate_for_a_moment_leaves_both_their_numbers():
    tracker, now, (candidate,) = settled(person(400, 300))
    officer = set()
    for n in range(20):
        now += SECOND // 5
        x = 150 + 27 * n
        hidden = abs(x - 400) < 45
        people = [person(x, 270)] + ([] if hidden else [person(400, 300)])
        seen = numbers(tracker, now, *people)
        officer.add(seen[0])
        assert hidden or seen[1] == candidate
    assert len(officer) == 1
    assert candidate not in officer


def test_who_sits_is_awaited_longer_than_who_walked_by():
    tracker, now, (sitter,) = settled(person(400, 300))
    assert numbers(tracker, now + 15 * SECOND, person(400, 300)) == [sitter]
    passing = Tracker()
    (first,) = numbers(passing, 0, person(400, 300))
    assert numbers(passing, 15 * SECOND, person(400, 300)) != [first]


def test_a_candidate_does_not_age_while_looks_go_elsewhere():
    tracker, now, (sitter,) = settled(person(400, 300))
    elsewhere = [Box(600, 0, 900, 540)]
    for _look in range(300):
        now += SECOND // 5
        assert numbers(tracker, now, within=elsewhere) == []
    assert numbers(tracker, now + STEP, person(400, 300)) == [sitter]


def test_a_candidate_ages_where_a_look_finds_the_chair_empty():
    tracker, now, (sitter,) = settled(person(400, 300))
    here = [Box(300, 200, 500, 400)]
    for _look in range(105):
        now += SECOND // 5
        numbers(tracker, now, within=here)
    assert numbers(tracker, now + STEP, person(400, 300)) != [sitter]


def test_a_doubtful_person_goes_on_with_a_track_and_begins_none():
    tracker, now, (sitter,) = settled(person(400, 300))
    ghost, candidate = person(800, 100, score=0.2), person(402, 301, score=0.2)
    assert numbers(tracker, now + STEP, ghost, candidate) == [sitter]


def test_a_doubtful_person_who_is_seen_again_at_the_same_spot_is_somebody():
    tracker = Tracker()
    assert numbers(tracker, 0, person(800, 100, score=0.2)) == []
    assert numbers(tracker, STEP, person(801, 100, score=0.2)) == [1]
