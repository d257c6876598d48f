"""``proctor sessions changes``: what rosters said otherwise than before, and when."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, cell, json_option, names_option, pass_app
from proctor.i18n import _

if TYPE_CHECKING:
    from proctor.rosters.telling import Change

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?\+00:00")
"""As ``Change`` tells it."""


@click.command(
    help=_(
        "List what rosters changed: candidates who were moved to another session, seats, hours and"
        " staff that were corrected; the oldest change first."
    )
)
@click.option("--since", callback=moment, help=_("Attempts that began then or later."))
@click.option("--until", callback=moment, help=_("Attempts that began before it."))
@names_option
@json_option
@pass_app
def changes(
    app: App, since: datetime | None, until: datetime | None, names: bool, as_json: bool
) -> None:
    """Wall times are local in the table, UTC in JSON."""
    from proctor.commands.viewing import note_serials

    with app.record() as record:
        found = record.roster_changes(since, until)
        if names:
            note_serials(record, (one.serial for one in found))
    columns = {
        "at": _("Told"),
        "serial": _("Serial number"),
        "name": _("Candidate"),
        "room": _("Hall or vehicle"),
        "starts": _("Starts"),
        "what": _("What"),
        "before": _("Before"),
        "after": _("Now"),
    }
    app.rows(_rows(found, names, as_json), columns, as_json)


def _rows(found: "Iterable[Change]", names: bool, as_json: bool) -> Iterable[Mapping[str, object]]:
    from proctor.rosters.numbers import name_shown

    titles = _titles()
    for one in found:
        masked = one.what == "name" and not names
        before, after = (name_shown(text) if masked else text for text in (one.before, one.after))
        if not as_json:
            before, after = _local(before), _local(after)
        yield {
            "at": one.at,
            "serial": one.serial,
            "name": one.name if names else name_shown(one.name),
            "id_number": one.id_shown,
            "site": one.site,
            "room": one.room,
            "starts": one.starts,
            "what": one.what if as_json else titles[one.what],
            "before": before or None,
            "after": after or None,
        }


def _local(text: str) -> str:
    """The text with every moment in it as the clocks here tell it."""
    return _MOMENT.sub(lambda found: cell(datetime.fromisoformat(found[0])), text)


def _titles() -> Mapping[str, str]:
    return {
        "place": _("hall or vehicle, start, seat"),
        "seat": _("seat"),
        "ends": _("end"),
        "check_in": _("check-in"),
        "breaks": _("breaks"),
        "examiner": _("examiner"),
        "officer": _("safety officer"),
        "school": _("school"),
        "licence": _("class of licence"),
        "name": _("name"),
        "id_number": _("identity number"),
    }
