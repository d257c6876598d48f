"""Which camera a recording of an archive shows and when it began, as its path tells.

Recorders and their owners name files in a few ways; ``LAYOUTS`` has those met most, and a site adds
its own as regular expressions with the same named groups. A path is matched from the folder that
was indexed on, with forward slashes.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from proctor.errors import SettingsError
from proctor.i18n import _
from proctor.toml import said, text_in

_MOMENT = r"20\d\d[-_.]?\d\d[-_.]?\d\d[-_.T ]{0,3}\d\d[-_.:]?\d\d[-_.:]?\d\d"
_DAY = r"20\d\d[-_./]?\d\d[-_./]?\d\d"
_CLOCK = r"\d\d[-_.:]\d\d[-_.:]\d\d"

_PARTS = ("year", "month", "day", "hour", "minute", "second")


@dataclass(frozen=True, slots=True)
class Named:
    """What a path tells."""

    camera: str
    """Name of the camera."""
    start: datetime | None
    """Aware UTC; ``None`` when the path does not say."""
    end: datetime | None
    """Likewise."""
    layout: str
    """Name of the layout that fits."""


@dataclass(frozen=True, slots=True)
class Layout:
    """One way to name files."""

    name: str
    """For people."""
    pattern: re.Pattern[str]
    """Searched for in the path; groups ``camera``, ``folder``, ``channel``, ``stream``, ``start``,
    ``end`` (digits with or without signs between), ``date``, or ``year`` … ``second``."""
    zone: str = ""
    """Of the times, such as ``UTC``; empty: this computer's."""

    def read(self, path: PurePosixPath) -> Named | None:
        """What it makes of a path; ``None`` when it does not fit."""
        found = self.pattern.search(str(path))
        if found is None:
            return None
        said = {name: text for name, text in found.groupdict().items() if text}
        start = self._start(said)
        end = self._end(said, start)
        return Named(_camera(said, path), start, end, self.name)

    def _start(self, said: Mapping[str, str]) -> datetime | None:
        if "year" in said:
            digits = "".join(said.get(part, "0").zfill(2) for part in _PARTS)
        else:
            digits = _digits(said.get("date", "") + said.get("start", ""))
        return self._moment(digits)

    def _end(self, said: Mapping[str, str], start: datetime | None) -> datetime | None:
        if "end" not in said or start is None:
            return None
        digits = _digits(said["end"])
        if len(digits) >= 14:
            return self._moment(digits)
        end = self._moment(_digits(said.get("date", "")) + digits)
        return end + timedelta(days=1) if end and end < start else end

    def _moment(self, digits: str) -> datetime | None:
        try:
            told = datetime.strptime(f"{digits[:14]}+0000", "%Y%m%d%H%M%S%z")
        except ValueError:
            return None
        told = told.replace(microsecond=int(digits[14:17].ljust(3, "0")) * 1000)
        return told.replace(tzinfo=ZoneInfo(self.zone) if self.zone else None).astimezone(UTC)


LAYOUTS = (
    Layout(
        "camera and day, then times from–to in the name",
        re.compile(
            rf"(?:(?P<folder>[^/]+)/)?(?P<date>{_DAY})/(?:(?P<channel>\d{{3}})/)?(?:[^/]+/)*"
            rf"(?P<start>{_CLOCK})[-_](?P<end>{_CLOCK})[^/]*$"
        ),
    ),
    Layout(
        "channel, then start and end in the name",
        re.compile(
            rf"(?:^|/)(?:(?P<camera>[^/]*?)[-_. ]+)?(?:(?P<stream>main|sub)[-_. ]+)?"
            rf"(?P<start>{_MOMENT}(?:\d{{3}})?)[-_.~ ]+(?P<end>{_MOMENT})(?:\d{{3}})?(?!\d)[^/]*$"
        ),
    ),
    Layout(
        "channel, then start in the name",
        re.compile(
            rf"(?:^|/)(?P<camera>[^/]*?)[-_. ]+(?:(?P<stream>main|sub)[-_. ]+)?"
            rf"(?P<start>{_MOMENT}(?:\d{{3}})?)(?!\d)[^/]*$"
        ),
    ),
    Layout(
        "start in the name, then the channel",
        re.compile(
            rf"(?:^|/)(?P<start>{_MOMENT}(?:\d{{3}})?)(?!\d)(?:[-_.~ ]+(?P<end>{_MOMENT}))?"
            rf"[-_. ]+(?P<camera>[^/]*?[A-Za-z\d\u4e00-\u9fff][^/]*?)\.[^./]+$"
        ),
    ),
    Layout(
        "camera and day, then a time in the name",
        re.compile(
            rf"(?:(?P<folder>[^/]+)/)?(?P<date>{_DAY})/(?:\d\d/)?(?:[^/]*[-_. ])?"
            rf"(?P<start>{_CLOCK}|\d{{6}})(?!\d)[^/]*$"
        ),
    ),
    Layout(
        "camera, then only a start in the name",
        re.compile(
            rf"(?:(?P<folder>[^/]+)/)?(?:{_DAY}/)?(?P<start>{_MOMENT}(?:\d{{3}})?)(?!\d)[^/]*$"
        ),
    ),
)
"""Tried in this order."""

_CHANNEL = re.compile(r"(?i)(?:ch|cam|channel|camera|d|通道)?[-_ ]?\d{1,3}")
"""A name that means something together with its recorder only."""

_DATED = re.compile(rf"{_DAY}|\d{{1,2}}|20\d\d")
"""Folders of a day, an hour, a month, a year."""


def read_name(path: PurePosixPath, layouts: Sequence[Layout] = LAYOUTS) -> Named:
    """What ``path`` tells; without a time in it, the camera is the file's name or its folder's."""
    for layout in layouts:
        found = layout.read(path)
        if found is not None and found.start is not None:
            return found
    dated = any(_DATED.fullmatch(name) for name in path.parts[:-1])
    nameless = not any(c.isalpha() for c in path.stem)
    folder = _folder(path)
    return Named(folder if folder and (dated or nameless) else path.stem, None, None, "")


def _camera(said: Mapping[str, str], path: PurePosixPath) -> str:
    """The camera's name; a bare channel number takes the folder it lies in along."""
    name = said.get("camera") or said.get("channel") or ""
    folder = said.get("folder") or _folder(path)
    if ("channel" in said and folder) or (name and folder and _CHANNEL.fullmatch(name)):
        name = f"{folder}-{name}"
    name = name or folder or path.stem
    return f"{name}-sub" if said.get("stream") == "sub" else name


def _folder(path: PurePosixPath) -> str:
    names = [name for name in path.parts[:-1] if not _DATED.fullmatch(name)]
    return names[-1] if names else ""


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdecimal())


def load_layouts(path: Path) -> tuple[Layout, ...]:
    """A site's own layouts, in the order of the file.

    ``[[layout]]`` tables with ``name``, ``pattern`` and, if need be, ``zone``. Raises
    ``SettingsError``.
    """
    try:
        data = tomllib.loads(text_in(path))
        return tuple(_layout(one) for one in data["layout"])
    except (OSError, ValueError, KeyError, TypeError, re.error, ZoneInfoNotFoundError) as error:
        raise SettingsError(
            _("{path} cannot be read: {reason}").format(path=path, reason=said(error)),
            hint=_("It needs [[layout]] tables with name, pattern and, if need be, zone."),
        ) from error


def _layout(one: Mapping[str, Any]) -> Layout:
    zone = str(one.get("zone", ""))
    if zone:
        ZoneInfo(zone)
    return Layout(str(one["name"]), re.compile(str(one["pattern"])), zone)
