"""The sentences that go with the numbers."""

from collections.abc import Collection, Sequence

from proctor.evaluation.references import Case
from proctor.i18n import _

FEW = 8
"""With fewer recordings the bootstrap over them says little."""


def method(anywhere: bool, min_visible: float) -> str:
    """How it was measured, one paragraph."""
    sentences = [
        _(
            "A flag finds an event of the same code when both share at least a second, or half of "
            "the shorter one if that is less; one flag, one event, by the best assignment (as in "
            "TRECVID ActEV)."
        ),
        _("The place does not matter.") if anywhere else _("Both must be at the same place."),
        _(
            "Events of which less than {share:.0%} can be seen count for neither side; nor do "
            "flags on them."
        ).format(share=min_visible),
        _(
            "Intervals are 95 %: at each end the wider of a bootstrap over recordings and the "
            "interval of Wilson (shares) or Garwood (rates)."
        ),
        _(
            "Miss rates at a rate of false alarms are interpolated between scores; past the last "
            "flag they stay; below one false alarm in the whole footage there are none."
        ),
    ]
    return " ".join(sentences)


def notes(cases: Sequence[Case], codes: Collection[str] | None) -> tuple[str, ...]:
    """What the reader must know about these cases."""
    said = [note for case in cases for note in case.notes]
    if len(cases) < FEW:
        few = _("Few recordings ({n}): the intervals hold for footage like this, not for others.")
        said.append(few.format(n=len(cases)))
    outside = {
        claim.code
        for case in cases
        for claim in case.claims
        if case.reference.codes is not None
        and claim.code not in case.reference.codes
        and (codes is None or claim.code in codes)
    }
    if outside:
        left = _("Flags of codes that nobody annotated are left out: {codes}.")
        said.append(left.format(codes=", ".join(sorted(outside))))
    return tuple(said)
