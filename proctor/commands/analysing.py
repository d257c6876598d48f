"""The running of ``proctor analyze``: fingerprints, a pool, the record, and what is printed."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from proctor.analysis import Job, Outcome
from proctor.audit import Record
from proctor.batch import Bench, Failure, Result, default_workers, run
from proctor.commands.app import App
from proctor.commands.wiring import Wiring, home_of, models_folder, profile_of, threads_for
from proctor.errors import StorageError
from proctor.findings import RecordingFacts
from proctor.i18n import _
from proctor.perception import Subject
from proctor.storage import fingerprint
from proctor.timeline import Microseconds, seconds

_TIMES = re.compile(
    r"[\W_]*(19|20)\d{2}\D?\d{2}\D?\d{2}(\D{0,2}\d{2}\D?\d{2}(\D?\d{2})?)?[日时分秒]*"
)


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


def camera_of(path: Path) -> str:
    """The file name without its time; the folder's name when nothing else is left."""
    name = _TIMES.sub("", path.stem).strip(" _-.")
    return name or path.parent.name or path.stem


def analysed(app: App, order: Order, files: Sequence[Path], as_json: bool) -> int:
    """Analyse ``files``, print a line for each; 0, or 1 when one could not be analysed."""
    profile = profile_of(app, order.profile, order.overrides)
    home = home_of(app)
    if not files:
        app.talk.print(_("No recordings found."))
        return 1
    with app.record() as record, _progress(app) as progress:
        jobs, failures = _jobs(record, order, files)
        workers = order.workers or default_workers(len(jobs))
        bench = Bench(Wiring(models_folder(app.home), threads_for(workers)), home, profile)
        results: list[Result] = list(failures)
        for result in run(jobs, bench, workers=workers, progress=progress) if jobs else ():
            results.append(result)
            settle(record, result)
    results.sort(key=lambda result: path_of(result))
    app.rows((row_of(result) for result in results), _columns(), as_json)
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


def _jobs(record: Record, order: Order, files: Sequence[Path]) -> tuple[list[Job], list[Failure]]:
    """One job per different content; a file that cannot be read is a failure at once."""
    jobs: dict[str, Job] = {}
    failures = []
    for path in files:
        camera = order.camera or camera_of(path)
        job = Job(path, "", order.subject, camera, order.site, order.start)
        try:
            digest = fingerprint(path)
        except StorageError as error:
            failures.append(Failure(job, error.message, error.hint))
            continue
        known = frozenset(run.key for run in record.runs(digest))
        jobs.setdefault(
            digest, Job(path, digest, order.subject, camera, order.site, order.start, known)
        )
    return list(jobs.values()), failures


def path_of(result: Result) -> str:
    """The file a result is about."""
    return str(result.job.path) if isinstance(result, Failure) else result.facts.path


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
        "result": _said(result),
        **_account_row(result.facts),
        "flags": len(result.run.judgement.flags) if result.run else None,
        "fault": result.facts.fault or "; ".join(result.faults) or None,
    }


def _said(result: Outcome) -> str:
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
        "damaged": account.damaged,
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
        text = _("{code} was not judged: no loaded model supplies {senses}.")
        app.talk.print(text.format(code=code, senses=", ".join(missing)))
    if any(o.facts.account and o.facts.clock.start is None for o in outcomes):
        app.talk.print(
            _("Some recordings carry no wall time; reports leave them out. Give --start.")
        )
    if any(o.run and o.run.judgement.flags for o in outcomes):
        app.talk.print(_("Next: proctor flags, then proctor review."))


def _unheard(recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
    """Progress when nobody looks."""
    del recording, done_us, whole_us


@contextmanager
def _progress(app: App) -> "Iterator[Any]":
    """A bar per recording on a terminal, silence elsewhere."""
    if not app.talk.is_terminal:
        yield _unheard
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[at]}"),
        TimeElapsedColumn(),
        console=app.talk,
        transient=True,
    ) as bars:
        tasks: dict[str, Any] = {}

        def told(recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
            if recording not in tasks:
                name = Path(recording).name
                tasks[recording] = bars.add_task(name, total=whole_us or None, at="")
            at = f"{seconds(done_us):.0f} s" + (f" / {seconds(whole_us):.0f} s" if whole_us else "")
            bars.update(tasks[recording], completed=done_us, at=at)

        yield told
