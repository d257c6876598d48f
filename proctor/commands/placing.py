"""The running of ``proctor cameras places``: find, change, write down, draw, print."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import click

from proctor.commands.app import App
from proctor.commands.place_footage import Seen, Wanted, draw, seen_by, subject_of
from proctor.commands.place_rows import boxes, columns, reason, rows, warn
from proctor.commands.tying import Ties, seats, tied
from proctor.commands.wiring import home_of
from proctor.errors import NotFoundError, PlacesError, StorageError
from proctor.geometry import Box
from proctor.grids import grid_from
from proctor.i18n import _
from proctor.perception import ROOMS
from proctor.places import Place
from proctor.placing import layout as written
from proctor.placing.cabin import Side, View
from proctor.placing.gathering import Found, gathered
from proctor.placing.layout import Layout
from proctor.placing.reading import read_layout, write_layout
from proctor.reasons import spoken

PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True, slots=True)
class Changes:
    """What is to be changed by hand."""

    zones: tuple[str, ...]
    remove: tuple[str, ...]
    names: tuple[str, ...]
    drive: str | None
    view: str | None
    grid: str | None = None

    @property
    def any(self) -> bool:
        """Whether there is something to change."""
        return bool(self.zones or self.remove or self.names or self.drive or self.view or self.grid)


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    wanted: Wanted
    picture: Path | None
    forget: bool
    changes: Changes
    ties: Ties = field(default_factory=Ties)

    @property
    def forget_only(self) -> bool:
        """Whether there is nothing to do but forget."""
        other = self.wanted.recording or self.picture or self.changes.any or self.ties.any
        return self.forget and not other

    @property
    def hall_only(self) -> bool:
        """Whether there is nothing to do but note which hall or vehicle the camera shows."""
        other = self.wanted.recording or self.picture or self.changes.any or self.ties.seats
        return self.ties.hall is not None and not (other or self.forget)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What there is to show, with a reason for every place."""

    layout: Layout
    places: tuple[Place, ...]
    """With how they were found."""


def shown(app: App, order: Order, as_json: bool) -> None:
    """Do what was asked for and print the places. Raises ``PlacesError``, ``NotFoundError``."""
    if order.picture is not None and order.picture.suffix.lower() not in PICTURES:
        raise click.BadParameter(_("A picture ends in .jpg or .png."), param_hint="--output")
    home, wanted = home_of(app), order.wanted
    path = home.places(wanted.camera)
    if order.forget_only:
        _forget(app, path, wanted.camera)
        return
    if order.hall_only:
        tied(app, wanted.camera, order.ties, ())
        return
    known = None if order.forget else _known(path, wanted)
    told = known or order.changes.grid
    seen = [] if told else seen_by(app, home, wanted)
    found = _written(app, order, known) if told else _found(order, seen)
    layout = _changed(found.layout, order.changes)
    result = _with_reasons(layout.places, found.places)
    if layout != known:
        notes = {p.name: reason(p) for p in result if p.why != "given"}
        write_layout(path, wanted.camera, layout, notes)
        app.talk.print(_("Written down in {path}.").format(path=path))
    if order.ties.any:
        tied(app, wanted.camera, order.ties, result)
    named = seats(app, wanted.camera, order.ties.site, result)
    app.rows(rows(layout.grid, result, named, as_json), columns(named), as_json)
    warn(app, layout.grid, result)
    if order.picture is not None:
        draw(app, home, wanted, seen, boxes(layout.grid, result), order.picture)


def _written(app: App, order: Order, known: Layout | None) -> _Shown:
    """What is written down, or what is to be: a camera of which only the cells are told."""
    layout = known or Layout(subject_of(app, order.wanted), ())
    return _Shown(layout, layout.places)


def _known(path: Path, wanted: Wanted) -> Layout | None:
    """What is written down. Raises ``PlacesError`` when it would be overwritten."""
    known = read_layout(path)
    if known is not None and wanted.recording is not None:
        raise PlacesError(
            _("The places of {camera} are written down already: {path}.").format(
                camera=wanted.camera, path=path
            ),
            hint=_("Add --forget to find them anew; changes by hand are lost."),
        )
    return known


def _forget(app: App, path: Path, camera: str) -> None:
    try:
        path.unlink()
    except FileNotFoundError:
        app.talk.print(_("Nothing is written down for {camera}.").format(camera=camera))
    except OSError as error:
        raise StorageError(
            _("cannot remove {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the folder is there and that you may write to it."),
        ) from error
    else:
        app.talk.print(_("{camera}: places are found from footage again.").format(camera=camera))


def _found(order: Order, seen: Sequence[Seen]) -> _Shown:
    headers = [each.log.header for each in seen]
    places = gathered([Found(h.places, (h.account.width, h.account.height)) for h in headers])
    if not places and not order.changes.zones:
        raise NotFoundError(
            _("Nobody stays at one spot for long enough in the footage of {camera}.").format(
                camera=order.wanted.camera
            ),
            hint=_("Name another recording with --from, or a seat with --set."),
        )
    header = headers[-1]
    return _Shown(written.of_places(header.subject, places, header.cells), places)


def _changed(layout: Layout, changes: Changes) -> Layout:
    if changes.grid:
        layout = written.of_grid(layout, grid_from(changes.grid))
    if changes.drive or changes.view:
        layout = _turned(layout, changes.drive, changes.view)
    for text in changes.zones:
        layout = written.with_zone(layout, *_zone(text))
    for name in changes.remove:
        layout = written.without(layout, name)
    for text in changes.names:
        old, equals, new = text.partition("=")
        if not equals:
            raise click.BadParameter(_("Expected OLD=NEW."), param_hint="--rename")
        layout = written.renamed(layout, old.strip(), new.strip())
    return layout


def _turned(layout: Layout, drive: str | None, view: str | None) -> Layout:
    if layout.subject in ROOMS:
        raise PlacesError(_("--drive and --view are for cameras in cars; this one shows a room."))
    cabin = layout.cabin
    side: Side = "right" if (drive or (cabin.drive if cabin else "left")) == "right" else "left"
    seen: View = "rear" if (view or (cabin.view if cabin else "dash")) == "rear" else "dash"
    return written.of_cabin(layout.subject, side, seen, layout.grid)


def _zone(text: str) -> tuple[str, Box]:
    name, _equals, numbers = text.partition("=")
    try:
        values = [float(number) for number in numbers.split(",")]
        return name.strip(), Box(*values)
    except (ValueError, TypeError) as error:
        raise click.BadParameter(
            _("{text}: expected PLACE=X0,Y0,X1,Y1, such as seat-03=0.1,0.2,0.3,0.5").format(
                text=text
            ),
            param_hint="--set",
        ) from error


def _with_reasons(places: Iterable[Place], found: Iterable[Place]) -> list[Place]:
    """The places written down; those that are still where they were found say how."""
    ways = {(p.kind, written.given(p).zone): (p.why, p.sure) for p in found}
    return [
        replace(place, why=way[0], sure=way[1])
        for place in places
        for way in [ways.get((place.kind, place.zone), (place.why, place.sure))]
    ]
