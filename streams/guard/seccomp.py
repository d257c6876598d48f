"""System calls that a decoder never needs, refused by the Linux kernel.

A seccomp filter (https://docs.kernel.org/userspace-api/seccomp_filter.html) in classic BPF, handed
over by ``prctl``; it holds for every thread that the process starts later and cannot be taken off.
No sockets of any kind, no other program, no other process; threads stay allowed.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
from collections.abc import Mapping
from errno import EACCES, ENOSYS

_ARCHITECTURES: Mapping[str, tuple[int, int]] = {
    "x86_64": (0xC000003E, 0),
    "aarch64": (0xC00000B7, 1),
}
"""Machine → the kernel's name of its calls, and which column of ``_REFUSED`` has their numbers."""

_REFUSED: Mapping[str, tuple[int | None, int | None]] = {
    "socket": (41, 198),
    "connect": (42, 203),
    "accept": (43, 202),
    "sendto": (44, 206),
    "recvfrom": (45, 207),
    "sendmsg": (46, 211),
    "recvmsg": (47, 212),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "accept4": (288, 242),
    "recvmmsg": (299, 243),
    "sendmmsg": (307, 269),
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_send_signal": (424, 424),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "shmget": (29, 194),
    "memfd_create": (319, 279),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
}
"""Call → number on x86_64 and on aarch64 (``asm/unistd.h``); ``None`` where there is none.

io_uring is among them because it can open sockets behind a filter's back.
"""

_CLONE, _CLONE3, _TGKILL, _PRLIMIT = (56, 220), (435, 435), (234, 131), (302, 261)
_CLONE_THREAD = 0x00010000
_X32 = 0x40000000
"""Numbers from here on are a second set of calls on x86_64."""

_LOAD, _EQUAL, _AT_LEAST, _HAS_BITS, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
"""Where they stand in the kernel's ``struct seccomp_data``; both machines are little-endian."""

_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("length", ctypes.c_ushort), ("code", ctypes.c_void_p))


def available() -> bool:
    """Whether this system has such filters and we know the numbers of its calls."""
    return sys.platform == "linux" and platform.machine() in _ARCHITECTURES


def refuse_calls() -> bool:
    """Put the filter on this process, for good; ``False`` where there is none.

    Raises ``OSError`` when the kernel refuses it.
    """
    if not available():
        return False
    code = _code(platform.machine(), os.getpid())
    kept = ctypes.create_string_buffer(code, len(code))
    program = _Program(len(code) // 8, ctypes.cast(kept, ctypes.c_void_p))
    _prctl(_NO_NEW_PRIVILEGES, 1, 0)
    _prctl(_SET_SECCOMP, _FILTER, ctypes.addressof(program))
    return True


def _prctl(option: int, first: int, second: int) -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    arguments = (ctypes.c_ulong(value) for value in (first, second, 0, 0))
    if libc.prctl(option, *arguments):
        raise OSError(ctypes.get_errno(), "prctl refuses the filter")


def _code(machine: str, own: int) -> bytes:
    """The filter as the kernel reads it."""
    name, column = _ARCHITECTURES[machine]
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_EQUAL, 1, 0, name),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, _NUMBER),
        (_AT_LEAST, 0, 1, _X32),
        (_RETURN, 0, 0, _FAIL | ENOSYS),
    ]
    # glibc falls back to clone, whose flags can be read, when clone3 is not there.
    steps += _refusing(_CLONE3[column], ENOSYS)
    for numbers in _REFUSED.values():
        number = numbers[column]
        if number is not None:
            steps += _refusing(number, EACCES)
    steps += _only_if(_CLONE[column], (_HAS_BITS, _CLONE_THREAD))
    steps += _only_if(_TGKILL[column], (_EQUAL, own))
    steps += _only_if(_PRLIMIT[column], (_EQUAL, 0))
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(struct.pack("=HBBI", *step) for step in steps)


def _refusing(number: int, error: int) -> list[tuple[int, int, int, int]]:
    return [(_EQUAL, 0, 1, number), (_RETURN, 0, 0, _FAIL | error)]


def _only_if(number: int, test: tuple[int, int]) -> list[tuple[int, int, int, int]]:
    """Allow the call when its first argument passes the test, else refuse it."""
    return [
        (_EQUAL, 0, 4, number),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (test[0], 1, 0, test[1]),
        (_RETURN, 0, 0, _FAIL | EACCES),
        (_RETURN, 0, 0, _ALLOW),
    ]
