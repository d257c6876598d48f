"""Whether a trained detector is better than the one in force. The rule is in docs/learning.md."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import comb

from models.cards import ScoreCard, Share
from models.training.measuring import FALSE, Measured
from proctor.evaluation.intervals import wilson
from proctor.i18n import _

BETTER = 0.1
"""Chance of so many more right flags by luck alone, at most."""
WORSE = 0.05
"""Chance of so many things lost by luck alone, from which a loss is one."""
KEPT = 0.9
"""Share of what the detector in force is sure of that must still be found."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the comparison says."""

    better: bool
    """Whether the candidate may take over."""
    because: tuple[str, ...]
    """A sentence for each test, in the language in force."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The detector in force and the candidate on the same pictures."""

    before: Measured
    """The one in force."""
    after: Measured
    """The candidate."""


def verdict(reviewed: Pair, taught: Sequence[str], truth: Pair | None) -> Verdict:
    """Better on the held-out flags, and worse nowhere beyond noise.

    ``taught``: the labels that the flags were about. ``truth``: pictures whose truth is known.
    """
    tests = [_flags(reviewed), *_kept(reviewed, taught)]
    tests += [] if truth is None else list(_truth(truth))
    return Verdict(all(passed for passed, _text in tests), tuple(text for _p, text in tests))


def _flags(pair: Pair) -> tuple[bool, str]:
    """More held-out flags right than before: a one-sided sign test on those that changed."""
    before, after = pair.before.right, pair.after.right
    gained = sum(after[flag] and not before[flag] for flag in before)
    lost = sum(before[flag] and not after[flag] for flag in before)
    chance = luck(gained, lost)
    text = _(
        "Held-out flags right: {after} of {n}, before {before}; {gained} gained, {lost} lost, "
        "by luck alone with probability {chance:.3f}."
    ).format(
        after=sum(after.values()),
        before=sum(before.values()),
        n=len(before),
        gained=gained,
        lost=lost,
        chance=chance,
    )
    return gained > lost and chance <= BETTER, text


def _kept(pair: Pair, taught: Sequence[str]) -> list[tuple[bool, str]]:
    """Of what the detector in force is sure of, nothing much may be forgotten."""
    tests = []
    for label, before in pair.before.found.items():
        if label in taught or not before:
            continue
        found = pair.after.found.get(label, (False,) * len(before))
        low, high = wilson(sum(found), len(found))
        text = _("{label}: {found} of {n} things still found [{low:.2f}–{high:.2f}].").format(
            label=label, found=sum(found), n=len(found), low=low, high=high
        )
        tests.append((high >= KEPT, text))
    return tests


def _truth(pair: Pair) -> list[tuple[bool, str]]:
    """On pictures whose truth is known no class may be worse beyond noise."""
    tests = []
    for label, before in pair.before.found.items():
        after = pair.after.found.get(label, (False,) * len(before))
        if not before:
            continue
        lost = sum(b and not a for b, a in zip(before, after, strict=True))
        gained = sum(a and not b for b, a in zip(before, after, strict=True))
        text = _("{label}, known truth: {after} of {n} found, before {before}.").format(
            label=label, after=sum(after), n=len(after), before=sum(before)
        )
        tests.append((lost <= gained or luck(lost, gained) > WORSE, text))
    return tests


def luck(more: int, less: int) -> float:
    """Chance that a fair coin gives at least ``more`` of ``more + less``; 1 of nothing."""
    n = more + less
    return float(sum(comb(n, k) for k in range(more, n + 1)) / 2**n)


def card(measured: Measured, weights: str, on: str, date: str, version: str) -> ScoreCard:
    """The score card of a detector that was measured; ``weights`` is its SHA-256."""
    return ScoreCard(
        weights=weights,
        measured_on=on,
        pictures_sha256=measured.sha256,
        pictures=measured.pictures,
        date=date,
        version=version,
        false_per_picture=FALSE,
        recall=_shares(measured.found),
        event_recall=_share(tuple(measured.right.values())),
    )


def _shares(found: Mapping[str, tuple[bool, ...]]) -> dict[str, Share]:
    shares = {label: _share(things) for label, things in found.items()}
    return {label: share for label, share in shares.items() if share is not None}


def _share(found: Sequence[bool]) -> Share | None:
    if not found:
        return None
    low, high = wilson(sum(found), len(found))
    return Share(sum(found) / len(found), low, high, len(found))
