"""What ties a camera to rosters: the hall or vehicle it shows, and which place is which seat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import click

from proctor.audit import Record
from proctor.commands.app import App
from proctor.errors import NotFoundError, PlacesError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.places import Place
from proctor.rosters.seating import Spot, seat_of


@dataclass(frozen=True, slots=True)
class Ties:
    """What was told of a camera."""

    hall: str | None = None
    """Hall or plate; empty takes it back."""
    seats: tuple[str, ...] = ()
    """As typed, PLACE=SEAT."""
    site: str | None = None
    """Of the camera, for when two sites have one of its name."""

    @property
    def any(self) -> bool:
        """Whether anything was told."""
        return self.hall is not None or bool(self.seats)


def tied(app: App, camera: str, ties: Ties, places: Sequence[Place]) -> None:
    """Put into the record what was told. Raises ``NotFoundError``, ``PlacesError``."""
    zones = dict(_named(text, places) for text in ties.seats)
    with app.record() as record:
        site = _site_of(record, camera, ties.site)
        if ties.hall is not None:
            record.set_camera_room(camera, site, " ".join(ties.hall.split()))
        if zones:
            others = record.camera_seats().get((site, camera), {})
            kept = {seat: zone for seat, zone in others.items() if zone not in zones.values()}
            record.set_camera_seats(camera, site, kept | zones)


def seats(app: App, camera: str, site: str | None, places: Iterable[Place]) -> Mapping[str, str]:
    """Place → seat as rosters call it, for those that have one.

    ``site`` of the camera; without it, seats are known where one site only has named any.
    """
    found, known = tuple(places), _known(app, camera, site)
    spots = (Spot("", camera, "hall", place.name, "", found) for place in found)
    named = {spot.place: seat_of(spot, known) for spot in spots}
    return {place: seat for place, seat in named.items() if seat}


def _known(app: App, camera: str, site: str | None) -> Mapping[str, Box]:
    with app.record() as record:
        told = record.camera_seats().items()
    found = [zones for (at, name), zones in told if name == camera and site in (None, at)]
    return found[0] if len(found) == 1 else {}


def _named(text: str, places: Sequence[Place]) -> tuple[str, Box]:
    """Seat and zone."""
    name, equals, seat = (part.strip() for part in text.partition("="))
    if not equals or not seat:
        raise click.BadParameter(_("Expected PLACE=SEAT."), param_hint="--seat")
    for place in places:
        if place.name == name and place.kind == "seat":
            return seat, Box(*(round(float(value), 4) for value in place.zone))
    known = ", ".join(place.name for place in places if place.kind == "seat")
    raise PlacesError(
        _("There is no seat {name}.").format(name=name),
        hint=_("Known: {names}").format(names=known),
    )


def _site_of(record: Record, camera: str, told: str | None) -> str:
    if told is not None:
        return told
    found = [row.site for row in record.cameras() if row.name == camera]
    if len(found) == 1:
        return found[0]
    if found:
        raise NotFoundError(
            _("Several sites have a camera {camera}.").format(camera=camera),
            hint=_("Name one with --site: {names}").format(names=", ".join(found)),
        )
    raise NotFoundError(
        _("No footage of a camera {camera} is on record.").format(camera=camera),
        hint=_("Analyse some, or name its site with --site."),
    )
