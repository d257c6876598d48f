"""How well flags stood up to their reviewers; no truth needed, and no word about misses."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from proctor.audit import Record
from proctor.codes import CODES
from proctor.evaluation import intervals
from proctor.evaluation.counting import ALL
from proctor.evaluation.intervals import Floats
from proctor.evaluation.sheet import Interval
from proctor.findings import FlagRow, RecordingRow, State
from proctor.i18n import _
from proctor.timeline import SECOND

_HOUR = 3600 * SECOND


@dataclass(frozen=True, slots=True)
class ReviewScore:
    """What became of the flags of one code, or of all."""

    code: str
    """The code; ``all`` for the sum."""
    flags: int
    """Flags of current runs."""
    confirmed: int
    """Upheld by a reviewer."""
    false_alarms: int
    """Dismissed by a reviewer."""
    inconclusive: int
    """Looked at without a result; count for neither side."""
    pending: int
    """Nobody decided yet."""
    hours: float
    """Analysed footage, camera-hours."""
    precision: Interval | None
    """Confirmed over confirmed and false alarms; ``None`` while nothing is concluded."""
    false_alarms_per_hour: Interval | None
    """Known false alarms per camera-hour; too low by what still waits. ``None`` without footage,
    and while nothing is concluded of what was flagged."""
    reviewed: Interval | None
    """Flags with a decision, the inconclusive included, over flags; ``None`` without flags."""


@dataclass(frozen=True, slots=True)
class ReviewSheet:
    """Everything the verdicts in a record say about the flags."""

    codes: tuple[ReviewScore, ...]
    """One for every code that was flagged, in catalogue order."""
    overall: ReviewScore
    """All codes together."""
    recordings: int
    """Recordings that were judged."""
    method: str
    """One paragraph, in the language in force."""
    seed: int
    """Of the bootstrap."""


def from_reviews(
    record: Record, codes: Collection[str] | None = None, *, seed: int = 0, resamples: int = 2000
) -> ReviewSheet:
    """The score of all current runs by the reviewers' latest verdicts."""
    rows = [row for row in record.recordings() if row.run is not None]
    at = {row.run_number: n for n, row in enumerate(rows)}
    flags = [
        row
        for row in record.flags()
        if row.run_number in at and (codes is None or row.flag.code in codes)
    ]
    by_code: dict[str, list[FlagRow]] = defaultdict(list)
    for row in flags:
        by_code[row.flag.code].append(row)
    order = {code: n for n, code in enumerate(CODES)}
    drawn = intervals.weights(len(rows), resamples, seed) if rows else np.zeros((0, 0))
    hours = _hours(rows)
    return ReviewSheet(
        codes=tuple(
            _line(code, by_code[code], at, hours, drawn)
            for code in sorted(by_code, key=lambda code: (order.get(code, len(order)), code))
        ),
        overall=_line(ALL, flags, at, hours, drawn),
        recordings=len(rows),
        method=_method(),
        seed=seed,
    )


def _hours(rows: Iterable[RecordingRow]) -> Floats:
    """Footage with pictures of each recording."""
    accounts = (row.facts.account for row in rows)
    return np.array([a.covered_us / _HOUR if a else 0.0 for a in accounts], np.float64)


def _line(
    code: str,
    flags: Sequence[FlagRow],
    at: Mapping[int | None, int],
    hours: Floats,
    drawn: Floats,
) -> ReviewScore:
    states: Counter[State] = Counter(row.state for row in flags)
    right, wrong = (_each(flags, at, state, len(hours)) for state in ("confirmed", "false-alarm"))
    decided = sum(states.values()) - states["pending"]
    concluded = states["confirmed"] + states["false-alarm"]
    every = _each(flags, at, None, len(hours))
    waiting = _each(flags, at, "pending", len(hours))
    return ReviewScore(
        code=code,
        flags=len(flags),
        confirmed=states["confirmed"],
        false_alarms=states["false-alarm"],
        inconclusive=states["inconclusive"],
        pending=states["pending"],
        hours=float(hours.sum()),
        precision=intervals.share(
            states["confirmed"], concluded, intervals.ratio(right, right + wrong, drawn)
        ),
        false_alarms_per_hour=intervals.rate(
            states["false-alarm"], float(hours.sum()), intervals.ratio(wrong, hours, drawn)
        )
        if concluded or not flags
        else None,
        reviewed=intervals.share(
            decided, len(flags), intervals.ratio(every - waiting, every, drawn)
        ),
    )


def _each(
    flags: Iterable[FlagRow], at: Mapping[int | None, int], state: State | None, recordings: int
) -> Floats:
    """Flags in that state, or in any, of each recording."""
    counts = np.zeros(recordings)
    for row in flags:
        counts[at[row.run_number]] += state is None or row.state == state
    return counts


def _method() -> str:
    sentences = [
        _(
            "Confirmed flags count as right and false alarms as wrong; inconclusive and pending "
            "ones count for neither side."
        ),
        _("The rate of false alarms knows only those that were found to be false so far."),
        _("Verdicts say nothing about what was never flagged, so there is no miss rate."),
        _(
            "Intervals are 95 %: at each end the wider of a bootstrap over recordings and the "
            "interval of Wilson (shares) or Garwood (rates)."
        ),
    ]
    return " ".join(sentences)
