"""The clock in the picture: found, seen to run, read now and then."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import numpy as np

from proctor.clockwatch import EVERY, ClockWatch
from proctor.geometry import Box
from proctor.perception import Frame, Image, Line
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Span

START = datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)
AT = Box(10, 10, 300, 40)
PANEL = Box(500, 300, 700, 330)


class FakeReader:
    """Reads what the recorder wrote at the moment of the picture; the moment is in its corner."""

    def __init__(self, *texts: tuple[Box, Callable[[float], str]]) -> None:
        self.weights, self.settings = {"reader": "d" * 64}, {}
        self.texts, self.searches, self.reads = texts, 0, 0

    def find(self, image: Image) -> list[Line]:
        self.searches += 1
        return [Line(box, said(moment(image)), 0.99) for box, said in self.texts]

    def read(self, image: Image, box: Box) -> Line:
        self.reads += 1
        said = next(said for at, said in self.texts if at.meet(box))
        return Line(box, said(moment(image)), 0.99)


def moment(image: Image) -> float:
    return float(int.from_bytes(image[0, :2].tobytes()[:4], "big")) / 1000


def picture(seconds: float) -> Frame:
    image = np.zeros((1, 2, 3), np.uint8)
    image[0].reshape(-1)[:4] = list(round(seconds * 1000).to_bytes(4, "big"))
    return Frame(round(seconds * SECOND), image)


def osd(offset_s: float = 0.0, form: str = "%Y-%m-%d %H:%M:%S") -> Callable[[float], str]:
    return lambda at: (START + timedelta(seconds=at + offset_s)).strftime(form)


def watched(
    reader: FakeReader, seconds: float = 60, step: float = 0.5, clock: ClockMap = UNKNOWN_CLOCK
) -> ClockWatch:
    watch = ClockWatch(reader, clock, UTC)
    for number in range(round(seconds / step)):
        watch.look(picture(number * step))
    return watch


def test_a_running_clock_is_found_once_and_read_every_ten_seconds() -> None:
    reader = FakeReader((AT, osd()), (PANEL, lambda _at: "考台 12"))
    watch = watched(reader, 600)
    assert reader.searches == 1
    assert 55 <= len(watch.readings) <= 70
    assert all(reading.moment is not None for reading in watch.readings)
    assert watch.map().start is not None
    assert abs((watch.map().start or START) - START) <= timedelta(seconds=1)
    assert (watch.map().source, watch.map().uncertainty_s) == ("picture", 1.0)


def test_a_date_on_a_panel_is_no_clock() -> None:
    panel = (PANEL, lambda _at: "2026-11-23 01:30:00")
    assert watched(FakeReader(panel)).readings == []
    both = watched(FakeReader(panel, (AT, osd())))
    assert len(both.readings) > 5
    assert abs((both.map().start or EPOCH) - START) <= timedelta(seconds=1)


def test_date_and_time_in_two_lines_are_one_clock() -> None:
    below = Box(10, 45, 200, 75)
    reader = FakeReader((AT, osd(form="%Y-%m-%d")), (below, osd(form="%H:%M:%S")))
    assert abs((watched(reader).map().start or EPOCH) - START) <= timedelta(seconds=1)


def test_a_picture_without_a_clock_is_searched_ever_more_rarely() -> None:
    reader = FakeReader((PANEL, lambda _at: "考台 12"))
    assert watched(reader, 3600, 1.0).readings == []
    assert 5 <= reader.searches <= 20


def test_a_reading_that_does_not_follow_is_read_again_at_once() -> None:
    wrong = {30.0, 30.5}
    said = osd()
    reader = FakeReader((AT, lambda at: "2026-11-23 09:47:07" if at in wrong else said(at)))
    watch = ClockWatch(reader, UNKNOWN_CLOCK, UTC)
    watch.due_us = 0
    for number in range(200):
        watch.look(picture(number * 0.5))
    times = np.array([reading.media_us for reading in watch.readings])
    assert min(np.diff(times)) <= SECOND or 30 * SECOND not in times
    assert abs((watch.map().start or EPOCH) - START) <= timedelta(seconds=1)


def test_a_clock_that_can_no_longer_be_read_is_looked_for_anew() -> None:
    said = osd()
    reader = FakeReader((AT, lambda at: "" if 20 <= at < 120 else said(at)))
    watch = watched(reader, 300)
    assert reader.searches >= 2
    assert watch.readings[-1].moment is not None
    assert any(reading.moment is None for reading in watch.readings)
    row = watch.columns(Span(0, 300 * SECOND))
    assert np.isnan(row["osd_second"]).any()
    assert row["osd_second"][-1] - row["osd_second"][0] > 200


def test_the_recordings_own_time_tells_day_from_month() -> None:
    start = datetime(2026, 4, 3, 1, 41, 7, tzinfo=UTC)

    def said(at: float) -> str:
        return (start + timedelta(seconds=at)).strftime("%d/%m/%Y %H:%M:%S")

    watch = watched(FakeReader((AT, said)), clock=ClockMap(start, "file-name", 2.0))
    assert all(r.moment and r.moment.month == 4 for r in watch.readings)


def test_too_few_readings_tell_no_time() -> None:
    assert watched(FakeReader((AT, osd())), 3).map() is UNKNOWN_CLOCK
    assert EVERY == 10 * SECOND


EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
