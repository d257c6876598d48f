"""An officer at the command line."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.review import decide
from proctor.timeline import ClockMap
from tests.audit.stories import recording, run

ROOT = Path(__file__).parents[2]
Type = Callable[..., Any]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Three pending flags; the phone is the gravest, and its wall time is not known."""
    home = tmp_path / "proctor-home"
    hall, car = recording("a"), recording("b", subject="road", camera="car-7", clock=ClockMap(None))
    with Record.open(home) as record:
        told = [("PEEK", "seat-1", 10.0, 20.0), ("HAND_EAR", "seat-2", 3725.5, 3730)]
        record.add_run(hall, run(hall, told))
        record.add_run(car, run(car, [("PHONE", "driver", 5.0, 8.0)]))
    return home


def listed(proctor: Type, *words: object) -> list[dict[str, Any]]:
    answer = proctor("flags", "--json", *words)
    assert answer.code == 0, answer.err
    return [json.loads(line) for line in answer.out.splitlines()]


def test_flags_are_one_object_a_line(home: Path, proctor: Type) -> None:
    rows = listed(proctor)
    assert [row["code"] for row in rows] == ["PEEK", "HAND_EAR", "PHONE"]
    assert rows[0] == {
        "id": rows[0]["id"],
        "code": "PEEK",
        "level": 3,
        "subject": "hall",
        "site": "north",
        "camera": "hall-1",
        "place": "seat-1",
        "recording": "/videos/a.mp4",
        "media_start_s": 10.0,
        "media_end_s": 20.0,
        "start": "2026-11-02T01:00:10+00:00",
        "end": "2026-11-02T01:00:20+00:00",
        "score": 0.75,
        "gravity": 0.6,
        "group": rows[0]["id"],
        "partners": [],
        "state": "pending",
        "run": 1,
        "who": None,
        "with_whom": None,
    }
    assert (rows[2]["start"], rows[2]["end"]) == (None, None)


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        (["--code", "peek"], ["PEEK"]),
        (["--level", "1"], ["PHONE"]),
        (["--subject", "road"], ["PHONE"]),
        (["--camera", "hall-1", "--limit", "1"], ["PEEK"]),
        (["--since", "2026-11-02T01:30:00+00:00"], ["HAND_EAR"]),
        (["--until", "2026-11-02T01:30:00+00:00"], ["PEEK"]),
        (["--run", "2"], ["PHONE"]),
        (["--state", "confirmed"], []),
    ],
)
def test_a_list_can_be_narrowed(
    home: Path, proctor: Type, words: list[str], codes: list[str]
) -> None:
    assert [row["code"] for row in listed(proctor, *words)] == codes


