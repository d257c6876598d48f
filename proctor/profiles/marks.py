"""Where each key of a TOML text stands; ``tomllib`` reads the values and forgets the places.

Made for texts that ``tomllib`` has taken: what is no TOML is found there, not here.
https://toml.io/en/v1.0.0
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

Path: TypeAlias = tuple[str, ...]
"""Names of tables and of a key, from the top of the file."""

_TOKEN = re.compile(
    r"""
    (?P<skip>\#[^\n]*|[ \t\r]+)
  | (?P<line>\n)
  | (?P<text>\"{3}(?:\\.|[^\\])*?\"{3,5} | '{3}.*?'{3,5} | "(?:\\.|[^"\\\n])*" | '[^'\n]*')
  | (?P<sign>[\[\]{}=,.])
  | (?P<bare>[^\s\[\]{}=,."'\#]+)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in a text."""

    line: int
    """From 1."""
    column: int
    """Of the first character, from 1."""
    length: int
    """Characters, on that line."""


def marks(text: str) -> Mapping[Path, Mark]:
    """Path → where the last word of the path stands first, as the name of a table or a key."""
    found: dict[Path, Mark] = {}
    walk = _Walk(text)
    table: Path = ()
    while walk.kind:
        if walk.kind == "line":
            walk.go()
        elif walk.word == "[":
            table = walk.header(found)
        else:
            walk.pair(table, found)
    return found


class _Walk:
    """Goes through the tokens of a text, which it takes for TOML."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = self._next = 0
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]
        self.kind = self.word = ""
        self.go()

    def go(self) -> None:
        """On to the next token that means something; ``kind`` is empty at the end."""
        self.kind = ""
        while (found := _TOKEN.match(self._text, self._next)) and found.lastgroup:
            self._at, self._next = found.span()
            if found.lastgroup != "skip":
                self.kind, self.word = found.lastgroup, found[0]
                return

    def header(self, found: dict[Path, Mark]) -> Path:
        """``[a.b]`` or ``[[a.b]]``; gives its path."""
        self._signs("[")
        path = self._key((), found)
        self._signs("]")
        return path

    def pair(self, table: Path, found: dict[Path, Mark]) -> None:
        """``a.b = value``, and what lies in the value."""
        path = self._key(table, found)
        self.go()  # over the =
        self._value(path, found)

    def _signs(self, sign: str) -> None:
        while self.word == sign:
            self.go()

    def _key(self, table: Path, found: dict[Path, Mark]) -> Path:
        path = table
        while self.kind in ("text", "bare"):
            path = (*path, _name(self.word))
            found.setdefault(path, self._mark())
            self.go()
            if self.word == ".":
                self.go()
        return path

    def _value(self, path: Path, found: dict[Path, Mark]) -> None:
        """Up to the end of the line, or of the place in a list or a table within a line."""
        if self.word == "{":
            self._inside("}", path, found)
        elif self.word == "[":
            self._inside("]", path, found)
        else:
            while self.kind in ("text", "bare", "sign") and self.word not in (",", "]", "}"):
                self.go()

    def _inside(self, end: str, path: Path, found: dict[Path, Mark]) -> None:
        self.go()
        while self.kind and self.word != end:
            if self.kind == "line" or self.word == ",":
                self.go()
            elif end == "}":
                self.pair(path, found)
            else:
                self._value(path, found)
        self.go()

    def _mark(self) -> Mark:
        line = self._text.count("\n", 0, self._at) + 1
        length = len(self.word.partition("\n")[0])
        return Mark(line, self._at - self._starts[line - 1] + 1, length)


def _name(word: str) -> str:
    """A key without its quotes."""
    return next(iter(tomllib.loads(f"{word} = 0"))) if word[0] in "\"'" else word
