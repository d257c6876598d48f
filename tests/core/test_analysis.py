"""One recording the whole way, and many at once, with stand-ins for pixels."""

import os
import signal
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proctor.analysis import Job, Outcome, Tools, analyse
from proctor.batch import Bench, Failure, run
from proctor.errors import PlacesError
from proctor.home import Home
from proctor.perception import Frame
from proctor.rulebook import NO_PROFILE
from proctor.storage import fingerprint
from tests.core.fakes import FakePainter, FakeSource, tools


def job(path: Path, text: str = "60", **more) -> Job:
    path.write_text(text, encoding="utf-8")
    return Job(path, fingerprint(path), "hall", "hall-1", "site", None, **more)


def silent(*_told) -> None:
    pass


@pytest.fixture
def home(tmp_path) -> Home:
    return Home(tmp_path / "home").ready()


def test_a_recording_becomes_a_log_flags_and_evidence_with_their_hashes(home, tmp_path):
    outcome = analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)
    assert outcome.run is not None
    (flag,) = outcome.run.judgement.flags
    assert (flag.code, flag.span.start_us, flag.span.end_us) == (
        "SEAT_ABSENT",
        10_000_000,
        60_000_000,
    )
    clip, *stills = outcome.run.evidence
    assert (clip.kind, clip.span.start_us) == ("clip", 5_000_000)
    assert {item.span.start_us for item in stills} == {10_000_000, 59_999_999}
    for item in outcome.run.evidence:
        path = home.root / item.path
        assert (fingerprint(path), path.stat().st_size) == (item.sha256, item.size)
    assert outcome.run.key.recording == outcome.facts.fingerprint
    assert {n.code for n in outcome.run.judgement.not_judged} == {
        "ID_MISMATCH",
        "ID_SWAP",
        "PHONE",
        "NOTE",
        "PEEK",
        "HAND_EAR",
        "READ_ALOUD",
        "WHISPER",
        "PASS",
        "STAFF_MISCONDUCT",
        "CLK_DRIFT",
    }


def test_a_log_that_is_there_is_used_and_nothing_is_decoded(home, tmp_path):
    first = analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)

    def refuse(*_):
        raise AssertionError("decoded again")

    plain = tools()
    again = Tools(refuse, plain.meter, plain.eyes, plain.cutter, plain.painter)
    second = analyse(job(tmp_path / "a.mp4"), again, home, NO_PROFILE, silent)
    assert second.from_log
    assert second.run == first.run


def test_a_run_that_the_record_has_is_not_made_again(home, tmp_path):
    first = analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)
    known = frozenset({first.run.key})
    second = analyse(job(tmp_path / "a.mp4", known=known), tools(), home, NO_PROFILE, silent)
    assert second.run is None
    assert second.known == first.run.key


def test_a_wall_time_told_later_counts_though_nothing_is_decoded_again(home, tmp_path):
    analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)
    later = replace(job(tmp_path / "a.mp4"), start=datetime(2026, 1, 2, tzinfo=UTC), camera="b")
    outcome = analyse(later, tools(), home, NO_PROFILE, silent)
    assert outcome.from_log
    assert outcome.facts.clock.start == later.start
    assert outcome.facts.camera == "b"


def test_evidence_that_is_there_is_never_written_over(home, tmp_path):
    first = analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)

    class OtherPainter(FakePainter):
        def key_frame(self, *shown) -> bytes:
            return b"the same damaged picture, decoded otherwise"

    other = replace(tools(), painter=OtherPainter())
    again = analyse(job(tmp_path / "a.mp4"), other, home, NO_PROFILE, silent)
    assert again.run.evidence == first.run.evidence
    for item in first.run.evidence:
        assert fingerprint(home.root / item.path) == item.sha256
        names = [file.name for file in (home.root / item.path).parent.iterdir()]
        assert not [name for name in names if name.startswith(".")]


def test_a_file_that_is_no_recording_is_told_with_its_reason(home, tmp_path):
    outcome = analyse(job(tmp_path / "a.mp4", "hello"), tools(), home, NO_PROFILE, silent)
    assert outcome.facts.fault == "a.mp4 is not a recording"
    assert outcome.run is None
    assert not (home.root / "logs").exists()


class DeadlySource(FakeSource):
    """Takes the worker down when the file says so."""

    def frames(self, every_us: int):
        for frame in super().frames(every_us):
            if self.seconds == 13:
                os.kill(os.getpid(), signal.SIGKILL)
            yield Frame(frame.media_us, frame.image)


def deadly() -> Tools:
    plain = tools()
    return Tools(DeadlySource, plain.meter, plain.eyes, plain.cutter, plain.painter)


def test_a_worker_that_dies_takes_one_recording_with_it_not_the_batch(home, tmp_path):
    jobs = [job(tmp_path / f"{n}.mp4", str(n)) for n in (12, 13, 14)]
    results = list(run(jobs, Bench(deadly, home, NO_PROFILE), workers=1, progress=silent))
    dead = [r for r in results if isinstance(r, Failure)]
    assert [r.job.path.name for r in dead] == ["13.mp4"]
    assert "the worker died" in dead[0].message
    assert sum(isinstance(r, Outcome) and r.run is not None for r in results) == 2


def test_damage_found_at_the_very_end_is_not_forgotten(home, tmp_path):
    class TornAtTheEnd(FakeSource):
        torn = 0

        def frames(self, every_us: int):
            yield from super().frames(every_us)
            self.torn = 3

        def account(self):
            return replace(super().account(), damaged=self.torn)

    plain = tools()
    torn = Tools(TornAtTheEnd, plain.meter, plain.eyes, plain.cutter, plain.painter)
    outcome = analyse(job(tmp_path / "a.mp4"), torn, home, NO_PROFILE, silent)
    assert "VID_DAMAGE" in {flag.code for flag in outcome.run.judgement.flags}


def test_progress_names_the_recording_and_how_far_it_is(home, tmp_path):
    told: list[tuple[str, int, int]] = []
    path = tmp_path / "a.mp4"
    list(
        run(
            [job(path)],
            Bench(tools, home, NO_PROFILE),
            workers=1,
            progress=lambda *now: told.append(now),
        )
    )
    assert {name for name, _, _ in told} <= {str(path)}
    assert all(whole == 60_000_000 for _, _, whole in told)


def test_places_written_down_are_used_and_make_another_perception(home, tmp_path):
    recording = job(tmp_path / "a.mp4")
    found = analyse(recording, tools(), home, NO_PROFILE, silent)
    file = home.places("hall-1")
    file.parent.mkdir()
    zone = "zone = [0.3, 0.2, 0.7, 0.9]\n"
    file.write_text(f'subject = "hall"\n[[place]]\nname = "A1"\n{zone}', encoding="utf-8")
    given = analyse(recording, tools(), home, NO_PROFILE, silent)
    assert given.run.key.perception != found.run.key.perception
    assert [flag.place for flag in given.run.judgement.flags] == ["A1"]


def test_places_that_make_no_sense_fail_that_recording_with_the_line(home, tmp_path):
    file = home.places("hall-1")
    file.parent.mkdir()
    file.write_text('subject = "hall"\n[[place]]\nname = "A1"\nzone = [0, 0, 2, 1]\n', "utf-8")
    with pytest.raises(PlacesError, match="line 4: zone must be"):
        analyse(job(tmp_path / "a.mp4"), tools(), home, NO_PROFILE, silent)
