"""Who a person is: body, outfit, hair, things worn, drawn by lot where the scenario is silent."""

from bench.world.people.wear import wardrobe
from bench.world.people.body import Human

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


def make_human(cfg, rng):
    """A candidate or staff member drawn by ``rng``.

    Keys of ``cfg`` fix gender, people, outfit, hair, age.
    """
    g = cfg.get("gender") or rng.choice(["male", "female"])
    eth = cfg.get("people") or rng.choice(["asian"] * 6 + ["caucasian", "african"])
    clothes = (
        cfg.get("outfit") or rng.choice(OUTFITS[g]),
        rng.choice(["shoes01", "shoes03", "shoes04"]),
    )
    h = Human(
        g,
        cfg.get("age") or rng.choice(["young", "young", "mid"]),
        eth,
        rng.uniform(0.35, 0.75),
        rng.uniform(0.3, 0.6),
        rng.uniform(0.35, 0.6),
        clothes,
        cfg.get("hair") or rng.choice(HAIR[g]),
        f"eyebrow00{rng.randint(1, 9)}",
        seed=rng.random(),
    )
    h.wears = wardrobe.drawn(cfg, rng, "hall")
    return h
