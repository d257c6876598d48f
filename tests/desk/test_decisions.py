"""What the office allows when somebody decides about a flag."""

from dataclasses import dataclass, field

import pytest

from proctor.errors import DecisionError, NotFoundError
from proctor.findings import Flag, FlagRow, Review, RunKey
from proctor.review import REASONS, decide, reason_titles
from proctor.timeline import UNKNOWN_CLOCK, Span
from tests.audit.stories import StandingClock


@dataclass
class PaperDesk:
    """A desk with one flag on it."""

    stored: list[Review] = field(default_factory=list)

    def flag(self, id_or_prefix: str) -> FlagRow:
        if not "abc123".startswith(id_or_prefix):
            raise NotFoundError("nothing")
        flag = Flag("abc123", "PEEK", 3, "seat-1", Span(0, 1), 0.5, 0)
        key = RunKey("a", "b", "c")
        return FlagRow(flag, key, 1, "hall", "c", "s", "/a.mp4", UNKNOWN_CLOCK, "pending")

    def add_review(self, review: Review) -> None:
        self.stored.append(review)


def test_a_decision_carries_the_whole_id_the_name_and_the_moment() -> None:
    desk = PaperDesk()
    made = decide(desk, "abc", "confirmed", " seen  twice ", " Li  Na ", StandingClock())
    assert made == Review("abc123", "confirmed", "seen twice", "Li Na", StandingClock().now())
    assert desk.stored == [made]


@pytest.mark.parametrize("reason", ["", "no idea", "other", "other:  ", "staffing"])
def test_a_false_alarm_without_a_countable_reason_is_refused(reason: str) -> None:
    desk = PaperDesk()
    with pytest.raises(DecisionError, match="reason that can be counted") as told:
        decide(desk, "abc", "false-alarm", reason, "Li")
    assert "lighting, staff, neighbour" in told.value.hint
    assert desk.stored == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("staff", "staff"),
        ("staff : the cleaner", "staff: the cleaner"),
        ("other:a fly", "other: a fly"),
    ],
)
def test_words_may_follow_the_reason(given: str, kept: str) -> None:
    assert decide(PaperDesk(), "abc", "false-alarm", given, "Li").reason == kept


def test_nobody_decides_without_a_name_or_a_verdict() -> None:
    with pytest.raises(DecisionError, match="name of the person"):
        decide(PaperDesk(), "abc", "confirmed", "", "  ")
    with pytest.raises(DecisionError, match="'guilty' is not a verdict"):
        decide(PaperDesk(), "abc", "guilty", "", "Li")
    with pytest.raises(NotFoundError):
        decide(PaperDesk(), "xyz", "confirmed", "", "Li")


def test_every_reason_has_a_title() -> None:
    assert tuple(reason_titles()) == REASONS
