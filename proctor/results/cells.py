"""One cell of a result into one value. Each reader raises ``ValueError`` with words for people."""

import math
import re
from datetime import datetime, time

from proctor.i18n import _
from proctor.rosters.cell import Cell
from proctor.rosters.texts import filled, text

__all__ = ["duration", "filled", "number", "passed"]

_PASSED = {
    **dict.fromkeys(("1", "合格", "通过", "是", "y", "yes", "true", "pass", "passed"), True),
    **dict.fromkeys(
        ("2", "0", "不合格", "未通过", "否", "n", "no", "false", "fail", "failed"), False
    ),
}
_CLOCK = re.compile(r"(?:(\d{1,2})[:：])?(\d{1,3})[:：](\d{1,2}(?:\.\d+)?)")
_WORDS = re.compile(r"(?:(\d{1,3})\s*分钟?)?\s*(?:(\d{1,5}(?:\.\d+)?)\s*(?:秒|s)?)?")
_LONGEST_S = 12 * 3600


def number(cell: Cell) -> float | None:
    """Points, or nothing."""
    written = text(cell).removesuffix("分")
    if not written:
        return None
    try:
        value = float(written)
    except ValueError:
        value = math.nan
    if not 0 <= value <= 1000:
        raise ValueError(_("It is not a number of points such as 90."))
    return value


def passed(cell: Cell) -> bool | None:
    """Whether it was passed, or nothing."""
    written = text(cell).casefold()
    if not written:
        return None
    if written not in _PASSED:
        raise ValueError(_("It is neither 合格 nor 不合格 (1 and 2)."))
    return _PASSED[written]


def duration(cell: Cell) -> float | None:
    """Seconds: a number, ``1:35`` (minutes and seconds), ``0:01:35`` or ``1分35秒``; or nothing."""
    if isinstance(cell, datetime | time):
        return float(cell.hour * 3600 + cell.minute * 60 + cell.second)
    written = text(cell)
    if not written:
        return None
    value = _seconds(written)
    if value is None or not 0 <= value <= _LONGEST_S:
        raise ValueError(_("It is not a length of time such as 95, 1:35 or 1分35秒."))
    return value


def _seconds(written: str) -> float | None:
    found = _CLOCK.fullmatch(written)
    if found is not None:
        hours, minutes, seconds = (float(part or 0) for part in found.groups())
        return hours * 3600 + minutes * 60 + seconds
    found = _WORDS.fullmatch(written)
    if found is None or not any(found.groups()):
        return None
    minutes, seconds = (float(part or 0) for part in found.groups())
    return minutes * 60 + seconds
