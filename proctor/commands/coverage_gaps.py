"""``proctor coverage gaps`` and ``proctor coverage decide``: what is missing, and why."""

from typing import Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.commands.number_input import Number
from proctor.i18n import _
from proctor.schedule import GAP_STATES, GAP_VERDICTS

_LEAST_S = 1.0


@click.command(help=_("List what is missing of the exam sessions, and what was decided about it."))
@click.option("--state", type=click.Choice(GAP_STATES), help=_("Only in this state."))
@click.option("--camera", help=_("Only this camera."))
@click.option("--since", "start", callback=moment, help=_("From this moment on."))
@click.option("--until", "end", callback=moment, help=_("Up to this moment."))
@click.option(
    "--least",
    "least_s",
    type=Number(min=0.001),
    default=_LEAST_S,
    show_default=True,
    help=_("Shorter gaps are no findings, seconds."),
)
@json_option
@pass_app
def gaps(app: App, /, state: str | None, least_s: float, as_json: bool, **asked: Any) -> None:
    """What is new goes into the record, so that a gap which footage closes is not forgotten."""
    from proctor.commands.coverage_rows import gap_row
    from proctor.commands.coverage_views import Asked, gap_columns, gap_line, gaps_of
    from proctor.timeline import microseconds

    found = gaps_of(app, Asked(**asked), microseconds(least_s))
    rows = [row for row in found if state in (None, row.state)]
    app.rows(map(gap_row if as_json else gap_line, rows), gap_columns(), as_json, ("id",))


@click.command(help=_("Decide about a gap; the beginning of its id will do."))
@click.argument("gap_id", metavar="GAP")
@click.option(
    "--as", "verdict", type=click.Choice(GAP_VERDICTS), required=True, help=_("What it was.")
)
@click.option("--reason", default="", help=_("Why, in words."))
@click.option(
    "--by",
    "--reviewer",
    "by",
    default="",
    envvar="PROCTOR_USER",
    help=_("Your name; or PROCTOR_USER."),
)
@json_option
@pass_app
def decide(app: App, gap_id: str, verdict: str, reason: str, by: str, as_json: bool) -> None:
    """A decision is added to those before; it speaks about what is missing at that moment."""
    from proctor.commands.coverage_rows import decision_row
    from proctor.coverage import decide_gap, gap_state_title

    with app.record() as record:
        made = decide_gap(record, gap_id, verdict, reason, by)
    if as_json:
        click.echo(json_line(decision_row(made)))
    else:
        text = _("Gap {gap}: {verdict}, by {name}.")
        title = gap_state_title(made.verdict)
        click.echo(text.format(gap=made.gap, verdict=title, name=made.by))
