"""What was measured, as Markdown and as plain numbers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from typing import Any

import numpy as np

from bench.seeing.phones import Events
from bench.seeing.tally import BINS, Share, Tally, Turns, joined, middle

GROUPS: Mapping[str, tuple[str, ...]] = {
    "hall front, side": ("hall front", "hall side"),
    "hall rear, ceiling, corner": ("hall back", "hall ceiling", "hall left"),
    "cabin": ("cabin dash", "cabin pillar", "cabin rear"),
}
"""Views that are summed up together."""
CUTS = (0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7)
"""Thresholds at which phones are counted."""
STANDARD = 0.5
"""Threshold of the PHONE rule as it ships."""


@dataclass(frozen=True, slots=True)
class Seen:
    """Everything measured on one clip, or on several together."""

    name: str
    split: str
    view: str
    tally: Tally
    events: Mapping[float, Events]
    """By threshold; empty when no model looks for phones."""


def summed(rows: Sequence[Seen], split: str) -> list[Seen]:
    """The groups of views of one split, and all of it."""
    own = [row for row in rows if row.split == split]
    parts = {
        name: [row for row in own if row.view.startswith(views)] for name, views in GROUPS.items()
    }
    sums = [_together(name, split, part) for name, part in parts.items() if part]
    return [*sums, _together("all", split, own)]


def _together(name: str, split: str, rows: Sequence[Seen]) -> Seen:
    cuts = {cut for row in rows for cut in row.events}
    found = {cut: _sum(row.events[cut] for row in rows if cut in row.events) for cut in cuts}
    return Seen(name, split, name, joined(row.tally for row in rows), found)


def _sum(parts: Iterable[Events]) -> Events:
    whole = Events()
    for part in parts:
        whole.found.count(part.found.found, part.found.there)
        whole.false_alarms += part.false_alarms
        whole.watched_us += part.watched_us
    return whole


def markdown(rows: Sequence[Seen], about: str) -> str:
    """The tables of every split that was looked at."""
    parts = [about]
    for split in dict.fromkeys(row.split for row in rows):
        own, sums = [row for row in rows if row.split == split], summed(rows, split)
        parts += [
            f"### {split}",
            _table(_FOUND, ([*_named(row), *_found(row.tally)] for row in (*own, *sums))),
            _table(_TURNED, _turned(sums)),
            _table(_PHONES, _phones(sums[-1])) if sums[-1].tally.looked_for_phones else NO_PHONES,
        ]
    return "\n\n".join(parts) + "\n"


NO_PHONES = "Phones: not looked for, no installed model knows them."
_FOUND = (
    *("clip", "view", "pictures", "people found", "false people a picture"),
    *("heads IoU ≥ 0.4", "centre off, head widths", "hands found", "of hands told, hands"),
    "mouth, correlation",
)
_TURNED = (
    *("view", "head, px", "with a direction", "yaw off, median", "yaw off, 90 %"),
    *("pitch off, median", "pitch off, 90 %", "yaw bias", "pitch bias"),
    *("yaw within 1 σ (68 %)", "2 σ (95 %)"),
    *("pitch within 1 σ", "2 σ"),
)
_PHONES = (
    *("threshold", "phones in pictures", "stray phones a picture"),
    *("phone events", "false alarms", "false alarms a minute"),
)


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _named(row: Seen) -> list[str]:
    return [row.name, row.view if row.view != row.name else ""]


def _found(tally: Tally) -> list[str]:
    return [
        str(tally.pictures),
        str(tally.people),
        f"{tally.false_people}/{tally.pictures} = {tally.false_people / tally.pictures:.2f}",
        str(tally.heads),
        _number(middle(tally.apart), ".2f"),
        str(tally.hands),
        str(tally.told_hands),
        _number(correlation(tally.mouths), ".2f"),
    ]


def _turned(sums: Sequence[Seen]) -> Iterable[list[str]]:
    for row in sums:
        for size, *_ in BINS:
            turns = row.tally.turns[size]
            if turns.told.there:
                yield [row.name, size, str(turns.told), *_errors(turns)]
        if row.tally.sights.told.found:
            sights = row.tally.sights
            yield [row.name, "eyes at rest", str(sights.told), *_errors(sights)]


def _errors(turns: Turns) -> list[str]:
    angles = [middle(e, at) for e in (turns.yaw, turns.pitch) for at in (50, 90)]
    biases = [float(np.median(e)) if e else float("nan") for e in (turns.yaw, turns.pitch)]
    shares = [within(e, turns.sigma, n) for e in (turns.yaw, turns.pitch) for n in (1, 2)]
    return [
        *(_number(angle, ".1f", "°") for angle in angles),
        *(_number(bias, "+.1f", "°") for bias in biases),
        *(_number(share, ".0%") for share in shares),
    ]


def _phones(whole: Seen) -> Iterable[list[str]]:
    tally = whole.tally
    for cut in CUTS:
        stray = sum(score >= cut for score in tally.stray_phones)
        held = Share(sum(score >= cut for score in tally.phones), len(tally.phones))
        told = [f"{cut:.2f}", str(held), f"{stray}/{tally.pictures} = {stray / tally.pictures:.2f}"]
        events = whole.events[cut]
        yield [*told, str(events.found), str(events.false_alarms), f"{events.per_minute:.2f}"]


def within(errors: Sequence[float], sigma: Sequence[float], times: float) -> float:
    """Share of errors that are no larger than so many of their own sigmas."""
    known = [(e, s) for e, s in zip(errors, sigma, strict=True) if not isnan(s)]
    return float(np.mean([abs(e) <= times * s for e, s in known])) if known else float("nan")


def correlation(pairs: Sequence[tuple[float, float]]) -> float:
    """Pearson's; NaN of fewer than ten pairs, or where nothing moves."""
    values = np.asarray(pairs, float).reshape(-1, 2)
    if len(values) < 10 or not values.std(axis=0).all():
        return float("nan")
    return float(np.corrcoef(values.T)[0, 1])


