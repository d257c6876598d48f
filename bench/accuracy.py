"""How well flags agree with the truth of the shipped clips: ``make accuracy``.

Analyses the clips as anybody would, holds the flags against the truth and writes docs/accuracy.md.
The work lies in ``.accuracy`` and may be deleted; what is analysed already is not analysed again.
With ``--world`` it does so with other clips, such as those of bench/world/scenarios/lots.
"""

import argparse
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from bench import recognised, scored
from bench.clips import SPLITS, WORLD, Clip, laid_out, lying_in
from proctor.audit import Record
from proctor.evaluation import Case, gather
from proctor.home import Home
from proctor.i18n import activate
from proctor.storage import fingerprint

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
WORK = ROOT / ".accuracy"


def analysed(clips: Iterable[Clip], work: Path) -> Path:
    """The home folder in which every clip is analysed with the installed models."""
    home = work / "home"
    for subject, folder in laid_out(clips, work / "footage").items():
        typed(home, "analyze", str(folder), "--subject", subject)
    return home


def typed(home: Path, *words: str) -> None:
    """Type a command; ends the program if it could not do its work."""
    proctor = Path(sys.executable).with_name("proctor")
    command = [str(proctor), "--home", str(home), "--lang", "en", *words]
    done = subprocess.run(command, check=False)
    if done.returncode:
        sys.exit(f"proctor {' '.join(words)} gave {done.returncode}")


def cases(clips: Sequence[Clip], home: Path) -> dict[str, list[Case]]:
    """Truth beside flags, by split."""
    with Record.open(home) as record:
        return {
            split: gather(record, Home(home), (c.reference for c in clips if c.split == split))
            for split in SPLITS
        }


def loaded(clips: Iterable[Clip], home: Path) -> scored.Loaded:
    """What the current runs of the clips rest on."""
    models: dict[str, str] = {}
    senses: set[str] = set()
    software: set[str] = set()
    with Record.open(home) as record:
        for clip in clips:
            run = next(run for run in record.runs(fingerprint(clip.film)) if run.current)
            models |= run.models
            senses |= set(run.senses)
            software.add(run.software)
    return scored.Loaded(models, frozenset(senses), tuple(sorted(software)))


def main(words: Sequence[str] | None = None) -> None:
    """Analyse, evaluate, write the page."""
    asked = _parser().parse_args(words)
    activate("en")
    clips = lying_in(asked.world, asked.only)
    home = analysed(clips, asked.work)
    found = cases(clips, home)
    seen = asked.detectors and recognised.section(asked.detectors, clips, asked.work / "recognised")
    made_by = "make accuracy" if asked.world == WORLD else "python -m bench.accuracy --world DIR"
    scored.write(asked.page, clips, loaded(clips, home), found, (made_by, seen or ""))
    sys.stdout.write(f"{asked.page}\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.accuracy", description=__doc__)
    parser.add_argument("--only", nargs="+", default=(), metavar="CLIP", help="only these clips")
    parser.add_argument(
        "--world", type=Path, default=WORLD, metavar="DIR", help="clips in DIR/tune and DIR/check"
    )
    parser.add_argument("--page", type=Path, default=PAGE, help="file to write")
    parser.add_argument("--work", type=Path, default=WORK, help="folder to work in")
    parser.add_argument(
        "--detectors", type=Path, metavar="DIR", help="models trained on photographs (COCO)"
    )
    return parser


if __name__ == "__main__":
    main()
