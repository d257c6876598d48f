"""Which flag found which event: one to one, per recording and code, as ActEV's scorer aligns.

A pair may match when its overlap is long enough (``together``) and its places agree; among all
one-to-one assignments the one with the greatest sum of kernels

    K = 1 + 1e-6 · sureness + 1e-8 · temporal intersection over union

is taken, so that the number of pairs comes first, then surer flags, then better overlap. The two
epsilons are those of ``ActEV18_AD`` in github.com/usnistgov/ActEV_Scorer.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from proctor.assignment import paired
from proctor.evaluation.crossing import Crossing
from proctor.evaluation.references import Claim, Reference, ReferenceEvent
from proctor.evaluation.sheet import Matched
from proctor.findings import PICTURE
from proctor.timeline import SECOND, Span

SURENESS = 1e-6
"""Weight of the flag's sureness in the kernel."""
OVERLAP = 1e-8
"""Weight of the temporal intersection over union in the kernel."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Events and flags of one code in one recording, laid beside each other."""

    hits: tuple[Matched, ...]
    """Pairs, by event."""
    missed: tuple[ReferenceEvent, ...]
    """Events that count and have no flag."""
    false_alarms: tuple[Claim, ...]
    """Flags that count and have no event."""
    dropped: tuple[Claim, ...]
    """Flags on ignored events: neither right nor wrong."""


def together(one: Span, other: Span) -> bool:
    """Whether two spans share at least a second, or half of the shorter one if that is less."""
    if one.end_us <= other.start_us or other.end_us <= one.start_us:
        return False
    shorter = min(one.duration_us, other.duration_us)
    return 2 * one.overlap_us(other) >= min(2 * SECOND, shorter) > 0


def overlap(one: Span, other: Span) -> float:
    """Temporal intersection over union, 0–1."""
    shared = one.overlap_us(other)
    union = one.duration_us + other.duration_us - shared
    return shared / union if union else 0.0


def same_place(place: str, claim: Claim, reference: Reference) -> bool:
    """Whether the flag is about that place of the reference.

    What happens at no place is anywhere: somebody who walks about has a name, but no place.
    """
    nowhere = not place or (bool(reference.places) and place not in (*reference.places, PICTURE))
    return nowhere or place == claim.place


def takes_part(event: ReferenceEvent, claim: Claim, reference: Reference) -> bool:
    """Whether the flag is about a place of the event."""
    places = (event.place, event.other) if event.other else (event.place,)
    return any(same_place(place, claim, reference) for place in places)


def align(
    reference: Reference,
    events: Sequence[ReferenceEvent],
    ignored: Sequence[ReferenceEvent],
    claims: Sequence[Claim],
    *,
    anywhere: bool = False,
    scores: tuple[float, float] = (0.0, 1.0),
) -> Alignment:
    """Events and claims of one code and one recording, aligned; their order does not matter.

    ``scores`` are the least and greatest score of the whole evaluation: sureness is spread over
    them, as the scorer does.
    """
    events, claims = sorted(events, key=_event_order), sorted(claims, key=_claim_order)
    near = Crossing(claims)

    def fitting(event: ReferenceEvent) -> Iterator[int]:
        for n in near.at(event.span):
            here = anywhere or takes_part(event, claims[n], reference)
            if here and together(event.span, claims[n].span):
                yield n

    gains = {
        (row, n): _kernel(event, claims[n], scores)
        for row, event in enumerate(events)
        for n in fitting(event)
    }
    pairs = paired(gains)
    found, used = {row for row, _ in pairs}, {n for _, n in pairs}
    dropped = {n for event in ignored for n in fitting(event)} - used
    out = used | dropped
    return Alignment(
        hits=tuple(_matched(reference, events[row], claims[n]) for row, n in pairs),
        missed=tuple(event for n, event in enumerate(events) if n not in found),
        false_alarms=tuple(c for n, c in enumerate(claims) if n not in out),
        dropped=tuple(claims[n] for n in sorted(dropped)),
    )


def _kernel(event: ReferenceEvent, claim: Claim, scores: tuple[float, float]) -> float:
    low, high = scores
    sureness = (claim.score - low) / (high - low) if high > low else 1.0
    return 1 + SURENESS * sureness + OVERLAP * overlap(event.span, claim.span)


def _matched(reference: Reference, event: ReferenceEvent, claim: Claim) -> Matched:
    return Matched(reference.clip, event, claim, overlap(event.span, claim.span))


def _event_order(event: ReferenceEvent) -> tuple[Span, str, float]:
    return event.span, event.place, -1.0 if event.visible is None else event.visible


def _claim_order(claim: Claim) -> tuple[Span, str, float, str, str]:
    return claim.span, claim.place, claim.score, claim.flag, claim.found_at
