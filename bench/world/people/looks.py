"""How a person's parts are painted: skin, dyed and patterned clothes, hair, eyes, worn things."""

import functools

import cv2
import numpy as np

from bench.world.assets.reading import ASSETS
from bench.world.blender.scene import mat

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
TONES = [(1, 1, 1), (1, 0.96, 0.88), (0.97, 0.9, 0.8), (0.9, 0.82, 0.71), (0.82, 0.72, 0.6)]
DYES = [
    (0.02, 0.02, 0.025),
    (0.03, 0.04, 0.09),
    (0.05, 0.08, 0.2),
    (0.14, 0.14, 0.15),
    (0.32, 0.32, 0.33),
    (0.65, 0.65, 0.63),
    (0.42, 0.34, 0.24),
    (0.1, 0.11, 0.06),
    (0.2, 0.03, 0.04),
    (0.3, 0.42, 0.6),
    (0.55, 0.28, 0.3),
    (0.05, 0.16, 0.11),
    (0.5, 0.38, 0.1),
    (0.16, 0.08, 0.2),
]
DARK = [*DYES[:4], (0.09, 0.07, 0.05), (0.1, 0.13, 0.2)]  # trousers and skirts
PATTERNS = ["plain"] * 6 + ["stripes", "pinstripes", "check", "bands"]
HAIRS = (
    [(0.11, 0.09, 0.09)] * 5 + [(0.16, 0.13, 0.11)] * 3 + [(0.26, 0.18, 0.13), (0.34, 0.22, 0.14)]
)
GREY = [(0.55, 0.54, 0.52), (0.3, 0.29, 0.28)]
EYES = ((0.004,) * 3, (0.05, 0.026, 0.014), (0.02, 0.012, 0.008), (0.72, 0.69, 0.66))
PLAIN = {  # kinds of one colour: colour, roughness, specular
    "teeth": ((0.7, 0.66, 0.58), 0.35, 0.4),
    "tongue": ((0.28, 0.08, 0.07), 0.5, 0.3),
    "lash": ((0.01, 0.008, 0.007), 0.9, 0.05),
}

ALPHA = {"lash": 0.4}
ZIP = (0.25, 0.25, 0.26)
SLEEVE = 0.25  # what is farther out at rest is an arm, metres
SUITS = ("shoes", "elegantsuit")  # keep their own cut of colours


def drawn(human, rng, outfit_hsv=None, hair_tint=None, skin=None):
    """The look of one person, drawn by ``rng`` where an argument does not fix it."""
    skin = skin or rng.choice(SKINS[(human.gender, "d" if human.eth == "african" else "l")])
    return {
        "skin": skin,
        "tone": rng.choice(TONES) if human.eth == "asian" else (1, 1, 1),
        "hsv": outfit_hsv or (rng.random(), rng.uniform(0.2, 0.9), rng.uniform(0.5, 1.1)),
        "dyed": rng.random() < 0.7 and outfit_hsv is None,
        "upper": rng.choice(DYES),
        "lower": rng.choice(DARK),
        "pattern": rng.choice(PATTERNS),
        "second": rng.choice(DYES),
        "hair": hair_tint or rng.choice(GREY if rng.random() < 0.25 * human.old else HAIRS),
    }


def materials(part, pid, look, belt):
    """The Blender materials of a part, by slot; ``belt`` is the height where shirts end, metres."""
    kind = part["kind"]
    if kind == "eye":
        return [mat(f"eye{k}", c, 0.2 if k else 0.1, spec=0.5) for k, c in enumerate(EYES)]
    if kind in PLAIN:
        colour, rough, spec = PLAIN[kind]
        m = mat(kind, colour, rough, spec=spec)
        m.node_tree.nodes["Principled BSDF"].inputs["Alpha"].default_value = ALPHA.get(kind, 1)
        return [m]
    if "paint" in part:
        return [_worn(f"{k}_{pid}", **spec) for k, spec in part["paint"].items()]
    if kind == "cloth":
        return [_cloth(part, pid, look, belt)]
    return [{"skin": _skin, "hair": _hair, "brow": _brow}[kind](part, pid, look)]


