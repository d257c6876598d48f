"""A dressed person as Blender objects, with what the hand holds."""

import numpy as np

from bench.world.blender.scene import addmesh, index, setverts, to_world
from bench.world.people import looks
from bench.world.people.wear import wardrobe
from bench.world.props.held import Holding


class Figure:
    """A person's Blender objects; mask values from 8*``pid`` on (``scene.INDEX``)."""

    def __init__(self, human, pid, rng, outfit_hsv=None, hair_tint=None, skin=None, wears=None):
        self.h, self.pid, self.loc, self.yaw = human, pid, (0, 0, 0), 0
        if wears is None:
            wears = getattr(human, "wears", {})
        wardrobe.put_on(human, wears)
        look = looks.drawn(human, rng, outfit_hsv, hair_tint, skin)
        self.objs = [self._object(p, look) for p in human.parts]
        self.holding = Holding(self, rng.randrange(1000))
        for o in self.objs:
            o.pass_index = index(pid, "body")

    def _object(self, p, look):
        """The Blender mesh of one part; attribute ``rest`` is its rest shape, for patterns."""
        uv = None if p["FT"] is None else np.array([p["T"][t] for f in p["FT"] for t in f])
        paints = looks.materials(p, self.pid, look, self.h.pos("pelvis")[1] + 0.06)
        o = addmesh(f"p{self.pid}_{p['kind']}", p["V"], p["F"], paints[0], uv=uv)
        for m in paints[1:]:
            o.data.materials.append(m)
        if "slots" in p:
            o.data.polygons.foreach_set("material_index", p["slots"])
        if p["kind"] in ("cloth", "hair"):
            rest = o.data.attributes.new("rest", "FLOAT_VECTOR", "POINT")
            rest.data.foreach_set("vector", np.asarray(p["V"], np.float32).ravel())
        return o

    def face(self, **expression):
        """Set mouth, blink, smile (0..1), brow (-1..1), gaze (yaw, pitch); the rest stays."""
        self.h.expression.update(expression)

    @property
    def expression(self):
        """The expression that the next ``update`` shows."""
        return self.h.expression

    @property
    def holds(self):
        """What each hand holds: side -> (thing, grip)."""
        return self.holding.holds

    @property
    def thing_points(self):
        """World points of what is held now, by kind (phone, paper, thing)."""
        return self.holding.points

    def hide(self, gone):
        """Take the person out of the picture, or back."""
        for o in self.objs:
            o.hide_render = gone
        if gone:
            self.holding.hide()
        self.gone = gone

    def hold(self, thing, side="r", grip=None, axis=None):
        """Put a thing of ``props.HELD`` into a hand, or (None) empty both hands.

        ``grip`` is a name of ``held.GRIPS``; the first call after ``update`` forgets the last.
        """
        self.holding.hold(thing, side, grip, axis)

    def update(self):
        """Write the posed body, face and held things into the Blender meshes."""
        self.hide(False)
        self.holding.close()
        for p, o in zip(self.h.parts, self.objs, strict=False):
            setverts(o, self.world(self.h.mesh(p)))
        self.holding.place()

    def world(self, v):
        """Points of the person's own space in world coordinates."""
        return to_world(v, self.loc, self.yaw)
