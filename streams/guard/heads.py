"""Heads of recordings, read by one child process for a whole folder.

A child for every file, as decoding has, takes a fifth of a second: hours for an archive. This one
may read the folder and nothing else; a file that crashes it costs that file, and a new one goes on.
"""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from proctor.errors import DecoderError, RecordingError
from proctor.i18n import _
from proctor.timeline import ClockMap
from streams.guard.confinement import LIMITS, Limits, allow_cpu, before_file, before_imports
from streams.guard.process import START_S, launched
from streams.heads import Head, head_of

_LONGEST = 1 << 16
"""Bytes of an answer; a longer one is nonsense."""


class GuardedHeads:
    """Satisfies ``streams.heads.ReadHead`` for files below ``folder``. Close it after use.

    Links that lead out of the folder are not followed.
    """

    def __init__(self, folder: Path, limits: Limits = LIMITS) -> None:
        self._folder, self._limits = folder, limits
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> GuardedHeads:
        """Itself."""
        return self

    def __exit__(self, *_exc: object) -> None:
        """Closes."""
        self.close()

    def close(self) -> None:
        """End the child; harmless when repeated."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe:
                    pipe.close()

    def __call__(self, path: Path) -> Head:
        """The head of a file. Raises ``RecordingError``, ``DecoderError`` if the child fails."""
        fresh = self._child is None or self._child.poll() is not None
        child = self._started() if fresh or self._child is None else self._child
        patience_s = START_S if fresh else self._limits.answer_s
        answer = self._answer(child, path, patience_s)
        if "error" in answer:
            raise RecordingError(str(answer["error"]))
        try:
            return _head(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise self._failed(path, _("gave nonsense"), "nonsense") from error

    def _answer(
        self, child: subprocess.Popen[bytes], path: Path, patience_s: float
    ) -> dict[str, Any]:
        """Its line for a file. Raises ``DecoderError`` when none comes."""
        data = b""
        try:
            os.write(_end(child.stdin), os.fsencode(path).hex().encode() + b"\n")
            while not data.endswith(b"\n") and len(data) < _LONGEST:
                if not select.select([_end(child.stdout)], [], [], patience_s)[0]:
                    said = _("gave no sign of life for {n:.0f} s").format(n=patience_s)
                    raise self._failed(path, said, "hang")
                if not (more := os.read(_end(child.stdout), _LONGEST)):
                    break
                data += more
            answer = json.loads(data)
        except (OSError, ValueError) as error:
            with suppress(subprocess.TimeoutExpired):
                child.wait(1)
            reason = _signal(child.returncode)
            said = _("crashed ({reason})").format(reason=reason)
            raise self._failed(path, said, f"crash {reason}") from error
        return answer if isinstance(answer, dict) else {}

    def _failed(self, path: Path, what: str, kind: str) -> DecoderError:
        self.close()
        failure = DecoderError(_("The decoder {what} at {path}.").format(what=what, path=path))
        failure.kind = kind
        return failure

    def _started(self) -> subprocess.Popen[bytes]:
        self.close()
        words = [str(self._folder), str(os.getpid()), str(self._limits.base_cpu_s)]
        pipes = (subprocess.PIPE, subprocess.PIPE, subprocess.DEVNULL)
        self._child = launched("streams.guard.heads", words, pipes)
        return self._child


def _end(pipe: Any) -> int:
    return int(pipe.fileno())


def _signal(code: int | None) -> str:
    try:
        return signal.Signals(-(code or 0)).name
    except ValueError:
        return str(code)


def _head(answer: dict[str, Any]) -> Head:
    start, source, uncertainty_s = answer["clock"]
    known = ClockMap(datetime.fromisoformat(start), source, float(uncertainty_s)) if start else None
    return Head(
        length_us=max(0, int(answer["length_us"])),
        codec=str(answer["codec"])[:40],
        audio=bool(answer["audio"]),
        clock=known or ClockMap(None),
    )


def _said(head: Head) -> dict[str, object]:
    clock = head.clock
    start = clock.start and clock.start.isoformat()
    return {
        "length_us": head.length_us,
        "codec": head.codec,
        "audio": head.audio,
        "clock": [start, clock.source, clock.uncertainty_s if start else 0],
    }


def _serve(folder: Path, cpu_s: int) -> None:
    """The child: a path a line in, an answer a line out."""
    before_file(folder, None, LIMITS)
    for line in sys.stdin:
        allow_cpu(cpu_s)
        path = Path(os.fsdecode(bytes.fromhex(line)))
        try:
            said = _said(head_of(path))
        except RecordingError as error:
            said = {"error": error.message}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    before_imports(int(sys.argv[2]))
    _serve(Path(sys.argv[1]), int(sys.argv[3]))
