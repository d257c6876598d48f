"""A theory-exam hall that follows a scenario: who sits where, and what happens when."""

import math
import random

import numpy as np

from bench.world.blender.scene import LOOSE, bpy, camera, clear, index, setup_render
from bench.world.hall.furniture import screen_textures, shelf, stand, station, table
from bench.world.hall.layouts import LAYOUTS
from bench.world.hall.room import LIGHTS, build_room
from bench.world.hall.sitter import NEVER, Sitter, Spot
from bench.world.hall.walks import Walker
from bench.world.props import things

LOOK = {"samples": 4, "bounces": 2, "exposure": 0.1}
FURNITURE = {"shelf": shelf, "table": table}


class Hall:
    """The stage for the renderer: ``people``, ``places``, ``things``, ``camera``, ``pose(t)``."""

    def __init__(self, sc, threads, out, samples=None):
        clear()
        self.sc, self.layout = sc, LAYOUTS[sc.get("layout", "rows12")]
        build_room(self.layout, LIGHTS[sc.get("light", "day")])
        self.people, self.places, self.things, self.chairs = [], {}, {}, []
        self._seats()
        self._walkers()
        self._things()
        loc, aim, fov, self.border = self.layout.cameras[sc["camera"]]
        camera(loc, aim, fov)
        self.camera = {"name": sc["camera"], "place_m": loc, "aim_m": aim, "fov_deg": fov}
        setup_render(
            sc["size"], samples or LOOK["samples"], LOOK["bounces"], LOOK["exposure"], threads, out
        )
        self.figures = [p.fig for p in self.people]

    def pose(self, t):
        """Pose everybody at ``t``; a chair goes with whoever of its people is there."""
        for spot, folk in self.chairs:
            spot.pull(0.22 * min(p.up(t) for p in folk))
        return [p.pose(t) for p in self.people]

    def _number(self):
        """The next person's number, and the lot that draws this person."""
        pid = len(self.people) + 1
        return pid, self.sc.get("seed", 1) * 100 + pid

    def _seats(self):
        screens, rng = screen_textures(), random.Random(self.sc.get("seed", 1))
        for name, (x, y, yaw) in self.layout.seats.items():
            spot = Spot(name, x, y, yaw, self.layout)
            parts = station(screens[rng.randrange(len(screens))], self.layout)
            stand(x, y, yaw, parts)
            self.places[name] = spot.volume()
            self._loose(f"sheet-{name}", "paper", name, parts[-1])
            cfg = self.sc.get("seats", {}).get(name)
            if cfg is None:
                spot.put_chair(0.44, 0.1)
            else:
                self._candidates(spot, cfg)

    def _candidates(self, spot, cfg):
        """Who sits at a place; with ``swap`` {leave, sit, ...} another person takes it over."""
        duration, swap = self.sc["duration_s"], cfg.get("swap")
        pid, seed = self._number()
        first = [(swap["leave"], NEVER)] if swap else None
        folk = [Sitter(spot, cfg, pid, duration, seed, first)]
        self.people += folk
        self.chairs.append((spot, folk))
        if swap:
            pid, seed = self._number()
            came = {"code": "ID_SWAP", "start": swap["sit"], "end": duration}
            other = swap | {"events": [came, *swap.get("events", [])]}
            folk.append(Sitter(spot, other, pid, duration, seed, [(-NEVER, swap["sit"])]))
            self.people.append(folk[-1])

    def _walkers(self):
        for name, cfg in self.sc.get("walkers", {}).items():
            pid, seed = self._number()
            if "sits" in cfg:
                self.people.append(self._at_desk(name, cfg, pid, seed))
            else:
                self.people.append(Walker(name, cfg, pid, seed))

    def _at_desk(self, name, cfg, pid, seed):
        """Staff who sit at a plain desk of their own, at ``sits`` [x, y, yaw]."""
        spot = Spot(name, *cfg["sits"], self.layout)
        stand(*cfg["sits"], table())
        return Sitter(spot, cfg, pid, self.sc["duration_s"], seed)

    def _things(self):
        """Furniture and loose things of the scenario: {thing, at, yaw, down, place}."""
        for x in self.sc.get("furniture", []):
            stand(*x["at"], x.get("yaw", 0), FURNITURE[x["kind"]]())
        for k, x in enumerate(self.sc.get("things", [])):
            o = things.make(x["thing"], x.get("seed", k))
            o.location = x["at"]
            o.rotation_euler = (math.pi * x.get("down", False), 0, math.radians(x.get("yaw", 0)))
            name = x.get("name", f"{x['thing']}-{k + 1}")
            self._loose(name, things.kind_of(x["thing"]), x.get("place"), o)

    def _loose(self, name, kind, place, o):
        """Tell the truth of a thing that nobody holds."""
        n = len(self.things)
        o.pass_index = index(LOOSE, kind, n)
        bpy.context.view_layer.update()
        corners = [o.matrix_world @ v.co for v in o.data.vertices]
        self.things[name] = {
            "thing": kind,
            "place": place,
            "index": o.pass_index,
            "points": np.array([tuple(p) for p in corners]),
        }
