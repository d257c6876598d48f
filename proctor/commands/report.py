"""``proctor report``: a day, week, month or year as docx, xlsx and html."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.i18n import _

if TYPE_CHECKING:
    from reports.facts import Facts
    from reports.period import Kind, Period


@click.group(help=_("Write what happened in a period as docx, xlsx and html."))
def report() -> None:
    """Group of the four regimes of the office."""


def _regime(kind: "Kind", shape: str, text: str) -> None:
    """Add the command of one kind of period."""

    @report.command(kind, help=text)
    @click.argument("period", metavar=shape)
    @click.option(
        "-o",
        "--output",
        "folder",
        type=click.Path(file_okay=False, path_type=Path),
        default=Path(),
        help=_("Folder for the report; made if it is not there."),
    )
    @json_option
    @pass_app
    def written(app: App, period: str, folder: Path, as_json: bool) -> None:
        _write(app, _parsed(kind, period, shape), folder, as_json)


def _parsed(kind: "Kind", text: str, shape: str) -> "Period":
    from reports.period import Period

    try:
        return Period.parse(kind, text)
    except ValueError as error:
        message = _("“{text}” is not a period of the form {shape}.").format(text=text, shape=shape)
        raise click.BadParameter(message) from error


def _write(app: App, period: "Period", folder: Path, as_json: bool) -> None:
    from proctor.coverage import Scope, note_gaps, open_books
    from proctor.timeline import SystemClock
    from reports.facts import gather
    from reports.publish import publish

    scope = Scope(SystemClock().now(), period.start, period.end)
    with app.record() as record:
        note_gaps(record, open_books(record, scope))
        facts = gather(record, period, app.home)
    paths = publish(facts, app.lang, folder)
    if facts.totals.empty:
        app.talk.print(_("Warning: nothing was recorded in {period}.").format(period=period.name))
    if as_json:
        click.echo(json_line(_figures(facts) | {kind: str(path) for kind, path in paths.items()}))
        return
    for line in (*map(str, paths.values()), *_summary(facts)):
        app.out.print(line)


def _figures(facts: "Facts") -> dict[str, object]:
    footage, decided = facts.totals.footage, facts.totals.decisions
    return {
        "period": facts.period.name,
        "recordings": footage.recordings,
        "expected_s": facts.totals.expected_us / 1e6,
        "covered_s": facts.totals.covered_us / 1e6,
        "analysed_s": footage.analysed_us / 1e6,
        "flags": decided.flags,
        "reviewed": decided.reviewed,
        "confirmed": decided.confirmed,
        "false_alarms": decided.false_alarms,
        "inconclusive": decided.inconclusive,
        "precision": decided.precision.value,
        "not_judged": [line.code for line in facts.by_code if line.unjudged],
        "undated": facts.undated.recordings,
        "open_gaps": facts.open_gaps,
    }


def _summary(facts: "Facts") -> list[str]:
    """Three lines: footage, flags, and what nobody judged."""
    from reports.circular.cells import media

    footage, decided = facts.totals.footage, facts.totals.decisions
    return [
        _("{n} recordings, pictures for {covered} of {expected}.").format(
            n=footage.recordings,
            covered=media(facts.totals.covered_us).text,
            expected=media(facts.totals.expected_us).text,
        ),
        _(
            "{flags} suspected flags: {confirmed} confirmed, {false} false alarms, {left} wait."
        ).format(
            flags=decided.flags,
            confirmed=decided.confirmed,
            false=decided.false_alarms,
            left=decided.pending,
        ),
        _silence(facts),
    ]


def _silence(facts: "Facts") -> str:
    """What the absence of flags is worth."""
    gaps = ", ".join(line.code for line in facts.by_code if line.unjudged)
    if gaps:
        return _("Not judged everywhere: {codes}.").format(codes=gaps)
    if facts.totals.footage.analysed_us:
        return _("Every rule was judged on every analysed recording.")
    return _("Nothing was analysed.")


_regime("day", "YYYY-MM-DD", _("One local day."))
_regime("week", "YYYY-Www", _("One ISO week, Monday to Sunday."))
_regime("month", "YYYY-MM", _("One calendar month: the monthly circular."))
_regime("year", "YYYY", _("One calendar year."))
