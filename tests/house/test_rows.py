"""How every command prints its rows: JSON lines for programs, a table for people."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from proctor.commands.app import App, cell, json_line
from proctor.i18n import activate

MOMENT = datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)
ROW = {"id": "3f9a", "place": "seat-01", "at": MOMENT, "path": Path("a/b"), "score": 0.625}


@pytest.fixture
def app(tmp_path):
    return App(tmp_path, "en")


def test_json_has_every_key_and_keeps_chinese_readable(app, capsys):
    app.rows([{**ROW, "name": "考位"}], {"id": "Flag"}, as_json=True)
    line = capsys.readouterr().out
    assert "考位" in line
    assert json.loads(line) == {
        "id": "3f9a",
        "place": "seat-01",
        "at": "2026-11-23T01:41:07+00:00",
        "path": "a/b",
        "score": 0.625,
        "name": "考位",
    }


def test_json_refuses_what_json_does_not_know():
    with pytest.raises(ValueError, match="JSON"):
        json_line({"yaw": float("nan")})


def test_a_table_in_a_pipe_cuts_nothing_and_fills_up_nothing(app, capsys):
    long = "/media/" + "x" * 250 + ".mp4"
    rows = [{"id": "1", "path": long}, {"id": "2", "path": "[short]"}]
    app.rows(rows, {"id": "Flag", "path": "Recording"}, as_json=False)
    lines = capsys.readouterr().out.splitlines()
    assert lines == ["Flag  Recording", f"1     {long}", "2     [short]"]


HOSTILE = "a\x1b]0;gone\x07\x9b31m\u202e.mp4\nforged"
SPELT = r"a\x1b]0;gone\x07\x9b31m\u202e.mp4\nforged"


def test_a_name_cannot_steer_the_terminal(app, capsys):
    app.rows([{"path": HOSTILE}], {"path": "Recording"}, as_json=False)
    assert capsys.readouterr().out.splitlines() == ["Recording", SPELT]
    app.out.print(HOSTILE, soft_wrap=True)
    assert capsys.readouterr().out.splitlines() == SPELT.split(r"\n")


def test_json_carries_a_hostile_name_without_a_control(app, capsys):
    app.rows([{"path": HOSTILE}], {}, as_json=True)
    line = capsys.readouterr().out.rstrip("\n")
    assert json.loads(line) == {"path": HOSTILE}
    assert not {"\x1b", "\x9b", "\n"} & set(line)


def test_what_is_typed_again_is_not_folded_on_a_narrow_terminal(tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "24")
    rows = [{"id": "3f9ab2c41d00", "path": "x" * 40}]
    columns = {"id": "Flag", "path": "Recording"}
    App(tmp_path, "en").rows(rows, columns, as_json=False, whole=("id",))
    assert capsys.readouterr().out.splitlines()[1] == "3f9ab2c41d00  xxxxxxxxxx"


def test_a_key_that_a_row_lacks_leaves_its_cell_empty(app, capsys):
    app.rows([{"a": 1}, {"b": 2}], {"a": "A", "b": "B"}, as_json=False)
    assert capsys.readouterr().out.splitlines() == ["A  B", "1", "   2"]


@pytest.mark.parametrize(
    ("value", "english", "chinese"),
    [
        (None, "", ""),
        (True, "yes", "是"),
        (False, "no", "否"),
        (0.625, "0.62", "0.62"),
        (7, "7", "7"),
        (MOMENT, MOMENT.astimezone().strftime("%Y-%m-%d %H:%M:%S"), None),
    ],
)
def test_a_cell_reads_as_a_person_writes(value, english, chinese):
    assert cell(value) == english
    activate("zh")
    assert cell(value) == (english if chinese is None else chinese)
