"""The running of ``proctor identity``: nothing that is made of a face here is stored."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from models.identity import SignatureReader, load_reader
from proctor.commands.app import App
from proctor.commands.likeness_rows import across_row, compare_row, print_rows
from proctor.commands.photos import Photo, read_photo, side_by_side
from proctor.commands.wiring import Wiring, models_folder, open_source, threads_for
from proctor.errors import ModelError, NotFoundError
from proctor.geometry import Box
from proctor.home import Home
from proctor.i18n import _
from proctor.identity import GATE, Gate, Joint, Signature, Unjudged, joined, likeness
from proctor.moments import DENSE, WANTED, Wanted, absences
from proctor.observations import ObservationLog, read
from proctor.pairs import MEASURED, Kind, Pairs, Rates, load, rates
from proctor.perception import Image
from proctor.signing import Absence, across, around, examined, signatures
from proctor.storage import fingerprint, write_whole
from proctor.timeline import Microseconds, microseconds


@dataclass(frozen=True, slots=True)
class Bench:
    """What both verbs work with."""

    app: App
    log: ObservationLog
    recording: Path
    reader: SignatureReader
    pairs: Pairs
    gate: Gate
    picture: Path | None
    shown: dict[tuple[str, Microseconds], Image] = field(default_factory=dict)
    """The face behind each signature, kept only while somebody wants a picture."""

    def signed(self, places: Sequence[str], wanted: Wanted) -> dict[str, list[Signature]]:
        """Signatures of the places."""
        source = open_source(self.recording, None)
        return signatures(
            self.log,
            source,
            self.reader,
            places,
            seen=self._keep,
            wanted=wanted,
            gate=self.gate,
        )

    def rates(self, kind: Kind, size: float, alike: float) -> Rates | None:
        """How often such a likeness is wrong."""
        return rates(self.pairs, kind, size, alike)

    def face(self, place: str, joint: Joint | Unjudged) -> Image | None:
        """The picture that stands for a joint signature."""
        return self.shown.get((place, joint.best)) if isinstance(joint, Joint) else None

    def _keep(self, place: str, signature: Signature, image: Image, head: Box) -> None:
        if self.picture is not None:
            (portrait,) = self.reader.portraits(image, [head])
            if portrait is not None:
                self.shown[place, signature.media_us] = portrait.picture


def compared(
    app: App, photo: Path, recording: Path, place: str | None, asked: Mapping[str, Any]
) -> None:
    """Print how alike ``photo`` and the face of each place are."""
    bench = _bench(app, recording, asked)
    enrolled = read_photo(photo, eyes_of(app), bench.reader)
    places = _places(bench.log, place)
    rows: list[dict[str, object]] = []
    faces: list[tuple[str, Image | None]] = [(_("photo"), enrolled.picture)]
    for name, signed in bench.signed(places, WANTED).items():
        joint = joined(signed, bench.gate)
        alike, rate = _against(bench, enrolled, joint)
        rows.append(compare_row(name, joint, alike, rate))
        faces.append((_named(name, alike), bench.face(name, joint)))
    print_rows(app, rows, bench.pairs, asked["as_json"])
    _show(bench, faces)


def held_across(
    app: App,
    recording: Path,
    place: str | None,
    at: Microseconds | None,
    asked: Mapping[str, Any],
) -> None:
    """Print how alike the faces before and after each absence are."""
    bench = _bench(app, recording, asked)
    places = _places(bench.log, place)
    rows, faces = [], []
    left = [name for name in places if at is not None or absences(bench.log.columns[name])]
    for name, signed in bench.signed(left, DENSE).items():
        absent = across(bench.log, name, signed, bench.gate)
        for one in absent if at is None else [around(signed, at, bench.gate)]:
            alike, rate = _over(bench, one)
            rows.append(across_row(name, one, alike, rate))
            faces.append((f"{name} <", bench.face(name, one.before)))
            faces.append((_named(f"{name} >", alike), bench.face(name, one.after)))
    if not rows:
        app.talk.print(_("Nobody was away and came back: there is nothing to compare."))
    print_rows(app, rows, bench.pairs, asked["as_json"])
    _show(bench, faces)


def _bench(app: App, recording: Path, asked: Mapping[str, Any]) -> Bench:
    reader = load_reader(models_folder(app.home), threads=threads_for(1))
    pairs = measured(reader, asked["pairs"])
    log, gate = _log(app, recording), gate_of(asked)
    return Bench(app, log, recording, reader, pairs, gate, asked["picture"])


def gate_of(asked: Mapping[str, Any]) -> Gate:
    """Which pictures count, by the options ``--frames`` and ``--seconds``."""
    return replace(GATE, frames=asked["frames"], lasting=microseconds(asked["seconds"]))


def measured(reader: SignatureReader, file: Path | None) -> Pairs:
    """Error rates from a file, or those that ship. Raises ``ModelError`` for another network's."""
    pairs = load(file or MEASURED)
    if pairs.weights != reader.weights["face-signature"]:
        raise ModelError(
            _("The error rates were measured with another network than the one installed."),
            hint=_("Measure them again: python -m bench.identity FOLDER --pairs FILE"),
        )
    return pairs


def _log(app: App, recording: Path) -> ObservationLog:
    """What was seen in the recording. Raises ``NotFoundError`` when nobody looked yet."""
    digest = fingerprint(recording)
    with app.record() as record:
        runs = [run for run in record.runs(digest) if run.current]
    if not runs:
        raise NotFoundError(
            _("{path} was not analysed yet.").format(path=recording),
            hint=_("First: proctor analyze {path}").format(path=recording),
        )
    return read(Home(app.home).log(digest, runs[0].key.perception))


def eyes_of(app: App) -> Any:
    """Eyes that find the face of a photo."""
    from models.eyes import NO_DETECTOR

    wiring = Wiring(models_folder(app.home), threads_for(1), NO_DETECTOR)
    return wiring.eyes()


def _places(log: ObservationLog, place: str | None) -> tuple[str, ...]:
    known = examined(log)
    if place is None:
        return known
    if place in known:
        return (place,)
    raise NotFoundError(
        _("There is no place {place} in this recording.").format(place=place),
        hint=_("Its places are: {names}.").format(names=", ".join(known) or "–"),
    )


def _against(
    bench: Bench, photo: Photo, joint: Joint | Unjudged
) -> tuple[float | None, Rates | None]:
    if isinstance(joint, Unjudged):
        return None, None
    alike = likeness(photo.signature.values, joint.values)
    return alike, bench.rates("photo", joint.size, alike)


def _over(bench: Bench, absence: Absence) -> tuple[float | None, Rates | None]:
    before, after = absence.before, absence.after
    if isinstance(before, Unjudged) or isinstance(after, Unjudged):
        return None, None
    alike = likeness(before.values, after.values)
    return alike, bench.rates("span", min(before.size, after.size), alike)


def _named(name: str, alike: float | None) -> str:
    return name if alike is None else f"{name} {alike:.2f}"


def _show(bench: Bench, faces: Sequence[tuple[str, Image | None]]) -> None:
    shown = [(name, face) for name, face in faces if face is not None]
    if bench.picture is not None and shown:
        write_whole(bench.picture, side_by_side(shown), 0o600)
        bench.app.talk.print(_("Written: {path}").format(path=bench.picture), soft_wrap=True)
