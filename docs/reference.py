"""Write docs/cli.md from the commands themselves: ``make docs``. A test holds the two together."""

from collections.abc import Iterator
from pathlib import Path

import click

import cli
from proctor.i18n import activate

PAGE = Path(__file__).parent / "cli.md"
WIDTH = 96
HEAD = """\
# The commands

Written by `make docs` from the commands themselves; do not edit. `proctor --lang zh COMMAND --help`
says the same in Chinese.

Data goes to standard output, talk and progress to standard error. `--json` prints one object a
line with every field. `--home` and `--lang` may stand before or after the name of the command.

| exit code | meaning |
|---|---|
| 0 | done, flags or not |
| 1 | could not: the message says what, to which thing, and the cure |
| 2 | wrong usage |
| 3 | the record is broken |
| 130 | stopped by Ctrl-C |
"""


def page() -> str:
    """The whole page."""
    activate("en")
    return "\n".join([HEAD, *sections("proctor", cli.door(), None)])


def sections(name: str, command: click.Command, parent: click.Context | None) -> Iterator[str]:
    """A section for a command, and one for each that lies below it."""
    settings = command.context_settings
    context = click.Context(command, info_name=name, parent=parent, **settings)
    context.terminal_width = WIDTH
    yield f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            found = command.get_command(context, below)
            if found is not None and not found.hidden:
                yield from sections(below, found, context)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
