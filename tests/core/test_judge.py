"""Logs into flags, the same way every time; and what could not be judged."""

from dataclasses import replace

from proctor.explaining import explain
from proctor.findings import NotJudged
from proctor.judge import judge
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from proctor.rules.phone import Phone
from tests.scenes import drawn, flags_of, log_of, place

BOOK = resolve(NO_PROFILE, "hall", "hall-1")
LOG = log_of(
    drawn(place("seat-01"), person="#" * 40, phone="....######" + "." * 30),
    drawn(place("seat-02", x=0.7), person="#" * 10 + "." * 30, phone="." * 40),
    drawn(PICTURE_PLACE, frame="#" * 40),
)


def test_the_same_log_and_rulebook_give_the_same_flags_with_the_same_ids():
    assert judge(LOG, BOOK) == judge(LOG, BOOK)
    assert len({flag.id for flag in judge(LOG, BOOK).flags}) == 2


def test_flags_come_in_order_of_time_with_their_reasons_in_numbers():
    flags = judge(LOG, BOOK).flags
    assert [(f.code, f.place, f.level) for f in flags] == [
        ("PHONE", "seat-01", 1),
        ("SEAT_ABSENT", "seat-02", 3),
    ]
    assert flags[0].reasons["phone_mean"] >= 0.7
    assert flags[0].reasons["threshold"] == Phone().threshold
    assert flags[0].span.start_us <= flags[0].peak_us < flags[0].span.end_us


def test_another_setting_gives_other_ids_so_that_runs_never_mix():
    other = resolve(with_overrides(NO_PROFILE, ["PHONE.near=0.81"]), "hall", "hall-1")
    ours, theirs = (judge(LOG, book).flags for book in (BOOK, other))
    assert [f.span for f in ours] == [f.span for f in theirs]
    assert not {f.id for f in ours} & {f.id for f in theirs}


def test_a_rule_without_its_senses_is_named_as_not_judged():
    blind = replace(LOG, header=replace(LOG.header, senses=("person", "picture")))
    result = judge(blind, BOOK)
    assert NotJudged("PHONE", ("phone",)) in result.not_judged
    assert NotJudged("PEEK", ("head",)) in result.not_judged
    assert "PHONE" not in result.judged
    assert "PHONE" not in {flag.code for flag in result.flags}


def test_the_judged_share_says_how_much_somebody_looked_at():
    log = log_of(drawn(place(), person="#" * 20 + "?" * 20))
    assert judge(log, BOOK).judged["SEAT_ABSENT"] == 0.5


def test_a_disabled_rule_is_silent():
    assert flags_of("PHONE", LOG, "PHONE.enabled=false") == []


def test_an_explanation_asks_the_rule_again_with_the_settings_of_that_run():
    book = resolve(with_overrides(NO_PROFILE, ["PHONE.hold_s=1"]), "hall", "hall-1")
    flag = judge(LOG, book).flags[0]
    found = explain(flag, LOG, book.text)
    assert found.rule.hold_s == 1
    assert len(found.here.times) == len(found.sure) == len(found.shown["phone"])
    inside = (found.here.times >= flag.span.start_us) & (found.here.times < flag.span.end_us)
    assert (found.sure[inside] >= found.rule.threshold).all()
