"""What databases and their disks say, as errors that tell what happened and the cure.

SQLite speaks English only. Its own words stay in brackets: whoever administers the computer looks
for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from proctor.errors import ProctorError, RecordError, StorageError
from proctor.i18n import _


@dataclass(frozen=True, slots=True)
class _Kind:
    """One way of not serving us."""

    signs: tuple[str, ...]
    """Parts of what SQLite, the system or the server says then."""
    text: str
    """What happened, with a place for ``name``."""
    hint: str
    """The cure."""


def trouble(name: str, reason: str, *, refused: bool) -> ProctorError:
    """The error for what a database or its disk says; ``refused`` if it merely did not serve us.

    ``reason`` is in the words of SQLite, of the system or of the server: English.
    """
    if not refused or _named(_damages(), reason):
        return broken(name, reason)
    kind = next((kind for kind in _refusals() if _is_of(kind.signs, reason)), None)
    if kind is None:
        text = _("The audit database {name} cannot be used: {reason}.")
        hint = _("Check the folder, its permissions and the free space of the disk.")
        return StorageError(text.format(name=name, reason=reason), hint=hint)
    what = kind.text.format(name=name)
    return StorageError(_("{what} ({words}).").format(what=what, words=reason), hint=kind.hint)


def broken(name: str, reason: str) -> RecordError:
    """The error for a database that cannot be trusted; ``reason`` in the words of SQLite."""
    what = _named(_damages(), reason) or _("SQLite finds a fault in it")
    return RecordError(
        _("The audit database {name} is broken: {what} ({reason}).").format(
            name=name, what=what, reason=reason
        ),
        hint=_("Keep the file as it is for inquiry, and restore the last backup in its place."),
    )


def _is_of(signs: Sequence[str], reason: str) -> bool:
    return any(sign in reason for sign in signs)


def _named(damages: dict[str, str], reason: str) -> str:
    return next((text for sign, text in damages.items() if sign in reason), "")


def _damages() -> dict[str, str]:
    """Part of what SQLite says of a file that is not what it should be → what that means."""
    return {
        "malformed": _("parts of the file are not what they should be"),
        "not a database": _("the file is no database"),
        "no such table": _("a table is missing"),
        "no such column": _("a column is missing"),
    }


def _refusals() -> tuple[_Kind, ...]:
    return (
        _Kind(
            ("locked",),
            _("Another program has been writing to the audit database {name} for too long"),
            _("Nothing was stored. Let it finish, or end it, and try again."),
        ),
        _Kind(
            ("is full", "No space left", "quota exceeded", "File too large"),
            _("There is no room left on the disk of the audit database {name}"),
            _("Nothing was stored. Free some space and try again; what is on record is whole."),
        ),
        _Kind(
            ("readonly", "Read-only"),
            _("The audit database {name} is read-only: the file, its folder or the disk"),
            _("Nothing was stored. See that you may write there, or choose another --home."),
        ),
        _Kind(
            (
                "unable to open",
                "Permission denied",
                "not permitted",
                "Not a directory",
                "No such file",
                "File exists",
            ),
            _("The audit database {name} cannot be opened"),
            _("See that its folder is there and yours to write to, or choose another --home."),
        ),
        _Kind(
            ("I/O error", "Input/output error", "Stale file handle"),
            _("The disk with the audit database {name} failed"),
            _("Nothing was stored. Check the disk, then proctor doctor; keep the file as it is."),
        ),
        _Kind(
            ("connection", "server closed", "too many clients"),
            _("The server with the audit database {name} cannot be reached"),
            _("See that it runs and that PROCTOR_DATABASE is right, then try again."),
        ),
    )
