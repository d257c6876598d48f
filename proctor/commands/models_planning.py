"""What ``proctor models train`` would learn from, before anything is written."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from proctor.commands.app import App
from proctor.commands.showing import state_title
from proctor.i18n import _
from proctor.learning import Lesson, Moment, Passed

if TYPE_CHECKING:
    from models.training.stills import Stills

Row = dict[str, object]


def planned(
    lessons: Iterable[tuple[Lesson, Sequence[Moment]]], passed: Iterable[Passed], stills: "Stills"
) -> list[Row]:
    """Flags and pictures by code, decision and use; ``why`` says why flags are left out."""
    flags: Counter[tuple[str, ...]] = Counter()
    pictures: Counter[tuple[str, ...]] = Counter()
    for lesson, moments in lessons:
        there = sum(stills.source(lesson.row, m.at_us) is not None for m in moments)
        use, why = (lesson.side, "") if there else ("left-out", "picture")
        key = (lesson.row.flag.code, lesson.row.state, use, why)
        flags[key] += 1
        pictures[key] += there
    flags.update((p.row.flag.code, p.row.state, "left-out", p.why) for p in passed)
    names = ("code", "state", "use", "why")
    return [
        {**dict(zip(names, key, strict=True)), "flags": flags[key], "pictures": pictures[key]}
        for key in sorted(flags)
    ]


def print_plan(app: App, rows: Iterable[Row], as_json: bool) -> None:
    """A table in words, or the rows as they are."""
    columns = {"code": _("Code"), "state": _("Decision"), "use": _("Use"), "why": _("Because")}
    columns |= {"flags": _("Flags"), "pictures": _("Pictures")}
    app.rows(rows if as_json else map(_in_words, rows), columns, as_json)


def _in_words(row: Row) -> Row:
    words = {
        "confirmed": state_title("confirmed"),
        "false-alarm": state_title("false-alarm"),
        "inconclusive": state_title("inconclusive"),
        "teach": _("taught with"),
        "held-out": _("measured by"),
        "left-out": _("left out"),
        "thing": _("it is about nothing that has a box"),
        "reason": _("its reason does not say that the thing was not there"),
        "undecided": _("nobody came to a conclusion"),
        "picture": _("no picture of it is left"),
    }
    return {key: words.get(str(value), value) for key, value in row.items()}
