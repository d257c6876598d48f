"""docs/soak.md, from what soaks measured."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "soak.md"

_HEAD = """\
# Cameras under faults

Written by `python -m bench.soak`; do not edit. Real RTSP servers, each behind a small TCP proxy,
suffer faults drawn by lot: killed and started again, frozen (SIGSTOP), restarted, stalled and
garbled on the way, locked by another password, started again with another size of picture. The
proxy writes down when pictures last passed before a fault and first passed after it: that is the
truth that accounts are held against. `reader` is the camera's reader alone, in a process that holds
the proxies, too; `watch` is `proctor watch` with its models, its recorder and its record, judged
from the record. Restart and resolution are over before most of them count as an absence (1 s).

Reproduce (10 minutes each):

    python -m bench.soak --minutes 10 --faults 60 --seed 1 --results reader.json
    python -m bench.soak --minutes 10 --faults 60 --seed 1 --models --results watch.json
"""


def written(files: Sequence[str]) -> str:
    """The whole page."""
    runs = [json.loads(Path(file).read_text("utf-8")) for file in files]
    return (
        "\n".join(
            [_HEAD, *_summary(runs), "", *_kinds(runs), "", *_flags(runs), *_faults(runs)]
        ).rstrip()
        + "\n"
    )


def _summary(runs: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield from _headed(
        "",
        "minutes, cameras, seed",
        "faults",
        "noticed, longest",
        "back, longest",
        "bounds of gaps off by, most",
        "ends on SIGTERM after",
        "memory at the end, growth",
        "threads, files: growth a minute",
        "not met",
    )
    for run in runs:
        met, growth = run["met"], run["growth"]
        gaps = sum(one["start_off_s"] is not None for one in met)
        yield (
            f"| {_name(run)} | {run['minutes']:g}, {run['cameras']}, {run['seed']} "
            f"| {run['done']} of {run['asked']}, {gaps} gaps "
            f"| {_most(met, 'noticed_s')} | {_most(met, 'back_s')} "
            f"| {_most(met, 'start_off_s')}, {_most(met, 'end_off_s')} | {run['ending_s']:.1f} s "
            f"| {growth['rss_mb']:.0f} MB, {growth['rss_mb_per_minute']:+.2f} MB/min "
            f"| {growth['threads_per_minute']:+.2f} (most {growth['threads_most']}), "
            f"{growth['files_per_minute']:+.2f} (most {growth['files_most']}) "
            f"| {len(run['faults'])} |"
        )


def _kinds(runs: Iterable[dict[str, Any]]) -> Iterator[str]:
    yield from _headed(
        "",
        "fault",
        "done",
        "noticed after, median and longest",
        "back after, median and longest",
        "begins off by, most",
        "ends off by, most",
    )
    for run in runs:
        for kind in sorted({one["kind"] for one in run["met"]}):
            met = [one for one in run["met"] if one["kind"] == kind]
            yield (
                f"| {_name(run)} | {kind} | {len(met)} | {_spread(met, 'noticed_s')} "
                f"| {_spread(met, 'back_s')} | {_most(met, 'start_off_s')} "
                f"| {_most(met, 'end_off_s')} |"
            )


def _headed(*headings: str) -> Iterator[str]:
    yield f"| {' | '.join(headings)} |"
    yield "|---" * len(headings) + "|"


def _flags(runs: Iterable[dict[str, Any]]) -> Iterator[str]:
    for run in runs:
        if after := run.get("told_after_s"):
            median, most = after[len(after) // 2], after[9 * len(after) // 10]
            yield (
                f"The {_name(run)} raised {run['flags']} flags. {len(after)} suspicions were told "
                f"{median:.1f} s (median; nine of ten within {most:.1f} s, longest "
                f"{after[-1]:.1f} s) after their first picture, what the rules wait for included.\n"
            )


def _faults(runs: Iterable[dict[str, Any]]) -> Iterator[str]:
    for run in runs:
        for fault in run["faults"]:
            yield f"- Not met by {_name(run)}: {fault}"


def _name(run: dict[str, Any]) -> str:
    return "watch" if run["models"] else "reader"


def _values(met: Iterable[dict[str, Any]], key: str) -> list[float]:
    return sorted((one[key] for one in met if one[key] is not None), key=abs)


def _most(met: Iterable[dict[str, Any]], key: str) -> str:
    found = _values(met, key)
    return f"{found[-1]:.2f} s" if found else "–"


def _spread(met: Iterable[dict[str, Any]], key: str) -> str:
    found = _values(met, key)
    return f"{found[len(found) // 2]:.2f} s, {found[-1]:.2f} s" if found else "–"
