"""When a recording began: what the caller says, what the file says, what its name says."""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path

from proctor.timeline import UNKNOWN_CLOCK, ClockMap

_SEPARATED = re.compile(
    r"(?<!\d)(2[01]\d\d)[-_.]?(\d\d)[-_.]?(\d\d)[-_.T ]{0,3}(\d\d)[-_.:]?(\d\d)[-_.:]?(\d\d)"
    r"(?:\d{3})?(?!\d)"
)
"""20261123_094107, 2026-11-23_09-41-07, 20261123094107, the last also with milliseconds."""

_CHINESE = re.compile(
    r"(?<!\d)(2[01]\d\d)年(\d{1,2})月(\d{1,2})日[-_ ]?(\d{1,2})[时時点](\d{1,2})分(?:(\d{1,2})秒)?"
)
"""2026年11月23日09时41分07秒."""

_YEARS = range(2000, 2101)
"""Recorders without a set clock write 1904 or 1970."""


def clock_of(path: Path, tags: Mapping[str, str], start: datetime | None = None) -> ClockMap:
    """Wall time of media zero from the best source there is.

    ``start`` (without a time zone: local time) before the container's ``creation_time`` in
    ``tags`` before the file name (local time); unknown when none of them tells.
    """
    if start is not None:
        return ClockMap(start.astimezone(UTC), "given", 0.5)
    if (written := _written(tags.get("creation_time", ""))) is not None:
        return ClockMap(written, "metadata", 2.0)
    if (named := _named(path.name)) is not None:
        return ClockMap(named, "file-name", 2.0)
    return UNKNOWN_CLOCK


def _written(text: str) -> datetime | None:
    """A container's creation time; containers write UTC, with or without saying so."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    moment = moment if moment.utcoffset() is not None else moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC) if moment.year in _YEARS else None


def _named(name: str) -> datetime | None:
    """The first plausible moment in a file name; exports name the start before the end."""
    for found in (*_CHINESE.finditer(name), *_SEPARATED.finditer(name)):
        year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
        try:
            moment = datetime.combine(date(year, month, day), time(hour, minute, second))
        except ValueError:
            continue
        if moment.year in _YEARS:
            return moment.astimezone(UTC)
    return None
