"""A fresh computer, a healthy one and a damaged one, as ``init`` and ``doctor`` see them."""

import json
import shutil

import pytest

from models.catalogue import MESH


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home folder that is not there yet."""
    monkeypatch.setenv("PROCTOR_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def findings(answer):
    """What the doctor said, by subject."""
    said = {}
    for line in answer.out.splitlines():
        row = json.loads(line)
        said.setdefault(row["about"], []).append(row)
    return said


def states(rows):
    """The states of some findings."""
    return {row["state"] for row in rows}


def test_init_makes_a_home_and_says_what_comes_next(proctor, home):
    answer = proctor("init")
    assert answer.code == 0
    assert (home / "proctor.db").exists()
    assert str(home) in answer.out
    assert "proctor doctor" in answer.err


def test_init_twice_leaves_everything_as_it_is(proctor, home):
    proctor("init")
    (home / "profile.toml").write_text("[rules.PEEK]\nturn_deg = 50\n")
    answer = proctor("init")
    assert answer.code == 0
    assert "already" in answer.out
    assert (home / "profile.toml").read_text() == "[rules.PEEK]\nturn_deg = 50\n"


def test_init_refuses_a_home_that_is_a_file(proctor, tmp_path):
    (tmp_path / "file").write_text("x")
    assert proctor("init", "--home", tmp_path / "file" / "below").code == 1


def test_doctor_on_a_fresh_computer_names_the_cures(proctor, home, monkeypatch, tmp_path):
    monkeypatch.setenv("PROCTOR_MODELS", str(tmp_path / "none"))
    answer = proctor("doctor", "--json")
    assert answer.code == 1
    said = findings(answer)
    assert said["record"][0]["cure"] == "proctor init"
    assert {"proctor models install"} == {row["cure"] for row in said["models"]}
    assert states(said["libraries"]) == {"ok"}
    assert any("PHONE" in row["text"] for row in said["rules"])
    assert not home.exists()


def test_doctor_is_content_with_a_healthy_home(proctor, home, monkeypatch, models_folder):
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))
    proctor("init")
    answer = proctor("doctor", "--json")
    said = findings(answer)
    assert states(said["record"]) == {"ok"}
    assert states(said["models"]) == {"ok"}
    assert "cure" not in {row["state"] for rows in said.values() for row in rows}
    assert answer.code == 0


def test_doctor_sees_a_damaged_model(proctor, home, monkeypatch, models_folder, tmp_path):
    shutil.copytree(models_folder, tmp_path / "models")
    damaged = tmp_path / "models" / MESH.file
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"!")
    monkeypatch.setenv("PROCTOR_MODELS", str(tmp_path / "models"))
    answer = proctor("doctor", "--json")
    assert answer.code == 1
    assert any(damaged.name in row["text"] for row in findings(answer)["models"])


def test_doctor_calls_a_damaged_record_broken(proctor, home):
    proctor("init")
    (home / "proctor.db").write_bytes(b"not a database at all" * 500)
    answer = proctor("doctor", "--json")
    assert answer.code == 3
    assert states(findings(answer)["record"]) == {"broken"}


def test_doctor_prints_a_table_for_people(proctor, home):
    proctor("init")
    answer = proctor("doctor")
    assert "Finding" in answer.out
    assert "SQLite" in answer.out


def test_doctor_speaks_chinese(proctor, home):
    assert "处理办法" in proctor("doctor", "--lang", "zh").out


def test_doctor_tells_how_recordings_are_guarded_and_that_somebody_switched_it_off(
    proctor, home, monkeypatch
):
    (guard,) = findings(proctor("doctor", "--json"))["guard"]
    assert guard["state"] in ("ok", "note")  # a container may have switched Landlock off
    monkeypatch.setenv("PROCTOR_GUARD", "off")
    (guard,) = findings(proctor("doctor", "--json"))["guard"]
    assert guard["state"] == "note"
    assert "without limits" in guard["text"]


def test_doctor_leaves_no_rule_unjudged_for_want_of_what_recordings_or_the_home_supply(
    proctor, home
):
    proctor("init")
    told = [row["text"] for row in findings(proctor("doctor", "--json"))["rules"]]
    assert not [text for text in told if text.startswith("AUD_NONE")]
    assert any("HINT_SPEECH" in text and "nobody told" in text for text in told)
    assert any("ID_MISMATCH" in text and "when somebody asks" in text for text in told)
    (home / "prompts").mkdir()
    (home / "prompts" / "start.wav").write_bytes(b"RIFF")
    told = [row["text"] for row in findings(proctor("doctor", "--json"))["rules"]]
    assert not [text for text in told if text.startswith("HINT_SPEECH")]
