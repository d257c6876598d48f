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
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, is_dataclass
from datetime import datetime
from math import prod
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import DTypeLike, NDArray

from proctor.observations import account_from
from proctor.perception import Account, Frame, Image, Sound
from proctor.timeline import ClockMap, Span

Message: TypeAlias = dict[str, Any]
Array: TypeAlias = NDArray[Any]

FORM = 1
"""Raised with every change of what is said here: a program may be replaced while it runs, and its
child would be the new one."""

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
    """Shared memory for pictures and waves, in slots of equal size; the parent makes it."""

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

    def put(self, number: int, array: Array) -> None:
        """Copy a picture, or a piece of sound, into a slot."""
        self._view(number, array.shape, array.dtype)[...] = array

    def take(self, number: int, shape: Sequence[int], kind: DTypeLike) -> Array:
        """A copy of what is in a slot. Raises ``ValueError`` when there cannot be such a thing."""
        return self._view(number, shape, np.dtype(kind)).copy()

    def close(self) -> None:
        """Unmap; the file stays open."""
        if self._map is not None:
            self._map.close()
            self._map = None

    def _view(self, number: int, shape: Sequence[int], kind: np.dtype[Any]) -> Array:
        size = prod(shape) * kind.itemsize
        if self._map is None or not 0 <= number < SLOTS or not 0 < size <= self.slot:
            raise ValueError("no such picture")
        return np.ndarray(tuple(shape), kind, self._map, number * self.slot)


@dataclass(frozen=True, slots=True)
class Answered:
    """One answer of the child."""

    item: Any
    """A ``Frame``, ``Sound``, ``Span``, ``ClockMap``, or a list of values; ``None`` at the end."""
    account: Account | None
    """The account of the recording at that moment."""
    damaged: int
    """Packets of sound that could not be decoded so far."""


def packed(item: object) -> tuple[Message, Array | None]:
    """An answer as a message, and what of it travels by shared memory.

    Rows of other types travel as lists of their values.
    """
    if isinstance(item, Frame):
        return {"frame": item.media_us}, item.image
    if isinstance(item, Sound):
        times = item.span.start_us, item.span.end_us
        return {"sound": [*times, item.level, item.peak, item.silent]}, item.wave
    if isinstance(item, Span):
        return {"span": [item.start_us, item.end_us]}, None
    if isinstance(item, ClockMap):
        start = item.start and item.start.isoformat()
        return {"clock": [start, item.source, str(item.uncertainty_s)]}, None
    if is_dataclass(item) and not isinstance(item, type):
        return {"row": list(asdict(item).values())}, None
    return {"row": item}, None


def unpacked(message: Mapping[str, Any], room: Room) -> object:
    """The answer in a message, its picture fetched from the room. Raises ``ValueError``."""
    try:
        if "frame" in message:
            return Frame(int(message["frame"]), _picture(message, room))
        if "sound" in message:
            return _sound(message, room)
        if "span" in message:
            return Span(*map(int, message["span"]))
        if "clock" in message:
            start, source, uncertainty = message["clock"]
            moment = start and datetime.fromisoformat(start)
            return ClockMap(moment or None, source, float(uncertainty))
        return message["row"]
    except (KeyError, TypeError, AttributeError, OverflowError) as error:
        raise ValueError("an answer of no known form") from error


def answered(message: Mapping[str, Any], room: Room) -> Answered:
    """A message with all that travels along. Raises ``ValueError`` if it has not that form."""
    try:
        account = account_from(message["account"]) if "account" in message else None
        damaged = int(message.get("damaged", 0))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("an account of no known form") from error
    return Answered(None if "end" in message else unpacked(message, room), account, damaged)


def _picture(message: Mapping[str, Any], room: Room) -> Image:
    height, width, depth = map(int, message["shape"])
    if min(height, width) < 1 or depth != 3:
        raise ValueError("a picture of no known form")
    return room.take(int(message["slot"]), (height, width, depth), np.uint8)


def _sound(message: Mapping[str, Any], room: Room) -> Sound:
    start_us, end_us, *numbers = message["sound"]
    level, peak, silent = map(float, numbers)
    wave: Array = np.zeros(0, np.float32)
    if "slot" in message:
        (length,) = map(int, message["shape"])
        wave = room.take(int(message["slot"]), (length,), np.float32)
    return Sound(Span(int(start_us), int(end_us)), level, peak, silent, wave)
