"""Truth of a picture as YOLO labels, and pictures labelled by others in the same classes."""

import json
import shutil
from pathlib import Path

CLASSES = ("person", "head", "hand", "phone", "paper", "wheel")
SEEN = {"head": 0.35, "hand": 0.2, "phone": 0.25, "paper": 0.25, "wheel": 0.2}
"""Share that must be visible for a thing to be labelled. Of a hand, half is the most (`sight`)."""
HARDLY = 0.03
"""Share up to which nothing is to be seen. In between it is a doubt: neither taught nor denied."""
DOUBT = 100
"""Added to the class number of a doubt."""
SMALLEST = {"person": 14, "head": 7, "hand": 6, "phone": 7, "paper": 7, "wheel": 20}
"""Pixels of the longer side below which a thing is a doubt."""


def boxes(row):
    """(class name, box, share seen) of everything a frame's truth shows some of."""
    for person in row["people"]:
        yield from _of_person(person)
    for thing in row.get("things", ()):
        if thing["box"] and thing["thing"] in SEEN and thing["seen"] > HARDLY:
            yield thing["thing"], thing["box"], thing["seen"]


def _of_person(person):
    yield "person", person["box"], 1.0
    if person["head"] and person["head_seen"] > HARDLY:
        yield "head", person["head"], person["head_seen"]
    for side, box in person["hands"].items():
        if box and (person["hands_seen"][side] or 0) > HARDLY:
            yield "hand", box, person["hands_seen"][side]
    for name in ("phone", "paper"):
        if person.get(name) and (person[f"{name}_seen"] or 0) > HARDLY:
            yield name, person[name], person[f"{name}_seen"]


def lines(row, size):
    """The label file's text: class, centre x, centre y, width, height; fractions of the picture.

    100 is added to the class of what is too small or too hidden to be told from nothing.
    """
    w, h = size
    out = []
    for name, (x0, y0, x1, y1), seen in boxes(row):
        sure = max(x1 - x0, y1 - y0) >= SMALLEST[name] and seen >= SEEN.get(name, 0)
        number = CLASSES.index(name) + (0 if sure else DOUBT)
        numbers = ((x0 + x1) / 2 / w, (y0 + y1) / 2 / h, (x1 - x0) / w, (y1 - y0) / h)
        out.append(" ".join((str(number), *(f"{v:.5f}" for v in numbers))))
    return "".join(f"{line}\n" for line in out)


def describe(folder):
    """Write ``data.yaml``, as ultralytics reads it."""
    names = "".join(f"  {k}: {name}\n" for k, name in enumerate(CLASSES))
    text = "path: .\ntrain: images/train\nval: images/val\nnames:\n" + names
    (folder / "data.yaml").write_text(text, "utf-8")


def adopt(source, classes, target):
    """Copy pictures labelled by others (``images/``, ``labels/``) to ``target``; gives how many.

    ``classes`` maps their class numbers (as text) to our names; the rest is left out. Only those
    classes are labelled there, which ``labelled.json`` beside the pictures says: whoever trains
    must not take what is unlabelled for background.
    """
    kept = [p for p in sorted((source / "images").iterdir()) if _label(source, p).exists()]
    for part in ("images", "labels"):
        (target / part / source.name).mkdir(parents=True, exist_ok=True)
    for picture in kept:
        rows = (line.split() for line in _label(source, picture).read_text("utf-8").splitlines())
        ours = [(classes[row[0]], row[1:5]) for row in rows if row and row[0] in classes]
        text = "".join(f"{CLASSES.index(name)} {' '.join(box)}\n" for name, box in ours)
        label = target / "labels" / source.name / f"{picture.stem}.txt"
        label.write_text(text, "utf-8")
        shutil.copy(picture, target / "images" / source.name / picture.name)
    note = {"complete_for": sorted(set(classes.values())), "pictures": len(kept)}
    folder = target / "images" / source.name
    (folder / "labelled.json").write_text(json.dumps(note, indent=1), "utf-8")
    return len(kept)


def _label(source: Path, picture: Path) -> Path:
    return source / "labels" / f"{picture.stem}.txt"
