"""Which flag of a new run is the same happening as one that was raised before.

A happening is what really went on in front of the camera, as far as flags of several runs tell of
it; decisions belong to it, so that judging again keeps them. Pure: no database here.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from proctor.findings import Flag
from proctor.timeline import Span


@dataclass(frozen=True, slots=True)
class Earlier:
    """A flag that an earlier run raised on the same recording."""

    id: str
    """Its id."""
    happening: str
    """The happening it tells of."""
    run: int
    """Number of its run."""
    code: str
    """Its code."""
    place: str
    """Its place."""
    span: Span
    """Its media time."""
    reviewed: bool
    """Whether somebody has decided about the happening."""


@dataclass(frozen=True, slots=True)
class Kinship:
    """Where a new flag belongs."""

    happening: str
    """An earlier happening, or the flag's own id when it opens one."""
    predecessor: str | None
    """The earlier flag whose decisions it inherits."""
    inherits_from: str | None
    """The happening whose decisions so far are its own too, when it is not the same one."""


def same(one: Span, other: Span) -> bool:
    """Whether two spans share at least half of the shorter one; an empty one must lie inside."""
    shorter = min(one.duration_us, other.duration_us)
    if shorter == 0:
        return one.start_us <= other.end_us and other.start_us <= one.end_us
    return 2 * one.overlap_us(other) >= shorter


def kinships(
    flags: Sequence[Flag], earlier: Iterable[Earlier], own: Collection[str] = ()
) -> dict[str, Kinship]:
    """For every new flag, by id: the happening it continues, forks from, or opens.

    A run has at most one flag per happening, the one that shares most with it; decided happenings
    go first, so that no decision is left behind. A further piece of a happening that fell apart
    opens its own and inherits the decisions made until now. A decided happening that nobody
    continues keeps standing by itself. ``own``: happenings that the run has a flag of already.
    """
    found: dict[str, Kinship] = {}
    taken = set(own)
    pairs = _pairs(flags, earlier)
    for flag, old in pairs:
        if flag.id not in found and old.happening not in taken:
            found[flag.id] = Kinship(old.happening, old.id, None)
            taken.add(old.happening)
    for flag, old in pairs:
        found.setdefault(flag.id, Kinship(flag.id, old.id, old.happening))
    return {flag.id: found.get(flag.id, Kinship(flag.id, None, None)) for flag in flags}


def _pairs(flags: Sequence[Flag], earlier: Iterable[Earlier]) -> list[tuple[Flag, Earlier]]:
    """Every new flag with every earlier one of the same happening, the surest pair first."""
    at_place = defaultdict(list)
    for old in earlier:
        at_place[old.code, old.place].append(old)
    pairs = [
        (flag, old)
        for flag in flags
        for old in at_place[flag.code, flag.place]
        if same(flag.span, old.span)
    ]
    return sorted(pairs, key=_sureness)


def _sureness(pair: tuple[Flag, Earlier]) -> tuple[bool, int, int, str, str]:
    flag, old = pair
    return not old.reviewed, -flag.span.overlap_us(old.span), -old.run, flag.id, old.id
