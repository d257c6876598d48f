"""The command line as a person meets it: languages, errors, exit codes, quick answers."""

import errno
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

import cli
from proctor.errors import ProctorError, RecordError
from tests.house.sources import ROOT

FULL = Path("/dev/full")


def shown(*words, **env):
    """One whole process."""
    command = [sys.executable, str(ROOT / "cli.py"), *words]
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("LC_", "LANG"))}
    return subprocess.run(command, capture_output=True, text=True, check=False, env=kept | env)


@pytest.fixture
def failing(monkeypatch):
    """Makes ``proctor init`` end in an error of one's choice."""

    def end_in(error):
        def body():
            raise error

        monkeypatch.setattr(
            cli.Door, "get_command", lambda *_: click.Command("init", callback=body)
        )

    return end_in


def test_help_names_every_command_with_one_line_each(proctor):
    answer = proctor("--help")
    assert answer.code == 0
    for name, summary in cli.summaries().items():
        assert f"  {name}" in answer.out
        assert summary.split()[0] in answer.out


@pytest.mark.parametrize("words", [("--lang", "zh", "--help"), ("--help", "--lang=zh")])
def test_help_speaks_chinese_wherever_the_option_stands(proctor, words):
    answer = proctor(*words)
    assert "用法" in answer.out
    assert "选项" in answer.out
    assert "Usage" not in answer.out


def test_the_language_follows_the_locale_and_the_option_wins():
    assert "用法" in shown("--help", LANG="zh_CN.UTF-8").stdout
    assert "Usage" in shown("--help", LANG="de_DE.UTF-8").stdout
    assert "Usage" in shown("--help", "--lang", "en", LC_ALL="zh_CN.UTF-8").stdout


def test_a_wrong_word_is_a_usage_error(proctor):
    assert proctor("flag").code == 2
    assert "flags" in proctor("flag").err
    assert proctor("init", "--lang", "fr").code == 2
    assert proctor("flags", "--no-such-option").code == 2


def test_an_error_says_what_happened_and_the_cure(proctor, failing):
    failing(ProctorError("cannot read hall.mp4", hint="Check that the file exists."))
    answer = proctor("init")
    assert answer.code == 1
    assert answer.out == ""
    assert answer.err == "Error: cannot read hall.mp4\nHint: Check that the file exists.\n"


def test_a_broken_record_has_its_own_exit_code(proctor, failing):
    failing(RecordError("the audit database is broken"))
    assert proctor("init").code == 3


def test_a_disk_that_may_only_be_read_is_told_with_the_file_and_without_a_traceback(
    proctor, failing
):
    failing(OSError(errno.EROFS, "Read-only file system", "/exam/secrets"))
    answer = proctor("init")
    assert answer.code == 1
    assert answer.err.startswith(
        "Error: /exam/secrets cannot be used: Read-only file system\nHint:"
    )


def test_ctrl_c_ends_calmly(proctor, failing):
    failing(KeyboardInterrupt())
    answer = proctor("init")
    assert answer.code == 130
    assert "Stopped." in answer.err
    assert "Traceback" not in answer.err


def test_sigterm_ends_as_calmly(proctor, monkeypatch):
    def body():
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(cli.Door, "get_command", lambda *_: click.Command("init", callback=body))
    before = signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try:
        answer = proctor("init")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert answer.code == 143
    assert "Stopped." in answer.err


def test_a_terminal_that_knows_no_chinese_gets_escapes_not_a_crash(tmp_path):
    plain = {"PYTHONIOENCODING": "ascii", "LC_ALL": "C", "PROCTOR_HOME": str(tmp_path)}
    answer = shown("coverage", "--lang", "zh", **plain)
    assert answer.returncode == 0, answer.stderr
    assert "\\u6444\\u50cf" in answer.stdout


def test_nobody_knows_the_home_of_a_user_without_one(proctor, monkeypatch):
    def unknown():
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.delenv("PROCTOR_HOME")
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(cli.Path, "home", unknown)
    answer = proctor("init")
    assert answer.code == 1
    assert "--home or PROCTOR_HOME" in answer.err


def test_a_reader_that_leaves_is_no_reason_to_shout():
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, str(ROOT / "cli.py"), "--help"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert done.returncode == 1
    assert done.stderr == ""


@pytest.mark.skipif(not FULL.exists(), reason="no disk that is always full")
def test_a_full_disk_behind_the_output_is_said_in_one_sentence(tmp_path):
    command = [sys.executable, str(ROOT / "cli.py"), "--home", str(tmp_path), "init"]
    with FULL.open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.startswith("Error: cannot write: No space left on device\nHint: ")
    assert "Traceback" not in done.stderr


def test_an_error_about_a_hostile_name_does_not_steer_the_terminal(proctor, failing):
    failing(ProctorError("cannot read a\x1b]0;gone\x07.mp4"))
    assert "\x1b" not in proctor("init").err


def test_global_options_are_found_anywhere_but_behind_a_double_dash():
    assert cli.hoisted(["flags", "--home", "h", "--json"]) == ["--home", "h", "flags", "--json"]
    assert cli.hoisted(["flags", "--lang=zh"]) == ["--lang=zh", "flags"]
    assert cli.hoisted(["analyze", "--", "--home"]) == ["analyze", "--", "--home"]
    assert cli.hoisted(["flags", "--home"]) == ["--home", "flags"]


def test_the_home_folder_comes_from_the_option_else_the_environment_else_the_platform(
    proctor, tmp_path, monkeypatch
):
    assert proctor("--home", tmp_path / "a", "init").code == 0
    assert proctor("init", env={"PROCTOR_HOME": str(tmp_path / "b")}).code == 0
    assert (tmp_path / "a" / "proctor.db").exists()
    assert (tmp_path / "b" / "proctor.db").exists()
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))
    monkeypatch.setattr(sys, "platform", "linux")
    assert cli.default_home() == tmp_path / "share" / "proctor"


@pytest.mark.parametrize("words", [("--help",), ("flags",)])
def test_a_quick_question_gets_a_quick_answer(words, tmp_path):
    shown("init", PROCTOR_HOME=str(tmp_path))
    took = []
    for _ in range(3):
        before = spent()
        assert shown(*words, PROCTOR_HOME=str(tmp_path)).returncode == 0
        took.append(spent() - before)
    assert min(took) < 0.4


def spent():
    """Processor time of child processes: what a call costs when the computer has time for it."""
    use = resource.getrusage(resource.RUSAGE_CHILDREN)
    return use.ru_utime + use.ru_stime
