"""``proctor sessions list``: what is planned."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.schedule import EMPTIED

if TYPE_CHECKING:
    from proctor.schedule import ExamSession


@click.command("list", help=_("List sessions, the earliest first."))
@click.option("--since", callback=moment, help=_("Sessions that last beyond it."))
@click.option("--until", callback=moment, help=_("Sessions that start before it."))
@click.option("--cancelled", is_flag=True, help=_("The cancelled ones too."))
@json_option
@pass_app
def list_sessions(
    app: App, since: datetime | None, until: datetime | None, cancelled: bool, as_json: bool
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    with app.record() as record:
        found = record.exam_sessions(since, until, cancelled=cancelled)
    columns = {
        "site": _("Site"),
        "hall": _("Hall or vehicle"),
        "subject": _("Subject"),
        "starts": _("Starts"),
        "ends": _("Ends"),
        "cameras": _("Cameras"),
        "cancelled": _("Cancelled"),
    }
    app.rows(map(_row if as_json else _line, found), columns, as_json)


def _row(session: "ExamSession") -> Mapping[str, object]:
    return {
        "site": session.site,
        "hall": session.hall,
        "subject": session.subject,
        "starts": session.starts,
        "ends": session.ends,
        "cameras": list(session.cameras),
        "cancelled": session.cancelled or None,
    }


def _line(session: "ExamSession") -> Mapping[str, object]:
    emptied = session.cancelled == EMPTIED
    return {
        **_row(session),
        "cameras": ", ".join(session.cameras),
        "cancelled": _("all of its candidates were moved") if emptied else session.cancelled,
    }
