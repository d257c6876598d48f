"""The running of ``proctor sessions import``: a roster into the record, and its faults told."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_line
from proctor.commands.enrolling import of_rows
from proctor.commands.wiring import home_of
from proctor.i18n import _
from proctor.rosters import Problem, Roster, checked
from proctor.rosters.clashes import doubts_on_record
from proctor.rosters.counting import counted
from proctor.rosters.sealing import sealed, site_key
from proctor.rosters.telling import Told

if TYPE_CHECKING:
    from proctor.rosters.counting import Kind
    from proctor.rosters.enrolled import Enrolled

SITE = "default"
"""Site of rows that name none, unless ``--site`` says otherwise: that of cameras likewise."""
SHOWN = 50
"""Problems in the table of a terminal; with ``--json`` all of them are told."""


def imported(app: App, file: Path, site: str | None, dry_run: bool, as_json: bool) -> int:
    """Take the good rows in, tell of the others; 1 when there is any of those."""
    with app.talk.status(_("Reading {file} ...").format(file=file.name)):
        roster = checked(file, site or SITE)
        told = None if dry_run else _stored(app, roster)
        unpictured = of_rows(app, roster, file, dry_run)
    problems = sorted([*roster.problems, *unpictured], key=lambda one: one.row)
    roster.doubts = sorted([*roster.doubts, *_of_others(app, roster)], key=lambda one: one.row)
    if as_json:
        events = {"problem": problems, "doubt": roster.doubts}
        for event, those in events.items():
            for row in problem_rows(those):
                click.echo(json_line({"event": event, **row}))
        click.echo(json_line({"event": "roster", **_summary(roster, told)}))
    else:
        problem_table(app, problems)
        _doubts(app, roster)
        _words(app, roster, told)
        say_siteless(app, roster.siteless, site)
    return int(bool(problems))


def _of_others(app: App, roster: Roster) -> list[Problem]:
    """Rows that clash with what is on record, if there is a record."""
    from proctor.audit.database import is_there

    if not roster.attempts or not is_there(app.home):
        return []
    first = min(one.starts for one in roster.attempts)
    last = max(one.ends for one in roster.attempts)
    with app.record() as record:
        known = record.attempts(first, last)
    return doubts_on_record(roster.lines, known, roster.titles)


def _doubts(app: App, roster: Roster) -> None:
    """Good rows that may not all be right, and what is done about them."""
    if not roster.doubts:
        return
    text = _(
        "Seats, vehicles or candidates in several rows at one time: {n}. They are taken in, and"
        " flags there name everybody whom they may mean. If it is a mistake, mend it in the exam"
        " system; then import its new file."
    )
    app.talk.print(text.format(n=len(roster.doubts)), soft_wrap=True)
    problem_table(app, roster.doubts)


def say_siteless(app: App, rows: Sequence[int], site: str | None) -> None:
    """That rows name no site, where nobody said which one they are of, and the cure."""
    if not rows or site:
        return
    text = _(
        "Rows that name no site: {n}, the first is row {row}. They are of the site {site}, like"
        " cameras for which nobody named one. If it is called otherwise, say so with --site NAME."
    )
    app.talk.print(text.format(n=len(rows), row=rows[0], site=SITE), soft_wrap=True)


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
        "doubts": len(roster.doubts),
        "without_site": len(roster.siteless),
        "new": told and told.new,
        "corrected": told and told.corrected,
        "known": told and told.known,
        "moved": told and told.moved,
    }


def problem_rows(problems: Sequence[Problem]) -> Iterable[Mapping[str, object]]:
    """Problems as rows."""
    for problem in problems:
        yield {
            "row": problem.row,
            "column": problem.column,
            "value": problem.value,
            "problem": problem.message,
        }


def problem_table(app: App, problems: Sequence[Problem]) -> None:
    """The problems in a table, a screenful of them on a terminal; nothing when there are none."""
    if not problems:
        return
    columns = {
        "row": _("Row"),
        "column": _("Column"),
        "value": _("What stands there"),
        "problem": _("What is wrong"),
    }
    shown = problems[:SHOWN] if app.out.is_terminal else problems
    app.rows(problem_rows(shown), columns, as_json=False)
    if len(shown) < len(problems):
        more = len(problems) - len(shown)
        app.talk.print(_("... and {n} more; --json tells all of them.").format(n=more))


def _words(app: App, roster: Roster, told: Told | None) -> None:
    text = _("{rows} rows: {good} good, {refused} refused.")
    good = len(roster.attempts) + roster.repeated
    app.talk.print(text.format(rows=roster.rows, good=good, refused=roster.refused))
    text = _("Attempts: {new} new, {corrected} corrected, {known} known already.")
    say_told(app, told, text, bool(roster.problems))
    if told is not None and told.moved:
        text = _(
            "Candidates moved: {n}. Where they were counts no more:"
            " proctor sessions changes lists them."
        )
        app.talk.print(text.format(n=told.moved))


def say_told(app: App, told: Told | None, text: str, faulty: bool) -> None:
    """What was new of an import; ``text`` has places for its three numbers."""
    if told is None:
        app.talk.print(_("Nothing was stored (--dry-run)."))
        return
    app.talk.print(text.format(new=told.new, corrected=told.corrected, known=told.known))
    if faulty:
        app.talk.print(_("Mend the rows that were refused and import the whole file again."))


def attempt_rows(found: "Iterable[Enrolled]", names: bool) -> Iterable[Mapping[str, object]]:
    """Attempts as rows; identity numbers masked, and names unless ``names``."""
    for one in found:
        yield {
            "starts": one.starts,
            "ends": one.ends,
            "site": one.site,
            "room": one.room,
            "seat": one.seat or None,
            "subject": one.subject,
            "name": one.name if names else one.name_shown,
            "id_number": one.id_shown,
            "serial": one.serial,
            "licence": one.licence or None,
            "examiner": one.examiner or None,
            "officer": one.officer or None,
            "school": one.school or None,
            "check_in": one.check_in,
            "breaks": [list(each) for each in one.breaks],
            "photo": one.photo or None,
        }


def entity_rows(
    kind: "Kind", found: "Iterable[Enrolled]", as_json: bool
) -> Iterable[Mapping[str, object]]:
    """Everything of that kind that the attempts name, as rows."""
    for one in counted(kind, found):
        yield {
            "name": one.name,
            "site": list(one.sites) if as_json else ", ".join(one.sites),
            "attempts": one.attempts,
            "candidates": one.candidates,
            "sessions": one.sessions,
            "first": one.first,
            "last": one.last,
        }
