"""``proctor footage``: list, clip, check, prune, hold and index, as a person types them."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from proctor.audit import Record
from proctor.codes import CODES
from proctor.commands.footage_watching import Upkeep
from proctor.findings import Flag, Judgement, RecordingFacts, RunFacts, RunKey, flag_id
from proctor.home import Home
from proctor.review import decide
from proctor.storage import fingerprint
from proctor.timeline import SECOND, ClockMap, Span
from streams.footage.recorder import Recorder
from streams.footage.shelf import Shelf
from tests.streams.clips import packets, steady, write_clip
from tests.streams.test_recorder import SMALL, keep

BEGAN = datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """Twenty seconds of hall-1 and of car-7, in segments of five."""
    home = Home(tmp_path / "home")
    clip = write_clip(tmp_path / "sent.mp4", steady(20))
    for camera in ("hall-1", "car-7"):
        recorder = Recorder(home.footage(camera), SMALL, length_us=5 * SECOND)
        recorder.begin(ClockMap(BEGAN, "live", 0.5))
        keep(recorder, clip)
        recorder.leave()
    return home


@pytest.fixture
def typed(proctor, home):
    """``typed("list", "--json")`` → exit code, rows, what was said."""

    def footage(*words: object) -> tuple[int, list[dict], str]:
        answer = proctor("--home", home.root, "footage", *words)
        rows = [json.loads(x) for x in answer.out.splitlines()] if "--json" in words else []
        return answer.code, rows, answer.out + answer.err

    return footage


def at(seconds: float) -> str:
    return (BEGAN + timedelta(seconds=seconds)).isoformat()


def test_footage_is_listed_by_camera_and_start(typed) -> None:
    _code, rows, _said = typed("list", "--json")
    assert [row["camera"] for row in rows] == ["car-7"] * 4 + ["hall-1"] * 4
    assert rows[0]["start"] == at(0)
    assert rows[0]["end"] == at(5)
    assert (rows[0]["length_s"], rows[0]["state"], rows[0]["codec"]) == (5.0, "whole", "h264")
    _code, rows, _said = typed("list", "hall-1", "--since", at(5), "--until", at(15), "--json")
    assert [row["start"] for row in rows] == [at(5), at(10)]
    assert "whole" in typed("list")[2]
    assert "no such footage" in typed("list", "hall-9")[2]


def test_a_clip_is_cut_across_segments(typed, tmp_path) -> None:
    target = tmp_path / "clip.mp4"
    words = ("clip", "hall-1", "--from", at(3), "--to", at(12), "-o", target, "--json")
    code, (row,), _said = typed(*words)
    assert code == 0
    assert (row["start"], row["length_s"]) == (at(3), 9.0)
    assert packets(target) == packets(tmp_path / "sent.mp4")[30:120]


def test_what_a_clip_lacks_is_said(typed, tmp_path) -> None:
    words = ("clip", "hall-1", "--from", at(15), "--to", at(40), "-o", tmp_path / "clip.mkv")
    code, _rows, said = typed(*words)
    assert code == 0
    assert "There is no footage from" in said
    code, _rows, said = typed(*words[:2], "--from", at(60), "--to", at(70), *words[6:])
    assert code == 1
    assert "Hint: List what there is" in said


@pytest.mark.parametrize(
    "words",
    [
        ("--from", at(9), "--to", at(3), "-o", "clip.mkv"),
        ("--from", at(3), "--to", at(9), "-o", "clip.avi"),
        ("--from", "yesterday", "--to", at(9), "-o", "clip.mkv"),
    ],
)
def test_a_clip_that_makes_no_sense_is_wrong_usage(typed, words) -> None:
    assert typed("clip", "hall-1", *words)[0] == 2


def test_check_holds_the_index_against_the_disk(typed, home) -> None:
    assert typed("check", "--json")[:2] == (0, [])
    first, second, third, fourth = Shelf(home.footage("hall-1")).segments()
    first.path.unlink()
    with second.path.open("ab") as file:
        file.write(b"more")
    data = bytearray(third.path.read_bytes())
    data[len(data) // 2 :] = bytes(len(data) - len(data) // 2)
    third.path.write_bytes(data)
    fourth.path.rename(fourth.path.with_name("23-00-00.000Z.mkv"))
    code, rows, _said = typed("check", "hall-1", "--decode", "--json")
    assert code == 1
    faults = {(Path(row["path"]).name, row["fault"]) for row in rows}
    assert faults == {
        (first.path.name, "missing"),
        (second.path.name, "size"),
        (third.path.name, "undecodable"),
        (fourth.path.name, "missing"),
        ("23-00-00.000Z.mkv", "unindexed"),
    }
    assert typed("check", "hall-9")[0] == 1
    assert "somebody took it away" in typed("check")[2]


@pytest.fixture
def flagged(home) -> Iterator[tuple[Record, Flag]]:
    """A flag from the 7th to the 8th second of hall-1."""
    key = RunKey("live:hall-1:20261123T014107Z:0001", "p" * 64, "r" * 64)
    span = Span(7 * SECOND, 8 * SECOND)
    name = flag_id(key, "PHONE", "A1", span.start_us)
    flag = Flag(name, "PHONE", CODES["PHONE"].level, "A1", span, 0.9, span.start_us)
    with Record.open(home.root) as record:
        facts = RecordingFacts(
            fingerprint=key.recording,
            path="rtsp://cam/1",
            size=0,
            subject="hall",
            camera="hall-1",
            site="default",
            clock=ClockMap(BEGAN, "live", 0.5),
            account=None,
        )
        judgement = Judgement((flag,), (), {})
        record.add_run(facts, RunFacts(key, {}, (), "{}", "1", judgement))
        yield record, flag


def limit(home: Home, text: str) -> None:
    home.recorder.write_text(f"[retention]\n{text}\n")


def starts(home: Home, camera: str) -> list[float]:
    found = Shelf(home.footage(camera)).segments()
    return [((s.start or BEGAN) - BEGAN).total_seconds() for s in found]


def test_prune_deletes_what_is_too_old_but_nothing_that_a_flag_needs(typed, home, flagged) -> None:
    limit(home, "days = 0.01")
    code, rows, said = typed("prune", "--dry-run", "--json")
    assert code == 0
    assert len(rows) == 5  # two to twelve and three seconds: three segments of hall-1 stay
    assert "would go" in said
    assert len(starts(home, "hall-1")) == 4
    assert typed("prune", "--json")[1] == rows
    assert (starts(home, "hall-1"), starts(home, "car-7")) == ([0, 5, 10], [])
    assert not list(home.footage("car-7").rglob("*.mkv"))
    assert rows[0]["why"] == "older than 0.01 days"
    record, flag = flagged
    decide(record, flag.id, "false-alarm", "neighbour", "Wang")
    assert len(typed("prune", "--json")[1]) == 3
    assert typed("check")[0] == 0


def test_a_ring_gives_up_the_oldest_of_all_cameras(typed, home) -> None:
    sizes = [row["size"] for row in typed("list", "--json")[1]]
    limit(home, f"size_gb = {(sum(sizes) - 1) / 1e9:.9f}")
    _code, (row,), _said = typed("prune", "--json")
    assert row["start"] == at(0)
    assert row["why"].startswith("all cameras hold more than")
    assert typed("prune", "--json")[1] == []


def test_a_watch_prunes_what_it_records_itself(home) -> None:
    limit(home, "days = 0.01")
    recorder = Recorder(home.footage("hall-1"), SMALL)
    with Record.open(home.root) as record:
        assert Upkeep(record, home, [recorder]).prune() == 8
        assert Upkeep(record, home, [recorder]).prune() == 0
    assert starts(home, "hall-1") == []
    recorder.leave()
    assert not Recorder(home.footage("hall-1"), SMALL).mended


def test_a_hold_keeps_footage_until_it_is_lifted(typed, home) -> None:
    words = ("hold", "hall-1", "--from", at(1), "--to", at(2))
    assert typed(*words, "--why", "case 7")[0] == 1  # nobody's name
    _code, (row,), _said = typed(*words, "--why", "case 7", "--by", "Wang", "--json")
    assert (row["hold"], row["camera"], row["why"], row["by"]) == (1, "hall-1", "case 7", "Wang")
    limit(home, "days = 0.01")
    typed("prune")
    assert starts(home, "hall-1") == [0]
    assert [row["hold"] for row in typed("holds", "--json")[1]] == [1]
    assert typed("release", 1)[0] == 1
    assert typed("release", 1, "--by", "Li")[0] == 0
    assert typed("release", 1, "--by", "Li")[0] == 1
    assert typed("holds", "--json")[1] == []
    typed("prune")
    assert starts(home, "hall-1") == []


def test_nothing_is_deleted_while_the_holds_cannot_be_read(typed, home) -> None:
    typed("hold", "hall-1", "--from", at(1), "--to", at(2), "--why", "case 7", "--by", "Wang")
    holds = home.footages / "holds.jsonl"
    holds.write_bytes(holds.read_bytes().replace(b"hall-1", b"hall-2"))
    limit(home, "days = 0.01")
    code, _rows, said = typed("prune")
    assert code == 1
    assert "damaged" in said
    assert len(starts(home, "hall-1")) == 4


def test_a_camera_that_is_being_recorded_is_left_to_its_recorder(typed, home) -> None:
    limit(home, "days = 0.01")
    recorder = Recorder(home.footage("hall-1"), SMALL)
    _code, rows, said = typed("prune", "--json")
    assert {row["camera"] for row in rows} == {"car-7"}
    assert "hall-1 is being recorded" in said
    assert typed("check", "hall-1")[0] == 0
    recorder.leave()


def test_without_limits_prune_deletes_nothing_and_says_so(typed, home) -> None:
    _code, rows, said = typed("prune", "--json")
    assert rows == []
    assert "nothing is ever deleted" in said
    limit(home, "dais = 3")
    assert typed("prune")[0] == 1


def test_an_archive_is_indexed_in_place_and_belongs_to_the_footage(typed, home, tmp_path) -> None:
    root = tmp_path / "nvr"
    folder = root / "hall-9" / "2026-11-23"
    folder.mkdir(parents=True)
    recording = write_clip(folder / "09-41-07.mp4", steady(10))
    write_clip(folder / "09-41-17.mp4", steady(10))
    (folder / "10-00-00.mp4").write_bytes(b"\0" * 10)
    before = fingerprint(recording)
    code, _rows, said = typed("index", root)
    assert code == 0
    assert "hall-9" in said
    assert "3 new" in said
    assert "10-00-00.mp4" in said
    assert "not a recording" in said
    assert "3 known" in typed("index", root)[2]
    _code, rows, _said = typed("list", "hall-9", "--json")
    assert [row["state"] for row in rows] == ["archived", "archived", "unreadable"]
    start = datetime(2026, 11, 23, 9, 41, 15).astimezone()
    end = start + timedelta(seconds=5)
    words = ("--from", start.isoformat(), "--to", end.isoformat(), "-o", tmp_path / "c.mkv")
    _code, (row,), _said = typed("clip", "hall-9", *words, "--json")
    assert row["length_s"] == 5.0
    assert fingerprint(recording) == before
