"""The running of ``proctor rules why``."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from operator import itemgetter
from pathlib import Path
from typing import Literal, TypeAlias

from proctor.audit import Record
from proctor.commands.app import App
from proctor.errors import NotFoundError, StorageError
from proctor.explaining import rule_of
from proctor.findings import FlagQuery, FlagRow, RecordingRow
from proctor.home import Home
from proctor.i18n import _
from proctor.manual import kind_of
from proctor.observations import read
from proctor.silence import Look, look, told_of
from proctor.timeline import Microseconds, microseconds

Unjudged: TypeAlias = Literal[
    "no-rule", "no-recording", "not-judged", "not-asked", "no-sense", "no-log", "no-place"
]
"""Why no rule could say anything at all."""


@dataclass(frozen=True, slots=True)
class Question:
    """Why there is no flag."""

    camera: str
    """Name of the camera."""
    code: str
    """Which flag is missed."""
    at: datetime | Microseconds
    """Wall time, or media time of a recording."""
    site: str | None = None
    """Only of this site."""
    recording: str | None = None
    """Part of the path of the recording."""
    place: str | None = None
    """Only this place."""
    around: float = 5.0
    """Seconds before and after."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about it."""

    question: Question
    """What was asked."""
    why: Unjudged | None = None
    """Why it was not judged; ``None`` where it was looked into."""
    detail: str = ""
    """What the reason is about: senses, a path, a code."""
    near: tuple[RecordingRow, ...] = ()
    """Where no recording covers the moment: the one before it and the one after, if known."""
    row: RecordingRow | None = None
    """The recording."""
    at_us: Microseconds = 0
    """Media time."""
    looks: tuple[Look, ...] = ()
    """One for each place, the nearest to a flag first."""
    flags: tuple[FlagRow, ...] = field(default=())
    """Flags of the run around that time."""


def answered(app: App, asked: Question) -> Answer:
    """Looked up in the record and in the observation log. Raises ``NotFoundError``."""
    kind = kind_of(asked.code)
    if kind is None:
        return Answer(asked, "no-rule")
    with app.record() as record:
        rows = _recordings(record, asked)
        found = _recording(rows, asked)
        if found is None:
            return Answer(asked, "no-recording", near=_near(rows, asked.at))
        row, at_us = found
        if row.run is None or row.run_number is None:
            return Answer(asked, "not-judged", row.facts.fault, row=row, at_us=at_us)
        missing = [one for one in row.not_judged if one.code == asked.code]
        if missing:
            senses = ", ".join(missing[0].missing)
            return Answer(asked, "no-sense", senses, row=row, at_us=at_us)
        rulebook = record.rulebook_of(row.run_number)
        flags = record.flags(FlagQuery(run=row.run_number))
    if row.facts.subject not in kind.subjects or f'"{asked.code}"' not in rulebook:
        return Answer(asked, "not-asked", row.facts.subject, row=row, at_us=at_us)
    return _looked(app, Answer(asked, row=row, at_us=at_us), rulebook, flags)


def _looked(app: App, answer: Answer, rulebook: str, flags: Sequence[FlagRow]) -> Answer:
    asked, row = answer.question, answer.row
    if row is None or row.run is None:
        raise ValueError("only a judged recording can be looked into")
    path = Home(app.home).log(row.run.recording, row.run.perception)
    try:
        log = read(path)
    except StorageError:
        return replace(answer, why="no-log", detail=str(path))
    looks = look(asked.code, log, rulebook, answer.at_us, microseconds(asked.around))
    names = [one.explanation.place for one in looks]
    if asked.place is not None and asked.place not in names:
        raise NotFoundError(
            _("{code} is asked about no place {place!r} there.").format(
                code=asked.code, place=asked.place
            ),
            hint=_("Known: {words}").format(words=", ".join(names) or "–"),
        )
    if not looks:
        kinds = ", ".join(rule_of(asked.code, rulebook).kinds)
        return replace(answer, why="no-place", detail=kinds)
    chosen = [one for one in looks if asked.place in (None, one.explanation.place)]
    span = looks[0].explanation.span
    near = tuple(flag for flag in flags if flag.flag.span.overlap_us(span))
    return replace(answer, looks=tuple(told_of(chosen)), flags=near)


def _recordings(record: Record, asked: Question) -> list[RecordingRow]:
    """All of that camera that may be meant. Raises ``NotFoundError`` when there are none."""
    every = record.recordings(camera=asked.camera)
    there = [row for row in every if asked.site in (None, row.facts.site)]
    rows = [row for row in there if (asked.recording or "") in row.facts.path]
    if rows:
        return rows
    text = _("There is no recording of camera {name!r}.")
    if there:
        text = _("No recording of camera {name!r} has {part!r} in its name.")
    elif every:
        text = _("There is no recording of camera {name!r} at the site {site!r}.")
    raise NotFoundError(
        text.format(name=asked.camera, site=asked.site, part=asked.recording),
        hint=_("proctor coverage --files shows those there are."),
    )


def _recording(
    rows: Sequence[RecordingRow], asked: Question
) -> tuple[RecordingRow, Microseconds] | None:
    """The recording of that moment, the one that was judged if there are several."""
    if isinstance(asked.at, int):
        return _by_media(rows, asked.at)
    at = [(row, row.facts.clock.media(asked.at)) for row in rows]
    within = [(row, us) for row, us in at if us is not None and _covers(row, us)]
    return max(within, key=lambda one: one[0].run is not None, default=None)


def _near(rows: Sequence[RecordingRow], at: datetime | Microseconds) -> tuple[RecordingRow, ...]:
    """The last recording before ``at`` and the first one after it; of media time all there are."""
    if isinstance(at, int):
        return tuple(rows)
    dated = [(row.start, row) for row in rows if row.start is not None]
    before = [one for one in dated if one[0] <= at]
    after = [one for one in dated if one[0] > at]
    last = [max(before, key=itemgetter(0))[1]] if before else []
    first = [min(after, key=itemgetter(0))[1]] if after else []
    return (*last, *first)


def _by_media(
    rows: Sequence[RecordingRow], at_us: Microseconds
) -> tuple[RecordingRow, Microseconds] | None:
    if len(rows) > 1:
        names = ", ".join(Path(row.facts.path).name for row in rows[:5])
        raise NotFoundError(
            _("That camera has {n} recordings: {names} …").format(n=len(rows), names=names),
            hint=_("Name one with --recording, or give the wall time."),
        )
    return (rows[0], at_us) if _covers(rows[0], at_us) else None


def _covers(row: RecordingRow, at_us: Microseconds) -> bool:
    account = row.facts.account
    return account is not None and account.span.start_us <= at_us < account.span.end_us
