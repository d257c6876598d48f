"""What ties cameras to rosters, and photos to persons; only ever added."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit.writing import camera_id, insert
from proctor.geometry import Box
from proctor.rosters.photo import Photo
from proctor.rosters.telling import Told
from proctor.timeline import stamp


def set_room(connection: sa.Connection, camera: str, site: str, room: str, now: datetime) -> None:
    """Which hall or vehicle a camera shows; nothing is added when that was said last."""
    number = camera_id(connection, camera, site, None)
    _say(connection, r.camera_rooms, {"camera_id": number, "room": room}, now)


def set_seats(
    connection: sa.Connection, camera: str, site: str, seats: Mapping[str, Box], now: datetime
) -> None:
    """All seats of a camera with their zones; nothing is added when that was said last."""
    number = camera_id(connection, camera, site, None)
    zones = {seat: [round(float(value), 4) for value in zone] for seat, zone in seats.items()}
    _say(connection, r.camera_seats, {"camera_id": number, "seats": zones}, now)


def _say(
    connection: sa.Connection, table: sa.Table, said: Mapping[str, object], now: datetime
) -> None:
    c = table.c
    query = sa.select(*(c[name] for name in said)).where(c.camera_id == said["camera_id"])
    last = connection.execute(query.order_by(c.id.desc()).limit(1)).mappings().first()
    if last is None or dict(last) != said:
        insert(connection, table, [{**said, "at_us": stamp(now)}])


def add_photos(connection: sa.Connection, photos: Iterable[Photo], now: datetime) -> Told:
    """The photo of each person, unless it is the one that counts already."""
    c = r.photos.c
    query = sa.select(c.person, c.sha256).join(r.last_photos, r.last_photos.c.photo_id == c.id)
    known = {row.person: row.sha256 for row in connection.execute(query)}
    given = list({photo.person: photo for photo in photos}.values())
    fresh = [photo for photo in given if known.get(photo.person) != photo.sha256]
    insert(connection, r.photos, [{**asdict(photo), "at_us": stamp(now)} for photo in fresh])
    new = sum(photo.person not in known for photo in fresh)
    return Told(new, len(fresh) - new, len(given) - len(fresh))
