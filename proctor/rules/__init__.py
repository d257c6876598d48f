"""The rules: one file each, and this list, which is the only place that knows them all."""

from proctor.rules.aud_none import AudNone
from proctor.rules.base import Rule, Scene
from proctor.rules.clk_drift import ClkDrift
from proctor.rules.device_pose import DevicePose
from proctor.rules.extra_person import ExtraPerson
from proctor.rules.gaze_off import GazeOff
from proctor.rules.hall_empty import HallEmpty
from proctor.rules.hand_ear import HandEar
from proctor.rules.hands_off import HandsOff
from proctor.rules.hint_gesture import HintGesture
from proctor.rules.hint_speech import HintSpeech
from proctor.rules.id_mismatch import IdMismatch
from proctor.rules.id_swap import IdSwap
from proctor.rules.lean_out import LeanOut
from proctor.rules.note import Note
from proctor.rules.op_assist import OpAssist
from proctor.rules.passing import Pass
from proctor.rules.peek import Peek
from proctor.rules.phone import Phone
from proctor.rules.read_aloud import ReadAloud
from proctor.rules.seat_absent import SeatAbsent
from proctor.rules.staff_misconduct import StaffMisconduct
from proctor.rules.vid_black import VidBlack
from proctor.rules.vid_blur import VidBlur
from proctor.rules.vid_cover import VidCover
from proctor.rules.vid_damage import VidDamage
from proctor.rules.vid_freeze import VidFreeze
from proctor.rules.vid_gap import VidGap
from proctor.rules.vid_move import VidMove
from proctor.rules.voice_extra import VoiceExtra
from proctor.rules.whisper import Whisper

RULES: tuple[type[Rule], ...] = (
    VidGap,
    VidDamage,
    VidBlack,
    VidFreeze,
    VidCover,
    VidMove,
    VidBlur,
    AudNone,
    ClkDrift,
    IdMismatch,
    IdSwap,
    SeatAbsent,
    HallEmpty,
    ExtraPerson,
    Phone,
    Note,
    Peek,
    GazeOff,
    HandEar,
    DevicePose,
    OpAssist,
    HandsOff,
    HintGesture,
    HintSpeech,
    VoiceExtra,
    LeanOut,
    Whisper,
    Pass,
    ReadAloud,
    StaffMisconduct,
)

__all__ = ["RULES", "Rule", "Scene"]
