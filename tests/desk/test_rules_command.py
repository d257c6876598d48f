"""``proctor rules``: the manual of the rules, and profiles checked before they judge anybody."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proctor.perception import SUBJECTS
from proctor.rulebook import NO_PROFILE, resolve
from proctor.rules import RULES
from proctor.rules.phone import Phone

Type = Callable[..., Any]


def lines(answer: Any) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer.out.splitlines()]


def profile(folder: Path, text: str) -> Path:
    path = folder / "profile.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_every_rule_is_listed_with_what_it_needs_and_lacks(proctor: Type, tmp_path: Path) -> None:
    rows = lines(proctor("rules", "list", "--json", env={"PROCTOR_MODELS": str(tmp_path)}))
    assert [row["code"] for row in rows] == [kind.code for kind in RULES]
    by_code = {row["code"]: row for row in rows}
    assert by_code["VID_GAP"]["judged"]
    assert by_code["CLK_DRIFT"]["missing"] == ["clock"]
    assert by_code["PEEK"]["hold_s"] == {"hall": 3.0}


def test_a_list_shows_where_a_profile_asks_a_rule(proctor: Type, tmp_path: Path) -> None:
    path = profile(tmp_path, "[road.rules.PHONE]\nenabled = false\nhold_s = 9\n")
    (row,) = (
        row
        for row in lines(proctor("rules", "list", "--json", "--profile", path))
        if row["code"] == "PHONE"
    )
    assert row["asked"] == ["hall", "field"]
    assert row["hold_s"] == {"hall": 2.5, "field": 2.5, "road": 9.0}


def test_a_page_says_what_is_let_be_and_which_table_changed_a_setting(
    proctor: Type, tmp_path: Path
) -> None:
    path = profile(tmp_path, "[hall.rules.PEEK]\nturn_deg = 45\n")
    said = proctor("rules", "explain", "peek", "--profile", path)
    assert said.code == 0
    assert "Lets be: glances" in said.out
    settings = {
        row["name"]: row
        for row in lines(proctor("rules", "explain", "PEEK", "--profile", path, "--json"))[0][
            "settings"
        ]
    }
    assert settings["turn_deg"]["value"] == 45
    assert settings["turn_deg"]["changed_by"] == "[hall.rules]"
    assert settings["turn_deg"]["range"] == "more than 0, at most 180 °"
    assert settings["hold_s"]["changed_by"] is None


def test_a_page_is_chinese_for_who_reads_chinese(proctor: Type) -> None:
    said = proctor("--lang", "zh", "rules", "explain", "PEEK")
    assert "放过：" in said.out
    assert "头宽" in proctor("--lang", "zh", "rules", "explain", "PHONE").out


@pytest.mark.parametrize("kind", RULES, ids=lambda kind: kind.code)
def test_what_a_page_shows_is_what_judges(proctor: Type, kind: Any) -> None:
    for subject in kind.subjects:
        (found,) = lines(proctor("rules", "explain", kind.code, "--subject", subject, "--json"))
        shown = {row["name"]: row["value"] for row in found["settings"]}
        book = {rule.code: rule for rule in resolve(NO_PROFILE, subject, "").rules}
        assert shown["enabled"] == (kind.code in book)
        if kind.code in book:
            assert all(getattr(book[kind.code], name) == value for name, value in shown.items())


def test_a_code_without_a_rule_is_said_to_have_none(proctor: Type) -> None:
    said = proctor("rules", "explain", "DATA_ANOM")
    assert said.code == 1
    assert "No rule looks for DATA_ANOM in footage." in said.err


def test_a_faulty_profile_is_shown_line_by_line(proctor: Type, tmp_path: Path) -> None:
    path = profile(tmp_path, "[rules.PHONE]\ntreshold = 0.5\nhold_s = -1\n")
    said = proctor("rules", "check", path)
    assert said.code == 1
    assert f"{path}:2:1 [rules.PHONE]: nothing is called 'treshold'" in said.out
    assert "    2 | treshold = 0.5\n      | ^^^^^^^^\n    Did you mean threshold?\n" in said.out
    rows = lines(proctor("rules", "check", path, "--json"))
    assert [(row["kind"], row["line"], row["column"]) for row in rows] == [
        ("fault", 2, 1),
        ("fault", 3, 1),
    ]


def test_a_sound_profile_is_shown_by_what_it_changes(proctor: Type, tmp_path: Path) -> None:
    path = profile(tmp_path, "[rules.PHONE]\nthreshold = 0.5\n[camera.x]\nroom = 'counter'\n")
    rows = lines(proctor("rules", "check", path, "--json"))
    (change,) = (row for row in rows if row["kind"] == "change")
    assert (change["table"], change["value"], change["default"]) == (
        "[rules]",
        0.5,
        Phone().threshold,
    )
    books = {row["subject"]: row["fingerprint"] for row in rows if row["kind"] == "rulebook"}
    assert set(books) == set(SUBJECTS)
    assert books["hall"] != resolve(NO_PROFILE, "hall", "").fingerprint


def test_a_camera_that_the_home_does_not_know_is_pointed_out(proctor: Type, tmp_path: Path) -> None:
    assert proctor("init").code == 0
    known = tmp_path / "proctor-home" / "cameras.toml"
    known.write_text('[camera."CAM 03"]\naddress = "rtsp://192.0.2.7/a"\n', encoding="utf-8")
    path = profile(tmp_path, "[camera.'CAM O3'.rules.PHONE]\nthreshold = 0.5\n")
    said = proctor("rules", "check", path)
    assert said.code == 0
    assert "This home knows no camera 'CAM O3'. Did you mean CAM 03?" in said.err


def test_a_profile_that_is_not_there_is_no_profile(proctor: Type, tmp_path: Path) -> None:
    said = proctor("rules", "check", tmp_path / "none.toml")
    assert said.code == 1
    assert "cannot read profile" in said.err


def test_a_home_without_a_profile_says_what_holds_then(proctor: Type) -> None:
    answer = proctor("rules", "check")
    assert answer.code == 1
    assert "what comes with the program holds" in answer.err
