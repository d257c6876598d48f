"""What was filmed of a lead's attempts: for ``flags show``, ``review``, ``sessions anomalies``."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import click

from proctor.anomalies.footage import Filmed, concerned, filmed
from proctor.anomalies.words import sentence
from proctor.commands.app import App, json_line
from proctor.commands.showing import media_span, state_title, wall_span
from proctor.findings import FlagQuery, FlagRow
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    from proctor.audit import Record

SHOWN = 20
"""Stretches that are listed for a person; an examiner's month has hundreds. JSON has all."""
_MOMENT = timedelta(microseconds=1)


def listed(app: App, start: datetime, end: datetime, as_json: bool) -> None:
    """Every standing lead of ``[start, end)`` with what was filmed of it, on standard output."""
    with app.record() as record:
        rows = record.flags(FlagQuery(code="DATA_ANOM", start=start, end=end))
        for row in rows:
            found = footage_of(record, row) or []
            if as_json:
                click.echo(json_line(_lead(row, found)))
            else:
                state = state_title(row.state)
                app.out.print(
                    f"{row.flag.id}  {sentence(row.flag.reasons)}  ({state})", soft_wrap=True
                )
                tell_footage(app, found)


def _lead(row: FlagRow, found: Sequence[Filmed]) -> Mapping[str, object]:
    return {
        "event": "lead",
        "id": row.flag.id,
        "check": row.flag.reasons.get("check"),
        "says": sentence(row.flag.reasons),
        "start": row.start,
        "end": row.end,
        "state": row.state,
        "footage": footage_rows(found),
    }


def footage_of(record: "Record", row: FlagRow) -> list[Filmed] | None:
    """What was filmed of the attempts that a flag on results is about; ``None`` for other flags."""
    if not row.is_of_data or row.start is None or row.end is None:
        return None
    until = max(row.end, row.start + _MOMENT)
    about = record.results(row.start - timedelta(days=1), until)
    meant = concerned(row.flag.reasons, about, row.site, row.subject)
    attempts = [one for one in meant if one.ends > row.start]
    if not attempts:
        return []
    first, last = min(one.starts for one in attempts), max(one.ends for one in attempts)
    recordings = record.recordings(start=first, end=last)
    return filmed(attempts, recordings, record.rooms_then(first, last))


def tell_footage(app: App, found: Sequence[Filmed]) -> None:
    """The stretches for a person, on standard output; or that there are none, and the cure."""
    if not found:
        hint = _("no recording is known to show it: proctor cameras places --hall, or import it")
        app.out.print(f"  {_('Footage')}: {hint}", soft_wrap=True)
    for part in found[:SHOWN]:
        when = wall_span(part.starts, part.ends)
        text = f"{part.serial} · {part.camera} · {when} · {part.recording} {media_span(part.span)}"
        app.out.print(f"  {_('Footage')}: {text}", soft_wrap=True)
    if len(found) > SHOWN:
        more = _("... and {n} more; --json tells all of them.").format(n=len(found) - SHOWN)
        app.out.print(f"  {_('Footage')}: {more}")


def footage_rows(found: Sequence[Filmed]) -> list[Mapping[str, object]]:
    """The stretches for JSON."""
    return [
        {
            "serial": part.serial,
            "camera": part.camera,
            "recording": part.recording,
            "start": part.starts,
            "end": part.ends,
            "media_start_s": seconds(part.span.start_us),
            "media_end_s": seconds(part.span.end_us),
        }
        for part in found
    ]
