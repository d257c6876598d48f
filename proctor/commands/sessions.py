"""``proctor sessions``: the exam sessions for which footage is owed."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject

if TYPE_CHECKING:
    from proctor.audit import ExamSession


@click.group(help=_("Add and list the exam sessions for which footage is owed."))
def sessions() -> None:
    """The group."""


@sessions.command(help=_("Add a session; one of the same site, hall and start is corrected."))
@click.option("--site", default="default", show_default=True, help=_("Name of the exam site."))
@click.option("--hall", required=True, help=_("Name of the hall, or plate of the vehicle."))
@click.option("--subject", type=click.Choice(SUBJECTS), default="hall", show_default=True)
@click.option("--starts", required=True, callback=moment, help=_("First moment, ISO 8601."))
@click.option("--ends", required=True, callback=moment, help=_("Last moment, ISO 8601."))
@pass_app
def add(app: App, site: str, hall: str, subject: Subject, starts: datetime, ends: datetime) -> None:
    """Store one session."""
    from proctor.audit import ExamSession

    if ends <= starts:
        raise click.BadParameter(_("A session ends after it starts."), param_hint="--ends")
    with app.record() as record:
        record.add_exam_session(ExamSession(site, hall, subject, starts, ends))


@sessions.command("list", help=_("List sessions, the earliest first."))
@click.option("--since", callback=moment, help=_("Sessions that last beyond it."))
@click.option("--until", callback=moment, help=_("Sessions that start before it."))
@json_option
@pass_app
def list_sessions(app: App, since: datetime | None, until: datetime | None, as_json: bool) -> None:
    """Wall times are local in the table, UTC in JSON."""
    with app.record() as record:
        found = record.exam_sessions(since, until)
    columns = {
        "site": _("Site"),
        "hall": _("Hall or vehicle"),
        "subject": _("Subject"),
        "starts": _("Starts"),
        "ends": _("Ends"),
    }
    app.rows(map(_row, found), columns, as_json)


def _row(session: "ExamSession") -> Mapping[str, object]:
    return {
        "site": session.site,
        "hall": session.hall,
        "subject": session.subject,
        "starts": session.starts,
        "ends": session.ends,
    }
