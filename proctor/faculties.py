"""Eyes, and the other models that are loaded beside them, under one fingerprint."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from proctor.geometry import Box
from proctor.perception import Image, Sense, Sight, Subject
from proctor.ports import Ears, Eyes, TextReader
from proctor.prompts import Prompts


@dataclass(frozen=True, slots=True)
class Faculties:
    """Eyes that see as those within; their hashes cover whatever else makes the log.

    Satisfies ``proctor.ports.Eyes``.
    """

    eyes: Eyes
    """What sees."""
    beside: tuple[Ears | TextReader | Prompts, ...]
    """What hears and reads, and what is known of the sound."""

    @property
    def senses(self) -> frozenset[Sense]:
        """Of the eyes."""
        return self.eyes.senses

    @property
    def weights(self) -> Mapping[str, str]:
        """Of all of them."""
        weights = dict(self.eyes.weights)
        for other in self.beside:
            weights |= other.weights
        return weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Of all of them."""
        settings = dict(self.eyes.settings)
        for other in self.beside:
            settings |= other.settings
        return settings

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """As the eyes do."""
        return self.eyes.look(image, subject, within)
