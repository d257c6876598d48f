"""What ``proctor identity check`` and ``proctor watch --identity`` compare faces with."""

from dataclasses import dataclass
from pathlib import Path

from models.identity import SignatureReader, load_reader
from proctor.commands.app import App
from proctor.commands.identifying import eyes_of, measured
from proctor.commands.photos import read_photo
from proctor.commands.wiring import models_folder, threads_for
from proctor.errors import ProctorError
from proctor.facewatch import Comparing, Unusable
from proctor.home import Home
from proctor.identity import GATE, Gate, Signature
from proctor.lane import FacesInLane, Lane
from proctor.ports import Eyes
from proctor.rosters.photos import photo_of


@dataclass(frozen=True, slots=True)
class PhotoReader:
    """Reads enrolment photos; satisfies ``proctor.facewatch.Photos``."""

    home: Home
    eyes: Eyes
    reader: SignatureReader
    lane: Lane
    """Where a photo waits for its turn."""

    def __call__(self, sha256: str) -> Signature | Unusable:
        """The face of the photo with that hash, or why it cannot be used."""
        with self.lane.turn():
            try:
                return read_photo(photo_of(self.home, sha256), self.eyes, self.reader).signature
            except ProctorError as error:
                return Unusable(error.message)


def comparing(app: App, pairs: Path | None, gate: Gate = GATE) -> Comparing:
    """For all recordings, or all cameras of a watch.

    Raises ``ModelError`` when the network is not installed, or ``pairs`` are of another one.
    """
    reader = load_reader(models_folder(app.home), threads=threads_for(1))
    eyes = eyes_of(app)
    lane = Lane(eyes)  # in that of all looks a face would wait for every camera
    photos = PhotoReader(Home(app.home), eyes, reader, lane)
    return Comparing(FacesInLane(reader, lane), photos, measured(reader, pairs), gate)
