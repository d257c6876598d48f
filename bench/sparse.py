"""What a scan by keyframes loses in a hall: ``python -m bench.sparse`` writes docs/sparse.md.

The clips that ship are shorter than what is scanned by keyframes alone. Each of a hall of ``tune``
is played twice, each time after its quiet beginning there and back, at 25 pictures a second with a
keyframe every two seconds, as cameras record; an event counts each time. The second round meets the
keyframes elsewhere. The recording is looked at by keyframes, as it is in an analysis, and at two
looks a second; closer looks are made where either asks.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.clips import WORLD, Clip
from bench.models import folder_of
from bench.scored import markdown
from bench.stretched import (
    GOP,
    RATE,
    Shape,
    calm,
    pictures,
    quiet_length,
    quiet_of,
    written,
)
from models.eyes import load_eyes
from proctor.codes import CODES
from proctor.evaluation import Case, CodeScore, Reference, score
from proctor.evaluation.gathering import claim
from proctor.evaluation.placing import placing
from proctor.i18n import activate
from proctor.judge import judge
from proctor.observations import ObservationLog, read, write
from proctor.perceive import Task, perceive
from proctor.perception import Image
from proctor.ports import Eyes
from proctor.rulebook import NO_PROFILE, resolve
from proctor.sampling import PLANS
from proctor.timeline import SECOND, Microseconds, Span
from reports.circular.blocks import Cell, Column, Table
from streams.health import Meter
from streams.recording import open_recording

ROOT = Path(__file__).parent.parent
PAGE, WORK = ROOT / "docs" / "sparse.md", ROOT / ".speed" / "sparse"
ROUNDS = 2
"""How often each clip is played."""
CALM = 24.0
"""Seconds of its quiet beginning, there and back, before each time."""
STEP: Microseconds = GOP * SECOND // RATE
"""From keyframe to keyframe; each round begins a share of it later between them."""
WAYS = {"keyframes": PLANS["hall"], "every half second": replace(PLANS["hall"], keyframes_us=0)}
"""How the recording is scanned."""


@dataclass(frozen=True, slots=True)
class Looked:
    """One recording, looked at in one way."""

    case: Case
    """Truth beside flags."""
    sampling: Mapping[str, float]
    """Looks that were made."""


def rounds(clip: Clip) -> list[Microseconds]:
    """When the clip itself begins in each round, after its calm."""
    calm_us = _calm_us(clip)
    length = calm_us + round(clip.facts["duration_s"] * SECOND)
    whole = -(-length // STEP) * STEP
    return [n * (whole + STEP // ROUNDS) + calm_us for n in range(ROUNDS)]


def _calm_us(clip: Clip) -> Microseconds:
    return round(quiet_length(quiet_of(clip.facts), _shape(clip)) * SECOND)


def _shape(clip: Clip) -> Shape:
    return Shape(*clip.facts["size"], seconds=CALM)


def recorded(clip: Clip, folder: Path) -> Path:
    """The long recording of a clip; made if it is not there."""
    target = folder / f"{clip.name}.mp4"
    if not target.exists():
        folder.mkdir(parents=True, exist_ok=True)
        written(target, _played(clip), _shape(clip))
    return target


def _played(clip: Clip) -> Iterator[tuple[float, Image]]:
    frames, quiet, length = pictures(clip.film), quiet_of(clip.facts), _calm_us(clip) / SECOND
    for start in (at / SECOND for at in rounds(clip)):
        yield from ((start - length + at, image) for at, image in calm(frames, quiet, length))
        yield from ((start + at, image) for at, image in frames)


def truth(clip: Clip) -> Reference:
    """What is true of the long recording: all events and acts of every round."""
    once = clip.reference
    starts = rounds(clip)
    return replace(
        once,
        sha256="",
        duration_us=starts[-1] + once.duration_us,
        events=tuple(replace(e, span=_later(e.span, at)) for at in starts for e in once.events),
        acts=tuple(replace(act, span=_later(act.span, at)) for at in starts for act in once.acts),
    )


def _later(span: Span, by: Microseconds) -> Span:
    return Span(span.start_us + by, span.end_us + by)


def looked(clip: Clip, way: str, eyes: Eyes, work: Path) -> Looked:
    """The long recording of ``clip`` judged; what was seen of it once is not looked at again."""
    log = _log(recorded(clip, work), way, eyes)
    reference = truth(clip)
    places = log.header.places
    naming = placing(places, reference.places)
    zones = {place.name: place for place in places}
    flags = judge(log, resolve(NO_PROFILE, "hall", clip.name)).flags
    claims = tuple(claim(flag, reference, naming, zones) for flag in flags)
    return Looked(Case(reference, claims), log.header.sampling)


def _log(film: Path, way: str, eyes: Eyes) -> ObservationLog:
    plan = WAYS[way]
    task = Task("0" * 64, "hall", film.stem)
    kept = film.with_name(f"{film.stem}-{task.perception(eyes, plan)[:16]}.parquet")
    if not kept.exists():
        sys.stderr.write(f"{film.stem}: {way}\n")
        source = open_recording(film)
        write(perceive(source, eyes, Meter(), task, lambda *_: None, plan), kept)
    return read(kept)


def page(clips: Sequence[Clip], found: Mapping[str, Sequence[Looked]]) -> str:
    """The page."""
    named, step = ", ".join(clip.name for clip in clips), STEP / SECOND
    return f"""# What a scan by keyframes loses

