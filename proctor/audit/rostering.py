"""The part of the record that knows who is examined where and when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from proctor.audit.database import Database
from proctor.geometry import Box
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.photo import Photo
from proctor.rosters.seating import Key, Seating
from proctor.rosters.telling import Change, Told
from proctor.timeline import Clock


class Rostering:
    """Attempts of a record, who sits where, and enrolment photos."""

    _database: Database
    _clock: Clock

    def add_attempts(self, attempts: Sequence[Enrolled]) -> Told:
        """Store attempts with the sessions they belong to; what is known already adds nothing.

        One transaction: all or none. A session lasts until the last of its attempts ends; a
        cancelled one stays cancelled. A candidate whom these attempts have elsewhere, of the same
        site and within their days, is moved: the attempt before counts no more, and a session that
        is empty now is cancelled.
        """
        from proctor.audit import rostered

        with self._database.writing() as connection:
            return rostered.add_attempts(connection, attempts, self._clock.now())

    def attempts(
        self,
        start: datetime | None = None,
        end: datetime | None = None,
        *,
        room: str | None = None,
        seat: str | None = None,
    ) -> list[Enrolled]:
        """Attempts of sessions that are held and overlap ``[start, end)``, by start, room, seat."""
        from proctor.audit import enrolment

        with self._database.asking() as ask:
            found = enrolment.attempts(ask, start=start, end=end, room=room, seat=seat)
        return [one for one, _session in found]

    def roster_changes(
        self, start: datetime | None = None, end: datetime | None = None
    ) -> list[Change]:
        """What rosters changed of attempts that began in ``[start, end)``, the oldest first."""
        from proctor.audit import changed

        with self._database.asking() as ask:
            return changed.changes(ask, start, end)

    def seating(self, start: datetime, end: datetime) -> Seating:
        """All that tells who sits where in ``[start, end)``; ask it as often as need be."""
        from proctor.audit import seated

        with self._database.asking() as ask:
            return seated.seating(ask, start, end)

    def camera_rooms(self) -> Mapping[Key, str]:
        """Site and camera → the hall or vehicle that somebody said it shows."""
        from proctor.audit import seated

        with self._database.asking() as ask:
            return seated.ties(ask)

    def camera_seats(self) -> Mapping[Key, Mapping[str, Box]]:
        """Site and camera → seat as rosters call it → its zone, 0–1 of the frame."""
        from proctor.audit import seated

        with self._database.asking() as ask:
            return seated.seats(ask)

    def set_camera_room(self, camera: str, site: str, room: str) -> None:
        """From now on the camera is known to show that hall or vehicle; empty: nobody knows."""
        from proctor.audit import tying

        with self._database.writing() as connection:
            tying.set_room(connection, camera, site, room, self._clock.now())

    def set_camera_seats(self, camera: str, site: str, seats: Mapping[str, Box]) -> None:
        """From now on these seats are known in the picture of the camera, and no others."""
        from proctor.audit import tying

        with self._database.writing() as connection:
            tying.set_seats(connection, camera, site, seats, self._clock.now())

    def add_photos(self, photos: Iterable[Photo]) -> Told:
        """Note the enrolment photo of each person; what is known already adds nothing."""
        from proctor.audit import tying

        with self._database.writing() as connection:
            return tying.add_photos(connection, photos, self._clock.now())
