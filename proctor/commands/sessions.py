"""``proctor sessions``: the exam sessions for which footage is owed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, names_option, pass_app
from proctor.commands.changing import changes
from proctor.commands.name_input import site_option, tidy_name, tidy_room
from proctor.commands.planned_list import list_sessions
from proctor.errors import NotFoundError
from proctor.i18n import _
from proctor.perception import SUBJECTS
from proctor.rosters.counting import KINDS

if TYPE_CHECKING:
    from proctor.audit import ExamSession, Record
    from proctor.rosters.counting import Kind


_LONGEST = timedelta(days=1)
"""A longer session is a slip of the keyboard, for which footage would be owed."""


@click.group(help=_("Add, import and list exam sessions, and who is examined in them."))
def sessions() -> None:
    """The group."""


def _known_by(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds what a session is known by: ``--site``, ``--hall`` and ``--starts``."""
    options = (
        click.option(
            "--site", default="default", show_default=True, help=_("Name of the exam site.")
        ),
        click.option("--hall", required=True, help=_("Name of the hall, or plate of the vehicle.")),
        click.option("--starts", required=True, callback=moment, help=_("First moment, ISO 8601.")),
    )
    for option in reversed(options):
        command = option(command)
    return command


@sessions.command(help=_("Add a session; one of the same site, hall and start is corrected."))
@_known_by
@click.option("--ends", required=True, callback=moment, help=_("Last moment, ISO 8601."))
@click.option("--subject", type=click.Choice(SUBJECTS), default="hall", show_default=True)
@click.option(
    "--camera",
    "cameras",
    multiple=True,
    help=_(
        "A camera that owes footage of it; may be repeated. Otherwise the camera that is called"
        " like the hall or vehicle, or all cameras of the site that film such exams."
    ),
)
@pass_app
def add(app: App, /, **told: Any) -> None:
    """Store one session."""
    from proctor.audit import ExamSession

    if told["ends"] <= told["starts"]:
        raise click.BadParameter(_("A session ends after it starts."), param_hint="--ends")
    if told["ends"] - told["starts"] > _LONGEST:
        raise click.BadParameter(_("A session lasts at most a day."), param_hint="--ends")
    told["site"] = tidy_name(told["site"], "--site")
    told["hall"] = tidy_room(told["hall"], "--hall")
    with app.record() as record:
        record.add_exam_session(ExamSession(**told))


@sessions.command(help=_("Cancel a session: nothing is owed for it any more."))
@_known_by
@click.option("--reason", required=True, help=_("Why it is not held, in words."))
@pass_app
def cancel(app: App, site: str, hall: str, starts: datetime, reason: str) -> None:
    """Adding it again takes the cancellation back."""
    why = " ".join(reason.split())
    if not why:
        raise click.BadParameter(_("A cancellation needs a reason."), param_hint="--reason")
    with app.record() as record:
        session = _held(record, site, hall, starts)
        record.add_exam_session(replace(session, cancelled=why))


def _held(record: "Record", site: str, hall: str, starts: datetime) -> "ExamSession":
    for session in record.exam_sessions(starts, starts + timedelta(microseconds=1)):
        if (session.site, session.hall, session.starts) == (site, hall, starts):
            return session
    message = _("No session of {hall} at {site} starts then.").format(hall=hall, site=site)
    raise NotFoundError(message, hint=_("proctor sessions list shows them."))


_SITE = click.option(
    "--site",
    show_default="default",
    callback=site_option,
    help=_("Site of the rows that name none."),
)


@sessions.command(
    "import",
    help=_(
        "Take in a roster (CSV or XLSX) of the exam system: sessions and who is examined in them."
        " Good rows come in, every fault of the others is named; a second time adds nothing."
    ),
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_SITE
@click.option("--dry-run", is_flag=True, help=_("Only tell what is wrong; store nothing."))
@json_option
@pass_app
def import_roster(app: App, file: Path, site: str | None, dry_run: bool, as_json: bool) -> int:
    """Exit code 0, or 1 when a row was refused."""
    from proctor.commands.importing import imported

    return imported(app, file, site, dry_run, as_json)


_LIMIT = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="NAME=VALUE",
    help=_("Another limit of the checks, such as overlap_s=120; may be repeated."),
)


