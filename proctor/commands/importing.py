"""The running of ``proctor sessions import``: a roster into the record, and its faults told."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_line
from proctor.commands.wiring import home_of
from proctor.i18n import _
from proctor.rosters import Problem, Roster, checked
from proctor.rosters.sealing import sealed, site_key
from proctor.rosters.telling import Told

if TYPE_CHECKING:
    from proctor.rosters.sealing import Enrolled

SHOWN = 50
"""Problems in the table of a terminal; with ``--json`` all of them are told."""


def imported(app: App, file: Path, site: str, dry_run: bool, as_json: bool) -> int:
    """Take the good rows in, tell of the others; 1 when there is any of those."""
    with app.talk.status(_("Reading {file} ...").format(file=file.name)):
        roster = checked(file, site)
        told = None if dry_run else _stored(app, roster)
    if as_json:
        for problem in roster.problems:
            click.echo(json_line({"event": "problem", **_problem_row(problem)}))
        click.echo(json_line({"event": "roster", **_summary(roster, told)}))
    else:
        _table(app, roster)
        _words(app, roster, told)
    return int(bool(roster.problems))


def _stored(app: App, roster: Roster) -> Told:
    key = site_key(home_of(app))
    with app.record() as record:
        return record.add_attempts([sealed(attempt, key) for attempt in roster.attempts])


def _summary(roster: Roster, told: Told | None) -> Mapping[str, object]:
    return {
        "rows": roster.rows,
        "good": len(roster.attempts) + roster.repeated,
        "repeated": roster.repeated,
        "refused": roster.refused,
        "new": told and told.new,
        "corrected": told and told.corrected,
        "known": told and told.known,
    }


def _problem_row(problem: Problem) -> Mapping[str, object]:
    return {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": problem.message,
    }


def _table(app: App, roster: Roster) -> None:
    if not roster.problems:
        return
    columns = {
        "row": _("Row"),
        "column": _("Column"),
        "value": _("What stands there"),
        "problem": _("What is wrong"),
    }
    shown = roster.problems[:SHOWN] if app.out.is_terminal else roster.problems
    app.rows(map(_problem_row, shown), columns, as_json=False)
    if len(shown) < len(roster.problems):
        more = len(roster.problems) - len(shown)
        app.talk.print(_("... and {n} more; --json tells all of them.").format(n=more))


def _words(app: App, roster: Roster, told: Told | None) -> None:
    text = _("{rows} rows: {good} good, {refused} refused.")
    good = len(roster.attempts) + roster.repeated
    app.talk.print(text.format(rows=roster.rows, good=good, refused=roster.refused))
    if told is None:
        app.talk.print(_("Nothing was stored (--dry-run)."))
        return
    text = _("Attempts: {new} new, {corrected} corrected, {known} known already.")
    app.talk.print(text.format(new=told.new, corrected=told.corrected, known=told.known))
    if roster.problems:
        app.talk.print(_("Mend the rows that were refused and import the whole file again."))


def attempt_rows(found: "Iterable[Enrolled]") -> Iterable[Mapping[str, object]]:
    """Attempts as rows; identity numbers masked."""
    for one in found:
        yield {
            "starts": one.starts,
            "ends": one.ends,
            "site": one.site,
            "room": one.room,
            "seat": one.seat or None,
            "subject": one.subject,
            "name": one.name,
            "id_number": one.id_shown,
            "serial": one.serial,
            "licence": one.licence or None,
            "examiner": one.examiner or None,
            "officer": one.officer or None,
            "school": one.school or None,
            "photo": one.photo or None,
        }
