"""``proctor coverage``: what was filmed of what should have been."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option
from proctor.commands.coverage_gaps import decide, gaps
from proctor.i18n import _


@click.group(
    invoke_without_command=True,
    help=_("Account for the footage: expected, decoded, damaged, missing."),
)
@click.option("--camera", help=_("Only this camera."))
@click.option("--since", "start", callback=moment, help=_("From this moment on."))
@click.option("--until", "end", callback=moment, help=_("Up to this moment."))
@click.option(
    "--files",
    "view",
    flag_value="files",
    help=_("A line per recording instead of camera and day."),
)
@click.option(
    "--sessions",
    "view",
    flag_value="sessions",
    help=_("A line per exam session: what it is owed and what it got."),
)
@click.option(
    "--cameras", "view", flag_value="cameras", help=_("A line per camera against the schedule.")
)
@click.option("--days", "view", flag_value="days", help=_("A line per day against the schedule."))
@click.option(
    "--camera-days",
    "view",
    flag_value="camera-days",
    help=_("A line per camera and day against the schedule."),
)
@click.option(
    "--unscheduled",
    "view",
    flag_value="unscheduled",
    help=_("A line per recording that no session asked for, with the reason."),
)
@click.option(
    "--html",
    "page",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Write a calendar of the cameras and the list of gaps as one HTML file."),
)
@json_option
@click.pass_context
def coverage(
    ctx: click.Context, /, view: str | None, page: Path | None, as_json: bool, **asked: Any
) -> None:
    """Tables per camera and day, per recording, or against the schedule."""
    if ctx.invoked_subcommand is not None:
        return
    from proctor.commands.coverage_views import Asked, draw, show

    app: App = ctx.obj
    wanted = Asked(**asked)
    if page is not None:
        draw(app, wanted, page, as_json)
    else:
        show(app, wanted, view or "recordings", as_json)


coverage.add_command(gaps)
coverage.add_command(decide)