def test_the_table_speaks_titles_and_both_times(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TZ", "Asia/Shanghai")
    import time

    time.tzset()
    table = proctor("flags").out
    monkeypatch.undo()
    time.tzset()
    assert "Looking at a neighbour's screen" in table
    assert "2026-11-02 09:00:10" in table
    assert "1:02:05.5–1:02:10.0" in table


def test_an_empty_list_is_said_beside_the_data(home: Path, proctor: Type) -> None:
    answer = proctor("flags", "--state", "confirmed")
    assert (answer.code, answer.out) == (0, "")
    assert "There are no such flags." in answer.err


def test_show_tells_everything_about_a_flag(home: Path, proctor: Type) -> None:
    phone = listed(proctor)[2]["id"]
    text = proctor("flags", "show", phone[:10]).out
    for part in ("Phone in use (PHONE)", "driver", "yaw 0.5", "unknown", "1" * 64, "clip.mp4"):
        assert part in text
    everything = json.loads(proctor("flags", "show", phone, "--json").out)
    assert everything["evidence"][0]["sha256"] == "1" * 64
    assert everything["reasons"] == {"yaw": 0.5, "towards": "seat-2"}
    assert everything["clock"] == {"source": "unknown", "uncertainty_s": None}
    answer = proctor("flags", "show", "nonsense")
    assert answer.code == 1
    assert "There is no flag 'nonsense'." in answer.err


def test_show_says_when_evidence_is_gone_or_altered(home: Path, proctor: Type) -> None:
    phone = listed(proctor)[2]["id"]
    item = json.loads(proctor("flags", "show", phone, "--json").out)["evidence"][0]
    assert item["file"] == "missing"
    assert "(the file is missing)" in proctor("flags", "show", phone).out
    file = home / item["path"]
    file.parent.mkdir(parents=True)
    file.write_bytes(b"another clip")
    assert "(the file was altered)" in proctor("flags", "show", phone).out


def test_a_moment_at_the_end_of_the_calendar_is_none(proctor: Type) -> None:
    answer = proctor("flags", "--since", "9999-12-31T23:59:59")
    assert answer.code == 2
    assert "is not a moment" in answer.err


def test_a_script_decides_about_the_gravest_flag_first(home: Path, proctor: Type) -> None:
    answer = proctor("review", "--verdict", "confirmed", "--by", "Li", "--json")
    assert json.loads(answer.out)["verdict"] == "confirmed"
    assert [row["code"] for row in listed(proctor, "--state", "confirmed")] == ["PHONE"]
    peek = listed(proctor, "--code", "PEEK")[0]["id"]
    words = ("review", peek, "--verdict", "false-alarm")
    assert proctor(*words, "--by", "Li").code == 1
    answer = proctor(*words, "--reason", "staff", env={"PROCTOR_USER": "Wang"})
    assert answer.out == f"Flag {peek}: false alarm, by Wang.\n"
    assert proctor("review", "--verdict", "inconclusive", "--by", "Li").code == 0
    answer = proctor("review", "--verdict", "inconclusive", "--by", "Li")
    assert (answer.code, "No flag is pending." in answer.err) == (1, True)


def test_review_without_a_terminal_wants_a_verdict(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        answer = proctor("review", "--by", "Li")
    assert (answer.code, "--verdict" in answer.err) == (2, True)


class Keyboard:
    """A terminal whose officer presses these keys, one when asked for one, or pastes several."""

    def __init__(self, *keys: str | Callable[[], str]) -> None:
        self._keys = iter(keys)

    def isatty(self) -> bool:
        return True

    def getchar(self) -> str:
        key = next(self._keys)
        return key if isinstance(key, str) else key()


def sat_down(monkeypatch: pytest.MonkeyPatch, *keys: str | Callable[[], str]) -> None:
    """An officer at a terminal, who will press these keys."""
    keyboard = Keyboard(*keys)
    monkeypatch.setattr(sys, "stdin", keyboard)
    monkeypatch.setattr("click.getchar", keyboard.getchar)


def test_review_on_a_terminal_takes_one_key_a_flag(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    sat_down(monkeypatch, *"sxf2c")  # skip the phone; x is no key; false alarm because of staff
    answer = proctor("review", "--by", "Li")
    assert answer.code == 0, answer.err
    assert answer.out.index("PHONE") < answer.out.index("HAND_EAR") < answer.out.index("PEEK")
    assert "No further flag is pending but those that you skipped: 1." in answer.err
    with Record.open(home) as record:
        found = {row.flag.code: row for row in record.flags()}
    assert {code: row.state for code, row in found.items()} == {
        "PHONE": "pending",
        "HAND_EAR": "false-alarm",
        "PEEK": "confirmed",
    }
    assert found["HAND_EAR"].reviews[0].reason == "staff"


def test_an_officer_may_leave_and_nothing_is_decided(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    sat_down(monkeypatch, "q")
    flag = listed(proctor)[0]["id"]
    assert proctor("review", flag, "--by", "Li").code == 0
    assert {row["state"] for row in listed(proctor)} == {"pending"}


def test_what_is_pasted_and_arrows_decide_nothing_and_wide_letters_do(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    sat_down(monkeypatch, "fi", "sq", "\x1b[A", "", "\uff26", "12", "\uff12", "q")
    answer = proctor("review", "--by", "Li")
    assert answer.code == 0, answer.err
    (decided,) = [row for row in listed(proctor) if row["state"] != "pending"]
    assert (decided["code"], decided["state"]) == ("PHONE", "false-alarm")


def test_another_officer_who_was_quicker_is_told_before_anything_is_stored(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    flag = next(row["id"] for row in listed(proctor) if row["code"] == "PHONE")

    def quicker() -> str:
        with Record.open(home) as record:
            decide(record, flag, "confirmed", "", "Wang")
        return "i"

    sat_down(monkeypatch, quicker, "s", "q")
    answer = proctor("review", "--by", "Li")
    assert "Meanwhile Wang decided: confirmed. Yours was not stored" in answer.err
    with Record.open(home) as record:
        assert [review.by for review in record.flag(flag).reviews] == ["Wang"]
    sat_down(monkeypatch, "i")  # who knows of it may overrule
    assert proctor("review", flag, "--by", "Li").code == 0
    with Record.open(home) as record:
        assert [review.by for review in record.flag(flag).reviews] == ["Wang", "Li"]


def test_a_name_or_a_reason_of_blanks_is_asked_for_again(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = iter(["   ", " Li  Si ", " ", "a flag on the wall"])
    monkeypatch.setattr("click.prompt", lambda *_asked, **_how: next(lines))
    sat_down(monkeypatch, "f", "8", "q")
    assert proctor("review").code == 0
    with Record.open(home) as record:
        (review,) = [each for row in record.flags() for each in row.reviews]
    assert (review.by, review.reason) == ("Li Si", "other: a flag on the wall")


def test_a_name_of_blanks_is_refused_before_anything_is_shown(
    home: Path, proctor: Type, monkeypatch: pytest.MonkeyPatch
) -> None:
    sat_down(monkeypatch, "c")
    answer = proctor("review", "--by", "  ")
    assert (answer.code, answer.out) == (1, "")
    assert "A decision needs the name" in answer.err


def test_a_reason_without_a_verdict_is_not_swallowed(home: Path, proctor: Type) -> None:
    answer = proctor("review", "--by", "Li", "--reason", "staff")
    assert (answer.code, "need --verdict" in answer.err) == (2, True)


def test_exam_sessions_are_added_and_listed(tmp_path: Path, proctor: Type) -> None:
    words = ("sessions", "add", "--hall", "hall 1", "--starts", "2026-11-02T09:00:00+08:00")
    assert proctor(*words, "--ends", "2026-11-02T10:00:00+08:00").code == 0
    assert proctor(*words, "--ends", "2026-11-02T08:00:00+08:00").code == 2
    (row,) = [json.loads(line) for line in proctor("sessions", "list", "--json").out.splitlines()]
    assert (row["hall"], row["starts"]) == ("hall 1", "2026-11-02T01:00:00+00:00")


def test_listing_flags_does_not_wait_for_big_libraries(home: Path) -> None:
    code = "import cli, sys; cli.main(['flags', '--json']); "
    code += "print(sorted({'sqlalchemy', 'alembic', 'numpy', 'rich', 'cv2'} & set(sys.modules)))"
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, "PROCTOR_HOME": str(home)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("typed", "told"), [("PHON", "Did you mean PHONE?"), ("zzz", "Known: VID_GAP")]
)
def test_a_misspelt_code_is_answered_with_the_nearest(proctor: Type, typed: str, told: str) -> None:
    for words in (("flags", "--code"), ("rules", "explain")):
        answer = proctor(*words, typed)
        assert answer.code == 2
        assert told in answer.err
