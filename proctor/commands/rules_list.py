"""``proctor rules list``: every rule, when it is asked, and whether it can be judged."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from proctor.codes import CODES, title
from proctor.commands.analyze import rulebook_options
from proctor.commands.app import App, json_option, pass_app
from proctor.i18n import _
from proctor.perception import SUBJECTS

if TYPE_CHECKING:
    from proctor.perception import Subject
    from proctor.profiles import Profile
    from proctor.rules import Rule


@click.command("list", help=_("List the rules: what they are about, and whether they are judged."))
@click.option("--subject", type=click.Choice(SUBJECTS), help=_("Only rules of this exam."))
@click.option("--camera", default="", help=_("As its profile has them."))
@click.option("--site", default="", help=_("As its profile has them."))
@rulebook_options
@json_option
@pass_app
def command(app: App, /, subject: Any, camera: str, site: str, as_json: bool, **given: Any) -> None:
    """One row a rule."""
    from proctor.commands.supplies import senses
    from proctor.commands.wiring import models_folder, profile_of

    profile = profile_of(app, given["profile"], given["overrides"])
    supplied = senses(models_folder(app.home))
    subjects = (subject,) if subject else SUBJECTS
    found = [*_rows(app, profile, subjects, (camera, site), supplied)]
    app.rows(found if as_json else map(_flat, found), _columns(), as_json, whole=("code",))


def _rows(
    app: App,
    profile: "Profile",
    subjects: "Sequence[Subject]",
    where: tuple[str, str],
    supplied: "frozenset[str]",
) -> Iterator[dict[str, Any]]:
    from proctor.rulebook import rules_of
    from proctor.rules import RULES

    asked = {
        (subject, rule.code): rule
        for subject in subjects
        for rule in rules_of(profile, subject, *where)
    }
    for kind in RULES:
        own = {s: asked[s, kind.code] for s in subjects if (s, kind.code) in asked}
        if own:
            missing = sorted(set(kind.needs) - supplied)
            yield _row(app, kind, own) | {"missing": missing, "judged": not missing}


def _row(app: App, kind: "type[Rule]", own: "dict[Subject, Rule]") -> dict[str, Any]:
    return {
        "code": kind.code,
        "title": title(kind.code, app.lang),
        "level": CODES[kind.code].level,
        "subjects": list(own),
        "asked": [subject for subject, rule in own.items() if rule.enabled],
        "kinds": list(kind.kinds),
        "needs": list(kind.needs),
        "threshold": {subject: rule.threshold for subject, rule in own.items()},
        "hold_s": {subject: rule.hold_s for subject, rule in own.items()},
        "version": kind.version,
    }


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Lists as cells; where all exams agree, one number."""
    lists = {name: ", ".join(row[name]) for name in ("kinds", "needs")}
    hold = " / ".join(dict.fromkeys(f"{value:g}" for value in row["hold_s"].values()))
    lacking = _("no model for: {senses}").format(senses=", ".join(row["missing"]))
    return (
        row
        | lists
        | {
            "hold": hold,
            "asked": ", ".join(row["asked"]) or _("nowhere"),
            "judged": _("yes") if row["judged"] else lacking,
        }
    )


def _columns() -> dict[str, str]:
    return {
        "code": _("Code"),
        "title": _("What"),
        "level": _("Level"),
        "asked": _("Asked in"),
        "kinds": _("About"),
        "hold": _("Hold s"),
        "needs": _("Needs"),
        "judged": _("Judged"),
    }
