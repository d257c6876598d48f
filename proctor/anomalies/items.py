"""Items that cannot have been when they are told to have been, or so short or so long."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from proctor.anomalies.lead import Lead, people
from proctor.anomalies.limits import Limits
from proctor.results.result import Item, Outcome
from proctor.timeline import Span, meeting, seconds, stamp

Wrong: TypeAlias = Literal["outside", "overlapping", "length", "short"]
"""An item lies outside of its attempt, or is longer; meets another one; its moments and its length
disagree; or nobody can do it in so short a time."""
WRONGS: tuple[Wrong, ...] = ("outside", "overlapping", "length", "short")


@dataclass(frozen=True, slots=True)
class _Fault:
    """One thing that is wrong with one item."""

    wrong: Wrong
    item: str
    """Its name; of two that meet, both."""
    seconds: float
    """By how much; how long it took, where it is too short."""


def misplaced(outcomes: Sequence[Outcome], limits: Limits) -> list[Lead]:
    """A lead per attempt with items that contradict the attempt, one another or themselves."""
    found = ((one, list(_faults(one, limits))) for one in outcomes)
    return [_lead(one, faults) for one, faults in found if faults]


def is_timed(one: Outcome) -> bool:
    """Whether any item of the attempt has a length or moments that may be wrong."""
    return any(item.lasted_s is not None for item in one.items)


def _faults(one: Outcome, limits: Limits) -> Iterator[_Fault]:
    whole = Span(stamp(one.starts), stamp(one.ends))
    for item in one.items:
        for wrong, by in _alone(item, whole).items():
            if by > limits.item_slack_s:
                yield _Fault(wrong, item.name, by)
        # Who fails is sent home, and the rest of the items stand there with nothing.
        lasted = item.lasted_s if one.passed and not item.deducted else None
        if lasted is not None and lasted < limits.least_item_s:
            yield _Fault("short", item.name, lasted)
    yield from _meeting([item for item in one.items if not item.is_whole_exam], limits)


def _alone(item: Item, whole: Span) -> Mapping[Wrong, float]:
    """What is wrong with an item by itself, with how many seconds of it."""
    found: dict[Wrong, float] = {"outside": (item.lasted_s or 0.0) - seconds(whole.duration_us)}
    if (span := item.span) is not None:
        early, late = whole.start_us - span.start_us, span.end_us - whole.end_us
        found["outside"] = max(found["outside"], seconds(max(early, late)))
        if item.seconds is not None:
            found["length"] = abs(seconds(span.duration_us) - item.seconds)
    return found


def _meeting(items: Sequence[Item], limits: Limits) -> Iterator[_Fault]:
    """Items that go on at once."""
    timed = [(span, item.name) for item in items if (span := item.span) is not None]
    timed.sort(key=lambda each: each[0])
    for (_span, name), (_other, next_name), shared_us in meeting(timed, lambda each: each[0]):
        if seconds(shared_us) > limits.item_slack_s:
            yield _Fault("overlapping", f"{name}, {next_name}", seconds(shared_us))


def _lead(one: Outcome, faults: Sequence[_Fault]) -> Lead:
    reasons: dict[str, float | str] = {"check": "items"}
    for wrong in WRONGS:
        mine = [fault for fault in faults if fault.wrong == wrong]
        if mine:
            worst = max(
                mine, key=lambda fault: -fault.seconds if wrong == "short" else fault.seconds
            )
            reasons |= {
                wrong: float(len(mine)),
                f"{wrong}_item": worst.item or "?",
                f"{wrong}_s": worst.seconds,
            }
    return Lead("items", one.serial, one, one.starts, one.ends, 1.0, reasons | people(one))
