"""Identity numbers on their way into the record: a keyed fingerprint, and a masked form.

The fingerprint is HMAC-SHA256 (RFC 2104) under a key that belongs to this home, so that the same
person is known again, and nobody with the record alone can try out all numbers there are.
"""

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from proctor.errors import StorageError
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import Subject
from proctor.rosters.attempt import Attempt
from proctor.rosters.numbers import shown
from proctor.storage import write_whole

KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Enrolled:
    """An attempt as the record holds it: without the identity number."""

    serial: str
    """流水号."""
    person: str
    """Fingerprint of the identity number under the key of the home, 64 hex digits."""
    id_shown: str
    """The identity number, masked."""
    name: str
    """Of the candidate."""
    subject: Subject
    """Which exam."""
    site: str
    """考场."""
    room: str
    """考室, or plate of the 考车."""
    seat: str
    """考位; empty in a vehicle."""
    licence: str
    """准驾车型; may be empty."""
    examiner: str
    """May be empty."""
    officer: str
    """安全员; may be empty."""
    school: str
    """May be empty."""
    photo: str
    """Name of the file of the enrolment photo; may be empty."""
    starts: datetime
    """Aware UTC; start of the session it belongs to."""
    ends: datetime
    """Aware UTC."""


def sealed(attempt: Attempt, key: bytes) -> Enrolled:
    """The attempt without what must not be stored."""
    same = {name: getattr(attempt, name) for name in Enrolled.__slots__ if hasattr(attempt, name)}
    person = hmac.new(key, attempt.id_number.encode(), "sha256").hexdigest()
    return Enrolled(**same, person=person, id_shown=shown(attempt.id_number))


def site_key(home: Home) -> bytes:
    """The key of the home, made at first use and kept for this user alone.

    Raises ``StorageError`` when it cannot be read or written, or was damaged: another key would
    make strangers of everybody who is known.
    """
    path = home.site_key
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
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