Generated by `python -m bench.sparse`; do not edit. Clips of `tune`: {named}.

Each is played {ROUNDS} times, each time after {CALM:g} s of its quiet beginning there and back, at
{RATE} pictures a second with a keyframe every {step:g} s; the second round meets the keyframes
{step / ROUNDS:g} s later. Both ways make closer looks where their scan asks; see
[perception.md](design/perception.md). An event counts once in every round.

The numbers compare two ways of looking at the same recording. Neither says how often what happens
in real halls is found: a round shows the same seconds again, quiet seconds there and back are
quieter than any exam, and things happen so often that places reach the limit of closer looks. Of
false alarms nothing can be said here but that one way raises more than the other.

{markdown(_by_code(found))}
{markdown(_by_clip(clips, found))}"""


def _by_code(found: Mapping[str, Sequence[Looked]]) -> Table:
    sheets = {way: score([one.case for one in inside]) for way, inside in found.items()}
    scores = {way: {one.code: one for one in sheet.codes} for way, sheet in sheets.items()}
    codes = [code for code in CODES if any(code in known for known in scores.values())]
    columns = (Column("code", 1), Column("events", 1, right=True), *_twice("found", "false"))
    rows = [
        _line(code, [known.get(code) for known in scores.values()])
        for code in codes
        if any(code in known and _happens(known[code]) for known in scores.values())
    ]
    rows.append(_line("all", [sheet.overall for sheet in sheets.values()]))
    return _table(columns, rows)


def _happens(one: CodeScore) -> bool:
    return bool(one.references or one.claims)


def _line(code: str, ways: Sequence[CodeScore | None]) -> list[str]:
    events = next(way.references for way in ways if way is not None)
    numbers = [(way.hits, way.false_alarms) if way else (0, 0) for way in ways]
    return [code, str(events), *(str(n) for both in zip(*numbers, strict=True) for n in both)]


def _by_clip(clips: Sequence[Clip], found: Mapping[str, Sequence[Looked]]) -> Table:
    columns = (Column("clip", 1), Column("events", 1, right=True))
    columns += _twice("found", "looks at all", "looks at places")
    rows = []
    for clip, *ways in zip(clips, *found.values(), strict=True):
        sheets = [score([way.case]).overall for way in ways]
        looks = [(way.sampling["scan_looks"], _closer(way.sampling)) for way in ways]
        numbers = zip(*((s.hits, *two) for s, two in zip(sheets, looks, strict=True)), strict=True)
        cells = [f"{n:.0f}" for both in numbers for n in both]
        rows.append([clip.name, str(sheets[0].references), *cells])
    return _table(columns, rows)


def _closer(sampling: Mapping[str, float]) -> float:
    return sampling.get("probe_looks", 0) + sampling.get("dense_looks", 0)


def _twice(*headings: str) -> tuple[Column, ...]:
    return tuple(Column(f"{text}, {way}", 1, right=True) for text in headings for way in WAYS)


def _table(columns: Sequence[Column], rows: Iterable[Sequence[str]]) -> Table:
    return Table("", tuple(columns), tuple(tuple(Cell(text) for text in row) for row in rows))


def main(words: Sequence[str] | None = None) -> None:
    """Make the recordings, look at them both ways, write the page."""
    asked = _parser().parse_args(words)
    activate("en")
    clips = [Clip("tune", film) for film in asked.clips or _halls()]
    eyes = load_eyes(folder_of(), threads=1)
    found = {way: [looked(clip, way, eyes, asked.work) for clip in clips] for way in WAYS}
    asked.page.write_text(page(clips, found), encoding="utf-8")
    sys.stdout.write(f"{asked.page}\n")


def _halls() -> list[Path]:
    return sorted((WORLD / "tune").glob("hall_*.mp4"))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.sparse", description=__doc__)
    parser.add_argument("--clips", nargs="+", type=Path, help="others than those that ship")
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--work", type=Path, default=WORK, help="folder to work in")
    return parser


if __name__ == "__main__":
    main()
