"""Identity numbers on their way into the record: a keyed fingerprint, and a masked form.

The fingerprint is HMAC-SHA256 (RFC 2104) under a key that belongs to this home, so that the same
person is known again, and nobody with the record alone can try out all numbers there are.
"""

import hmac
import secrets
from dataclasses import fields
from pathlib import Path

from proctor.errors import StorageError
from proctor.home import Home
from proctor.i18n import _
from proctor.rosters.attempt import Attempt
from proctor.rosters.enrolled import Enrolled
from proctor.rosters.numbers import shown
from proctor.storage import private_folder, write_whole

KEY_BYTES = 32


def sealed(attempt: Attempt, key: bytes) -> Enrolled:
    """The attempt without what must not be stored: the identity number, and names of files."""
    told = [one.name for one in fields(Enrolled) if one.name not in ("person", "id_shown", "photo")]
    same = {name: getattr(attempt, name) for name in told}
    person = fingerprint_of(attempt.id_number, key)
    return Enrolled(**same, person=person, id_shown=shown(attempt.id_number))


def fingerprint_of(id_number: str, key: bytes) -> str:
    """By what a person is known, 64 hex digits; ``id_number`` in upper case."""
    return hmac.new(key, id_number.encode(), "sha256").hexdigest()


def site_key(home: Home) -> bytes:
    """The key of the home, made at first use and kept for this user alone.

    Raises ``StorageError`` when it cannot be read or written, or was damaged: another key would
    make strangers of everybody who is known.
    """
    path = home.site_key
    if not path.exists():
        private_folder(path.parent)
        write_whole(path, secrets.token_bytes(KEY_BYTES).hex().encode(), permissions=0o600)
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise _unusable(path) from error
    if len(key) != KEY_BYTES:
        raise _unusable(path)
    return key


def _unusable(path: Path) -> StorageError:
    return StorageError(
        _("The key {path} cannot be used.").format(path=path),
        hint=_("Put it back from a backup; with a new one, nobody is known again."),
    )
