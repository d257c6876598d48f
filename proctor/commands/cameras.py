"""``proctor cameras``: which cameras there are, how they do, and where people sit in them."""

from pathlib import Path
from typing import Any

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.number_input import Number
from proctor.i18n import _
from proctor.perception import SUBJECTS, Subject


@click.group(help=_("Add, list, check, find and remove live cameras; correct places they show."))
def cameras() -> None:
    """The noun; its verbs follow."""


@cameras.command(
    help=_(
        "Add camera NAME at the RTSP address URL, or change it. A password in the URL can be read"
        " in process lists until this program hides it, and stays in the shell's history: better"
        " give - as URL, or leave it out and use --user; both ask on a terminal and else read lines"
        " of standard input."
    )
)
@click.argument("name")
@click.argument("url")
@click.option("--user", help=_("User of the camera; the password is asked for."))
@click.option(
    "--subject",
    type=click.Choice(SUBJECTS),
    default="hall",
    show_default=True,
    help=_("Which exam the camera shows: hall (1), field (2), road (3)."),
)
@click.option("--site", default="default", show_default=True, help=_("Name of the exam site."))
@click.option("--sound", is_flag=True, help=_("It must have sound."))
@click.option(
    "--allow",
    multiple=True,
    metavar="HOST|NETWORK",
    help=_("List this host or network as one that connections may lead to; may be repeated."),
)
@pass_app
def add(app: App, /, name: str, url: str, user: str | None, **said: Any) -> None:
    """The password goes into a file of its own."""
    from proctor.commands.address_input import address_from
    from proctor.commands.registering import Entry
    from proctor.commands.registering import add as added

    added(app, Entry(name, **said), address_from(url, user))


@cameras.command("list", help=_("List the cameras, and how they stood when last watched."))
@json_option
@pass_app
def list_(app: App, as_json: bool) -> None:
    """Passwords are not shown."""
    from proctor.commands.registering import shown

    shown(app, as_json)


@cameras.command(help=_("Open every camera, or those named, and tell what each one gives."))
@click.argument("names", nargs=-1, metavar="[NAME]...")
@click.option(
    "--for",
    "seconds",
    type=Number(min=0, min_open=True),
    default=5.0,
    show_default=True,
    help=_("Seconds to look at each one; they are looked at side by side."),
)
@json_option
@pass_app
def check(app: App, names: tuple[str, ...], seconds: float, as_json: bool) -> int:
    """Exit code 1 when one of them does not give what it should."""
    from proctor.commands.checking import check as checked

    return checked(app, names, seconds, as_json)


@cameras.command(help=_("Remove camera NAME and its password; its flags and footage stay."))
@click.argument("name")
@pass_app
def remove(app: App, name: str) -> None:
    """Nobody watches it any more."""
    from proctor.commands.registering import remove as removed

    removed(app, name)


@cameras.command(help=_("Find cameras on this network that answer to ONVIF's WS-Discovery."))
@click.option(
    "--for",
    "seconds",
    type=Number(min=0, min_open=True),
    default=3.0,
    show_default=True,
    help=_("Seconds to wait for answers."),
)
@json_option
@pass_app
def discover(app: App, seconds: float, as_json: bool) -> None:
    """What devices say of themselves; nothing is opened."""
    from proctor.commands.discovering import discovered

    discovered(app, seconds, as_json)


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
@click.option(
    "--grid",
    metavar="SHAPE:ROLE,...",
    help=_("The picture is put together of several, such as 2x2:driver,road,panel,panel."),
)
@click.option(
    "--seat",
    "seats",
    multiple=True,
    metavar="PLACE=SEAT",
    help=_("This place is that seat of the rosters, such as seat-03=12; may be repeated."),
)
@click.option("--hall", metavar="NAME", help=_("Hall, or plate of the vehicle, that it shows."))
@click.option("--site", help=_("Site of the camera, where several have one of that name."))
@click.option("--forget", is_flag=True, help=_("Forget what is written down; find them again."))
@json_option
@pass_app
def places(
    app: App,
    /,
    name: str,
    recording: Path | None,
    subject: Subject | None,
    picture: Path | None,
    zones: tuple[str, ...],
    remove: tuple[str, ...],
    names: tuple[str, ...],
    drive: str | None,
    view: str | None,
    grid: str | None,
    forget: bool,
    as_json: bool,
    **told: Any,
) -> None:
    """Changes are made in the order: grid, cabin, set, remove, rename, seat."""
    from proctor.commands.place_footage import Wanted
    from proctor.commands.placing import Changes, Order, shown
    from proctor.commands.tying import Ties

    changes = Changes(zones, remove, names, drive, view, grid)
    wanted = Wanted(name, recording, subject)
    shown(app, Order(wanted, picture, forget, changes, Ties(**told)), as_json)
