"""One happening in one recording gives one flag: what rests in between, and acts that are one."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from proctor.findings import Flag
from proctor.timeline import Microseconds, Span

ALSO = "also"
"""The reason that names the codes of the same act that have no flag of their own."""
TIMES = "times"
"""The reason that says how often it came, where that is more than once."""
WITH = "with"
"""The reason that names the other place of a happening between two."""


@dataclass(frozen=True, slots=True)
class Sameness:
    """Two codes of one act: the graver one has the flag, and names the other."""

    graver: str
    """Code of the flag that stays."""
    other: str
    """Code of the flag that is named in it."""
    because: str
    """Why the two are one act; English."""


SAME_ACT: tuple[Sameness, ...] = (
    Sameness("PHONE", "HAND_EAR", "the hand at the ear holds the phone"),
    Sameness("PHONE", "GAZE_OFF", "the eyes are on the phone"),
    Sameness("PHONE", "HANDS_OFF", "one of the hands that are off the wheel holds the phone"),
    Sameness("OP_ASSIST", "HINT_GESTURE", "the hand that points is on its way to the wheel"),
    Sameness("ID_SWAP", "EXTRA_PERSON", "who goes and who comes are at the seat together"),
    Sameness("EXTRA_PERSON", "PEEK", "the head is turned to the visitor"),
    Sameness("WHISPER", "PEEK", "the head is turned to whoever whispers back"),
)
"""Which flag subsumes which at one place.

Not here: faults of the picture, behind which nobody is judged at all; SEAT_ABSENT before an
ID_SWAP, which is another time and tells how it was done.
"""


def happenings(flags: Iterable[Flag], rest_us: Mapping[str, Microseconds]) -> list[Flag]:
    """The flags of one run with one for every happening.

    ``rest_us``: code → longest rest after which the same is still one happening.
    """
    by_place = defaultdict[tuple[str, frozenset[object]], list[Flag]](list)
    for flag in flags:
        by_place[flag.code, _parties(flag)].append(flag)
    joined = [
        flag
        for (code, _), found in by_place.items()
        for flag in _joined(found, rest_us.get(code, 0))
    ]
    return _acts(joined)


def _parties(flag: Flag) -> frozenset[object]:
    """The places that take part."""
    return frozenset(filter(None, (flag.place, flag.reasons.get(WITH))))


def _joined(flags: Sequence[Flag], rest_us: Microseconds) -> Iterable[Flag]:
    """Flags of one code and place, those that follow one another soon made one."""
    if not rest_us or len(flags) == 1:
        return flags
    groups: list[list[Flag]] = []
    for flag in sorted(flags, key=lambda flag: flag.span):
        if groups and flag.span.start_us - max(f.span.end_us for f in groups[-1]) <= rest_us:
            groups[-1].append(flag)
        else:
            groups.append([flag])
    return [_one(group) for group in groups]


def _one(group: Sequence[Flag]) -> Flag:
    """One flag for all of the group: known by the first, shown and explained by the surest."""
    if len(group) == 1:
        return group[0]
    surest = max(group, key=lambda flag: (flag.score, -flag.span.start_us))
    lasting = sum(flag.span.duration_us for flag in group)
    mean = sum(flag.score * flag.span.duration_us for flag in group) / lasting
    return replace(
        group[0],
        span=Span(group[0].span.start_us, max(flag.span.end_us for flag in group)),
        score=round(mean, 4),
        peak_us=surest.peak_us,
        reasons={**surest.reasons, TIMES: len(group)},
    )


def _acts(flags: Sequence[Flag]) -> list[Flag]:
    """Without those that another flag of the same act stands for."""
    at = defaultdict[tuple[str, object], list[Flag]](list)
    for flag in flags:
        for place in _parties(flag):
            at[flag.code, place].append(flag)
    keepers = {flag.id: keeper for flag in flags if (keeper := _keeper(flag, at))}
    over: dict[str, list[Flag]] = defaultdict(list)
    for flag in flags:
        if keeper := keepers.get(flag.id):
            while keeper.id in keepers:  # each is graver than the one before, so this ends
                keeper = keepers[keeper.id]
            over[keeper.id].append(flag)
    return [_naming(flag, over.get(flag.id, ())) for flag in flags if flag.id not in keepers]


def _keeper(flag: Flag, at: Mapping[tuple[str, object], Sequence[Flag]]) -> Flag | None:
    """The flag that stands for this one: of the same act, through half of its time at least."""
    codes = (each.graver for each in SAME_ACT if each.other == flag.code)
    able = (
        other
        for code in codes
        for other in at.get((code, flag.place), ())
        if 2 * other.span.overlap_us(flag.span) >= flag.span.duration_us
    )
    return min(able, key=lambda other: (other.level, other.span, other.id), default=None)


def _naming(flag: Flag, taken: Sequence[Flag]) -> Flag:
    if not taken:
        return flag
    codes = ", ".join(sorted({other.code for other in taken}))
    return replace(flag, reasons={**flag.reasons, ALSO: codes})