def _skin(_part, _pid, look):
    tint = look["tone"] if look["tone"] != (1, 1, 1) else None
    name = f"skin_{look['skin']}_{look['tone']}"
    return mat(
        name, tex=ASSETS / f"skins/{look['skin']}.jpg", rough=0.45, sss=0.15, spec=0.35, tint=tint
    )


def _worn(name, opaque=1.0, quilt=False, zipped=False, **paint):
    """A worn thing's material: lenses let light through, quilted cloth swells between its seams."""
    m = mat(f"worn_{name}", **paint)
    tree, base = m.node_tree, m.node_tree.nodes["Principled BSDF"]
    base.inputs["Alpha"].default_value = opaque
    if quilt and not base.inputs["Normal"].links:
        wave = _math(tree, "SINE", _math(tree, "MULTIPLY", _rest(tree)["Y"], 75.0), 0)
        bump = tree.nodes.new("ShaderNodeBump")
        tree.links.new(_math(tree, "ABSOLUTE", wave, 0), bump.inputs["Height"])
        bump.inputs["Distance"].default_value = 0.012
        tree.links.new(bump.outputs[0], base.inputs["Normal"])
    if zipped and "zip" not in m:
        m["zip"] = True
        at = _rest(tree)
        across = _math(tree, "LESS_THAN", _math(tree, "ABSOLUTE", at["X"], 0), 0.006)
        strip = _math(tree, "MULTIPLY", across, _math(tree, "GREATER_THAN", at["Z"], 0.02))
        links = base.inputs["Base Color"].links
        cloth = links[0].from_socket if links else (*paint["col"], 1)
        tree.links.new(_mix(tree, "MIX", strip, cloth, (*ZIP, 1)), base.inputs["Base Color"])
    return m


def _rest(tree):
    """X, Y and Z of the rest position, metres."""
    rest, split = tree.nodes.new("ShaderNodeAttribute"), tree.nodes.new("ShaderNodeSeparateXYZ")
    rest.attribute_name = "rest"
    tree.links.new(rest.outputs["Vector"], split.inputs[0])
    return split.outputs


def _hair(part, pid, look):
    """Tinted hair with strands in colour and relief; a ragged second layer is cut by them."""
    cut = bool(part.get("fuzz"))
    m = mat(
        f"hair_{pid}_{cut}", tex=part["tex"], alpha=True, tint=look["hair"], rough=0.62, spec=0.16
    )
    tree = m.node_tree
    base = tree.nodes["Principled BSDF"]
    if base.inputs["Normal"].links:
        return m
    strands = _strands(tree)
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value, bump.inputs["Distance"].default_value = 0.7, 0.004
    tree.links.new(strands, bump.inputs["Height"])
    tree.links.new(bump.outputs[0], base.inputs["Normal"])
    if cut:
        alpha = base.inputs["Alpha"]
        whole = alpha.links[0].from_socket
        gaps = _math(tree, "GREATER_THAN", strands, 0.53)
        tree.links.new(_math(tree, "MULTIPLY", whole, gaps), alpha)
    return m


def _strands(tree):
    """Noise drawn out from crown to tips, by the rest position."""
    rest, stretch, noise = (
        tree.nodes.new(f"ShaderNode{k}") for k in ("Attribute", "VectorMath", "TexNoise")
    )
    rest.attribute_name, stretch.operation = "rest", "MULTIPLY"
    stretch.inputs[1].default_value = (420, 70, 260)
    tree.links.new(rest.outputs["Vector"], stretch.inputs[0])
    tree.links.new(stretch.outputs[0], noise.inputs["Vector"])
    noise.inputs["Scale"].default_value, noise.inputs["Detail"].default_value = 1.0, 1.0
    return noise.outputs["Fac"]


def _brow(part, pid, look):
    tint = tuple(0.2 + 0.8 * c for c in look["hair"])
    return mat(
        f"brow_{part['name']}_{pid}", tex=part["tex"], alpha=True, tint=tint, rough=0.8, spec=0.1
    )


def _cloth(part, pid, look, belt):
    suit = part["name"].split("_")[-1].rstrip("0123456789") in SUITS
    shade = (0.5, 0.6, 0.7) if "shoes" in part["name"] else (0.5, 0.8, look["hsv"][2])
    m = mat(
        f"cloth_{part['name']}_{pid}",
        tex=part["tex"],
        hsv=shade if suit else look["hsv"],
        rough=0.9,
        spec=0.15,
    )
    if not suit and "worksuit" not in part["name"] and "belt" not in m:
        m["belt"] = belt
        _dye(m, part, look, belt)
    return m


