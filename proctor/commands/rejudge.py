"""``proctor rejudge``: the observation logs judged again, nothing decoded."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.perception import SUBJECTS


@click.command(help=_("Judge again from the observation logs, without decoding."))
@click.option("--camera", help=_("Only recordings of this camera."))
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("Only recordings of this exam."))
@click.option(
    "--evidence/--no-evidence",
    default=True,
    show_default=True,
    help=_("Cut clips and key frames for flags that are new."),
)
@rulebook_options
@json_option
@pass_app
def rejudge(
    app: App,
    camera: str | None,
    subject: Any,
    evidence: bool,
    profile: Path | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> int:
    """Exit code 0, or 1 when a log is missing."""
    from proctor.commands.rejudging import rejudged
    from proctor.commands.wiring import profile_of

    return rejudged(app, profile_of(app, profile, overrides), (camera, subject), evidence, as_json)
