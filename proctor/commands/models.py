"""``proctor models``: which weights are here, what they make out, and how to get more."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.models_measure import measure
from proctor.commands.models_train import train
from proctor.commands.supplies import supplies
from proctor.commands.wiring import models_folder
from proctor.errors import ModelError
from proctor.i18n import _

if TYPE_CHECKING:
    from models.choosing import Active
    from models.weights import Store
    from proctor.perception import Sense


@click.group(help=_("List, choose, install, import, train and verify model weights."))
def models() -> None:
    """The noun; its verbs follow."""


@models.command("list", help=_("Show installed weights, what they make out, and what nobody does."))
@json_option
@pass_app
def list_(app: App, as_json: bool) -> None:
    """Tables on paper, one stream of lines with ``kind`` as JSON."""
    store = _store(app)
    weights, senses = list(_weights_rows(store)), list(_sense_rows(store))
    if as_json:
        app.rows([*weights, *_in_force(store), *_history_rows(store), *senses], {}, as_json)
        return
    columns = {"name": _("Model"), "active": _("Used"), "supplies": _("Makes out")}
    columns |= {"licence": _("Licence"), "measured": _("Measured")}
    app.rows(map(_flat, weights), columns | {"file": _("File"), "source": _("Source")}, as_json)
    app.out.print()
    for row in _in_force(store):
        app.out.print(_("Object detector: {name} ({why}).").format_map(row), soft_wrap=True)
    app.out.print()
    app.rows(
        (_flat(row | {"models": row["models"] or _("nobody: not judged")}) for row in senses),
        {"sense": _("Sense"), "models": _("Supplied by"), "rules": _("Rules that need it")},
        as_json,
    )


@models.command(help=_("Choose the object detector; “none” leaves it to the built-in models."))
@click.argument("name")
@click.option(
    "--runtime",
    type=click.Choice(["openvino", "onnxruntime", "ultralytics"]),
    help=_("What runs it; without this, OpenVINO where it reads the file."),
)
@click.option("--reason", default="", help=_("Why; it is kept with the choice."))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@json_option
@pass_app
def use(app: App, /, name: str, as_json: bool, **asked: Any) -> None:
    """From the next look on; what was analysed before stays as it is."""
    from models.choosing import use as choose

    _print_active(app, choose(_store(app), name, **asked), as_json)


@models.command(help=_("Go back to the object detector that was used before."))
@click.option("--reason", default="", help=_("Why; it is kept with the choice."))
@click.option("--by", default="", envvar="PROCTOR_USER", help=_("Your name; or PROCTOR_USER."))
@json_option
@pass_app
def rollback(app: App, reason: str, by: str, as_json: bool) -> None:
    """Once more goes one choice further back."""
    from models.choosing import roll_back

    _print_active(app, roll_back(_store(app), reason=reason, by=by), as_json)


@models.command(help=_("Fetch the built-in models, and official detectors when online."))
@click.option(
    "--with",
    "extras",
    type=click.Choice(["identity", "clock"]),
    multiple=True,
    help=_(
        "Also what compares faces (identity: 100 MB to fetch, 22 MB to keep) or reads the clock "
        "in the picture (clock: 27 MB, 31 MB)."
    ),
)
@json_option
@pass_app
def install(app: App, extras: tuple[str, ...], as_json: bool) -> None:
    """What is there and sound is left alone."""
    from models.installing import install as bring
    from models.installing import install_clock, install_identity

    outcomes = bring(_store(app), app.talk.print)
    if "identity" in extras:
        outcomes += install_identity(_store(app), app.talk.print)
    if "clock" in extras:
        outcomes += install_clock(_store(app), app.talk.print)
    app.rows(
        ({"name": o.name, "state": o.state, "note": o.note} for o in outcomes),
        {"name": _("Model"), "state": _("State"), "note": _("Note")},
        as_json,
    )


@models.command("import", help=_("Take weights from files, on a machine without a network."))
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--trust-sha256",
    metavar="HEX",
    help=_("Hash of a .pt that you made yourself or whose maker you trust."),
)
@json_option
@pass_app
def import_(app: App, files: tuple[Path, ...], trust_sha256: str | None, as_json: bool) -> None:
    """Each file whole or not at all."""
    from models.importing import import_file

    store = _store(app)
    for file in files:
        brought = import_file(store, file, trust=trust_sha256)
        rows = [{"name": name, "file": file.name} for name in brought]
        app.rows(rows, {"name": _("Model"), "file": _("File")}, as_json)
        _tell_if_unused(app, store, brought)


@models.command(help=_("Hash every file again and compare."))
@json_option
@pass_app
@click.pass_context
def verify(ctx: click.Context, app: App, as_json: bool) -> None:
    """Exit code 1 when a file is damaged or missing."""
    checked = list(_store(app).verify())
    if not checked:
        raise ModelError(
            _("No weights are installed in {folder}.").format(folder=models_folder(app.home)),
            hint=_("Install them with: proctor models install"),
        )
    columns = {"name": _("Model"), "file": _("File"), "state": _("State"), "sha256": "SHA-256"}
    app.rows(
        ({"name": c.name, "file": c.file, "state": c.state, "sha256": c.sha256} for c in checked),
        columns,
        as_json,
    )
    ctx.exit(0 if all(c.state == "sound" for c in checked) else 1)


models.add_command(measure)
models.add_command(train)


def _store(app: App) -> "Store":
    from models.weights import Store

    return Store(models_folder(app.home))


def _print_active(app: App, active: "Active", as_json: bool) -> None:
    row = _active_row(active)
    if as_json:
        app.rows([row], {}, as_json)
    else:
        app.out.print(_("Object detector: {name} ({why}).").format_map(row), soft_wrap=True)


def _active_row(active: "Active") -> dict[str, object]:
    installed = active.installed
    return {
        "kind": "active",
        "name": installed.name if installed else "none",
        "sha256": installed.sha256 if installed else None,
        "runtime": active.runtime,
        "why": active.why,
    }


def _in_force(store: "Store") -> list[dict[str, object]]:
    """The detector in force; a choice that no longer holds is told, for a list must be possible."""
    from models.choosing import active

    try:
        return [_active_row(active(store))]
    except ModelError as error:
        why = f"{error.message} {error.hint}"
        return [{"kind": "active", "name": "?", "sha256": None, "runtime": None, "why": why}]


def _history_rows(store: "Store") -> Iterator[dict[str, object]]:
    for activation in store.history():
        yield {"kind": "activation", **asdict(activation)}


def _tell_if_unused(app: App, store: "Store", brought: list[str]) -> None:
    used = _in_force(store)[0]["name"]
    for name in brought:
        if used != name and any(name == each.name for each in store.detectors()):
            text = _("{used} stays in use; to change that: proctor models use {name}")
            app.talk.print(text.format(used=used, name=name), soft_wrap=True)


def _weights_rows(store: "Store") -> Iterator[dict[str, object]]:
    used = {row["name"] for row in _in_force(store)}
    for installed in store.installed():
        card = None if installed.family == "built-in" else store.card(installed)
        yield {
            "kind": "weights",
            "name": installed.name,
            "active": installed.family == "built-in" or installed.name in used,
            "measured": card.summary() if card else "",
            "card": asdict(card) if card else None,
            "supplies": sorted(supplies(installed)),
            "classes": [installed.classes[number] for number in sorted(installed.classes)],
            "licence": installed.licence,
            "file": installed.file,
            "sha256": installed.sha256,
            "source": installed.source,
        }


_MODELLED: "tuple[Sense, ...]" = (
    "person", "head", "hands", "mouth", "phone", "paper", "wheel", "speech", "clock"
)  # fmt: skip


def _sense_rows(store: "Store") -> Iterator[dict[str, object]]:
    from proctor.rules import RULES

    everything = store.installed()
    for sense in _MODELLED:
        yield {
            "kind": "sense",
            "sense": sense,
            "models": [each.name for each in everything if sense in supplies(each)],
            "rules": [rule.code for rule in RULES if sense in rule.needs],
        }


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    """Lists as one cell."""
    return {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in row.items()
    }