@functools.lru_cache(64)
def _texels(path):
    grey = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    return (grey.astype(np.float32) / 255) ** 2.2


def _brightness(part, above):
    """Mean linear brightness of the texture over faces whose first vertex is ``above``."""
    grey = _texels(part["tex"])
    h, w = grey.shape
    uv = np.array(
        [part["T"][t[0]] for f, t in zip(part["F"], part["FT"], strict=True) if above[f[0]]]
    )
    if not len(uv):
        return 0.3
    x, y = (uv[:, 0] % 1 * (w - 1)).astype(int), ((1 - uv[:, 1] % 1) * (h - 1)).astype(int)
    return max(0.02, float(grey[y, x].mean()))


def _dye(m, part, look, belt):
    """Colour trousers and shirt apart, the shirt with a pattern; the texture's folds stay."""
    tree = m.node_tree
    new, link = tree.nodes.new, tree.links.new
    base = tree.nodes["Principled BSDF"].inputs["Base Color"]
    photo = next(n for n in tree.nodes if n.type == "TEX_IMAGE").outputs["Color"]
    at = _rest(tree)
    sleeve = _math(tree, "GREATER_THAN", _math(tree, "ABSOLUTE", at["X"], 0), SLEEVE)
    high = _math(tree, "MAXIMUM", _math(tree, "GREATER_THAN", at["Y"], belt), sleeve)
    source = base.links[0].from_socket
    if look["dyed"]:
        above = (part["V"][:, 1] > belt) | (np.abs(part["V"][:, 0]) > SLEEVE)
        folds = new("ShaderNodeRGBToBW")
        link(photo, folds.inputs[0])
        cloth = [
            _mix(
                tree,
                "MULTIPLY",
                1,
                (*colour, 1),
                _grey(tree, folds.outputs[0], 1 / _brightness(part, side)),
            )
            for colour, side in ((look["lower"], ~above), (look["upper"], above))
        ]
        source = _mix(tree, "MIX", high, *cloth)
    if look["pattern"] != "plain":
        lines = _pattern(tree, at, look["pattern"])
        ink = _math(tree, "MULTIPLY", _math(tree, "MULTIPLY", lines, high), 0.75)
        source = _mix(tree, "MIX", ink, source, (*look["second"], 1))
    link(source, base)


def _pattern(tree, at, name):
    """0 or 1 over the rest position: horizontal bands, vertical stripes or both."""

    def wave(axis, metres, share):
        turn = _math(tree, "FRACT", _math(tree, "MULTIPLY", at[axis], 1 / metres), 0)
        return _math(tree, "LESS_THAN", turn, share)

    if name == "bands":
        return wave("Y", 0.06, 0.5)
    if name == "stripes":
        return wave("Y", 0.026, 0.4)
    if name == "pinstripes":
        return wave("X", 0.022, 0.18)
    return _math(
        tree, "MULTIPLY", _math(tree, "ADD", wave("X", 0.05, 0.5), wave("Y", 0.05, 0.5)), 0.5
    )


def _math(tree, operation, a, b):
    n = tree.nodes.new("ShaderNodeMath")
    n.operation = operation
    for socket, value in zip(n.inputs, (a, b), strict=False):
        if isinstance(value, (int, float)):
            socket.default_value = value
        else:
            tree.links.new(value, socket)
    return n.outputs[0]


def _grey(tree, value, gain):
    """A brightness as a grey colour, held to a sane range."""
    n = tree.nodes.new("ShaderNodeCombineColor")
    v = _math(tree, "MINIMUM", _math(tree, "MULTIPLY", value, gain), 1.6)
    for socket in n.inputs:
        tree.links.new(v, socket)
    return n.outputs[0]


def _mix(tree, blend, share, a, b):
    n = tree.nodes.new("ShaderNodeMix")
    n.data_type, n.blend_type = "RGBA", blend
    for socket, value in ((n.inputs[0], share), (n.inputs["A"], a), (n.inputs["B"], b)):
        if isinstance(value, (int, float, tuple)):
            socket.default_value = value
        else:
            tree.links.new(value, socket)
    return n.outputs["Result"]
