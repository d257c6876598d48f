"""Checksums over what a Matroska file holds, which FFmpeg's reader passes over.

FFmpeg and what is built on it write one at the head of every cluster (a CRC-32, RFC 8794, 11.3.1):
a single wrong bit in a picture or a sound shows, whatever a decoder makes of it.
"""

from __future__ import annotations

import mmap
from pathlib import Path

from streams import ebml


class Sums:
    """The clusters of one file, checked as reading comes to them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._clusters = ebml.clusters(self._data)
        self._end, self._kept, self._untold = 0, True, False
        self.wrong = 0
        """How many clusters do not have their checksum, of those that were come to."""

    def doubted(self, at: int, *, key: bool) -> bool:
        """Whether the picture at byte ``at`` stands for pictures of a cluster that was changed.

        The first one does, and each keyframe (``key``): nobody knows which one it is. ``at`` never
        falls; what was passed over is checked too.
        """
        while at >= self._end and (cluster := next(self._clusters, None)):
            self._kept, self._end = ebml.kept(self._data, *cluster), cluster[1]
            self.wrong += not self._kept
            self._untold |= not self._kept
        first, self._untold = self._untold, False
        return first or (key and not self._kept and at < self._end)

    def close(self) -> None:
        """Give the file back."""
        self._data.close()
