"""Profiles from files and from command lines.

A profile is TOML. The more special table wins, whoever wrote it; of two equally special ones the
site's own beats the one that comes with the program (``defaults.toml``)::

    [rules.PHONE]                        # 1. every exam
    threshold = 0.5
    [hall.rules.PEEK]                    # 2. one subject: hall, field, road, counter
    turn_deg = 45
    [room.counter.rules.PHONE]           # 3. one kind of room
    enabled = false
    [site.east.rules.VID_BLUR]           # 4. one site
    share = 0.5
    [camera."CAM 03"]                    # 5. one camera
    room = "counter"                     # else the subject's, such as cabin for road
    [camera."CAM 03".rules.VID_COVER]
    enabled = false

``--set CODE.setting=value`` beats them all.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from proctor.errors import ProfileError
from proctor.i18n import _
from proctor.profiles.checking import checked
from proctor.profiles.faults import Fault, error_of
from proctor.profiles.marks import marks
from proctor.profiles.profile import Profile, Settings
from proctor.reasons import spoken
from proctor.toml import encoding, slip, text_in

DEFAULTS = Path(__file__).with_name("defaults.toml")
"""What holds per subject and kind of room where a site says nothing."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a profile."""

    profile: Profile
    """What of it makes sense."""
    faults: tuple[Fault, ...]
    """What does not, in the order of the file; empty when it is fine."""
    text: str
    """The file."""


def read(path: Path) -> Reading:
    """The profile in a TOML file with all its faults. Raises ``ProfileError`` if there is none."""
    try:
        text = text_in(path)
    except OSError as error:
        raise ProfileError(
            _("cannot read profile {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error
    except UnicodeDecodeError as error:
        raise ProfileError(
            _("{path} is not TOML: {reason}").format(path=path, reason=encoding(error)),
            hint=_("Save it as UTF-8."),
        ) from error
    try:
        plain = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        return Reading(Profile(), (_no_toml(error, text),), text)
    profile, faults = checked(plain, marks(text))
    return Reading(profile, tuple(faults), text)


def load_profile(path: Path) -> Profile:
    """The profile in a TOML file. Raises ``ProfileError`` with the places of all its faults."""
    found = read(path)
    if found.faults:
        raise error_of(found.faults, str(path))
    return found.profile


@cache
def defaults() -> Profile:
    """What comes with the program."""
    return load_profile(DEFAULTS)


def profile_from(plain: Mapping[str, Any], origin: str) -> Profile:
    """A checked profile; ``origin`` names it in errors. Raises ``ProfileError``."""
    profile, faults = checked(plain, {})
    if faults:
        raise error_of(faults, origin)
    return profile


def with_overrides(profile: Profile, overrides: Iterable[str]) -> Profile:
    """The profile with ``CODE.setting=value`` lines on top of everything."""
    changed: dict[str, dict[str, Any]] = {}
    for line in overrides:
        code, setting, value = _parsed(line)
        changed.setdefault(code, {})[setting] = value
    return replace(profile, top=over(profile.top, profile_from({"rules": changed}, "--set").common))


def over(below: Settings, above: Settings) -> Settings:
    """Both, where they differ the latter."""
    codes = {*below, *above}
    return {code: {**below.get(code, {}), **above.get(code, {})} for code in sorted(codes)}


def _no_toml(error: tomllib.TOMLDecodeError, text: str) -> Fault:
    found = slip(error)
    what = _("this is not TOML: {reason}").format(reason=found.text)
    line, column = found.line or text.count("\n") + 1, found.column or 1
    return Fault(what, hint=found.hint, line=line, column=column)


def _parsed(line: str) -> tuple[str, str, Any]:
    left, equals, right = line.partition("=")
    code, dot, setting = left.strip().partition(".")
    if not (equals and dot):
        raise ProfileError(
            _("--set {line!r}: expected CODE.setting=value").format(line=line),
            hint=_("Such as PHONE.threshold=0.5"),
        )
    try:
        return code, setting, tomllib.loads(f"v = {right.strip()}")["v"]
    except tomllib.TOMLDecodeError as error:
        raise ProfileError(
            _("--set {line!r}: {value!r} is not a value: {reason}").format(
                line=line, value=right, reason=slip(error).text
            ),
            hint=slip(error).hint,
        ) from error
