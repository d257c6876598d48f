"""Outfits, hair and worn things: what is drawn for a person, and putting things on."""

import random

from bench.world.people.wear.head import cap, glasses, mask
from bench.world.people.wear.trunk import coat, scarf

OUTFITS = {
    "male": [
        "male_casualsuit02",
        "male_casualsuit03",
        "male_casualsuit04",
        "male_casualsuit05",
        "male_casualsuit06",
        "male_worksuit01",
    ],
    "female": [
        "female_casualsuit01",
        "female_elegantsuit01",
        "male_casualsuit02",
        "male_casualsuit03",
        "male_casualsuit05",
        "male_casualsuit06",
    ],
}
HAIR = {
    "male": ["short01", "short02", "short03", "short04"],
    "female": ["bob02", "long01", "ponytail01", "braid01"],
}
SHARES = {
    "hall": {"glasses": 0.35, "mask": 0.12, "scarf": 0.06, "cap": 0.0, "coat": 0.15},
    "cabin": {"glasses": 0.35, "mask": 0.12, "scarf": 0.06, "cap": 0.05, "coat": 0.15},
}
MAKE = {"coat": coat, "scarf": scarf, "glasses": glasses, "mask": mask, "cap": cap}


def drawn(cfg, rng, scene):
    """{thing: worn?} for a person: as ``cfg`` says, else drawn with the shares of the scene."""
    style = rng.random()
    wears = {k: rng.random() < share for k, share in SHARES[scene].items()}
    wears.update({k: cfg[k] for k in wears if cfg.get(k) is not None})
    return dict(wears, style=style)


def put_on(human, wears):
    """Add the parts of ``wears`` to ``human``; the colours and cuts follow from its ``style``."""
    for name, make in MAKE.items():
        if wears.get(name):
            human.parts += make(human, random.Random(f"{wears.get('style')} {name}"))
