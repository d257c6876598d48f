"""``proctor rules``: list, explain, check, tune and why; each is loaded when it is called."""

from importlib import import_module

import click

from proctor.i18n import _

VERBS = ("list", "explain", "check", "tune", "why")
"""In the order in which one needs them."""


class Rules(click.Group):
    """The group; ``proctor.commands.rules_<verb>`` has the commands."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verbs."""
        del ctx
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """From its own file; ``None`` when there is no such verb."""
        del ctx
        if cmd_name not in VERBS:
            return None
        found = import_module(f"proctor.commands.rules_{cmd_name}").command
        return found if isinstance(found, click.Command) else None


@click.group(
    cls=Rules, help=_("List and explain the rules, check profiles, try settings, ask why not.")
)
def rules() -> None:
    """The noun; its verbs follow."""
