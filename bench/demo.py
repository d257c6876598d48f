"""The main job from end to end on the footage in this repository: ``make demo``.

Every step is a command that anybody may type; this script only types them, then lays the scripted
truth of the rendered clips beside what was found. Truth is never shown to the pipeline.
"""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from proctor.evaluation.matching import together
from proctor.evaluation.placing import nearest
from proctor.evaluation.truth import read_truth
from proctor.observations import read_header
from proctor.rules import RULES
from proctor.storage import fingerprint
from proctor.timeline import Span, microseconds

ROOT = Path(__file__).parent.parent
CLIPS = ROOT / "tests" / "footage" / "world" / "tune"
SHOWN = ("cabin_a", "cabin_b", "hall_a", "hall_b")
DEMO = ROOT / ".demo"
HOME = DEMO / "home"
MONTH = "2026-11"
SUBJECTS = {"hall": "hall", "cabin": "road"}
REVIEWER = "truth file (demo)"

console = Console(highlight=False)


@dataclass(frozen=True, slots=True)
class Event:
    """One scripted event of a clip."""

    clip: str
    code: str
    place: str
    start_s: float
    end_s: float
    visible: float | None


def typed(*words: str) -> str:
    """Type a command, show it and what it prints; gives its standard output."""
    console.print(f"\n[bold cyan]$ proctor {' '.join(words)}[/]", soft_wrap=True)
    done = _run(words)
    if done.stdout:
        console.print(done.stdout.rstrip(), markup=False)
    return done.stdout


def asked(*words: str) -> list[dict[str, Any]]:
    """The JSON lines a command gives, without showing it."""
    return [json.loads(line) for line in _run(words).stdout.splitlines()]


def _run(words: Sequence[str]) -> "subprocess.CompletedProcess[str]":
    proctor = Path(sys.executable).with_name("proctor")
    command = [str(proctor), "--home", str(HOME), *words]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"proctor {' '.join(words)} gave {done.returncode}")
    return done


def laid_out() -> dict[str, list[Path]]:
    """The clips as a recorder would name them, camera and moment in the name; by subject."""
    shutil.rmtree(DEMO, ignore_errors=True)
    files: dict[str, list[Path]] = {}
    for clip in SHOWN:
        truth = truth_of(clip)
        moment = datetime.fromisoformat(truth["clock_start"])
        target = DEMO / truth["scene"] / f"{clip}_{moment:%Y%m%d_%H%M%S}.mp4"
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(CLIPS / f"{clip}.mp4", target)
        files.setdefault(truth["scene"], []).append(target)
    return files


def truth_of(clip: str) -> dict[str, Any]:
    """The truth file of a clip."""
    found: dict[str, Any] = json.loads((CLIPS / f"{clip}.truth.json").read_text("utf-8"))
    return found


def events() -> list[Event]:
    """Every scripted event."""
    keys = ("code", "place", "start_s", "end_s", "visible")
    return [
        Event(clip, *(event[key] for key in keys))
        for clip in SHOWN
        for event in truth_of(clip)["events"]
    ]


def true_place(flag: dict[str, Any]) -> str:
    """The truth's name of the place a flag is about."""
    log = next((HOME / "logs").rglob(f"{fingerprint(Path(flag['recording']))}-*.parquet"))
    place = {p.name: p for p in read_header(log).places}[flag["place"]]
    return nearest(place, read_truth(CLIPS / f"{flag['camera']}.truth.json").places)


def happens_with(event: Event, flag: dict[str, Any]) -> bool:
    """Same clip, time and place, as ``proctor evaluate`` understands it."""
    found = _span(flag["media_start_s"], flag["media_end_s"])
    here = event.clip == flag["camera"] and together(_span(event.start_s, event.end_s), found)
    return here and true_place(flag) == event.place


def _span(start_s: float, end_s: float) -> Span:
    return Span(microseconds(start_s), microseconds(end_s))


def verdict_of(flag: dict[str, Any], scripted: Sequence[Event]) -> tuple[str, str]:
    """Verdict and reason a reviewer who knows the script would give."""
    codes = {event.code for event in scripted if happens_with(event, flag)}
    if flag["code"] in codes:
        return "confirmed", "scripted"
    if codes:
        return "inconclusive", f"scripted as {', '.join(sorted(codes))}"
    return "false-alarm", "other: not scripted"


def beside(flags: Sequence[dict[str, Any]], silent: frozenset[str]) -> None:
    """Print truth beside found."""
    table = Table(title="Truth beside found", box=None, header_style="bold")
    for heading in ("clip", "code", "place", "scripted s", "found s", "as", "remark"):
        table.add_column(heading)
    ruled, scripted = {rule.code for rule in RULES}, events()
    for event in scripted:
        same = [flag for flag in flags if flag["code"] == event.code]
        hits = [flag for flag in same if happens_with(event, flag)]
        table.add_row(*_beside(event, hits, ruled, silent))
    for flag in flags:
        verdict, reason = verdict_of(flag, scripted)
        if verdict != "confirmed":
            found = f"{flag['media_start_s']:.1f}–{flag['media_end_s']:.1f}"
            remark = f"[yellow]{reason.removeprefix('other: ')}[/]"
            place = true_place(flag)
            table.add_row(flag["camera"], flag["code"], place, "–", found, flag["place"], remark)
    console.print()
    console.print(table)


def _beside(
    event: Event, hits: Sequence[dict[str, Any]], ruled: set[str], silent: frozenset[str]
) -> tuple[str, ...]:
    scripted = f"{event.start_s:.1f}–{event.end_s:.1f}"
    if hits:
        found = ", ".join(f"{h['media_start_s']:.1f}–{h['media_end_s']:.1f}" for h in hits)
        return (
            event.clip,
            event.code,
            event.place,
            scripted,
            found,
            hits[0]["place"],
            "[green]found[/]",
        )
    if event.code not in ruled:
        remark = "no rule yet"
    elif event.code in silent:
        remark = "not judged: no model"
    elif event.visible is not None and event.visible < 0.1:
        remark = "not visible"
    else:
        remark = "[red]missed[/]"
    return event.clip, event.code, event.place, scripted, "–", "", remark


def main() -> None:
    """Type the whole job."""
    console.rule("proctor: recordings → flags → evidence → review → report")
    laid_out()
    typed("init")
    for scene, subject in SUBJECTS.items():
        typed("analyze", str((DEMO / scene).relative_to(ROOT)), "--subject", subject)
    typed("flags")
    flags = asked("flags", "--json")
    beside(flags, frozenset(silent_codes()))
    reviewed(flags)
    typed("coverage")
    typed("report", "month", MONTH, "-o", str((DEMO / "report").relative_to(ROOT)))
    farewell(flags)


def silent_codes() -> set[str]:
    """Codes that no loaded model could judge."""
    logs = [read_header(path) for path in sorted((HOME / "logs").rglob("*.parquet"))]
    senses = {sense for log in logs for sense in log.senses}
    return {rule.code for rule in RULES if not set(rule.needs) <= senses}


def reviewed(flags: Sequence[dict[str, Any]]) -> None:
    """The truth file plays the reviewer, so that the report has decisions to count."""
    scripted = events()
    for flag in flags:
        verdict, reason = verdict_of(flag, scripted)
        words = ("--verdict", verdict, "--reason", reason, "--by", REVIEWER)
        _run(("review", flag["id"], *words))
    console.print(f"\n{len(flags)} flags decided by the {REVIEWER}.")


def farewell(flags: Sequence[dict[str, Any]]) -> None:
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
