"""A decoder that crashes in the middle of an analysis: what it read is judged, the rest is owed."""

import os
import signal
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from proctor.analysis import Job, Tools, analyse
from proctor.home import Home
from proctor.perception import Frame
from proctor.rulebook import NO_PROFILE
from proctor.storage import fingerprint
from streams.guard.cutter import GuardedCutter
from streams.guard.recording import GuardedRecording
from streams.health import Meter
from tests.core.fakes import FakeEyes, FakePainter
from tests.streams.clips import steady, write_clip


class CrashingRecording(GuardedRecording):
    """Its decoder is killed when some pictures were given."""

    after = 3

    def __init__(self, path: Path, start: datetime | None = None) -> None:
        super().__init__(path, start=start)

    def scan(self, every_us: int, keyframes_us: int) -> Iterator[Frame]:
        for number, frame in enumerate(super().scan(every_us, keyframes_us), 1):
            yield frame
            if number == self.after:
                os.kill(self.pid, signal.SIGSEGV)


def outcome_of(tmp_path: Path, source: type[CrashingRecording]):
    path = write_clip(tmp_path / "a.mp4", steady(30))
    job = Job(path, fingerprint(path), "hall", "hall-1", "site", None)
    tools = Tools(source, Meter, FakeEyes(), GuardedCutter(), FakePainter())
    return job, analyse(job, tools, Home(tmp_path / "home").ready(), NO_PROFILE, lambda *_: None)


def test_a_crash_in_the_middle_is_damage_and_a_gap_with_evidence_and_the_hash(tmp_path):
    job, outcome = outcome_of(tmp_path, CrashingRecording)
    assert outcome.facts.fault == ""
    account = outcome.facts.account
    assert not account.complete
    assert any("crash SIGSEGV" in note and job.fingerprint in note for note in account.notes)
    flags = {flag.code: flag.span for flag in outcome.run.judgement.flags}
    assert flags["VID_DAMAGE"].end_us == flags["VID_GAP"].end_us == 30_000_000
    assert flags["VID_GAP"].start_us == account.holes[-1].start_us < 5_000_000
    assert {item.kind for item in outcome.run.evidence} == {"clip", "key-frame"}


def test_a_crash_at_once_makes_the_recording_unreadable_with_the_hash(tmp_path):
    class CrashingAtOnce(CrashingRecording):
        def scan(self, every_us: int, keyframes_us: int) -> Iterator[Frame]:
            os.kill(self.pid, signal.SIGSEGV)
            return GuardedRecording.scan(self, every_us, keyframes_us)

    job, outcome = outcome_of(tmp_path, CrashingAtOnce)
    assert outcome.run is None
    assert "crashed (SIGSEGV)" in outcome.facts.fault
    assert job.fingerprint in outcome.facts.fault
