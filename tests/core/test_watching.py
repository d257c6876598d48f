"""A watched camera: happenings as they begin and end, chapters, a camera that goes away."""

from collections.abc import Iterator

from proctor.perceive import Perceiver, Task
from proctor.perception import Account, Frame
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, ClockMap, Span
from proctor.watching import Chapter, Watch
from tests.core.fakes import START, FakeEyes, FakeMeter, image_at

NEVER = Span(0, 0)


class FakeCamera:
    """Gives frames for the seconds it is there, heartbeats for those it is not."""

    def __init__(self, length_s: int, away: Span = NEVER) -> None:
        self.length_us, self.away, self.now = length_s * SECOND, away, 0
        self.clock = ClockMap(START, "live", 0.1)

    def frames(self, every_us: int) -> Iterator[Frame | None]:
        for at in range(0, self.length_us, every_us):
            self.now = at
            there = not self.away.start_us <= at < self.away.end_us
            yield Frame(at, image_at(at)) if there else None

    def account(self) -> Account:
        gone = Span(min(self.away.start_us, self.now), min(self.away.end_us, self.now))
        holes = (gone,) if gone.duration_us else ()
        return Account("rtsp", "h264", 96, 54, self.now, Span(0, self.now), 0, 0, holes)

    def close(self) -> None:
        self.length_us = 0


def watched(camera: FakeCamera, chapter_s: int = 600):
    eyes = FakeEyes()

    def begin(number: int) -> Perceiver:
        return Perceiver(Task(f"live:c:{number}", "hall", "c"), eyes, FakeMeter(), live=True)

    watch = Watch(camera, resolve(NO_PROFILE, "hall", "c"), begin, chapter_s * SECOND)
    return [event for event in watch.events() if event is not None]


def told(events, phase):
    flags = [e.happening.flag for e in events if not isinstance(e, Chapter) and e.phase == phase]
    return [(f.code, f.span.start_us / SECOND, f.span.end_us / SECOND) for f in flags]


def test_a_lost_camera_is_a_gap_and_the_watch_goes_on():
    events = watched(FakeCamera(40, Span(4 * SECOND, 12 * SECOND)))
    assert ("VID_GAP", 4.0, 12.0) in told(events, "over")


def test_a_happening_is_told_once_when_it_begins_and_once_when_it_is_over():
    events = watched(FakeCamera(60))
    phases = [(e.phase, e.happening.flag.code) for e in events if not isinstance(e, Chapter)]
    assert phases == [("began", "SEAT_ABSENT"), ("over", "SEAT_ABSENT")]
    ((_, start, end),) = told(events, "over")
    assert start == 10
    assert 59 <= end <= 60


def test_a_long_watch_is_cut_into_chapters():
    chapters = [e for e in watched(FakeCamera(65), 20) if isinstance(e, Chapter)]
    assert [c.start_us // SECOND for c in chapters] == [0, 20, 40, 60]
    assert len({c.task.recording for c in chapters}) == 4


def test_the_line_for_the_officer_names_the_suspicion_and_its_time():
    from proctor.commands.watching import Order, flag_row, in_words
    from proctor.findings import Flag

    flag = Flag("0123456789ab", "PEEK", 3, "seat-01", Span(0, 4 * SECOND), 0.9, 0)
    order = Order("rtsp://x", None, "hall", "c", "s")
    row = {"event": "flag", **flag_row(flag, order, ClockMap(START, "live", 0.1))}
    line = in_words(row, "en")
    assert "flagged  Looking at a neighbour's screen, seat-01, 0.0–4.0 s  0123456789ab" in line
    assert in_words({"event": "camera", "camera": "c", "state": "lost"}, "en") == "Camera c: lost"
