"""A lead in a sentence: what does not fit, in numbers, and that it is a lead (线索) only."""

from collections.abc import Callable, Mapping

from proctor.findings import Reasons
from proctor.i18n import _


def sentence(reasons: Reasons) -> str:
    """What the numbers of a flag on results mean, in the language in force."""
    say = _SENTENCES.get(str(reasons.get("check")))
    return say(reasons) if say is not None else ""


def manual() -> str:
    """The manual page of DATA_ANOM, in the language in force."""
    return _(
        """Results that contradict themselves or one another, and results that chance hardly gives.

Flags: a seat, vehicle, candidate, or an examiner on the road in two attempts at once; a score that
the deductions do not give, a pass under the limit or a fail above it; an item outside of its
attempt, at once with another one, of another length than from its begin to its end, or done in no
time; a time of an item, an answer or an attempt far from everybody else's; an examiner, vehicle or
school with more passes, or a longer row of them, than chance and honest differences explain.

Lets be: attempts that overlap by less than a minute, for clocks differ; the general judgement,
which goes on beside all other items; items left out after a fail; times and people with too few
others to compare with; differences that are sure but small. What comes from statistics is a
lead: some of them are false, as many as the limits say."""
    )


def things() -> Mapping[str, str]:
    """What can be in two places, and whose passes are counted, in words."""
    return {
        "candidate": _("candidate"),
        "seat": _("seat"),
        "vehicle": _("vehicle"),
        "examiner": _("examiner"),
        "officer": _("safety officer"),
        "school": _("school"),
    }


def _named(kinds: str) -> str:
    words = things()
    return ", ".join(words.get(kind, kind) for kind in kinds.split(", "))


def _twice(reasons: Reasons) -> str:
    text = _(
        "Attempts {serial} and {other} used the same {what} for {seconds:.0f} s at once ({which})."
    )
    return text.format(
        serial=reasons["serial"],
        other=reasons["other_serial"],
        what=_named(str(reasons["shared"])),
        seconds=reasons["overlap_s"],
        which=reasons["which"] or reasons.get("candidate", ""),
    )


def _score(reasons: Reasons) -> str:
    parts = []
    if "deducted" in reasons:
        text = _("{deducted:g} points were deducted, which leaves {expected:g}, not {score:g}.")
        parts.append(
            text.format(
                deducted=reasons["deducted"],
                expected=reasons["expected_score"],
                score=reasons["score"],
            )
        )
    if "told" in reasons:
        passed = reasons["told"] == "passed"
        text = (
            _("It counts as passed with {score:g} points; a pass takes {least:g}.")
            if passed
            else _("It counts as failed with {score:g} points; a pass takes {least:g}.")
        )
        parts.append(text.format(score=reasons["score"], least=reasons["least_score"]))
    return " ".join(parts)


def _items(reasons: Reasons) -> str:
    words = {
        "outside": _(
            "Items outside of the attempt or longer than it ({n:.0f}): {item} by {seconds:.0f} s."
        ),
        "overlapping": _("Two items at once ({n:.0f}): {item} for {seconds:.0f} s."),
        "length": _(
            "Items told to be longer or shorter than from their begin to their end ({n:.0f}):"
            " {item} by {seconds:.0f} s."
        ),
        "short": _("Items done in no time ({n:.0f}): {item} in {seconds:g} s."),
    }
    return " ".join(
        text.format(n=reasons[wrong], item=reasons[f"{wrong}_item"], seconds=reasons[f"{wrong}_s"])
        for wrong, text in words.items()
        if wrong in reasons
    )


def _pace(reasons: Reasons) -> str:
    text = _(
        "{item} took {seconds:.0f} s; usual are {usual:.0f} s. By chance one time in {odds:.0f} is"
        " so far off, and {tests:.0f} were looked at; {others:.0f} times of this attempt stand out,"
        " {short:.0f} of them as too short."
    )
    return text.format(
        item=_("The whole attempt")
        if reasons["item"] == "whole attempt"
        else _("Item {item}").format(item=reasons["item"]),
        seconds=reasons["seconds"],
        usual=reasons["usual_s"],
        odds=_odds(reasons),
        tests=reasons["tests"],
        others=reasons["strange_items"],
        short=reasons["too_short"],
    )


def _share(reasons: Reasons) -> str:
    text = _(
        "With {kind} {who}, {passes:.0f} of {attempts:.0f} attempts were passed; among the same"
        " candidates of others it would be {expected:.0f}. Chance and honest differences do so once"
        " in {odds:.0f}; {tests:.0f} such questions were asked. A lead, no proof."
    )
    return text.format(**_of_unit(reasons))


def _streak(reasons: Reasons) -> str:
    text = _(
        "With {kind} {who}, {row:.0f} attempts in a row were passed, {passes:.0f} of"
        " {attempts:.0f} in all. So long a row comes about once in {odds:.0f};"
        " {tests:.0f} such questions were asked. A lead, no proof."
    )
    return text.format(**_of_unit(reasons))


def _of_unit(reasons: Reasons) -> dict[str, object]:
    return {
        "kind": _named(str(reasons["kind"])),
        "who": reasons["who"],
        "passes": reasons["passes"],
        "attempts": reasons["attempts"],
        "expected": reasons["expected_passes"],
        "row": reasons["row"],
        "odds": _odds(reasons),
        "tests": reasons["tests"],
    }


def _odds(reasons: Reasons) -> float:
    return 1 / max(float(reasons["chance"]), 1e-15)


_SENTENCES: Mapping[str, Callable[[Reasons], str]] = {
    "twice": _twice,
    "score": _score,
    "items": _items,
    "pace": _pace,
    "share": _share,
    "streak": _streak,
}
