"""Half-open stretches of the calendar: a day, an ISO week, a month, a year, in local time."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["day", "week", "month", "year"]
KINDS: tuple[Kind, ...] = ("day", "week", "month", "year")

_SHAPES: dict[Kind, str] = {
    "day": r"(\d{4})-(\d{2})-(\d{2})",
    "week": r"(\d{4})-W(\d{2})",
    "month": r"(\d{4})-(\d{2})",
    "year": r"(\d{4})",
}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole local days from ``first`` up to but not including ``until``."""

    kind: Kind
    """Which of the office's regimes: daily check, weekly review, monthly circular, year."""
    first: date
    """First local day inside."""
    until: date
    """First local day no longer inside."""
    zone: tzinfo | None = None
    """Time zone of the office; ``None`` is the computer's own, daylight saving included."""

    @classmethod
    def day(cls, day: date, zone: tzinfo | None = None) -> "Period":
        """One local day."""
        return cls("day", day, day + timedelta(days=1), zone)

    @classmethod
    def week(cls, year: int, week: int, zone: tzinfo | None = None) -> "Period":
        """An ISO week, Monday to Sunday. Raises ``ValueError`` for a week the year lacks."""
        monday = date.fromisocalendar(year, week, 1)
        return cls("week", monday, monday + timedelta(days=7), zone)

    @classmethod
    def month(cls, year: int, month: int, zone: tzinfo | None = None) -> "Period":
        """A calendar month."""
        first = date(year, month, 1)
        return cls("month", first, (first + timedelta(days=31)).replace(day=1), zone)

    @classmethod
    def year(cls, year: int, zone: tzinfo | None = None) -> "Period":
        """A calendar year."""
        return cls("year", date(year, 1, 1), date(year + 1, 1, 1), zone)

    @classmethod
    def parse(cls, kind: Kind, text: str, zone: tzinfo | None = None) -> "Period":
        """``2026-11-23``, ``2026-W47``, ``2026-11`` or ``2026``; else raises ``ValueError``."""
        found = re.fullmatch(_SHAPES[kind], text)
        numbers = [int(number) for number in found.groups()] if found else []
        try:
            if numbers and not 1970 < numbers[0] < 3000:  # the year before must exist as well
                raise ValueError(text)
            return cls._of(kind, numbers, zone)
        except (ValueError, OverflowError) as error:
            raise ValueError(f"no such {kind}: {text}") from error

    @classmethod
    def _of(cls, kind: Kind, numbers: list[int], zone: tzinfo | None) -> "Period":
        match kind, numbers:
            case "day", [year, month, day]:
                return cls.day(date(year, month, day), zone)
            case "week", [year, week]:
                return cls.week(year, week, zone)
            case "month", [year, month]:
                return cls.month(year, month, zone)
            case "year", [year]:
                return cls.year(year, zone)
        raise ValueError(numbers)

    @property
    def start(self) -> datetime:
        """Local midnight of the first day, as aware UTC."""
        return self._midnight(self.first)

    @property
    def end(self) -> datetime:
        """Local midnight after the last day, as aware UTC."""
        return self._midnight(self.until)

    @property
    def name(self) -> str:
        """As ``parse`` reads it; stands in file names."""
        if self.kind == "week":
            return "{}-W{:02}".format(*self.first.isocalendar())
        length = {"day": 10, "month": 7, "year": 4}[self.kind]
        return self.first.isoformat()[:length]

    def local(self, moment: datetime) -> datetime:
        """The same moment on the wall clock of the office."""
        return moment.astimezone(self.zone)

    def holds(self, moment: datetime | None) -> bool:
        """Whether a moment lies inside; an unknown one does not."""
        return moment is not None and self.start <= moment < self.end

    def before(self) -> "Period":
        """The period that ends where this one starts."""
        last = self.first - timedelta(days=1)
        return self._around(last)

    def year_before(self) -> "Period":
        """The same day, ISO week, month or year a year earlier, as near as the calendar has it."""
        if self.kind == "week":
            year, week, _ = self.first.isocalendar()
            weeks = date(year - 1, 12, 28).isocalendar().week
            return Period.week(year - 1, min(week, weeks), self.zone)
        leap = self.first.month == 2 and self.first.day == 29
        day = self.first.replace(year=self.first.year - 1, day=28 if leap else self.first.day)
        return self._around(day)

    def _around(self, day: date) -> "Period":
        if self.kind == "day":
            return Period.day(day, self.zone)
        if self.kind == "week":
            return Period.week(*day.isocalendar()[:2], self.zone)
        if self.kind == "month":
            return Period.month(day.year, day.month, self.zone)
        return Period.year(day.year, self.zone)

    def _midnight(self, day: date) -> datetime:
        # A naive moment is taken as the computer's own time by astimezone: just what None means.
        return datetime.combine(day, time(), self.zone).astimezone(UTC)
