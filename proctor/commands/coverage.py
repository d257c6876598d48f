"""``proctor coverage``: what was filmed of what should have been."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    from proctor.audit import ExamSession
    from proctor.coverage import Coverage
    from proctor.findings import RecordingRow


@click.command(help=_("Account for the footage: expected, decoded, damaged, missing."))
@click.option("--camera", help=_("Only this camera."))
@click.option("--files", is_flag=True, help=_("A line per recording instead of camera and day."))
@click.option(
    "--sessions", is_flag=True, help=_("A line per exam session: what it is owed and what it got.")
)
@json_option
@pass_app
def coverage(app: App, camera: str | None, files: bool, sessions: bool, as_json: bool) -> None:
    """Tables per camera and day, per recording, or per exam session."""
    from proctor.coverage import by_camera_and_day

    with app.record() as record:
        rows = record.recordings(camera=camera)
        exams = record.exam_sessions() if sessions else []
    if sessions:
        app.rows((_session_row(exam, rows) for exam in exams), _session_columns(), as_json)
        return
    if files:
        app.rows(map(_file_row, rows), _columns("recording", _("Recording")), as_json)
        return
    days = by_camera_and_day(rows, None)
    app.rows(map(_day_row, days), {"day": _("Day"), **_columns("recordings", _("Files"))}, as_json)


def _session_columns() -> dict[str, str]:
    return {
        "site": _("Site"),
        "hall": _("Hall or vehicle"),
        "starts": _("Start"),
        "planned_s": _("Planned s"),
        "covered_s": _("Covered s"),
        "missing_s": _("Missing s"),
        "coverage": _("Coverage"),
    }


def _session_row(exam: "ExamSession", rows: "Sequence[RecordingRow]") -> Mapping[str, object]:
    """Recordings of the same site and subject count for an exam session."""
    from proctor.coverage import of_schedule

    fitting = [r for r in rows if (r.facts.site, r.facts.subject) == (exam.site, exam.subject)]
    found = of_schedule(exam.starts, exam.ends, fitting)
    return {
        "site": exam.site,
        "hall": exam.hall,
        "subject": exam.subject,
        "starts": exam.starts,
        "ends": exam.ends,
        "planned_s": seconds(found.planned_us),
        "covered_s": seconds(found.covered_us),
        "missing_s": seconds(found.planned_us - found.covered_us),
        "gaps": [[start.isoformat(), end.isoformat()] for start, end in found.gaps],
        "coverage": _percent(found.covered_us / found.planned_us if found.planned_us else None),
    }


def _columns(key: str, heading: str) -> dict[str, str]:
    return {
        "camera": _("Camera"),
        key: heading,
        "expected_s": _("Expected s"),
        "covered_s": _("Covered s"),
        "missing_s": _("Missing s"),
        "damaged": _("Damaged"),
        "unreadable": _("Unreadable"),
        "coverage": _("Coverage"),
    }


def _day_row(line: "Coverage") -> Mapping[str, object]:
    return {
        "camera": line.camera,
        "day": line.day.isoformat() if line.day else None,
        "recordings": line.recordings,
        "expected_s": seconds(line.expected_us),
        "covered_s": seconds(line.covered_us),
        "missing_s": seconds(line.missing_us),
        "damaged": line.damaged,
        "unreadable": line.unreadable,
        "coverage": _percent(line.share),
    }


def _percent(share: float | None) -> str | None:
    return None if share is None else f"{100 * share:.2f} %"


def _file_row(row: "RecordingRow") -> Mapping[str, object]:
    account = row.facts.account
    plain: dict[str, object] = {
        "camera": row.facts.camera,
        "recording": row.facts.path,
        "start": row.start,
        "unreadable": row.facts.fault or None,
    }
    if account is None:
        return plain
    whole = account.span.duration_us
    return plain | {
        "expected_s": seconds(whole),
        "covered_s": seconds(account.covered_us),
        "missing_s": seconds(account.missing_us),
        "damaged": account.damaged,
        "holes": [[seconds(hole.start_us), seconds(hole.end_us)] for hole in account.holes],
        "coverage": _percent(account.covered_us / whole if whole else None),
    }
