"""How a flag looks: as a line of a table, as JSON, and with everything known about it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from proctor.codes import title
from proctor.commands.app import App, cell
from proctor.commands.seated_rows import partner_lines, sitting_json, who_cell, who_lines
from proctor.errors import StorageError
from proctor.findings import Evidence, Flag, FlagRow, Review, State
from proctor.i18n import _
from proctor.storage import fingerprint
from proctor.timeline import Microseconds, Span, seconds

if TYPE_CHECKING:
    from rich.table import Table

    from proctor.phases import Phases

LEVEL_STYLES = {1: "bold red", 2: "yellow", 3: "cyan"}


def plain(row: FlagRow, names: bool = False) -> dict[str, object]:
    """A flag as one line of JSON; wall times are UTC or null, names masked unless ``names``."""
    flag = row.flag
    return {
        "id": flag.id,
        "code": flag.code,
        "level": flag.level,
        "subject": row.subject,
        "site": row.site,
        "camera": row.camera,
        "place": flag.place,
        "recording": row.recording,
        "media_start_s": seconds(flag.span.start_us),
        "media_end_s": seconds(flag.span.end_us),
        "start": row.start,
        "end": row.end,
        "score": round(flag.score, 4),
        "gravity": row.weight.gravity if row.weight else None,
        "group": row.weight.group if row.weight else None,
        "partners": list(row.weight.partners) if row.weight else [],
        "state": row.state,
        "run": row.run_number,
        "who": sitting_json(row.sitting, names),
        "with_whom": row.partner and sitting_json(row.partner, names),
    }


def full(
    row: FlagRow, home: Path, phases: "Phases | None" = None, names: bool = False
) -> dict[str, object]:
    """Everything about a flag; evidence paths are relative to ``home``."""
    return plain(row, names) | {
        "phases": list(phases.during(row.flag.span)) if phases and phases.known else None,
        "peak_s": seconds(row.flag.peak_us),
        "reasons": dict(row.flag.reasons),
        "clock": {
            "source": row.clock.source,
            "uncertainty_s": row.clock.uncertainty_s if isfinite(row.clock.uncertainty_s) else None,
        },
        "rests_on": {
            "recording": row.run.recording,
            "perception": row.run.perception,
            "rulebook": row.run.rulebook,
        },
        "evidence": [
            {
                "kind": item.kind,
                "path": item.path,
                "sha256": item.sha256,
                "size": item.size,
                "media_start_s": seconds(item.span.start_us),
                "media_end_s": seconds(item.span.end_us),
                "note": item.note,
                "file": condition(item, home),
            }
            for item in row.evidence
        ],
        "reviews": [decided(review) for review in row.reviews],
    }


def condition(item: Evidence, home: Path) -> Literal["whole", "missing", "altered"]:
    """Whether the bytes on the disk are those that the record names."""
    try:
        return "whole" if fingerprint(home / item.path) == item.sha256 else "altered"
    except StorageError:
        return "missing"


def decided(review: Review) -> dict[str, object]:
    """A decision as JSON."""
    return {
        "flag": review.flag,
        "verdict": review.verdict,
        "reason": review.reason,
        "by": review.by,
        "at": review.at,
    }


def state_title(state: State) -> str:
    """A state in words."""
    return {
        "pending": _("pending"),
        "confirmed": _("confirmed"),
        "false-alarm": _("false alarm"),
        "inconclusive": _("inconclusive"),
    }[state]


def media_time(us: Microseconds) -> str:
    """``0:12:03.4``: hours, minutes, seconds of media time."""
    tenths = round(us / 100_000)
    hours, rest = divmod(tenths, 36_000)
    minutes, rest = divmod(rest, 600)
    return f"{hours}:{minutes:02}:{rest // 10:02}.{rest % 10}"


def media_span(span: Span) -> str:
    """Both ends of a span of media time."""
    return f"{media_time(span.start_us)}–{media_time(span.end_us)}"


def wall_span(start: datetime | None, end: datetime | None) -> str:
    """Both ends in the zone of this computer; a word when nobody knows them."""
    if start is None or end is None:
        return _("unknown")
    return f"{cell(start)}–{end.astimezone():%H:%M:%S}"


def table() -> "Table":
    """An empty table of flags; ``line`` makes its rows."""
    from rich.table import Table

    made = Table(box=None, pad_edge=False, header_style="bold")
    made.add_column(_("Flag"), no_wrap=True)
    made.add_column(_("Level"), justify="right")
    where = _("Camera"), _("Place"), _("Candidate")
    for heading in (_("What"), *where, _("Wall time"), _("Media time")):
        made.add_column(heading, overflow="fold")
    made.add_column(_("Score"), justify="right")
    made.add_column(_("State"))
    return made


def line(row: FlagRow, lang: str, names: bool = False) -> tuple[str, ...]:
    """The cells of a flag, in the order of ``table``."""
    flag = row.flag
    return (
        flag.id,
        str(flag.level),
        title(flag.code, lang),
        camera_cell(row),
        flag.place,
        " + ".join(who_cell(each, names) for each in (row.sitting, row.partner) if each),
        cell(row.start),
        "" if row.is_of_data else media_span(flag.span),
        f"{flag.score:.2f}",
        state_title(row.state),
    )


def camera_cell(row: FlagRow) -> str:
    """The camera, and how many others saw the same."""
    others = len(row.weight.partners) if row.weight else 0
    return f"{row.camera} +{others}" if others else row.camera


def describe(app: App, row: FlagRow, phases: "Phases | None" = None, names: bool = False) -> None:
    """Everything about a flag, for a person, on standard output."""
    flag = row.flag
    heading = f"{flag.id}  {title(flag.code, app.lang)} ({flag.code})"
    app.out.print(heading, style=LEVEL_STYLES[flag.level])
    for label, text in _lines(app, row, phases, names):
        app.out.print(f"  {label}: {text}", soft_wrap=True)


def _lines(
    app: App, row: FlagRow, phases: "Phases | None", names: bool
) -> Iterator[tuple[str, str]]:
    flag = row.flag
    yield _("State"), state_title(row.state)
    yield _("Level"), f"{flag.level}"
    yield _("Camera"), f"{row.camera} · {row.site} · {flag.place}"
    yield from who_lines(row.sitting, names)
    if row.partner:
        yield from partner_lines(row.partner, names)
    yield _("Wall time"), wall_span(row.start, row.end)
    if not row.is_of_data:
        yield _("Media time"), _surest(flag)
    if phases is not None:
        from proctor.commands.timetable import in_words

        yield _("Schedule"), in_words(phases, flag.span)
    yield _("Score"), f"{flag.score:.2f}"
    if row.is_of_data:
        from proctor.anomalies.words import sentence

        yield _("What does not fit"), sentence(flag.reasons)
    yield _("Reasons"), reasons(flag.reasons)
    yield _("Recording"), row.recording
    yield _("Run"), f"{row.run_number} · {row.run.perception[:12]} · {row.run.rulebook[:12]}"
    for item in row.evidence:
        yield _("Evidence"), f"{app.home / item.path}  sha256 {item.sha256}{_warning(app, item)}"
    for review in row.reviews:
        words = f" ({review.reason})" if review.reason else ""
        yield _("Decision"), f"{cell(review.at)} {review.by}: {state_title(review.verdict)}{words}"


def _warning(app: App, item: Evidence) -> str:
    words = {"whole": "", "missing": _("the file is missing"), "altered": _("the file was altered")}
    word = words[condition(item, app.home)]
    return f"  ({word})" if word else ""


def _surest(flag: Flag) -> str:
    text = _("{span} (surest {at})")
    return text.format(span=media_span(flag.span), at=media_time(flag.peak_us))


def reasons(numbers: Mapping[str, float | str]) -> str:
    """The numbers behind a flag on one line."""
    parts = (
        f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}"
        for name, value in numbers.items()
    )
    return ", ".join(parts) or "–"
