"""Why a flag was raised: the rule asked again, with the columns it looked at."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields

import numpy as np

from proctor.errors import RecordError
from proctor.findings import Flag
from proctor.judge import asked, scene_of
from proctor.manual import kind_of
from proctor.observations import Columns, ObservationLog, Values
from proctor.rulebook import phases_of
from proctor.rules import Rule
from proctor.rules.base import Sureness
from proctor.timeline import SECOND, Microseconds

AROUND: Microseconds = 10 * SECOND


@dataclass(frozen=True, slots=True)
class Explanation:
    """The numbers around a flag."""

    rule: Rule
    """With the settings of that run."""
    here: Columns
    """Rows of the place from ten seconds before to ten seconds after."""
    sure: Sureness
    """Sureness for those rows."""
    shown: Mapping[str, Values]
    """The columns the rule names as its reasons."""


def rule_of(code: str, rulebook: str) -> Rule:
    """The rule as a stored rulebook has it. Raises ``RecordError`` when it is not in there."""
    settings = json.loads(rulebook)["rules"].get(code)
    kind = kind_of(code)
    if settings is None or kind is None:
        raise RecordError(f"the rulebook of that run has no rule {code}")
    known = {field.name for field in fields(kind)}
    return kind(**{name: value for name, value in settings.items() if name in known})


def explain(flag: Flag, log: ObservationLog, rulebook: str) -> Explanation:
    """Ask the rule again and keep what it saw around the flag."""
    rule, scene = rule_of(flag.code, rulebook), scene_of(log, phases_of(rulebook))
    whole = scene.columns[flag.place]
    sure = asked(rule, scene.places[flag.place], scene)
    span = flag.span.widened(AROUND, AROUND)
    first, last = np.searchsorted(whole.times, (span.start_us, span.end_us))
    here = whole.during(span)
    return Explanation(rule, here, sure[first:last], {name: here[name] for name in rule.shows})
