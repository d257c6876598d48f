"""What is heard beside the pictures: rows of a place of its own, and holes of its own."""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from math import nan
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.audit.values import account_json, account_of
from proctor.hearing import Hearing
from proctor.judge import judge
from proctor.observations import account_from, read, write
from proctor.perceive import Task, perceive
from proctor.perception import Account, Sound
from proctor.places import SOUND_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, Span, total_us
from proctor.witnesses import Witnesses
from tests.core.fakes import FakeEyes, FakeMeter, FakeSource
from tests.scenes import flags_of, log_of

SPAN = Span(0, 60 * SECOND)


def sound(start: float, seconds: float = 1.0, level: float = -30.0) -> Sound:
    span = Span(round(start * SECOND), round((start + seconds) * SECOND))
    return Sound(span, level, level + 10, 0.0, np.full(16000, 0.1, np.float32))


class FakeSounds:
    """A track with these sounds."""

    def __init__(self, sounds: Iterable[Sound] = ()) -> None:
        self.all, self.damaged = list(sounds), 2

    notes = ()

    def sounds(self) -> Iterator[Sound]:
        yield from self.all


class FakeEars:
    """Hears speech for as long as nothing broke off, and counts how often it began."""

    def __init__(self) -> None:
        self.weights, self.settings, self.begun = {"ear": "e" * 64}, {}, 0

    def listener(self) -> "FakeEars":
        self.begun += 1
        return self

    def speech(self, wave: np.ndarray) -> float:
        return 0.75 if len(wave) else nan


def heard(*sounds: Sound, ears: FakeEars | None = None) -> Hearing:
    hearing = Hearing(FakeSounds(sounds), ears)
    hearing.listen()
    return hearing


def test_a_hole_in_the_sound_becomes_rows_and_an_entry_of_the_account() -> None:
    hearing = heard(*(sound(at) for at in (*range(20), *range(35, 60))))
    account = hearing.told(Account("mp4", "h264", 96, 54, SPAN.end_us, SPAN, 60, 0, audio=True))
    assert account.audio_holes == (Span(20 * SECOND, 35 * SECOND),)
    assert account.heard_us == 45 * SECOND
    assert (account.audio_damaged, account.damaged, account.complete) == (2, 0, False)
    columns = hearing.columns(SPAN)
    assert columns["heard"][20:35].tolist() == [0.0] * 15
    assert np.isnan(columns["level"][20:35]).all()
    assert len(columns.times) == 60


def test_damaged_packets_of_sound_are_a_finding_where_they_lie() -> None:
    at, columns = SOUND_PLACE, heard(sound(0), sound(1), sound(2)).columns(Span(0, 3 * SECOND))
    assert columns["damaged"].tolist() == [2, 0, 0]
    flags = flags_of("VID_DAMAGE", log_of((at, columns), subject="road", step=SECOND))
    assert [(flag.place, flag.span) for flag in flags] == [("sound", Span(0, SECOND))]


def test_a_hiccup_of_a_second_is_no_hole() -> None:
    assert heard(sound(0), sound(2), sound(3)).holes(Span(0, 4 * SECOND)) == []


def test_without_a_track_all_of_it_is_a_hole() -> None:
    assert heard().holes(SPAN) == [SPAN]
    assert heard().holes(Span(0, SECOND // 2)) == [Span(0, SECOND // 2)]


def test_whoever_listens_begins_afresh_after_a_hole() -> None:
    ears = FakeEars()
    hearing = heard(sound(0), sound(1), sound(10), ears=ears)
    assert ears.begun == 2
    assert hearing.senses == ("sound", "speech")
    assert hearing.columns(Span(0, 11 * SECOND))["speech"][:2].tolist() == [0.75, 0.75]


def test_pictures_know_nothing_of_the_rows_of_the_sound(tmp_path: Path) -> None:
    (tmp_path / "a.rec").write_text("60")
    source = FakeSource(tmp_path / "a.rec")
    witnesses = Witnesses(Hearing(FakeSounds(sound(at) for at in range(20))))
    task = Task("a" * 64, "road", "car")
    log = perceive(
        source, FakeEyes(), FakeMeter(), task, lambda *_: None, witnesses=witnesses
    )  # fmt: skip
    write(log, tmp_path / "log.parquet")
    again = read(tmp_path / "log.parquet")
    assert again.header == log.header
    assert again.header.senses == ("person", "picture", "sound")
    assert SOUND_PLACE in again.header.places
    assert again.header.account.audio_holes == (Span(20 * SECOND, 60 * SECOND),)
    assert np.isnan(again.columns["picture"]["heard"]).all()
    assert not np.isnan(again.columns["picture"]["frame"]).any()
    judgement = judge(again, resolve(NO_PROFILE, "road", "car"))
    spans = [flag.span for flag in judgement.flags if flag.code == "AUD_NONE"]
    assert spans == [Span(20 * SECOND, 60 * SECOND)]
    assert judgement.judged["AUD_NONE"] == 1.0


@pytest.mark.parametrize("audio_holes", [None, (), (Span(0, SECOND), Span(3 * SECOND, 9 * SECOND))])
def test_accounts_of_sound_survive_the_log_and_the_record(audio_holes: object) -> None:
    account = Account("mp4", "h264", 96, 54, SPAN.end_us, SPAN, 60, 0)
    account = replace(account, audio_holes=audio_holes, audio_damaged=3)
    assert account_from(asdict(account)) == account
    assert account_of(account_json(account)) == account


def test_accounts_from_before_anybody_listened_are_still_read() -> None:
    account = Account("mp4", "h264", 96, 54, SPAN.end_us, SPAN, 60, 0)
    plain = {k: v for k, v in asdict(account).items() if not k.startswith("audio_")}
    assert account_from(plain) == account
    stored = account_json(account)
    assert stored is not None
    old = {k: v for k, v in stored.items() if not k.startswith("audio_")}
    assert account_of(old) == account
    assert account.heard_us is None


def test_live_what_has_not_arrived_yet_is_no_hole_and_what_was_is_forgotten() -> None:
    source = FakeSounds(sound(at) for at in range(10))
    hearing = Hearing(source, lag_us=3 * SECOND)
    hearing.listen()
    assert hearing.holes(Span(0, 12 * SECOND)) == []
    assert hearing.holes(Span(0, 20 * SECOND)) == [Span(10 * SECOND, 20 * SECOND)]
    hearing.forget(5 * SECOND)
    assert hearing.spans[0].end_us == 5 * SECOND
    assert hearing.holes(Span(5 * SECOND, 12 * SECOND)) == []


@given(st.lists(st.tuples(st.integers(0, 300), st.integers(1, 30)), max_size=20))
def test_heard_and_not_heard_add_up_to_the_whole(parts: list[tuple[int, int]]) -> None:
    at, sounds = 0.0, []
    for pause, length in parts:
        at += pause / 10
        sounds.append(sound(at, length / 10))
        at += length / 10
    whole = Span(0, round(max(at, 1) * SECOND))
    hearing = heard(*sounds)
    holes = hearing.holes(whole)
    account = replace(Account("", "", 1, 1, 0, whole, 0, 0), audio_holes=tuple(holes))
    assert account.heard_us == whole.duration_us - total_us(holes)
    assert all(h.duration_us > SECOND or h == whole for h in holes)
    columns = hearing.columns(whole)
    assert (np.diff(columns.times) >= 0).all()
    silent = columns.times[columns["heard"] == 0]
    assert all(any(h.start_us <= t < h.end_us for h in holes) for t in silent)
