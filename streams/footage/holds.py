"""Holds: stretches of footage that somebody wants kept, whatever the limits say."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from proctor.errors import NotFoundError, StorageError
from proctor.footage import Need
from proctor.i18n import _
from streams.footage.day import unread
from streams.footage.shelf import unwritten
from streams.lines import Lines


@dataclass(frozen=True, slots=True)
class Hold:
    """One wish to keep footage."""

    number: int
    """Counts from 1."""
    need: Need
    """Which footage, and why."""
    by: str
    """Who wants it."""
    at: datetime
    """Since when, aware UTC."""


class Holds:
    """All of a home, in one file that is only ever added to."""

    def __init__(self, footages: Path) -> None:
        self._path = footages / "holds.jsonl"

    def standing(self) -> list[Hold]:
        """Those that were not lifted, the oldest first.

        Raises ``StorageError`` when the file is damaged: then nothing may be deleted.
        """
        return [*self._read().values()]

    def add(self, need: Need, by: str, at: datetime) -> Hold:
        """From now on that footage stays. Raises ``StorageError``."""
        with self._writing() as lines:
            rows = lines.read().rows
            number = 1 + sum(row.get("do") == "hold" for row in rows)
            hold = Hold(number, need, by, at)
            lines.append([_row(hold)])
        return hold

    def lift(self, number: int, by: str, at: datetime) -> Hold:
        """The hold no longer stands. Raises ``NotFoundError``, ``StorageError``."""
        standing = self._read()
        if number not in standing:
            raise NotFoundError(
                _("There is no hold {number}.").format(number=number),
                hint=_("List them with: proctor footage holds"),
            )
        with self._writing() as lines:
            lines.append([{"do": "lift", "hold": number, "by": by, "at": at.isoformat()}])
        return standing[number]

    def _read(self) -> dict[int, Hold]:
        try:
            read = Lines(self._path).read()
        except OSError as error:
            raise unread(self._path, error) from error
        if read.damaged:
            raise StorageError(
                _("{path} is damaged: {n} of its lines are not what was written.").format(
                    path=self._path, n=read.damaged
                ),
                hint=_("Restore it from a backup; until then no footage is deleted."),
            )
        holds: dict[int, Hold] = {}
        for row in read.rows:
            if row["do"] == "hold":
                holds[row["hold"]] = _hold(row)
            else:
                holds.pop(row["hold"], None)
        return holds

    @contextmanager
    def _writing(self) -> Iterator[Lines]:
        """The file, with everybody else waiting."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.with_suffix(".lock").open("a") as lock:
                _wait_for(lock.fileno())
                yield Lines(self._path)
        except OSError as error:
            raise unwritten(self._path, error) from error


def _wait_for(descriptor: int) -> None:
    if os.name != "nt":
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX)


def _row(hold: Hold) -> Mapping[str, Any]:
    return {
        "do": "hold",
        "hold": hold.number,
        "camera": hold.need.camera,
        "start": hold.need.start.isoformat(),
        "end": hold.need.end.isoformat(),
        "why": hold.need.why,
        "by": hold.by,
        "at": hold.at.isoformat(),
    }


def _hold(row: Mapping[str, Any]) -> Hold:
    start, end, at = (datetime.fromisoformat(row[name]) for name in ("start", "end", "at"))
    return Hold(row["hold"], Need(row["camera"], start, end, row["why"]), row["by"], at)
