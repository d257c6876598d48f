"""The cameras of a watch as a table that stays in place on the terminal."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeAlias

from proctor.commands.app import App
from proctor.commands.watch_rows import Standing, state_words
from proctor.i18n import _

if TYPE_CHECKING:
    from rich.table import Table

Show: TypeAlias = Callable[[Sequence[Standing]], None]

_COLOURS = {"live": "green", "connecting": "yellow", "stale": "yellow", "unwatched": "dim"}


@contextmanager
def dashboard(app: App, as_json: bool) -> Iterator[Show]:
    """Gives what shows the standings; where nobody looks, it shows nothing."""
    console = app.out if app.out.is_terminal and not as_json else app.talk
    if not console.is_terminal or (as_json and app.out.is_terminal):
        yield lambda _standings: None
        return
    from rich.live import Live

    with Live(console=console, auto_refresh=False, transient=True) as live:
        yield lambda standings: live.update(table(standings), refresh=True)


def table(standings: Sequence[Standing]) -> "Table":
    """A line per camera."""
    from rich.table import Table
    from rich.text import Text

    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for heading in (_("Camera"), _("State")):
        drawn.add_column(heading)
    for heading in (_("fps"), _("Delay s"), _("Gaps"), _("Missing s"), _("Open flags"), _("Flags")):
        drawn.add_column(heading, justify="right")
    words = state_words()
    for one in standings:
        delay = "" if one.delay_s is None else f"{one.delay_s:.1f}"
        drawn.add_row(
            Text(one.camera),
            Text(words[one.state], _COLOURS.get(one.state, "bold red")),
            f"{one.rate:.1f}",
            delay,
            f"{one.gaps}",
            f"{one.missing_s:.0f}",
            f"{one.open_flags}",
            f"{one.flags}",
        )
    return drawn
