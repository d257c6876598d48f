"""Places as rows, and how we know them in words."""

from collections.abc import Iterable, Mapping

from proctor.commands.app import App
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


def columns() -> dict[str, str]:
    """Headings of the table."""
    return {
        "name": _("Place"),
        "kind": _("Kind"),
        "zone": _("Left top right bottom"),
        "reason": _("How we know"),
    }


def warn(app: App, places: Iterable[Place]) -> None:
    """Say what somebody should check."""
    if any(place.why == "default" for place in places):
        app.talk.print(_("Check which side the driver is on; --drive and --view change it."))
