"""``proctor rules tune``: other settings tried on a log, against truth and against reviews."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from proctor.audit import Record
from proctor.evaluation.sweeping import MOST, grid, suggested, usual_values, within_chance
from proctor.home import Home
from proctor.judge import judge, run_of
from proctor.manual import kind_of, settings
from proctor.observations import write
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from tests.audit.stories import StandingClock, recording, review
from tests.scenes import drawn, log_of, place

Type = Callable[..., Any]

LONG, SHORT = "5" * 10 + "#" * 16 + "5" * 94, "5" * 40 + "#" * 6 + "5" * 74
"""Somebody comes to a seat for eight seconds, and for three."""
VAIN = "5" * 80 + "#" * 11 + "5" * 29
"""Somebody comes for five and a half seconds, which is no event."""


def seat(name: str, x: float, people: str) -> Any:
    return drawn(place(name, x=x), person="#" * 120, people=f"{people} = 2")


LOG = log_of(
    seat("seat-01", 0.2, LONG),
    seat("seat-02", 0.5, SHORT),
    seat("seat-03", 0.8, VAIN),
    drawn(PICTURE_PLACE, frame="#" * 120),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A minute of a hall, judged: two flags of EXTRA_PERSON, at seats 1 and 3."""
    home = tmp_path / "proctor-home"
    facts = replace(recording("a"), account=LOG.header.account)
    log = replace(LOG, header=replace(LOG.header, recording="a" * 64, clock=facts.clock))
    book = resolve(NO_PROFILE, "hall", "hall-1", "north")
    with Record.open(home, clock=StandingClock()) as record:
        record.add_run(facts, run_of(log, book, judge(log, book)))
    write(log, Home(home).log(log.header.recording, log.header.perception))
    return home


@pytest.fixture
def truth(tmp_path: Path) -> Path:
    """Both of seats 1 and 2 really had a visitor."""
    path = tmp_path / "a.truth.json"
    event = {"code": "EXTRA_PERSON", "visible": 1.0}
    plain = {
        "version": 2,
        "clip": "a",
        "sha256": "a" * 64,
        "size": [960, 540],
        "duration_s": 60,
        "camera": {"name": "front"},
        "places": [
            {"place": f"seat-0{n}", "box": [x - 48, 216, x + 48, 324], "taken": True}
            for n, x in ((1, 192), (2, 480), (3, 768))
        ],
        "events": [
            event | {"place": "seat-01", "start_s": 5, "end_s": 13},
            event | {"place": "seat-02", "start_s": 20, "end_s": 23},
        ],
        "acts": [],
    }
    path.write_text(json.dumps(plain), encoding="utf-8")
    return path


def tried(proctor: Type, *words: object) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    said = proctor("rules", "tune", "EXTRA_PERSON", *words, "--json")
    assert said.code == 0, said.err
    *rows, advice = (json.loads(line) for line in said.out.splitlines())
    return rows, advice


def test_a_longer_hold_drops_the_flag_in_vain_and_a_shorter_one_finds_the_short_visit(
    home: Path, truth: Path, proctor: Type
) -> None:
    rows, advice = tried(proctor, truth, "--vary", "hold_s=2,5,7", "--most", "10")
    found = {row["settings"]["hold_s"]: (row["hits"], row["false"]) for row in rows}
    assert found == {2.0: (2, 1), 5.0: (1, 1), 7.0: (1, 0)}
    assert [row["settings"]["hold_s"] for row in rows if row["now"]] == [5.0]
    assert advice["settings"] == {"hold_s": 7.0}
    assert any("2 events only" in doubt for doubt in advice["doubts"])
    assert any("the intervals overlap" in doubt for doubt in advice["doubts"])


def test_nothing_is_changed_by_trying(home: Path, truth: Path, proctor: Type) -> None:
    before = proctor("flags", "--json").out
    said = proctor("rules", "tune", "EXTRA_PERSON", truth)
    assert said.code == 0, said.err
    assert proctor("flags", "--json").out == before
    assert not (home / "profile.toml").exists()


def test_every_number_is_swept_when_none_is_named(home: Path, truth: Path, proctor: Type) -> None:
    rows, _ = tried(proctor, truth)
    kind = kind_of("EXTRA_PERSON")
    numbers = {name for name, one in settings(kind).items() if one.unit}
    assert {row["swept"] for row in rows} == numbers
    assert all(sum(row["now"] for row in rows if row["swept"] == name) == 1 for name in numbers)


