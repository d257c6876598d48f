"""What a person types as the name of a site, hall or vehicle.

Names tie footage to rosters letter by letter, so they are tidied as those of rosters are.
"""

import click


def tidy_name(value: str, option: str) -> str:
    """The name without blanks around it. Raises ``BadParameter`` for what is none."""
    from proctor.rosters.texts import filled

    try:
        return filled(value)
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint=option) from None


def tidy_room(value: str, option: str) -> str:
    """Likewise of a hall or vehicle; a plate as rosters have it: ``京A1234学``."""
    from proctor.rosters.cells import plate

    name = tidy_name(value, option)
    try:
        return plate(name)
    except ValueError:
        return name


def site_option(_ctx: click.Context, _param: click.Parameter, value: str | None) -> str | None:
    """For ``--site``: tidied where somebody named one."""
    return None if value is None else tidy_name(value, "--site")


def room_option(_ctx: click.Context, _param: click.Parameter, value: str) -> str:
    """For ``--hall`` and ``--vehicle`` that may be left out: tidied where somebody named one."""
    return tidy_room(value, "--hall") if value else ""
