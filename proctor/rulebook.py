"""Rules with their settings: defaults, changed by a profile, resolved for one exam and camera.

A profile is TOML. The more special table wins::

    [rules.PHONE]                        # every exam
    threshold = 0.5
    [hall.rules.PEEK]                    # one subject
    turn_deg = 45
    [camera."CAM 03".rules.VID_COVER]    # one camera
    enabled = false

A word that no rule knows is refused: a misspelt threshold must not look like a lenient one.
"""

import hashlib
import json
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias

from proctor.errors import ProfileError
from proctor.perception import SUBJECTS, Subject
from proctor.rules import RULES, Rule

JUDGE_VERSION = 2
"""Raised whenever stretches or flags are made differently from the same sureness."""

Settings: TypeAlias = Mapping[str, Mapping[str, Any]]
"""Rule code → setting → value."""


@dataclass(frozen=True, slots=True)
class Profile:
    """Changes to the defaults, checked, not yet resolved."""

    common: Settings
    """For every exam."""
    subjects: Mapping[str, Settings]
    """Per subject."""
    cameras: Mapping[str, Settings]
    """Per camera name."""


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules that judge one recording."""

    rules: tuple[Rule, ...]
    """Enabled rules of the subject, in the order of ``RULES``."""
    text: str
    """Every setting, canonical JSON."""

    @property
    def fingerprint(self) -> str:
        """SHA-256 of ``text``, 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


NO_PROFILE = Profile({}, {}, {})


def load_profile(path: Path) -> Profile:
    """The profile in a TOML file. Raises ``ProfileError`` naming the place of the fault."""
    try:
        plain = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ProfileError(
            f"cannot read profile {path}: {error.strerror}", hint="Check --profile."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path} is not TOML: {error}", hint="Mend that line.") from error
    return profile_from(plain, str(path))


def profile_from(plain: Mapping[str, Any], origin: str) -> Profile:
    """A checked profile; ``origin`` names it in errors. Raises ``ProfileError``."""
    known = ("rules", "camera", *SUBJECTS)
    _refuse_unknown(plain, known, origin)
    subjects: dict[str, Settings] = {
        s: _rules_of(plain[s], f"{origin} [{s}]") for s in SUBJECTS if s in plain
    }
    cameras = {
        name: _rules_of(table, f'{origin} [camera."{name}"]')
        for name, table in _table(plain.get("camera", {}), f"{origin} [camera]").items()
    }
    return Profile(_settings(plain.get("rules", {}), f"{origin} [rules"), subjects, cameras)


def with_overrides(profile: Profile, overrides: Iterable[str]) -> Profile:
    """The profile with ``CODE.setting=value`` lines on top of everything."""
    changed: dict[str, dict[str, Any]] = {}
    for line in overrides:
        code, setting, value = _parsed(line)
        changed.setdefault(code, {})[setting] = value
    top = _settings(changed, "--set [rules")
    return Profile(
        _over(profile.common, top),
        {name: _over(settings, top) for name, settings in profile.subjects.items()},
        {name: _over(settings, top) for name, settings in profile.cameras.items()},
    )


def resolve(profile: Profile, subject: Subject, camera: str) -> Rulebook:
    """The rulebook for one exam and camera."""
    layers = (profile.common, profile.subjects.get(subject, {}), profile.cameras.get(camera, {}))
    settings: Settings = {}
    for layer in layers:
        settings = _over(settings, layer)
    rules = [
        kind(**{"enabled": subject not in kind.unasked, **settings.get(kind.code, {})})
        for kind in RULES
        if subject in kind.subjects
    ]
    used = tuple(rule for rule in rules if rule.enabled)
    return Rulebook(used, _canonical(used))


def _canonical(rules: Iterable[Rule]) -> str:
    plain = {rule.code: asdict(rule) | {"version": rule.version} for rule in rules}
    return json.dumps({"judge": JUDGE_VERSION, "rules": plain}, sort_keys=True)


def _over(below: Settings, above: Settings) -> Settings:
    codes = {*below, *above}
    return {code: {**below.get(code, {}), **above.get(code, {})} for code in sorted(codes)}


def _rules_of(table: Any, origin: str) -> Settings:
    _refuse_unknown(_table(table, origin), ("rules",), origin)
    return _settings(table.get("rules", {}), f"{origin[:-1]}.rules")


def _settings(table: Any, origin: str) -> Settings:
    kinds = {kind.code: kind for kind in RULES}
    _refuse_unknown(_table(table, f"{origin}]"), kinds, f"{origin}]")
    return {
        code: _checked(kinds[code], _table(values, f"{origin}.{code}]"), f"{origin}.{code}]")
        for code, values in table.items()
    }


def _checked(kind: type[Rule], values: Mapping[str, Any], origin: str) -> Mapping[str, Any]:
    defaults = {field.name: field.default for field in fields(kind)}
    _refuse_unknown(values, defaults, origin)
    return {name: _value(value, defaults[name], name, origin) for name, value in values.items()}


def _value(value: Any, default: Any, name: str, origin: str) -> Any:
    if isinstance(default, bool) or isinstance(value, bool):
        if isinstance(value, bool) and isinstance(default, bool):
            return value
        raise ProfileError(f"{origin} {name} = {value!r}: expected {type(default).__name__}")
    if not isinstance(value, (int, float)) or not 0 <= value < float("inf"):
        raise ProfileError(
            f"{origin} {name} = {value!r}: expected a number from 0 up", hint=f"Default: {default}"
        )
    if name == "threshold" and not 0 < value <= 1:
        raise ProfileError(f"{origin} threshold = {value}: expected more than 0 and at most 1")
    return float(value)


def _table(value: Any, origin: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise ProfileError(f"{origin}: expected a table, found {value!r}")
    return value


def _refuse_unknown(table: Mapping[str, Any], known: Iterable[str], origin: str) -> None:
    names = list(known)
    for word in table:
        if word not in names:
            near = get_close_matches(word, names, 1, 0.5)
            hint = f"Did you mean {near[0]}?" if near else f"Known: {', '.join(names)}"
            raise ProfileError(f"{origin}: nothing is called {word!r}", hint=hint)


def _parsed(line: str) -> tuple[str, str, Any]:
    left, equals, right = line.partition("=")
    code, dot, setting = left.strip().partition(".")
    if not (equals and dot):
        raise ProfileError(
            f"--set {line!r}: expected CODE.setting=value", hint="Such as PHONE.threshold=0.5"
        )
    try:
        return code, setting, tomllib.loads(f"v = {right.strip()}")["v"]
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(f"--set {line!r}: {right!r} is not a value: {error}") from error
