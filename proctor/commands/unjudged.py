"""What is told about a rule that could not be judged, and the cure."""

from collections.abc import Sequence

from proctor.i18n import _


def why(code: str, missing: Sequence[str]) -> str:
    """One sentence, or two, in the language in force."""
    told, cure = reason(missing), cure_of(missing)
    text = _("{code} was not judged: {reason}.").format(code=code, reason=told)
    return f"{text} {cure}" if cure else text


def reason(missing: Sequence[str]) -> str:
    """Why nobody could judge it without these senses; the end of a sentence."""
    match tuple(missing):
        case ("prompts",):
            return _("nobody told what the exam system itself says")
        case ("photo",):
            return _("faces are held against enrolment photos only when somebody asks")
        case senses if "sound" in senses:
            return _("nobody listened to the sound")
        case senses:
            return _("no loaded model supplies {senses}").format(senses=", ".join(senses))


def cure_of(missing: Sequence[str]) -> str:
    """What to do about it; empty where nothing can be done."""
    if "clock" in missing:
        return _("Install what reads clocks: proctor models install --with clock")
    if "photo" in missing:
        return _("Ask with: proctor identity check RECORDING, or proctor watch --identity")
    if tuple(missing) == ("prompts",):
        return _("Put a recording of every prompt into the folder prompts of the home.")
    return ""
