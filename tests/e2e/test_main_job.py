"""The whole way on real bytes: a clip in, flags, evidence, a decision and a report out."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine, func, select

import cli
from models.catalogue import LINES
from proctor.storage import fingerprint
from tests.conftest import WORLD, Answer

CLIP = "cabin_20261123_101530.mp4"
KEYS = [
    "id",
    "code",
    "level",
    "subject",
    "camera",
    "place",
    "recording",
    "media_start_s",
    "media_end_s",
    "start",
    "end",
    "score",
    "state",
    "run",
]


@pytest.fixture(scope="module")
def office(tmp_path_factory, models_folder) -> Path:
    """A folder with one recording, analysed once; its home lies beside it."""
    folder = tmp_path_factory.mktemp("office")
    clip = folder / "footage" / CLIP
    clip.parent.mkdir()
    clip.write_bytes((WORLD / "cabin_a.mp4").read_bytes())
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROCTOR_MODELS", str(models_folder))
        code = cli.main(
            ["--home", str(folder / "home"), "analyze", str(clip.parent), "--subject", "road"]
        )
    assert code == 0
    return folder


@pytest.fixture
def typed(office, proctor) -> Callable[..., Answer]:
    """A command in that office."""
    return lambda *words: proctor("--home", office / "home", *words)


def listed(typed: Callable[..., Answer], *words: str) -> list[dict]:
    return [json.loads(line) for line in typed("flags", "--json", *words).out.splitlines()]


def counts(office: Path) -> dict[str, int]:
    """Rows of every table of the record."""
    engine = create_engine(f"sqlite:///{office / 'home' / 'proctor.db'}")
    tables = MetaData()
    tables.reflect(engine)
    with engine.connect() as base:
        found = {
            name: base.scalar(select(func.count()).select_from(table))
            for name, table in tables.tables.items()
        }
    engine.dispose()
    return found


def test_a_driver_who_looks_aside_is_flagged_at_the_time_it_happened(typed):
    (flag,) = [flag for flag in listed(typed) if flag["code"] == "GAZE_OFF"]
    assert set(KEYS) <= set(flag)
    assert flag["media_start_s"] == pytest.approx(11.3, abs=0.6)
    assert flag["media_end_s"] == pytest.approx(14.3, abs=0.6)
    assert (flag["camera"], flag["place"], flag["subject"]) == ("cabin", "driver", "road")
    assert flag["start"][:10] == "2026-11-23"
    assert flag["state"] == "pending"


def test_mirror_checks_of_a_second_are_let_be(typed):
    assert len([flag for flag in listed(typed) if flag["code"] == "GAZE_OFF"]) == 1


def test_the_evidence_is_a_bit_exact_clip_and_pictures_with_their_hashes(office, typed):
    import av

    flag = listed(typed)[0]
    shown = json.loads(typed("flags", "show", flag["id"], "--json").out)
    kinds = [item["kind"] for item in shown["evidence"]]
    assert kinds[0] == "clip"
    assert "key-frame" in kinds
    for item in shown["evidence"]:
        path = office / "home" / item["path"]
        assert fingerprint(path) == item["sha256"]
    original = office / "footage" / CLIP
    clip = office / "home" / shown["evidence"][0]["path"]
    packets = [_packets(av, path) for path in (original, clip)]
    assert packets[1]
    assert packets[1] <= packets[0]


def _packets(av, path: Path) -> set[bytes]:
    with av.open(str(path)) as container:
        return {bytes(packet) for packet in container.demux(video=0) if packet.size}


def test_analysing_again_adds_nothing_and_decodes_nothing(office, typed, models_folder):
    before = counts(office)
    answer = typed("analyze", office / "footage", "--subject", "road", "--json")
    assert answer.code == 0
    assert json.loads(answer.out)["result"] == "known"
    assert counts(office) == before


def test_the_same_bytes_under_another_name_are_the_same_recording(office, typed, models_folder):
    before = len(listed(typed))
    copy = office / "copy.mp4"
    copy.write_bytes((office / "footage" / CLIP).read_bytes())
    answer = typed("analyze", copy, "--subject", "road", "--camera", "cabin", "--json")
    assert json.loads(answer.out)["result"] == "known"
    assert len(listed(typed)) == before


def test_only_what_the_office_has_not_brought_yet_is_not_judged(office, typed, models_folder):
    answer = typed("analyze", office / "footage", "--subject", "field")
    unjudged = [line.split()[0] for line in answer.err.splitlines() if "was not judged" in line]
    of_the_office = ["HINT_SPEECH", "ID_MISMATCH", "VOICE_EXTRA"]  # its prompts and photos
    if (models_folder / LINES.file).exists():
        assert unjudged == of_the_office
    else:
        assert unjudged == ["CLK_DRIFT", *of_the_office]
        assert "proctor models install --with clock" in answer.err


def test_an_explanation_shows_the_numbers_behind_a_flag(typed):
    flag = next(flag for flag in listed(typed) if flag["code"] == "GAZE_OFF")
    found = json.loads(typed("flags", "explain", flag["id"], "--json").out)
    assert found["rule"]["hold_s"] == 2.2
    assert max(value for value in found["sureness"] if value is not None) >= 0.5
    told = typed("flags", "explain", flag["id"]).out
    assert "Suspected, not proven" in told
    assert "yaw" in told


def test_a_decision_survives_a_new_rulebook_and_the_old_run_stays(office, typed):
    flag = next(f for f in listed(typed) if f["code"] == "GAZE_OFF")
    answer = typed(
        "review", flag["id"], "--verdict", "confirmed", "--reason", "seen", "--by", "Li Lei"
    )
    assert answer.code == 0
    footage = office / "footage" / CLIP
    hidden = footage.rename(footage.with_suffix(".away"))
    again = typed("rejudge", "--set", "GAZE_OFF.turn_deg=28", "--json")
    hidden.rename(footage)
    assert again.code == 0
    (now,) = [f for f in listed(typed) if f["code"] == "GAZE_OFF"]
    assert now["id"] != flag["id"]
    assert now["state"] == "confirmed"
    assert [
        f["id"] for f in listed(typed, "--run", str(flag["run"])) if f["code"] == "GAZE_OFF"
    ] == [flag["id"]]


def test_a_rulebook_without_the_rule_leaves_the_confirmed_flag_standing(typed):
    assert typed("rejudge", "--set", "GAZE_OFF.enabled=false").code == 0
    assert [f["state"] for f in listed(typed) if f["code"] == "GAZE_OFF"] == ["confirmed"]
    assert typed("rejudge").code == 0


def test_the_month_is_reported_in_three_formats(office, typed):
    answer = typed("report", "month", "2026-11", "-o", office / "out")
    assert answer.code == 0
    names = sorted(path.suffix for path in (office / "out").iterdir())
    assert names == [".docx", ".html", ".xlsx"]
    page = next((office / "out").glob("*.html")).read_text("utf-8")
    assert "GAZE_OFF" in page


def test_the_account_of_the_footage_adds_up(typed):
    (line,) = [json.loads(x) for x in typed("coverage", "--json").out.splitlines()]
    assert line["expected_s"] == pytest.approx(line["covered_s"] + line["missing_s"])
    assert line["covered_s"] == pytest.approx(15.0)


def test_an_exam_session_is_told_which_of_its_footage_is_missing(office, typed, models_folder):
    assert typed("analyze", office / "footage", "--subject", "road").code == 0
    words = ("--site", "default", "--hall", "car-1", "--subject", "road")
    span = ("--starts", "2026-11-23T10:15:00", "--ends", "2026-11-23T10:16:00")
    assert typed("sessions", "add", *words, *span).code == 0
    (line,) = [json.loads(x) for x in typed("coverage", "--sessions", "--json").out.splitlines()]
    assert (line["planned_s"], line["covered_s"], line["missing_s"]) == (60.0, 15.0, 45.0)
    told = [(gap["track"], gap["start"][11:19], gap["end"][11:19]) for gap in line["gaps"]]
    assert told == [
        ("video", "10:15:00", "10:15:30"),
        ("video", "10:15:45", "10:16:00"),
        ("audio", "10:15:30", "10:15:45"),  # the clip has no sound, which a road exam owes
    ]


def test_nothing_but_data_goes_to_standard_output(typed):
    for words in (("flags", "--json"), ("coverage", "--json"), ("rejudge", "--json")):
        for line in typed(*words).out.splitlines():
            json.loads(line)
