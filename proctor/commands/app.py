"""What every command is handed: the home folder, the language, two consoles, the record."""

import json
import os
import re
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from unicodedata import category

import click

from proctor.i18n import Language, _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from proctor.audit import Record

_PIPE_WIDTH = 400
"""Columns when nobody looks: no wrapped paths, no cut cells in a pipe."""

_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
"""Unicode classes of controls, marks of direction, halves of characters, ends of lines."""
_HIGH_CONTROLS = re.compile("[\x7f-\x9f]")
"""Controls that JSON lets stand."""

_Command = TypeVar("_Command", bound=Callable[..., Any])


class App:
    """One call of the program."""

    def __init__(self, home: Path, lang: Language) -> None:
        self.home = home
        self.lang = lang

    @cached_property
    def out(self) -> "Console":
        """Standard output, for data."""
        return _console(stderr=False)

    @cached_property
    def talk(self) -> "Console":
        """Standard error, for talk and progress."""
        return _console(stderr=True)

    def rows(
        self,
        rows: Iterable[Mapping[str, object]],
        columns: Mapping[str, str],
        as_json: bool,
        whole: Collection[str] = (),
    ) -> None:
        """Print ``rows`` as JSON lines with every key, or as a table of ``columns``.

        ``columns`` maps a key to its translated heading, in order; a key that a row lacks leaves
        the cell empty. Columns that are named in ``whole`` are not folded on a narrow terminal.
        """
        if as_json:
            for row in rows:
                click.echo(json_line(row))
            return
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for key, heading in columns.items():
            table.add_column(heading, overflow="fold", no_wrap=key in whole)
        for row in rows:
            table.add_row(*(cell(row.get(key)) for key in columns))
        _print_table(self.out, table)

    @contextmanager
    def record(self) -> "Iterator[Record]":
        """The audit database of the home folder, opened and closed again."""
        from proctor.audit import Record

        with Record.open(self.home) as record:
            yield record


pass_app = click.make_pass_decorator(App)
"""Gives a command the ``App`` as its first argument."""


def json_option(command: _Command) -> _Command:
    """Adds ``--json``; the command gets ``as_json: bool``."""
    text = _("Print one JSON object a line.")
    return click.option("--json", "as_json", is_flag=True, help=text)(command)


def names_option(command: _Command) -> _Command:
    """Adds ``--names``; the command gets ``names: bool``."""
    text = _("Show the names of candidates in full, and note who asked; otherwise they are masked.")
    return click.option("--names", is_flag=True, help=text)(command)


def json_line(row: Mapping[str, object]) -> str:
    """``row`` as one line of JSON; moments in ISO 8601, paths and the like as text.

    Raises ``ValueError`` on NaN, which JSON does not know.
    """
    line = json.dumps(row, ensure_ascii=False, allow_nan=False, default=_plain)
    return _HIGH_CONTROLS.sub(lambda found: f"\\u{ord(found[0]):04x}", line)


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def cell(value: object) -> str:
    """``value`` as a person reads it in a table; wall time in the zone of this computer."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case float():
            return f"{value:.2f}"
        case datetime():
            return value.astimezone().strftime("%Y-%m-%d %H:%M:%S")
        case _:
            return printable(str(value), keep="")


def printable(text: str, keep: str = "\n\t") -> str:
    """``text`` with what would steer a terminal spelt out: names of files hold anything.

    Controls, and marks that turn writing round or end a line, save those in ``keep``.
    """
    return "".join(
        c.encode("unicode_escape").decode() if c not in keep and category(c) in _STEERING else c
        for c in text
    )


def _print_table(out: "Console", table: "Table") -> None:
    """Print it; in a pipe without the blanks that fill up its last column."""
    if out.is_terminal:
        out.print(table)
        return
    with out.capture() as captured:
        out.print(table)
    out.file.writelines(f"{line.rstrip()}\n" for line in captured.get().splitlines())


def _console(*, stderr: bool) -> "Console":
    from rich.console import Console
    from rich.text import Text

    class Terminal(Console):
        """Whatever it is told to print, the terminal does nothing but show it."""

        def render_str(self, text: str, **how: Any) -> Text:
            return super().render_str(printable(text), **how)

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH
    return Terminal(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)
