"""What is wrong with a profile, and where."""

from collections.abc import Sequence
from dataclasses import dataclass

from proctor.errors import ProfileError
from proctor.i18n import _


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong with a profile."""

    text: str
    """What, in the language in force."""
    table: str = ""
    """In which table, as ``[hall.rules.PHONE]``; empty at the top of the file."""
    hint: str = ""
    """The cure; may be empty."""
    line: int | None = None
    """Of the word that is meant, from 1; ``None`` when it stands in no file."""
    column: int | None = None
    """Of its first character, from 1."""
    length: int = 1
    """Its characters."""

    def place(self, origin: str) -> str:
        """``profile.toml:7:3 [hall.rules.PHONE]``, as far as it is known."""
        at = origin if self.line is None else f"{origin}:{self.line}:{self.column}"
        return " ".join(filter(None, (at, self.table)))

    def told(self, origin: str) -> str:
        """Place and fault on one line."""
        return f"{self.place(origin)}: {self.text}"


def error_of(faults: Sequence[Fault], origin: str) -> ProfileError:
    """All of them as one error; of a single one the hint is the hint."""
    if len(faults) == 1:
        return ProfileError(faults[0].told(origin), hint=faults[0].hint)
    lines = [f"  {one.told(origin)} {one.hint}".rstrip() for one in faults]
    text = _("{origin} has {n} faults:").format(origin=origin, n=len(faults))
    return ProfileError("\n".join((text, *lines)), hint=_("Mend those lines."))
