"""What was seen: frames, detections, people, the health of a picture, the account of a file.

Angles are radians against the line to the camera: yaw 0 and pitch 0 look into the lens, yaw > 0
turns to the left edge of the picture as the viewer has it, pitch > 0 looks down. ``NaN`` always
means *nobody looked or nothing could be made out*; it is never 0.
"""

from dataclasses import dataclass, field
from math import nan
from typing import TYPE_CHECKING, Literal, TypeAlias

from proctor.geometry import Box
from proctor.timeline import Microseconds, Span, total_us

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Image: TypeAlias = NDArray[np.uint8]
    """BGR, shape (height, width, 3), 0–255, as OpenCV has them."""
    Wave: TypeAlias = NDArray[np.float32]
    """One channel of sound, shape (N,), 16,000 samples a second, −1…1."""
else:

    def __getattr__(name: str) -> object:
        """``Image`` and ``Wave``, when asked for: who only lists flags does not wait for numpy."""
        if name not in ("Image", "Wave"):
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        import numpy as np
        from numpy.typing import NDArray

        return NDArray[np.uint8 if name == "Image" else np.float32]


Subject: TypeAlias = Literal["hall", "field", "road", "counter"]
"""What is watched: an exam, or the counters at which the office serves the public."""
SUBJECTS: tuple[Subject, ...] = ("hall", "field", "road", "counter")
EXAMS: tuple[Subject, ...] = ("hall", "field", "road")
ROOMS: tuple[Subject, ...] = ("hall", "counter")
"""What happens in a room, not in a car: people sit where they are found."""

Sense: TypeAlias = Literal[
    "picture",
    "person",
    "head",
    "gaze",
    "hands",
    "mouth",
    "phone",
    "paper",
    "wheel",
    "face",
    "photo",
    "sound",
    "speech",
    "prompts",
    "clock",
]
"""What can be made out, ``picture`` and ``sound`` without a model; a rule names those it needs."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One decoded picture and its moment."""

    media_us: Microseconds
    """Presentation time, zero at the first stamp of the recording."""
    image: "Image"
    """Upright (rotation of the container applied)."""


@dataclass(frozen=True, slots=True)
class Detection:
    """One thing found in one picture."""

    label: str
    """``phone``, ``paper``, … lower case."""
    box: Box
    """Pixels of the full frame."""
    score: float
    """The model's own confidence, 0–1."""


@dataclass(frozen=True, slots=True)
class Person:
    """One human being in one picture, with whatever the loaded models could read of them."""

    box: Box
    """Visible body; from the head to where it is hidden or leaves the picture."""
    score: float
    """Confidence that somebody is there, 0–1."""
    head: Box | None = None
    """Head with hair, when found."""
    yaw: float = nan
    """Turn of the head, radians."""
    pitch: float = nan
    """Nod of the head, radians."""
    roll: float = nan
    """Tilt of the head towards a shoulder, radians."""
    direction_sigma: float = nan
    """Standard deviation of yaw and pitch, radians."""
    gaze_yaw: float = nan
    """Turn of the line of sight (head and eyes together), radians, as ``yaw``."""
    gaze_pitch: float = nan
    """Nod of the line of sight, radians, as ``pitch``."""
    gaze_sigma: float = nan
    """Standard deviation of the line of sight, radians; ``NaN`` when the eyes were not read."""
    mouth: float = nan
    """Gap between the lips over the height of the face, 0–1."""
    hands: tuple[Box, ...] | None = None
    """Boxes of the hands in sight; ``None`` when nobody looked for hands."""
    hand_ear: float = nan
    """Distance of the nearest hand to the nearest ear, in head widths; 0 touches."""
    hand_face: float = nan
    """Distance of the nearest hand to the middle of the face, in head widths."""
    clothes: tuple[float, float, float] = (nan, nan, nan)
    """Middle colour of shoulders and breast, CIE L*a*b*; ``NaN`` when too little is in sight."""


@dataclass(frozen=True, slots=True)
class Sight:
    """Everything the models made out in one picture."""

    people: tuple[Person, ...] = ()
    """In no particular order."""
    objects: tuple[Detection, ...] | None = None
    """Phones and the like; ``None`` when no loaded model knows such things."""


