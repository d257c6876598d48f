"""What the command lines of this bench have in common: clips by name."""

from collections.abc import Sequence

from bench.clips import SPLITS, Clip, shipped
from proctor.errors import ModelError


def asked_for(names: Sequence[str]) -> list[Clip]:
    """The clips of those names or splits; of splits, those that are not made of other clips."""
    named = [name for name in names if name not in SPLITS]
    splits = [name for name in names if name in SPLITS] or ([] if named else list(SPLITS))
    known = shipped()
    lost = sorted({*named} - {clip.name for clip in known})
    if lost:
        raise ModelError(
            f"There is no clip named {', '.join(lost)}.",
            hint=f"Shipped: {', '.join(clip.name for clip in known)}.",
        )
    own = [clip for clip in known if clip.split in splits and not clip.facts.get("source")]
    return [*own, *(clip for clip in known if clip.name in named and clip not in own)]
