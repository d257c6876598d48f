"""Cases into a scoresheet: align, count, and say what the numbers rest on."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from proctor.codes import CODES
from proctor.evaluation import intervals, telling
from proctor.evaluation.blame import Scene, look_alikes
from proctor.evaluation.counting import Part, counted, summed
from proctor.evaluation.intervals import Floats
from proctor.evaluation.matching import align
from proctor.evaluation.references import Case, Claim, Reference, ReferenceEvent
from proctor.evaluation.sheet import FalseAlarm, Matched, Missed, Scoresheet, Silent
from proctor.perception import Sense
from proctor.timeline import SECOND, Span

_MINUTE = 60 * SECOND
_NEVER = 2**62
"""Microseconds after everything, 146,000 years."""


@dataclass(frozen=True, slots=True)
class Measure:
    """What is compared, and how."""

    codes: frozenset[str] | None = None
    """Only these codes; ``None`` means every code."""
    anywhere: bool = False
    """Whether a flag may find an event at another place."""
    min_visible: float = 0.1
    """Events of which less can be seen are ignored."""
    seed: int = 0
    """Of the bootstrap: the same seed gives the same ends."""
    resamples: int = 2000
    """How often the recordings are drawn anew."""


def score(cases: Sequence[Case], measure: Measure | None = None) -> Scoresheet:
    """How well the claims of ``cases`` agree with their references.

    The order of cases, events and claims does not matter. Raises ``ValueError`` without cases.
    """
    measure = measure or Measure()
    if not cases:
        raise ValueError("nothing to score")
    cases = sorted(cases, key=lambda case: (case.reference.clip, case.reference.source))
    parts = _aligned(cases, measure)
    drawn = intervals.weights(len(cases), measure.resamples, measure.seed)
    lines = [counted(code, found, _minutes(cases, {code}), drawn) for code, found in parts.items()]
    every = [part for found in parts.values() for part in found]
    scenes = [Scene(case, anywhere=measure.anywhere) for case in cases]
    false = _false_alarms(every, scenes)
    return Scoresheet(
        codes=tuple(one.line for one in lines),
        overall=summed(lines, every, _minutes(cases, measure.codes), drawn),
        minutes=sum(case.footage_us for case in cases) / _MINUTE,
        recordings=tuple(case.reference.clip for case in cases),
        hits=_hits(every),
        misses=_misses(every, scenes),
        false_alarms=false,
        look_alikes=tuple(look_alikes(false, cases)),
        not_judged=tuple(_silent(cases, parts)),
        method=telling.method(measure.anywhere, measure.min_visible),
        seed=measure.seed,
        notes=telling.notes(cases, measure.codes),
    )


def _minutes(cases: Sequence[Case], codes: Collection[str] | None) -> Floats:
    """Footage of each recording in which one of ``codes`` was looked for, ``None`` for any."""
    looked = [case.footage_us if _looked_for(case, codes) else 0 for case in cases]
    return np.array(looked, np.float64) / _MINUTE


def _looked_for(case: Case, codes: Collection[str] | None) -> bool:
    known = case.reference.codes
    if known is None:
        return True
    return bool(known) if codes is None else not known.isdisjoint(codes)


def annotated(case: Case, code: str) -> bool:
    """Whether the annotators of the recording looked for ``code``."""
    return case.reference.codes is None or code in case.reference.codes


def _aligned(cases: Sequence[Case], measure: Measure) -> dict[str, list[Part]]:
    """Code → its parts in every recording with an event or a flag of it, in catalogue order."""
    scores = [claim.score for case in cases for claim in case.claims]
    spread = (min(scores, default=0.0), max(scores, default=1.0))
    parts: dict[str, list[Part]] = defaultdict(list)
    for at, case in enumerate(cases):
        for code in _codes_of(case, measure.codes):
            parts[code].append(_part(at, case, code, measure, spread))
    order = {code: n for n, code in enumerate(CODES)}
    return dict(sorted(parts.items(), key=lambda item: (order.get(item[0], len(order)), item[0])))


def _codes_of(case: Case, only: Collection[str] | None) -> set[str]:
    said = {event.code for event in case.reference.events}
    said |= {claim.code for claim in case.claims if annotated(case, claim.code)}
    return said if only is None else said & set(only)


def _part(at: int, case: Case, code: str, measure: Measure, spread: tuple[float, float]) -> Part:
    events = [event for event in case.reference.events if event.code == code]
    hidden = [event for event in events if not _visible(event, measure.min_visible)]
    found = align(
        case.reference,
        [event for event in events if _visible(event, measure.min_visible)],
        [*hidden, *_outside(case.reference, code)],
        [claim for claim in case.claims if claim.code == code],
        anywhere=measure.anywhere,
        scores=spread,
    )
    return Part(at, len(hidden), found)


def _visible(event: ReferenceEvent, least: float) -> bool:
    return event.visible is None or event.visible >= least


def _outside(reference: Reference, code: str) -> list[ReferenceEvent]:
    """What may have happened before and after the annotated footage: flags there are ignored."""
    if not reference.duration_us:
        return []
    first, last = reference.annotated.start_us, reference.annotated.end_us
    return [ReferenceEvent(code, "", span) for span in (Span(0, first), Span(last, _NEVER))]


def _hits(parts: Sequence[Part]) -> tuple[Matched, ...]:
    hits = (hit for part in parts for hit in part.alignment.hits)
    return tuple(sorted(hits, key=lambda hit: _order(hit.recording, hit.event)))


def _misses(parts: Sequence[Part], scenes: Sequence[Scene]) -> tuple[Missed, ...]:
    found = (scenes[part.at].missed(event) for part in parts for event in part.alignment.missed)
    return tuple(sorted(found, key=lambda miss: _order(miss.recording, miss.event)))


def _false_alarms(parts: Sequence[Part], scenes: Sequence[Scene]) -> tuple[FalseAlarm, ...]:
    found = (
        scenes[part.at].false_alarm(claim)
        for part in parts
        for claim in part.alignment.false_alarms
    )
    return tuple(sorted(found, key=lambda one: _order(one.claim.recording, one.claim)))


def _order(clip: str, said: ReferenceEvent | Claim) -> tuple[str, Span, str, str]:
    return clip, said.span, said.code, said.place


def _silent(cases: Sequence[Case], parts: Mapping[str, Sequence[Part]]) -> list[Silent]:
    """Codes with events in recordings where no rule could judge them."""
    result = []
    for code, found in parts.items():
        having = [cases[part.at] for part in found if part.alignment.hits or part.alignment.missed]
        senses = [missing for case in having if (missing := _missing(case, code)) is not None]
        if senses:
            lacking = sorted({sense for missing in senses for sense in missing})
            result.append(Silent(code, tuple(lacking), len(senses)))
    return result


def _missing(case: Case, code: str) -> tuple[Sense, ...] | None:
    """Senses that kept the code from being judged, none if it has no rule; ``None`` if it was."""
    for rule in case.not_judged:
        if rule.code == code:
            return rule.missing
    return None if case.ruled is None or code in case.ruled else ()
