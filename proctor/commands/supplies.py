"""What installed models make out, told by their descriptions: nothing is loaded."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.weights import Installed
    from proctor.perception import Sense


def supplies(installed: "Installed") -> "frozenset[Sense]":
    """The senses of one of them."""
    from models.catalogue import CATALOGUE
    from models.objects import wanted_classes

    if installed.family == "built-in":
        return CATALOGUE[installed.name].supplies
    labels = set(wanted_classes(installed.classes).values())
    told: dict[str, Sense] = {
        "person": "person",
        "hand": "hands",
        "phone": "phone",
        "paper": "paper",
        "wheel": "wheel",
    }
    return frozenset(sense for label, sense in told.items() if label in labels)


def senses(folder: Path) -> "frozenset[Sense]":
    """The senses of all models in ``folder`` together, and those that need no model."""
    from models.weights import Store

    alone: frozenset[Sense] = frozenset(("picture", "sound"))
    return alone.union(*(supplies(installed) for installed in Store(folder).installed()))
