"""What bench.speed measured, as a part of docs/performance.md."""

import argparse
from typing import Any

MET = "reached"
NOT_MET = "**not reached**"


def page(results: dict[str, Any], asked: argparse.Namespace) -> str:
    """Tables with what they mean; no number that was not measured in this run."""
    parts = [_head(results, asked), _side_by_side(results), _stages(results), _growth(results)]
    parts.append(_recall(results, asked))
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(results: dict[str, Any], asked: argparse.Namespace) -> str:
    hall = next(iter(results["cases"].values()))["ours"]
    weights = ", ".join(hall["weights"])
    naive = f"`{asked.weights.name}`" if asked.weights and asked.yolo_python else "not measured"
    return f"""## Perceiving

The recordings are made when this is measured, out of shipped clips of the rendered exam world
(`bench/stretched.py`): enlarged, shown at 25 pictures a second with fresh noise, H.264 with a
keyframe every 50 pictures, {results["quiet_s"]:g} s of the clip's quiet beginning there and back,
then the clip with its events. They are **enlarged renderings**: good for measuring cost, not
recognition. One process with one inference thread; times are **processor seconds of all threads**,
so other programs on the computer do not count. Models: {weights}. Naive way: ultralytics'
`track()` on every picture, weights {naive}: *naive, 640* as it comes, which shrinks the picture to
640 px, and *naive, full* at the size of the recording, as small things need (a phone of 12 px in
1920 is 4 px in 640)."""


def _side_by_side(results: dict[str, Any]) -> str:
    rows = "\n".join(_row(name, case) for name, case in results["cases"].items())
    memory = "\n".join(_memory(name, case) for name, case in results["cases"].items())
    return f"""### Side by side

Seconds of video per processor second. *Decode, all* only decodes every picture; *keyframes* only
what a scan by keyframes decodes; *looks* is our pipeline if decoding were free. The composite
picture is taken apart first ([composites.md](composites.md)).

| recording | ours | naive, 640 | ratio | naive, full | ratio | decode, all | keyframes | looks |
|---|---|---|---|---|---|---|---|---|
{rows}

Peak memory in MB, and people found in a picture by the naive way:

| recording | ours | naive, 640 | naive, full | people, 640 | people, full |
|---|---|---|---|---|---|
{memory}

{_targets(results)}"""


def _row(name: str, case: dict[str, Any]) -> str:
    ours, limits = case["ours"], case["decode"]
    length = ours["length_s"]
    speed = length / ours["cpu_s"]
    looks = sum(s for stage, s in ours["stages"].items() if not stage.startswith("decode"))
    width, height = case["size"]
    return (
        f"| {name}, {width}×{height}, {length:.0f} s | {speed:.2f} "
        f"| {_beside(speed, case['naive'])} | {_beside(speed, case['full'])} "
        f"| {length / limits['all_s']:.1f} | {length / limits['scan_s']:.1f} "
        f"| {length / looks:.2f} |"
    )


def _beside(speed: float, naive: dict[str, Any] | None) -> str:
    """Two cells: how fast the naive way is, and how much faster we are."""
    if naive is None:
        return "not measured | –"
    other = naive["pictures"] / naive["rate"] / naive["cpu_s"]
    return f"{other:.3f} | {speed / other:.1f} ×"


def _memory(name: str, case: dict[str, Any]) -> str:
    both = [case["naive"], case["full"]]
    peaks = " | ".join("–" if way is None else f"{way['peak_mb']:.0f}" for way in both)
    people = " | ".join("–" if way is None else f"{way['people']:.1f}" for way in both)
    return f"| {name} | {case['ours']['peak_mb']:.0f} | {peaks} | {people} |"


