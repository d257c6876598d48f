"""Names of the face targets that the generator draws on; plain data, no imports."""

ACTIONS = (
    *("jawOpen", "mouthFunnel", "browInnerUp"),
    *(
        f"{action}{side}"
        for side in ("Left", "Right")
        for action in (
            *("mouthLowerDown", "mouthUpperUp", "mouthSmile", "cheekSquint", "eyeBlink"),
            *("browDown", "browOuterUp", "eyeLookIn", "eyeLookOut", "eyeLookUp", "eyeLookDown"),
        )
    ),
)
"""Facial actions that ``faces.shares`` may ask for."""

TRAITS = {
    "eye_fold": ("eyes/l-eye-eyefold-down", "eyes/l-eye-eyefold-up", 0.35),
    "eye_tilt": ("eyes/l-eye-corner2-up", "eyes/l-eye-corner2-down", 0.4),
    "eye_inner": ("eyes/l-eye-epicanthus-in", "eyes/l-eye-epicanthus-out", 0.4),
    "eye_height": ("eyes/l-eye-height2-incr", "eyes/l-eye-height2-decr", 0.4),
    "nose_width": ("nose/nose-scale-horiz-incr", "nose/nose-scale-horiz-decr", 0.5),
    "nose_depth": ("nose/nose-scale-depth-decr", "nose/nose-scale-depth-incr", 0.5),
    "nose_length": ("nose/nose-scale-vert-decr", "nose/nose-scale-vert-incr", 0.5),
    "mouth_width": ("mouth/mouth-scale-horiz-decr", "mouth/mouth-scale-horiz-incr", 0.5),
    "lips": ("mouth/mouth-lowerlip-volume-incr", "mouth/mouth-lowerlip-volume-decr", 0.6),
    "cheekbones": ("cheek/l-cheek-bones-incr", "cheek/l-cheek-bones-decr", 0.5),
    "cheeks": ("cheek/l-cheek-volume-incr", "cheek/l-cheek-volume-decr", 0.5),
    "chin": ("chin/chin-width-incr", "chin/chin-width-decr", 0.5),
    "jaw": ("chin/chin-jaw-drop-decr", "chin/chin-jaw-drop-incr", 0.4),
    "round": ("head/head-round", "head/head-rectangular", 0.4),
    "oval": ("head/head-oval", "head/head-square", 0.4),
    "flesh": ("head/head-fat-incr", "head/head-fat-decr", 0.35),
}
"""Trait of a face: its two target ends and the widest share; an "l-" target has an "r-" twin."""

EAST_ASIAN = {
    "eye_fold": 0.12,
    "eye_inner": 0.25,
    "eye_height": 0.15,
    "eye_tilt": 0.1,
    "nose_depth": 0.3,
    "nose_width": 0.1,
    "cheekbones": 0.25,
    "round": 0.2,
}
"""Where the middle of a trait lies among East Asian faces; elsewhere the base mesh's own."""


def twin(name):
    """The right-hand twin of a left-hand target, or None."""
    folder, _, rest = name.partition("/")
    return f"{folder}/r-{rest[2:]}" if rest.startswith("l-") else None


def shape_names():
    """Every face shape as ``folder/name``, the right-hand twins included."""
    ends = [name for rise, fall, _ in TRAITS.values() for name in (rise, fall)]
    return ends + [twin(n) for n in ends if twin(n)]
