"""``proctor cameras add|list|check|remove|discover`` as an administrator types them."""

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from proctor.home import Home

CANARY = "Kan@ri/en%23vogel"
"""A password that must never be printed."""


@pytest.fixture
def typing(proctor, tmp_path, monkeypatch):
    """Types a command, with lines of standard input."""

    def typed(*words: str, lines: str = ""):
        monkeypatch.setattr("sys.stdin", io.StringIO(lines))
        return proctor("--home", tmp_path, "cameras", *words)

    return typed


def rows(answer):
    return [json.loads(line) for line in answer.out.splitlines()]


def test_a_camera_is_added_listed_and_removed(typing, tmp_path):
    said = typing("add", "CAM 03", "rtsp://192.0.2.7/1", "--user", "o", lines=f"{CANARY}\n")
    assert said.code == 0, said.err
    assert "CAM 03 is at rtsp://192.0.2.7/1." in said.err
    assert "o:Kan%40ri%2Fen%2523vogel" in (tmp_path / "secrets" / "cameras.toml").read_text()
    (row,) = rows(typing("list", "--json"))
    assert (row["camera"], row["address"]) == ("CAM 03", "rtsp://192.0.2.7/1")
    assert (row["state"], row["last_state"], row["sound"]) == ("unwatched", None, False)
    assert "not watched" in typing("list").out
    assert typing("remove", "CAM 03").code == 0
    assert typing("list", "--json").out == ""
    assert "Kan" not in (tmp_path / "secrets" / "cameras.toml").read_text()
    assert typing("remove", "CAM 03").code == 1


def test_an_address_is_read_from_standard_input(typing):
    assert typing("add", "a", "-", lines="rtsp://o:p@192.0.2.7/1\n").code == 0
    assert rows(typing("list", "--json"))[0]["address"] == "rtsp://192.0.2.7/1"


def test_a_user_is_named_once(typing):
    answer = typing("add", "a", "rtsp://o:p@192.0.2.7/1", "--user", "o", lines="p\n")
    assert answer.code == 1
    assert "names a user already" in answer.err


def test_a_raw_password_in_an_address_is_refused_with_the_cure_and_not_repeated(typing, tmp_path):
    answer = typing("add", "a", f"rtsp://o:{CANARY}@192.0.2.7/1")
    assert answer.code == 1
    assert "--user" in answer.err
    assert "Kan" not in answer.out + answer.err
    assert not Home(tmp_path).cameras.exists()


def test_a_camera_outside_the_list_is_refused_until_it_is_allowed(typing, tmp_path):
    assert typing("add", "a", "rtsp://192.0.2.7/1", "--allow", "192.0.2.0/24").code == 0
    refused = typing("add", "b", "rtsp://198.51.100.7/1")
    assert refused.code == 1
    assert "cameras.toml" in refused.err
    assert typing("add", "b", "rtsp://198.51.100.7/1", "--allow", "198.51.100.7").code == 0
    assert '"192.0.2.0/24", "198.51.100.7"' in Home(tmp_path).cameras.read_text()
    assert typing("add", "c", "rtsp://192.0.2.9/1", "--allow", "192.0.2.0/99").code == 1


def test_a_camera_that_does_not_answer_fails_the_check(typing):
    typing("add", "a", "rtsp://127.0.0.1:9/1")
    answer = typing("check", "--json")
    assert answer.code == 1
    (row,) = rows(answer)
    assert (row["state"], row["cause"], row["good"]) == ("refused", "port", False)
    assert "nothing listens at that port" in typing("check").out


def test_without_cameras_there_is_nothing_to_check_or_to_watch(typing, proctor, tmp_path):
    assert "proctor cameras add" in typing("check").err
    answer = proctor("--home", tmp_path, "watch", "--for", "1")
    assert answer.code == 1
    assert "proctor cameras add" in answer.err


def test_what_belongs_to_an_address_is_not_taken_without_one(proctor, tmp_path):
    assert proctor("--home", tmp_path, "watch", "--site", "east").code == 2
    assert proctor("--home", tmp_path, "watch", "rtsp://x/1", "--camera=a", "--camera=b").code == 2
    assert proctor("--home", tmp_path, "watch", "--metrics", "lots").code == 2


@pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="no process lists to look at")
def test_an_address_on_the_command_line_vanishes_from_process_lists():
    script = (
        "from proctor.commands.address_input import address_from; import sys;"
        "print(address_from(sys.argv[1]));"
        "print(open('/proc/self/cmdline').read())"
    )
    url = "rtsp://o:hush@192.0.2.7/1"
    done = subprocess.run(
        [sys.executable, "-c", script, url, "after"], capture_output=True, text=True, check=True
    )
    given, shown = done.stdout.splitlines()
    assert given == url
    assert "hush" not in shown
    assert "after" in shown
