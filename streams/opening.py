"""Files of strangers, opened.

FFmpeg would follow a playlist to any other file or address, so only self-contained formats and
only the protocol ``file`` are allowed, before a single header is read (``format_whitelist``,
``protocol_whitelist``: https://ffmpeg.org/ffmpeg-formats.html).
"""

import time
from errno import ENOMEM
from pathlib import Path

import av
from av.error import FFmpegError

from proctor.errors import RecordingError, UnfinishedError
from proctor.i18n import _

FORMATS = "mov,matroska,avi,mpegts,mpeg,mpegvideo,h264,hevc,gif,flv,asf"
"""FFmpeg's names of the formats that are read: none of them can point at another file."""

FRESH_S = 15.0
"""Seconds since the last change within which a file without an index may still get one."""


def opened(path: Path) -> av.container.InputContainer:
    """The file at ``path``, its headers read. Raises ``RecordingError``."""
    if not path.is_file():
        raise RecordingError(
            _("{path} is not a file.").format(path=path), hint=_("Check the spelling of the path.")
        )
    if not path.stat().st_size:
        raise RecordingError(
            _("{path} is empty: it has 0 bytes.").format(path=path),
            hint=_("Export it from the recorder again; the last copy did not arrive."),
        )
    options = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
    try:
        # An absolute path starts with a slash or a drive and is never taken for a protocol.
        return av.open(str(path.absolute()), options=options, metadata_errors="replace")
    except PermissionError as error:
        raise RecordingError(
            _("{path} may not be read.").format(path=path),
            hint=_("Give this user the right to read the file."),
        ) from error
    except FFmpegError as error:
        if error.errno == ENOMEM:  # says nothing about the file
            raise MemoryError(str(error)) from error
        raise _refusal(path) from error


def _refusal(path: Path) -> RecordingError:
    with path.open("rb") as file:
        start = file.read(12)
    if start[4:8] == b"ftyp" and time.time() - path.stat().st_mtime < FRESH_S:
        return UnfinishedError(
            _("{path} is still being written: its index (moov) is not there yet.").format(
                path=path
            ),
            hint=_("Wait until the recorder has closed it, then run the same command again."),
        )
    if start[4:8] == b"ftyp":
        return RecordingError(
            _("{path} has no index (moov): the recording was cut off.").format(path=path),
            hint=_("Export it from the recorder again, or repair it with the maker's program."),
        )
    return RecordingError(
        _("{path} is not a recording in a known format.").format(path=path),
        hint=_("Known are MP4, MOV, MKV, AVI, MPEG-TS, MPEG-PS, FLV, WMV, GIF, H.264 and H.265."),
    )
