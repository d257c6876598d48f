"""Enrolment photos into the record: a folder of them, or those that a roster names."""

from collections.abc import Mapping
from pathlib import Path

import click

from proctor.commands.app import App, json_line
from proctor.commands.wiring import home_of
from proctor.i18n import _
from proctor.rosters import Problem, Roster
from proctor.rosters.photos import Album, PhotoProblem, of_folder, of_roster, put_away
from proctor.rosters.sealing import site_key
from proctor.rosters.telling import Told

SHOWN = 50
"""Problems in the table of a terminal; with ``--json`` all of them are told."""


def enrolled(app: App, folder: Path, dry_run: bool, as_json: bool) -> int:
    """Take the photos of a folder in, tell of the others; 1 when there is any of those."""
    home = home_of(app)
    with app.record() as record, app.talk.status(_("Looking at {file} ...").format(file=folder)):
        album = of_folder(folder, record.attempts(), site_key(home), _unpacked)
        told = None if dry_run else _stored(app, album)
    if as_json:
        for problem in album.problems:
            click.echo(json_line({"event": "problem", **_row(problem)}))
        click.echo(json_line({"event": "photos", **_summary(album, told)}))
    else:
        _table(app, album)
        _words(app, album, told)
    return int(bool(album.problems))


def of_rows(app: App, roster: Roster, file: Path, dry_run: bool) -> list[Problem]:
    """Take the photos in that a roster names; the faults of those cells are given."""
    if not roster.pictured:
        return []
    album, problems = of_roster(roster, file.parent, site_key(home_of(app)), _unpacked)
    if not dry_run:
        _words(app, album, _stored(app, album))
    return problems


def _stored(app: App, album: Album) -> Told:
    put_away(home_of(app), album)
    with app.record() as record:
        return record.add_photos(album.photos.values())


def _unpacked(data: bytes) -> None:
    """Raises ``ValueError`` when the picture cannot be shown."""
    import cv2
    import numpy as np

    if cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR) is None:
        raise ValueError(_("The picture is damaged."))


def _row(problem: PhotoProblem) -> Mapping[str, object]:
    return {
        "file": problem.file or None,
        "serial": problem.serial or None,
        "problem": problem.message,
    }


def _table(app: App, album: Album) -> None:
    if not album.problems:
        return
    columns = {
        "file": _("File"),
        "serial": _("Serial number"),
        "problem": _("What is wrong"),
    }
    shown = album.problems[:SHOWN] if app.out.is_terminal else album.problems
    app.rows(map(_row, shown), columns, as_json=False)
    if len(shown) < len(album.problems):
        more = len(album.problems) - len(shown)
        app.talk.print(_("... and {n} more; --json tells all of them.").format(n=more))


def _summary(album: Album, told: Told | None) -> Mapping[str, object]:
    return {
        "files": album.seen,
        "good": len(album.photos),
        "problems": len(album.problems),
        "new": told and told.new,
        "replaced": told and told.corrected,
        "known": told and told.known,
    }


def _words(app: App, album: Album, told: Told | None) -> None:
    text = _("{files} photos looked at; those of {good} candidates can be used.")
    app.talk.print(text.format(files=album.seen, good=len(album.photos)))
    if told is None:
        app.talk.print(_("Nothing was stored (--dry-run)."))
        return
    text = _("Photos: {new} new, {replaced} replaced, {known} known already.")
    app.talk.print(text.format(new=told.new, replaced=told.corrected, known=told.known))
