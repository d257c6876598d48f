"""What a false alarm fell on, and what a missed event was taken for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from proctor.evaluation.matching import same_place, together
from proctor.evaluation.references import Case, Claim, ReferenceEvent
from proctor.evaluation.sheet import FalseAlarm, LookAlike, Missed
from proctor.timeline import Span


def false_alarm(claim: Claim, case: Case, *, anywhere: bool) -> FalseAlarm:
    """The false alarm with the events of other flags and the look-alikes it fell on."""
    truth = case.reference

    def on(place: str, span: Span) -> bool:
        here = anywhere or same_place(place, claim, truth)
        return here and together(span, claim.span)

    codes = {event.code for event in truth.events if on(event.place, event.span)}
    acts = {act.name for act in truth.acts if on(act.place, act.span)}
    return FalseAlarm(claim, tuple(sorted(codes)), tuple(sorted(acts)))


def missed(event: ReferenceEvent, case: Case, *, anywhere: bool) -> Missed:
    """The missed event with the other codes that were flagged there and then."""
    codes = {
        claim.code
        for claim in case.claims
        if claim.code != event.code
        and (anywhere or same_place(event.place, claim, case.reference))
        and together(event.span, claim.span)
    }
    return Missed(case.reference.clip, event, tuple(sorted(codes)))


def look_alikes(false_alarms: Iterable[FalseAlarm], cases: Sequence[Case]) -> list[LookAlike]:
    """How often which code fell for which act, most often first; then acts that fooled no rule."""
    acts = Counter(act.name for case in cases for act in case.reference.acts)
    fooled = Counter((false.claim.code, act) for false in false_alarms for act in false.on_acts)
    lines = [LookAlike(code, act, n, acts[act]) for (code, act), n in fooled.items()]
    quiet = acts.keys() - {line.act for line in lines}
    lines += [LookAlike("", act, 0, acts[act]) for act in quiet]
    return sorted(lines, key=lambda line: (-line.false_alarms, -line.acts, line.act, line.code))