def test_a_table_and_a_chart_show_the_trade_off(
    home: Path, truth: Path, proctor: Type, tmp_path: Path
) -> None:
    for ending in ("svg", "png", "html"):
        chart = tmp_path / f"chart.{ending}"
        words = ("--vary", "hold_s=2,5,7", "--most", "10", "-o", chart)
        said = proctor("rules", "tune", "EXTRA_PERSON", truth, *words)
        assert said.code == 0, said.err
        assert chart.stat().st_size > 1000
    assert "hold_s 7" in said.out
    assert "[rules.EXTRA_PERSON]\n  hold_s = 7" in said.out
    assert "events found" in (tmp_path / "chart.svg").read_text("utf-8")


def test_footage_that_only_checks_is_refused(home: Path, truth: Path, proctor: Type) -> None:
    folder = truth.parent / "check"
    folder.mkdir()
    said = proctor("rules", "tune", "EXTRA_PERSON", truth.rename(folder / truth.name))
    assert said.code == 1
    assert "no setting may be chosen by it" in said.err


def test_reviewers_tell_which_flags_were_in_vain(home: Path, proctor: Type) -> None:
    with Record.open(home, clock=StandingClock()) as record:
        at = {row.flag.place: row.flag.id for row in record.flags()}
        record.add_review(review(at["seat-01"]))
        record.add_review(review(at["seat-03"], "false-alarm", reason="a neighbour"))
    rows, advice = tried(proctor, "--from-reviews", "--vary", "hold_s=2,5,7")
    found = {row["settings"]["hold_s"]: row for row in rows}
    assert (found[5.0]["hits"], found[5.0]["false"], found[5.0]["unknown"]) == (1, 1, 0)
    assert (found[2.0]["false"], found[2.0]["unknown"]) == (1, 1)
    assert (found[7.0]["hits"], found[7.0]["false"]) == (1, 0)
    assert any("never flagged" in doubt for doubt in advice["doubts"])


def test_without_reviews_the_cure_is_named(home: Path, proctor: Type) -> None:
    said = proctor("rules", "tune", "EXTRA_PERSON", "--from-reviews")
    assert said.code == 1
    assert "proctor review --code EXTRA_PERSON" in said.err


def test_what_cannot_be_drawn_or_counted_is_refused_before_the_sweep(
    home: Path, truth: Path, proctor: Type
) -> None:
    words = ("rules", "tune", "EXTRA_PERSON", truth)
    drawn, counted = proctor(*words, "-o", "x.bmp"), proctor(*words, "--most", "nan")
    assert (drawn.code, drawn.out) == (1, "")
    assert "pictures end in" in drawn.err
    assert (counted.code, "nan is no number." in counted.err) == (2, True)


@pytest.mark.parametrize("word", ["hold=3", "enabled", "hold_s=x", "hold_s=-1"])
def test_what_cannot_be_varied_is_wrong_usage(
    home: Path, truth: Path, proctor: Type, word: str
) -> None:
    assert proctor("rules", "tune", "EXTRA_PERSON", truth, "--vary", word).code == 2


def test_a_setting_that_is_varied_twice_is_refused(home: Path, truth: Path, proctor: Type) -> None:
    twice = ("--vary", "hold_s=2", "--vary", "hold_s=5")
    answer = proctor("rules", "tune", "EXTRA_PERSON", truth, *twice)
    assert answer.code == 2
    assert "hold_s=1,2" in answer.err


def test_values_worth_trying_make_sense_and_hold_the_present_one() -> None:
    for setting in settings(kind_of("PHONE")).values():
        if setting.unit is not None:
            values = usual_values(setting, float(setting.default))
            assert setting.default in values
            assert all(setting.unit.holds(value) for value in values)


def test_too_many_combinations_are_refused() -> None:
    with pytest.raises(ValueError, match=str(MOST)):
        grid({"a": 0.0, "b": 0.0}, {"a": range(30), "b": range(30)})


def test_nothing_is_suggested_of_nothing() -> None:
    assert suggested([], 1.0) is None


def test_equal_settings_are_within_chance(home: Path, truth: Path, proctor: Type) -> None:
    from proctor.commands.tuning import trials_of_truth
    from proctor.evaluation import read
    from proctor.evaluation.sweeping import present_of
    from proctor.evaluation.sweeping import tried as swept

    with Record.open(home) as record:
        trials = trials_of_truth(record, Home(home), NO_PROFILE, [read(truth)])
    present = present_of(trials, "EXTRA_PERSON")
    (one,) = swept(trials, "EXTRA_PERSON", [("", {})], present)
    assert within_chance(one, one)
    assert (one.hits, one.false, one.now) == (1, 1, True)
