"""Typical flags with time, place, clip and key frame."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal, TypeAlias

from proctor.findings import Evidence, EvidenceKind, FlagRow

PictureFault: TypeAlias = Literal["", "none", "missing", "altered"]
"""Why there is no picture: none was made, its file is gone, its bytes are not those on record."""

AT_MOST = 8
"""Typical cases in one report."""
EACH_CODE = 3
"""Typical cases of one code, so that one busy rule does not fill the list."""


@dataclass(frozen=True, slots=True)
class Case:
    """One flag worth showing."""

    row: FlagRow
    """The flag."""
    clip: str
    """Folder and file name of the evidence clip; empty when none was cut."""
    picture: bytes | None
    """The first key frame, JPEG or PNG."""
    fault: PictureFault
    """Why ``picture`` is ``None``; empty when it is there."""


def typical(flags: Iterable[FlagRow], home: Path) -> tuple[Case, ...]:
    """Confirmed flags first, then the gravest and surest that wait; dismissed ones never.

    Each code shows a few; confirmed ones beyond that fill what room is left.
    """
    worth = sorted((row for row in flags if row.state != "false-alarm"), key=_rank)
    chosen, beyond = list[FlagRow](), list[FlagRow]()
    for row in worth:
        alike = sum(1 for other in chosen if other.flag.code == row.flag.code)
        (chosen if alike < EACH_CODE else beyond).append(row)
    more = [row for row in beyond if row.state == "confirmed"]
    shown = chosen[:AT_MOST] + more[: max(0, AT_MOST - len(chosen))]
    return tuple(_case(row, home) for row in sorted(shown, key=_rank))


def _rank(row: FlagRow) -> tuple[bool, int, float, str]:
    return row.state != "confirmed", row.flag.level, -row.flag.score, row.flag.id


def first(row: FlagRow, kind: EvidenceKind) -> Evidence | None:
    """The first evidence file of that kind."""
    return next((each for each in row.evidence if each.kind == kind), None)


def _case(row: FlagRow, home: Path) -> Case:
    clip = first(row, "clip")
    picture, fault = _picture(first(row, "key-frame"), home)
    # The last folder is the flag's: the name alone may be the same in all of them.
    name = "/".join(PurePosixPath(clip.path).parts[-2:]) if clip else ""
    return Case(row, name, picture, fault)


def _picture(evidence: Evidence | None, home: Path) -> tuple[bytes | None, PictureFault]:
    """A report shows only the very bytes that were put on record."""
    if evidence is None:
        return None, "none"
    try:
        data = (home / evidence.path).read_bytes()
    except OSError:
        return None, "missing"
    if hashlib.sha256(data).hexdigest() != evidence.sha256:
        return None, "altered"
    return data, ""
