"""Lines of the account as rows: seconds in JSON, words and numbers in tables."""

from collections.abc import Iterable, Mapping
from typing import TypeAlias

from proctor.coverage import Balance, Coverage, GapRow, Leftover, Line
from proctor.findings import RecordingRow
from proctor.i18n import _
from proctor.schedule import GapDecision, Missing
from proctor.timeline import Span, moment, seconds

Row: TypeAlias = Mapping[str, object]


def headings(view: str) -> dict[str, str]:
    """Columns of the table called so, in order."""
    first = {
        "recordings": {"camera": _("Camera"), "day": _("Day"), "recordings": _("Files")},
        "files": {"camera": _("Camera"), "recording": _("Recording")},
        "sessions": {
            "site": _("Site"),
            "hall": _("Hall or vehicle"),
            "starts": _("Start"),
            "cameras": _("Cameras"),
        },
        "cameras": {"site": _("Site"), "camera": _("Camera")},
        "days": {"day": _("Day"), "cameras": _("Cameras")},
        "camera-days": {"site": _("Site"), "camera": _("Camera"), "day": _("Day")},
        "unscheduled": {
            "site": _("Site"),
            "camera": _("Camera"),
            "recording": _("Recording"),
            "start": _("Start"),
            "length_s": _("Length s"),
            "why": _("Why"),
        },
    }[view]
    if view == "unscheduled":
        return first
    return first | (_by_themselves() if view in ("recordings", "files") else _scheduled(view))


def _by_themselves() -> dict[str, str]:
    return {
        "expected_s": _("Expected s"),
        "covered_s": _("Covered s"),
        "missing_s": _("Missing s"),
        "damaged": _("Damaged"),
        "unreadable": _("Unreadable"),
        "coverage": _("Coverage"),
    }


def _scheduled(view: str) -> dict[str, str]:
    columns = {
        "planned_s": _("Planned s"),
        "covered_s": _("Covered s"),
        "waiting_s": _("Not analysed s"),
        "damaged_s": _("Damaged s"),
        "missing_s": _("Missing s"),
        "coverage": _("Coverage"),
        "audio_coverage": _("Sound"),
    }
    return columns if view == "sessions" else columns | {"unscheduled_s": _("Unscheduled s")}


def recordings_row(line: Coverage) -> Row:
    """A camera and day by its recordings alone."""
    return {
        "camera": line.camera,
        "day": line.day.isoformat() if line.day else None,
        "recordings": line.recordings,
        "expected_s": seconds(line.expected_us),
        "covered_s": seconds(line.covered_us),
        "missing_s": seconds(line.missing_us),
        "damaged": line.damaged,
        "unreadable": line.unreadable,
        "coverage": percent(line.share),
    }


def file_row(row: RecordingRow) -> Row:
    """A recording by itself; spans are media time."""
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
        "damaged_spans": _media(account.damaged_spans),
        "holes": _media(account.holes),
        "audio_holes": None if account.audio_holes is None else _media(account.audio_holes),
        "coverage": percent(account.covered_us / whole if whole else None),
    }


def _media(spans: Iterable[Span]) -> list[list[float]]:
    return [[seconds(span.start_us), seconds(span.end_us)] for span in spans]


def session_row(line: Line, missing: Iterable[Missing]) -> Row:
    """An exam session with what is missing of it, camera by camera."""
    session = line.session
    named: dict[str, object] = {}
    if session is not None:
        named = {
            "site": session.site,
            "hall": session.hall,
            "subject": session.subject,
            "starts": session.starts,
            "ends": session.ends,
        }
    gaps = [{"camera": each.camera, "track": each.track, **ends(each.span)} for each in missing]
    return named | {"cameras": line.cameras} | _balanced(line) | {"gaps": gaps}


def camera_row(line: Line) -> Row:
    """A camera, or one of its days."""
    day = {} if line.day is None else {"day": line.day.isoformat()}
    return {"site": line.site, "camera": line.camera} | day | _balanced(line)


def day_row(line: Line) -> Row:
    """A day of all cameras."""
    day = None if line.day is None else line.day.isoformat()
    return {"day": day, "cameras": line.cameras} | _balanced(line)


def _balanced(line: Line) -> dict[str, object]:
    return {
        **_lengths(line.video),
        "coverage": percent(line.video.share),
        "audio": _lengths(line.audio),
        "audio_coverage": percent(line.audio.share),
    }


def _lengths(of: Balance) -> dict[str, float]:
    """Planned = covered + damaged + missing; covered = analysed + waiting."""
    return {
        "planned_s": seconds(of.planned_us),
        "covered_s": seconds(of.covered_us),
        "analysed_s": seconds(of.analysed_us),
        "waiting_s": seconds(of.waiting_us),
        "damaged_s": seconds(of.damaged_us),
        "missing_s": seconds(of.gap_us),
        "unscheduled_s": seconds(of.unscheduled_us),
    }


def leftover_row(left: Leftover) -> Row:
    """A recording that no session asked for."""
    why = {
        "outside-sessions": _("outside of every session of the camera"),
        "no-wall-time": _("nobody knows when it was filmed"),
        "unreadable": _("it cannot be read"),
    }
    facts = left.row.facts
    return {
        "site": facts.site,
        "camera": facts.camera,
        "recording": facts.path,
        "start": moment(left.spans[0].start_us) if left.spans else left.row.start,
        "length_s": None if left.length_us is None else seconds(left.length_us),
        "reason": left.reason,
        "why": why[left.reason],
        "spans": [ends(span) for span in left.spans],
    }


def gap_row(row: GapRow) -> dict[str, object]:
    """A gap with its state and its decisions."""
    missing = row.gap.missing
    return {
        "id": row.gap.id,
        "state": row.state,
        "site": missing.site,
        "hall": missing.hall,
        "session": missing.starts,
        "subject": row.subject,
        "camera": missing.camera,
        "track": missing.track,
        **ends(missing.span),
        "length_s": seconds(missing.span.duration_us),
        "missing_s": seconds(row.missing_us),
        "missing": [ends(span) for span in row.remaining],
        "clock_doubt_s": seconds(row.doubt_us),
        "found": row.gap.found,
        "decisions": [decision_row(decision) for decision in row.gap.decisions],
    }


def decision_row(decision: GapDecision) -> dict[str, object]:
    """A decision about a gap."""
    return {
        "gap": decision.gap,
        "verdict": decision.verdict,
        "reason": decision.reason,
        "by": decision.by,
        "at": decision.at,
        "seen": [ends(span) for span in decision.seen],
    }


def ends(span: Span) -> dict[str, str]:
    """Both ends of a span of wall time, UTC."""
    return {
        "start": moment(span.start_us).isoformat(timespec="microseconds"),
        "end": moment(span.end_us).isoformat(timespec="microseconds"),
    }


def percent(share: float | None) -> str | None:
    """With two decimals; never rounded up to all of it."""
    if share is None:
        return None
    shown = f"{100 * share:.2f} %"
    return ">99.99 %" if shown == "100.00 %" and share < 1 else shown
