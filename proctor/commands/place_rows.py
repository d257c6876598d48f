"""Places as rows, and how we know them in words."""

from collections.abc import Iterable, Mapping, Sequence

from proctor.commands.app import App
from proctor.geometry import Box
from proctor.grids import LOOKED_AT, Cell, Grid
from proctor.i18n import _
from proctor.places import Place


def reason(place: Place) -> str:
    """How a place was found, in words."""
    share = "" if place.sure is None else f"{place.sure:.0%}"
    match place.why:
        case "sat":
            return _("somebody sat here for {share} of the footage").format(share=share)
        case "wheel" if place.kind == "driver":
            return _("wheel seen before this person in {share} of the looks").format(share=share)
        case "hands" if place.kind == "driver":
            return _("hands held higher here in {share} of the looks").format(share=share)
        case "wheel" | "hands":
            return _("beside the driver")
        case "cell":
            return _("alone in a cell of the picture")
        case "alone":
            return _("only one person in the picture")
        case "default":
            return _("as usual: wheel on the left, seen from the dash; nothing was seen of it")
        case "given":
            return _("written down")
        case _:
            return ""


def row(place: Place) -> Mapping[str, object]:
    """One place as JSON has it."""
    return {
        "name": place.name,
        "kind": place.kind,
        "zone": [round(float(value), 4) for value in place.zone],
        "anchor": [round(float(value), 4) for value in place.anchor],
        "why": place.why,
        "sure": None if place.sure is None else round(place.sure, 4),
    }


def line(place: Place) -> Mapping[str, object]:
    """One place as the table has it."""
    numbers = " ".join(f"{value:.3f}" for value in place.zone)
    return {"name": place.name, "kind": place.kind, "zone": numbers, "reason": reason(place)}


def rows(
    grid: Grid | None, places: Iterable[Place], seats: Mapping[str, str], as_json: bool
) -> list[Mapping[str, object]]:
    """Cells of a composite picture, then places, as JSON or the table has them.

    ``seats``: place → seat as rosters call it.
    """
    cells = grid.named().items() if grid else ()
    return [
        *(_cell_row(name, cell, as_json) for name, cell in cells),
        *(
            {**(row(place) if as_json else line(place)), "seat": seats.get(place.name)}
            for place in places
        ),
    ]


def _cell_row(name: str, cell: Cell, as_json: bool) -> Mapping[str, object]:
    if as_json:
        zone = [round(float(value), 4) for value in cell.zone]
        return {"name": f"cell {name}", "kind": "cell", "role": cell.role, "zone": zone}
    numbers = " ".join(f"{value:.3f}" for value in cell.zone)
    looked = _("looked at") if cell.role in LOOKED_AT else _("not looked at")
    return {"name": f"cell {name}", "kind": "cell", "zone": numbers, "reason": looked}


def boxes(grid: Grid | None, places: Iterable[Place]) -> Mapping[str, Box]:
    """What is drawn: cells below, places above."""
    cells = {f"cell {name}": cell.zone for name, cell in grid.named().items()} if grid else {}
    return cells | {place.name: place.zone for place in places}


def columns(seats: Mapping[str, str]) -> dict[str, str]:
    """Headings of the table; seats have one where any is known."""
    return {
        "name": _("Place"),
        **({"seat": _("Seat")} if seats else {}),
        "kind": _("Kind"),
        "zone": _("Left top right bottom"),
        "reason": _("How we know"),
    }


def warn(app: App, grid: Grid | None, places: Sequence[Place]) -> None:
    """Say what somebody should check."""
    if grid and not places:
        app.talk.print(_("The places in the driver's cell are found when it is analysed next."))
    if any(place.why == "default" for place in places):
        app.talk.print(_("Check which side the driver is on; --drive and --view change it."))
