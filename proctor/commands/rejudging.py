"""The running of ``proctor rejudge``."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from time import perf_counter

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.footage_watching import shown_again
from proctor.commands.timetable import in_seconds, in_words, whole_programme
from proctor.commands.wiring import cutter, home_of
from proctor.errors import StorageError
from proctor.evidence import Collector
from proctor.findings import (
    Evidence,
    Flag,
    FlagQuery,
    FlagRow,
    RecordingFacts,
    RecordingRow,
    RunFacts,
)
from proctor.home import Home
from proctor.i18n import _
from proctor.judge import judge, run_of
from proctor.observations import ObservationLog, read
from proctor.perception import Subject
from proctor.phases import Phases
from proctor.phases.programme import Programme
from proctor.rulebook import Profile, resolve
from proctor.timeline import seconds


def rejudged(
    app: App,
    profile: Profile,
    only: tuple[str | None, Subject | None],
    evidence: bool,
    as_json: bool,
) -> int:
    """Judge every log that fits, add what is new to the record, print a line for each."""
    home = home_of(app)
    with app.record() as record:
        rows = [r for r in record.recordings(camera=only[0], subject=only[1]) if r.run is not None]
        programme = whole_programme(record)
        lines = [_again(record, home, row, (profile, programme), evidence) for row in rows]
    app.rows(lines, _columns(), as_json)
    if not rows:
        app.talk.print(_("Nothing has been analysed yet: proctor analyze comes first."))
    return int(any(line["fault"] for line in lines))


def _columns() -> dict[str, str]:
    return {
        "recording": _("Recording"),
        "schedule": _("Schedule"),
        "flags": _("Flags"),
        "before": _("Before"),
        "media_s": _("Length s"),
        "judging_s": _("Judging s"),
        "times_real_time": _("× real time"),
        "fault": _("Remark"),
    }


def _again(
    record: Record,
    home: Home,
    row: RecordingRow,
    by: tuple[Profile, Programme],
    evidence: bool,
) -> Mapping[str, object]:
    if row.run is None:
        raise ValueError("only judged recordings can be judged again")
    line: dict[str, object] = {"recording": row.facts.path, "before": row.flags, "fault": None}
    try:
        log = read(home.log(row.run.recording, row.run.perception))
    except StorageError as error:
        return line | {"fault": f"{error.message} {error.hint}"}
    began = perf_counter()
    facts, span = row.facts, log.header.account.span
    phases = by[1].phases(facts.site, facts.camera, facts.clock, span)
    run = judged(log, by[0], facts.site, phases)
    took = perf_counter() - began
    if evidence and not record.has_run(run.key):
        run = replace(run, evidence=evidence_of(record, home, row, run, log))
    record.add_run(row.facts, run)
    media = seconds(span.duration_us)
    return line | {
        "flags": len(run.judgement.flags),
        "phases": in_seconds(phases, span),
        "schedule": in_words(phases, span),
        "media_s": media,
        "judging_s": round(took, 4),
        "times_real_time": round(media / took),
    }


def judged(log: ObservationLog, profile: Profile, site: str, phases: Phases) -> RunFacts:
    """A run over a log, without evidence."""
    rulebook = resolve(profile, log.header.subject, log.header.camera, site).during(phases)
    return run_of(log, rulebook, judge(log, rulebook))


def evidence_of(
    record: Record, home: Home, row: RecordingRow, run: RunFacts, log: ObservationLog
) -> tuple[Evidence, ...]:
    """Files of flags of the run of ``row`` that show the same span, else newly cut ones."""
    earlier = record.flags(FlagQuery(run=row.run_number))
    taken: list[Evidence] = []
    fresh: list[Flag] = []
    for flag in run.judgement.flags:
        same = _same(flag, earlier)
        if same is None:
            fresh.append(flag)
        else:
            taken.extend(replace(item, flag=flag.id) for item in same.evidence)
    return (*taken, *_cut(home, fresh, row.facts, log))


def _same(flag: Flag, earlier: Sequence[FlagRow]) -> FlagRow | None:
    for row in earlier:
        old = row.flag
        if (old.code, old.place, old.span) == (flag.code, flag.place, flag.span) and row.evidence:
            return row
    return None


def _cut(
    home: Home, flags: Sequence[Flag], facts: RecordingFacts, log: ObservationLog
) -> tuple[Evidence, ...]:
    recording = Path(facts.path)
    if not flags or not (facts.was_watched or recording.exists()):
        return ()
    from streams.paint import KeyFramePainter

    collector = Collector(home, cutter(), KeyFramePainter())
    if facts.was_watched:
        return shown_again(flags, log, collector).evidence
    return collector.collect(flags, recording, log).evidence
