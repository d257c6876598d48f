"""What every command is handed: the home folder, the language, two consoles, the record."""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from proctor.i18n import Language, _

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

    from proctor.audit import Record

_PIPE_WIDTH = 400
"""Columns when nobody looks: no wrapped paths, no cut cells in a pipe."""

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
        self, rows: Iterable[Mapping[str, object]], columns: Mapping[str, str], as_json: bool
    ) -> None:
        """Print ``rows`` as JSON lines with every key, or as a table of ``columns``.

        ``columns`` maps a key to its translated heading, in order; a key that a row lacks leaves
        the cell empty.
        """
        if as_json:
            for row in rows:
                click.echo(json_line(row))
            return
        from rich.table import Table

        table = Table(box=None, pad_edge=False, header_style="bold")
        for heading in columns.values():
            table.add_column(heading, overflow="fold")
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


def json_line(row: Mapping[str, object]) -> str:
    """``row`` as one line of JSON; moments in ISO 8601, paths and the like as text.

    Raises ``ValueError`` on NaN, which JSON does not know.
    """
    return json.dumps(row, ensure_ascii=False, allow_nan=False, default=_plain)


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
            return str(value)


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

    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else _PIPE_WIDTH
    return Console(stderr=stderr, width=width, markup=False, highlight=False, emoji=False)
