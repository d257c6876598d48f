"""What reviewers made of the flags, as a table on a terminal."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict

from proctor.commands.app import App
from proctor.commands.score_rows import Row
from proctor.commands.scores import named, rate_text, share_text, split
from proctor.evaluation import ReviewScore, ReviewSheet
from proctor.i18n import _


def print_review_sheet(app: App, sheet: ReviewSheet) -> None:
    """The verdicts per code, on standard output."""
    lines = list(_review_lines((*sheet.codes, sheet.overall)))
    for columns in split(app, _review_columns(), ("precision", "hourly")):
        app.rows(lines, columns, as_json=False, whole=("code",))
    text = _("{n} recordings, {hours:.2f} camera-hours.")
    app.out.print()
    app.out.print(text.format(n=sheet.recordings, hours=sheet.overall.hours))
    app.out.print(sheet.method, soft_wrap=True)


def _review_columns() -> dict[str, str]:
    return {
        "code": _("Code"),
        "flags": _("Flags"),
        "confirmed": _("Confirmed"),
        "false_alarms": _("False"),
        "inconclusive": _("Inconclusive"),
        "pending": _("Pending"),
        "precision": _("Precision (95 %)"),
        "hourly": _("False per hour (95 %)"),
        "reviewed": _("Reviewed (95 %)"),
    }


def _review_lines(lines: Iterable[ReviewScore]) -> Iterator[Row]:
    for line in lines:
        yield {
            **asdict(line),
            "code": named(line.code),
            "precision": share_text(line.precision),
            "hourly": rate_text(line.false_alarms_per_hour),
            "reviewed": share_text(line.reviewed),
        }
