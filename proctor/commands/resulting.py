"""The running of ``proctor sessions results`` and ``anomalies``: results in, leads out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path

import click

from proctor import __version__
from proctor.anomalies import Checked, Limits, check
from proctor.anomalies.judging import Month, runs
from proctor.anomalies.limits import parsed, with_values
from proctor.audit import Record
from proctor.commands.app import App, json_line
from proctor.commands.importing import SITE, problem_rows, problem_table, say_siteless, say_told
from proctor.commands.wiring import home_of
from proctor.i18n import _
from proctor.results import Outcome, Results, checked
from proctor.results.result import sealed
from proctor.rosters.sealing import site_key
from proctor.rosters.telling import Told
from proctor.storage import fingerprint


def taken_in(
    app: App, file: Path, site: str | None, dry_run: bool, overrides: Sequence[str], as_json: bool
) -> int:
    """Take the good rows in, check the months they are of; 1 when any row was refused."""
    limits = _limits(overrides)
    with app.talk.status(_("Reading {file} ...").format(file=file.name)):
        found = checked(file, site or SITE)
    told = None if dry_run else _stored(app, file, found)
    if as_json:
        for row in problem_rows(found.problems):
            click.echo(json_line({"event": "problem", **row}))
        click.echo(json_line({"event": "results", **_summary(found, told)}))
    else:
        problem_table(app, found.problems)
        _words(app, found, told)
        say_siteless(app, found.siteless, site)
    if not dry_run:
        months = {Month.of(one.outcome.starts) for one in found.results}
        for month in sorted(months, key=lambda each: each.start):
            _check(app, month, limits, as_json)
    return int(bool(found.problems))


def checked_again(
    app: App, month: datetime, footage: bool, overrides: Sequence[str], as_json: bool
) -> None:
    """Check a month with other limits, or after corrections; ``footage``: with its leads."""
    which = Month.of(month)
    _check(app, which, _limits(overrides), as_json, telling=footage)
    if footage:
        from proctor.commands.lead_footage import listed

        listed(app, which.start, which.end, as_json)


def shown_limits(app: App, overrides: Sequence[str], as_json: bool) -> None:
    """Every limit in force."""
    from dataclasses import asdict

    rows = [{"name": n, "value": v} for n, v in asdict(_limits(overrides)).items()]
    app.rows(rows, {"name": _("Limit"), "value": _("Value")}, as_json)


def _limits(overrides: Sequence[str]) -> Limits:
    return with_values(Limits(), parsed(overrides), "--set")


def _stored(app: App, file: Path, found: Results) -> Told:
    key = site_key(home_of(app))
    with app.record() as record:
        outcomes = [sealed(result, key) for result in found.results]
        return record.add_results(outcomes, fingerprint(file))


def _check(app: App, month: Month, limits: Limits, as_json: bool, *, telling: bool = False) -> None:
    """Check it and tell how much there was; ``telling``: the leads are listed afterwards."""
    with (
        app.record() as record,
        app.talk.status(_("Checking {month} ...").format(month=month.name)),
    ):
        outcomes = record.results(month.start, month.end)
        found = check(outcomes, limits)
        _store(record, found, outcomes, month, limits)
    rows = list(_rows(found, month))
    if as_json:
        for row in rows:
            click.echo(json_line({"event": "check", **row}))
        return
    columns = {
        "month": _("Month"),
        "check": _("Check"),
        "what": _("What is compared"),
        "asked": _("There are"),
        "judged": _("Judged"),
        "leads": _("Leads"),
        "false": _("False among them"),
    }
    app.rows(rows, columns, as_json=False)
    if found.leads and not telling:
        app.talk.print(
            _(
                "proctor flags --code DATA_ANOM lists the leads; none is a verdict."
                " proctor flags show ID tells which recordings show it, and proctor sessions"
                " anomalies --footage those of all."
            )
        )


def _store(
    record: Record, found: Checked, outcomes: Sequence[Outcome], month: Month, limits: Limits
) -> None:
    for facts, run in runs(found, outcomes, month, limits, __version__):
        record.add_run(facts, run)


def _rows(found: Checked, month: Month) -> Iterable[Mapping[str, object]]:
    what = {
        "twice": _("attempts: one seat, vehicle, person in two at once"),
        "score": _("attempts: score, deductions, pass"),
        "items": _("attempts: when their items were, and how long"),
        "pace": _("times of items and attempts"),
        "share": _("examiners, vehicles, schools: passes"),
    }
    for tally in found.tallies:
        yield {
            "month": month.name,
            "check": tally.check,
            "what": what[tally.check],
            "asked": tally.asked,
            "judged": tally.judged,
            "leads": tally.leads,
            "false": _("none: exact")
            if tally.promise == "exact"
            else _("at most {share}, on the long run").format(share=tally.promise),
        }


def _summary(found: Results, told: Told | None) -> Mapping[str, object]:
    return {
        "rows": found.rows,
        "results": len(found.results),
        "repeated": found.repeated,
        "refused": found.refused,
        "without_site": len(found.siteless),
        "new": told and told.new,
        "corrected": told and told.corrected,
        "known": told and told.known,
    }


def _words(app: App, found: Results, told: Told | None) -> None:
    text = _("{rows} rows, {results} results; {refused} rows refused.")
    app.talk.print(text.format(rows=found.rows, results=len(found.results), refused=found.refused))
    text = _("Results: {new} new, {corrected} corrected, {known} known already.")
    say_told(app, told, text, bool(found.problems))
    if told and (told.new or told.corrected) and any(_cuts(one.outcome) for one in found.results):
        app.talk.print(
            _("Times of items came in; to judge earlier footage by them: proctor rejudge")
        )


def _cuts(outcome: Outcome) -> bool:
    """Whether it tells when the items of a vehicle's exam were, which rules of items go by."""
    timed = (item for item in outcome.items if item.span and not item.is_whole_exam)
    return outcome.subject != "hall" and any(timed)
