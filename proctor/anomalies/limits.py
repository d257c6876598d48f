"""What the checks of results go by; every value may be set otherwise by a site."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from proctor.errors import ProfileError
from proctor.i18n import _
from proctor.spelling import meant

CHECKS_VERSION = 2
"""Raised whenever the same results and limits would give other leads."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The settings."""

    overlap_s: float = 60.0
    """Two uses of one thing overlap when they share more than this; clocks are not that exact."""
    item_slack_s: float = 5.0
    """Items may lie so far outside of their attempt, overlap so long, and be told so much longer or
    shorter than from their begin to their end: they are rounded, and written down late."""
    least_item_s: float = 1.0
    """Nobody passes an item, or answers a question rightly, in less than this."""
    pass_hall: float = 90.0
    """Least score of a pass in subject 1."""
    pass_field: float = 80.0
    """The same in subject 2."""
    pass_field_heavy: float = 90.0
    """The same in subject 2 for lorries, buses and trailers (A1, A2, A3, B1, B2)."""
    pass_road: float = 90.0
    """The same in subject 3."""
    full: float = 100.0
    """The score of somebody who loses no point."""
    false_rate: float = 0.05
    """Of the leads of a statistical check, the share that may be false on the long run; where
    nothing is wrong at all, the chance that a month raises any."""
    least_times: float = 100.0
    """Items of one name, site, subject and class below which their times are not judged."""
    factor: float = 2.0
    """A time is flagged only when it is so many times shorter or longer than the usual one."""
    least_gap_s: float = 5.0
    """And when it is at least so far from it."""
    least_attempts: float = 30.0
    """Attempts with a result below which an examiner, vehicle or school is not judged."""
    least_others: float = 100.0
    """Attempts of others, same site, subject and class, that it takes to know what is usual."""
    honest_spread: float = 0.05
    """Standard deviation of honest pass rates among examiners, vehicles or schools, as far as
    they themselves do not tell; worth four of them."""
    least_run: float = 10.0
    """A row of passes shorter than this is not spoken of."""

    @property
    def text(self) -> str:
        """Every setting, canonical JSON."""
        return json.dumps({"checks": CHECKS_VERSION, "limits": asdict(self)}, sort_keys=True)

    @property
    def fingerprint(self) -> str:
        """SHA-256 of ``text``, 64 hex digits."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def with_values(limits: Limits, values: Mapping[str, Any], origin: str) -> Limits:
    """``limits`` with some values in place of theirs.

    Raises ``ProfileError`` for a name that is none and a value that cannot be; ``origin`` is where
    it was written.
    """
    known = [field.name for field in fields(Limits)]
    for name, value in values.items():
        if name not in known:
            raise ProfileError(
                _("{origin}: nothing is called {name!r}.").format(origin=origin, name=name),
                hint=meant(name, known),
            )
        _check(name, value, origin)
    return replace(limits, **{name: float(value) for name, value in values.items()})


def _check(name: str, value: Any, origin: str) -> None:
    usable = isinstance(value, int | float) and not isinstance(value, bool)
    most = 0.5 if name == "false_rate" else 1e6
    if not usable or not 0 < value <= most:
        raise ProfileError(
            _("{origin} {name} = {value}: expected a number above 0 and up to {most:g}.").format(
                origin=origin, name=name, value=value, most=most
            ),
            hint=_("proctor sessions anomalies --limits shows all of them."),
        )


def parsed(lines: Iterable[str]) -> Mapping[str, Any]:
    """The values of ``name=value`` lines. Raises ``ProfileError``."""
    found: dict[str, Any] = {}
    for line in lines:
        name, equals, value = line.partition("=")
        try:
            found[name.strip()] = float(value) if equals else None
        except ValueError:
            found[name.strip()] = value
    return found
