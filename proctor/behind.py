"""Eyes with something else in front: whatever is not said anew is as it is behind."""

from collections.abc import Mapping, Sequence

from proctor.geometry import Box
from proctor.perception import Image, Sense, Sight, Subject
from proctor.ports import Eyes


class EyesBehind:
    """Eyes that see as those behind; satisfies ``proctor.ports.Eyes``."""

    def __init__(self, eyes: Eyes) -> None:
        self.eyes = eyes

    @property
    def senses(self) -> frozenset[Sense]:
        """Of the eyes behind."""
        return self.eyes.senses

    @property
    def weights(self) -> Mapping[str, str]:
        """Of the eyes behind."""
        return self.eyes.weights

    @property
    def settings(self) -> Mapping[str, float | str]:
        """Of the eyes behind."""
        return self.eyes.settings

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """As the eyes behind do."""
        return self.eyes.look(image, subject, within)
