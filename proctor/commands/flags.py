"""``proctor flags``: list them, show one; ``explain`` is attached from its own file."""

from collections.abc import Sequence
from typing import Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, names_option, pass_app
from proctor.commands.code_input import CODE
from proctor.findings import ORDERS, VERDICTS, FlagQuery, FlagRow
from proctor.i18n import _
from proctor.perception import SUBJECTS

SHOWN = 200
"""Rows of a table unless ``--limit`` says otherwise; JSON gives all."""


class Flags(click.Group):
    """The group; ``explain`` needs more libraries and is loaded when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order one needs them."""
        return [*super().list_commands(ctx), "explain"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """``show`` from here, ``explain`` from ``proctor.commands.explain``."""
        if cmd_name == "explain":
            from proctor.commands.explain import explain

            return explain
        return super().get_command(ctx, cmd_name)


@click.group(
    cls=Flags,
    invoke_without_command=True,
    help=_("List flags, show one, or explain why it was raised."),
)
@click.option(
    "--code",
    type=CODE,
    metavar="CODE",
    help=_("Only this code."),
)
@click.option("--state", type=click.Choice(["pending", *VERDICTS]), help=_("Only in this state."))
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("Only this exam."))
@click.option("--camera", help=_("Name of the camera."))
@click.option("--level", type=click.IntRange(1, 3), help=_("This level or graver; 1 is gravest."))
@click.option("--since", "start", callback=moment, help=_("Flags that start at or after it."))
@click.option("--until", "end", callback=moment, help=_("Flags that start before it."))
@click.option("--run", type=click.IntRange(1), help=_("Only the flags of this run, old or new."))
@click.option("--limit", type=click.IntRange(1), help=_("At most so many."))
@click.option(
    "--order",
    type=click.Choice(ORDERS),
    default="time",
    help=_("By time, or the gravest, surest and rarest first."),
)
@names_option
@json_option
@click.pass_context
def flags(ctx: click.Context, /, as_json: bool, names: bool, **asked: Any) -> None:
    """The standing flags: those of current runs, and earlier ones that somebody decided about."""
    if ctx.invoked_subcommand is not None:
        return
    app: App = ctx.obj
    query = FlagQuery(**asked)
    with app.record() as record:
        rows = record.flags(query)
        if names:
            from proctor.commands.viewing import note_flags

            note_flags(record, rows if as_json else rows[: query.limit or SHOWN])
    if as_json:
        from proctor.commands.showing import plain

        app.rows((plain(row, names) for row in rows), {}, as_json=True)
    else:
        _print_table(app, rows, query.limit or SHOWN, names)


def _print_table(app: App, rows: Sequence[FlagRow], most: int, names: bool) -> None:
    if not rows:
        app.talk.print(_("There are no such flags."))
        return
    from proctor.commands.showing import LEVEL_STYLES, line, table

    made = table()
    for row in rows[:most]:
        made.add_row(*line(row, app.lang, names), style=LEVEL_STYLES[row.flag.level])
    app.out.print(made)
    if len(rows) > most:
        text = _("{shown} of {all} flags; --limit shows more, --json all.")
        app.talk.print(text.format(shown=most, all=len(rows)))


@flags.command(help=_("Show everything about one flag; the beginning of its id will do."))
@click.argument("flag_id", metavar="ID")
@names_option
@json_option
@pass_app
def show(app: App, flag_id: str, names: bool, as_json: bool) -> None:
    """Reasons, evidence with hashes, decisions."""
    from proctor.commands.partners import company, company_json, tell_company
    from proctor.commands.showing import describe, full
    from proctor.commands.viewing import note_flags
    from proctor.home import Home
    from proctor.rulebook import phases_of

    with app.record() as record:
        row = record.flag(flag_id)
        phases = phases_of(record.rulebook_of(row.run_number))
        others = company(record, Home(app.home), row)
        note_flags(record, [row] if names else ())
    if as_json:
        whole = full(row, app.home, phases, names) | company_json(others)
        app.rows([whole], {}, as_json=True)
    else:
        describe(app, row, phases, names)
        tell_company(app, others)
