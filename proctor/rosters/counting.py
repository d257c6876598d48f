"""Sites, halls, vehicles, schools and staff, each with what rosters have of it."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, TypeAlias

from proctor.rosters.enrolled import Enrolled

Kind: TypeAlias = Literal["site", "hall", "vehicle", "examiner", "officer", "school"]

_NAMES: Mapping[Kind, Callable[[Enrolled], str]] = {
    "site": lambda one: one.site,
    "hall": lambda one: one.room if one.subject == "hall" else "",
    "vehicle": lambda one: "" if one.subject == "hall" else one.room,
    "examiner": lambda one: one.examiner,
    "officer": lambda one: one.officer,
    "school": lambda one: one.school,
}
KINDS: tuple[Kind, ...] = tuple(_NAMES)
_OF_A_SITE: tuple[Kind, ...] = ("hall", "vehicle")
"""Halls of two sites may bear one name; people and schools come to many sites."""


@dataclass(frozen=True, slots=True)
class Entity:
    """Somebody or something that rosters name."""

    name: str
    """As rosters have it."""
    sites: tuple[str, ...]
    """Where, sorted; one for a hall or vehicle."""
    attempts: int
    """How many."""
    candidates: int
    """Different people among them."""
    sessions: int
    """Different sessions among them."""
    first: datetime
    """When the earliest attempt begins, aware UTC."""
    last: datetime
    """When the latest one ends, aware UTC."""


def counted(kind: Kind, attempts: Iterable[Enrolled]) -> list[Entity]:
    """Everything of that kind that ``attempts`` name, by name and site."""
    groups = defaultdict[tuple[str, str], list[Enrolled]](list)
    for one in attempts:
        if name := _NAMES[kind](one):
            groups[name, one.site if kind in _OF_A_SITE else ""].append(one)
    return [_entity(name, group) for (name, _site), group in sorted(groups.items())]


def _entity(name: str, group: Sequence[Enrolled]) -> Entity:
    return Entity(
        name=name,
        sites=tuple(sorted({one.site for one in group})),
        attempts=len(group),
        candidates=len({one.person for one in group}),
        sessions=len({(one.site, one.room, one.starts) for one in group}),
        first=min(one.starts for one in group),
        last=max(one.ends for one in group),
    )
