"""A decoder that crashes, hangs, eats memory or wants the network costs one recording at most."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from proctor.errors import DecoderError, RecordingError, StorageError
from proctor.perception import Frame
from proctor.ports import Source
from proctor.storage import fingerprint
from proctor.timeline import SECOND, Span
from streams.audio import SoundTrack
from streams.cut import StreamCutter
from streams.guard import landlock, process, seccomp
from streams.guard.confinement import LIMITS, Limits
from streams.guard.cutter import GuardedCutter
from streams.guard.recording import GuardedRecording
from streams.guard.sound import GuardedSoundTrack
from streams.guard.wire import Line, Room, answered
from streams.recording import open_recording
from tests.conftest import ROOT
from tests.streams.clips import steady, write_clip, zeroed

STEP = SECOND // 2
QUICK = Limits(answer_s=1.0)


def everything(source: Source) -> tuple[object, ...]:
    scanned = list(source.scan(STEP, 5 * STEP))
    closer = list(source.within([Span(2 * SECOND, 3 * SECOND)], STEP // 2))
    account = source.account()
    whole = list(source.frames(0))
    pictures = [(f.media_us, f.image.tobytes()) for f in (*scanned, *closer, *whole)]
    return pictures, account, source.account(), source.clock


@pytest.mark.parametrize("name", ["20261123_094107.mp4", "damaged.mkv"])
def test_a_guarded_recording_is_the_recording(tmp_path: Path, name: str) -> None:
    path = write_clip(tmp_path / name, steady(9), b_frames=2, sound=True)
    if "damaged" in name:
        path = zeroed(path, tmp_path / "z.mkv")
    assert everything(GuardedRecording(path)) == everything(open_recording(path))


def test_stills_and_clips_are_the_same_too(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", sound=True)
    here, guarded, spans = StreamCutter(), GuardedCutter(), []
    for cutter, name in ((here, "here.mp4"), (guarded, "guarded.mp4")):
        spans.append(cutter.clip(path, Span(2 * SECOND, 4 * SECOND), tmp_path / name))
    assert spans[0] == spans[1]
    assert (tmp_path / "here.mp4").read_bytes() == (tmp_path / "guarded.mp4").read_bytes()
    assert np.array_equal(here.still(path, SECOND).image, guarded.still(path, SECOND).image)
    assert len(list(tmp_path.iterdir())) == 3


def test_sound_is_the_same_too_and_its_crash_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_clip(tmp_path / "a.mp4", sound=True)
    heard, here = list(GuardedSoundTrack(path).sounds()), list(SoundTrack(path).sounds())
    assert [(s.span, s.level, s.wave.tobytes()) for s in heard] == [
        (s.span, s.level, s.wave.tobytes()) for s in here
    ]
    track = GuardedSoundTrack(path, limits=QUICK)
    sounds, others = track.sounds(), _children()
    next(sounds)
    (pid,) = _children() - others
    os.kill(pid, signal.SIGSEGV)
    assert len(list(sounds)) < len(here)
    assert track.damaged == 1
    assert "crash SIGSEGV" in track.notes[0]


def _children() -> set[int]:
    tasks = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(pid) for file in tasks for pid in file.read_text().split()}


def test_a_picture_stays_what_it_was_when_the_next_ones_have_come(tmp_path: Path) -> None:
    recording = GuardedRecording(write_clip(tmp_path / "a.mp4"))
    frames = recording.frames(0)
    first = next(frames)
    before = first.image.copy()
    list(frames)
    assert np.array_equal(first.image, before)


def test_a_reading_left_early_makes_room_for_the_next(tmp_path: Path) -> None:
    recording = GuardedRecording(write_clip(tmp_path / "a.mp4", steady(20)))
    pid = recording.pid
    for _again in range(5):
        next(recording.frames(0))
    assert len(list(recording.frames(0))) == 200
    assert recording.pid == pid


def crashed(path: Path, number: int = signal.SIGSEGV) -> tuple[list[Frame], GuardedRecording]:
    """A recording whose decoder was killed after its first picture."""
    recording = GuardedRecording(path)
    frames: Iterator[Frame] = recording.frames(0)
    given = [next(frames)]
    os.kill(recording.pid, number)
    return [*given, *frames], recording


def test_a_crash_leaves_what_was_read_and_a_hole_to_the_promised_end(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(20))
    frames, recording = crashed(path)
    account = recording.account()
    assert 1 <= len(frames) < 10
    (hole,) = account.holes
    assert hole == Span(frames[-1].media_us + 100_000, 20 * SECOND)
    assert (account.damaged, account.complete) == (1, False)
    assert "crash SIGSEGV at 0." in account.notes[-1]
    assert fingerprint(path) in account.notes[-1]


def test_after_a_crash_closer_looks_and_readings_go_on_in_a_new_process(tmp_path: Path) -> None:
    _frames, recording = crashed(write_clip(tmp_path / "a.mp4", steady(20)))
    before = recording.account()
    assert len(list(recording.within([Span(0, SECOND)], STEP))) == 2
    assert recording.account() == before
    assert len(list(recording.frames(0))) == 200
    assert recording.account().complete


def test_a_crash_before_the_first_picture_is_said_with_the_hash(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4")
    recording = GuardedRecording(path)
    frames = recording.frames(0)
    os.kill(recording.pid, signal.SIGSEGV)
    with pytest.raises(DecoderError, match=r"crashed \(SIGSEGV\)") as caught:
        next(frames)
    assert fingerprint(path) in caught.value.message
    assert caught.value.hint


def test_a_decoder_that_hangs_is_ended(tmp_path: Path) -> None:
    recording = GuardedRecording(write_clip(tmp_path / "a.mp4", steady(20)), limits=QUICK)
    frames = recording.frames(0)
    next(frames)
    pid = recording.pid
    os.kill(pid, signal.SIGSTOP)
    began = time.monotonic()
    list(frames)
    assert time.monotonic() - began < 5
    assert "hang at 0." in recording.account().notes[-1]
    assert not _runs(pid)


def test_somebody_who_looks_at_a_picture_for_long_is_waited_for(tmp_path: Path) -> None:
    recording = GuardedRecording(write_clip(tmp_path / "a.mp4", steady(20)), limits=QUICK)
    frames = recording.frames(0)
    next(frames)
    time.sleep(1.5)
    assert len(list(frames)) == 199
    assert recording.account().complete


def test_pictures_too_large_for_the_memory_are_damage_not_the_end(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4")
    try:
        recording = GuardedRecording(path, limits=Limits(memory=1 << 20))
    except DecoderError:  # there was not even enough to open it
        return
    with pytest.raises(RecordingError):
        list(recording.frames(0))
    assert not recording.account().complete


def test_a_reading_has_so_much_processor_time_and_no_more(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4", steady(60))
    greedy = Limits(base_cpu_s=0, cpu_s_per_mb=0.0)
    assert any("processor time" in _failure(path, greedy) for _again in range(100))


def _failure(path: Path, limits: Limits) -> str:
    """What became of one reading, in the words of its account or its error."""
    try:
        recording = GuardedRecording(path, limits=limits)
        list(recording.frames(0))
    except DecoderError as error:
        return error.kind
    return str(recording.account().notes)


@pytest.mark.skipif(not seccomp.available(), reason="no seccomp here")
def test_the_child_can_reach_nobody() -> None:
    assert _confined("socket.socket()") == "PermissionError"
    assert _confined("socket.create_connection(('127.0.0.1', 9))") == "PermissionError"
    assert _confined("socket.socketpair()") == "PermissionError"
    assert _confined("os.fork()") == "PermissionError"
    assert _confined("os.execv('/bin/true', ['true'])") == "PermissionError"
    assert _confined("os.kill(os.getppid(), 0)") == "PermissionError"
    assert _confined("threading.Thread(target=print).start()") == "done"


@pytest.mark.skipif(not landlock.version(), reason="no Landlock here")
def test_the_child_can_open_the_recording_and_no_other_file(tmp_path: Path) -> None:
    for name in ("a.mp4", "secret.mp4"):
        (tmp_path / name).write_bytes(b"0")
    assert _confined(f"open({str(tmp_path / 'a.mp4')!r}).read()", tmp_path / "a.mp4") == "done"
    for other in (tmp_path / "secret.mp4", Path("/etc/passwd")):
        assert _confined(f"open({str(other)!r})", tmp_path / "a.mp4") == "PermissionError"
    for mode in ("a", "r+"):
        act = f"open({str(tmp_path / 'a.mp4')!r}, {mode!r})"
        assert _confined(act, tmp_path / "a.mp4") == "PermissionError"


def _confined(act: str, recording: Path = Path("/dev/null")) -> str:
    """What comes of ``act`` in a confined process: ``done``, or the name of the error."""
    program = (
        "import os, socket, threading\n"
        "from pathlib import Path\n"
        "from streams.guard.confinement import LIMITS, before_file, before_imports\n"
        "before_imports(0)\n"
        f"before_file(Path({str(recording)!r}), None, LIMITS)\n"
        f"try:\n    {act}\n    print('done')\n"
        "except Exception as error:\n    print(type(error).__name__)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.split()[-1]


def test_the_child_knows_nothing_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROCTOR_DATABASE", "postgresql://examiner:secret@db/proctor")
    assert "secret" not in str(process.environment())


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel of Linux does it")
def test_the_child_dies_with_its_parent(tmp_path: Path) -> None:
    path = write_clip(tmp_path / "a.mp4")
    program = (
        "from pathlib import Path\nfrom streams.guard.recording import GuardedRecording\n"
        f"recording = GuardedRecording(Path({str(path)!r}))\n"
        "print(recording.pid, flush=True)\ninput()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert _runs(pid)
        parent.kill()
    until = time.monotonic() + 5
    while _runs(pid) and time.monotonic() < until:
        time.sleep(0.02)
    assert not _runs(pid)


def test_no_process_stays_behind(tmp_path: Path) -> None:
    recording = GuardedRecording(write_clip(tmp_path / "a.mp4"))
    pid = recording.pid
    next(recording.frames(0))
    del recording
    assert not _runs(pid)


def test_a_decoder_that_cannot_even_start_is_not_the_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_clip(tmp_path / "a.mp4")
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(StorageError, match="could not be started"):
        GuardedRecording(path)


def test_a_file_that_makes_clips_crash_is_not_tried_for_ever(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, cutter = write_clip(tmp_path / "a.mp4"), GuardedCutter()
    for _again in range(3):
        assert cutter.still(path, SECOND).media_us == SECOND
        assert cutter._child is not None
        os.kill(cutter._child.pid, signal.SIGSEGV)
        with pytest.raises(DecoderError, match="SIGSEGV"):
            cutter.still(path, SECOND)
    monkeypatch.setattr("streams.guard.cutter.Child", None)
    with pytest.raises(DecoderError, match="SIGSEGV"):
        cutter.still(path, SECOND)


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"frame": 0, "slot": 0, "shape": [1, 1, 4]},
        {"frame": 0, "slot": 0, "shape": [-1, 1, 3]},
        {"frame": 0, "slot": 9, "shape": [1, 1, 3]},
        {"frame": 0, "slot": 0, "shape": [1000, 1000, 3]},
        {"frame": "picture"},
        {"sound": [0, 1, 2]},
        {"sound": [0, 1, 0.0, 0.0, 0.0], "slot": 0, "shape": [-5]},
        {"span": [3, 1]},
        {"span": None},
        {"clock": ["yesterday", "given", "1"]},
        {"account": {"span": 7}, "row": 1},
    ],
)
def test_nonsense_from_a_child_that_was_taken_over_is_refused(answer: dict[str, object]) -> None:
    room = Room(process.shared_memory())
    room.enlarge(64)
    with pytest.raises(ValueError, match=r".+"):
        answered(answer, room)
    room.close()
    os.close(room.file)


def test_a_message_of_four_gigabytes_is_not_waited_for() -> None:
    reading, writing = os.pipe()
    os.write(writing, b"\xff\xff\xff\xff{")
    line = Line(reading, writing, patience_s=1.0)
    with pytest.raises(ValueError, match="too long"):
        line.receive()
    os.close(reading)
    os.close(writing)


def test_the_limits_grow_with_the_file() -> None:
    assert LIMITS.cpu_s(0) == LIMITS.base_cpu_s
    assert LIMITS.cpu_s(10**9) > 3600


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"
