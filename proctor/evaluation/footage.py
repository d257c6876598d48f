"""How much of what was annotated there are pictures of."""

from collections.abc import Iterator
from dataclasses import replace

from proctor.evaluation.references import Reference
from proctor.i18n import _
from proctor.perception import Account
from proctor.timeline import SECOND, Microseconds, seconds, total_us


def measured(reference: Reference, account: Account | None) -> Reference:
    """The reference with a length; the recording's own when the annotators did not say one."""
    if reference.duration_us or account is None:
        return reference
    span = account.span
    return replace(reference, start_us=span.start_us, duration_us=span.duration_us)


def watched_us(reference: Reference, account: Account | None) -> Microseconds:
    """Annotated time with pictures: what is missing, or past the end, raises no false alarm."""
    if account is None:
        return reference.duration_us
    both = reference.annotated.within(account.span)
    return both.duration_us - total_us(hole.within(both) for hole in account.holes)


def lengths(reference: Reference, account: Account | None) -> Iterator[str]:
    """Notes on a truth that is longer or shorter than its recording."""
    if account is None:
        return
    said, had = reference.annotated, account.span
    if said.end_us > had.end_us + SECOND:
        text = _(
            "{clip} ends at {had:.1f} s, but its truth at {said:.1f} s: is it of this file, "
            "at this frame rate?"
        )
        yield text.format(clip=reference.clip, had=seconds(had.end_us), said=seconds(said.end_us))
    if said.start_us > had.start_us + SECOND or said.end_us < had.end_us - SECOND:
        text = _(
            "{clip} is annotated from {start:.1f} to {end:.1f} s only; flags outside are left out."
        )
        yield text.format(
            clip=reference.clip, start=seconds(said.start_us), end=seconds(said.end_us)
        )
