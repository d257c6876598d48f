"""``proctor rules why``: what was seen at a moment, and what was missing for a flag."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import moment
from proctor.commands.app import App, json_option, pass_app
from proctor.commands.code_input import CODE
from proctor.commands.explain import PICTURE
from proctor.commands.identity import media_time
from proctor.commands.number_input import Number
from proctor.i18n import _
from proctor.timeline import Microseconds

_MEDIA = re.compile(r"[\d.]+(:[\d.]+){0,2}")


def _at(ctx: click.Context, param: click.Parameter, value: str) -> datetime | Microseconds | None:
    """A moment of wall time, or media time."""
    if _MEDIA.fullmatch(value):
        return media_time(ctx, param, value)
    try:
        return moment(ctx, param, value)
    except click.BadParameter:
        text = _("{value!r} is no moment: neither 2026-11-23T09:41:07 nor media time, 95 or 1:35.")
        raise click.BadParameter(text.format(value=value)) from None


@click.command("why", help=_("Why there is no flag: what was seen then, and what was missing."))
@click.option("--camera", required=True, help=_("Name of the camera."))
@click.option("--site", help=_("Name of the exam site, where several have such a camera."))
@click.option("--code", type=CODE, metavar="CODE", required=True, help=_("Which flag is missed."))
@click.option(
    "--at",
    callback=_at,
    required=True,
    metavar="TIME",
    help=_("When: wall time (ISO 8601), or media time of the recording such as 95 or 1:35."),
)
@click.option("--recording", help=_("Part of the recording's name, for media time."))
@click.option("--place", help=_("Only this place, such as seat-03."))
@click.option(
    "--around",
    type=Number(0, 600),
    default=5.0,
    show_default=True,
    help=_("How many seconds before and after count."),
)
@PICTURE
@json_option
@pass_app
def command(app: App, /, picture: Path | None, as_json: bool, **asked: Any) -> None:
    """Exit code 0 when there is an answer: that nobody could tell is one."""
    from proctor.commands.why_words import told
    from proctor.commands.whys import Question, answered

    told(app, answered(app, Question(**asked)), picture, as_json)
