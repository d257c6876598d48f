"""``proctor coverage``: what was filmed of what should have been."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    from proctor.coverage import Coverage
    from proctor.findings import RecordingRow


@click.command(help=_("Account for the footage: expected, decoded, damaged, missing."))
@click.option("--camera", help=_("Only this camera."))
@click.option("--files", is_flag=True, help=_("A line per recording instead of camera and day."))
@json_option
@pass_app
def coverage(app: App, camera: str | None, files: bool, as_json: bool) -> None:
    """Tables per camera and day, or per recording."""
    from proctor.coverage import by_camera_and_day

    with app.record() as record:
        rows = record.recordings(camera=camera)
    if files:
        app.rows(map(_file_row, rows), _columns("recording", _("Recording")), as_json)
        return
    days = by_camera_and_day(rows, None)
    app.rows(map(_day_row, days), {"day": _("Day"), **_columns("recordings", _("Files"))}, as_json)


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
