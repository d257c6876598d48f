"""TOML that people write by hand: its text, and what is wrong with it in their language.

``tomllib`` says in English, and in the words of whoever writes parsers, what it cannot read.
"""

import errno
import os
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from proctor.i18n import _
from proctor.reasons import spoken
from proctor.storage import regular_size

LARGEST = 4 << 20
"""Bytes; nobody writes more settings by hand."""
_AT = re.compile(r" ?\(at (?:line (\d+), column (\d+)|end of document)\)$")
"""How ``tomllib`` ends its messages."""


@dataclass(frozen=True, slots=True)
class Slip:
    """What makes a text no TOML."""

    text: str
    """What, with the words of ``tomllib`` in brackets."""
    hint: str
    """The cure."""
    line: int | None
    """Where, from 1; ``None`` at the end of the text."""
    column: int | None
    """From 1; ``None`` at the end of the text."""


def text_in(path: Path) -> str:
    """The text of a file, without the mark that editors on Windows put before it.

    Raises ``OSError``, also for what is no file or far too large, and ``UnicodeDecodeError``.
    """
    if regular_size(path) > LARGEST:
        raise OSError(errno.EFBIG, os.strerror(errno.EFBIG))
    return path.read_text(encoding="utf-8-sig")


def slip(error: tomllib.TOMLDecodeError) -> Slip:
    """What is wrong, where, and the cure."""
    message = str(error)
    at = _AT.search(message)
    words = _AT.sub("", message)
    text, hint = next(
        (each for sign, each in _texts().items() if sign in words),
        (_("this cannot be read"), _("Mend that line.")),
    )
    line, column = (int(one) if one else None for one in (at.groups() if at else (None, None)))
    return Slip(_("{what} ({words})").format(what=text, words=words), hint, line, column)


def said(error: Exception) -> str:
    """Why a file of settings could not be read, in one clause."""
    match error:
        case OSError():
            return spoken(error)
        case UnicodeDecodeError():
            return encoding(error)
        case tomllib.TOMLDecodeError():
            found = slip(error)
            if found.line is None:
                return _("at its end, {fault}").format(fault=found.text)
            return _("line {line}: {fault}").format(line=found.line, fault=found.text)
    return str(error)


def encoding(error: UnicodeDecodeError) -> str:
    """That a file is not UTF-8, and where."""
    line = bytes(error.object[: error.start]).count(b"\n") + 1
    return _("line {line} is not text in UTF-8").format(line=line)


def _texts() -> dict[str, tuple[str, str]]:
    """Part of what ``tomllib`` says → what it means, and the cure."""
    quotes = _("Text stands between straight quotation marks, on one line.")
    twice = _("Keep one of the two, with everything that belongs to it.")
    value = _("A number is written 3.5, without a unit; text stands between straight quotes.")
    return {
        "Cannot overwrite": (_("this stands twice"), twice),
        "Duplicate": (_("this stands twice"), twice),
        "Cannot declare": (_("this table stands twice"), twice),
        "Cannot redefine": (_("this table stands twice"), twice),
        "Cannot mutate": (_("this table stands twice"), twice),
        "after a statement": (_("something follows that does not belong there"), value),
        "Invalid value": (_("this is no value"), value),
        "Invalid date": (_("this is no date"), _("A date is written 2026-11-23.")),
        "Expected '='": (_("an equals sign is missing"), _("A setting is written name = value.")),
        "Invalid statement": (
            _("this is neither a [table] nor a setting"),
            _("A setting is written name = value; a remark begins with #."),
        ),
        "initial character": (
            _("a name is missing"),
            _("Names of other letters than a to z stand between straight quotation marks."),
        ),
        "Expected ']'": (_("a closing bracket is missing"), _("A table is written [name].")),
        "Expected ']]'": (_("a closing bracket is missing"), _("A list of tables: [[name]].")),
        "Unclosed": (_("a closing bracket is missing"), _("Mend that line.")),
        "Unescaped": (
            _("a backslash stands alone in the text"),
            _("Write it twice, or put the text between single quotation marks."),
        ),
        "Illegal character": (_("a quotation mark is not closed"), quotes),
        "Unterminated": (_("a quotation mark is not closed"), quotes),
        "Expected": (_("a quotation mark is not closed"), quotes),
    }
