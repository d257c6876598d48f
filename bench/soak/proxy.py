"""A small TCP proxy between a camera and its watcher: it stalls, garbles, and witnesses.

What it sees pass is the truth about when pictures reached the watcher; nobody else is asked.
"""

import os
import socket
import threading
import time
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

Mode: TypeAlias = Literal["pass", "stall", "garbage"]

_PICTURES = b"$\x00"
"""Head of an interleaved packet of the first track: RTSP over TCP, RFC 2326 section 10.12."""

_CHUNK = 65536


_PAUSE_S = 0.3
"""Pictures that follow each other within this time are one flow."""


@dataclass(slots=True)
class Flow:
    """A stretch of time in which pictures passed on one connection without a pause."""

    connection: int
    """Number of the connection."""
    start: float
    """Monotonic seconds."""
    end: float
    """When the last one passed."""
    clean: bool = True
    """Whether the connection never had garbage in it before."""


@dataclass(slots=True)
class Proxy:
    """Listens on a port of its own and leads to ``target``."""

    target: int
    """Port of the camera on this computer."""
    mode: Mode = "pass"
    """What happens to bytes; may be changed at any moment."""
    port: int = 0
    """Where it listens."""
    flows: list[Flow] = field(default_factory=list)
    """When pictures passed unharmed."""
    closed: bool = False
    _connections: int = 0
    _garbled: set[int] = field(default_factory=set)
    _listener: socket.socket | None = None

    def start(self) -> None:
        """Listen."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=16)
        self.port = self._listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """No new connections; those that stand end with their ends."""
        self.closed = True
        if self._listener is not None:
            self._listener.close()

    def last_flow(self) -> float:
        """When pictures last passed; 0 when never."""
        return self.flows[-1].end if self.flows else 0.0

    def calm(self, for_s: float) -> bool:
        """Whether pictures have been passing for so long without a break."""
        now = time.monotonic()
        return bool(
            self.flows and self.flows[-1].end > now - 0.7 and self.flows[-1].start < now - for_s
        )

    def _passed(self, connection: int) -> None:
        now, last = time.monotonic(), self.flows[-1] if self.flows else None
        if last and last.connection == connection and now - last.end < _PAUSE_S:
            last.end = now
        else:
            clean = connection not in self._garbled
            self.flows.append(Flow(connection, now, now, clean))

    def _accept(self) -> None:
        while not self.closed and self._listener is not None:
            try:
                client, _address = self._listener.accept()
            except OSError:
                return
            self._connections += 1
            threading.Thread(
                target=self._lead, args=(client, self._connections), daemon=True
            ).start()

    def _lead(self, client: socket.socket, number: int) -> None:
        self._wait_while_stalled()
        try:
            camera = socket.create_connection(("127.0.0.1", self.target), timeout=2)
        except OSError:
            client.close()
            return
        camera.settimeout(None)
        back = threading.Thread(target=self._pump, args=(camera, client, number), daemon=True)
        back.start()
        self._pump(client, camera, 0)
        back.join()
        client.close()
        camera.close()

    def _pump(self, source: socket.socket, sink: socket.socket, number: int) -> None:
        """``number`` is 0 on the way to the camera."""
        try:
            while chunk := source.recv(_CHUNK):
                if not number and b"TEARDOWN" in chunk:
                    return
                self._wait_while_stalled()
                if number and self.mode == "garbage":
                    self._garbled.add(number)
                    chunk = os.urandom(len(chunk))
                sink.sendall(chunk)
                if number and self.mode == "pass" and _PICTURES in chunk and not _left(sink):
                    self._passed(number)
        except OSError:
            pass
        finally:
            for end in (source, sink):
                try:
                    end.shutdown(socket.SHUT_RDWR)
                except OSError:
                    continue

    def _wait_while_stalled(self) -> None:
        while self.mode == "stall" and not self.closed:
            time.sleep(0.02)


def _left(watcher: socket.socket) -> bool:
    """Whether the watcher has hung up: what is still sent there reaches nobody."""
    try:
        waiting = watcher.recv(_CHUNK, socket.MSG_PEEK | socket.MSG_DONTWAIT)
    except BlockingIOError:
        return False
    return not waiting or b"TEARDOWN" in waiting
