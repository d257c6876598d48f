"""Which flag to look at first: one number, the same for a list, a review and a report.

    gravity = 3 - level + sure x rare x trusted

``sure``: the score; of a happening that several cameras saw, the chance that not all of them err.
``rare``: 4 / (3 + n), n flags of that code by that camera within twelve hours.
``trusted``: (4 + confirmed) / (5 + confirmed + false) among the reviewed flags of that code and
camera: the mean of a Beta distribution that begins as if four of five had been confirmed.

So a graver level always comes first, and within a level whatever is surer, rarer, corroborated or
of a better reputation never comes later for it. Flags of one happening share the largest.
"""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from proctor.codes import Level
from proctor.findings import State, Weight
from proctor.perception import Subject
from proctor.timeline import SECOND, Microseconds, Span

NEAR: Microseconds = 12 * 3600 * SECOND
"""How far apart flags may lie that make one another less rare."""
BEFORE = 4, 1
"""Reviews, confirmed and false, that a code and camera have to begin with."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the order asks of a flag."""

    id: str
    """Of the flag."""
    code: str
    """Its code."""
    level: Level
    """Its level."""
    place: str
    """Name of its place."""
    other: str
    """The other place of what two do together; may be empty."""
    score: float
    """Mean sureness, 0–1."""
    site: str
    """Name of the site."""
    camera: str
    """Name of the camera."""
    subject: Subject
    """Which exam."""
    run: int
    """Number of its run."""
    room: str
    """Hall or plate that somebody told of the recording; may be empty."""
    span: Span
    """Wall time where it is known, else media time."""
    dated: bool
    """Whether it is wall time."""
    doubt_us: Microseconds
    """By how much the clock may be off."""
    state: State
    """What was decided."""


def gravity(level: Level, sure: float, n: int, confirmed: int = 0, false: int = 0) -> float:
    """The number; ``n`` counts the flag itself. 0–3, and below 1 within a level."""
    rare = 4 / (3 + max(n, 1))
    known, wrong = BEFORE
    trusted = (known + confirmed) / (known + wrong + confirmed + false)
    return 3 - level + sure * rare * trusted


def together(scores: Iterable[float]) -> float:
    """The chance that not all err, had they nothing in common; never less than any of them.

    Cameras do have something in common, the act and the rule, so this is for ordering only.
    """
    return 1 - prod(1 - score for score in scores)


def weights(
    flags: Sequence[Standing], happenings: Iterable[Collection[str]]
) -> Mapping[str, Weight]:
    """The weight of every flag; ``happenings``: ids of those that several cameras saw."""
    by_id = {flag.id: flag for flag in flags}
    seen = {flag: sorted(members) for members in happenings for flag in members}
    near, known = _numbers(flags), _reputations(flags)
    found: dict[str, Weight] = {}
    for flag in flags:
        members = [by_id[name] for name in seen.get(flag.id, (flag.id,))]
        sure = together(_best_of_each(members))
        most = max(
            gravity(each.level, sure, near[each.id], *known[each.site, each.camera, each.code])
            for each in members
        )
        others = tuple(each.id for each in members if each.id != flag.id)
        found[flag.id] = Weight(round(most, 4), min(each.id for each in members), others)
    return found


def _best_of_each(members: Iterable[Standing]) -> Iterable[float]:
    """The surest score of each camera: two flags of one are no two witnesses."""
    best: dict[str, float] = {}
    for flag in members:
        best[flag.camera] = max(best.get(flag.camera, 0.0), flag.score)
    return best.values()


def _numbers(flags: Iterable[Standing]) -> Mapping[str, int]:
    """Flag → how many of its code and camera lie near; those without wall time, of its run."""
    groups = defaultdict[tuple[object, ...], list[Standing]](list)
    for flag in flags:
        groups[flag.site, flag.camera, flag.code, "" if flag.dated else flag.run].append(flag)
    found: dict[str, int] = {}
    for members in groups.values():
        starts = sorted(flag.span.start_us for flag in members)
        for flag in members:
            at = flag.span.start_us
            first, last = bisect_left(starts, at - NEAR), bisect_right(starts, at + NEAR)
            found[flag.id] = last - first
    return found


def _reputations(
    flags: Iterable[Standing],
) -> Mapping[tuple[str, str, str], tuple[int, int]]:
    """Site, camera and code → how many flags were confirmed, and how many false."""
    decided = Counter((flag.site, flag.camera, flag.code, flag.state) for flag in flags)
    return defaultdict(
        lambda: (0, 0),
        {
            (site, camera, code): (
                decided[site, camera, code, "confirmed"],
                decided[site, camera, code, "false-alarm"],
            )
            for site, camera, code, _ in list(decided)
        },
    )
