"""Why a camera gives no pictures, in one word: FFmpeg's own texts hold the password."""

from typing import Literal, TypeAlias

from av.error import (
    ConnectionRefusedError,
    ExitError,
    FFmpegError,
    HTTPClientError,
    HTTPForbiddenError,
    HTTPNotFoundError,
    HTTPUnauthorizedError,
    InvalidDataError,
    TimeoutError,
)

Cause: TypeAlias = Literal[
    "", "login", "path", "request", "port", "time", "garbage", "network", "ended", "forbidden"
]
"""``""``: none; ``login``: wrong user or password; ``path``: no such stream; ``request``: refused
otherwise; ``port``: nothing listens there; ``time``: no answer in time; ``garbage``: no RTSP, or no
pictures in it; ``network``: the host cannot be found or reached; ``ended``: the camera ended the
connection; ``forbidden``: connections there are not allowed."""


def cause_of(error: FFmpegError) -> Cause:
    """The word for it."""
    match error:
        case HTTPUnauthorizedError() | HTTPForbiddenError():
            return "login"
        case HTTPNotFoundError():
            return "path"
        case HTTPClientError():
            return "request"
        case ConnectionRefusedError():
            return "port"
        case ExitError() | TimeoutError():
            return "time"
        case InvalidDataError():
            return "garbage"
    return "network"
