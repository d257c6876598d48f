"""``proctor cameras``: where people sit in the pictures of a camera."""

from pathlib import Path

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject


@click.group(help=_("Find, draw, correct and forget the places that a camera shows."))
def cameras() -> None:
    """The noun; its verbs follow."""


@cameras.command(
    help=_(
        "Show the places of camera NAME; find them from its footage and write them down when"
        " nobody has yet. What is written down, analyze takes as it is."
    )
)
@click.argument("name")
@click.option(
    "--from",
    "recording",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help=_("Find them in this recording, not in the latest that were analysed."),
)
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("Which exam the camera shows."))
@click.option(
    "-o",
    "--output",
    "picture",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("Draw them on a still of the camera, as .jpg or .png."),
)
@click.option(
    "--set",
    "zones",
    multiple=True,
    metavar="PLACE=X0,Y0,X1,Y1",
    help=_("Give a place this zone, 0–1 of the picture, or add a seat; may be repeated."),
)
@click.option("--remove", multiple=True, metavar="PLACE", help=_("Take a seat out."))
@click.option("--rename", "names", multiple=True, metavar="OLD=NEW", help=_("Rename a seat."))
@click.option(
    "--drive", type=click.Choice(["left", "right"]), help=_("Side of the car with the wheel.")
)
@click.option(
    "--view", type=click.Choice(["dash", "rear"]), help=_("Where a camera in a car looks from.")
)
@click.option("--forget", is_flag=True, help=_("Forget what is written down; find them again."))
@json_option
@pass_app
def places(
    app: App,
    name: str,
    recording: Path | None,
    subject: Subject | None,
    picture: Path | None,
    zones: tuple[str, ...],
    remove: tuple[str, ...],
    names: tuple[str, ...],
    drive: str | None,
    view: str | None,
    forget: bool,
    as_json: bool,
) -> None:
    """Changes are made in the order: cabin, set, remove, rename."""
    from proctor.commands.place_footage import Wanted
    from proctor.commands.placing import Changes, Order, shown

    changes = Changes(zones, remove, names, drive, view)
    shown(app, Order(Wanted(name, recording, subject), picture, forget, changes), as_json)
