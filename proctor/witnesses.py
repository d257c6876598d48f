"""Whatever tells of the time that eyes see: the sound, the clock in it, a composite's cameras."""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor.cellwatch import CellWatch
from proctor.clockwatch import ClockWatch
from proctor.hearing import Hearing
from proctor.observations import Columns
from proctor.perception import Account, Frame, Sense
from proctor.places import CLOCK_PLACE, SOUND_PLACE, Place
from proctor.timeline import SECOND, ClockMap, Microseconds


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Of one recording or watch; each adds a place of its own to the log."""

    hearing: Hearing | None = None
    """``None``: nobody listens."""
    watch: ClockWatch | None = None
    """``None``: nobody reads the clock."""
    cells: CellWatch | None = None
    """``None``: the picture is one."""

    @property
    def senses(self) -> tuple[Sense, ...]:
        """What they can make out."""
        reads: tuple[Sense, ...] = ("clock",) if self.watch else ()
        return reads + (self.hearing.senses if self.hearing else ())

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is written down."""
        there = ((SOUND_PLACE, self.hearing), (CLOCK_PLACE, self.watch))
        own = tuple(place for place, witness in there if witness)
        return own + (self.cells.places if self.cells else ())

    def look(self, frame: Frame) -> None:
        """Take in a picture of the scan."""
        if self.watch:
            self.watch.look(frame)
        if self.cells:
            self.cells.look(frame)

    def listen(self) -> None:
        """Take in what does not come with the pictures."""
        if self.hearing:
            self.hearing.listen()

    def forget(self, before_us: Microseconds) -> None:
        """Drop what lies well before then: a watch of months must not grow by it."""
        for witness in (self.hearing, self.watch):
            if witness is not None:
                witness.forget(before_us - SECOND)

    def told(self, account: Account) -> Account:
        """The account of the pictures with what they know."""
        return self.hearing.told(account) if self.hearing else account

    def timed(self, clock: ClockMap) -> ClockMap:
        """What is known of the wall time; where nothing is, what the picture shows."""
        return self.watch.map() if self.watch and clock.start is None else clock

    def columns(self, account: Account) -> Mapping[str, Columns]:
        """Name of the place → what was made out there."""
        columns: dict[str, Columns] = {}
        if self.hearing:
            columns[SOUND_PLACE.name] = self.hearing.columns(account.span)
        if self.watch:
            columns[CLOCK_PLACE.name] = self.watch.columns(account.span)
        if self.cells:
            columns |= self.cells.columns(account.span)
        return columns
