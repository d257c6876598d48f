"""A dressed person as Blender objects, with what the hand holds."""

import math

import numpy as np

from bench.world.assets_io import ASSETS
from bench.world.body import frame, norm
from bench.world.scene import BOX_FACES, addmesh, mat, setverts, to_world

SKINS = {
    ("male", "l"): [
        "young_lightskinned_male",
        "young_lightskinned_male2",
        "young_lightskinned_male3",
        "middleage_lightskinned_male",
    ],
    ("male", "d"): ["young_darkskinned_male", "middleage_darkskinned_male"],
    ("female", "l"): [
        "young_lightskinned_female2",
        "young_lightskinned_female3",
        "middleage_lightskinned_female2",
    ],
    ("female", "d"): ["middleage_darkskinned_female"],
}
HELD = {"phone": (0.076, 0.037, 0.0045), "pen": (0.07, 0.004, 0.004)}


class Figure:
    """A person's Blender objects.  Instance number ``pid``: mask value 4*pid for the body, 4*pid+1 for a held phone."""

    def __init__(self, human, pid, rng, outfit_hsv=None, hair_tint=None, skin=None):
        self.h, self.pid, self.loc, self.yaw, self.held = human, pid, (0, 0, 0), 0, None
        skin = skin or rng.choice(SKINS[(human.gender, "d" if human.eth == "african" else "l")])
        self.objs = [self._object(p, rng, outfit_hsv, hair_tint, skin) for p in human.parts]
        iris, pupil = (
            mat("iris", (0.09, 0.05, 0.03), 0.7, spec=0.05),
            mat("pupil", (0.005,) * 3, 0.7, spec=0.05),
        )
        self.eyes = [
            addmesh("eye", ring, [tuple(range(13))], (iris, pupil)[k % 2])
            for k, ring in enumerate(self._irises())
        ]
        self.things = {
            k: addmesh(k, np.zeros((8, 3)), BOX_FACES, self._paint(k), smooth=False) for k in HELD
        }
        self.screen = addmesh(
            "screen",
            np.zeros((4, 3)),
            [(0, 1, 2, 3)],
            mat("phone_screen", (0.1,) * 3, emit=(0.75, 0.85, 1), es=1.3),
            smooth=False,
        )
        for o in (*self.objs, *self.eyes, self.things["pen"]):
            o.pass_index = 4 * pid
        self.things["phone"].pass_index = self.screen.pass_index = 4 * pid + 1

    def _object(self, p, rng, outfit_hsv, hair_tint, skin):
        uv = np.array([p["T"][t] for f in p["FT"] for t in f])
        if p["kind"] == "skin":
            m = mat(
                "skin_" + skin, tex=ASSETS / f"skins/{skin}.jpg", rough=0.45, sss=0.15, spec=0.4
            )
        elif p["kind"] == "cloth":
            hsv = (
                (0.5, 0.6, 0.7)
                if "shoes" in p["name"]
                else outfit_hsv or (rng.random(), rng.uniform(0.2, 0.9), rng.uniform(0.5, 1.1))
            )
            m = mat(f"cloth_{p['name']}_{self.pid}", tex=p["tex"], hsv=hsv, rough=0.9, spec=0.15)
        elif p["kind"] == "hair":
            tint = hair_tint or rng.choice(
                [(0.05, 0.04, 0.04), (0.08, 0.06, 0.05), (0.12, 0.09, 0.07)]
            )
            m = mat(
                f"hair_{self.pid}",
                tex=p["tex"],
                alpha=True,
                tint=tuple(2.2 * x for x in tint),
                rough=0.55,
                spec=0.3,
            )
        elif p["kind"] == "brow":
            m = mat(
                "brow_" + p["name"],
                tex=p["tex"],
                alpha=True,
                tint=(0.4, 0.35, 0.3),
                rough=0.8,
                spec=0.1,
            )
        else:
            m = mat("eyeball", (0.8, 0.78, 0.75), 0.4, spec=0.2)
        return addmesh(f"p{self.pid}_{p['kind']}", p["V"], p["F"], m, uv=uv)

    def _paint(self, thing):
        """Blue pens; black, silver or white phones by instance number."""
        k = 3 if thing == "pen" else self.pid % 3
        return mat(
            f"{thing}{k}",
            [(0.015, 0.015, 0.02), (0.6, 0.6, 0.63), (0.8, 0.78, 0.74), (0.05, 0.1, 0.5)][k],
            0.25,
        )

    def _irises(self):
        """Iris and pupil rings in front of each eyeball, model space."""
        eye = next(p for p in self.h.parts if p["kind"] == "eye")
        verts, head = self.h.mesh(eye), self.h.turn("head")
        fw, up = head @ [0, 0, 1.0], head @ [0, 1.0, 0]
        rt, turns, out = np.cross(up, fw), np.linspace(0, 2 * math.pi, 14)[:-1], []
        for sg in (1, -1):
            p = verts[eye["V"][:, 0] * sg > 0]
            centre = p.mean(0) + fw * (np.ptp(p @ fw) / 2 + 0.0001)
            for r, k in ((0.0056, 0), (0.0026, 0.0006)):
                out.append(
                    np.array(
                        [
                            centre + fw * (k + 0.0004) + r * (math.cos(a) * rt + math.sin(a) * up)
                            for a in turns
                        ]
                    )
                )
        return out

    def hide(self, gone):
        for o in (*self.objs, *self.eyes, *self.things.values(), self.screen):
            o.hide_render = gone
        self.gone = gone

    def hold(self, thing, side="r", off=(0.105, 0.021, 0), axis=(0.93, 0, -0.36)):
        """Put a phone or pen into the hand, or (None) take it away.

        ``off`` and the long ``axis`` are along fingers, palm normal and thumb side of a right hand.
        """
        self.held = (thing, side, off, axis) if thing else None

    def update(self):
        """Write the posed body, eyes and held thing into the Blender meshes."""
        self.hide(False)
        for p, o in zip(self.h.parts, self.objs, strict=False):
            setverts(o, self.world(self.h.mesh(p)))
        for ring, o in zip(self._irises(), self.eyes, strict=False):
            setverts(o, self.world(ring))
        for k, o in self.things.items():
            o.hide_render = not (self.held and self.held[0] == k)
        self.screen.hide_render = self.things["phone"].hide_render
        self.phone_points = None
        if self.held:
            self._carry(*self.held)

    def _carry(self, thing, side, off, axis):
        hand = self.h.turn("hand_" + side) @ frame(*self.h.handframe(side))
        flip = np.array([1, 1, 1 if side == "r" else -1])
        c = self.h.pos("hand_" + side) + hand @ (flip * off)
        lx = norm(hand @ (flip * axis))
        nz = hand @ np.array([0, 1.0, 0])
        wy, (a, b, k) = np.cross(nz, lx), HELD[thing]
        corners = np.array(
            [
                c + lx * i * a + wy * j * b + nz * n * k
                for i in (-1, 1)
                for j in (-1, 1)
                for n in (-1, 1)
            ]
        )
        setverts(self.things[thing], self.world(corners))
        if thing == "phone":
            self.phone_points = self.world(corners)
            face = [
                c + lx * i * 0.07 + wy * j * 0.034 + nz * 0.0052
                for i, j in ((-1, -1), (1, -1), (1, 1), (-1, 1))
            ]
            setverts(self.screen, self.world(face))

    def world(self, v):
        return to_world(v, self.loc, self.yaw)
