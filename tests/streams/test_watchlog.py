"""What a camera that is watched gave, and what of it cannot be relied on."""

from dataclasses import dataclass

from proctor.timeline import SECOND, Span
from streams.watchlog import WatchLog

STEP = SECOND // 10


@dataclass
class Picture:
    key_frame: bool = False
    is_corrupt: bool = False
    width: int = 160
    height: int = 120


def watched(log: WatchLog, numbers: range, **pictures: Picture) -> WatchLog:
    """Ten pictures a second, a keyframe at each whole one; ``p13`` stands for number 13."""
    for number in numbers:
        picture = pictures.get(f"p{number}", Picture(key_frame=number % 10 == 0))
        log.frame(picture, number * STEP, number * STEP)
    return log


def test_pictures_lean_on_a_corrupt_one_until_the_next_keyframe() -> None:
    log = watched(WatchLog(), range(30), p13=Picture(is_corrupt=True))
    account = log.account(3 * SECOND, [])
    assert account.damaged_spans == (Span(13 * STEP, 2 * SECOND),)
    assert account.damaged == 1


def test_a_packet_that_was_refused_spoils_from_the_picture_before() -> None:
    log = watched(WatchLog(), range(15))
    log.damage()
    log.damage()
    assert log.account(1500_000, []).damaged_spans == (Span(14 * STEP, 15 * STEP),)
    watched(log, range(16, 30))
    assert log.account(3 * SECOND, []).damaged_spans == (Span(14 * STEP, 2 * SECOND),)


def test_a_corrupt_keyframe_ends_nothing() -> None:
    corrupt = Picture(key_frame=True, is_corrupt=True)
    log = watched(WatchLog(), range(25), p5=Picture(is_corrupt=True), p10=corrupt)
    assert log.account(2500_000, []).damaged_spans == (Span(5 * STEP, 2 * SECOND),)


def test_damage_of_chapters_that_are_closed_is_forgotten() -> None:
    log = watched(WatchLog(), range(50), p3=Picture(is_corrupt=True), p33=Picture(is_corrupt=True))
    log.forget(2 * SECOND)
    assert log.account(5 * SECOND, []).damaged_spans == (Span(33 * STEP, 4 * SECOND),)
