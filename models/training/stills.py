"""The picture of a moment: out of the recording, or out of the flag's clip when that is gone."""

from collections.abc import Mapping
from pathlib import Path

from proctor.errors import RecordingError
from proctor.findings import Evidence, FlagRow
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import Frame
from proctor.ports import Cutter
from proctor.storage import fingerprint
from proctor.timeline import SECOND, Microseconds

OFF: Microseconds = SECOND // 5
"""A picture further from the moment is another one."""
_ROUNDING: Microseconds = 1000
"""A clip's stamps are rounded to the time base of its container."""


class Stills:
    """Pictures of reviewed flags."""

    def __init__(self, home: Home, cutter: Cutter, sizes: Mapping[str, int]) -> None:
        """``sizes``: fingerprint of a recording → its bytes, as the record knows them."""
        self._home = home
        self._cutter = cutter
        self._sizes = sizes

    def source(self, row: FlagRow, at_us: Microseconds) -> Path | None:
        """The file that shows the moment; ``None`` when none is left. Files are not read."""
        if self._is_there(row):
            return Path(row.recording)
        clip = self._clip(row, at_us)
        return None if clip is None else self._home.root / clip.path

    def still(self, row: FlagRow, at_us: Microseconds) -> Frame:
        """The picture of that moment, with the media time of the recording.

        Raises ``RecordingError`` when it can be had from neither.
        """
        if self._is_there(row):
            return _near(self._cutter.still(Path(row.recording), at_us), at_us)
        clip = self._clip(row, at_us)
        if clip is None:
            raise RecordingError(
                _("Neither the recording nor a clip of flag {flag} is left.").format(
                    flag=row.flag.id
                )
            )
        path = self._home.root / clip.path
        if fingerprint(path) != clip.sha256:
            raise RecordingError(_("{path} is not the clip that was stored.").format(path=path))
        start = clip.span.start_us
        frame = self._cutter.still(path, at_us - start + _ROUNDING)
        return _near(Frame(frame.media_us + start, frame.image), at_us)

    def _is_there(self, row: FlagRow) -> bool:
        path, size = Path(row.recording), self._sizes.get(row.run.recording)
        return path.is_file() and path.stat().st_size == size

    def _clip(self, row: FlagRow, at_us: Microseconds) -> Evidence | None:
        clips = (
            e for e in row.evidence if e.kind == "clip" and (self._home.root / e.path).is_file()
        )
        return next((e for e in clips if e.span.start_us <= at_us < e.span.end_us), None)


def _near(frame: Frame, at_us: Microseconds) -> Frame:
    if abs(frame.media_us - at_us) > OFF:
        raise RecordingError(
            _("The picture at {at:.2f} s cannot be decoded.").format(at=at_us / SECOND)
        )
    return frame
