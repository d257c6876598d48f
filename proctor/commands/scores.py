"""An evaluation against truth, as tables on a terminal."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict

from proctor.commands.app import App
from proctor.commands.score_rows import Row
from proctor.evaluation import (
    RATES,
    CodeScore,
    FalseAlarm,
    Interval,
    LookAlike,
    Missed,
    Scoresheet,
    Silent,
)
from proctor.i18n import _
from proctor.timeline import Span, seconds

SHOWN = 20
"""Rows of a list on a terminal; JSON gives all."""
_WIDE = 125
"""Columns of a terminal that the table of scores needs."""
_OF_FLAGS = ("claims", "false_alarms", "precision", "hourly")
_LOW_RATES = tuple(map(str, RATES[3:]))
_WHOLE = ("code", "flag")
"""Columns that are typed again and must not be folded."""


def print_sheet(app: App, sheet: Scoresheet) -> None:
    """The scores, what was missed and what was flagged in vain, on standard output."""
    lines = (*sheet.codes, sheet.overall)
    for columns in split(app, _score_columns(), _OF_FLAGS):
        app.rows(map(_score_line, lines), columns, as_json=False, whole=_WHOLE)
    _titled(app, _("Miss rate at so many false alarms a minute"))
    if any(found is not None for line in lines for found in line.pmiss_at.values()):
        for columns in split(app, _rate_columns(), _LOW_RATES):
            app.rows(map(_rate_line, lines), columns, as_json=False, whole=_WHOLE)
    else:
        app.out.print(_("There is too little footage to measure it at any of the rates."))
    _listed(app, _("Missed"), [_miss_line(miss) for miss in sheet.misses], _miss_columns())
    _listed(
        app, _("False alarms"), [_false_line(one) for one in sheet.false_alarms], _false_columns()
    )
    fooled = [_look_line(one) for one in sheet.look_alikes if one.false_alarms]
    _listed(app, _("False alarms by look-alike"), fooled, _look_columns())
    _listed(
        app, _("Not judged"), [_silent_line(one) for one in sheet.not_judged], _silent_columns()
    )
    _farewell(app, sheet)


def split(
    app: App, columns: Mapping[str, str], second: Collection[str]
) -> Iterator[Mapping[str, str]]:
    """The columns of one wide table, or of two where a person's terminal is narrow."""
    if app.out.width >= _WIDE:
        yield columns
        return
    yield {key: heading for key, heading in columns.items() if key not in second}
    app.out.print()
    yield {key: heading for key, heading in columns.items() if key in ("code", *second)}


def _farewell(app: App, sheet: Scoresheet) -> None:
    text = _("{n} recordings, {minutes:.1f} minutes.")
    app.out.print()
    app.out.print(text.format(n=len(sheet.recordings), minutes=sheet.minutes))
    app.out.print(sheet.method, soft_wrap=True)
    for note in sheet.notes:
        app.talk.print(_("Note: {note}").format(note=note), soft_wrap=True)


def _titled(app: App, title: str) -> None:
    app.out.print()
    app.out.print(title, style="bold")


def _listed(app: App, title: str, rows: Sequence[Row], columns: Mapping[str, str]) -> None:
    """A list with its title, cut after ``SHOWN`` rows; nothing at all when it is empty."""
    if not rows:
        return
    _titled(app, f"{title} ({len(rows)})")
    app.rows(rows[:SHOWN], columns, as_json=False, whole=_WHOLE)
    if len(rows) > SHOWN:
        text = _("{shown} of {all} rows; --json and --html show all.")
        app.talk.print(text.format(shown=SHOWN, all=len(rows)))


def _score_columns() -> dict[str, str]:
    return {
        "code": _("Code"),
        "references": _("Events"),
        "hits": _("Found"),
        "missed": _("Missed"),
        "ignored": _("Ignored"),
        "claims": _("Flags"),
        "false_alarms": _("False"),
        "recall": _("Recall (95 %)"),
        "precision": _("Precision (95 %)"),
        "hourly": _("False per hour (95 %)"),
        "overlap": _("Overlap"),
    }


