"""The main job from end to end on the footage in this repository: ``make demo``.

Every step is a command that anybody may type; this script only types them. The truth of the
rendered clips is never shown to the pipeline, only to the evaluation and to the reviewer's chair.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.clips import laid_out, shipped

ROOT = Path(__file__).parent.parent
CLIPS = shipped(("cabin_a", "cabin_b", "hall_a", "hall_b"))
TRUTH = [str(clip.truth.relative_to(ROOT)) for clip in CLIPS]
DEMO = ROOT / ".demo"
HOME = DEMO / "home"
MONTH = "2026-11"
REVIEWER = "truth file (demo)"

console = Console(highlight=False)


def typed(*words: str) -> str:
    """Type a command, show it and what it prints; gives its standard output."""
    console.print(f"\n[bold cyan]$ proctor {' '.join(words)}[/]", soft_wrap=True)
    done = _run(words)
    if done.stdout:
        console.print(done.stdout.rstrip(), markup=False, soft_wrap=True)
    return done.stdout


def asked(*words: str) -> list[dict[str, Any]]:
    """The JSON lines a command gives, without showing it."""
    return [json.loads(line) for line in _run(words).stdout.splitlines()]


def _run(words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    proctor = Path(sys.executable).with_name("proctor")
    command = [str(proctor), "--home", str(HOME), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    if done.returncode:
        sys.exit(f"proctor {' '.join(words)} gave {done.returncode}")
    return done


def main() -> None:
    """Type the whole job."""
    console.rule("proctor: recordings → flags → evidence → review → report")
    shutil.rmtree(DEMO, ignore_errors=True)
    folders = laid_out(CLIPS, DEMO / "footage")
    typed("init")
    for subject, folder in sorted(folders.items()):
        typed("analyze", str(folder.relative_to(ROOT)), "--subject", subject)
    typed("flags")
    flags = asked("flags", "--json")
    typed("evaluate", *TRUTH)
    reviewed(flags)
    typed("coverage")
    typed("report", "month", MONTH, "-o", str((DEMO / "report").relative_to(ROOT)))
    farewell(flags)


def reviewed(flags: Sequence[Mapping[str, Any]]) -> None:
    """The script of the clips plays the reviewer, so that the report has decisions to count."""
    scores = {line["flag"]: line for line in asked("evaluate", *TRUTH, "--json") if "flag" in line}
    for flag in flags:
        verdict, reason = verdict_of(scores.get(flag["id"]))
        words = ("--verdict", verdict, "--reason", reason, "--by", REVIEWER)
        _run(("review", flag["id"], *words))
    console.print(f"\n{len(flags)} flags decided by the {REVIEWER}.")


def verdict_of(score: Mapping[str, Any] | None) -> tuple[str, str]:
    """Verdict and reason a reviewer who knows the script would give."""
    if score is None:
        return "inconclusive", "too hidden to see"
    if score["kind"] == "hit":
        return "confirmed", "scripted"
    if score["on_codes"]:
        return "inconclusive", f"scripted as {', '.join(score['on_codes'])}"
    return "false-alarm", "other: not scripted"


def farewell(flags: Sequence[Mapping[str, Any]]) -> None:
    """Where everything lies and what to try next."""
    console.rule()
    home = HOME.relative_to(ROOT)
    console.print(f"Evidence: {home}/evidence   Logs: {home}/logs   Report: .demo/report")
    one = flags[0]["id"] if flags else "ID"
    console.print("\nTry next:")
    for words in (f"flags explain {one}", "rejudge --set PEEK.turn_deg=60", "--lang zh flags"):
        console.print(f"  .venv/bin/proctor --home {home} {words}")


if __name__ == "__main__":
    main()
