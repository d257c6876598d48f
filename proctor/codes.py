"""The flag codes of the office, with their names and grades; one line each.

The catalogue is the office's, so it is longer than the list of rules that exist.
"""

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
        Code("VID_MOVE", "Camera moved", "移位", 1, "D, E"),
        Code("VID_BLUR", "Picture out of focus", "虚焦", 1, "D, E"),
        Code("AUD_NONE", "No sound", "无声", 2, "D"),
        Code("CLK_DRIFT", "Clock off", "时钟偏差", 3, "D"),
        Code("ID_MISMATCH", "Not the candidate", "人证不符（替考）", 1, "A, B"),
        Code("ID_SWAP", "Person exchanged", "换人", 1, "A, B"),
        Code("SEAT_ABSENT", "Seat left", "离座", 3, "rule"),
        Code("HALL_EMPTY", "Nobody in the hall", "考室无人", 2, "D"),
        Code("EXTRA_PERSON", "Extra person", "无关人员", 2, "D, A"),
        Code("PHONE", "Phone in use", "使用手机", 1, "A"),
        Code("NOTE", "Crib", "夹带", 1, "A"),
        Code("PEEK", "Looking at a neighbour's screen", "旁窥", 3, "A"),
        Code("WHISPER", "Whispering", "交头接耳", 2, "A"),
        Code("PASS", "Passing something", "传递物品", 1, "A"),
        Code("HAND_EAR", "Hand held at the ear", "疑似耳机/接听", 2, "A"),
        Code("DEVICE_POSE", "Posture of a hidden device", "疑似针孔设备", 2, "A, B"),
        Code("READ_ALOUD", "Reading aloud", "念题", 2, "A"),
        Code("VOICE_EXTRA", "Voice from outside", "场外语音", 1, "A, C"),
        Code("HINT_SPEECH", "Spoken hint", "语音提示", 2, "A, C"),
        Code("HINT_GESTURE", "Hint by gesture", "手势提示", 2, "C, A"),
        Code("OP_ASSIST", "Officer operates the car", "代操作", 1, "C, E"),
        Code("LEAN_OUT", "Leaning out of the window", "探身出窗", 2, "C"),
        Code("GAZE_OFF", "Eyes off the road", "视线离开行驶方向", 3, "E"),
        Code("HANDS_OFF", "Both hands off the wheel", "双手离方向盘", 3, "E"),
        Code("STAFF_MISCONDUCT", "Staff misconduct", "工作人员违规", 3, "C"),
        Code("DATA_ANOM", "Data anomaly", "数据异常", 2, "lead"),
    )
}


def title(code: str, lang: str) -> str:
    """The name of ``code`` in ``zh`` or ``en``; the code itself when it is not ours."""
    known = CODES.get(code)
    if known is None:
        return code
    return known.zh if lang.startswith("zh") else known.en
