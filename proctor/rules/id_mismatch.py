"""ID_MISMATCH."""

from dataclasses import dataclass
from typing import ClassVar

from proctor.observations import Columns
from proctor.perception import EXAMS, Sense, Subject
from proctor.places import Kind, Place
from proctor.rules.base import Rule, Scene, Sureness, ramp
from proctor.rules.units import Share

SURELY = 0.05
"""Likeness under ``unlike`` at which it is surely somebody else."""


@dataclass(frozen=True, slots=True)
class IdMismatch(Rule):
    """Whoever sits there is not the person of the enrolment photo (人证不符).

    Flags: a face that is less like the photo than ``unlike``, five good pictures or more over
        ``hold_s`` seconds together, by the attempt that the roster has at this place then. Rests on
        ``proctor identity check`` or ``proctor watch --identity``, so somebody must ask for it.
    Lets be: small, blurred, turned, dark or covered faces, pictures that are not of one person,
        candidates without a photo and places where nobody can tell who should be there: they are
        not judged. So are likenesses in between. An old photo, another hair-cut or twins mislead
        it: how often, no-one knows but the office that measures its own people.
    """

    code: ClassVar[str] = "ID_MISMATCH"
    subjects: ClassVar[tuple[Subject, ...]] = EXAMS
    kinds: ClassVar[tuple[Kind, ...]] = ("seat", "driver")
    needs: ClassVar[tuple[Sense, ...]] = ("photo",)
    shows: ClassVar[tuple[str, ...]] = ("face_photo", "face_photo_miss")

    hold_s: float = 30.0
    gap_s: float = 10.0
    rest_s: float = 900.0
    unlike: Share = 0.45
    """Likeness to the photo at which sureness is 0.5, 0–1; 0.5 is where the network's makers draw
    the line."""

    def sureness(self, here: Columns, place: Place, scene: Scene) -> Sureness:
        """How far the likeness is below ``unlike``; NaN where no face was held against a photo."""
        del place, scene
        return ramp(here["face_photo"], self.unlike + SURELY, self.unlike - SURELY)
