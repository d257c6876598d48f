"""Why a flag was raised: the rule asked again, with the columns it looked at."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields

import numpy as np

from proctor.errors import RecordError
from proctor.findings import Flag
from proctor.i18n import _
from proctor.judge import asked, scene_of
from proctor.manual import kind_of
from proctor.observations import Columns, ObservationLog, Values
from proctor.rulebook import phases_of
from proctor.rules import Rule, Scene
from proctor.rules.base import Sureness
from proctor.timeline import SECOND, Microseconds, Span

AROUND: Microseconds = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Explanation:
    """The numbers around a flag, or around a moment without one."""

    rule: Rule
    """With the settings of that run."""
    place: str
    """Which place."""
    span: Span
    """What is explained, media time."""
    here: Columns
    """Rows of the place from ten seconds before to ten seconds after."""
    sure: Sureness
    """Sureness for those rows."""
    shown: Mapping[str, Values]
    """The columns the rule names as its reasons."""
    usual: Mapping[str, float]
    """Their medians over the rest of the recording, where they were seen."""
    then: int
    """Version of the rule in that run; today's may see it otherwise."""

    def during(self) -> Mapping[str, float]:
        """Their means within the span, where they were seen."""
        inside = (self.here.times >= self.span.start_us) & (self.here.times < self.span.end_us)
        return _of_seen({name: values[inside] for name, values in self.shown.items()}, np.mean)


def rule_of(code: str, rulebook: str) -> Rule:
    """The rule as a stored rulebook has it. Raises ``RecordError`` when it is not in there."""
    settings = json.loads(rulebook)["rules"].get(code)
    kind = kind_of(code)
    if settings is None or kind is None:
        raise RecordError(_("The rulebook of that run has no rule {code}.").format(code=code))
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in settings.items() if name in known})


def explain(flag: Flag, log: ObservationLog, rulebook: str) -> Explanation:
    """Ask the rule again and keep what it saw around the flag."""
    rule, scene = rule_of(flag.code, rulebook), scene_of(log, phases_of(rulebook))
    sure = asked(rule, scene.places[flag.place], scene)
    version = version_of(flag.code, rulebook)
    return around((rule, version), flag.place, flag.span, scene, sure)


def version_of(code: str, rulebook: str) -> int:
    """Version of a rule in a stored rulebook; 0 when it is not in there."""
    return int(json.loads(rulebook).get("rules", {}).get(code, {}).get("version", 0))


def around(
    asked_by: tuple[Rule, int], place: str, span: Span, scene: Scene, sure: Sureness
) -> Explanation:
    """What a rule saw around ``span``, of whose place ``sure`` is the whole sureness.

    Beside the rule stands its version in the run that is explained.
    """
    rule, then = asked_by
    whole, wide = scene.columns[place], span.widened(AROUND, AROUND)
    first, last = np.searchsorted(whole.times, (wide.start_us, wide.end_us))
    here = whole.during(wide)
    shown = {name: here[name] for name in rule.shows}
    usual = _usual(rule, whole, span)
    return Explanation(rule, place, span, here, sure[first:last], shown, usual, then)


def _usual(rule: Rule, whole: Columns, span: Span) -> Mapping[str, float]:
    first, last = np.searchsorted(whole.times, (span.start_us, span.end_us))
    rest = {name: np.delete(whole[name], slice(first, last)) for name in rule.shows}
    return _of_seen(rest, np.median)


def _of_seen(
    columns: Mapping[str, Values], kind: Callable[[Values], np.floating]
) -> Mapping[str, float]:
    seen = {name: values[~np.isnan(values)] for name, values in columns.items()}
    return {name: round(float(kind(v)), 4) for name, v in seen.items() if len(v)}
