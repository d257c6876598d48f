"""The errors of the house, one tree.

::

    ProctorError                what happened, to which thing, and the cure
    ├── RecordingError          a file that cannot be read as a recording
    │   ├── DecoderError        a file on which the decoder crashed, hung or ran out of its limits
    │   └── UnfinishedError     a file that its recorder has not closed yet
    ├── CameraError             a live camera that refuses, or an address that is not one
    ├── ModelError              weights that are missing, damaged, unknown or unusable
    ├── ProfileError            a rulebook setting that does not exist or makes no sense
    ├── SettingsError           a file of settings that cannot be read or makes no sense
    ├── PlacesError             a file of a camera's places that makes no sense, or a change to it
    ├── TruthError              a file of true events that cannot be read as one
    ├── RosterError             a table of attempts that cannot be read as one
    ├── NotFoundError           an id or a name the audit database does not know
    ├── DecisionError           a review that the rules of the office do not allow
    ├── StorageError            the home folder or its disk refuses to take or give data
    └── RecordError             the audit database is broken, or newer than this program

A lower layer's error is translated at the wall of ``streams``, ``models`` or ``proctor.audit``;
whoever catches ``ProctorError`` may print it as it stands.
"""

from typing import ClassVar


class ProctorError(Exception):
    """What happened, to which thing; ``hint`` names the cure."""

    exit_code: ClassVar[int] = 1

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Errors travel from worker processes to the parent with their hint."""
        return _rebuilt, (type(self), self.message, self.hint)


def _rebuilt(kind: type[ProctorError], message: str, hint: str) -> ProctorError:
    return kind(message, hint=hint)


class RecordingError(ProctorError):
    """A file that cannot be read as a recording."""


class DecoderError(RecordingError):
    """A file on which the decoder crashed, hung or ran out of its limits."""

    kind: str = "failure"
    """What happened, in a few English words for the account, such as ``crash SIGSEGV``."""


class UnfinishedError(RecordingError):
    """A file that its recorder has not closed yet: its bytes are not those it will have."""


class CameraError(ProctorError):
    """A live camera that refuses, or an address that is not a camera's."""


class ModelError(ProctorError):
    """Weights that are missing, damaged, unknown or unusable."""


class ProfileError(ProctorError):
    """A rulebook setting that does not exist or makes no sense."""


class SettingsError(ProctorError):
    """A file of settings, such as recorder.toml, that cannot be read or makes no sense."""


class PlacesError(ProctorError):
    """A file of a camera's places that makes no sense, or a change to one."""


class TruthError(ProctorError):
    """A file of true events, such as a truth file or annotations, that cannot be read as one."""


class RosterError(ProctorError):
    """A table of attempts that cannot be read as one."""


class NotFoundError(ProctorError):
    """An id or a name that the audit database does not know."""


class DecisionError(ProctorError):
    """A review that the rules of the office do not allow."""


class StorageError(ProctorError):
    """The home folder or its disk refuses to take or give data."""


class RecordError(ProctorError):
    """The audit database is broken, or newer than this program."""

    exit_code: ClassVar[int] = 3
