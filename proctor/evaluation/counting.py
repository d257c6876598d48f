"""Alignments into the lines of a scoresheet."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from proctor.evaluation import curve, intervals
from proctor.evaluation.curve import Sweep
from proctor.evaluation.intervals import Floats
from proctor.evaluation.matching import Alignment
from proctor.evaluation.sheet import RATES, CodeScore, DetPoint, Interval

ALL = "all"
"""The name of the sum over codes."""

_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Part:
    """One code in one recording."""

    at: int
    """Number of the recording."""
    ignored: int
    """Events too hidden to count."""
    alignment: Alignment
    """The events that count, and the flags."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A line with what the sum over codes needs of it."""

    line: CodeScore
    """The line."""
    pmiss: Floats
    """Miss rates of the resamples, (resamples, rates)."""


def counted(code: str, parts: Sequence[Part], minutes: Floats, drawn: Floats) -> Counted:
    """The line of one code; ``minutes`` of footage in which it was looked for, per recording."""
    sweep = _sweep(parts, minutes)
    resampled = curve.pmiss_at(sweep, RATES, drawn)
    events = int(sweep.references.sum())
    exact = curve.pmiss_at(sweep, RATES, np.ones((1, len(minutes))))[0].tolist()
    at: dict[float, Interval | None] = {
        rate: intervals.share(value * events, events, resampled[:, n])
        if curve.measurable(rate, float(minutes.sum()))
        else None
        for n, (rate, value) in enumerate(zip(RATES, exact, strict=True))
    }
    return Counted(_line(code, parts, sweep, drawn, at, curve.det_points(sweep)), resampled)


def summed(
    each: Sequence[Counted], parts: Sequence[Part], minutes: Floats, drawn: Floats
) -> CodeScore:
    """All codes together: counts summed, miss rates averaged over the codes that have events."""
    having = [one for one in each if one.line.references]
    curves = [one.line.curve for one in having if one.line.curve]
    mean = curve.mean_curve(curves, len(having) - len(curves))
    return _line(ALL, parts, _sweep(parts, minutes), drawn, _mean_pmiss(having), mean)


def _mean_pmiss(having: Sequence[Counted]) -> dict[float, Interval | None]:
    events = sum(one.line.references for one in having)
    result: dict[float, Interval | None] = {}
    for n, rate in enumerate(RATES):
        known = [(at.value, one.pmiss[:, n]) for one in having if (at := one.line.pmiss_at[rate])]
        result[rate] = (
            intervals.mean_share([v for v, _ in known], events, [drawn for _, drawn in known])
            if known
            else None
        )
    return result


def _sweep(parts: Sequence[Part], minutes: Floats) -> Sweep:
    events = np.zeros(len(minutes))
    flags: list[tuple[float, bool, int]] = []
    for part in parts:
        found = part.alignment
        events[part.at] += len(found.hits) + len(found.missed)
        flags += [(hit.claim.score, True, part.at) for hit in found.hits]
        flags += [(claim.score, False, part.at) for claim in found.false_alarms]
    return Sweep.of(flags, events, minutes)


def _line(
    code: str,
    parts: Sequence[Part],
    sweep: Sweep,
    drawn: Floats,
    pmiss: dict[float, Interval | None],
    points: tuple[DetPoint, ...],
) -> CodeScore:
    hits, false = sweep.per_recording
    found, wrong = int(hits.sum()), int(false.sum())
    events, footage = int(sweep.references.sum()), float(sweep.minutes.sum())
    overlaps = [hit.overlap for part in parts for hit in part.alignment.hits]
    hourly = intervals.ratio(false, sweep.minutes / _MINUTES, drawn)
    return CodeScore(
        code=code,
        references=events,
        ignored=sum(part.ignored for part in parts),
        claims=found + wrong,
        hits=found,
        missed=events - found,
        false_alarms=wrong,
        minutes=footage,
        precision=intervals.share(found, found + wrong, intervals.ratio(hits, hits + false, drawn)),
        recall=intervals.share(found, events, intervals.ratio(hits, sweep.references, drawn)),
        false_alarms_per_hour=intervals.rate(wrong, footage / _MINUTES, hourly),
        overlap=float(np.mean(overlaps)) if overlaps else None,
        pmiss_at=pmiss,
        curve=points,
    )
