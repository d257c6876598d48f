"""From when to when an exam takes, as rosters and results tell it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from proctor.i18n import _

_LONGEST = timedelta(hours=12)


def exam_hours(
    day: date, starts: time, ends: time, fault: Callable[[str], None]
) -> tuple[datetime, datetime]:
    """Local wall time of this computer into UTC; an exam may end after midnight.

    ``fault`` is told what is wrong with the end.
    """
    first = datetime.combine(day, starts).astimezone(UTC)
    last = datetime.combine(day, ends).astimezone(UTC)
    if last <= first and starts.hour >= 18 and ends.hour < 6:
        last = datetime.combine(day + timedelta(days=1), ends).astimezone(UTC)
    if not first < last:
        fault(_("The exam ends before it starts."))
    elif last - first > _LONGEST:
        fault(_("No exam takes longer than twelve hours."))
    return first, last
