"""Lots that anyone can draw again."""

import random


def lots(seed: int | str) -> random.Random:
    """A source of lots that gives the same ones for the same ``seed``, on every computer."""
    return random.Random(seed)  # noqa: S311 - what cannot be foretold cannot be repeated either
