"""Plain tables into a profile, with every fault and its place.

A word that no rule knows is a fault: a misspelt threshold must not look like a lenient one.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from proctor.i18n import _
from proctor.manual import Setting, kind_of, settings
from proctor.perception import SUBJECTS
from proctor.profiles.faults import Fault
from proctor.profiles.marks import Mark, Path
from proctor.profiles.profile import ROOMS, Profile, Settings
from proctor.rules import RULES
from proctor.spelling import meant

KNOWN_ROOMS = tuple(dict.fromkeys(ROOMS.values()))
"""Kinds of rooms that need no table of their own to be known."""

_NAMED = ("room", "site", "camera")
"""Tables of tables, one for each name."""


def checked(plain: Mapping[str, Any], marks: Mapping[Path, Mark]) -> tuple[Profile, list[Fault]]:
    """The profile without what is wrong with it, and that, in the order of the file.

    ``marks`` tells where words stand; those that it lacks stand in no file.
    """
    check = _Check(marks)
    profile = check.profile(plain)
    return profile, sorted(check.faults, key=lambda one: (one.line or 0, one.column or 0))


class _Check:
    """Goes through the tables and keeps what is wrong."""

    def __init__(self, marks: Mapping[Path, Mark]) -> None:
        self._marks = marks
        self.faults: list[Fault] = []

    def profile(self, plain: Mapping[str, Any]) -> Profile:
        self._unknown(plain, ("rules", *SUBJECTS, *_NAMED), ())
        subjects: dict[str, Settings] = {
            s: self._rules_in(plain[s], (s,)) for s in SUBJECTS if s in plain
        }
        named = {word: self._named(plain.get(word, {}), word) for word in _NAMED}
        known = list(dict.fromkeys((*KNOWN_ROOMS, *named["room"])))
        rooms = {word: self._rooms(plain.get(word, {}), word, known) for word in ("site", "camera")}
        return Profile(
            self._settings(plain.get("rules", {}), ("rules",)),
            subjects,
            named["room"],
            named["site"],
            named["camera"],
            rooms["site"],
            rooms["camera"],
        )

    def settings(self, table: Any) -> Settings:
        """Of one table of rules, as command lines make it."""
        return self._settings(table, ("rules",))

    def _named(self, table: Any, word: str) -> dict[str, Settings]:
        own = () if word == "room" else ("room",)
        tables = self._table(table, (word,)).items()
        return {name: self._rules_in(one, (word, name), own) for name, one in tables}

    def _rooms(self, table: Any, word: str, known: list[str]) -> dict[str, str]:
        """Name → kind of room, of those tables that say it."""
        found: dict[str, str] = {}
        for name, one in table.items() if isinstance(table, Mapping) else ():
            room = one.get("room") if isinstance(one, Mapping) else None
            if isinstance(room, str) and room in known:
                found[name] = room
            elif room is not None:
                text = _("{value!r} is no kind of room").format(value=room)
                self._fault((word, name, "room"), text, meant(str(room), known))
        return found

    def _rules_in(self, table: Any, path: Path, more: tuple[str, ...] = ()) -> Settings:
        table = self._table(table, path)
        self._unknown(table, ("rules", *more), path)
        return self._settings(table.get("rules", {}), (*path, "rules"))

    def _settings(self, table: Any, path: Path) -> Settings:
        table = self._table(table, path)
        self._unknown(table, [kind.code for kind in RULES], path)
        return {
            code: self._rule(code, values, (*path, code))
            for code, values in table.items()
            if kind_of(code)
        }

    def _rule(self, code: str, values: Any, path: Path) -> Mapping[str, Any]:
        kind, values = kind_of(code), self._table(values, path)
        known = settings(kind) if kind else {}
        self._unknown(values, known, path)
        found: dict[str, Any] = {}
        for name, value in values.items():
            if name in known and self._holds(known[name], value, (*path, name)):
                found[name] = value if isinstance(value, bool) else float(value)
        return found

    def _holds(self, setting: Setting, value: Any, path: Path) -> bool:
        """Whether the value makes sense; tells what is wrong if it does not."""
        if setting.unit is None:
            good, wanted = isinstance(value, bool), _("true or false")
        else:
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            good, wanted = number and setting.unit.holds(value), setting.unit.range()
        if not good:
            text = _("{name} = {value}: expected {wanted}")
            default = _("Default: {value}").format(value=_plain(setting.default))
            value, wanted = _plain(value), wanted
            text = text.format(name=setting.name, value=value, wanted=wanted)
            self._fault(path, text, default)
        return good

    def _table(self, value: Any, path: Path) -> Mapping[str, Any]:
        if isinstance(value, Mapping):
            return value
        text = _("{name}: expected a table, found {value}")
        self._fault(path, text.format(name=path[-1], value=_plain(value)))
        return {}

    def _unknown(self, table: Mapping[str, Any], known: Iterable[str], path: Path) -> None:
        names = list(known)
        for word in table:
            if word not in names:
                text = _("nothing is called {word!r}").format(word=word)
                self._fault((*path, word), text, meant(word, names))

    def _fault(self, path: Path, text: str, hint: str = "") -> None:
        mark = self._marks.get(path)
        at = (mark.line, mark.column, mark.length) if mark else (None, None, 1)
        self.faults.append(Fault(text, _shown(path[:-1]), hint, *at))


def _plain(value: Any) -> str:
    """As TOML writes it, near enough."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else repr(value)


def _shown(table: Path) -> str:
    """``[camera."CAM 03".rules]``; empty for the top."""
    words = [w if w.replace("-", "").replace("_", "").isalnum() else f'"{w}"' for w in table]
    return f"[{'.'.join(words)}]" if words else ""
