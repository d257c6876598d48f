"""Texts that make players open something else, named as recordings; and who notices if one does."""

from __future__ import annotations

import random
import selectors
import socket
import struct
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from bench.hostile.originals import Original

PROTOCOLS = (
    *("http", "https", "tcp", "tls", "udp", "rtp", "rtmp", "rtsp", "ftp", "hls+http"),
    *("concat:file", "subfile,,start,0,end,0,,:http", "async:http", "cache:http"),
)
"""Of FFmpeg, by which something can be fetched."""


def disguised(
    original: Original, others: Sequence[Original], lot: random.Random, port: int, secret: Path
) -> bytes:
    """A playlist, a description or a movie that refers to ``port`` on this computer or a file."""
    goal = _goal(lot, port, secret)
    form = lot.choice((_playlist, _concatenation, _description, _manifest, _session, _referring))
    text = form(goal, port)
    head = lot.choice(others).path.read_bytes()[: lot.choice((0, 0, 0, 8, 64, 1024, 8192))]
    tail = original.path.read_bytes()[-lot.choice((0, 0, 0, 1024, 65536)) :]
    return head + text + (tail if len(tail) < original.path.stat().st_size else b"")


def _goal(lot: random.Random, port: int, secret: Path) -> str:
    if lot.random() < 0.3:
        return lot.choice((str(secret), f"file://{secret}", f"file:{secret}", secret.name))
    return f"{lot.choice(PROTOCOLS)}://127.0.0.1:{port}/a.ts"


def _playlist(goal: str, _port: int) -> bytes:
    key = f'#EXT-X-KEY:METHOD=AES-128,URI="{goal}"\n'
    return (f"#EXTM3U\n#EXT-X-TARGETDURATION:6\n{key}#EXTINF:6,\n{goal}\n#EXT-X-ENDLIST\n").encode()


def _concatenation(goal: str, _port: int) -> bytes:
    return f"ffconcat version 1.0\nfile '{goal}'\nduration 6\n".encode()


def _description(_goal: str, port: int) -> bytes:
    return (
        "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=-\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"m=video {port} RTP/AVP 96\na=rtpmap:96 H264/90000\n"
    ).encode()


def _manifest(goal: str, _port: int) -> bytes:
    return (
        '<?xml version="1.0"?><MPD type="static" mediaPresentationDuration="PT6S"><Period>'
        '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1">'
        f"<BaseURL>{goal}</BaseURL></Representation></AdaptationSet></Period></MPD>"
    ).encode()


def _session(goal: str, _port: int) -> bytes:
    return f"[Reference]\nRef1={goal}\nRTSPtextRTSP://{goal}\n".encode()


def _referring(goal: str, _port: int) -> bytes:
    """A movie whose only data lies elsewhere (``dref``, ISO/IEC 14496-12 8.7.2)."""
    url = _box(b"url ", struct.pack(">I", 0) + goal.encode() + b"\0")
    dref = _box(b"dref", struct.pack(">II", 0, 1) + url)
    media = _box(b"minf", _box(b"dinf", dref))
    movie = _box(b"moov", _box(b"trak", _box(b"mdia", media)))
    return _box(b"ftyp", b"qt  \0\0\0\0qt  ") + movie


def _box(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", 8 + len(content)) + name + content


class Witness:
    """Listens on one port of this computer, TCP and UDP, and counts who comes."""

    def __init__(self) -> None:
        self.visits = 0
        self._tcp = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._tcp.getsockname()[1]
        self._udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._udp.bind(("127.0.0.1", self.port))
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._listen, daemon=True)

    def __enter__(self) -> Witness:
        """Listening, and known to notice a visit."""
        self._thread.start()
        socket.create_connection(("127.0.0.1", self.port)).close()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as caller:
            caller.sendto(b"?", ("127.0.0.1", self.port))
        while self.visits < 2:
            self._over.wait(0.01)
        self.visits = 0
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """No longer listening."""
        self._over.set()
        self._thread.join()
        self._tcp.close()
        self._udp.close()

    def _listen(self) -> None:
        with selectors.DefaultSelector() as ready:
            ready.register(self._tcp, selectors.EVENT_READ)
            ready.register(self._udp, selectors.EVENT_READ)
            while not self._over.is_set():
                for key, _events in ready.select(0.1):
                    self.visits += 1
                    if key.fileobj is self._tcp:
                        self._tcp.accept()[0].close()
                    else:
                        self._udp.recv(65536)
