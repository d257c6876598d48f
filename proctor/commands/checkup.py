"""The checks of ``proctor doctor``, one function each.

None changes anything, save that opening the record brings its schema up to date.
"""

import os
import platform
import shutil
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from proctor import __version__
from proctor.commands.app import App
from proctor.commands.unjudged import cure_of, reason
from proctor.errors import ProctorError, RecordError
from proctor.home import Home
from proctor.i18n import _

if TYPE_CHECKING:
    from proctor.commands.wiring import Wiring

State: TypeAlias = Literal["ok", "note", "cure", "broken"]

LIBRARIES = {
    "av": "av",
    "cv2": "opencv-python",
    "numpy": "numpy",
    "openvino": "openvino",
    "pyarrow": "pyarrow",
    "sqlalchemy": "sqlalchemy",
}
"""Module → distribution of what the main job cannot do without."""

LEAST_FREE = 1 << 30
"""Below so many free bytes nothing more can be analysed with a quiet mind."""
AMPLE = 20 << 30
SAFE_SQLITE = (3, 51, 3)
"""First version in which a WAL survives several writing connections; see docs/design/record.md."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    about: str
    """Short word for lists and scripts, never translated."""
    state: State
    """``note`` is worth knowing, ``cure`` needs one, ``broken`` is the record itself."""
    text: str
    """What was found."""
    cure: str = ""
    """What to do about it."""


def checkup(app: App) -> Iterator[Finding]:
    """Everything, the cheap things first."""
    from proctor.commands.wiring import models_folder

    yield _program()
    yield from _libraries()
    yield _processor()
    yield from _disk(app.home)
    yield _guard()
    yield _sqlite()
    yield from _record(app)
    yield from _models(models_folder(app.home), Home(app.home).prompts)


def rows(findings: Iterable[Finding]) -> Iterator[Mapping[str, object]]:
    """Findings for printing; ``says`` is the state in words."""
    words = {"ok": _("well"), "note": _("note"), "cure": _("to do"), "broken": _("broken")}
    for finding in findings:
        yield asdict(finding) | {"says": words[finding.state]}


def exit_code(findings: Iterable[Finding]) -> int:
    """0, 1 when something needs a cure, 3 when the record is broken."""
    states = {finding.state for finding in findings}
    return RecordError.exit_code if "broken" in states else int("cure" in states)


def _program() -> Finding:
    parts = (__version__, platform.python_version(), platform.platform())
    return Finding("program", "ok", "proctor {}, Python {}, {}".format(*parts))


def _libraries() -> Iterator[Finding]:
    """Imported for real: OpenCV says only then that the system lacks libGL."""
    found = []
    for module, distribution in LIBRARIES.items():
        try:
            import_module(module)
            found.append(f"{distribution} {metadata.version(distribution)}")
        except (ImportError, OSError, metadata.PackageNotFoundError) as error:
            text = _("{library} cannot be loaded: {reason}").format(
                library=distribution, reason=error
            )
            cure = _("apt-get install libgl1 libglib2.0-0, then pip install proctor again.")
            yield Finding("libraries", "cure", text, cure)
    yield Finding("libraries", "ok", ", ".join(found))


def _processor() -> Finding:
    cores = os.cpu_count() or 1
    try:
        import openvino

        core = openvino.Core()
        name = str(core.get_property("CPU", "FULL_DEVICE_NAME")).strip()
        can = ", ".join(sorted(core.get_property("CPU", "OPTIMIZATION_CAPABILITIES")))
    except (ImportError, RuntimeError) as error:
        return Finding("processor", "note", _("{n} cores; {reason}").format(n=cores, reason=error))
    text = _("{n} cores, {name} ({can})").format(n=cores, name=name, can=can)
    return Finding("processor", "ok", text)


def _disk(home: Path) -> Iterator[Finding]:
    """The folder itself, or the nearest one above it that exists."""
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    if not os.access(there, os.W_OK):
        cure = _("Choose a folder you may write to with --home or PROCTOR_HOME.")
        yield Finding("disk", "cure", _("{home} may not be written to.").format(home=home), cure)
    free = shutil.disk_usage(there).free
    text = _("{free:.1f} GB free at {home}").format(free=free / 1e9, home=home)
    if free >= AMPLE:
        yield Finding("disk", "ok", text)
    else:
        cure = _("Evidence needs room: free some, or choose another --home.")
        yield Finding("disk", "note" if free >= LEAST_FREE else "cure", text, cure)


def _guard() -> Finding:
    """Starts a decoder's process and asks what it gave up."""
    from proctor.commands.wiring import guarded

    if not guarded():
        text = _("Recordings are decoded in this program itself, without limits.")
        return Finding(
            "guard", "note", text, _("Take PROCTOR_GUARD=off away; Windows has no guard.")
        )
    from streams.guard.child import confinement

    try:
        held = confinement()
    except ProctorError as error:
        return Finding("guard", "cure", error.message, error.hint)
    lacking = [name for name in ("limits", "memory", "seccomp", "landlock") if name not in held]
    if not lacking:
        text = _("Recordings are decoded in a child process without network and other files.")
        return Finding("guard", "ok", text)
    text = _("The child process that decodes recordings lacks: {names}.")
    cure = _("A Linux kernel from 5.13 on has them all; a container may have switched some off.")
    return Finding("guard", "note", text.format(names=", ".join(lacking)), cure)


