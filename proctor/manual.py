"""The manual of the rules, read off the rules themselves: pages, settings with units and ranges."""

import ast
import inspect
from dataclasses import dataclass, fields
from functools import cache
from itertools import pairwise
from typing import get_type_hints

from proctor.rules import RULES, Rule
from proctor.rules.units import BY_ENDING, NUMBER, Unit


@dataclass(frozen=True, slots=True)
class Setting:
    """One thing about a rule that a profile may change."""

    name: str
    """As in a profile."""
    default: float | bool
    """What it is where no profile says otherwise."""
    unit: Unit | None
    """What it counts and how far it may go; ``None`` when it is true or false."""


def kind_of(code: str) -> type[Rule] | None:
    """The rule of a code; ``None`` when there is none."""
    return next((kind for kind in RULES if kind.code == code), None)


def page(kind: type[Rule]) -> str:
    """The manual page of a rule, English; it is in the catalogue of translations."""
    return inspect.getdoc(kind) or kind.code


@cache
def settings(kind: type[Rule]) -> dict[str, Setting]:
    """Name → setting, in the order of the rule; those that all rules have come first."""
    return {
        name: Setting(name, default, _unit(kind, name, default))
        for name, default in ((field.name, field.default) for field in fields(kind))
        if isinstance(default, (bool, float))
    }


@cache
def sentences(kind: type[Rule]) -> dict[str, str]:
    """Setting → what it means, English; it is in the catalogue. Read from the rule's source."""
    found: dict[str, str] = {}
    for one in reversed(kind.__mro__):
        if issubclass(one, Rule):
            found |= _sentences(one)
    return {name: found.get(name, "") for name in settings(kind)}


def _unit(kind: type[Rule], name: str, default: object) -> Unit | None:
    """The unit with which the field, or that of the same name in a class above, is declared."""
    if isinstance(default, bool):
        return None
    for one in kind.__mro__:
        hint = get_type_hints(one, include_extras=True).get(name)
        for part in getattr(hint, "__metadata__", ()):
            if isinstance(part, Unit):
                return part
    return BY_ENDING.get(name.rpartition("_")[2], NUMBER)


def _sentences(kind: type[Rule]) -> dict[str, str]:
    """What stands under each field, on one line; Python itself keeps none of it."""
    body = ast.parse(inspect.getsource(kind)).body[0]
    lines = body.body if isinstance(body, ast.ClassDef) else []
    found: dict[str, str] = {}
    for field, text in pairwise(lines):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name):
            match text:
                case ast.Expr(value=ast.Constant(value=str(sentence))):
                    found[field.target.id] = " ".join(sentence.split())
    return found
