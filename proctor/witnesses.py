"""Whatever tells of the time that the eyes see: the sound beside the pictures."""

from collections.abc import Mapping
from dataclasses import dataclass

from proctor.hearing import Hearing
from proctor.observations import Columns
from proctor.perception import Account, Sense
from proctor.places import SOUND_PLACE, Place


@dataclass(frozen=True, slots=True)
class Witnesses:
    """Of one recording or watch; each adds a place of its own to the log."""

    hearing: Hearing | None = None
    """``None``: nobody listens."""

    @property
    def senses(self) -> tuple[Sense, ...]:
        """What they can make out."""
        return self.hearing.senses if self.hearing else ()

    @property
    def places(self) -> tuple[Place, ...]:
        """Where it is written down."""
        return (SOUND_PLACE,) if self.hearing else ()

    def listen(self) -> None:
        """Take in what does not come with the pictures."""
        if self.hearing:
            self.hearing.listen()

    def told(self, account: Account) -> Account:
        """The account of the pictures with what they know."""
        return self.hearing.told(account) if self.hearing else account

    def columns(self, account: Account) -> Mapping[str, Columns]:
        """Name of the place → what was made out there."""
        return {SOUND_PLACE.name: self.hearing.columns(account.span)} if self.hearing else {}
