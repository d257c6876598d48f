"""``proctor review``: the next pending flag, or a given one, and a decision."""

from typing import Any

import click

from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.commands.code_input import CODE
from proctor.errors import NotFoundError
from proctor.findings import VERDICTS
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject


@click.command(
    help=_("Decide about flags: one by one on a terminal, or with --verdict from a script.")
)
@click.argument("flag_id", metavar="[ID]", required=False)
@click.option("--verdict", type=click.Choice(VERDICTS), help=_("Decide without asking."))
@click.option("--reason", default="", help=_("Why; a false alarm needs a code such as staff."))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("Only pending flags of this exam."))
@click.option("--code", type=CODE, metavar="CODE")
@json_option
@pass_app
def review(
    app: App, /, flag_id: str | None, verdict: str | None, as_json: bool, **asked: Any
) -> None:
    """Without ID: the gravest and surest pending flag first."""
    if verdict is None:
        if asked["reason"] or as_json:
            raise click.UsageError(_("--reason and --json need --verdict."))
        from proctor.commands.reviewing import converse

        converse(app, flag_id, asked["by"], asked["subject"], asked["code"])
        return
    _decide(app, flag_id, verdict, as_json, **asked)


def _decide(
    app: App,
    flag_id: str | None,
    verdict: str,
    as_json: bool,
    *,
    reason: str,
    by: str,
    subject: Subject | None,
    code: str | None,
) -> None:
    from proctor.commands.showing import decided, state_title
    from proctor.review import decide

    with app.record() as record:
        if flag_id is None:
            pending = record.next_pending(subject, code)
            if pending is None:
                raise NotFoundError(_("No flag is pending."))
            flag_id = pending.flag.id
        made = decide(record, flag_id, verdict, reason, by)
    if as_json:
        click.echo(json_line(decided(made)))
    else:
        text = _("Flag {flag}: {verdict}, by {name}.")
        words = text.format(flag=made.flag, verdict=state_title(made.verdict), name=made.by)
        click.echo(words)
