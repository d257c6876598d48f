"""An enrolment photo read with its faults told, and faces drawn side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from models.identity import SignatureReader
from proctor.errors import ModelError, StorageError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.identity import PHOTO, Signature, Weak, weaknesses
from proctor.perception import Image
from proctor.ports import Eyes
from proctor.reasons import spoken

MARGIN = 0.5
"""A face that fills its photo is looked for again with so much rim, in sides of the photo."""
LARGEST = 1600
"""Pixels; larger photos are shrunk first, which loses nothing of a face."""
STRIP = 24
"""Height of the words below a face."""


@dataclass(frozen=True, slots=True)
class Photo:
    """The one face of a photo."""

    signature: Signature
    """In numbers."""
    picture: Image
    """RGB, as cut out."""


def read_photo(path: Path, eyes: Eyes, reader: SignatureReader) -> Photo:
    """The face of a photo.

    Raises ``StorageError`` when it is no picture, ``ModelError`` when it does not show exactly one
    face that is good enough; the cure is told.
    """
    image = _shrunk(_opened(path))
    head = _only_head(path, _heads(image, eyes) or _heads(image := _with_rim(image), eyes))
    (portrait,), (signature,) = reader.portraits(image, [head]), reader.read(image, [head])
    if portrait is None or signature is None:
        raise _faceless(path)
    weak = weaknesses(portrait.quality, PHOTO)
    if weak:
        raise _refused(path, "; ".join(map(said, weak)), _("Give a larger, sharper, even photo."))
    return Photo(signature, portrait.picture)


def said(weak: Weak) -> str:
    """What is wrong with a picture of a face, in words."""
    words: dict[Weak, str] = {
        "small": _("the face is too small"),
        "blurred": _("the face is blurred"),
        "turned": _("the face is turned away"),
        "dark": _("the face is too dark"),
        "bright": _("the face is too bright"),
        "cut off": _("the face is covered or cut off"),
    }
    return words[weak]


def side_by_side(faces: Sequence[tuple[str, Image]]) -> bytes:
    """A PNG of the faces (RGB) with their names below, eight in a row."""
    tiles = [_tile(name, face) for name, face in faces]
    across = min(8, len(tiles))
    tiles += [np.full_like(tiles[0], 255)] * (-len(tiles) % across)
    rows = [np.hstack(tiles[at : at + across]) for at in range(0, len(tiles), across)]
    _done, data = cv2.imencode(".png", np.vstack(rows))
    return bytes(data)


def _tile(name: str, face: Image) -> Image:
    words = np.full((STRIP, face.shape[1], 3), 255, np.uint8)
    cv2.putText(words, name, (2, STRIP - 7), (0, 0, 0), cv2.FontFace("uni"), 14)  # Chinese too
    return np.vstack([face[:, :, ::-1], words])


def _opened(path: Path) -> Image:
    try:
        data = np.frombuffer(path.read_bytes(), np.uint8)
    except OSError as error:
        raise StorageError(
            _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error
    image = cv2.imdecode(data, cv2.IMREAD_COLOR) if len(data) else None
    if image is None:
        raise StorageError(
            _("{path} is not a picture.").format(path=path), hint=_("Give a JPEG or PNG.")
        )
    return np.asarray(image, np.uint8)


def _shrunk(image: Image) -> Image:
    scale = LARGEST / max(image.shape[:2])
    if scale >= 1:
        return image
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA))


def _with_rim(image: Image) -> Image:
    rim = round(MARGIN * max(image.shape[:2]))
    grey = (128, 128, 128)
    return np.asarray(
        cv2.copyMakeBorder(image, rim, rim, rim, rim, cv2.BORDER_CONSTANT, value=grey)
    )


def _heads(image: Image, eyes: Eyes) -> list[Box]:
    return [person.head for person in eyes.look(image, "hall").people if person.head is not None]


def _only_head(path: Path, heads: Sequence[Box]) -> Box:
    """The head that is meant; far smaller ones stand in the background."""
    if not heads:
        raise _faceless(path)
    largest = max(heads, key=lambda head: head.height)
    count = sum(head.height >= largest.height / 2 for head in heads)
    if count > 1:
        text = _("there are {n} people in it").format(n=count)
        raise _refused(path, text, _("Cut out the one that is meant."))
    return largest


def _faceless(path: Path) -> ModelError:
    return _refused(path, _("there is no face in it"), _("Give a photo of the face from front."))


def _refused(path: Path, reason: str, cure: str) -> ModelError:
    text = _("{path} cannot stand for a person: {reason}.").format(path=path, reason=reason)
    return ModelError(text, hint=cure)
