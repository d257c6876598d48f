"""What parent and child say to each other: JSON over pipes, pictures in shared memory.

Nothing that the child says is trusted: it may have been taken over by the file it reads. So no
pickles, lengths are bounded, and whatever does not have the form agreed upon raises ``ValueError``.
"""

from __future__ import annotations

import json
import mmap
import os
import select
import struct
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from typing import Any, TypeAlias

import numpy as np

from proctor.observations import account_from
from proctor.perception import Account, Frame, Image
from proctor.timeline import ClockMap, Span

Message: TypeAlias = dict[str, Any]

_LONGEST = 16 << 20
"""Bytes of a message: an account with 100,000 holes."""

SLOTS = 3
"""Pictures in shared memory: one is looked at while the next are decoded."""

_LARGEST = 1 << 29
"""Bytes of a picture: 16,384 × 10,922."""


class Line:
    """One end of a pair of pipes; ``patience_s`` bounds every wait for the other end, if given."""

    def __init__(self, reading: int, writing: int, patience_s: float | None = None) -> None:
        self._reading, self._writing = reading, writing
        self.patience_s = patience_s
        self._read = bytearray()
        os.set_blocking(writing, patience_s is None)

    def send(self, message: Message) -> None:
        """Raises ``BrokenPipeError`` when nobody reads, ``TimeoutError``."""
        data = json.dumps(message).encode()
        rest = memoryview(struct.pack("=I", len(data)) + data)
        until = self._until()
        while rest:
            self._wait(self._writing, select.POLLOUT, until)
            rest = rest[_written(self._writing, rest) :]

    def receive(self) -> Message | None:
        """The next message; ``None`` when the other end is closed.

        Raises ``TimeoutError``, and ``ValueError`` for what is no message.
        """
        until = self._until()
        while (message := self._complete()) is None:
            self._wait(self._reading, select.POLLIN, until)
            data = os.read(self._reading, 1 << 16)
            if not data:
                return None
            self._read += data
        return message

    def waiting(self) -> bool:
        """Whether there is something to receive, or the other end is closed."""
        poll = select.poll()
        poll.register(self._reading, select.POLLIN)
        return len(self._read) >= 4 or bool(poll.poll(0))

    def _complete(self) -> Message | None:
        if len(self._read) < 4:
            return None
        (length,) = struct.unpack_from("=I", self._read)
        if length > _LONGEST:
            raise ValueError("a message is too long")
        if len(self._read) < 4 + length:
            return None
        message = json.loads(bytes(self._read[4 : 4 + length]))
        del self._read[: 4 + length]
        if not isinstance(message, dict):
            raise ValueError("a message is no object")
        return message

    def _until(self) -> float | None:
        return None if self.patience_s is None else time.monotonic() + self.patience_s

    def _wait(self, end: int, event: int, until: float | None) -> None:
        poll = select.poll()
        poll.register(end, event)
        left = None if until is None else max(0.0, until - time.monotonic()) * 1000
        if not poll.poll(left):
            raise TimeoutError


def _written(end: int, data: memoryview) -> int:
    try:
        return os.write(end, data)
    except BlockingIOError:
        return 0


class Room:
    """Shared memory for pictures, in slots of equal size; the parent makes it, both map it."""

    def __init__(self, file: int) -> None:
        self.file = file
        self.slot = 0
        self._map: mmap.mmap | None = None

    def enlarge(self, slot: int) -> None:
        """Only the parent may: make every slot ``slot`` bytes. Raises ``ValueError``."""
        if not 0 < slot <= _LARGEST:
            raise ValueError("a picture is too large")
        if slot > self.slot:
            os.ftruncate(self.file, slot * SLOTS)
            self.remap(slot)

    def remap(self, slot: int) -> None:
        """Map the memory after it was enlarged."""
        self.close()
        self._map, self.slot = mmap.mmap(self.file, slot * SLOTS), slot

    def put(self, number: int, image: Image) -> None:
        """Copy a picture into a slot."""
        self._view(number, image.shape)[:] = image

    def take(self, number: int, shape: tuple[int, int, int]) -> Image:
        """A copy of the picture in a slot. Raises ``ValueError`` when there cannot be one."""
        return self._view(number, shape).copy()

    def close(self) -> None:
        """Unmap; the file stays open."""
        if self._map is not None:
            self._map.close()
            self._map = None

    def _view(self, number: int, shape: tuple[int, ...]) -> Image:
        size = shape[0] * shape[1] * shape[2]
        if self._map is None or not 0 <= number < SLOTS or size > self.slot:
            raise ValueError("no such picture")
        return np.ndarray(shape, np.uint8, self._map, number * self.slot)


def packed(item: object) -> Message:
    """An answer, all but pictures, as a message. Rows of other types travel as lists of values."""
    if isinstance(item, Account):
        return {"account": asdict(item)}
    if isinstance(item, Span):
        return {"span": [item.start_us, item.end_us]}
    if isinstance(item, ClockMap):
        start = item.start and item.start.isoformat()
        return {"clock": [start, item.source, str(item.uncertainty_s)]}
    if is_dataclass(item) and not isinstance(item, type):
        return {"row": list(asdict(item).values())}
    return {"row": item}


def unpacked(message: Mapping[str, Any], picture: Callable[[int, Any], Image]) -> object:
    """The answer in a message; ``picture`` fetches one by slot and shape. Raises ``ValueError``."""
    try:
        if "frame" in message:
            media_us, slot, *shape = map(int, message["frame"])
            return Frame(media_us, picture(slot, _shape(shape)))
        if "span" in message:
            return Span(*map(int, message["span"]))
        if "clock" in message:
            start, source, uncertainty = message["clock"]
            moment = start and datetime.fromisoformat(start)
            return ClockMap(moment or None, source, float(uncertainty))
        return message["row"]
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("an answer of no known form") from error


def account_in(message: Mapping[str, Any]) -> Account | None:
    """The account that travels with an answer. Raises ``ValueError``."""
    if "account" not in message:
        return None
    try:
        return account_from(message["account"])
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("an account of no known form") from error


def _shape(sizes: list[int]) -> tuple[int, int, int]:
    height, width, depth = sizes
    if min(sizes) < 1 or depth != 3:
        raise ValueError("a picture of no known form")
    return height, width, depth
