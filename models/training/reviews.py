"""Reviewed flags into labelled pictures: a folder that can be looked at, shared, and taught from.

``teach/`` and ``held-out/`` are laid out as ``models.training.data`` reads them, one part for each
set of classes that is completely labelled. ``pictures.jsonl`` says of every picture where it comes
from and what is known of it; it is what makes the export go on where it was stopped. The same
record, detector and manner give the same files.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

from models.training.labelling import Guesser, Labelled, crop, labelled
from models.training.privacy import Faces, blurred, heads_of
from proctor.errors import ModelError, RecordingError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.learning import Lesson, Moment, Side, Truth
from proctor.perception import Frame, Image, Subject
from proctor.ports import Eyes
from proctor.storage import fingerprint, write_whole

SETTINGS, PICTURES, NOTE = "export.json", "pictures.jsonl", "labelled.json"
VERSION = 1
"""Raised when the same record and settings would give other pictures."""
QUALITY = 95

Tell: TypeAlias = Callable[[int, int], None]
"""Told how many pictures are done, of how many."""
Shows: TypeAlias = Callable[[Lesson, Moment], Frame]
"""The picture of a moment; raises ``RecordingError`` when nothing is left of it."""


@dataclass(frozen=True, slots=True)
class Manner:
    """How pictures are exported."""

    faces: Faces = "blur"
    """Whether faces stay as they are."""
    crops_only: bool = False
    """Whether only the surroundings of the thing are kept."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One exported picture, as ``pictures.jsonl`` has it."""

    name: str
    """Path below the folder, with forward slashes."""
    sha256: str
    """Of the picture's bytes."""
    flag: str
    """Id of the flag it shows."""
    code: str
    """Code of the flag."""
    recording: str
    """Fingerprint of the recording."""
    subject: Subject
    """Which exam."""
    at_us: int
    """Media time."""
    side: Side
    """To teach with or held out."""
    thing: str
    """What the flag is about."""
    truth: Truth
    """Whether it is in ``box``."""
    box: tuple[float, float, float, float]
    """Pixels of this picture."""
    complete_for: tuple[str, ...]
    """Labels that are boxed wherever they are to be seen."""
    unknown: tuple[tuple[str, tuple[float, float, float, float]], ...]
    """Label and pixels of where it may or may not be."""


@dataclass(frozen=True, slots=True)
class Exported:
    """What became of the moments."""

    pictures: tuple[Picture, ...]
    """In the order of the lessons."""
    lost: tuple[tuple[str, str], ...]
    """Flag and why: nothing is left to make a picture of."""


