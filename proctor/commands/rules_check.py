"""``proctor rules check PROFILE``: its faults with their places, or what it changes."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proctor.commands.app import App, json_option, pass_app, printable
from proctor.errors import NotFoundError
from proctor.i18n import _
from proctor.perception import SUBJECTS

if TYPE_CHECKING:
    from proctor.profiles import Reading
    from proctor.profiles.faults import Fault

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("check", help=_("Check a profile: its faults with line and column, or its changes."))
@click.argument("profile", type=_FILE, required=False)
@json_option
@pass_app
def command(app: App, profile: Path | None, as_json: bool) -> int:
    """Exit code 0, or 1 when it has faults. Without a name it is the home's own profile."""
    from proctor.home import Home
    from proctor.profiles import read

    path = profile or _own(Home(app.home).profile)
    found = read(path)
    if found.faults:
        _faults(app, path, found, as_json)
        return 1
    notes = [*_notes(app, found)]
    if as_json:
        app.rows([*_changes(found), *_rulebooks(app, found), *notes], {}, as_json)
    else:
        _tell(app, path, found)
        for note in notes:
            app.talk.print(f"{note['text']} {note['hint']}".strip(), soft_wrap=True)
    return 0


def _own(path: Path) -> Path:
    """The home's profile; raises ``NotFoundError``, for it need not be there."""
    if path.exists():
        return path
    text = _("There is no profile at {path}: what comes with the program holds.")
    hint = _("Write one there or name another; proctor rules explain CODE shows what it may say.")
    raise NotFoundError(text.format(path=path), hint=hint)


def _faults(app: App, path: Path, found: "Reading", as_json: bool) -> None:
    if as_json:
        app.rows([_fault(path, fault) for fault in found.faults], {}, as_json)
        return
    lines = found.text.splitlines()
    for fault in found.faults:
        app.out.print(fault.told(str(path)), style="bold red", soft_wrap=True)
        for line in _shown(fault, lines):
            app.out.print(line, soft_wrap=True)
        if fault.hint:
            app.out.print(f"    {fault.hint}", soft_wrap=True)
    app.talk.print(_("Faults: {n}. Nothing is judged by this profile.").format(n=len(found.faults)))


def _fault(path: Path, fault: "Fault") -> dict[str, object]:
    return {
        "kind": "fault",
        "file": path,
        "line": fault.line,
        "column": fault.column,
        "table": fault.table,
        "text": fault.text,
        "hint": fault.hint,
    }


def _shown(fault: "Fault", lines: list[str]) -> Iterator[str]:
    """The line, and marks under the word that is meant."""
    if fault.line is None or fault.line > len(lines) or fault.column is None:
        return
    text = lines[fault.line - 1].replace("\t", " ")
    yield f"{fault.line:>5} | {printable(text)}"
    yield f"      | {' ' * (fault.column - 1)}{'^' * fault.length}"


def _changes(found: "Reading") -> Iterator[dict[str, Any]]:
    """Every setting that the profile names, beside what it is without it."""
    from proctor.commands.rules_explain import table_of
    from proctor.manual import kind_of, settings

    for layer in found.profile.every():
        for code, values in layer.settings.items():
            kind = kind_of(code)
            for name, value in values.items():
                usual = settings(kind)[name] if kind else None
                yield {
                    "kind": "change",
                    "table": table_of(layer),
                    "code": code,
                    "setting": name,
                    "value": value,
                    "default": usual.default if usual else None,
                    "unit": usual.unit.name() if usual and usual.unit else "",
                }


def _rulebooks(app: App, found: "Reading") -> Iterator[dict[str, Any]]:
    """The rulebook of each exam, and of each camera of this home that has another one."""
    from proctor.rulebook import resolve

    plain = {subject: resolve(found.profile, subject, "").fingerprint for subject in SUBJECTS}
    for subject, fingerprint in plain.items():
        yield {"kind": "rulebook", "subject": subject, "camera": "", "fingerprint": fingerprint}
    for camera in _cameras(app):
        own = resolve(found.profile, camera["subject"], camera["camera"], camera["site"])
        if own.fingerprint != plain[camera["subject"]]:
            yield {"kind": "rulebook", **camera, "fingerprint": own.fingerprint}


def _cameras(app: App) -> list[dict[str, Any]]:
    """Cameras that are watched, and those that recordings came from."""
    from proctor.cameras.registry import read_registry
    from proctor.home import Home

    home = Home(app.home)
    known = {
        (one.site, one.name): {"camera": one.name, "site": one.site, "subject": one.subject}
        for one in read_registry(home).cameras
    }
    if app.home.exists():
        with app.record() as record:
            for row in record.cameras():
                own = {"camera": row.name, "site": row.site, "subject": row.subject}
                known.setdefault((row.site, row.name), own)
    return list(known.values())


def _notes(app: App, found: "Reading") -> Iterator[dict[str, Any]]:
    """Names of cameras and sites that this home does not know: they may be misspelt."""
    from difflib import get_close_matches

    cameras = _cameras(app)
    texts = {
        "camera": _("This home knows no camera {name!r}."),
        "site": _("This home knows no site {name!r}."),
    }
    for level in ("camera", "site"):
        known = sorted({one[level] for one in cameras})
        for name in found.profile.names(level) if known else ():
            if name not in known:
                near = get_close_matches(name, known, 1, 0.5)
                hint = _("Did you mean {word}?").format(word=near[0]) if near else ""
                text = texts[level].format(name=name)
                yield {"kind": "note", "text": text, "hint": hint}


def _tell(app: App, path: Path, found: "Reading") -> None:
    from proctor.commands.rules_explain import plain

    changes = [*_changes(found)]
    if changes:
        shown = (row | {name: plain(row[name]) for name in ("value", "default")} for row in changes)
        app.rows(shown, _columns(), as_json=False, whole=("code",))
    else:
        app.out.print(_("It changes nothing."))
    app.out.print()
    heads = {"subject": _("Subject"), "site": _("Site"), "camera": _("Camera")}
    rows = _rulebooks(app, found)
    app.rows(rows, heads | {"fingerprint": _("Rulebook")}, as_json=False, whole=("fingerprint",))
    app.talk.print(_("{path} is fine.").format(path=path), soft_wrap=True)


def _columns() -> dict[str, str]:
    return {
        "table": _("Table"),
        "code": _("Code"),
        "setting": _("Setting"),
        "value": _("Value"),
        "default": _("Default"),
        "unit": _("Unit"),
    }
