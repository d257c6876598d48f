"""The two languages of a report: English text is its own key, Chinese lies in ``chinese``.

A report is a document of the office with its own fixed phrases, and its language is an argument,
not the state of the program; that is why it does not use the catalogue of the screen.
"""

import re
import unicodedata
from dataclasses import dataclass

from proctor.codes import title
from proctor.findings import FlagRow, State
from proctor.i18n import Language
from proctor.perception import Sense, Subject
from proctor.rosters.seating import Sitting
from proctor.schedule import GapState
from reports.circular.chinese import CHINESE
from reports.period import Kind, Period

_BAD = {"Cc", "Cf", "Cs", "Co", "Cn"}
"""Unicode classes that XML or a reader should not meet: controls, marks that turn writing round."""

_TITLES: dict[Kind, str] = {
    "day": "Daily audio-video inspection",
    "week": "Weekly audio-video review",
    "month": "Monthly circular on audio-video inspection",
    "year": "Yearly audio-video assessment",
}
_SUBJECTS: dict[Subject, str] = {
    "hall": "Subject 1 (hall)",
    "field": "Subject 2 (field)",
    "road": "Subject 3 (road)",
    "counter": "Service counters",
}
_PLACES = {
    "picture": "whole picture",
    "driver": "driver",
    "passenger": "passenger",
    "aisle": "aisle",
    "back": "back seat",
    "sound": "sound track",
    "clock": "clock in the picture",
}
_SENSES: dict[Sense, str] = {
    "picture": "picture quality",
    "person": "people",
    "head": "head direction",
    "hands": "hands",
    "mouth": "mouth",
    "phone": "phones",
    "gaze": "line of sight",
    "paper": "papers",
    "wheel": "steering wheel",
    "face": "faces",
    "photo": "enrolment photos",
    "sound": "sound",
    "speech": "speech",
    "prompts": "prompts of the exam system",
    "clock": "clock in the picture",
}
_STATES: dict[State, str] = {
    "pending": "Awaiting review",
    "confirmed": "Confirmed",
    "false-alarm": "False alarm",
    "inconclusive": "Inconclusive",
}
_GAP_STATES: dict[GapState, str] = {
    "open": "Open",
    "explained": "Explained",
    "faulty-camera": "Faulty camera",
    "unexplained": "Unexplained",
    "closed": "Closed by footage",
    "withdrawn": "No longer owed",
}


@dataclass(frozen=True, slots=True)
class Words:
    """Everything a report says, in one language."""

    lang: Language
    """``zh`` or ``en``."""

    def __call__(self, text: str, **values: object) -> str:
        """``text`` in the language with its ``{names}`` filled in.

        Raises ``KeyError`` for a sentence without Chinese: better than half a translation.
        """
        spoken = CHINESE[text] if self.lang == "zh" else text
        return spoken.format(**values) if values else spoken

    def matter(self, code: str) -> str:
        """What a flag of that code suspects, always as a suspicion."""
        name = title(code, self.lang)
        if name.startswith("疑似"):
            return name
        return self("Suspected: {what}", what=name[0].lower() + name[1:])

    def claim(self, row: FlagRow) -> str:
        """The name of the finding: a plain fact only once somebody has confirmed it."""
        name = title(row.flag.code, self.lang)
        return name if row.state == "confirmed" else self.matter(row.flag.code)

    def gap_state(self, state: GapState) -> str:
        """State of a gap in the footage."""
        return self(_GAP_STATES[state])

    def state(self, state: State) -> str:
        """Where a flag's review stands."""
        return self(_STATES[state])

    def subject(self, subject: str) -> str:
        """Name of the exam; the key itself when it is none of ours."""
        for key, name in _SUBJECTS.items():
            if key == subject:
                return self(name)
        return subject

    def place(self, name: str) -> str:
        """A place as the office calls it; names given by hand stay as they are."""
        if found := re.fullmatch(r"seat-(\d+)", name):
            return self("seat {n}", n=found[1])
        if found := re.fullmatch(r"post-(\d+)", name):
            return self("post {n}", n=found[1])
        known = _PLACES.get(name)
        return self(known) if known else clean(name)

    def who(self, row: FlagRow) -> str:
        """Candidates, masked, and seats or vehicle; several in one seat when nobody can tell."""
        told = (_who(sitting) for sitting in (row.sitting, row.partner) if sitting)
        return clean(" + ".join(filter(None, told)))

    def sense(self, sense: Sense) -> str:
        """What a model can make out."""
        return self(_SENSES[sense])

    def listed(self, items: list[str]) -> str:
        """Joined as the language joins a list."""
        return ("、" if self.lang == "zh" else ", ").join(items)

    def title(self, period: Period) -> str:
        """The title of the document."""
        return self(_TITLES[period.kind])

    def spoken(self, period: Period) -> str:
        """The period in words."""
        if self.lang == "en":
            return (
                f"{period.first:%B} {period.first.year}" if period.kind == "month" else period.name
            )
        first = period.first
        if period.kind == "week":
            year, week, _ = first.isocalendar()
            return f"{year}年第{week}周"
        parts = [f"{first.year}年", f"{first.month}月", f"{first.day}日"]
        return "".join(parts[: {"year": 1, "month": 2, "day": 3}[period.kind]])


def _who(sitting: Sitting) -> str:
    people = " / ".join(() if sitting.whole else (one.name_shown for one in sitting.attempts))
    return " · ".join(filter(None, (people, sitting.seat or sitting.room)))


def clean(text: str) -> str:
    """``text`` without characters that XML or a printer refuses: file names hold anything."""
    flat = re.sub(r"\s+", " ", text)
    return "".join("\ufffd" if unicodedata.category(c) in _BAD else c for c in flat)
