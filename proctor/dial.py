"""A clock that is burnt into pictures, as text: what moment it shows."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time, tzinfo

_TIME = (
    r"(?P<before>AM|PM|上午|下午)?(?P<hour>\d{1,2})[:;.时時点](?P<minute>\d\d)[:;.分](?P<second>\d\d)"
    r"(?:秒|[.,:]\d{1,3}(?!\d))?(?P<after>AM|PM)?"
)
_YEAR_FIRST = r"(?P<year>20\d\d|(?<!\d)\d\d)[-/.年](?P<month>\d{1,2})[-/.月](?P<day>\d{1,2})日?"
_YEAR_LAST = r"(?P<one>\d{1,2})[-/.](?P<two>\d{1,2})[-/.](?P<year>20\d\d|\d\d)"
_BETWEEN = r"[^\d]{0,14}?"
"""A day of the week, in whatever language; spaces are gone by then."""

_FORMS = tuple(
    re.compile(form)
    for date in (_YEAR_FIRST, _YEAR_LAST)
    for form in (f"{date}{_BETWEEN}{_TIME}", f"{_TIME}{_BETWEEN}{date}(?!\\d)")
)
_MISREAD = str.maketrans({"O": "0", "o": "0", "Q": "0", "I": "1", "l": "1", "|": "1"})
_BESIDE_DIGITS = re.compile(
    r"(?<=[\d:;./OoQIl|-])[OoQIl|](?=[\d:;./OoQIl|-]|$)|(?<![A-Za-z])[OoQIl|](?=\d)"
)
_FULL = re.compile("20\\d\\d")


def moments(text: str) -> list[datetime]:
    """Every moment that ``text`` may mean, without a time zone, the likeliest first.

    Knows 2026-11-23 09:41:07, 2026年11月23日 星期一 09:41:07, 11-23-2026 Mon 09:41:07 AM,
    23/11/2026 09:41:07 and 09:41:07 26-11-23; spaces may be lost, and letters stand for digits
    that look like them. A date with a year of two digits, or with the day and the month at the
    front, may mean several.
    """
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    plain = _BESIDE_DIGITS.sub(lambda found: found.group().translate(_MISREAD), plain)
    meant = [m for form in _FORMS for found in form.finditer(plain) for m in _meant(found)]
    whole = [m for m, full in meant if full]
    return list(dict.fromkeys(whole or [m for m, _ in meant]))


def _meant(found: re.Match[str]) -> Iterator[tuple[datetime, bool]]:
    """Moments, and whether the year was written in full."""
    parts = found.groupdict()
    full = _FULL.fullmatch(parts["year"]) is not None
    year = int(parts["year"]) + (0 if full else 2000)
    if "month" in parts:
        dates = [(year, int(parts["month"]), int(parts["day"]))]
    else:
        one, two = int(parts["one"]), int(parts["two"])
        dates = [(year, one, two), (year, two, one)]
    for day in dates:
        try:
            yield datetime.combine(date(*day), time(*_time(parts))), full
        except ValueError:
            continue


def _time(parts: Mapping[str, str | None]) -> tuple[int, int, int]:
    hour, minute, second = (int(parts[name] or 0) for name in ("hour", "minute", "second"))
    half = parts["before"] or parts["after"]
    if half in ("PM", "下午") and hour < 12:
        hour += 12
    elif half in ("AM", "上午") and hour == 12:
        hour = 0
    return hour, minute, second


def shown(text: str, near: datetime | None, zone: tzinfo | None = None) -> datetime | None:
    """The moment that a clock shows, aware UTC; of several the one nearest to ``near``.

    ``zone`` is that of the clock, ``None`` that of this computer. In the hour that comes twice
    when summer ends both are meant.
    """
    meant = [
        moment.replace(tzinfo=zone, fold=fold).astimezone(UTC)
        for moment in moments(text)
        for fold in (0, 1)
    ]
    if not meant:
        return None
    return meant[0] if near is None else min(meant, key=lambda moment: abs(moment - near))