@dataclass(frozen=True, slots=True)
class Health:
    """Whether a picture shows anything at all."""

    luma: float
    """Mean brightness, 0–255."""
    contrast: float
    """Standard deviation of brightness, 0–127."""
    detail: float
    """Mean gradient magnitude of the picture shrunk to 320 wide, grey levels per pixel."""
    change: float
    """Mean absolute difference to the sample before, grey levels; ``NaN`` for the first."""
    still: float = nan
    """Share of the picture's blocks that did not change since the sample before, 0–1."""
    structure: float = nan
    """Coarse structure of the better structured half of the picture, RMS grey levels; noise hardly
    adds to it."""
    sharpness: float = nan
    """Fine structure over coarser structure; falls when the lens is out of focus. ``NaN`` where
    there is hardly any structure."""
    noise: float = nan
    """Standard deviation of the noise, grey levels of the picture in full resolution."""
    colour: float = nan
    """Mean distance between the strongest and the weakest of the three colours, 0–255."""
    focus: float = nan
    """Sharpness over what is usual in the same parts of the view, where they are in their place;
    about 1, and less when the lens is out of focus. ``NaN`` where too few are."""
    view_home: float = nan
    """Share of the edges of the reference view that are where they were, 0–1; ``NaN`` before
    there is one, and where nothing stands that could be one."""
    view_away: float = nan
    """Share of them that are where the next three put them and not where they were, 0–1."""
    view_x: float = nan
    """How far the view went to the right, share of the width; ``NaN`` when it is at home."""
    view_y: float = nan
    """How far it went down, share of the height."""
    view_turn: float = nan
    """How far it turned clockwise, radians."""
    view_steady: float = nan
    """Share of the edges that are where they were in the sample before, 0–1."""
    view_kept: float = nan
    """Correlation of what stood in the last seconds with the reference view, −1–1."""
    view_else: float = nan
    """The same where it is highest after a move of the camera; 0 where it was not looked for."""
    view_left: float = nan
    """Share of the parts of the view that agree better there than where they were, 0–1."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text in a picture."""

    box: Box
    """Pixels of the frame."""
    text: str
    """As it was read; empty when nothing was."""
    score: float
    """Mean confidence of its letters, 0–1."""


@dataclass(frozen=True, slots=True)
class Sound:
    """A stretch of sound, a second as a rule."""

    span: Span
    """Media time, by the zero of the pictures."""
    level: float
    """Loudness of its loudest channel without any direct current: RMS in dBFS, −120 at least."""
    peak: float
    """Largest sample of that channel, dBFS, −120 at least."""
    silent: float
    """Share of samples that are the same as the one before in every channel, 0–1."""
    wave: "Wave"
    """For whoever listens."""


@dataclass(frozen=True, slots=True)
class Account:
    """What a source promised, gave and owes: printed for every file, kept with every run."""

    container: str
    """FFmpeg's name of the format, such as ``mov,mp4,m4a,3gp,3g2,mj2`` or ``rtsp``."""
    codec: str
    """Such as ``h264``."""
    width: int
    """Pixels of the upright frame."""
    height: int
    """Pixels of the upright frame."""
    expected_us: Microseconds
    """Length the container promises, or the time watched; 0 when it promises nothing."""
    span: Span
    """From the first moment to the end of the last frame or of the promise, whichever is later."""
    frames: int
    """Frames decoded, or found sound without decoding; see ``decoded``."""
    damaged: int
    """Packets that the demuxer or the decoder complained about, and frames flagged corrupt."""
    holes: tuple[Span, ...] = ()
    """Stretches of ``span`` without a frame, each longer than the tolerance; sorted, disjoint."""
    audio: bool = False
    """Whether there is an audio track."""
    notes: tuple[str, ...] = field(default=())
    """Sentences about oddities, English, for people."""
    live: bool = False
    """Whether it was watched as it happened, so that nobody promised a length."""
    decoded: int | None = None
    """Of ``frames`` those that were decoded to be looked at; of the others the structure was
    checked, and all or some were decoded to hear of damage. ``None``: all of them."""
    audio_holes: tuple[Span, ...] | None = None
    """Stretches of ``span`` without sound, all of it without an audio track; sorted, disjoint, each
    longer than the tolerance. ``None``: nobody listened."""
    audio_damaged: int = 0
    """Packets of sound that the decoder complained about."""
    damaged_spans: tuple[Span, ...] = ()
    """Stretches of ``span`` whose pictures cannot be relied on: from each damaged packet to the
    next keyframe, since what is in between leans on it; sorted, disjoint."""

    @property
    def missing_us(self) -> Microseconds:
        """Time without pictures."""
        return total_us(self.holes)

    @property
    def covered_us(self) -> Microseconds:
        """Time with pictures."""
        return self.span.duration_us - self.missing_us

    @property
    def heard_us(self) -> Microseconds | None:
        """Time with sound; ``None`` when nobody listened."""
        if self.audio_holes is None:
            return None
        return self.span.duration_us - total_us(self.audio_holes)

    @property
    def complete(self) -> bool:
        """Whether no picture is missing and nothing was damaged, the sound included."""
        return not self.holes and not self.damaged and not self.audio_damaged
