"""The running of ``proctor identity check``: photos, faces, a log with two columns more, a run."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.comparing import comparing
from proctor.commands.identifying import gate_of
from proctor.commands.rejudging import evidence_of, judged
from proctor.commands.timetable import whole_programme
from proctor.commands.wiring import home_of, open_source
from proctor.errors import NotFoundError, ProctorError
from proctor.facewatch import Comparing, Unusable
from proctor.findings import RecordingRow
from proctor.home import Home
from proctor.i18n import _
from proctor.identity import Joint, Signature
from proctor.moments import Wanted
from proctor.observations import ObservationLog, read, write
from proctor.pairs import Pairs
from proctor.phases.programme import Programme
from proctor.rulebook import Profile
from proctor.signing import signatures
from proctor.storage import fingerprint
from proctor.timeline import seconds
from proctor.verification import (
    Compared,
    Expected,
    compared,
    expected,
    perception_of,
    said,
    with_photos,
)

WANTED = Wanted(most=240)
"""An hour-long recording of a car shows several candidates one after the other."""


@dataclass(frozen=True, slots=True)
class Verifier:
    """What is needed to look at one recording after the other."""

    app: App
    home: Home
    tools: Comparing
    profile: Profile
    programme: Programme

    def check(self, record: Record, path: Path) -> list[Mapping[str, object]]:
        """Rows of one recording; its new run is in the record. Raises ``ProctorError``."""
        row, log = self._looked_at(record, path)
        waiting, photos, unusable = self._photos(log, record, row)
        if not photos:
            return [*_missing(path, waiting), *unusable]
        settings = {**self.tools.settings, "most": WANTED.most}
        perception = perception_of(log, waiting, settings)
        found = self._compared(path, log, waiting, photos)
        told = with_photos(log, found, perception, self.tools.faces.weights, self.tools.pairs)
        write(told, self.home.log(log.header.recording, perception))
        self._judge(record, row, told)
        rows = (_row(path, one, self.tools.pairs) for one in found)
        return [*_missing(path, waiting), *unusable, *rows]

    def _looked_at(self, record: Record, path: Path) -> tuple[RecordingRow, ObservationLog]:
        """The recording, and its newest log without photos."""
        digest = fingerprint(path)
        rows = [row for row in record.recordings() if row.facts.fingerprint == digest]
        runs = [run for run in record.runs(digest) if "photo" not in run.senses]
        if not rows or not runs:
            raise NotFoundError(
                _("{path} was not analysed yet.").format(path=path),
                hint=_("First: proctor analyze {path}").format(path=path),
            )
        log = read(self.home.log(digest, runs[-1].key.perception))
        header = replace(log.header, clock=rows[0].facts.clock, camera=rows[0].facts.camera)
        return rows[0], replace(log, header=header)

    def _photos(
        self, log: ObservationLog, record: Record, row: RecordingRow
    ) -> tuple[list[Expected], dict[str, Signature], list[Mapping[str, object]]]:
        """Who should be where, the photos by their hash, and what is wrong with the others."""
        clock, span = log.header.clock, log.header.account.span
        start, end = clock.wall(span.start_us), clock.wall(span.end_us)
        if start is None or end is None:
            return [Expected("", span, None, "time")], {}, []
        doubt = timedelta(seconds=min(clock.uncertainty_s, 3600.0))
        seating = record.seating(start - doubt, end + doubt)
        waiting = expected(log, row.facts.site, row.facts.room, seating)
        photos: dict[str, Signature] = {}
        unusable: list[Mapping[str, object]] = []
        for one in waiting:
            if not one.photo or one.photo in photos:
                continue
            photo = self.tools.photos(one.photo)
            if isinstance(photo, Unusable):
                unusable.append(_unjudged(Path(row.facts.path), one, photo.remark))
            else:
                photos[one.photo] = photo
        return waiting, photos, unusable

    def _compared(
        self,
        path: Path,
        log: ObservationLog,
        waiting: Sequence[Expected],
        photos: Mapping[str, Signature],
    ) -> list[Compared]:
        places = {one.place for one in waiting if one.photo in photos}
        with self.app.talk.status(_("Looking at the faces in {file} ...").format(file=path.name)):
            signed = signatures(
                log,
                open_source(path, None),
                self.tools.faces,
                sorted(places),
                wanted=WANTED,
                gate=self.tools.gate,
            )
        return compared(waiting, signed, photos, self.tools.gate)

    def _judge(self, record: Record, row: RecordingRow, log: ObservationLog) -> None:
        facts, span = row.facts, log.header.account.span
        phases = self.programme.phases(facts.site, facts.camera, facts.clock, span)
        run = judged(log, self.profile, facts.site, phases)
        if not record.has_run(run.key):
            run = replace(run, evidence=evidence_of(record, self.home, row, run, log))
        record.add_run(facts, run)


def verified(
    app: App, recordings: Sequence[Path], profile: Profile, asked: Mapping[str, Any]
) -> int:
    """Check each recording and print a row for each face; 1 when one could not be looked at."""
    tools, home = comparing(app, asked["pairs"], gate_of(asked)), home_of(app)
    rows: list[Mapping[str, object]] = []
    failed = False
    with app.record() as record:
        verifier = Verifier(app, home, tools, profile, whole_programme(record))
        for path in recordings:
            try:
                rows += verifier.check(record, path)
            except ProctorError as error:
                failed = True
                rows.append({"recording": str(path), "remark": f"{error.message} {error.hint}"})
    _print(app, rows, tools.pairs, asked["as_json"])
    return int(failed)


def _missing(path: Path, waiting: Sequence[Expected]) -> Iterator[Mapping[str, object]]:
    for one in waiting:
        if one.missing is not None:
            yield _unjudged(path, one, said(one.missing))


def _unjudged(path: Path, one: Expected, remark: str) -> Mapping[str, object]:
    row = {"recording": str(path), "place": one.place, "likeness": None}
    return {**row, **_who(one), "remark": _("Not judged. {reasons}").format(reasons=remark)}


def _who(one: Expected) -> Mapping[str, object]:
    attempt = one.attempt
    return {
        "serial": attempt.serial if attempt else None,
        "candidate": attempt.id_shown if attempt else None,
        "from_s": seconds(one.span.start_us),
        "to_s": seconds(one.span.end_us),
    }


def _row(path: Path, one: Compared, pairs: Pairs) -> Mapping[str, object]:
    if not isinstance(one.face, Joint) or one.likeness is None:
        reason = "no face" if isinstance(one.face, Joint) else one.face.reason
        return _unjudged(path, one.expected, said(reason))
    from proctor.pairs import rates

    rate = rates(pairs, "photo", one.face.size, one.likeness)
    return {
        "recording": str(path),
        "place": one.expected.place,
        **_who(one.expected),
        "from_s": seconds(one.span.start_us),
        "to_s": seconds(one.span.end_us),
        "likeness": round(one.likeness, 4),
        "pictures": one.face.frames,
        "size_px": round(one.face.size, 1),
        "same_less_alike_at_most": rate and round(rate.false_non_match.high, 4),
        "others_so_alike_at_most": rate and round(rate.false_match.high, 4),
        "measured_people": rate and rate.people,
        "remark": None,
    }


def _print(app: App, rows: Sequence[Mapping[str, object]], pairs: Pairs, as_json: bool) -> None:
    columns = {
        "recording": _("Recording"),
        "place": _("Place"),
        "candidate": _("Candidate"),
        "from_s": _("From s"),
        "to_s": _("To s"),
        "likeness": _("Likeness"),
        "same_less_alike_at_most": _("Same person less alike, at most"),
        "pictures": _("Pictures"),
        "remark": _("Remark"),
    }
    app.rows([dict.fromkeys(columns) | dict(row) for row in rows], columns, as_json)
    if not as_json and any(row.get("likeness") is not None for row in rows):
        text = _("A likeness is a hint, never proof. Rates and 95 % intervals from: {source}")
        app.talk.print(text.format(source=pairs.source))
