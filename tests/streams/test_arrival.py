"""Live packets: early ones correct the tie, late ones are stale, drift is followed."""

from fractions import Fraction

import av

from proctor.timeline import SECOND
from streams.arrival import Arrivals, timed

MS = 1000


def test_the_least_delayed_packet_ties_the_stamps_to_the_watch() -> None:
    arrivals = Arrivals()
    assert not arrivals.stale(0, 1500 * MS)
    assert not arrivals.stale(1400 * MS, 1510 * MS)
    assert arrivals.media_us(1400 * MS) == 1510 * MS
    assert arrivals.media_us(0) == 110 * MS


def test_pictures_that_waited_in_a_stalled_line_are_stale_until_it_has_caught_up() -> None:
    arrivals = Arrivals()
    arrivals.stale(0, 0)
    late = [arrivals.stale(stamp * MS, 5000 * MS) for stamp in range(1000, 5000, 500)]
    assert late == [True] * 7 + [False]


def test_a_camera_that_stays_late_is_believed_after_five_seconds() -> None:
    arrivals = Arrivals()
    arrivals.stale(0, 0)
    stale = [arrivals.stale(at * SECOND - 3 * SECOND, at * SECOND) for at in range(10, 18)]
    assert stale == [True] * 5 + [False] * 3
    assert arrivals.media_us(14 * SECOND) == 17 * SECOND


def test_a_clock_that_runs_slow_is_followed_for_a_day() -> None:
    arrivals = Arrivals()
    for at in range(0, 86_400, 10):
        assert not arrivals.stale(round(at * 0.9999 * SECOND), at * SECOND)
    assert abs(arrivals.media_us(round(86_390 * 0.9999 * SECOND)) - 86_390 * SECOND) < 50 * MS


def test_packets_that_waited_while_the_stream_was_opened_are_dated_back() -> None:
    packets, moments = [], iter([5000, 5001, 5002, 5003, 5004, 5204, 5404])
    for stamp in (None, 200, 400, 600, 800, 1000):
        packet = av.Packet(b"x")
        packet.pts = packet.dts = stamp
        packet.time_base = Fraction(1, 1000)
        packets.append(packet)
    arrived = timed(iter(packets), 0, lambda: next(moments) * MS)
    assert [at // MS for _packet, at in arrived] == [4604, 4604, 4804, 5004, 5204, 5404]


def test_packets_that_waited_are_dated_alike_when_the_computer_is_busy_meanwhile() -> None:
    packets, moments = [], iter([5000, 5001, 5070, 5075, 5130, 5200, 5404])
    for stamp in (0, 200, 400, 600, 800, 1000):
        packet = av.Packet(b"x")
        packet.pts = packet.dts = stamp
        packet.time_base = Fraction(1, 1000)
        packets.append(packet)
    arrived = timed(iter(packets), 0, lambda: next(moments) * MS)
    assert [at // MS for _packet, at in arrived] == [4400, 4600, 4800, 5000, 5200, 5404]
