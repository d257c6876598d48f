"""The running of ``proctor analyze``: fingerprints, a pool, the record, and what is printed."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from proctor.analysis import Job, Outcome
from proctor.audit import Record
from proctor.batch import Bench, Failure, Result, default_workers, run
from proctor.commands.app import App
from proctor.commands.bars import Bars, bars
from proctor.commands.timetable import NewCamera, in_seconds, whole_programme
from proctor.commands.unjudged import why
from proctor.commands.wiring import (
    Wiring,
    home_of,
    models_folder,
    profile_of,
    require_models,
    threads_for,
)
from proctor.errors import StorageError
from proctor.findings import RecordingFacts
from proctor.i18n import _
from proctor.perception import Subject
from proctor.rulebook import phases_of
from proctor.storage import fingerprint, stamp_of
from proctor.timeline import seconds

if TYPE_CHECKING:
    from streams.footage.archive import Archives

_TIMES = re.compile(
    r"[\W_]*(19|20)\d{2}\D?\d{2}\D?\d{2}(\D{0,2}\d{2}\D?\d{2}(\D?\d{2})?)?[日时分秒]*"
)


Twins: TypeAlias = Mapping[str, Sequence[Path]]
"""Fingerprint → further files with the same bytes."""


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    subject: Subject
    camera: str | None
    site: str
    start: datetime | None
    workers: int | None
    profile: Path | None
    overrides: tuple[str, ...]
    room: str = ""
    by_folder: bool = False


def camera_of(path: Path) -> str:
    """The file name without its time; the folder's name when nothing else is left."""
    name = _TIMES.sub("", path.stem).strip(" _-.")
    return name or path.parent.name or path.stem


def analysed(app: App, order: Order, files: Sequence[Path], as_json: bool) -> int:
    """Analyse ``files``, print a line for each; 0, or 1 when one could not be analysed."""
    from streams.footage.archive import Archives

    profile = profile_of(app, order.profile, order.overrides)
    home = home_of(app)
    require_models(app.home)
    if not files:
        app.talk.print(_("No recordings found."))
        return 1
    with app.record() as record, bars(app) as shown:
        known = Archives(home.archives)
        jobs, failures, twins = _jobs(record, Planner(order, known), files, shown)
        workers = order.workers or default_workers(len(jobs))
        wiring = Wiring(models_folder(app.home), threads_for(workers), prompts=home.prompts)
        new = [NewCamera(job.camera, job.site, job.subject) for job in jobs]
        bench = Bench(wiring, home, profile, whole_programme(record, new))
        results: list[Result] = list(failures)
        for result in run(jobs, bench, workers=workers, progress=shown.looked) if jobs else ():
            results.append(result)
            settle(record, result)
    rows = sorted(_rows(results, twins), key=lambda row: str(row["recording"]))
    app.rows(rows if as_json else map(_in_words, rows), _columns(), as_json)
    _talk(app, results)
    return int(any(_failed(result) for result in results))


def settle(record: Record, result: Result) -> None:
    """Put a result into the record, in one transaction."""
    if isinstance(result, Failure):
        return
    if result.run is not None:
        record.add_run(result.facts, result.run)
        return
    record.add_recording(result.facts)
    if result.known is not None:
        record.choose_run(result.known)


def _jobs(
    record: Record, planner: "Planner", files: Sequence[Path], shown: Bars
) -> tuple[list[Job], list[Failure], Twins]:
    """One job per different content; a file that cannot be read is a failure at once."""
    jobs: dict[str, Job] = {}
    failures: list[Failure] = []
    twins: dict[str, list[Path]] = {}
    for path in files:
        try:
            job = _job(planner, path, shown)
        except StorageError as error:
            name = Path(printable(path))
            failures.append(Failure(planner.plan(name), error.message, error.hint))
            continue
        if job.fingerprint in jobs:
            twins.setdefault(job.fingerprint, []).append(path)
            continue
        known = frozenset(run.key for run in record.runs(job.fingerprint))
        jobs[job.fingerprint] = replace(job, known=known)
    return list(jobs.values()), failures, twins


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes jobs: what was asked for goes before what an index of the archive knows."""

    order: Order
    archives: "Archives"

    def plan(self, path: Path) -> Job:
        """The job without the file's fingerprint."""
        order, known = self.order, self.archives.at(path)
        camera = order.camera or (known.camera if known else camera_of(path))
        start = order.start or (known.start if known else None)
        room = path.parent.name if order.by_folder else order.room
        return Job(path, "", order.subject, camera, order.site, start, room=room)


