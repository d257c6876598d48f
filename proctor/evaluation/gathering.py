"""Truth beside the flags of the record: each reference finds its recording and one of its runs."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from proctor.audit import Record, RunRow
from proctor.errors import NotFoundError, StorageError, TruthError
from proctor.evaluation.footage import lengths, measured, watched_us
from proctor.evaluation.placing import Placing, placing, unplaced
from proctor.evaluation.references import Case, Claim, Reference
from proctor.findings import Flag, FlagQuery, FlagRow, RecordingRow, RunKey
from proctor.home import Home
from proctor.i18n import _
from proctor.observations import read_header
from proctor.places import Place
from proctor.storage import fingerprint

_PICTURES = (".mp4", ".mkv", ".avi", ".mov", ".ts", ".mpg", ".mpeg", ".ps", ".dav", ".h264")
"""Endings of recordings that may lie beside a truth file."""


@dataclass(frozen=True, slots=True)
class Found:
    """A reference with the recording it is about."""

    reference: Reference
    row: RecordingRow
    note: str = ""
    """How doubtful that is."""


def gather(
    record: Record, home: Home, references: Iterable[Reference], runs: Collection[int] = ()
) -> list[Case]:
    """A case for every reference, with the flags of its recording's current run.

    ``runs`` are numbers of other runs to take instead; each must be of one of the recordings.
    Raises ``NotFoundError`` for references whose recording was never analysed, all named at once,
    and for a run of none of them; ``TruthError`` for two references of one recording.
    """
    cases, left = [], set(runs)
    for found in located(record, references):
        run = _run(record, found.row, left)
        left.discard(run.number)
        cases.append(_case(record, home, found, run))
    if left:
        raise NotFoundError(
            _("Run {number} is of none of these recordings.").format(number=min(left)),
            hint=_("proctor flags --json names the run of every flag."),
        )
    return cases


def located(record: Record, references: Iterable[Reference]) -> list[Found]:
    """Every reference with its recording. Raises as ``gather`` does."""
    # A chapter of a watch has no file that anybody could have annotated.
    rows = [row for row in record.recordings() if not row.facts.was_watched]
    found: dict[str, Found] = {}
    lost: list[Reference] = []
    for reference in references:
        at = _recording(reference, rows)
        if at is None or at.row.run is None:
            lost.append(reference)
            continue
        other = found.setdefault(at.row.facts.fingerprint, at)
        if other is not at:
            raise _twice(other.reference, reference)
    if lost:
        raise _never_analysed(lost)
    return list(found.values())


def _recording(reference: Reference, rows: Sequence[RecordingRow]) -> Found | None:
    """By the hash the reference or the clip beside it has, else by the name of the file."""
    digest = reference.sha256 or _digest_beside(reference)
    by_hash = next((row for row in rows if row.facts.fingerprint == digest), None)
    if by_hash is not None:
        return Found(reference, by_hash)
    named = [row for row in rows if Path(row.facts.path).stem == reference.clip]
    if len(named) > 1:
        raise NotFoundError(
            _("Several recordings are called {clip}, and none has the bytes of the truth.").format(
                clip=reference.clip
            ),
            hint=_("Put the annotated file beside {source}.").format(source=reference.source),
        )
    note = _("{clip} was found by its name alone: its bytes are not those that were annotated.")
    if not digest:
        note = _("{clip} was found by its name alone: the truth does not say which bytes it means.")
    return Found(reference, named[0], note.format(clip=reference.clip)) if named else None


def _digest_beside(reference: Reference) -> str:
    """SHA-256 of the clip that lies beside the truth file; empty when there is none."""
    folder = Path(reference.source).parent
    beside = (folder / f"{reference.clip}{ending}" for ending in _PICTURES)
    clip = next((path for path in beside if _is_file(path)), None)
    return fingerprint(clip) if clip else ""


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is too long for the disk
        return False


def _run(record: Record, row: RecordingRow, wanted: Collection[int]) -> RunRow:
    runs = record.runs(row.facts.fingerprint)
    asked = [run for run in runs if run.number in wanted]
    if len(asked) > 1:
        raise NotFoundError(
            _("Runs {one} and {other} are of the same recording.").format(
                one=asked[0].number, other=asked[1].number
            ),
            hint=_("Name only one of them."),
        )
    return asked[0] if asked else next(run for run in runs if run.current)


def _case(record: Record, home: Home, found: Found, run: RunRow) -> Case:
    account = found.row.facts.account
    reference = measured(found.reference, account)
    places = _places(home, run.key)
    notes = [*filter(None, [found.note]), *lengths(reference, account), *unplaced(reference)]
    flags = record.flags(FlagQuery(run=run.number))
    if not places and reference.places and any(_unnamed(row, reference) for row in flags):
        said = _("{clip} has no observation log any more: its places are compared by name.")
        notes.append(said.format(clip=reference.clip))
    naming = placing(places, reference.places)
    zones = {place.name: place for place in places}
    return Case(
        reference=reference,
        claims=tuple(claim(row.flag, reference, naming, zones) for row in flags),
        not_judged=run.not_judged,
        ruled=frozenset(json.loads(record.rulebook_of(run.number)).get("rules", {})) or None,
        watched_us=watched_us(reference, account),
        notes=tuple(notes),
    )


def _places(home: Home, run: RunKey) -> tuple[Place, ...]:
    """Places of the observation log; none when it is gone."""
    try:
        return read_header(home.log(run.recording, run.perception)).places
    except StorageError:
        return ()


def _unnamed(row: FlagRow, reference: Reference) -> bool:
    return row.flag.place not in reference.places


def claim(flag: Flag, reference: Reference, naming: Placing, zones: Mapping[str, Place]) -> Claim:
    """A flag in the words of the reference; ``zones`` are the places of its log by name."""
    place = zones.get(flag.place)
    return Claim(
        recording=reference.clip,
        code=flag.code,
        place=naming(flag.place),
        span=flag.span,
        score=flag.score,
        box=place.zone if place else None,
        flag=flag.id,
        found_at=flag.place,
    )


def _twice(one: Reference, other: Reference) -> TruthError:
    return TruthError(
        _("{one} and {other} are about the same recording.").format(
            one=one.source, other=other.source
        ),
        hint=_("Name only one of them."),
    )


def _never_analysed(lost: Sequence[Reference]) -> NotFoundError:
    names = ", ".join(reference.clip for reference in lost)
    return NotFoundError(
        _("Not analysed yet, so there is nothing to compare: {clips}.").format(clips=names),
        hint=_("proctor analyze the recordings first: {source} is about one.").format(
            source=lost[0].source
        ),
    )