class Exporter:
    """Makes the pictures of one folder."""

    def __init__(self, folder: Path, shows: Shows, eyes: Eyes, guesser: Guesser, manner: Manner):
        self._folder = folder
        self._shows = shows
        self._eyes = eyes
        self._guesser = guesser
        self._manner = manner

    def export(self, lessons: Sequence[tuple[Lesson, Sequence[Moment]]], tell: Tell) -> Exported:
        """Every picture that is not there yet. Raises ``ModelError`` in another's folder."""
        self._claim()
        known = {(p.flag, p.at_us): p for p in self._so_far()}
        whole = sum(len(moments) for _lesson, moments in lessons)
        made: list[Picture] = []
        lost: list[tuple[str, str]] = []
        for done, (lesson, moment) in enumerate(_pairs(lessons), 1):
            flag = lesson.row.flag.id
            picture = known.get((flag, moment.at_us))
            if picture is None or not self._is_sound(picture):
                try:
                    picture = self._made(lesson, moment)
                except RecordingError as error:
                    lost.append((flag, error.message))
                    continue
            made.append(picture)
            tell(done, whole)
        return Exported(tuple(made), tuple(lost))

    def _claim(self) -> None:
        ours = {
            "version": VERSION,
            **asdict(self._manner),
            "labelled_by": self._guesser.sha256,
            "heads_found_by": dict(sorted(self._eyes.weights.items())),
        }
        file = self._folder / SETTINGS
        if file.exists() and json.loads(file.read_text("utf-8")) != ours:
            raise ModelError(
                _("{folder} holds pictures that were exported in another manner.").format(
                    folder=self._folder
                ),
                hint=_("Name another folder with --keep, or the same options and detector."),
            )
        write_whole(file, json.dumps(ours, indent=1).encode())

    def _so_far(self) -> list[Picture]:
        """What was exported before; a line that was torn off is cut, lest the next one join it."""
        found = read_pictures(self._folder)
        write_whole(self._folder / PICTURES, "".join(map(_line, found)).encode())
        return found

    def _is_sound(self, picture: Picture) -> bool:
        file = self._folder / picture.name
        return label_of(file).exists() and file.exists() and fingerprint(file) == picture.sha256

    def _made(self, lesson: Lesson, moment: Moment) -> Picture:
        frame = self._shows(lesson, moment)
        known, box = self._known(lesson, moment, frame.image)
        part = f"reviews-{'-'.join(known.complete_for) or 'nothing'}"
        name = f"{lesson.row.flag.id}-{moment.at_us // 1000:08d}.jpg"
        file = self._folder / lesson.side / "images" / part / name
        note_complete(file.parent, known.complete_for)
        write_whole(label_of(file), known.text().encode())
        write_whole(file, jpeg(known.image))
        picture = Picture(
            name=file.relative_to(self._folder).as_posix(),
            sha256=fingerprint(file),
            flag=lesson.row.flag.id,
            code=lesson.row.flag.code,
            recording=lesson.row.run.recording,
            subject=lesson.row.subject,
            at_us=moment.at_us,
            side=lesson.side,
            thing=lesson.thing,
            truth=lesson.truth,
            box=_rounded(box),
            complete_for=known.complete_for,
            unknown=tuple((label, _rounded(spot)) for label, spot in known.unknown),
        )
        with (self._folder / PICTURES).open("a", encoding="utf-8") as lines:
            lines.write(_line(picture))
        return picture

    def _known(self, lesson: Lesson, moment: Moment, image: Image) -> tuple[Labelled, Box]:
        """The picture as it is stored, and the box of the thing in it."""
        height, width = image.shape[:2]
        heads = [head.scaled(width, height) for head in moment.heads]
        if self._manner.faces == "blur":
            heads += heads_of(self._eyes.look(image, lesson.row.subject).people)
        box = moment.box.scaled(width, height)
        if self._manner.crops_only:
            around = moment.around.scaled(width, height) if moment.around else None
            cut = crop(width, height, box, around)
            x0, y0, x1, y1 = map(int, cut)
            image = image[y0:y1, x0:x1]
            box, *heads = (each.moved(-x0, -y0) for each in (box, *heads))
        known = labelled(image, self._guesser, lesson.row.subject, lesson.thing, box, lesson.truth)
        return (_without_faces(known, heads, box) if self._manner.faces == "blur" else known), box


def _without_faces(known: Labelled, heads: Iterable[Box], sharp: Box) -> Labelled:
    """Blurred; a blurred head is no example of a head."""
    return Labelled(
        image=blurred(known.image, heads, sharp),
        boxes=tuple((label, box) for label, box in known.boxes if label != "head"),
        complete_for=tuple(label for label in known.complete_for if label != "head"),
        unknown=tuple((label, box) for label, box in known.unknown if label != "head"),
    )


def read_pictures(folder: Path) -> list[Picture]:
    """The pictures of an export so far, the latest word on each; a torn last line is none."""
    try:
        text = (folder / PICTURES).read_text("utf-8")
    except FileNotFoundError:
        return []
    found = {}
    for line in text.split("\n")[:-1]:
        picture = _picture(json.loads(line))
        found[picture.name] = picture
    return list(found.values())


def label_of(picture: Path) -> Path:
    """The label file of ``…/images/PART/NAME.jpg``."""
    root = picture.parents[2]
    return root / "labels" / picture.parent.name / f"{picture.stem}.txt"


def _pairs(
    lessons: Iterable[tuple[Lesson, Sequence[Moment]]],
) -> Iterator[tuple[Lesson, Moment]]:
    return ((lesson, moment) for lesson, moments in lessons for moment in moments)


def note_complete(part: Path, labels: Sequence[str]) -> None:
    """Say beside the pictures of a part which classes are completely labelled there."""
    if not (part / NOTE).exists():
        write_whole(part / NOTE, json.dumps({"complete_for": list(labels)}, indent=1).encode())


def _line(picture: Picture) -> str:
    return json.dumps(asdict(picture), ensure_ascii=False) + "\n"


def _picture(row: Mapping[str, Any]) -> Picture:
    return Picture(
        **{
            **row,
            "box": tuple(row["box"]),
            "complete_for": tuple(row["complete_for"]),
            "unknown": tuple((label, tuple(spot)) for label, spot in row["unknown"]),
        }
    )


def _rounded(box: Box) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (round(float(side), 2) for side in box)
    return x0, y0, x1, y1


def jpeg(image: Image) -> bytes:
    """Bytes of a picture, BGR."""
    import cv2

    told, data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, QUALITY])
    if not told:
        raise ModelError(_("A picture cannot be written as JPEG."))
    return bytes(data)
