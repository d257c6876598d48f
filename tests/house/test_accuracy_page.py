"""docs/accuracy.md speaks of the clips that ship, and of no others."""

import re
import shutil

import pytest

from bench import scored
from bench.accuracy import PAGE
from bench.clips import SPLITS, Clip, named, shipped
from proctor.evaluation import Case, Claim, Missed, Reference, ReferenceEvent, score
from proctor.findings import NotJudged
from proctor.timeline import SECOND, Span
from reports.circular.blocks import Cell, Column, Table


def event(code: str, start: int) -> ReferenceEvent:
    return ReferenceEvent(code, "1-1", Span(start * SECOND, (start + 3) * SECOND), 1.0)


@pytest.fixture
def case() -> Case:
    """A minute with a phone, a whisper and two long looks; one look was flagged."""
    events = (event("PHONE", 1), event("WHISPER", 10), event("PEEK", 20), event("PEEK", 40))
    reference = Reference("hall", "hall.truth.json", "", "front", 60 * SECOND, {}, events)
    return Case(
        reference,
        (Claim("hall", "PEEK", "1-1", events[2].span, 0.8),),
        (NotJudged("PHONE", ("phone",)),),
        frozenset({"PHONE", "PEEK"}),
    )


def test_the_page_names_exactly_the_clips_that_ship_by_their_bytes():
    text = PAGE.read_text("utf-8")
    assert text.startswith(scored.head(shipped())), "run: make accuracy"


def test_every_picture_of_the_page_is_there_and_no_other():
    shown = re.findall(r"\]\((accuracy/[^)]+)\)", PAGE.read_text("utf-8"))
    there = sorted(
        p.relative_to(PAGE.parent).as_posix() for p in (PAGE.parent / "accuracy").iterdir()
    )
    assert sorted(shown) == there, "run: make accuracy"


def test_the_page_says_nothing_about_the_computer_it_was_made_on():
    text = PAGE.read_text("utf-8")
    assert not re.search(r"/(home|root|tmp|work|Users)/|\d\d:\d\d:\d\d", text)


def test_a_clip_whose_bytes_changed_is_another_clip(tmp_path):
    clip = shipped()[0]
    copy = shutil.copy(clip.film, tmp_path / clip.film.name)
    copy.chmod(0o644)
    copy.write_bytes(copy.read_bytes() + b"!")
    assert named([clip]) != named([Clip(clip.split, copy)])


def test_every_clip_ships_with_its_truth_and_in_one_split_only():
    names = [clip.name for clip in shipped()]
    assert len(names) == len(set(names))
    assert {clip.split for clip in shipped()} <= set(SPLITS)
    for clip in shipped():
        assert clip.reference.clip == clip.name


def test_an_event_is_missed_for_want_of_a_model_of_a_rule_or_of_luck(case):
    missed = {miss.event.code: scored.cause(miss, case) for miss in score([case]).misses}
    assert missed == {
        "PHONE": scored.NO_MODEL,
        "WHISPER": scored.NO_RULE,
        "PEEK": scored.JUDGED,
    }


def test_a_run_that_does_not_know_its_rules_is_not_said_to_lack_one(case):
    old = Case(case.reference, case.claims, case.not_judged, None)
    assert scored.cause(Missed("hall", event("WHISPER", 10)), old) == scored.JUDGED


def test_a_table_of_the_page_stays_a_table_whatever_stands_in_it():
    columns = (Column("code", 1), Column("events", 1, right=True))
    table = Table("", columns, ((Cell("a|b"), Cell("3")),), "Note.")
    assert scored.markdown(table).splitlines() == [
        "| code | events |",
        "| --- | --: |",
        "| a&#124;b | 3 |",
        "",
        "Note.",
    ]
