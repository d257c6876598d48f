"""Rules with their settings: defaults, changed by a profile, resolved for one exam and camera."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace

from proctor.perception import Subject
from proctor.phases import ALL_EXAM, Phases, phases_from
from proctor.profiles import (
    NO_PROFILE,
    Layer,
    Profile,
    Settings,
    load_profile,
    profile_from,
    with_overrides,
)
from proctor.profiles.profile import LEVELS
from proctor.profiles.reading import defaults, over
from proctor.rules import RULES, Rule

__all__ = [
    "JUDGE_VERSION",
    "NO_PROFILE",
    "Profile",
    "Rulebook",
    "layers",
    "load_profile",
    "profile_from",
    "resolve",
    "rules_of",
    "with_overrides",
]

JUDGE_VERSION = 3
"""Raised whenever stretches or flags are made differently from the same sureness."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that judge one recording."""

    rules: tuple[Rule, ...]
    """Enabled rules of the subject, in the order of ``RULES``."""
    text: str
    """Every setting, and the phases if a schedule tells them; canonical JSON."""
    phases: Phases = ALL_EXAM
    """When which rule is asked."""

    def during(self, phases: Phases) -> "Rulebook":
        """The same rules for a recording with those phases; another fingerprint, if any are known.

        So a recording judged under another schedule is another run.
        """
        return replace(self, phases=phases, text=_canonical(self.rules, phases))

    @property
    def fingerprint(self) -> str:
        """SHA-256 of ``text``, 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def resolve(profile: Profile, subject: Subject, camera: str, site: str = "") -> Rulebook:
    """The rulebook for one exam and camera."""
    used = tuple(rule for rule in rules_of(profile, subject, camera, site) if rule.enabled)
    return Rulebook(used, _canonical(used))


def rules_of(
    profile: Profile, subject: Subject, camera: str = "", site: str = ""
) -> tuple[Rule, ...]:
    """Every rule of the subject with its settings, those that are not enabled as well."""
    settings: Settings = {}
    for layer in layers(profile, subject, camera, site):
        settings = over(settings, layer.settings)
    return tuple(
        kind(**{"enabled": subject not in kind.unasked, **settings.get(kind.code, {})})
        for kind in RULES
        if subject in kind.subjects
    )


def layers(profile: Profile, subject: Subject, camera: str, site: str = "") -> Sequence[Layer]:
    """The tables that hold, in the order in which each beats those before it.

    The more special wins; of two equally special ones the site's own beats the shipped one.
    """
    room = profile.room(subject, site, camera)
    shipped = defaults().layers(subject, site, camera, room)
    found = (
        *(replace(one, shipped=True) for one in shipped),
        *profile.layers(subject, site, camera, room),
    )
    return sorted(found, key=lambda layer: LEVELS.index(layer.level))


def phases_of(text: str) -> Phases:
    """The phases that a stored rulebook was asked by."""
    return phases_from(json.loads(text).get("phases"))


def _canonical(rules: Iterable[Rule], phases: Phases = ALL_EXAM) -> str:
    plain = {rule.code: asdict(rule) | {"version": rule.version} for rule in rules}
    known = {"phases": phases.plain()} if phases.known else {}
    return json.dumps({"judge": JUDGE_VERSION, "rules": plain} | known, sort_keys=True)
