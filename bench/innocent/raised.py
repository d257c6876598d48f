"""What was flagged in the innocent clips, what was true then, and why it was flagged."""

import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.clips import Clip
from proctor.audit import Record
from proctor.evaluation import Claim, Reference, gather
from proctor.home import Home
from proctor.timeline import SECOND

EXPLAINED = Path(__file__).with_name("explained.toml")
NEAR_S = 2.0
"""How far the beginning of a flag may lie from that of its explanation, seconds."""
AROUND = SECOND
"""An act that ended so shortly before a flag may be what it is about."""
ROOM = "picture"


@dataclass(frozen=True, slots=True)
class Raised:
    """One flag on an innocent clip: a false alarm."""

    clip: str
    """Name of the clip."""
    split: str
    """``tune`` or ``check``."""
    scene: str
    """``hall`` or ``cabin``."""
    code: str
    """As flagged."""
    level: int
    """1 is the gravest."""
    place: str
    """As the truth names it, if it can be told."""
    start_s: float
    """Media time, seconds."""
    end_s: float
    """Media time, seconds."""
    score: float
    """Sureness, 0–1."""
    truth: str
    """What the script says went on there."""
    why: str
    """The explanation by whoever looked at the pictures; empty without one."""


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one flag was raised, found by looking at the pictures."""

    clip: str
    """Name of the clip."""
    code: str
    """As flagged."""
    place: str
    """As the truth names it."""
    start: float
    """Seconds, ``NEAR_S`` more or less."""
    why: str
    """In words."""

    def fits(self, clip: str, claim: Claim) -> bool:
        """Whether it is about this flag."""
        near = abs(claim.span.start_us / SECOND - self.start) <= NEAR_S
        return near and (self.clip, self.code, self.place) == (clip, claim.code, claim.place)


def explanations(path: Path = EXPLAINED) -> list[Explanation]:
    """Those that are written down."""
    rows = tomllib.loads(path.read_text("utf-8")).get("flag", ())
    return [Explanation(**row) for row in rows]


def raised(clips: Sequence[Clip], home: Path, known: Sequence[Explanation]) -> list[Raised]:
    """Every flag of the clips' current runs, by clip and time."""
    by_name = {clip.name: clip for clip in clips}
    with Record.open(home) as record:
        cases = gather(record, Home(home), [clip.reference for clip in clips])
        return [
            _row(by_name[case.reference.clip], claim, record.flag(claim.flag).flag.level, known)
            for case in cases
            for claim in sorted(case.claims, key=lambda claim: claim.span)
        ]


def _row(clip: Clip, claim: Claim, level: int, known: Iterable[Explanation]) -> Raised:
    return Raised(
        clip=clip.name,
        split=clip.split,
        scene=clip.facts["scene"],
        code=claim.code,
        level=level,
        place=claim.place,
        start_s=round(claim.span.start_us / SECOND, 1),
        end_s=round(claim.span.end_us / SECOND, 1),
        score=round(claim.score, 2),
        truth="; ".join(_true_then(clip.facts, clip.reference, claim)) or "nothing scripted",
        why=next((one.why for one in known if one.fits(clip.name, claim)), ""),
    )


def _true_then(facts: dict[str, Any], reference: Reference, claim: Claim) -> Iterator[str]:
    """What the script says of the place while the flag lasts: acts, comings, staff beside it."""
    about = claim.span.widened(AROUND, 0)
    for act in reference.acts:
        if act.span.overlap_us(about) and claim.place in (act.place, ROOM):
            yield f"{act.name} {act.span.start_us / SECOND:.1f}–{act.span.end_us / SECOND:.1f} s"
    frames = [f for f in facts["frames"] if about.start_us <= f["t"] * SECOND < about.end_us]
    if _somebody(frames, claim.place, on_foot=True):
        yield "comes in and sits down"
    for name in _beside(facts, frames, claim.place):
        yield f"{name} before or beside it"


def _somebody(frames: Iterable[dict[str, Any]], place: str, *, on_foot: bool) -> bool:
    return any(
        person["place"] == place and person["seated"] is not on_foot
        for frame in frames
        for person in frame["people"]
        if person["role"] == "candidate"
    )


def _beside(facts: dict[str, Any], frames: Iterable[dict[str, Any]], place: str) -> list[str]:
    """Staff whose picture meets that of the place."""
    zone = next((p["box"] for p in facts["places"] if p["place"] == place), None)
    if zone is None or facts["scene"] != "hall":
        return []
    staff = (p for frame in frames for p in frame["people"] if p["role"] == "staff")
    return sorted({p["place"] for p in staff if _meet(p["box"], zone)})


def _meet(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