def _number(value: float, form: str, unit: str = "") -> str:
    return "–" if isnan(value) else f"{value:{form}}{unit}"


def plain(rows: Sequence[Seen]) -> list[dict[str, Any]]:
    """One object for each clip and each sum; NaN becomes ``None``."""
    splits = dict.fromkeys(row.split for row in rows)
    return [_plain(row) for split in splits for row in (*_of(rows, split), *summed(rows, split))]


def _of(rows: Sequence[Seen], split: str) -> list[Seen]:
    return [row for row in rows if row.split == split]


def _plain(row: Seen) -> dict[str, Any]:
    tally = row.tally
    return {
        "name": row.name,
        "split": row.split,
        "view": row.view,
        "pictures": tally.pictures,
        "people": _share(tally.people),
        "false_people": tally.false_people,
        "heads": _share(tally.heads),
        "centre_off": _known(middle(tally.apart)),
        "hands": _share(tally.hands),
        "told_hands": _share(tally.told_hands),
        "mouth_correlation": _known(correlation(tally.mouths)),
        "turns": {size: _plain_turns(turns) for size, turns in tally.turns.items()},
        "sights": _plain_turns(tally.sights),
        "phones": _plain_phones(row),
    }


def _plain_turns(turns: Turns) -> dict[str, Any]:
    found: dict[str, Any] = {"told": _share(turns.told)}
    for name, errors in (("yaw", turns.yaw), ("pitch", turns.pitch)):
        found[name] = {
            "median": _known(middle(errors)),
            "p90": _known(middle(errors, 90)),
            "bias": _known(float(np.median(errors)) if errors else float("nan")),
            "within_1_sigma": _known(within(errors, turns.sigma, 1)),
            "within_2_sigma": _known(within(errors, turns.sigma, 2)),
        }
    return found


def _plain_phones(row: Seen) -> dict[str, Any] | None:
    tally = row.tally
    if not tally.looked_for_phones:
        return None
    return {
        f"{cut:.2f}": {
            "held": len(tally.phones),
            "found": sum(score >= cut for score in tally.phones),
            "stray": sum(score >= cut for score in tally.stray_phones),
            "events": _share(events.found),
            "false_alarms": events.false_alarms,
            "minutes": events.watched_us / 6e7,
        }
        for cut, events in sorted(row.events.items())
    }


def _share(share: Share) -> dict[str, int]:
    return {"found": share.found, "there": share.there}


def _known(value: float) -> float | None:
    return None if isnan(value) else round(value, 4)
