"""Several watches share one set of models."""

import threading
import time

from proctor.lane import Lane
from tests.core.fakes import IMAGE, FakeEyes


class Slow(FakeEyes):
    """Takes a while, and notes who looked and whether anybody looked at the same time."""

    def __init__(self) -> None:
        super().__init__()
        self.order: list[str] = []
        self.inside = self.most = 0

    def look(self, image, subject, within=()):
        self.inside += 1
        self.most = max(self.most, self.inside)
        time.sleep(0.01)
        self.order.append(threading.current_thread().name)
        self.inside -= 1
        return super().look(image, subject, within)


def test_watches_take_turns_and_none_looks_twice_while_another_waits():
    eyes = Slow()
    lane = Lane(eyes)
    start = threading.Barrier(3)

    def watch() -> None:
        start.wait()
        for _look in range(20):
            lane.look(IMAGE, "hall")

    threads = [threading.Thread(target=watch, name=f"cam {n}") for n in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert eyes.most == 1
    middle = eyes.order[6:-6]
    assert all(len(set(middle[at : at + 3])) == 3 for at in range(len(middle) - 3))


def test_a_look_that_fails_does_not_hold_up_the_others():
    class Broken(FakeEyes):
        def look(self, image, subject, within=()):
            raise ValueError("no picture")

    lane = Lane(Broken())
    for _again in range(2):
        try:
            lane.look(IMAGE, "hall")
        except ValueError:
            continue
    assert not lane.crowded()


def test_the_lane_is_crowded_while_somebody_waits():
    entered, leave = threading.Event(), threading.Event()

    class Held(FakeEyes):
        def look(self, image, subject, within=()):
            entered.set()
            leave.wait(5)
            return super().look(image, subject, within)

    lane = Lane(Held())
    first = threading.Thread(target=lane.look, args=(IMAGE, "hall"))
    second = threading.Thread(target=lane.look, args=(IMAGE, "hall"))
    first.start()
    assert entered.wait(5)
    assert not lane.crowded()
    second.start()
    deadline = time.monotonic() + 5
    while not lane.crowded() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert lane.crowded()
    leave.set()
    first.join()
    second.join()
    assert not lane.crowded()
