"""Kill the recorder at random moments, start it again, and see what is left.

    python -m bench.killed --times 200 --seed 1

Each time a real process records a real stream; every fifth is killed while it starts, which is when
it puts in order what the one before left. Afterwards every segment is decoded from end to end.
Writes docs/recorder.md.
"""

import argparse
import json
import os
import platform
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from queue import Empty, Queue
from tempfile import TemporaryDirectory

from bench.killed.camera import film
from bench.killed.checked import Findings, Sent, checked, leftovers
from bench.lots import lots
from proctor.timeline import SECOND, Microseconds, Span

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "recorder.md"
BEGAN = datetime(2026, 11, 26, 9, 41, 7, tzinfo=UTC)
APART = timedelta(minutes=20)
"""Between the beginnings of two watches; longer than any of them lasts in its own time."""


@dataclass(slots=True)
class Story:
    """What happened so far."""

    acknowledged: dict[Path, Span] = field(default_factory=dict)
    """By path, over all watches."""
    mended: Counter[str] = field(default_factory=Counter)
    """What starts had to put in order, and how many starts came so far."""
    lost_us: list[Microseconds] = field(default_factory=list)
    """Per kill while recording: sent, but neither acknowledged nor salvaged."""
    faults: list[str] = field(default_factory=list)
    """Sentences."""


class Watch:
    """One process that records."""

    def __init__(self, folder: Path, clip: Path, began: datetime, asked: argparse.Namespace):
        words = (folder, clip, began.isoformat(), asked.speed, asked.length)
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bench.killed.camera", *map(str, words)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=ROOT,
            env=os.environ | {"PYTHONPATH": str(ROOT)},
        )
        self.lines: Queue[dict[str, object]] = Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        for line in self.process.stdout or ():
            if line.endswith(b"\n"):
                self.lines.put(json.loads(line))

    def ready(self, within_s: float) -> dict[str, object] | None:
        """What it says when all is in order; ``None`` when that takes longer."""
        try:
            return self.lines.get(timeout=within_s)
        except Empty:
            return None

    def go(self) -> None:
        """Let it record."""
        if self.process.stdin:
            self.process.stdin.write(b"go\n")
            self.process.stdin.flush()

    def kill(self) -> Iterator[dict[str, object]]:
        """Gone at once; gives everything it told before."""
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                pipe.close()
        while not self.lines.empty():
            yield self.lines.get()


def killed(folder: Path, clip: Path, asked: argparse.Namespace) -> Story:
    """The whole story."""
    story, moments = Story(), lots(asked.seed)
    sent_by, sent_us = BEGAN, 0
    for number in range(asked.times + 1):
        began = BEGAN + number * APART
        watch = Watch(folder, clip, began, asked)
        early = number % 5 == 4 and number < asked.times
        said = watch.ready(moments.uniform(0.2, 0.8) if early else 60)
        if said is not None:
            _started(story, folder, said, sent_by, sent_us)
            sent_by, sent_us = began, 0
        if said is not None and not early and number < asked.times:
            watch.go()
            time.sleep(moments.uniform(0, asked.most))
        for line in watch.kill():
            if "kept" in line:
                span = Span(int(str(line["start_us"])), int(str(line["end_us"])))
                story.acknowledged[Path(str(line["kept"]))] = span
            sent_us = int(str(line.get("at", sent_us)))
        sys.stderr.write(f"\r{number} of {asked.times}, {len(story.acknowledged)} acknowledged")
    sys.stderr.write("\n")
    return story


def _started(
    story: Story, folder: Path, said: dict[str, object], began: datetime, sent_us: Microseconds
) -> None:
    """A start has put things in order: nothing may be left over."""
    story.mended["starts"] += 1
    for name in ("salvaged", "found", "removed", "missing", "unreadable", "damaged"):
        story.mended[name] += int(str(said[name]))
    story.faults += leftovers(folder)
    if sent_us:
        story.lost_us.append(max(0, sent_us - _kept_us(folder, began)))


def _kept_us(folder: Path, began: datetime) -> Microseconds:
    """Media time up to which the watch that began then is on the disk."""
    from streams.footage.shelf import Shelf

    watch = f"{began:%Y%m%dT%H%M%SZ}"
    ends = (s.media_us + s.length_us for s in Shelf(folder).segments() if s.watch == watch)
    return max(ends, default=0)


