"""A look into a JSON document that knows where it is, so that a fault can be named exactly."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proctor.errors import TruthError
from proctor.i18n import _
from proctor.reasons import spoken

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
            text = contents(path).decode("utf-8")
            return cls(str(path), "", json.loads(text, object_pairs_hook=_each_once))
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
        except RecursionError as error:
            raise _not_read(path, _("it is nested too deeply")) from error
        except _TwiceError as error:
            twice = _("one object says {name} twice").format(name=_short(str(error)))
            raise _not_read(path, twice) from error
        except ValueError as error:  # the interpreter refuses numbers of thousands of digits
            raise _not_read(path, _("a number has too many digits")) from error

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

    def each(self, count: int | None = None) -> Iterator["Look"]:
        """The entries of a list; exactly ``count`` numbers when that is said."""
        if not isinstance(self.value, list):
            raise self.wrong(_("a list"))
        if count is not None and len(self.value) != count:
            raise self.wrong(_("{count} numbers").format(count=count))
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
        if not low <= self.value <= high:  # NaN and infinities are not either
            raise self.wrong(_("a number from {low:g} to {high:g}").format(low=low, high=high))
        return float(self.value)

    def truth(self) -> bool:
        """True or false, and nothing that merely looks so."""
        if not isinstance(self.value, bool):
            raise self.wrong(_("true or false"))
        return self.value

    def spelt(self) -> str:
        """The value as JSON; equal values are spelt alike."""
        try:
            return json.dumps(self.value, ensure_ascii=False, sort_keys=True)
        except RecursionError as error:
            raise _not_read(self.file, _("it is nested too deeply")) from error

    def wrong(self, expected: str) -> TruthError:
        """The error for a value that is not what it should be."""
        return self._fault(
            _("{where} must be {expected}, not {found}").format(
                where=self.path or _("the document"), expected=expected, found=_short(self.value)
            )
        )

    def _fault(self, said: str) -> TruthError:
        hint = _("Mend that entry; truth.schema.json has every field.")
        return TruthError(f"{self.file}: {said}.", hint=hint)


class _TwiceError(Exception):
    """A name that an object has twice: whichever is meant, the other would be lost unheard."""


def _each_once(entries: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(entries)
    if len(found) < len(entries):
        names = Counter(name for name, _value in entries)
        raise _TwiceError(names.most_common(1)[0][0])
    return found


def _short(value: Any) -> str:
    """A value as JSON, its beginning only when it is long."""
    try:
        shown = json.dumps(value, ensure_ascii=False)
    except RecursionError:
        return "…"
    return shown if len(shown) <= _SHOWN else f"{shown[:_SHOWN]}…"


def _not_read(path: Path | str, why: str) -> TruthError:
    return TruthError(
        _("{file} is no truth file: {why}.").format(file=path, why=why),
        hint=_("Mend that entry; truth.schema.json has every field."),
    )


def contents(path: Path) -> bytes:
    """The bytes of a file. Raises ``TruthError`` when the disk does not give them."""
    try:
        if not path.is_file():  # a device or a pipe would be read for ever
            raise OSError(_("it is not a regular file"))
        return path.read_bytes()
    except OSError as error:
        raise TruthError(
            _("cannot read {path}: {reason}").format(path=path, reason=spoken(error)),
            hint=_("Check that the file exists and that you may read it."),
        ) from error
