"""What the child process gives up before it opens the file of a stranger, and cannot take back."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from streams.guard import landlock, seccomp

_DIE_WITH_PARENT = 1
_CAPABILITIES_3 = 0x20080522
_MAY_READ_ALL = 0b110
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: what root needs to read other people's recordings."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a child may use. A long 4K recording fits; what does not is not a recording."""

    memory: int = 3 << 30
    """Bytes of address space beyond what the empty child has. 4K H.265 with 16 reference pictures
    takes 0.3 GB."""
    files: int = 64
    """Open at once."""
    answer_s: float = 30.0
    """Without any sign that the reading goes on, the child counts as hung."""
    base_cpu_s: int = 40
    """Processor seconds of one reading of an empty file."""
    cpu_s_per_mb: float = 20.0
    """And for every million bytes: an hour of 4K at 1 Mbit/s is 450 MB and takes 1 to 2 hours."""
    copy_bytes: int = 64 << 20
    """A clip may be so much larger than the recording it is cut from."""

    def cpu_s(self, size: int) -> int:
        """Processor seconds for one reading of a file of ``size`` bytes."""
        return self.base_cpu_s + round(self.cpu_s_per_mb * size / 1e6)


LIMITS = Limits()


def before_imports(parent: int) -> list[str]:
    """Give up the network, programs and processes; the names of what holds, for ``doctor``.

    ``parent``: dies with that process; 0 when the thread that started us may end before it.
    """
    held = []
    if sys.platform == "linux":
        if parent:
            _die_with(parent)
        _drop_capabilities()
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if seccomp.refuse_calls():
        held.append("seccomp")
    return held


def before_file(recording: Path, writes: Path | None, limits: Limits) -> list[str]:
    """Give up other files and most of the memory; the names of what holds.

    ``writes`` is the folder into which a clip is cut.
    """
    try:
        size = recording.stat().st_size
    except OSError:
        size = 0  # there is nothing to read; whoever opens it will say so
    held = ["limits"]
    if (used := _address_space()) is not None:
        _lower(resource.RLIMIT_AS, used + limits.memory)
        held.append("memory")
    _lower(resource.RLIMIT_NOFILE, limits.files)
    _lower(resource.RLIMIT_FSIZE, size + limits.copy_bytes if writes else 0)
    if landlock.keep_only([recording, *_libraries()], [writes] if writes else []):
        held.append("landlock")
    return held


def allow_cpu(seconds: int) -> None:
    """So much more processor time from now on; then the kernel ends this process (SIGXCPU)."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime) + seconds
    _soft, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_least(until, hard), hard))


def _lower(what: int, value: int) -> None:
    _soft, hard = resource.getrlimit(what)
    value = _least(value, hard)
    resource.setrlimit(what, (value, value))


def _least(value: int, hard: int) -> int:
    return value if hard == resource.RLIM_INFINITY else min(value, hard)


def _die_with(parent: int) -> None:
    _libc().prctl(_DIE_WITH_PARENT, ctypes.c_ulong(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent:  # it ended before the kernel was asked
        os._exit(1)


def _drop_capabilities() -> None:
    """Root keeps no power but that of reading; others have none anyway."""
    if os.geteuid():
        return
    header = struct.pack("=Ii", _CAPABILITIES_3, 0)
    sets = struct.pack("=6I", _MAY_READ_ALL, _MAY_READ_ALL, 0, 0, 0, 0)
    _libc().capset(header, sets)  # refused in some containers, where root has no power to lose


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)


def _address_space() -> int | None:
    """Bytes in use now; ``None`` where the system does not tell, and the limit would be a guess."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:
        return None
    return pages * resource.getpagesize()


def _libraries() -> Iterator[Path]:
    """Where code lies that may be loaded late, and what the C library reads of the time zone."""
    for key in ("stdlib", "platstdlib", "purelib", "platlib"):
        yield Path(sysconfig.get_path(key))
    ours = Path(__file__).parents[2]
    yield from (ours / "streams", ours / "proctor")
    for path in ("/lib", "/lib64", "/usr/lib", "/usr/lib64", "/etc/ld.so.cache"):
        yield Path(path)
    for path in ("/etc/localtime", "/usr/share/zoneinfo", "/dev/null", "/dev/urandom"):
        yield Path(path)
