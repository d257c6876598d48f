"""Decisions about flags: what the rules of the office allow.

A decision is a verdict by a named person. Who calls a flag a false alarm says why, in one of a few
codes, so that the reasons can be counted; anybody may add words.
"""

from typing import Protocol

from proctor.errors import DecisionError
from proctor.findings import VERDICTS, FlagRow, Review, Verdict
from proctor.i18n import _
from proctor.timeline import Clock, SystemClock

OTHER = "other"
"""The reason that needs words of its own: ``other: a flag on the wall``."""

REASONS = (
    "lighting",
    "staff",
    "neighbour",
    "object",
    "posture",
    "mirror-check",
    "picture",
    OTHER,
)
"""Codes for a false alarm (误报原因), in the order of the keys 1, 2, 3, …"""


def reason_titles() -> dict[str, str]:
    """Every code of ``REASONS`` in words, in the language in force."""
    return {
        "lighting": _("light, shadow or reflection"),
        "staff": _("staff doing their work"),
        "neighbour": _("somebody else than the candidate"),
        "object": _("a harmless thing taken for another"),
        "posture": _("a harmless movement or posture"),
        "mirror-check": _("a mirror or shoulder check that the exam asks for"),
        "picture": _("a fault of the picture or the recording"),
        OTHER: _("something else, in words after “other:”"),
    }


class Desk(Protocol):
    """What deciding asks of the record."""

    def flag(self, id_or_prefix: str) -> FlagRow:
        """One flag; raises ``NotFoundError``."""
        ...

    def add_review(self, review: Review) -> None:
        """Store a decision for good."""
        ...


def decide(
    record: Desk,
    flag_id: str,
    verdict: str,
    reason: str,
    by: str,
    clock: Clock | None = None,
) -> Review:
    """The decision, stored. ``flag_id`` may be the beginning of one.

    Raises ``DecisionError`` for a verdict that is none, a decision without a name, and a false
    alarm without a reason of ``REASONS``; ``NotFoundError`` for an unknown flag.
    """
    review = Review(
        flag=record.flag(flag_id).flag.id,
        verdict=_verdict(verdict),
        reason=_reason(verdict, " ".join(reason.split())),
        by=name_of(by),
        at=(clock or SystemClock()).now(),
    )
    record.add_review(review)
    return review


def _verdict(text: str) -> Verdict:
    for verdict in VERDICTS:
        if verdict == text:
            return verdict
    message = _("{verdict!r} is not a verdict.").format(verdict=text)
    raise DecisionError(message, hint=_("Choose one of: {all}.").format(all=", ".join(VERDICTS)))


def name_of(by: str) -> str:
    """The name of who decides, its blanks tidied. Raises ``DecisionError`` when it is empty."""
    name = " ".join(by.split())
    if not name:
        raise DecisionError(
            _("A decision needs the name of the person who makes it."),
            hint=_("Give it with --by or in PROCTOR_USER."),
        )
    return name


def _reason(verdict: str, reason: str) -> str:
    if verdict != "false-alarm":
        return reason
    code, _colon, words = reason.partition(":")
    if code.strip() not in REASONS or (code.strip() == OTHER and not words.strip()):
        raise DecisionError(
            _("A false alarm needs a reason that can be counted."),
            hint=_("One of: {all}; words may follow a colon, and must after “other:”.").format(
                all=", ".join(REASONS)
            ),
        )
    return f"{code.strip()}: {words.strip()}" if words.strip() else code.strip()
