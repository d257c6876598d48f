"""``proctor watch``: live cameras, flagged while they run."""

from pathlib import Path

import click

from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.commands.number_input import Number
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject


def _place(
    _ctx: click.Context, _param: click.Parameter, value: str | None
) -> tuple[str, int] | None:
    from proctor.commands.metrics import place_of

    try:
        return None if value is None else place_of(value)
    except ValueError:
        message = _("{value!r} is not an address and port such as 127.0.0.1:9469.")
        raise click.BadParameter(message.format(value=value)) from None


@click.command(
    help=_("Watch live cameras and flag while they run: those of this home, or one URL.")
)
@click.argument("url", required=False)
@click.option(
    "--camera",
    "names",
    multiple=True,
    help=_("Only this camera, may be repeated; with a URL, the camera's name (live)."),
)
@click.option(
    "--for",
    "seconds",
    type=Number(min=0, min_open=True),
    help=_("Seconds to watch; otherwise until Ctrl-C."),
)
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    help=_("With a URL: which exam it shows: hall (1, usual), field (2), road (3)."),
)
@click.option("--site", help=_("With a URL: name of the exam site (default)."))
@click.option(
    "--metrics",
    "place",
    metavar="[ADDRESS:]PORT",
    callback=_place,
    help=_("Answer Prometheus there; a port alone serves this computer only."),
)
@click.option(
    "--identity",
    is_flag=True,
    help=_(
        "Hold candidates' faces against their enrolment photos, which ID_MISMATCH needs; nothing"
        " made of a face is kept."
    ),
)
@click.option(
    "--pairs",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("With --identity: error rates of your own site, as in proctor identity."),
)
@rulebook_options
@json_option
@pass_app
def watch(
    app: App,
    /,
    url: str | None,
    names: tuple[str, ...],
    seconds: float | None,
    subject: Subject | None,
    site: str | None,
    place: tuple[str, int] | None,
    identity: bool,
    pairs: Path | None,
    profile: Path | None,
    overrides: tuple[str, ...],
    as_json: bool,
) -> int:
    """URL may be - to be read from standard input, so that no password stands in a process list."""
    from proctor.commands.address_input import address_from
    from proctor.commands.watch_rows import Order
    from proctor.commands.watching import Duty, orders_of, watched
    from proctor.commands.wiring import profile_of

    if url is None and (subject or site):
        raise click.UsageError(_("--subject and --site go with a URL."))
    if pairs and not identity:
        raise click.UsageError(_("--pairs goes with --identity."))
    if url is not None and len(names) > 1:
        raise click.UsageError(_("One URL is one camera: give --camera once."))
    orders = (
        orders_of(app, names)
        if url is None
        else [Order(address_from(url), subject or "hall", (*names, "live")[0], site or "default")]
    )
    duty = Duty(seconds, place, as_json, identity, pairs)
    return watched(app, orders, profile_of(app, profile, overrides), duty)
