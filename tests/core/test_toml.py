"""Settings that people type: what is no TOML is told in their language, with line and cure."""

import os
import re
import tomllib
from pathlib import Path

import pytest

from proctor.errors import ProfileError
from proctor.i18n import activate
from proctor.profiles import load_profile, read
from proctor.toml import said, slip

SLIPS = (
    ("a = 1\na = 2\n", 2, "stands twice", "Keep one"),
    ("[a]\nb = 1\n[a]", 3, "table stands twice", "Keep one"),
    ("a.b = 1\na.b.c = 2\n", 2, "stands twice", "Keep one"),
    ("a = {b = 1, b = 2}", 1, "stands twice", "Keep one"),
    ("hold_s = 3,5", 1, "does not belong there", "3.5"),
    ("hold_s = 3 s", 1, "does not belong there", "without a unit"),
    ("a = “1”", 1, "no value", "straight quotes"),
    ("a = yes", 1, "no value", "straight quotes"),
    ("a = 2026-02-30", 1, "no date", "2026-11-23"),
    ("hold_s 3", 1, "equals sign is missing", "name = value"),
    ("; a remark", 1, "neither a [table] nor a setting", "begins with #"),
    ("[考场]", 1, "a name is missing", "quotation marks"),
    ("[rules.PHONE\na = 1", 1, "closing bracket", "[name]"),
    ("[[layout]\na = 1", 1, "closing bracket", "[[name]]"),
    ("a = [1, 2", None, "closing bracket", "Mend"),
    ('a = "D:\\考场"', 1, "backslash", "twice"),
    ('a = "1\nb = 2', 1, "quotation mark", "one line"),
    ('a = "1', None, "quotation mark", "one line"),
)


@pytest.mark.parametrize(("text", "line", "fault", "cure"), SLIPS)
def test_a_slip_is_told_with_its_line_and_its_cure(
    text: str, line: int | None, fault: str, cure: str
) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as told:
        tomllib.loads(text)
    found = slip(told.value)
    assert found.line == line
    assert fault in found.text
    assert cure in found.hint


@pytest.mark.parametrize("text", [each[0] for each in SLIPS])
def test_in_chinese_the_english_of_the_parser_stands_in_brackets_only(text: str) -> None:
    with pytest.raises(tomllib.TOMLDecodeError) as told:
        tomllib.loads(text)
    activate("zh")
    outside = re.sub(r"（.*）", "", said(told.value))
    assert re.search("[\u4e00-\u9fff]", outside)
    assert re.search("[a-z]{3}", outside) is None


def test_a_profile_saved_by_an_editor_of_windows_is_read(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes(b"\xef\xbb\xbf[rules.PHONE]\r\nhold_s = 3\r\n")
    assert load_profile(path).common == {"PHONE": {"hold_s": 3.0}}


def test_a_profile_in_another_encoding_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_bytes("[rules.PHONE]\n# 手机\n".encode("gb18030"))
    with pytest.raises(ProfileError, match="line 2 is not text in UTF-8"):
        read(path)


def test_a_code_in_small_letters_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "profile.toml"
    path.write_text("[rules.phone]\n", "utf-8")
    assert [fault.hint for fault in read(path).faults] == ["Did you mean PHONE?"]


def test_a_pipe_and_a_whole_disk_are_no_profile(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.toml")
    with pytest.raises(ProfileError, match="not a regular file"):
        read(tmp_path / "pipe.toml")
    with (tmp_path / "disk.toml").open("wb") as file:
        file.truncate(1 << 40)  # takes no room on the disk
    with pytest.raises(ProfileError, match="File too large"):
        read(tmp_path / "disk.toml")
