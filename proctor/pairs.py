"""How often a likeness is wrong, measured on pairs of pictures of people who are known.

A likeness alone means nothing. Beside it stand two shares, both read off pairs that somebody really
measured: how many pairs of *different* people are at least so alike (false match), and how many
pairs of the *same* person are no more alike than that (false non-match).
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal, TypeAlias

from proctor.errors import StorageError
from proctor.evaluation.intervals import wilson
from proctor.i18n import _
from proctor.storage import write_whole

Kind: TypeAlias = Literal["photo", "span"]
"""A photo against a joint signature, or two joint signatures."""

MEASURED = Path(__file__).with_name("pairs.json")
"""What ``bench.identity`` measured on few people; a site's own pairs say more about the site."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Pairs of one kind with faces of about one size."""

    kind: Kind
    """What was compared."""
    size: int
    """Size of the faces in the recordings, pixels; larger ones are as good or better."""
    genuine: tuple[float, ...]
    """Likeness of every pair of one person with himself."""
    impostor: tuple[float, ...]
    """Likeness of every pair of two people."""
    people: int
    """People with a genuine pair."""
    couples: int
    """Different couples among the impostor pairs."""
    unjudged: int = 0
    """Pairs that were not compared because the pictures were not good enough."""


@dataclass(frozen=True, slots=True)
class Pairs:
    """Everything measured at one place and time."""

    source: str
    """Which people and pictures, in a sentence."""
    weights: str
    """SHA-256 of the network that made the signatures; another one has other likenesses."""
    measured: tuple[Measured, ...]
    """By kind and size."""


@dataclass(frozen=True, slots=True)
class Share:
    """A share of pairs and how far it may be from the truth."""

    value: float
    """0–1."""
    low: float
    """Lower end of the 95 % interval."""
    high: float
    """Upper end."""
    hits: int
    """Pairs that are counted."""
    pairs: int
    """Of how many."""


@dataclass(frozen=True, slots=True)
class Rates:
    """How often a likeness misleads."""

    false_match: Share
    """Couples of different people who are at least so alike."""
    false_non_match: Share
    """Pairs of one person who are no more alike."""
    size: int
    """Faces for which it was measured, pixels."""
    people: int
    """How many people; few decide nothing."""


def rates(pairs: Pairs, kind: Kind, size: float, likeness: float) -> Rates | None:
    """The shares at ``likeness``; ``None`` when faces as small as ``size`` were not measured.

    Pairs of the same people are no independent trials. So the interval is Wilson's for as many
    trials as there are people (false non-match) or couples (false match), not pairs.
    """
    fitting = [one for one in pairs.measured if one.kind == kind and one.size <= size]
    if not fitting:
        return None
    at = max(fitting, key=lambda one: one.size)
    if not at.genuine or not at.impostor:
        return None
    alike = sum(value >= likeness for value in at.impostor)
    unlike = sum(value <= likeness for value in at.genuine)
    return Rates(
        _share(alike, len(at.impostor), at.couples),
        _share(unlike, len(at.genuine), at.people),
        at.size,
        at.people,
    )


def _share(hits: int, pairs: int, trials: int) -> Share:
    value = hits / pairs
    low, high = wilson(value * trials, trials)
    return Share(value, min(low, value), max(high, value), hits, pairs)


def load(path: Path = MEASURED) -> Pairs:
    """Pairs from a file. Raises ``StorageError`` when it is missing or is not one."""
    try:
        return _pairs(json.loads(path.read_text("utf-8")))
    except (OSError, ValueError, KeyError, TypeError) as reason:
        raise StorageError(
            _("{path} is not a file of measured pairs.").format(path=path),
            hint=_("Make one of a folder with a folder per person: python -m bench.identity"),
        ) from reason


def save(pairs: Pairs, path: Path) -> None:
    """Store pairs whole or not at all. Raises ``StorageError``."""
    write_whole(path, (json.dumps(asdict(pairs), ensure_ascii=False) + "\n").encode())


def _pairs(plain: Mapping[str, Any]) -> Pairs:
    return Pairs(
        str(plain["source"]), str(plain["weights"]), tuple(map(_measured, plain["measured"]))
    )


def _measured(row: Mapping[str, Any]) -> Measured:
    if row["kind"] not in ("photo", "span"):
        raise ValueError(row["kind"])
    return Measured(
        kind=row["kind"],
        size=int(row["size"]),
        genuine=_likenesses(row["genuine"]),
        impostor=_likenesses(row["impostor"]),
        people=int(row["people"]),
        couples=int(row["couples"]),
        unjudged=int(row["unjudged"]),
    )


def _likenesses(values: Sequence[Any]) -> tuple[float, ...]:
    found = tuple(float(value) for value in values)
    if not all(0 <= value <= 1 for value in found):
        raise ValueError(values)
    return found
