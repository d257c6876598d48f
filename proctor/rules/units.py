"""What the settings of rules count, and which values of them make sense.

A rule says it with the type of a field: ``near: HeadWidths = 0.8``. A field that is a plain
``float`` counts what its name ends in (``_s`` seconds, ``_deg`` degrees, …).
"""

from dataclasses import dataclass
from math import inf
from typing import Annotated, TypeAlias

from proctor.i18n import _


@dataclass(frozen=True, slots=True)
class Unit:
    """What a setting counts and how far it may go."""

    sign: str
    """As printed behind a value; English, in the catalogue; empty for a share or a number."""
    most: float = inf
    """Largest value that makes sense."""
    above: bool = False
    """Whether 0 itself makes no sense."""

    def holds(self, value: float) -> bool:
        """Whether the value makes sense; NaN and infinity never do."""
        return (value > 0 if self.above else value >= 0) and value <= self.most and value < inf

    def range(self) -> str:
        """The values that make sense, in the language in force."""
        if self.above:
            text = _("more than 0") if self.most == inf else _("more than 0, at most {most:g}")
        else:
            text = _("0 or more") if self.most == inf else _("0 to {most:g}")
        return " ".join(filter(None, (text.format(most=self.most), self.name())))

    def name(self) -> str:
        """The sign in the language in force."""
        return _(self.sign) if self.sign else ""


def _texts() -> tuple[str, ...]:
    """Every sign, where the collector of translations finds it."""
    widths, heights = _("head widths"), _("head heights")
    return _("s"), _("h"), "°", "dB", _("times"), widths, heights, _("grey levels")


NUMBER = Unit("")
SECONDS = Unit("s", 86_400)
DEGREES = Unit("°", 180, above=True)
DECIBELS = Unit("dB", 200)
SHARE = Unit("", 1)
HOURS = Unit("h", 24)

Sure: TypeAlias = Annotated[float, Unit("", 1, above=True)]
"""A sureness from which something counts."""
Seconds: TypeAlias = Annotated[float, SECONDS]
Degrees: TypeAlias = Annotated[float, DEGREES]
Share: TypeAlias = Annotated[float, SHARE]
"""0–1 of a whole, a likeness, or a probability."""
Multiple: TypeAlias = Annotated[float, Unit("times")]
"""So many times something else."""
HeadWidths: TypeAlias = Annotated[float, Unit("head widths", above=True)]
HeadHeights: TypeAlias = Annotated[float, Unit("head heights", above=True)]
Grey: TypeAlias = Annotated[float, Unit("grey levels", 255)]

BY_ENDING = {"s": SECONDS, "h": HOURS, "deg": DEGREES, "db": DECIBELS, "share": SHARE}
"""What a plain ``float`` counts by the last part of its name."""
