"""All installed models behind one look: a picture in, people and objects out."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import radians
from pathlib import Path
from types import MappingProxyType

from models import catalogue, figures, loading, nearby, people, runtime, sightings
from models.choosing import NO_DETECTOR as NO_DETECTOR
from models.choosing import Active, active, named
from models.clothing import clothing
from models.cuts import Square
from models.detectors import Detector
from models.faces import Face, FaceReader
from models.figures import Figure
from models.gaze import Gaze, GazeReader
from models.headings import Heading, HeadingReader
from models.nearby import Fitted
from models.plans import around, parts, plan
from models.weights import Installed, Store
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.perception import Detection, Image, Person, Sense, Sight, Subject
from proctor.ports import Eyes

FAINT = 0.1
"""Score from which a part or a thing is looked at at all; rules ask for more."""
FACE_HEAD = 30.0
"""Pixels; in smaller heads no mesh is looked for."""
AVERTED = radians(115)
"""Nor in heads turned farther away than that."""
SMALL = ("phone", "paper")
"""Things that are looked for in parts of a front seat as well."""
VERSION = 12
"""Raised whenever the same files and settings would see something else."""

Things = Mapping[str, list[Detection]]


class ModelEyes:
    """Everything that is installed; parts that are missing see nothing."""

    def __init__(self, store: Store, *, threads: int, detector: Active) -> None:
        self._detectors = _detectors(store, detector, threads)
        hashes = {installed.name: installed.sha256 for installed, _ in self._detectors}
        entries = (*catalogue.BUILT_IN, *catalogue.PACKAGED)
        files = {entry.name: store.built_in(entry) for entry in entries}
        present = {name: file for name, file in files.items() if file is not None}
        mesh, iris, heads = (
            present.get(entry.name) for entry in (catalogue.MESH, catalogue.IRIS, catalogue.HEADS)
        )
        self._faces = FaceReader(mesh, threads=threads) if mesh else None
        self._irises = GazeReader(iris, threads=threads) if iris else None
        self._headings = HeadingReader(heads, threads=threads) if heads else None
        hashes |= {name: catalogue.CATALOGUE[name].sha256 for name in present}
        self._weights = MappingProxyType(hashes)
        self._object_runtime = detector.runtime or "openvino"

    @property
    def labels(self) -> frozenset[str]:
        """Everything that the detectors tell apart."""
        return frozenset(label for _, detector in self._detectors for label in detector.labels)

    @property
    def senses(self) -> frozenset[Sense]:
        """What these models can make out, ``picture`` excluded."""
        labels = self.labels
        heads = "head" in labels
        can: dict[Sense, object] = {
            "person": heads or "person" in labels,
            "head": heads and (self._headings or self._faces),
            "hands": heads and "hand" in labels,
            "mouth": heads and self._faces,
            "gaze": heads and self._faces and self._irises,
            "phone": "phone" in labels,
            "paper": "paper" in labels,
            "wheel": "wheel" in labels,
        }
        return frozenset(sense for sense, source in can.items() if source)

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        return self._weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        return {
            "eyes": VERSION,
            "runtime": runtime.version(),
            "objects": self._object_runtime,
            "precision": runtime.PRECISION,
            "faint": FAINT,
            "head": figures.HEAD,
            "body": figures.BODY,
            "together": figures.SURE_TOGETHER,
            "hand": figures.HAND,
            "face_head": FACE_HEAD,
            "face_sure": people.FACE_SURE,
        }

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Everything made out in one picture. Pure: the same picture gives the same sight."""
        height, width = image.shape[:2]
        size = width, height
        squares = around(within, *size) if within else plan(*size, subject)
        things = self._things(image, squares)
        closer = self._things(image, parts(within, *size, subject))
        heads, bodies, hands = (things.get(name, []) for name in ("head", "person", "hand"))
        found = _inside(figures.figures(heads, bodies, hands), within)
        small = [t for n in SMALL for t in sightings.merged(things.get(n, []), closer.get(n, []))]
        objects = [*small, *things.get("wheel", ())]
        known = self.labels & {*SMALL, "wheel"}
        return Sight(tuple(self._people(image, found)), tuple(objects) if known else None)

    def _things(self, image: Image, squares: Sequence[Square]) -> Things:
        """Label → things, best first; what several detectors see is there once."""
        height, width = image.shape[:2]
        things: dict[str, list[Detection]] = {}
        for _name, detector in self._detectors if squares else ():
            found = detector.find(image, squares, FAINT)
            for label in sorted(detector.labels):
                seen = sightings.whole_things(found, label, squares, width, height)
                things[label] = sightings.merged(things.get(label, []), seen)
        return things

    def _people(self, image: Image, found: Sequence[Figure]) -> list[Person]:
        known = nearby.fitted(image, found, self._faces) if self._faces else map(Fitted, found)
        fits = list(known)
        headings = self._directions(image, [fit.figure for fit in fits])
        faces = self._meshes(image, fits, headings)
        gazes = self._gazes(image, faces)
        size = image.shape[1], image.shape[0]
        parts = zip((fit.figure for fit in fits), headings, faces, gazes, strict=True)
        made = [people.person(*part, size, clothing(image, part[0])) for part in parts]
        # No hands in sight is one thing, nobody who looked for hands another.
        return made if "hand" in self.labels else [replace(who, hands=None) for who in made]

    def _directions(self, image: Image, found: Sequence[Figure]) -> list[Heading | None]:
        result: list[Heading | None] = [None] * len(found)
        if self._headings:
            known = [(place, f.head) for place, f in enumerate(found) if f.head is not None]
            read = self._headings.read(image, [head for _, head in known])
            for (place, _head), heading in zip(known, read, strict=True):
                result[place] = heading
        return result

    def _meshes(
        self, image: Image, fits: Sequence[Fitted], headings: Sequence[Heading | None]
    ) -> list[Face | None]:
        """The face of each; of near heads it was read before."""
        result = [fit.face for fit in fits]
        if self._faces is None:
            return result
        asked = [
            (place, fit.figure.head)
            for place, (fit, heading) in enumerate(zip(fits, headings, strict=True))
            if fit.face is None and fit.figure.head
            if fit.grown or _may_show_a_face(fit.figure.head, heading)
        ]
        read = self._faces.read(image, [people.face_square(head) for _, head in asked])
        for (place, _head), face in zip(asked, read, strict=True):
            result[place] = face
        return result

    def _gazes(self, image: Image, faces: Sequence[Face | None]) -> Sequence[Gaze | None]:
        if self._irises is None:
            return [None] * len(faces)
        sure = [face if face and face.score >= people.FACE_SURE else None for face in faces]
        return self._irises.read(image, sure)


