"""Sessions of known people into pairs, and pairs into shares."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np

from bench.people import Session, Shot
from models.identity import SignatureReader
from proctor.geometry import Box
from proctor.identity import GATE, PHOTO, Joint, Signature, joined, likeness, weaknesses
from proctor.pairs import Kind, Measured
from proctor.perception import Image
from proctor.timeline import SECOND

SIZES = (20, 30, 40, 60, 90)
"""Sizes of a face, pixels, to which the pictures of the recordings are shrunk."""
CHUNK = 6
"""Pictures that make one joint signature."""
PHOTOS = 12
"""Photos of one session, at most."""
ANY_SIZE = replace(GATE, size=1.0, lasting=0)
"""The gate without its say about size, which is what is measured here."""


@dataclass(frozen=True, slots=True)
class Half:
    """Half of a session: pairs of one person are never made within one."""

    person: str
    occasion: str
    photos: tuple[Signature, ...]
    """Good ones in their own size."""
    joints: tuple[Joint, ...]
    """Of shrunken pictures."""
    unjudged: int
    """Chunks of which nothing could be joined."""


def halves(
    sessions: Iterable[Session], reader: SignatureReader, size: int | None
) -> Iterator[Half]:
    """Both halves of every session, faces of the recordings shrunk to ``size`` where larger.

    ``None`` leaves them as they are; with a size, people whose faces are smaller are left out.
    """
    for session in sessions:
        whole = [_read(reader, shot, None) for shot in session.shots]
        small = (
            whole
            if size is None
            else [
                _read(reader, shot, size / found.quality.size)
                for shot, found in zip(session.shots, whole, strict=True)
                if found is not None and found.quality.size >= size
            ]
        )
        middle = len(session.shots) // 2
        for number, (photos, pictures) in enumerate(
            [(whole[:middle], small[: len(small) // 2]), (whole[middle:], small[len(small) // 2 :])]
        ):
            good = [one for one in photos if one and not weaknesses(one.quality, PHOTO)]
            made = [_joint(pictures[at : at + CHUNK]) for at in range(0, len(pictures), CHUNK)]
            joints = tuple(one for one in made if one is not None)
            occasion = f"{session.name}/{number}"
            lost = len(made) - len(joints)
            yield Half(session.person, occasion, tuple(good[:PHOTOS]), joints, lost)


def measured(kind: Kind, size: int, found: Sequence[Half]) -> Measured:
    """Every pair of different halves, by whether it is one person."""
    genuine: list[float] = []
    impostor: list[float] = []
    people: set[str] = set()
    couples: set[frozenset[str]] = set()
    for one in found:
        for other in found:
            if one.occasion == other.occasion and one.person == other.person:
                continue
            if kind == "span" and (one.person, one.occasion) > (other.person, other.occasion):
                continue
            sides = one.photos if kind == "photo" else one.joints
            alike = [likeness(a.values, b.values) for a in sides for b in other.joints]
            if not alike:
                continue
            if one.person == other.person:
                genuine += alike
                people.add(one.person)
            else:
                impostor += alike
                couples.add(frozenset((one.person, other.person)))
    rounded = [tuple(round(value, 3) for value in sorted(part)) for part in (genuine, impostor)]
    lost = sum(half.unjudged for half in found)
    return Measured(kind, size, rounded[0], rounded[1], len(people), len(couples), lost)


def equal_error(at: Measured) -> tuple[float, float]:
    """The likeness at which both shares are nearest to each other, and the larger share there."""
    tries = np.unique(np.array([*at.genuine, *at.impostor]))
    worse = [max(*shares(at, float(line)).values()) for line in tries]
    best = int(np.argmin(worse))
    return float(tries[best]), float(worse[best])


def shares(at: Measured, line: float) -> Mapping[str, float]:
    """False match and false non-match when ``line`` decides."""
    return {
        "match": float(np.mean(np.array(at.impostor) >= line)),
        "non_match": float(np.mean(np.array(at.genuine) < line)),
    }


def missed_at(at: Measured, most: float) -> float:
    """Share of one person's pairs that are missed where at most ``most`` of the others match."""
    line = float(np.quantile(np.array(at.impostor), 1 - most, method="higher"))
    return float(np.mean(np.array(at.genuine) <= line))


def _joint(pictures: Sequence[Signature | None]) -> Joint | None:
    """Their joint signature, as if they had been two seconds apart."""
    spread = [
        replace(one, media_us=at * 2 * SECOND) for at, one in enumerate(pictures) if one is not None
    ]
    made = joined(spread, ANY_SIZE)
    return made if isinstance(made, Joint) else None


def _read(reader: SignatureReader, shot: Shot, scale: float | None) -> Signature | None:
    image, head = _shrunk(shot.image, shot.head, scale or 1.0)
    (signature,) = reader.read(image, [head])
    return signature


def _shrunk(image: Image, head: Box, scale: float) -> tuple[Image, Box]:
    if scale >= 1:
        return image, head
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.uint8), head.scaled(scale, scale)
