"""What lies in the folders of a real office beside recordings: each gets its line, none harms."""

import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Answer

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="names and pipes of Linux")


@pytest.fixture
def accounts(proctor: Callable[..., Answer], models_folder: Path, monkeypatch, tmp_path):
    """Analyse paths; a line per file, and 1 as none of them is a recording."""
    monkeypatch.setenv("PROCTOR_MODELS", str(models_folder))

    def analysed(*paths: object) -> list[dict]:
        answer = proctor("analyze", *paths, "--json", "--workers", "1")
        assert answer.code == 1
        assert "Traceback" not in answer.err
        return [json.loads(line) for line in answer.out.splitlines()]

    return analysed


def test_every_file_has_its_line_though_others_have_the_same_bytes(accounts, tmp_path):
    for name in "abc":
        (tmp_path / f"{name}.mp4").write_text("no recording")
    lines = accounts(tmp_path)
    assert [Path(line["recording"]).name for line in lines] == ["a.mp4", "b.mp4", "c.mp4"]
    assert {line["result"] for line in lines} == {"unreadable"}
    assert lines[2]["fault"] == f"The same bytes as {tmp_path / 'a.mp4'}."


def test_what_cannot_be_read_is_said_and_never_waited_for(accounts, tmp_path):
    os.mkfifo(tmp_path / "pipe.mp4")
    (tmp_path / "broken.mp4").symlink_to("nowhere.mp4")
    (tmp_path / "circle.mp4").symlink_to("circle.mp4")
    lines = accounts(tmp_path, tmp_path / f"{'x' * 300}.mp4")
    broken, circle, pipe, long = lines
    assert "No such file or directory" in broken["fault"]
    assert "Too many levels of symbolic links" in circle["fault"]
    assert "it is not a regular file" in pipe["fault"]
    assert "File name too long" in long["fault"]


def test_a_name_that_is_no_text_is_refused_with_its_cure(accounts, tmp_path):
    name = os.fsencode(tmp_path) + "/考场.mp4".encode("gbk")
    Path(os.fsdecode(name)).write_text("no recording")
    (line,) = accounts(tmp_path)
    assert r"\xbf\xbc\xb3\xa1.mp4 is not UTF-8 text" in line["fault"]
    assert "convmv" in line["fault"]