def _score_line(line: CodeScore) -> Row:
    return {
        "code": named(line.code),
        "references": line.references,
        "hits": line.hits,
        "missed": line.missed,
        "ignored": line.ignored,
        "claims": line.claims,
        "false_alarms": line.false_alarms,
        "recall": share_text(line.recall),
        "precision": share_text(line.precision),
        "hourly": rate_text(line.false_alarms_per_hour),
        "overlap": line.overlap,
    }


def named(code: str) -> str:
    """The code, or the word for their sum."""
    return _("all") if code == "all" else code


def share_text(of: Interval | None) -> str:
    """``83 % (55–95)``; a dash when there is no such share."""
    if of is None:
        return "–"
    return f"{100 * of.value:.0f} % ({100 * of.low:.0f}–{100 * of.high:.0f})"


def rate_text(of: Interval | None) -> str:
    """``12.5 (3.4–32)``; a dash when there is no such rate."""
    return "–" if of is None else f"{_plain(of.value)} ({_plain(of.low)}–{_plain(of.high)})"


def _plain(value: float) -> str:
    """Three digits, and no exponent when they are too few."""
    return f"{value:.3g}" if value < 999.5 else f"{value:,.0f}"


def _rate_columns() -> dict[str, str]:
    return {"code": _("Code"), **{str(rate): str(rate) for rate in RATES}}


def _rate_line(line: CodeScore) -> Row:
    at = {str(rate): _pmiss_text(line, rate) for rate in RATES}
    return {"code": named(line.code), **at}


def _pmiss_text(line: CodeScore, rate: float) -> str:
    """The miss rate, or why there is none."""
    found = line.pmiss_at[rate]
    if found is not None:
        return share_text(found)
    return _("too short") if line.references else "–"


def _miss_columns() -> dict[str, str]:
    return {
        "recording": _("Recording"),
        "code": _("Code"),
        "place": _("Place"),
        "when": _("Seconds"),
        "visible": _("Visible"),
        "seen_as": _("Flagged as"),
    }


def _miss_line(miss: Missed) -> Row:
    return {
        "recording": miss.recording,
        "code": miss.event.code,
        "place": miss.event.place,
        "when": _when(miss.event.span),
        "visible": miss.event.visible,
        "seen_as": ", ".join(miss.seen_as),
    }


def _false_columns() -> dict[str, str]:
    return {
        "flag": _("Flag"),
        "recording": _("Recording"),
        "code": _("Code"),
        "place": _("Place"),
        "when": _("Seconds"),
        "score": _("Score"),
        "on": _("What happened there"),
    }


def _false_line(false: FalseAlarm) -> Row:
    claim = false.claim
    return {
        "flag": claim.flag,
        "recording": claim.recording,
        "code": claim.code,
        "place": _place(claim.place, claim.found_at),
        "when": _when(claim.span),
        "score": claim.score,
        "on": ", ".join((*false.on_codes, *false.on_acts)),
    }


def _place(place: str, found_at: str) -> str:
    return place if place == found_at else f"{place} ({found_at})"


def _when(span: Span) -> str:
    return f"{seconds(span.start_us):.1f}–{seconds(span.end_us):.1f}"


def _look_columns() -> dict[str, str]:
    return {
        "code": _("Code"),
        "act": _("Look-alike"),
        "false_alarms": _("False"),
        "acts": _("Of so many"),
    }


def _look_line(one: LookAlike) -> Row:
    return asdict(one)


def _silent_columns() -> dict[str, str]:
    return {"code": _("Code"), "why": _("Why"), "recordings": _("Recordings")}


def _silent_line(one: Silent) -> Row:
    lacking = _("no model for: {senses}").format(senses=", ".join(one.missing))
    why = lacking if one.missing else _("no rule yet")
    return {"code": one.code, "why": why, "recordings": one.recordings}
