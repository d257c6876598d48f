"""``proctor rules tune CODE``: what other settings would find and flag in vain; changes nothing."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.commands.code_input import CODE
from proctor.commands.explain import PICTURE
from proctor.commands.number_input import Number
from proctor.commands.rules_explain import rule_kind
from proctor.i18n import _


@click.command(
    "tune", help=_("Try settings of a rule on truth or reviewed flags; no profile is changed.")
)
@click.argument("code", type=CODE, metavar="CODE")
@click.argument(
    "truth", nargs=-1, metavar="[TRUTH]...", type=click.Path(exists=True, path_type=Path)
)
@click.option("--from-reviews", is_flag=True, help=_("Take the reviewers' verdicts for the truth."))
@click.option(
    "--vary",
    multiple=True,
    metavar="SETTING[=A,B,…]",
    help=_("Only this setting, at these values; several together are combined. Repeatable."),
)
@click.option(
    "--most",
    type=Number(0, min_open=True),
    default=1.0,
    show_default=True,
    help=_("Most flags in vain per camera-hour that a suggestion may cost."),
)
@rulebook_options
@PICTURE
@json_option
@pass_app
def command(
    app: App, /, code: str, truth: tuple[Path, ...], from_reviews: bool, as_json: bool, **given: Any
) -> None:
    """A table of the trade-off and a suggestion with what speaks against it."""
    from proctor.commands.tuning import tuned

    if bool(truth) == from_reviews:
        raise click.UsageError(_("Name files or folders of truth, or say --from-reviews."))
    tuned(app, rule_kind(code), truth, given, as_json)
