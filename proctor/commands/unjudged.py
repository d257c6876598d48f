"""What is told about a rule that could not be judged, and the cure."""

from collections.abc import Sequence

from proctor.i18n import _


def why(code: str, missing: Sequence[str]) -> str:
    """One sentence, or two, in the language in force."""
    senses = ", ".join(missing)
    text = _("{code} was not judged: no loaded model supplies {senses}.")
    if "clock" in missing:
        text += " " + _("Install what reads clocks: proctor models install --with clock")
    elif tuple(missing) == ("prompts",):
        text = _("{code} was not judged: nobody told what the exam system itself says.")
        text += " " + _("Put a recording of every prompt into the folder prompts of the home.")
    elif "sound" in missing:
        text = _("{code} was not judged: nobody listened to the sound.")
    return text.format(code=code, senses=senses)
