"""Which files a process may still open, by Landlock, where the Linux kernel has it (5.13).

Without a privilege a process gives up the right to everything but a list of paths, for itself and
every thread started later: https://docs.kernel.org/userspace-api/landlock.html. Newer kernels take
TCP and signals to other processes away too.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path

_CREATE, _ADD, _RESTRICT = 444, 445, 446
"""Numbers of the system calls, the same on every machine."""

_ASK_VERSION, _BENEATH = 1, 1
_WRITE_FILE, _READ_FILE, _READ_DIR, _REMOVE_FILE, _MAKE_FILE = (
    1 << 1,
    1 << 2,
    1 << 3,
    1 << 5,
    1 << 8,
)
_TRUNCATE = 1 << 14
_FILES_BY_VERSION = (13, 14, 15, 15, 16)
"""How many rights over files each version knows; later ones know as many as the last."""

_TCP, _SCOPES = 0b11, 0b11
_TCP_FROM, _SCOPES_FROM = 4, 6


def version() -> int:
    """Of the kernel's Landlock; 0 where there is none."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE, None, 0, _ASK_VERSION)))


def keep_only(reads: Iterable[Path], writes: Iterable[Path]) -> bool:
    """Give up every file but what lies at or below ``reads``, and in the folders ``writes``.

    Paths that do not exist are passed over. ``False`` where there is no Landlock; raises
    ``OSError`` when the kernel refuses.
    """
    known = version()
    if not known:
        return False
    rules = _ruleset(known)
    try:
        for path in reads:
            _allow(rules, path, _READ_FILE | (_READ_DIR if path.is_dir() else 0))
        changing = _READ_FILE | _READ_DIR | _WRITE_FILE | _REMOVE_FILE | _MAKE_FILE
        for path in writes:
            _allow(rules, path, changing | (_TRUNCATE if known > 2 else 0))
        _called(_RESTRICT, rules, 0)
    finally:
        os.close(rules)
    return True


def _ruleset(known: int) -> int:
    """What is given up unless a rule allows it."""
    files = (1 << _FILES_BY_VERSION[min(known, len(_FILES_BY_VERSION)) - 1]) - 1
    attributes = struct.pack("=Q", files)
    if known >= _TCP_FROM:
        attributes += struct.pack("=Q", _TCP)
    if known >= _SCOPES_FROM:
        attributes += struct.pack("=Q", _SCOPES)
    return _called(_CREATE, attributes, len(attributes), 0)


def _allow(rules: int, path: Path, rights: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except FileNotFoundError:
        return
    try:
        _called(_ADD, rules, _BENEATH, struct.pack("=Qi", rights, place), 0)
    finally:
        os.close(place)


def _called(number: int, *arguments: int | bytes) -> int:
    result = int(_libc().syscall(number, *arguments))
    if result < 0:
        raise OSError(ctypes.get_errno(), "Landlock refuses")
    return result


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
