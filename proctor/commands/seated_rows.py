"""Whom a flag concerns, as JSON, as a cell of a table, and in words."""

from collections.abc import Iterator, Mapping

from proctor.i18n import _
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.seating import Sitting


def sitting_json(sitting: Sitting, names: bool) -> Mapping[str, object] | None:
    """Room, seat, staff and the attempts that fit; ``None`` when rosters tell nothing.

    Those of a whole room are counted, not listed. Names are masked unless ``names``.
    """
    if not sitting.room and sitting.lack in ("nobody", "time"):
        return None
    return {
        "lack": sitting.lack or None,
        "ambiguous": sitting.ambiguous,
        "room": sitting.room or None,
        "seat": sitting.seat or None,
        "examiner": sitting.examiner or None,
        "officer": sitting.officer or None,
        "school": sitting.school or None,
        "in_room": len(sitting.attempts) if sitting.whole else None,
        "attempts": [] if sitting.whole else [_attempt(one, names) for one in sitting.attempts],
    }


def _attempt(one: Enrolled, names: bool) -> Mapping[str, object]:
    return {
        "serial": one.serial,
        "name": one.name if names else one.name_shown,
        "id_number": one.id_shown,
        "starts": one.starts,
        "ends": one.ends,
        "seat": one.seat or None,
        "licence": one.licence or None,
        "examiner": one.examiner or None,
        "officer": one.officer or None,
        "school": one.school or None,
        "photo": one.photo or None,
    }


def who_cell(sitting: Sitting, names: bool) -> str:
    """The candidate and the seat or vehicle; several names when nobody can tell which."""
    where = sitting.seat or sitting.room
    if sitting.whole or not sitting.attempts:
        return where
    people = " / ".join(one.name if names else one.name_shown for one in sitting.attempts)
    return f"{people} · {where}"


def who_lines(sitting: Sitting, names: bool) -> Iterator[tuple[str, str]]:
    """Labels and texts; what is not known is said with its cure."""
    if lacking := _lacking(sitting):
        yield _("Candidate"), lacking
    if sitting.ambiguous:
        yield _("Candidate"), _("{n} attempts fit; one of them:").format(n=len(sitting.attempts))
    for one in () if sitting.whole else sitting.attempts:
        name = one.name if names else one.name_shown
        yield _("Candidate"), f"{name} · {one.id_shown} · {one.serial}"
    if sitting.room:
        seat = f" · {sitting.seat}" if sitting.seat else ""
        yield _("Hall or vehicle"), f"{sitting.room}{seat}"
    staff = {
        _("Examiner"): sitting.examiner,
        _("Safety officer"): sitting.officer,
        _("School"): sitting.school,
    }
    yield from ((label, name) for label, name in staff.items() if name)


def partner_lines(sitting: Sitting, names: bool) -> Iterator[tuple[str, str]]:
    """The same of the other place of two, without what both have in common."""
    common = _("Hall or vehicle"), _("Examiner"), _("Safety officer")
    for label, text in who_lines(sitting, names):
        if label not in common:
            seat = f" · {sitting.seat}" if sitting.seat else ""
            yield _("with: {label}").format(label=label), f"{text}{seat}"


def _lacking(sitting: Sitting) -> str:
    match sitting.lack:
        case "room":
            return _("nobody said which hall or vehicle it shows: proctor cameras places --hall")
        case "seat":
            return _("nobody said which seat this place is: proctor cameras places --seat")
        case "nobody" if sitting.room:
            return _("the rosters have nobody there then")
        case _:
            return ""