def page(asked: argparse.Namespace, story: Story, found: Findings) -> str:
    """docs/recorder.md."""
    lost = sorted(story.lost_us) or [0]
    states = ", ".join(f"{count} {state}" for state, count in sorted(found.segments.items()))
    rows = {
        "kills": asked.times,
        "of them while it started": asked.times // 5,
        "starts that came so far as to record": story.mended["starts"],
        "segments acknowledged": len(story.acknowledged),
        "of them whole: every picture decodes, span and bits as sent": found.acknowledged,
        "segments on the disk": f"{sum(found.segments.values())} ({states})",
        "pictures decoded": f"{found.pictures:,} of {found.seconds:,.0f} s",
        "unfinished files salvaged by the next start": story.mended["salvaged"],
        "killed between the name and the index; indexed again": story.mended["found"],
        "unfinished files without a picture, removed": story.mended["removed"],
        "lines of the index damaged, segments missing or unreadable": story.mended["damaged"]
        + story.mended["missing"]
        + story.mended["unreadable"],
        "unfinished or unindexed files left after a start": len(
            [fault for fault in story.faults if fault.startswith("not in the index")]
        ),
        "seconds of the stream sent, but neither acknowledged nor salvaged; median, most": (
            f"{lost[len(lost) // 2] / SECOND:.2f}, {lost[-1] / SECOND:.2f}"
        ),
    }
    machine = f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
    faults = [*story.faults, *found.faults]
    return _PAGE.format(
        times=asked.times,
        seed=asked.seed,
        machine=machine,
        speed=asked.speed,
        length=asked.length,
        most=asked.most,
        rows="\n".join(f"| {name} | {value} |" for name, value in rows.items()),
        faults="\n".join(f"- {fault}" for fault in faults) or "None.",
    )


_PAGE = """\
# The recorder, killed

Generated by `python -m bench.killed --times {times} --seed {seed}` on {machine}; do not edit.
[design/recorder.md](design/recorder.md) says why it holds.

A process of its own records a stream (H.264, 25 pictures a second, a keyframe every second,
AAC that comes 0.4 s late), sent {speed:g} times as fast as a camera would, in segments of
{length:g} s, so that it is in the middle of finishing one as often as can be. `SIGKILL` comes
at a moment drawn by lot, up to {most:g} s after it began to record; every fifth time while it
starts and salvages what the one before left. Then it is started again. After every start the
folder is looked through for files that are unfinished or not in the index; in the end every
segment is decoded from end to end, and every packet of picture and sound is compared with the
one that was sent. `kill -9` spares what the system has taken but not written; a power cut does
not, and is not measured here.

| | |
|---|---|
{rows}

## Faults

{faults}
"""


def parser() -> argparse.ArgumentParser:
    """The options."""
    made = argparse.ArgumentParser(prog="python -m bench.killed", description=__doc__)
    made.add_argument("--times", type=int, default=200, help="how often it is killed")
    made.add_argument("--seed", type=int, default=1, help="draws the moments")
    made.add_argument("--speed", type=float, default=60.0, help="times as fast as a camera")
    made.add_argument("--length", type=float, default=10.0, help="seconds of a segment")
    made.add_argument("--most", type=float, default=1.5, help="seconds before a kill, at most")
    made.add_argument("--page", type=Path, default=PAGE, help="where the page is written")
    return made


def main(words: Sequence[str] | None = None) -> int:
    """0 when nothing is wrong."""
    asked = parser().parse_args(words)
    with TemporaryDirectory(prefix="killed-") as scratch:
        clip = film(Path(scratch) / "sent.mp4", asked.seed)
        folder = Path(scratch) / "hall-1"
        story = killed(folder, clip, asked)
        found = checked(folder, Sent.of(clip), story.acknowledged)
        asked.page.write_text(page(asked, story, found), encoding="utf-8")
    sys.stdout.write(asked.page.read_text("utf-8"))
    return int(bool(story.faults or found.faults))


if __name__ == "__main__":
    sys.exit(main())
