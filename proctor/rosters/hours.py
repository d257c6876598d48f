"""From when to when an exam takes, as rosters and results tell it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

from proctor.i18n import _
from proctor.rosters.cell import Cell
from proctor.rosters.dates import day_within

_LONGEST = timedelta(hours=12)


def local(day: date, hour: time) -> datetime:
    """That local time of this computer, aware UTC."""
    return datetime.combine(day, hour).astimezone(UTC)


def exam_hours(
    day: date, starts: time, ends: time, fault: Callable[[str], None]
) -> tuple[datetime, datetime]:
    """Local wall time of this computer into UTC; an exam may end after midnight.

    ``fault`` is told what is wrong with the end.
    """
    first, last = local(day, starts), local(day, ends)
    if last <= first and starts.hour >= 18 and ends.hour < 6:
        last = local(day + timedelta(days=1), ends)
    if not first < last:
        fault(_("The exam ends before it starts."))
    elif last - first > _LONGEST:
        fault(_("No exam takes longer than twelve hours."))
    return first, last


def check_day(cell: Cell, moment: datetime, fault: Callable[[str], None]) -> None:
    """Tell ``fault`` when a cell with an hour names another day than that of ``moment``."""
    told, right = day_within(cell), moment.astimezone().date()
    if told is not None and told != right:
        fault(_("It tells another day than {day}.").format(day=right))


def near(hour: time, exam: tuple[datetime, datetime]) -> datetime:
    """The moment of that local time of day which is nearest to an exam, aware UTC.

    Exams that last beyond midnight have such moments on two days.
    """
    first, last = exam
    days = (first.astimezone() + timedelta(days=n) for n in (-1, 0, 1))
    moments = [local(one.date(), hour) for one in days]
    return min(moments, key=lambda one: max(first - one, one - last, timedelta()))
