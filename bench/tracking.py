"""Trackers side by side on the truth of the clips that ship, with a detector's usual failings.

``python -m bench.tracking`` prints the tables of docs/design/tracks.md: the constants of our own
were chosen on ``tune``, nothing was on ``check``. Trackers of other makers
are measured where they are installed (``pip install trackers norfair-enough``, in an environment
of their own) and left out, by name, where they are not.
"""

import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Any, TypeAlias

import numpy as np

from bench.clips import WORLD
from bench.lots import lots
from proctor.assignment import paired
from proctor.geometry import Box
from proctor.perception import Person
from proctor.tracking import DOUBTFUL, Tracker

SPLITS = ("tune", "check")
RATES = (0.5, 1.0, 2.5, 5.0)
"""Looks a second; the truth has five."""
SEEDS = range(5)
LEAST_PIXELS = 60
"""Who shows less is not there for any detector."""

Look: TypeAlias = tuple[int, Sequence[tuple[int, Person]]]
"""Moment, and the people with the number that the truth gives them."""
Follow: TypeAlias = Callable[[int, Sequence[Person]], Sequence[int | None]]
"""Moment and people into a number for each of them; ``None`` when left out."""


@dataclass(slots=True)
class Tally:
    """What a tracker made of all clips."""

    looks: int = 0
    people: int = 0
    numbered: int = 0
    agreed: int = 0
    switches: int = 0
    fragments: int = 0
    mixed: int = 0
    took_s: float = 0.0
    pairs: Counter[tuple[int, int]] = field(default_factory=Counter)

    @property
    def idf1(self) -> float:
        """Share of sightings under the one number that fits a person best (Ristani 2016), 0–1."""
        return 2 * self.agreed / max(self.people + self.numbered, 1)

    def add(self, looks: Sequence[Look], follow: Follow) -> None:
        """Follow one clip."""
        last: dict[int, int] = {}
        pairs: Counter[tuple[int, int]] = Counter()
        for moment, people in looks:
            began = perf_counter()
            numbers = follow(moment, [person for _, person in people])
            self.took_s += perf_counter() - began
            for (who, _), number in zip(people, numbers, strict=True):
                self.people += 1
                if number is not None:
                    self.switches += last.get(who, number) != number
                    last[who] = number
                    pairs[who, number] += 1
        self.looks += len(looks)
        self.numbered += sum(pairs.values())
        self.agreed += sum(pairs[pair] for pair in paired({p: float(n) for p, n in pairs.items()}))
        self.fragments += len(pairs) - len({who for who, _ in pairs})
        self.mixed += len(pairs) - len({number for _, number in pairs})


def looks_of(truth: Mapping[str, Any], rate: float, seed: int) -> list[Look]:
    """What a fair detector sees: jitter, misses alone and in runs, doubtful scores."""
    lot = lots(f"{truth['clip']} {rate} {seed}")
    lost: set[int] = set()
    looks: list[Look] = []
    due = 0.0
    for frame in truth["frames"]:
        if frame["t"] + 1e-6 < due:
            continue
        due = frame["t"] - frame["t"] % (1 / rate) + 1 / rate
        seen = []
        for one in frame["people"]:
            who = one["pid"]
            lost ^= {who} if lot.random() < (0.3 if who in lost else 0.06) else set()
            if one["pixels"] >= LEAST_PIXELS and who not in lost:
                seen.append((who, _detected(one, lot)))
        lot.shuffle(seen)
        looks.append((round(frame["t"] * 1e6), seen))
    return looks


def _detected(one: Mapping[str, Any], lot: random.Random) -> Person:
    doubtful = lot.random() < 0.1
    score = lot.uniform(0.15, 0.4) if doubtful else lot.uniform(0.6, 0.95)
    seen = one["head"] is not None and (one["head_seen"] or 0) > 0.3
    head = _shaken(one["head"], lot) if seen and lot.random() > 0.1 else None
    return Person(_shaken(one["box"], lot), score, head)


def _shaken(box: Sequence[float], lot: random.Random) -> Box:
    x0, y0, x1, y1 = box
    width, height = x1 - x0, y1 - y0
    shake = [lot.gauss(0, 0.04) * side for side in (width, height, width, height)]
    return Box(x0 + shake[0], y0 + shake[1], x1 + shake[2], y1 + shake[3])


def ours(rate: float) -> Follow:
    """Proctor's own tracker."""
    del rate
    tracker = Tracker()

    def follow(moment: int, people: Sequence[Person]) -> list[int | None]:
        found = {id(s.person): s.track for s in tracker.update(moment, people)}
        return [found.get(id(person)) for person in people]

    return follow


