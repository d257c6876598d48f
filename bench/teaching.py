"""Real pictures for training, labelled by detectors that know the real world.

``python -m bench.teaching DATA --teacher WEIGHTS --frames CLIP …`` takes two frames a second out of
each clip into ``DATA/images/CLIP``, and adds to every part of ``DATA`` that others labelled what a
teacher is sure of: people from an object detector of COCO's classes, heads from the installed
models. Where a teacher hesitates, the label says so, and training neither teaches nor denies.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from math import degrees, radians
from pathlib import Path

import cv2

from bench.models import folder_of
from models.catalogue import LABELS
from models.eyes import NO_DETECTOR, load_eyes
from models.training.data import DOUBT
from models.training.labelling import Guesser
from models.training.labels import line, picture
from proctor.geometry import Box
from proctor.perception import Image, Sight
from proctor.ports import Eyes
from proctor.storage import write_whole
from streams.recording import open_recording

EVERY_US = 500_000
SURE = {"person": 0.45, "head": 0.9}
"""From this score on a teacher's word is a label; below it is a doubt."""
FAINT = 0.05
"""Nothing is said of what scores less."""
LARGE, KEEN = 48.0, radians(8)
"""A head's direction is taught from this height in pixels, and when it is known so well."""
QUIET = 0.15
"""A part in which the teacher never says "phone" louder than this shows no phone."""


def frames(clip: Path, data: Path) -> str:
    """Two frames a second of a clip as a part of the data; its name."""
    folder = data / "images" / clip.stem
    folder.mkdir(parents=True, exist_ok=True)
    (data / "labels" / clip.stem).mkdir(parents=True, exist_ok=True)
    for frame in open_recording(clip).frames(EVERY_US):
        name = f"{frame.media_us // 1000:07d}"
        cv2.imwrite(str(folder / f"{name}.jpg"), frame.image, [cv2.IMWRITE_JPEG_QUALITY, 92])
        (data / "labels" / clip.stem / f"{name}.txt").touch()
    (folder / "labelled.json").write_text(json.dumps({"complete_for": []}), "utf-8")
    return clip.stem


def taught(part: Path, labels: Path, teacher: Guesser, eyes: Eyes) -> str:
    """Add what the teachers are sure of to one part; what was done, in a line.

    What they say of a picture is kept in its truth file, and the labels are changed when all is
    said: who is interrupted goes on where they were.
    """
    note = json.loads((part / "labelled.json").read_text("utf-8"))
    complete = set(note["complete_for"])
    if note.get("taught"):
        return f"{part.name}: taught before"
    truths = part.parent.parent / "truth" / part.name
    said = {}
    for file in sorted(part.glob("*.jpg")):
        label, truth = labels / f"{file.stem}.txt", truths / f"{file.stem}.json"
        if not truth.exists():
            shows = bool(label.read_text("utf-8"))
            seen = _seen(picture(file), teacher, eyes, complete, shows_somebody=shows)
            write_whole(truth, json.dumps(seen).encode())
        said[label] = json.loads(truth.read_text("utf-8"))
    for label, seen in said.items():
        known = label.read_text("utf-8").splitlines(keepends=True)
        known += [row for row in seen["rows"] if row not in known]
        write_whole(label, "".join(known).encode())
    added = sum(len(seen["rows"]) for seen in said.values())
    loudest = max((seen["phone"] for seen in said.values()), default=0.0)
    complete |= {"person"} | ({"phone"} if loudest < QUIET else set())
    note |= {"complete_for": sorted(complete), "taught": ["head", "person"]}
    write_whole(part / "labelled.json", json.dumps(note, indent=1).encode())
    return f"{part.name}: {added} boxes added to {len(said)} pictures, phone {loudest:.2f}"


def _seen(
    image: Image, teacher: Guesser, eyes: Eyes, complete: Iterable[str], *, shows_somebody: bool
) -> dict[str, object]:
    """Rows for the label, heads with a direction, and how loudly the teacher says "phone"."""
    height, width = image.shape[:2]
    seen = eyes.look(image, "hall")
    found = teacher.look(image, "road", FAINT)
    boxes = [("person", t.box, t.score) for t in found["person"]]
    if shows_somebody and not boxes:
        boxes = [("person", Box(0, 0, width, height), 0.0)]
    if "head" not in complete:
        boxes += [("head", p.head, p.score) for p in seen.people if p.head]
    return {
        "rows": [line(_number(name, score), box, width, height) for name, box, score in boxes],
        "people": list(_directions(seen)),
        "phone": max((thing.score for thing in found["phone"]), default=0.0),
    }


def _directions(sight: Sight) -> Iterator[dict[str, object]]:
    """Heads whose face was read well, as a truth file has them."""
    for person in sight.people:
        if person.head and person.head.height >= LARGE and person.direction_sigma <= KEEN:
            yaw, pitch = degrees(person.yaw), degrees(person.pitch)
            yield {"head": person.head, "head_seen": 1.0, "cam_yaw": -yaw, "cam_pitch": pitch}


def _number(name: str, score: float) -> int:
    """The class, or a doubt about it."""
    return LABELS.index(name) + (0 if score >= SURE[name] else DOUBT)


def main(words: Sequence[str] | None = None) -> None:
    """Frames out of clips, then labels from the teachers."""
    parser = argparse.ArgumentParser(prog="python -m bench.teaching", description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--teacher", type=Path, required=True, help="COCO weights, .xml or .onnx")
    parser.add_argument("--frames", type=Path, nargs="*", default=[], help="clips")
    asked = parser.parse_args(words)
    for clip in asked.frames:
        if not (asked.data / "images" / clip.stem).exists():
            frames(clip, asked.data)
    teacher = Guesser.of(asked.teacher)
    eyes = load_eyes(folder_of(), detector=NO_DETECTOR)
    for note in sorted((asked.data / "images").glob("*/labelled.json")):
        part = note.parent
        told = taught(part, asked.data / "labels" / part.name, teacher, eyes)
        sys.stdout.write(f"{told}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
