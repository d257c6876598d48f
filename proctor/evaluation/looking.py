"""A look into a JSON document that knows where it is, so that a fault can be named exactly."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from proctor.errors import TruthError
from proctor.i18n import _

_SHOWN = 40
"""Characters of a wrong value that a message shows."""


@dataclass(frozen=True, slots=True)
class Look:
    """One value of a document; every question raises ``TruthError`` when it is not so."""

    file: str
    """Name of the document."""
    path: str
    """Way to the value, such as ``events[3].end_s``; empty at the top."""
    value: Any
    """As ``json`` gives it."""

    @classmethod
    def into(cls, path: Path) -> "Look":
        """The whole document. Raises ``TruthError`` when it cannot be read or is not JSON."""
        try:
            return cls(str(path), "", json.loads(path.read_text(encoding="utf-8")))
        except OSError as error:
            raise unreadable(path, error) from error
        except json.JSONDecodeError as error:
            raise TruthError(
                _("{file} is not JSON: line {line}, column {column}: {fault}.").format(
                    file=path, line=error.lineno, column=error.colno, fault=error.msg
                ),
                hint=_("Mend that line, or make the file again."),
            ) from error
        except UnicodeDecodeError as error:
            raise TruthError(
                _("{file} is not text in UTF-8.").format(file=path),
                hint=_("Save it as UTF-8, or make the file again."),
            ) from error

    def __contains__(self, name: str) -> bool:
        """Whether the object has such an entry, and it is not null."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def __getitem__(self, name: str) -> "Look":
        """The entry of that name, which must be there."""
        if not isinstance(self.value, dict):
            raise self.wrong(_("an object"))
        inner = f"{self.path}.{name}" if self.path else name
        if name not in self.value:
            raise self._fault(_("{where} is missing").format(where=inner))
        return Look(self.file, inner, self.value[name])

    def each(self) -> Iterator["Look"]:
        """The entries of a list."""
        if not isinstance(self.value, list):
            raise self.wrong(_("a list"))
        for n, value in enumerate(self.value):
            yield Look(self.file, f"{self.path}[{n}]", value)

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.value, str) or not self.value:
            raise self.wrong(_("a text"))
        return self.value

    def number(self, low: float, high: float) -> float:
        """A number from ``low`` to ``high``, both included."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float):
            raise self.wrong(_("a number"))
        if not isfinite(self.value) or not low <= self.value <= high:
            raise self.wrong(_("a number from {low:g} to {high:g}").format(low=low, high=high))
        return float(self.value)

    def numbers(self, count: int) -> list[float]:
        """Exactly so many numbers."""
        found = [one.number(-_FAR, _FAR) for one in self.each()]
        if len(found) != count:
            raise self.wrong(_("{count} numbers").format(count=count))
        return found

    def wrong(self, expected: str) -> TruthError:
        """The error for a value that is not what it should be."""
        shown = json.dumps(self.value, ensure_ascii=False)
        shown = shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"
        return self._fault(
            _("{where} must be {expected}, not {found}").format(
                where=self.path or _("the document"), expected=expected, found=shown
            )
        )

    def _fault(self, said: str) -> TruthError:
        hint = _("Mend that entry; truth.schema.json has every field.")
        return TruthError(f"{self.file}: {said}.", hint=hint)


_FAR = 1e9


def unreadable(path: Path, error: OSError) -> TruthError:
    """The error for a file that the disk does not give."""
    return TruthError(
        _("cannot read {path}: {reason}").format(path=path, reason=error.strerror or error),
        hint=_("Check that the file exists and that you may read it."),
    )
