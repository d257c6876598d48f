"""How alike faces are: signatures of single pictures, joined over a span, and compared.

A signature is 128 numbers of one picture of a face. One picture is weak: the head turns, the light
changes, a hand comes up. So the good ones of a span are joined, those that fit nobody are left out,
and only the joint signature is compared. What comes out is a *likeness* in 0–1, never a verdict;
``proctor.pairs`` says how often such a likeness is wrong.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import hypot, radians
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from proctor.timeline import SECOND, Microseconds, Span

Values: TypeAlias = NDArray[np.float32]
"""(128,)."""
Weak: TypeAlias = Literal["small", "blurred", "turned", "dark", "bright", "cut off"]
"""What is wrong with a picture of a face; ``cut off`` is half out of the picture or covered."""
Lack: TypeAlias = Literal["no face", "poor", "few", "short", "mixed"]
"""Why a span says nothing: nobody seen, no good picture, too few, too close together, or pictures
that do not look like one person."""

FARTHEST = 1.2
"""Distance of two signatures that counts as likeness 0. The network was trained to put 0.6 between
people, so likeness 0.5 is where its makers draw the line."""


@dataclass(frozen=True, slots=True)
class Quality:
    """What a picture of a face is worth."""

    size: float
    """Larger side of the face, pixels of the frame."""
    sharpness: float
    """Mean step from pixel to pixel over the spread of brightness, in a face of the same size."""
    yaw: float
    """Turn of the head, radians."""
    pitch: float
    """Nod of the head, radians."""
    luma: float
    """Mean brightness of the face, 0–255."""
    unsteady: float
    """How far several readings of the same landmarks lie apart, in sizes of the face."""

    @property
    def turn(self) -> float:
        """How far the head is turned from the camera, radians."""
        return hypot(self.yaw, self.pitch)


@dataclass(frozen=True, slots=True)
class Signature:
    """One picture of a face in numbers."""

    values: Values
    """(128,); near in distance is alike."""
    quality: Quality
    """Of the picture."""
    media_us: Microseconds = 0
    """Its moment; 0 for a photo."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Which pictures count, and how many it takes. A site may set them otherwise."""

    size: float = 40.0
    """Smallest face, pixels; docs/identity.md shows what smaller ones are worth."""
    sharpness: float = 0.06
    """Below this the picture is a blur: it is 0.5–0.65 like its own sharp original."""
    turn: float = radians(40)
    """Farther turned faces are left out."""
    dark: float = 35.0
    """Brightness of a face in which nothing can be made out."""
    bright: float = 235.0
    """Brightness of a face that is washed out."""
    unsteady: float = 0.03
    """Landmarks farther apart than this lie beside the face."""
    frames: int = 5
    """Least number of good pictures, each ``apart`` from the others."""
    apart: Microseconds = SECOND
    """Pictures nearer in time are one: the next frame shows the same mistake."""
    lasting: Microseconds = 30 * SECOND
    """Least time from the first to the last of them."""
    same: float = 0.6
    """Distance to the middle beyond which a picture is left out as somebody else's or spoilt."""
    share: float = 0.7
    """Share of the pictures that must be left; with less, the span is of several people."""


GATE = Gate()
PHOTO = Gate(size=60.0, sharpness=0.08)
"""A photo is one picture and stands for somebody, so it must be better than a frame: from this
sharpness on it is 0.65 and more like its sharp original."""


