"""``proctor rules explain CODE``: the manual page of a rule, and its settings as they stand."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import click

from proctor.codes import CODES, title
from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.commands.code_input import CODE
from proctor.errors import NotFoundError
from proctor.i18n import _
from proctor.perception import SUBJECTS

if TYPE_CHECKING:
    from proctor.perception import Subject
    from proctor.profiles import Layer, Profile
    from proctor.rules import Rule


@click.command("explain", help=_("What a rule flags and lets be, and its settings as they stand."))
@click.argument("code", type=CODE, metavar="CODE")
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("As asked in this exam."))
@click.option("--camera", default="", help=_("As its profile has them."))
@click.option("--site", default="", help=_("As its profile has them."))
@rulebook_options
@json_option
@pass_app
def command(app: App, /, code: str, subject: Any, as_json: bool, **given: Any) -> None:
    """A page, or everything as JSON."""
    from proctor.commands.wiring import profile_of

    kind = rule_kind(code)
    profile = profile_of(app, given["profile"], given["overrides"])
    subject = subject or kind.subjects[0]
    found = _page(app, kind, profile, (subject, given["camera"], given["site"]))
    if as_json:
        click.echo(json_line(found))
    else:
        _tell(app, found)


def rule_kind(code: str) -> "type[Rule]":
    """The rule of a code of the catalogue. Raises ``NotFoundError`` where there is none yet."""
    from proctor.manual import kind_of

    kind = kind_of(code)
    if kind is None:
        raise NotFoundError(
            _("No rule looks for {code} in footage.").format(code=code),
            hint=_("proctor rules list shows those there are."),
        )
    return kind


def _page(
    app: App, kind: "type[Rule]", profile: "Profile", where: "tuple[Subject, str, str]"
) -> dict[str, Any]:
    from proctor.manual import page
    from proctor.observations import COLUMNS

    code = CODES[kind.code]
    return {
        "code": kind.code,
        "title": title(kind.code, app.lang),
        "level": code.level,
        "consequence": code.consequence,
        "subjects": list(kind.subjects),
        "subject": where[0],
        "kinds": list(kind.kinds),
        "needs": list(kind.needs),
        "columns": {name: _(COLUMNS[name]) for name in kind.shows},
        "manual": _(page(kind)),
        "settings": [*_settings(kind, profile, where)],
    }


def _settings(
    kind: "type[Rule]", profile: "Profile", where: "tuple[Subject, str, str]"
) -> Iterator[dict[str, Any]]:
    from proctor.manual import sentences, settings
    from proctor.rulebook import layers

    subject, camera, site = where
    tables = layers(profile, subject, camera, site)
    meanings = sentences(kind)
    for name, setting in settings(kind).items():
        by = [table for table in tables if name in table.settings.get(kind.code, {})]
        unasked = name == "enabled" and subject in kind.unasked
        value = by[-1].settings[kind.code][name] if by else setting.default and not unasked
        yield {
            "name": name,
            "value": value if by or unasked else setting.default,
            "default": setting.default,
            "unit": setting.unit.name() if setting.unit else "",
            "range": setting.unit.range() if setting.unit else _("true or false"),
            "meaning": _(meanings[name]),
            "changed_by": table_of(by[-1]) if by else None,
        }


def table_of(layer: "Layer") -> str:
    """The table that a layer stands for, as a profile writes it."""
    start = {"common": "", "subject": layer.name, "set": "--set"}.get(layer.level)
    name = layer.name if layer.name.replace("-", "").isalnum() else f'"{layer.name}"'
    if layer.level == "set":
        return "--set"
    table = f"[{start}." if start else "[" if start is not None else f"[{layer.level}.{name}."
    whole = f"{table}rules]"
    return _("{table} (shipped)").format(table=whole) if layer.shipped else whole


def _tell(app: App, found: dict[str, Any]) -> None:
    out = app.out
    out.print(f"{found['code']} · {found['title']}", style="bold")
    facts = _("Level {level} · exams: {subjects} · asked about: {kinds} · needs: {needs}")
    lists = {name: ", ".join(found[name]) for name in ("subjects", "kinds", "needs")}
    out.print(facts.format(level=found["level"], **lists), soft_wrap=True)
    out.print()
    out.print(found["manual"])
    out.print()
    out.print(_("Settings for {subject}").format(subject=found["subject"]), style="bold")
    app.rows(map(_flat, found["settings"]), _columns(), as_json=False, whole=("name",))
    out.print()
    out.print(_("What it looks at"), style="bold")
    rows = ({"name": name, "meaning": meaning} for name, meaning in found["columns"].items())
    app.rows(rows, {"name": _("Column"), "meaning": _("Meaning")}, as_json=False, whole=("name",))


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    now, usual = plain(row["value"]), plain(row["default"])
    return row | {"now": now, "usual": usual if usual != now else ""}


def plain(value: float | bool) -> str:
    """A value as a profile writes it."""
    return str(value).lower() if isinstance(value, bool) else f"{value:g}"


def _columns() -> dict[str, str]:
    return {
        "name": _("Setting"),
        "now": _("Value"),
        "range": _("Range"),
        "usual": _("Default"),
        "changed_by": _("Changed by"),
        "meaning": _("Meaning"),
    }