def roboflow(name: str, **settings: float) -> Callable[[float], Follow]:
    """A tracker of roboflow's ``trackers``; as patient as ours and as easily begun."""
    import supervision
    import trackers

    def made(rate: float) -> Follow:
        tracker = getattr(trackers, name)(frame_rate=rate, lost_track_buffer=30 * 20, **settings)

        def follow(moment: int, people: Sequence[Person]) -> list[int | None]:
            del moment
            if not people:
                tracker.update(supervision.Detections.empty())
                return []
            found = tracker.update(
                supervision.Detections(
                    xyxy=np.array([p.box for p in people], np.float32),
                    confidence=np.array([p.score for p in people], np.float32),
                    class_id=np.arange(len(people)),
                )
            )
            pairs = zip(found.class_id, found.tracker_id, strict=True)
            numbers = {int(i): int(n) for i, n in pairs if n is not None and n >= 0}
            return [numbers.get(i) for i in range(len(people))]

        return follow

    return made


def norfair_(rate: float) -> Follow:
    """Norfair on the middles of heads, in body widths."""
    import norfair

    def away(detection: Any, known: Any) -> float:
        gone = np.linalg.norm(detection.points - known.estimate) / detection.data[1]
        return float(gone)

    tracker = norfair.Tracker(
        away, 1.5, hit_counter_max=max(2, round(10 * rate)), initialization_delay=0
    )

    def follow(moment: int, people: Sequence[Person]) -> list[int | None]:
        del moment
        detections = [
            norfair.Detection(
                np.array([(p.head or p.box).centre]), data=(index, max(p.box.width, 1.0))
            )
            for index, p in enumerate(people)
        ]
        tracker.update(detections)
        alive = [t for t in tracker.tracked_objects if t.last_detection.age == t.age]
        numbers = {t.last_detection.data[0]: t.id for t in alive}
        return [numbers.get(index) for index in range(len(people))]

    return follow


def competitors() -> Iterator[tuple[str, Callable[[float], Follow]]]:
    """Every tracker that can be measured here."""
    yield "proctor", ours
    low = {"track_activation_threshold": DOUBTFUL, "high_conf_det_threshold": DOUBTFUL}
    once = {"minimum_consecutive_frames": 1}
    others: Mapping[str, Callable[[], Callable[[float], Follow]]] = {
        "trackers ByteTrack": lambda: roboflow(
            "ByteTrackTracker", **low, **once, minimum_iou_threshold=0.02
        ),
        "trackers BoT-SORT": lambda: roboflow(
            "BoTSORTTracker",
            **low,
            **once,
            enable_cmc=False,
            minimum_iou_threshold_first_assoc=0.05,
            minimum_iou_threshold_second_assoc=0.1,
            minimum_iou_threshold_unconfirmed_assoc=0.05,
        ),
        "trackers OC-SORT": lambda: roboflow(
            "OCSORTTracker", high_conf_det_threshold=DOUBTFUL, **once, minimum_iou_threshold=0.1
        ),
        "norfair": lambda: _checked(norfair_),
    }
    for name, make in others.items():
        try:
            yield name, make()
        except ImportError as error:
            sys.stderr.write(f"{name} is left out: {error}\n")


def _checked(make: Callable[[float], Follow]) -> Callable[[float], Follow]:
    make(1.0)
    return make


def table(split: str) -> str:
    """Markdown: a row per tracker and rate."""
    files = sorted((WORLD / split).glob("*.truth.json"))
    truths = [json.loads(path.read_text("utf-8")) for path in files]
    rows = []
    for name, make in competitors():
        for rate in RATES:
            tally = Tally()
            for truth in truths:
                for seed in SEEDS:
                    tally.add(looks_of(truth, rate, seed), make(rate))
            rows.append(
                f"| {name} | {rate:g} | {tally.idf1:.3f} | {tally.switches} | {tally.fragments} "
                f"| {tally.mixed} | {1 - tally.numbered / tally.people:.1%} "
                f"| {1000 * tally.took_s / tally.looks:.2f} |"
            )
    head = "| tracker | looks/s | IDF1 | switches | fragments | mixed | unnumbered | ms a look |"
    return "\n".join([head, "|---|---|---|---|---|---|---|---|", *rows, ""])


if __name__ == "__main__":
    for each in SPLITS:
        sys.stdout.write(f"{each}\n\n{table(each)}\n")
