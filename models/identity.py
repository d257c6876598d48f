"""A face as 128 numbers, and what the picture of it is worth.

The mesh of the face says where the corners of the eyes and the foot of the nose are; the picture is
turned and scaled so that they lie where the network's training had them. One mesh trembles by a few
pixels, and on a face that leaves the picture it is plain wrong; so it is read in several cuts, the
points are the medians, and how far the cuts disagree is part of the quality. So read, faces are
told apart as well as with dlib's own landmarks (docs/design/identity.md).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import atan2, hypot
from pathlib import Path

import numpy as np

from models import catalogue, runtime
from models.cuts import Square, cut
from models.faces import Face, FaceReader, direction
from models.people import FACE_SURE, face_square
from models.resnet import LENGTH, SIZE, network
from models.weights import Store
from proctor.errors import ModelError
from proctor.geometry import Box, Floats
from proctor.i18n import _
from proctor.identity import Quality, Signature
from proctor.perception import Image
from proctor.timeline import Microseconds

POINTS = (263, 362, 33, 133, 2)
"""Of the mesh: outer and inner corner of the left eye, of the right eye, foot of the nose."""
TARGETS = np.array(
    [
        (0.851, 0.2226),
        (0.637, 0.232),
        (0.129, 0.2226),
        (0.351, 0.232),
        (0.490, 0.5966),
    ],
    np.float64,
)
"""Where they lie in 0–1 of a face without its rim: medians over faces that dlib cut out itself."""
RIM = 0.25
"""Rim around that face on every side, as the network was trained."""
TREMBLES = (
    (0.0, 0.0, 1.0, 0.0),
    (0.05, 0.0, 1.0, 0.06),
    (-0.05, 0.0, 1.0, -0.06),
    (0.0, 0.05, 1.08, 0.1),
    (0.0, -0.05, 0.93, -0.1),
)
"""The cuts in which a mesh is read again: shifts and scale in sides, turn in radians."""
MIDDLE = slice(SIZE // 4, SIZE - SIZE // 4)
"""The part of the cut that is skin, eyes, nose and mouth whatever the hair does."""
GREY = (0.299, 0.587, 0.114)
"""Weights of red, green and blue in brightness (ITU-R BT.601)."""
VERSION = 1
"""Raised whenever the same file and picture would give other numbers."""


@dataclass(frozen=True, slots=True)
class Portrait:
    """A face cut out as the network wants it."""

    picture: Image
    """RGB, (150, 150, 3)."""
    quality: Quality
    """What it is worth."""


class SignatureReader:
    """Signatures of the faces on given heads. The same picture gives the same numbers."""

    def __init__(self, mesh: Path, signatures: Path, *, threads: int = 0) -> None:
        self._mesh = FaceReader(mesh, threads=threads)
        self._network = runtime.Network(signatures, threads=threads, built=network(signatures))

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of the files in use."""
        return {e.name: e.sha256 for e in (catalogue.MESH, catalogue.SIGNATURES)}

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        return {"identity": VERSION, "runtime": runtime.version(), "face_sure": FACE_SURE}

    def read(
        self, image: Image, heads: Sequence[Box], media_us: Microseconds = 0
    ) -> list[Signature | None]:
        """One signature per head, however poor its picture; ``None`` where there is no face."""
        portraits = self.portraits(image, heads)
        shown = [portrait for portrait in portraits if portrait is not None]
        found = iter(self._signed([portrait.picture for portrait in shown]))
        return [
            None if portrait is None else Signature(next(found), portrait.quality, media_us)
            for portrait in portraits
        ]

    def portraits(self, image: Image, heads: Sequence[Box]) -> list[Portrait | None]:
        """The face of each head, cut out; ``None`` where there is none."""
        faces = self._mesh.read(image, [face_square(box) for box in heads])
        return [
            _portrait(image, face, self._points(image, face)) if _belongs(face, box) else None
            for face, box in zip(faces, heads, strict=True)
        ]

    def _points(self, image: Image, face: Face) -> Floats:
        """The five points as every cut has them, (cuts, 5, 2)."""
        at, side = face.square, face.square.side
        cuts = [
            Square(at.x + x * side, at.y + y * side, side * scale, at.angle + turn)
            for x, y, scale, turn in TREMBLES
        ]
        return np.stack([seen.mesh[list(POINTS), :2] for seen in self._mesh.once(image, cuts)])

    def _signed(self, pictures: Sequence[Image]) -> list[Floats]:
        """The middle of a face's numbers and its mirror image's: half a turn of the head less."""
        both = [turned for picture in pictures for turned in (picture, picture[:, ::-1])]
        outputs = self._network.each(piece[None].astype(np.float32) for piece in both)
        values = np.array([output[0][0] for output in outputs], np.float32)
        return list(values.reshape(-1, 2, LENGTH).mean(axis=1))


def load_reader(folder: Path, *, threads: int = 0) -> SignatureReader:
    """The reader of a folder of models. Raises ``ModelError`` when its files are not there."""
    store = Store(folder)
    mesh, signatures = (store.built_in(e) for e in (catalogue.MESH, catalogue.SIGNATURES))
    if mesh is None or signatures is None:
        raise ModelError(
            _("The models that compare faces are not installed in {folder}.").format(folder=folder),
            hint=_("Install them with: proctor models install --with identity"),
        )
    return SignatureReader(mesh, signatures, threads=threads)


def upright(points: Floats) -> Square:
    """The square of the frame in which five points (5, 2) lie where ``TARGETS`` wants them.

    Least squares over turns, scales and shifts (S. Umeyama, IEEE PAMI 13, 1991).
    """
    wanted = (TARGETS + RIM) / (1 + 2 * RIM) - 0.5
    here = points - points.mean(axis=0)
    there = wanted - wanted.mean(axis=0)
    along = float((here * there).sum())
    across = float((here[:, 1] * there[:, 0] - here[:, 0] * there[:, 1]).sum())
    side = hypot(along, across) / float((there**2).sum())
    angle = atan2(across, along)
    c, s = np.cos(angle) * side, np.sin(angle) * side
    x, y = points.mean(axis=0) - wanted.mean(axis=0) @ np.array([[c, s], [-s, c]])
    return Square(float(x), float(y), side, angle)


def _portrait(image: Image, face: Face, points: Floats) -> Portrait:
    picture, _back = cut(image, upright(np.median(points, axis=0)), SIZE)
    grey = picture[MIDDLE, MIDDLE].astype(np.float32) @ np.array(GREY, np.float32)
    steps = (np.abs(np.diff(grey, axis=0)).mean() + np.abs(np.diff(grey, axis=1)).mean()) / 2
    yaw, pitch, _roll = direction(face.mesh)
    sharpness = float(steps / max(float(grey.std()), 1.0))
    apart = ((points - points.mean(axis=0)) ** 2).sum(axis=2).mean() ** 0.5
    unsteady = float(apart) / face.size
    luma = float(grey.mean())
    return Portrait(picture, Quality(face.size, sharpness, yaw, pitch, luma, unsteady))


def _belongs(face: Face, box: Box) -> bool:
    """Whether a mesh is a face at all, and this head's."""
    x, y, _depth = (float(value) for value in face.mesh.mean(axis=0))
    near = hypot(x - box.centre[0], y - box.centre[1]) < 0.6 * box.height
    return face.score >= FACE_SURE and near and 0.3 < face.size / max(box.height, 1.0) < 1.5
