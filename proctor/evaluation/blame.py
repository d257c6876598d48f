"""What a false alarm fell on, and what a missed event was taken for."""

from collections import Counter
from collections.abc import Iterable, Sequence

from proctor.evaluation.crossing import Crossing
from proctor.evaluation.matching import same_place, takes_part, together
from proctor.evaluation.references import Case, Claim, ReferenceEvent
from proctor.evaluation.sheet import FalseAlarm, LookAlike, Missed
from proctor.timeline import Span


class Scene:
    """What happened and what was claimed in one recording, to be asked by time and place."""

    def __init__(self, case: Case, *, anywhere: bool) -> None:
        self._truth = case.reference
        self._anywhere = anywhere
        self._events = Crossing(case.reference.events)
        self._acts = Crossing(case.reference.acts)
        self._claims = Crossing(case.claims)

    def false_alarm(self, claim: Claim) -> FalseAlarm:
        """The false alarm with the events of other flags and the look-alikes it fell on."""
        events = (e for e in self._events.of(claim.span) if self._is_of(e, claim))
        acts = (act for act in self._acts.of(claim.span) if self._on(act.place, act.span, claim))
        codes, names = {event.code for event in events}, {act.name for act in acts}
        return FalseAlarm(claim, tuple(sorted(codes)), tuple(sorted(names)))

    def missed(self, event: ReferenceEvent) -> Missed:
        """The missed event with the other codes that were flagged there and then."""
        near = (c for c in self._claims.of(event.span) if self._is_of(event, c))
        codes = {claim.code for claim in near} - {event.code}
        return Missed(self._truth.clip, event, tuple(sorted(codes)))

    def _is_of(self, event: ReferenceEvent, claim: Claim) -> bool:
        here = self._anywhere or takes_part(event, claim, self._truth)
        return here and together(event.span, claim.span)

    def _on(self, place: str, span: Span, claim: Claim) -> bool:
        here = self._anywhere or same_place(place, claim, self._truth)
        return here and together(span, claim.span)


def look_alikes(false_alarms: Iterable[FalseAlarm], cases: Sequence[Case]) -> list[LookAlike]:
    """How often which code fell for which act, most often first; then acts that fooled no rule."""
    acts = Counter(act.name for case in cases for act in case.reference.acts)
    fooled = Counter((false.claim.code, act) for false in false_alarms for act in false.on_acts)
    lines = [LookAlike(code, act, n, acts[act]) for (code, act), n in fooled.items()]
    quiet = acts.keys() - {line.act for line in lines}
    lines += [LookAlike("", act, 0, acts[act]) for act in quiet]
    return sorted(lines, key=lambda line: (-line.false_alarms, -line.acts, line.act, line.code))
