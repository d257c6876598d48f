"""What a watch says about faces: whom it expects, and what could not be compared, once each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from proctor.facewatch import FaceWatch
from proctor.i18n import _
from proctor.verification import said

Row: TypeAlias = Mapping[str, object]

CODE = "ID_MISMATCH"


@dataclass(slots=True)
class FaceNews:
    """Of one camera; what was said of the chapter before is not said again."""

    camera: str
    _expected: Row = field(default_factory=dict)
    _unjudged: list[Row] = field(default_factory=list)

    def opened(self, faces: FaceWatch) -> Iterator[Row]:
        """Whom a chapter will see."""
        known = [one for one in faces.roll if one.attempt]
        why = next(
            (said(one.missing) for one in faces.roll if not one.attempt and one.missing), None
        )
        row = {
            "event": "faces",
            "camera": self.camera,
            "candidates": len(known),
            "photos": sum(one.missing is None for one in known),
            "reason": why,
        }
        if row != self._expected:
            self._expected = row
            yield row

    def closed(self, faces: FaceWatch) -> Iterator[Row]:
        """Where no face could be compared in a chapter, a row for each reason."""
        rows: list[Row] = [
            {
                "event": "unjudged",
                "camera": self.camera,
                "code": CODE,
                "places": sorted({one.place for one in those}),
                "candidates": sorted({one.attempt.id_shown for one in those if one.attempt}),
                "reason": reason,
            }
            for reason, those in faces.unjudged().items()
        ]
        yield from (row for row in rows if row not in self._unjudged)
        self._unjudged = rows


def faces_in_words(row: Row) -> str:
    """Whom a chapter will see, in a line for an officer."""
    if row["reason"]:
        return _("Camera {camera}: ID_MISMATCH is not judged: {reason}").format_map(row)
    text = _("Camera {camera}: {candidates} candidates expected, {photos} with enrolment photo")
    return text.format_map(row)


def unjudged_in_words(row: Row) -> str:
    """Where no face could be compared, in a line for an officer."""
    places = ", ".join(map(str, row["places"] if isinstance(row["places"], list) else ()))
    text = _("Camera {camera}: {code} was not judged at {places}: {reason}")
    return text.format_map({**row, "places": places})
