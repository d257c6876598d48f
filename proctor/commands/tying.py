"""What ties a camera to rosters: the hall or vehicle it shows, and which place is which seat."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import click

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.name_input import tidy_room
from proctor.errors import NotFoundError, PlacesError
from proctor.geometry import Box
from proctor.i18n import _
from proctor.places import Place
from proctor.rosters.cells import seat as roster_seat
from proctor.rosters.seating import Spot, plain, seat_of
from proctor.timeline import SystemClock


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
    zones = _zones(ties.seats, places)
    with app.record() as record:
        site = _site_of(record, camera, ties.site)
        if ties.hall is not None:
            hall = tidy_room(ties.hall, "--hall") if ties.hall.strip() else ""
            record.set_camera_room(camera, site, hall)
            _warn_of_hall(app, record, site, hall)
        if zones:
            others = record.camera_seats().get((site, camera), {})
            record.set_camera_seats(camera, site, _left(app, others, zones) | zones)


def _left(app: App, others: Mapping[str, Box], zones: Mapping[str, Box]) -> dict[str, Box]:
    """What still holds of ``others``; tells whose seat went to another place."""
    given = {plain(seat): zone for seat, zone in zones.items()}
    for seat, zone in others.items():
        if given.get(plain(seat), zone) != zone:
            text = _("Seat {seat} was at another place of this camera until now.")
            app.talk.print(text.format(seat=seat))
    return {
        seat: zone
        for seat, zone in others.items()
        if zone not in zones.values() and plain(seat) not in given
    }


def _warn_of_hall(app: App, record: Record, site: str, hall: str) -> None:
    """Say that no roster names the hall or vehicle: it may be misspelt, or the site."""
    now = SystemClock().now()
    rooms = record.rooms_then(now, now).rooms
    known = [name for (at, _kind), names in rooms.items() if at == site for name in names]
    if not hall or not rooms or hall.casefold() in map(str.casefold, known):
        return
    if known:
        text = _("No roster names {hall} at the site {site} yet; there are: {names}.")
    else:
        text = _("No roster is of the site {site} yet; there are rosters of: {sites}.")
    sites = ", ".join(sorted({at for at, _kind in rooms}))
    names = ", ".join(sorted(known))
    app.talk.print(text.format(hall=hall, site=site, names=names, sites=sites), soft_wrap=True)


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


def _zones(told: Sequence[str], places: Sequence[Place]) -> dict[str, Box]:
    """Seat → zone; nobody sits at two places, and no place is two seats."""
    found: dict[str, Box] = {}
    for text in told:
        seat, zone = _named(text, places)
        if zone in found.values():
            raise _wrong(_("{text}: that place has another seat already.").format(text=text))
        if plain(seat) in map(plain, found):
            raise _wrong(_("{text}: another place has that seat already.").format(text=text))
        found[seat] = zone
    return found


def _wrong(message: str) -> click.BadParameter:
    return click.BadParameter(message, param_hint="--seat")


def _named(text: str, places: Sequence[Place]) -> tuple[str, Box]:
    """Seat and zone."""
    name, equals, typed = (part.strip() for part in text.partition("="))
    try:
        seat = roster_seat(typed)
    except ValueError as error:
        raise _wrong(f"{text[:40]}: {error}") from None
    if not equals or not seat:
        raise _wrong(_("Expected PLACE=SEAT."))
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
