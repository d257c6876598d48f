"""Whether innocent acts in clips stay silent at level 1 and 2: ``make lookalikes``.

Every clip with a truth file tells which acts only look like something: a glance, a scratch, a
mirror check. Each flag of level 1 or 2 that falls on one is told; so is every other false flag of
these levels, with what lay there. Ends with 1 when there is any.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench.accuracy import WORK, analysed
from bench.clips import Clip, shipped
from proctor.audit import Record
from proctor.codes import CODES
from proctor.evaluation import Case, gather, score
from proctor.evaluation.sheet import FalseAlarm
from proctor.home import Home
from proctor.i18n import activate
from proctor.timeline import SECOND


def clips_in(folder: Path) -> list[Clip]:
    """Clips anywhere under a folder that have their truth beside them."""
    films = sorted(folder.rglob("*.mp4"))
    return [Clip("more", film) for film in films if Clip("more", film).truth.exists()]


def grave(cases: Sequence[Case]) -> list[FalseAlarm]:
    """False flags of level 1 and 2."""
    return [false for false in score(cases).false_alarms if CODES[false.claim.code].level <= 2]


def told(cases: Sequence[Case]) -> Iterator[str]:
    """What there was, and every grave flag on it, a line each."""
    acts = Counter(act.name for case in cases for act in case.reference.acts)
    minutes = sum(case.footage_us for case in cases) / (60 * SECOND)
    found = grave(cases)
    on_acts = sum(1 for false in found if false.on_acts)
    kinds = ", ".join(f"{name} ×{number}" for name, number in acts.most_common())
    yield f"{len(cases)} clips, {minutes:.1f} minutes, {acts.total()} innocent acts: {kinds}"
    yield f"False flags of level 1 and 2: {len(found)}, on such acts: {on_acts}"
    for false in found:
        claim, span = false.claim, false.claim.span
        there = ", ".join(false.on_acts) or "nothing innocent that is known"
        seconds = f"{span.start_us / SECOND:.1f}–{span.end_us / SECOND:.1f} s"
        yield f"{claim.code} in {claim.recording} at {claim.place}, {seconds}: {there}"


def main(words: Sequence[str] | None = None) -> None:
    """Analyse what is not analysed yet, hold it against the truth, print."""
    asked = _parser().parse_args(words)
    activate("en")
    clips = [*shipped(asked.only), *(clips_in(asked.clips) if asked.clips else ())]
    home = analysed(clips, asked.work)
    with Record.open(home) as record:
        cases = gather(record, Home(home), [clip.reference for clip in clips])
    sys.stdout.write("\n".join(told(cases)) + "\n")
    sys.exit(bool(grave(cases)))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.lookalikes", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="CLIP", help="only these clips")
    parser.add_argument("--clips", type=Path, metavar="DIR", help="further clips, with their truth")
    parser.add_argument("--work", type=Path, default=WORK, help="folder to work in")
    return parser


if __name__ == "__main__":
    main()
