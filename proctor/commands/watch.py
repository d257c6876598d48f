"""``proctor watch URL``: a live camera, flagged while it runs."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.perception import SUBJECTS


@click.command(help=_("Watch a live camera and flag while it runs."))
@click.argument("url")
@click.option(
    "--for",
    "seconds",
    type=click.FloatRange(min=0, min_open=True),
    help=_("Seconds to watch; otherwise until Ctrl-C."),
)
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    default="hall",
    show_default=True,
    help=_("Which exam the camera shows: hall (1), field (2), road (3)."),
)
@click.option("--camera", default="live", show_default=True, help=_("Name of the camera."))
@click.option("--site", default="default", show_default=True, help=_("Name of the exam site."))
@rulebook_options
@json_option
@pass_app
def watch(
    app: App,
    /,
    url: str,
    profile: Path | None,
    overrides: tuple[str, ...],
    as_json: bool,
    **wanted: Any,
) -> None:
    """Exit code 0 when the time is over or somebody stopped it."""
    from proctor.commands.watching import Order, watched
    from proctor.commands.wiring import profile_of

    watched(app, Order(url=url, **wanted), profile_of(app, profile, overrides), as_json)
