"""Observation log into flags: pure, repeatable, thousands of times faster than real time."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

import numpy as np

from proctor import __version__
from proctor.codes import CODES
from proctor.findings import Flag, Judgement, NotJudged, RunFacts, RunKey, flag_id
from proctor.observations import ObservationLog
from proctor.phases import ALL_EXAM, Phases
from proctor.places import Place
from proctor.rulebook import Rulebook
from proctor.rules import Rule, Scene
from proctor.rules.base import LONGEST_SAMPLE, Sureness, judged_us, stretches
from proctor.rules.blind import with_sight
from proctor.timeline import Microseconds, Span, microseconds
from proctor.weighing.acts import WITH, happenings

Told: TypeAlias = tuple[list[Flag], float | None]
"""Flags of one rule, and the share of the place-time asked about that it judged, if any."""


def run_key(log: ObservationLog, rulebook: Rulebook) -> RunKey:
    """What this judgement will be known by."""
    return RunKey(log.header.recording, log.header.perception, rulebook.fingerprint)


def run_of(log: ObservationLog, rulebook: Rulebook, judgement: Judgement) -> RunFacts:
    """A run over a log by this program, without evidence."""
    return RunFacts(
        key=run_key(log, rulebook),
        models=log.header.models,
        senses=log.header.senses,
        rulebook=rulebook.text,
        software=__version__,
        judgement=judgement,
        places=log.header.places,
    )


def scene_of(log: ObservationLog, phases: Phases = ALL_EXAM) -> Scene:
    """The log as rules see it: nobody at all where the picture shows nothing."""
    header = log.header
    places = {place.name: place for place in header.places}
    longest = max(LONGEST_SAMPLE, header.every_us)
    scene = Scene(
        header.subject, places, log.columns, header.account, longest, header.clock, phases
    )
    return with_sight(scene)


def asked(rule: Rule, place: Place, scene: Scene) -> Sureness:
    """What the rule says of each moment at which it is asked there, ``NaN`` of the others; (N,)."""
    here = scene.columns[place.name]
    when = scene.phases.asked(rule.phases, place, here.times)
    if when is None:
        return rule.sureness(here, place, scene)
    if not when.any():
        return np.full(len(when), np.nan)
    return np.where(when, rule.sureness(here, place, scene), np.nan)


def judge(log: ObservationLog, rulebook: Rulebook) -> Judgement:
    """Every flag the rulebook finds in the log, sorted by start, and what it could not judge."""
    scene, run = scene_of(log, rulebook.phases), run_key(log, rulebook)
    return concluded(log, rulebook, scene, lambda rule: ask(rule, scene, run))


def concluded(
    log: ObservationLog, rulebook: Rulebook, scene: Scene, asking: Callable[[Rule], Told]
) -> Judgement:
    """What follows from what ``asking`` tells of each rule that can be judged."""
    flags: list[Flag] = []
    not_judged: list[NotJudged] = []
    judged: dict[str, float] = {}
    for rule in rulebook.rules:
        missing = tuple(sense for sense in rule.needs if sense not in log.header.senses)
        if missing:
            not_judged.append(NotJudged(rule.code, missing))
            continue
        found, share = asking(rule)
        flags.extend(found)
        if share is not None:
            judged[rule.code] = share
    flags = happenings(without_parts(flags, scene), rests(rulebook))
    flags.sort(key=lambda flag: (flag.span, flag.code, flag.place))
    return Judgement(tuple(flags), tuple(not_judged), judged)


def rests(rulebook: Rulebook) -> dict[str, Microseconds]:
    """Code → longest rest within one happening."""
    return {rule.code: microseconds(rule.rest_s) for rule in rulebook.rules}


def without_parts(flags: Sequence[Flag], scene: Scene) -> list[Flag]:
    """Without those of one cell that the whole picture has too: a cut cable is one fault."""
    whole = [flag for flag in flags if scene.places[flag.place].kind == "picture"]
    return [
        flag
        for flag in flags
        if scene.places[flag.place].kind != "cell"
        or not any(2 * _shared_us(flag, other) >= flag.span.duration_us for other in whole)
    ]


def _shared_us(one: Flag, other: Flag) -> Microseconds:
    return one.span.overlap_us(other.span) if one.code == other.code else 0


def places_asked(rule: Rule, scene: Scene) -> list[Place]:
    """The places of the scene about which the rule is asked."""
    return [place for place in scene.places.values() if place.kind in rule.kinds]


def ask(rule: Rule, scene: Scene, run: RunKey) -> Told:
    """Its flags, and the share of the place-time asked about that it judged; ``None``: of none."""
    flags: list[Flag] = []
    end_us = scene.account.span.end_us
    longest = max(scene.longest_us, rule.speaks_us)
    said = whole = 0
    for place in places_asked(rule, scene):
        here = scene.columns[place.name]
        sure = asked(rule, place, scene)
        said += judged_us(sure, here.times, end_us, longest)
        whole += scene.phases.asked_us(rule.phases, place, scene.account.span)
        flags.extend(_flags(rule, place, sure, scene, run))
    if rule.shared:
        flags = _one_each(flags)
    if whole:
        return flags, round(min(said / whole, 1.0), 4)
    return flags, None if scene.phases.known and places_asked(rule, scene) else 0.0


def _flags(rule: Rule, place: Place, sure: Sureness, scene: Scene, run: RunKey) -> Iterable[Flag]:
    here = scene.columns[place.name]
    spans = stretches(
        sure,
        here.times,
        threshold=rule.threshold,
        hold_us=microseconds(rule.hold_s),
        gap_us=microseconds(rule.gap_s),
        end_us=scene.account.span.end_us,
        longest_us=max(scene.longest_us, rule.speaks_us),
    )
    return [_flag(rule, place, sure, scene, run, span) for span in spans]


def _one_each(flags: Iterable[Flag]) -> list[Flag]:
    """The surer flag of every two that two places have about the same moments."""
    kept: dict[frozenset[object], list[Flag]] = {}
    for flag in sorted(flags, key=lambda flag: (-flag.score, flag.span, flag.place)):
        pair = kept.setdefault(frozenset((flag.place, flag.reasons.get(WITH))), [])
        if not any(flag.span.overlap_us(other.span) for other in pair):
            pair.append(flag)
    return [flag for pair in kept.values() for flag in pair]


def _flag(rule: Rule, place: Place, sure: Sureness, scene: Scene, run: RunKey, span: Span) -> Flag:
    here = scene.columns[place.name]
    first, last = np.searchsorted(here.times, (span.start_us, span.end_us)).tolist()
    part = sure[first:last]  # without NaN: a stretch has none
    settings = {"threshold": rule.threshold, "hold_s": rule.hold_s, "samples": last - first}
    other = rule.partner(here, place, scene, slice(first, last)) if rule.shared else ""
    return Flag(
        id=flag_id(run, rule.code, place.name, span.start_us),
        code=rule.code,
        level=CODES[rule.code].level,
        place=place.name,
        span=span,
        score=round(float(part.mean()), 4),
        peak_us=int(here.times[first + int(part.argmax())]),
        reasons={
            **rule.reasons(here.rows(slice(first, last)), scene),
            **settings,
            **({WITH: other} if other else {}),
        },
    )