def _sqlite() -> Finding:
    version = sqlite3.sqlite_version
    if os.environ.get("PROCTOR_DATABASE"):
        return Finding("sqlite", "ok", _("Not used: PROCTOR_DATABASE names a server."))
    if sqlite3.sqlite_version_info >= SAFE_SQLITE:
        return Finding("sqlite", "ok", f"SQLite {version}")
    text = _("SQLite {version}: one process at a time writes, the others wait for it.")
    cure = _("Nothing to do; keep the home folder on a local disk and copy no open database.")
    return Finding("sqlite", "note", text.format(version=version), cure)


def _record(app: App) -> Iterator[Finding]:
    from proctor.audit.database import is_there

    if not is_there(app.home):
        text = _("There is no record at {home} yet.").format(home=app.home)
        yield Finding("record", "note", text, "proctor init")
        return
    try:
        with app.record() as record:
            wrong = record.check()
            runs, flags = len(record.runs()), len(record.flags())
    except RecordError as error:
        yield Finding("record", "broken", error.message, error.hint)
    except ProctorError as error:
        yield Finding("record", "cure", error.message, error.hint)
    else:
        cure = _("Keep the folder as it is for inquiry, and restore the last backup elsewhere.")
        yield from (Finding("record", "broken", text, cure) for text in wrong)
        if not wrong:
            text = _("Whole: {runs} runs, {flags} standing flags.").format(runs=runs, flags=flags)
            yield Finding("record", "ok", text)


def _models(folder: Path, prompts: Path) -> Iterator[Finding]:
    from models.catalogue import BUILT_IN
    from models.weights import Store

    try:
        checked = list(Store(folder).verify())
    except ProctorError as error:
        yield Finding("models", "cure", error.message, error.hint)
        return
    missing = {entry.name for entry in BUILT_IN} - {file.name for file in checked}
    for name in sorted(missing):
        text = _("{name} is not installed.").format(name=name)
        yield Finding("models", "cure", text, "proctor models install")
    unsound = [file for file in checked if file.state != "sound"]
    for file in unsound:
        text = _("{file} is damaged or gone.").format(file=file.file)
        cure = _("proctor models install, or proctor models import FILE")
        yield Finding("models", "cure", text, cure)
    if checked and not missing and not unsound:
        names = ", ".join(sorted({file.name for file in checked}))
        yield Finding("models", "ok", _("{names}: sound.").format(names=names))
    yield from _rules(folder, prompts, usable=not (unsound or missing))


def _rules(folder: Path, prompts: Path, *, usable: bool) -> Iterator[Finding]:
    """Rules that these models leave unjudged; silence is not innocence."""
    from proctor.commands.wiring import Wiring
    from proctor.rules import RULES

    try:
        senses = {
            "picture",
            "sound",
            *(_senses(Wiring(folder, 1, None, prompts)) if usable else ()),
        }
    except ProctorError as error:
        yield Finding("models", "cure", error.message, error.hint)
        return
    for rule in RULES:
        lacking = sorted(set(rule.needs) - senses)
        if lacking:
            text = _("{code} is not judged: {reason}.")
            cure = cure_of(lacking) or _("proctor models list shows what would.")
            yield Finding(
                "rules", "note", text.format(code=rule.code, reason=reason(lacking)), cure
            )


def _senses(wiring: "Wiring") -> Iterator[str]:
    """What is made out with the models of the home, and what the home says of the sound."""
    yield from wiring.eyes().senses
    ears, reader = wiring.beside()
    if ears is not None:
        yield "speech"
    if reader is not None:
        yield "clock"
    if wiring.prompts is not None and any(wiring.prompts.glob("*")):
        yield "prompts"