@sessions.command(
    help=_(
        "Take in the results (CSV or XLSX) of the exam system: scores, passes, times per item; and"
        " check the months they are of for what does not fit. Leads become flags DATA_ANOM."
    )
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@_SITE
@click.option("--dry-run", is_flag=True, help=_("Only tell what is wrong; store nothing."))
@_LIMIT
@json_option
@pass_app
def results(app: App, /, file: Path, site: str | None, dry_run: bool, **asked: Any) -> int:
    """Exit code 0, or 1 when a row was refused."""
    from proctor.commands.resulting import taken_in

    return taken_in(app, file, site, dry_run, asked["overrides"], asked["as_json"])


@sessions.command(
    help=_("Check a month's results again, with other limits, and say how much could be judged.")
)
@click.option(
    "--month",
    type=click.DateTime(["%Y-%m"]),
    default=lambda: f"{datetime.now().astimezone():%Y-%m}",
    show_default=_("this month"),
    help=_("Such as 2026-11."),
)
@click.option("--limits", is_flag=True, help=_("Only show the limits in force."))
@click.option(
    "--footage", is_flag=True, help=_("Then list the leads, and which recordings show each.")
)
@_LIMIT
@json_option
@pass_app
def anomalies(app: App, /, month: datetime, limits: bool, footage: bool, **asked: Any) -> None:
    """A row per check."""
    from proctor.commands.resulting import checked_again, shown_limits

    if limits:
        shown_limits(app, asked["overrides"], asked["as_json"])
    else:
        checked_again(app, month, footage, asked["overrides"], asked["as_json"])


@sessions.command(help=_("List who is examined where and when; identity numbers are masked."))
@click.option("--since", callback=moment, help=_("Attempts that last beyond it."))
@click.option("--until", callback=moment, help=_("Attempts that start before it."))
@click.option("--hall", help=_("Only of this hall, or vehicle."))
@click.option("--seat", help=_("Only at this seat."))
@names_option
@json_option
@pass_app
def attempts(
    app: App,
    since: datetime | None,
    until: datetime | None,
    hall: str | None,
    seat: str | None,
    names: bool,
    as_json: bool,
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    from proctor.commands.importing import attempt_rows

    with app.record() as record:
        found = record.attempts(since, until, room=hall, seat=seat)
        if names:
            from proctor.commands.viewing import note

            note(record, found)
    columns = {
        "starts": _("Starts"),
        "ends": _("Ends"),
        "site": _("Site"),
        "room": _("Hall or vehicle"),
        "seat": _("Seat"),
        "name": _("Candidate"),
        "id_number": _("Identity number"),
        "serial": _("Serial number"),
        "examiner": _("Examiner"),
        "school": _("School"),
    }
    app.rows(attempt_rows(found, names), columns, as_json)


@sessions.command(help=_("List who looked at the names of candidates, when, and whose."))
@click.option("--since", callback=moment, help=_("Looks at or after it."))
@click.option("--until", callback=moment, help=_("Looks before it."))
@click.option("--serial", help=_("Only at the name of this attempt (serial number)."))
@json_option
@pass_app
def viewings(
    app: App, since: datetime | None, until: datetime | None, serial: str | None, as_json: bool
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    from proctor.commands.viewing import listed

    listed(app, since, until, serial, as_json)


@sessions.command(
    help=_(
        "Take in enrolment photos: FOLDER holds JPEG or PNG files that are called like the serial"
        " or the identity number of a candidate on record. A second time adds nothing."
    )
)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help=_("Only tell what is wrong; store nothing."))
@json_option
@pass_app
def photos(app: App, folder: Path, dry_run: bool, as_json: bool) -> int:
    """Exit code 0, or 1 when a file was not taken or somebody has no photo."""
    from proctor.commands.enrolling import enrolled

    return enrolled(app, folder, dry_run, as_json)


@sessions.command(
    help=_("List the sites, halls, vehicles, schools or staff that rosters name, with attempts.")
)
@click.argument("kind", type=click.Choice(KINDS))
@click.option("--since", callback=moment, help=_("Attempts that last beyond it."))
@click.option("--until", callback=moment, help=_("Attempts that start before it."))
@json_option
@pass_app
def count(
    app: App, kind: "Kind", since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    from proctor.commands.importing import entity_rows

    with app.record() as record:
        found = record.attempts(since, until)
    columns = {
        "name": _("Name"),
        "site": _("Site"),
        "attempts": _("Attempts"),
        "candidates": _("Candidates"),
        "sessions": _("Sessions"),
        "first": _("First"),
        "last": _("Last"),
    }
    app.rows(entity_rows(kind, found, as_json), columns, as_json)


sessions.add_command(changes)
sessions.add_command(list_sessions)