def _job(planner: Planner, path: Path, shown: Bars) -> Job:
    """The job with the file's fingerprint. Raises ``StorageError``."""
    if printable(path) != str(path):
        raise StorageError(
            _("The name of {path} is not UTF-8 text.").format(path=printable(path)),
            hint=_("Rename it, such as with: convmv -f gbk -t utf8 --notest FILE"),
        )
    stamp = stamp_of(path)
    digest = fingerprint(path, partial(shown.hashed, path))
    return replace(planner.plan(path), fingerprint=digest, stamp=stamp)


def printable(path: Path) -> str:
    r"""The path as text; bytes that are none, as in names from a GBK system, as ``\x..``."""
    return os.fsencode(path).decode(errors="backslashreplace")


def _rows(results: Sequence[Result], twins: Twins) -> Iterator[Mapping[str, object]]:
    """A row per file: also for those whose bytes another file has as well."""
    for result in results:
        row = row_of(result)
        yield row
        digest = (result.job if isinstance(result, Failure) else result.facts).fingerprint
        for path in twins.get(digest, ()):
            yield _twin_row(row, path)


def _twin_row(row: Mapping[str, object], path: Path) -> Mapping[str, object]:
    word = row["result"] if row["result"] in ("failed", "unreadable") else "known"
    same = _("The same bytes as {path}.").format(path=row["recording"])
    return {**row, "recording": str(path), "result": word, "flags": None, "fault": same}


def _failed(result: Result) -> bool:
    return isinstance(result, Failure) or bool(result.facts.fault)


def row_of(result: Result) -> Mapping[str, object]:
    """The account of one file as a row."""
    if isinstance(result, Failure):
        return {
            "recording": str(result.job.path),
            "camera": result.job.camera,
            "result": "failed",
            "fault": " ".join(filter(None, (result.message, result.hint))),
        }
    return {
        "recording": result.facts.path,
        "camera": result.facts.camera,
        "subject": result.facts.subject,
        "result": said(result),
        **_account_row(result.facts),
        "flags": len(result.run.judgement.flags) if result.run else None,
        "phases": _phases_row(result),
        "fault": result.facts.fault or "; ".join(result.faults) or None,
    }


def _phases_row(result: Outcome) -> dict[str, float] | None:
    """How long each phase lasts; ``None`` when all of it was judged as exam, or nothing was."""
    if result.run is None or result.facts.account is None:
        return None
    return in_seconds(phases_of(result.run.rulebook), result.facts.account.span)


def _in_words(row: Mapping[str, object]) -> Mapping[str, object]:
    """The row with its result in the language in force."""
    words = {
        "failed": _("failed"),
        "unreadable": _("unreadable"),
        "known": _("known"),
        "complete": _("complete"),
        "incomplete": _("incomplete"),
    }
    return {**row, "result": words[str(row["result"])]}


def said(result: Outcome) -> str:
    """One word: ``unreadable``, ``known``, ``complete`` or ``incomplete``."""
    if result.facts.fault:
        return "unreadable"
    if result.run is None:
        return "known"
    account = result.facts.account
    return "complete" if account and account.complete else "incomplete"


def _account_row(facts: RecordingFacts) -> dict[str, Any]:
    account = facts.account
    if account is None:
        return {}
    return {
        "start": facts.clock.start,
        "start_from": facts.clock.source,
        "expected_s": seconds(account.span.duration_us),
        "covered_s": seconds(account.covered_us),
        "missing_s": seconds(account.missing_us),
        "frames": account.frames,
        "decoded": account.frames if account.decoded is None else account.decoded,
        "damaged": account.damaged + account.audio_damaged,
        "heard_s": None if account.heard_us is None else seconds(account.heard_us),
        "holes": [[seconds(h.start_us), seconds(h.end_us)] for h in account.holes],
        "notes": list(account.notes),
    }


def _columns() -> dict[str, str]:
    return {
        "recording": _("Recording"),
        "result": _("Result"),
        "start": _("Start"),
        "expected_s": _("Length s"),
        "missing_s": _("Missing s"),
        "damaged": _("Damaged"),
        "flags": _("Flags"),
        "fault": _("Remark"),
    }


def _talk(app: App, results: Sequence[Result]) -> None:
    """What a person should know beside the table."""
    outcomes = [r for r in results if isinstance(r, Outcome)]
    silent = sorted(
        {(n.code, *n.missing) for o in outcomes if o.run for n in o.run.judgement.not_judged}
    )
    for code, *missing in silent:
        app.talk.print(why(code, missing))
    if any(o.facts.account and o.facts.clock.start is None for o in outcomes):
        app.talk.print(
            _("Some recordings carry no wall time; reports leave them out. Give --start.")
        )
    if unplanned := sum(1 for o in outcomes if o.run and _phases_row(o) is None):
        text = _("No schedule is known for {n} of them: all of their time was judged as exam.")
        app.talk.print(text.format(n=unplanned))
    if any(o.run and o.run.judgement.flags for o in outcomes):
        app.talk.print(_("Next: proctor flags, then proctor review."))