@dataclass(frozen=True, slots=True)
class Joint:
    """What a span says about the face at a place."""

    values: Values
    """Weighted middle of the signatures that were kept, (128,)."""
    frames: int
    """How many were kept."""
    dropped: int
    """How many good ones fitted the others badly."""
    span: Span
    """From the first to the last picture that was kept."""
    spread: float
    """Median distance of the kept ones to the middle."""
    best: Microseconds
    """Moment of the picture nearest to the middle."""
    size: float
    """Median size of the face, pixels."""


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A span that says nothing, and why; never the same as *unlike*."""

    reason: Lack
    """What was lacking."""
    seen: int
    """Pictures with a face."""
    good: int
    """Those that were good enough, each apart from the others."""


def weaknesses(quality: Quality, gate: Gate = GATE) -> tuple[Weak, ...]:
    """Everything for which a picture is not counted; empty for a good one."""
    wrong: dict[Weak, bool] = {
        "small": quality.size < gate.size,
        "blurred": quality.sharpness < gate.sharpness,
        "turned": quality.turn > gate.turn,
        "dark": quality.luma < gate.dark,
        "bright": quality.luma > gate.bright,
        "cut off": quality.unsteady > gate.unsteady,
    }
    return tuple(weak for weak, is_so in wrong.items() if is_so)


def worth(quality: Quality, gate: Gate = GATE) -> float:
    """Weight of a picture in 0–1: large, sharp and frontal ones count for more; 0 if not good."""
    if weaknesses(quality, gate):
        return 0.0
    large = min(1.0, quality.size / (3 * gate.size))
    sharp = min(1.0, quality.sharpness / (3 * gate.sharpness))
    return float((large * sharp) ** 0.5 * np.cos(quality.turn))


def likeness(one: Values, other: Values) -> float:
    """1 for the same picture, 0.5 where the network's makers draw the line, 0 for strangers."""
    return max(0.0, 1.0 - float(np.linalg.norm(one - other)) / FARTHEST)


def joined(signatures: Iterable[Signature], gate: Gate = GATE) -> Joint | Unjudged:
    """The face of a span, or why it cannot be told.

    The medoid of the good pictures finds the person that most of them show; what lies farther from
    it than ``gate.same`` is left out, and the rest is averaged by worth.
    """
    seen = sorted(signatures, key=lambda one: one.media_us)
    good = _apart([one for one in seen if not weaknesses(one.quality, gate)], gate)
    reason = _lack(seen, good, gate)
    if reason is None:
        kept = _around_the_medoid(good, gate)
        if len(kept) >= max(gate.frames, gate.share * len(good)):
            return _joint(kept, len(good) - len(kept), gate)
        reason = "mixed"
    return Unjudged(reason, len(seen), len(good))


def _lack(seen: Sequence[Signature], good: Sequence[Signature], gate: Gate) -> Lack | None:
    if not seen:
        return "no face"
    if not good:
        return "poor"
    if len(good) < gate.frames:
        return "few"
    return "short" if good[-1].media_us - good[0].media_us < gate.lasting else None


def _apart(signatures: Sequence[Signature], gate: Gate) -> list[Signature]:
    """The best of each moment; moments are ``gate.apart`` long and counted from the first."""
    best: dict[int, Signature] = {}
    for one in signatures:
        moment = (one.media_us - signatures[0].media_us) // max(1, gate.apart)
        if moment not in best or worth(one.quality, gate) > worth(best[moment].quality, gate):
            best[moment] = one
    return list(best.values())


def _around_the_medoid(good: Sequence[Signature], gate: Gate) -> list[Signature]:
    values = np.stack([one.values for one in good])
    apart = np.linalg.norm(values[:, None] - values[None], axis=2)
    near = apart[int(np.argmin(apart.sum(axis=1)))] <= gate.same
    return [one for one, is_near in zip(good, near, strict=True) if is_near]


def _joint(kept: Sequence[Signature], dropped: int, gate: Gate) -> Joint:
    values = np.stack([one.values for one in kept])
    weights = np.array([worth(one.quality, gate) for one in kept])
    middle = np.average(values, axis=0, weights=weights).astype(np.float32)
    away = np.linalg.norm(values - middle, axis=1)
    return Joint(
        values=middle,
        frames=len(kept),
        dropped=dropped,
        span=Span(kept[0].media_us, kept[-1].media_us),
        spread=float(np.median(away)),
        best=kept[int(np.argmin(away))].media_us,
        size=float(np.median([one.quality.size for one in kept])),
    )
