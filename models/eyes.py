"""All installed models behind one look: a picture in, people and objects out."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from models import bodies, catalogue, loading, people, runtime, sightings
from models.blaze import BODY_GRIDS, FACE_GRIDS, AnchorDetector
from models.bodies import Body, BodyReader
from models.choosing import NO_DETECTOR as NO_DETECTOR
from models.choosing import Active, active, named
from models.detectors import Detector
from models.faces import Face, FaceReader
from models.heads import Head, heads, once
from models.plans import Plan, plan
from models.weights import Store
from proctor.errors import ModelError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.perception import Detection, Image, Person, Sense, Sight, Subject
from proctor.ports import Eyes

HIT = 0.2
"""A single hit counts from this score; agreement decides, not the hit."""
SURE = 0.55
"""Agreement from which a head is somebody's."""
BACKED = 0.7
"""The same where an object detector has its say too."""
PLAIN = 40.0
"""Pixels; a head of this height shows its face or has a body below it ..."""
DOUBTLESS = 0.9
"""... unless the agreement is this good."""
OBJECT = 0.1
"""Score from which a phone is reported; rules ask for more."""
PERSON = 0.25
"""Score from which a person's box has a say."""
VERSION = 1
"""Raised whenever the same files and settings would see something else."""


class ModelEyes:
    """Everything that is installed; parts that are missing see nothing."""

    def __init__(self, store: Store, *, threads: int, detector: Active) -> None:
        files = {entry.name: store.built_in(entry) for entry in catalogue.BUILT_IN}
        present = {name: file for name, file in files.items() if file is not None}
        self._bodies = _anchored(present, catalogue.BODIES, "body", threads)
        self._faces = _anchored(present, catalogue.FACES, "face", threads)
        points, mesh = (present.get(entry.name) for entry in (catalogue.POINTS, catalogue.MESH))
        self._points = BodyReader(points, threads=threads) if points else None
        self._mesh = FaceReader(mesh, threads=threads) if mesh else None
        self._objects = _object_detector(store, detector, threads)
        hashes = {name: catalogue.CATALOGUE[name].sha256 for name in present}
        if detector.installed is not None:
            hashes[detector.installed.name] = detector.installed.sha256
        self._weights = MappingProxyType(hashes)
        self._object_runtime = detector.runtime or "openvino"

    @property
    def senses(self) -> frozenset[Sense]:
        """What these models can make out, ``picture`` excluded."""
        labels = self._objects.labels if self._objects else frozenset()
        can: dict[Sense, object] = {
            "person": self._finds_heads or "person" in labels,
            "head": self._points or self._mesh,
            "hands": self._points,
            "mouth": self._mesh,
            "phone": "phone" in labels,
        }
        return frozenset(sense for sense, source in can.items() if source)

    @property
    def weights(self) -> Mapping[str, str]:
        """Name → SHA-256 of every weights file in use."""
        return self._weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Whatever else changes the outcome."""
        other = self._object_runtime != "openvino"
        return {
            **({"objects": loading.version(self._object_runtime)} if other else {}),
            "eyes": VERSION,
            "runtime": runtime.version(),
            "precision": runtime.PRECISION,
            "hit": HIT,
            "sure": SURE,
            "backed": BACKED,
            "plain": PLAIN,
            "doubtless": DOUBTLESS,
            "object": OBJECT,
            "person": PERSON,
            "face_sure": people.FACE_SURE,
            "body_sure": bodies.SURE,
        }

    @property
    def _finds_heads(self) -> bool:
        return self._bodies is not None or self._faces is not None

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Everything made out in one picture. Pure: the same picture gives the same sight."""
        height, width = image.shape[:2]
        squares = plan(width, height, subject).touching(within)
        things = self._things(image, squares)
        persons = [thing for thing in things.get("person", ()) if thing.score >= PERSON]
        heads = self._heads(image, squares, persons)
        found = [
            head for head in heads if not within or any(b.holds(head.x, head.y) for b in within)
        ]
        phones = tuple(things["phone"]) if "phone" in things else None
        return Sight(tuple(self._people(image, found)), phones)

    def _things(self, image: Image, squares: Plan) -> dict[str, list[Detection]]:
        if self._objects is None:
            return {}
        height, width = image.shape[:2]
        found = self._objects.find(image, squares.objects, OBJECT)
        return {
            label: sightings.whole_things(found, label, squares.objects, width, height)
            for label in sorted(self._objects.labels)
        }

    def _heads(self, image: Image, squares: Plan, persons: Sequence[Detection]) -> list[Head]:
        bulk = self._bodies.find(image, squares.bodies, HIT) if self._bodies else None
        faces = self._faces.find(image, squares.faces, HIT) if self._faces else None
        known = sightings.backed(heads(bulk, faces), persons)
        enough = BACKED if self._objects and "person" in self._objects.labels else SURE
        sure = [head for head in known if head.sureness >= enough]
        return once([*sightings.without_hands(sure), *sightings.headless(persons, sure)])

    def _people(self, image: Image, found: Sequence[Head]) -> list[Person]:
        below: Sequence[Body | None] = [None] * len(found)
        faces: Sequence[Face | None] = [None] * len(found)
        if self._points:
            below = self._points.under(image, found)
        if self._mesh:
            faces = self._mesh.read(image, [head.face_square for head in found])
        size = image.shape[1], image.shape[0]
        return [
            people.person(head, body, face, size)
            for head, body, face in zip(found, below, faces, strict=True)
            if not self._is_hollow(head, body, face)
        ]

    def _is_hollow(self, head: Head, body: Body | None, face: Face | None) -> bool:
        """Whether a doubtful head, large enough to tell, has neither a body nor a face."""
        small = head.size < PLAIN
        if self._points is None or small or head.body or head.sureness >= DOUBTLESS:
            return False
        return body is None and (face is None or face.score < people.FACE_SURE)


def _inside(heads: Sequence[Head], regions: Sequence[Box]) -> list[Head]:
    """The heads in any of the regions; all when there are none."""
    return [h for h in heads if not regions or any(r.holds(h.x, h.y) for r in regions)]


def load_eyes(folder: Path, *, threads: int = 0, detector: str | None = None) -> Eyes:
    """The models of a folder, checked against their hashes and compiled.

    ``threads`` 0 takes every core. ``detector`` names an object detector of the folder; ``None``
    takes the one in force, ``"none"`` the built-in models alone. Raises ``ModelError`` when
    a file is damaged, the name is unknown, or nothing there finds people.
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


def _anchored(
    present: Mapping[str, Path], entry: catalogue.Entry, label: str, threads: int
) -> AnchorDetector | None:
    grids = BODY_GRIDS if entry is catalogue.BODIES else FACE_GRIDS
    file = present.get(entry.name)
    return AnchorDetector(file, label, grids, threads=threads) if file else None


def _object_detector(store: Store, chosen: Active, threads: int) -> Detector | None:
    if chosen.installed is None:
        return None
    file = store.checked(chosen.installed)
    return loading.load_detector(file, chosen.installed.classes, threads=threads, on=chosen.runtime)
