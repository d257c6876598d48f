"""``proctor models``: which weights are here, what they make out, and how to get more."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_option, pass_app
from proctor.commands.wiring import models_folder
from proctor.errors import ModelError
from proctor.i18n import _

if TYPE_CHECKING:
    from models.weights import Installed, Store
    from proctor.perception import Sense


@click.group(help=_("List, install, import and verify model weights."))
def models() -> None:
    """The noun; its verbs follow."""


@models.command("list", help=_("Show installed weights, what they make out, and what nobody does."))
@json_option
@pass_app
def list_(app: App, as_json: bool) -> None:
    """Two tables on paper, one stream of lines with ``kind`` as JSON."""
    store = _store(app)
    weights, senses = list(_weights_rows(store)), list(_sense_rows(store))
    if as_json:
        app.rows([*weights, *senses], {}, as_json)
        return
    columns = {"name": _("Model"), "supplies": _("Makes out"), "licence": _("Licence")}
    app.rows(map(_flat, weights), columns | {"file": _("File"), "source": _("Source")}, as_json)
    app.out.print()
    app.rows(
        (_flat(row | {"models": row["models"] or _("nobody: not judged")}) for row in senses),
        {"sense": _("Sense"), "models": _("Supplied by"), "rules": _("Rules that need it")},
        as_json,
    )


@models.command(help=_("Fetch the built-in models, and official detectors when online."))
@click.option(
    "--with",
    "extras",
    type=click.Choice(["identity"]),
    multiple=True,
    help=_("Also what compares faces (identity: 100 MB to fetch, 22 MB to keep)."),
)
@json_option
@pass_app
def install(app: App, extras: tuple[str, ...], as_json: bool) -> None:
    """What is there and sound is left alone."""
    from models.installing import install as bring
    from models.installing import install_identity

    outcomes = bring(_store(app), app.talk.print)
    if "identity" in extras:
        outcomes += install_identity(_store(app), app.talk.print)
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


def _store(app: App) -> "Store":
    from models.weights import Store

    return Store(models_folder(app.home))


def _weights_rows(store: "Store") -> Iterator[dict[str, object]]:
    for installed in store.installed():
        yield {
            "kind": "weights",
            "name": installed.name,
            "supplies": sorted(_supplies(installed)),
            "classes": [installed.classes[number] for number in sorted(installed.classes)],
            "licence": installed.licence,
            "file": installed.file,
            "sha256": installed.sha256,
            "source": installed.source,
        }


def _sense_rows(store: "Store") -> Iterator[dict[str, object]]:
    from proctor.rules import RULES

    everything = store.installed()
    senses: tuple[Sense, ...] = ("person", "head", "hands", "mouth", "phone")
    for sense in senses:
        yield {
            "kind": "sense",
            "sense": sense,
            "models": [each.name for each in everything if sense in _supplies(each)],
            "rules": [rule.code for rule in RULES if sense in rule.needs],
        }


def _supplies(installed: "Installed") -> "frozenset[Sense]":
    from models.catalogue import CATALOGUE
    from models.objects import wanted_classes

    if installed.family == "built-in":
        return CATALOGUE[installed.name].supplies
    labels = set(wanted_classes(installed.classes).values())
    found: set[Sense] = {sense for sense in ("person", "phone") if sense in labels}
    return frozenset(found)


def _flat(row: Mapping[str, object]) -> dict[str, object]:
    """Lists as one cell."""
    return {
        key: ", ".join(map(str, value)) if isinstance(value, list) else value
        for key, value in row.items()
    }
