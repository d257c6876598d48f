"""Time in which the picture shows nothing to judge people by: whoever is there was not looked at.

Behind a hand before the lens every seat is empty and every driver's hands are off the wheel. The
picture's own rules flag that; all others must take it as *nobody looked*, or one fault of a camera
becomes a flag for everybody in the room.
"""

from dataclasses import replace

import numpy as np

from proctor.observations import Columns
from proctor.places import PEOPLED, Place
from proctor.rules.base import Scene
from proctor.rules.picture import Yes, strange
from proctor.rules.vid_black import VidBlack
from proctor.rules.vid_cover import VidCover
from proctor.rules.vid_freeze import VidFreeze
from proctor.rules.vid_move import VidMove
from proctor.timeline import Microseconds

PEOPLE = (*PEOPLED, "back", "aisle")
"""Kinds of places about whose people rules ask."""

FAR, TURNED = 0.05, 6.0
"""Shift of the view, share of the picture, and its turn, degrees, with which a place shows somebody
else; a camera that was only nudged still shows everybody at their place."""

HIDING = (VidBlack(), VidCover(), VidFreeze(), VidMove(shift=FAR, turn_deg=TURNED))
"""Rules about the picture, as they say that it shows nobody at their place."""


def with_sight(scene: Scene) -> Scene:
    """The scene with ``NaN`` at every place of people while their picture shows nothing."""
    hidden = {
        place.name: blind(place, scene)
        for place in scene.places.values()
        if place.kind in ("picture", "cell")
    }
    bad = [scene.places[name] for name, dark in hidden.items() if dark.any()]
    if not bad:
        return scene
    columns = dict(scene.columns)
    for place in (place for place in scene.places.values() if place.kind in PEOPLE):
        for picture in (picture for picture in bad if _shows(picture, place)):
            dark = _dark(columns[place.name], scene.columns[picture.name], hidden[picture.name])
            columns[place.name] = _shaded(columns[place.name], dark)
    return replace(scene, columns=columns, known={})


def blind(picture: Place, scene: Scene) -> Yes:
    """Samples of a picture that are black, covered, frozen, or of another view, (N,).

    A camera that was turned shows people, but no place is where it was.
    """
    here = scene.columns[picture.name]
    sure = [rule.sureness(here, picture, scene) for rule in HIDING]
    return np.asarray(np.fmax.reduce([*sure, strange(here, scene)]) >= 0.5)


def hidden_by(place: Place, scene: Scene, at_us: Microseconds) -> tuple[str, ...]:
    """What the picture of a place hides itself by at a moment: codes, the surest first.

    Empty where it shows something, and where it shows another view than usual.
    """
    found: dict[str, float] = {}
    for picture in scene.places.values():
        if picture.kind in ("picture", "cell") and _shows(picture, place):
            here = scene.columns[picture.name]
            row = int(np.searchsorted(here.times, at_us, side="right")) - 1
            for rule in HIDING if row >= 0 else ():
                sure = float(rule.sureness(here, picture, scene)[row])
                if sure >= 0.5:
                    found[rule.code] = max(sure, found.get(rule.code, 0.0))
    return tuple(sorted(found, key=lambda code: (-found[code], code)))


def _shows(picture: Place, place: Place) -> bool:
    """Whether a place is in the picture; of a composite, whether it is in that camera's cell."""
    return picture.kind == "picture" or picture.zone.holds(*place.anchor)


def _dark(here: Columns, picture: Columns, hidden: Yes) -> Yes:
    """Samples at whose moment the picture's sample that speaks is hidden, (N,)."""
    row = np.searchsorted(picture.times, here.times, side="right") - 1
    return np.asarray((row >= 0) & hidden[np.maximum(row, 0)])


def _shaded(here: Columns, dark: Yes) -> Columns:
    """The columns without what was read in the dark."""
    if not dark.any():
        return here
    values = {
        column: np.where(dark, np.float32(np.nan), seen) for column, seen in here.values.items()
    }
    return Columns(here.times, values)