def _may_show_a_face(head: Box, heading: Heading | None) -> bool:
    return head.height >= FACE_HEAD and (heading is None or abs(heading.yaw) <= AVERTED)


def _inside(found: Sequence[Figure], regions: Sequence[Box]) -> list[Figure]:
    """Those whose head is in any of the regions; all when there are none."""
    if not regions:
        return list(found)
    places = [(figure, (figure.head or figure.box).centre) for figure in found]
    return [figure for figure, at in places if any(region.holds(*at) for region in regions)]


def load_eyes(folder: Path, *, threads: int = 0, detector: str | None = None) -> Eyes:
    """The models of a folder, checked against their hashes and compiled.

    ``threads`` 0 takes every core. ``detector`` names an object detector of the folder; ``None``
    takes the one in force. Raises ``ModelError`` when a file is damaged, the name is unknown, or
    nothing there finds people.
    """
    store = Store(folder)
    chosen = active(store) if detector is None else named(store, detector)
    eyes = ModelEyes(store, threads=threads, detector=chosen)
    if "person" not in eyes.senses:
        raise ModelError(
            _("No model in {folder} finds people.").format(folder=folder),
            hint=_("Install them with: proctor models install"),
        )
    return eyes


def _detectors(store: Store, chosen: Active, threads: int) -> list[tuple[Installed, Detector]]:
    """The one in force; where it knows no heads, the one that comes with the package as well."""
    wanted = [chosen.installed] if chosen.installed is not None else []
    if not any("head" in installed.classes.values() for installed in wanted):
        wanted += store.shipped()[:1]
    return [
        (
            installed,
            loading.load_detector(
                store.checked(installed),
                installed.classes,
                threads=threads,
                on=chosen.runtime if installed is chosen.installed else "openvino",
            ),
        )
        for installed in wanted
    ]