def _targets(results: dict[str, Any]) -> str:
    hall = next(iter(results["cases"].values()))
    ours = hall["ours"]
    speed = ours["length_s"] / ours["cpu_s"]
    lines = [
        f"- 8 × real time per core in the hall: {speed:.2f} ×, {MET if speed >= 8 else NOT_MET}",
        f"- peak memory under 1,500 MB: {ours['peak_mb']:.0f} MB, "
        f"{MET if ours['peak_mb'] < 1500 else NOT_MET}",
    ]
    for way, size in (("naive", "at its default size"), ("full", "at full size")):
        naive = hall[way]
        if naive is not None:
            ratio = speed * naive["cpu_s"] * naive["rate"] / naive["pictures"]
            told = MET if ratio >= 40 else NOT_MET
            lines.append(f"- 40 × the naive way {size} in the hall: {ratio:.1f} ×, {told}")
    return "Targets:\n\n" + "\n".join(lines)


def _stages(results: dict[str, Any]) -> str:
    parts = []
    for name, case in results["cases"].items():
        ours = case["ours"]
        rows = "\n".join(
            f"| {stage} | {1000 * spent / ours['length_s']:.1f} | {spent / ours['cpu_s']:.0%} "
            f"| {ours['calls'][stage]:,} | {1000 * spent / ours['calls'][stage]:.1f} |"
            for stage, spent in sorted(ours["stages"].items(), key=lambda item: -item[1])
        )
        parts.append(
            f"""#### {name}

{_looked(ours)}

| stage | ms per s of video | share | calls | ms a call |
|---|---|---|---|---|
{rows}"""
        )
    return "### Where the time goes\n\n" + "\n\n".join(parts)


def _looked(ours: dict[str, Any]) -> str:
    sampling, length = ours["sampling"], ours["length_s"]
    share = sampling["asked_us"] / 1e6 / length / max(ours["places"], 1)
    return (
        f"{ours['places']} places; {sampling['scan_looks']:.0f} looks of the scan, "
        f"{sampling.get('probe_looks', 0):.0f} probes, "
        f"{sampling.get('dense_looks', 0):.0f} closer looks within places, "
        f"{sampling.get('whole_looks', 0):.0f} closer looks at everything (audit). A place is "
        f"looked at closely for {share:.1%} of the time on average; "
        f"{sampling['left_out_us'] / 1e6:.0f} s of places were left out by the limit per minute. "
        f"{ours['decoded']:,} of {ours['frames']:,} pictures were decoded."
    )


def _growth(results: dict[str, Any]) -> str:
    looks, workers = results["looks"], results["workers"]
    within = "\n".join(f"| {count} | {ms:.0f} |" for count, ms in looks["within"].items())
    sizes = "\n".join(f"| {size} | {ms:.0f} |" for size, ms in looks["by_size"].items())
    together = "\n".join(f"| {count} | {speed:.2f} |" for count, speed in workers.items())
    return f"""### How cost grows

A closer look within so many seats of the hall ({looks["shape"]}), and a look at the whole of its
picture in several sizes with the {looks["found"]} people found in it; milliseconds.

| seats | ms |
|---|---|
{within}

| picture | ms |
|---|---|
{sizes}
""" + (
        f"""
Workers with a hall recording each, start-up included; seconds of video per second of wall time, all
together. This one depends on what else the computer does.

| workers | together |
|---|---|
{together}"""
        if workers
        else ""
    )


def _recall(results: dict[str, Any], asked: argparse.Namespace) -> str:
    if not results["recall"]:
        return ""
    width, height = asked.recall_size
    rows = "\n".join(
        f"| {clip} | {plan} | {got['events']} | {got['found']} | {', '.join(got['codes']) or '–'} "
        f"| {got['others']} | {got['length_s'] / got['cpu_s']:.2f} |"
        for clip, plans in results["recall"].items()
        for plan, got in plans.items()
    )
    found = {
        plan: sum(plans[plan]["found"] for plans in results["recall"].values())
        for plan in ("cascade", "dense")
    }
    told = MET if found["cascade"] >= found["dense"] else NOT_MET
    return f"""### What is lost by not looking at everything

Scripted events with a flag of their code at their place (overlap of 1 s or half of the shorter),
by the cascade and by looking at the whole picture at the step of close looks, at {width}×{height}.
Events of codes that no rule judges count as not found by either.

| clip | plan | events | found | codes found | other flags | video s per processor s |
|---|---|---|---|---|---|---|
{rows}

No loss of recall against looking at everything: {found["cascade"]} to {found["dense"]}, {told}."""
