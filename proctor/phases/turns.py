"""The exams of a day one after another, and what lies before, between and within them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from proctor.phases.stretches import Phase
from proctor.timeline import SECOND, Microseconds, Span

CHECK_IN: Microseconds = 30 * 60 * SECOND
"""People come so long before their exam, unless a roster tells otherwise."""
LONGEST_BREAK: Microseconds = 3 * 3600 * SECOND
"""Exams of one room that lie farther apart have no break between them, but an end and a start."""

Part: TypeAlias = tuple[Span, Phase, int]
"""Wall or media time, phase, turn."""


@dataclass(frozen=True, slots=True)
class Exam:
    """An exam at a seat, or of a whole room."""

    span: Span
    """Wall time."""
    check_in_us: Microseconds | None = None
    """Wall time from which on people are checked in; ``None`` where nobody told."""
    breaks: tuple[Span, ...] = ()
    """Wall time of the breaks in it."""


def of_all(exams: Sequence[Exam], span: Span) -> Exam:
    """What a whole room does in ``span`` when its seats do that.

    Check-in begins with the first who is, a break is one when everybody has it.
    """
    shared = set.intersection(*(set(each.breaks) for each in exams)) if exams else set()
    return Exam(span, _first_in(exams), tuple(sorted(shared)))


def turns(exams: Iterable[Exam]) -> list[Exam]:
    """Exams in order, those that overlap made one; those that only touch are two."""
    made: list[Exam] = []
    for exam in sorted((each for each in exams if each.span.duration_us), key=lambda e: e.span):
        if made and exam.span.start_us < made[-1].span.end_us:
            made[-1] = _joined(made[-1], exam)
        else:
            made.append(exam)
    return made


def _joined(one: Exam, other: Exam) -> Exam:
    """Both as one; a break is one when nothing else is held in it."""
    breaks = (
        *(pause for pause in one.breaks if not pause.overlap_us(other.span)),
        *(pause for pause in other.breaks if not pause.overlap_us(one.span)),
        *(set(one.breaks) & set(other.breaks)),
    )
    span = Span(one.span.start_us, max(one.span.end_us, other.span.end_us))
    return Exam(span, _first_in((one, other)), tuple(sorted(set(breaks))))


def _first_in(exams: Sequence[Exam]) -> Microseconds | None:
    """When the first of those who come to several exams is checked in; ``None``: nobody told."""
    if all(each.check_in_us is None for each in exams):
        return None
    return min(
        each.span.start_us - CHECK_IN if each.check_in_us is None else each.check_in_us
        for each in exams
    )


def parts(held: Sequence[Exam], day: Span) -> list[Part]:
    """A phase for every moment of the day, wall time."""
    made: list[Part] = []
    at = min(day.start_us, held[0].span.start_us) if held else day.start_us
    for number, exam in enumerate(held):
        pause = number > 0 and exam.span.start_us - at <= LONGEST_BREAK
        come = _come(exam, at, pause)
        made.append((Span(at, come), "break" if pause else "outside", -1))
        made.append((Span(come, exam.span.start_us), "check-in", -1))
        made += _held(exam, number)
        at = exam.span.end_us
    made.append((Span(at, max(at, day.end_us)), "outside", -1))
    return [part for part in made if part[0].duration_us]


def _come(exam: Exam, at: Microseconds, pause: bool) -> Microseconds:
    """When people come to it, not before ``at``; half of a short pause is for those who leave."""
    start = exam.span.start_us
    if exam.check_in_us is not None:
        return max(at, min(exam.check_in_us, start))
    return start - min(CHECK_IN, (start - at) // 2 if pause else start - at)


def _held(exam: Exam, number: int) -> Iterator[Part]:
    at, end = exam.span.start_us, exam.span.end_us
    for pause in exam.breaks:
        begins, over = (min(max(at, moment), end) for moment in (pause.start_us, pause.end_us))
        yield Span(at, begins), "exam", number
        yield Span(begins, over), "break", -1
        at = over
    yield Span(at, end), "exam", number
