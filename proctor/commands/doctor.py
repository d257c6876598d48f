"""``proctor doctor``: what is well, what is worth knowing, and what needs a cure."""

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _


@click.command(help=_("Check this computer, the record and the models, and name every cure."))
@json_option
@pass_app
def doctor(app: App, as_json: bool) -> int:
    """Exit code 0, or 1 when something needs a cure, 3 when it is the record."""
    from proctor.commands.checkup import checkup, exit_code, rows

    findings = list(checkup(app))
    columns = {"about": _("About"), "says": _("State"), "text": _("Finding"), "cure": _("Cure")}
    app.rows(rows(findings), columns, as_json)
    return exit_code(findings)
