"""Who sits in a hall: body, outfit, hair, things worn, drawn by lot where nothing is said."""

from bench.world.people.body import Human
from bench.world.people.wear import wardrobe


def make_human(cfg, rng):
    """A candidate or staff member drawn by ``rng``.

    Keys of ``cfg`` fix gender, people, outfit, hair, age.
    """
    g = cfg.get("gender") or rng.choice(["male", "female"])
    eth = cfg.get("people") or rng.choice(["asian"] * 6 + ["caucasian", "african"])
    clothes = (
        cfg.get("outfit") or rng.choice(wardrobe.OUTFITS[g]),
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
        cfg.get("hair") or rng.choice(wardrobe.HAIR[g]),
        f"eyebrow00{rng.randint(1, 9)}",
        seed=rng.random(),
    )
    h.wears = wardrobe.drawn(cfg, rng, "hall")
    return h
