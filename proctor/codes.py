"""The flag codes of the office, with their names and grades; one line each."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

Level: TypeAlias = Literal[1, 2, 3]
"""1 is the gravest."""


@dataclass(frozen=True, slots=True)
class Code:
    """One thing that may be flagged."""

    name: str
    """As stored, such as ``SEAT_ABSENT``."""
    en: str
    """English title."""
    zh: str
    """Chinese title."""
    level: Level
    """Gravity if it is true."""
    consequence: str
    """A disqualified, B criminal, C staff discipline, D must be investigated, E fail item."""


CODES: dict[str, Code] = {
    code.name: code
    for code in (
        Code("VID_GAP", "Footage missing", "音视频缺失", 1, "D"),
        Code("VID_DAMAGE", "Footage damaged or cut short", "录像损坏、不完整", 2, "D"),
        Code("VID_BLACK", "Black picture", "黑屏", 1, "D"),
        Code("VID_FREEZE", "Frozen picture", "画面定格", 1, "D"),
        Code("VID_COVER", "Camera covered", "遮挡", 1, "D, E"),
        Code("SEAT_ABSENT", "Seat left", "离座", 3, "rule"),
        Code("EXTRA_PERSON", "Extra person", "无关人员", 2, "D, A"),
        Code("PHONE", "Phone in use", "使用手机", 1, "A"),
        Code("PEEK", "Looking at a neighbour's screen", "旁窥", 3, "A"),
        Code("GAZE_OFF", "Eyes off the road", "视线离开行驶方向", 3, "E"),
        Code("HAND_EAR", "Hand held at the ear", "疑似耳机/接听", 2, "A"),
        Code("READ_ALOUD", "Reading aloud", "念题", 2, "A"),
    )
}


def title(code: str, lang: str) -> str:
    """The name of ``code`` in ``zh`` or ``en``; the code itself when it is not ours."""
    known = CODES.get(code)
    if known is None:
        return code
    return known.zh if lang.startswith("zh") else known.en
