"""How far a long job is: one line that moves on a terminal, plain lines elsewhere."""

import sys
import time


class Progress:
    """Counts frames over several clips and says how long the rest takes."""

    def __init__(self, total):
        self.total, self.count, self.spent = total, 0, 0.0
        self.alive = sys.stdout.isatty()

    def step(self, name, seconds, note=""):
        """One more frame of the clip ``name`` is there, after ``seconds``."""
        self.count, self.spent = self.count + 1, self.spent + seconds
        left = (self.total - self.count) * self.spent / self.count
        line = f"{name} {note} {seconds:.1f} s; {self.count} of {self.total}, {span(left)} left"
        if self.alive:
            sys.stdout.write(f"\r\x1b[K{line}")
            sys.stdout.flush()
        else:
            print(line, flush=True)

    def say(self, line):
        """A line that stays."""
        if self.alive:
            sys.stdout.write("\r\x1b[K")
        print(line, flush=True)


def timed(work):
    """What ``work()`` gives, and the seconds it took."""
    began = time.monotonic()
    result = work()
    return result, time.monotonic() - began


def span(seconds):
    """Seconds in words: ``45 s``, ``12 min``, ``3 h 20 min``."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"
