"""``proctor init``: a home folder with an empty record."""

import click

from proctor.commands.app import App, pass_app
from proctor.i18n import _


@click.command(help=_("Create the home folder and its audit database; harmless when they exist."))
@pass_app
def init(app: App) -> None:
    """What there is already stays as it is."""
    from proctor.audit.file import FILE

    there = (app.home / FILE).exists()
    with app.record():
        pass
    text = _("The record is there already: {home}") if there else _("A new record: {home}")
    app.out.print(text.format(home=app.home))
    app.talk.print(_("Next: proctor doctor, then proctor analyze FOLDER --subject hall."))
