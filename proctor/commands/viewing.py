"""Names in full are shown only after it is on record who asked for them, and whose they are."""

import getpass
import os
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

import click

from proctor.audit import Record
from proctor.commands.app import App
from proctor.findings import FlagRow
from proctor.i18n import _
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Sitting


def note(record: Record, shown: Iterable[Enrolled]) -> None:
    """Put on record that the names of ``shown`` are about to be read."""
    note_serials(record, (one.serial for one in shown))


def note_serials(record: Record, serials: Iterable[str]) -> None:
    """The same of the attempts with those serial numbers."""
    login = _login()
    by = " ".join(os.environ.get("PROCTOR_USER", "").split()) or login
    record.add_viewing(by, login, _asked(), frozenset(serials))


def _asked() -> str:
    """The command that is running, and what was told to it."""
    context = click.get_current_context()
    told = {name: value for name, value in context.params.items() if value not in (None, False, ())}
    words = (f"{name}={value}" for name, value in told.items() if name not in ("names", "as_json"))
    return " ".join((context.command_path, *words))


def note_flags(record: Record, rows: Iterable[FlagRow]) -> None:
    """The same of whom flags name: not everybody of a hall. Nothing where there are no flags."""
    rows = list(rows)
    if not rows:
        return
    sittings = (sitting for row in rows for sitting in (row.sitting, row.partner))
    note(record, (one for sitting in sittings for one in _named(sitting)))


def _named(sitting: Sitting | None) -> Iterable[Enrolled]:
    return () if sitting is None or sitting.whole else sitting.attempts


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # users of containers need not have a name
        return ""


def listed(
    app: App, since: datetime | None, until: datetime | None, serial: str | None, as_json: bool
) -> None:
    """Every look, the oldest first."""
    with app.record() as record:
        found = record.viewings(since, until, serial=serial)
    columns = {
        "at": _("When"),
        "by": _("By"),
        "login": _("User of the computer"),
        "asked": _("Asked for"),
        "names": _("Names"),
    }
    rows: Iterator[Mapping[str, object]] = (
        {
            "at": one.at,
            "by": one.by,
            "login": one.login,
            "asked": one.asked,
            "names": len(one.serials),
            "serials": list(one.serials),
        }
        for one in found
    )
    app.rows(rows, columns, as_json)
