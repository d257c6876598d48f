"""Every rule at once before what only looks like something: silence at level 1 and 2."""

import pytest

from proctor.judge import judge
from proctor.rulebook import NO_PROFILE, resolve
from tests.rules.lookalikes import LOOK_ALIKES, candidate, driver, hall


def grave(log):
    book = resolve(NO_PROFILE, log.header.subject, log.header.camera)
    return [(flag.code, flag.place) for flag in judge(log, book).flags if flag.level <= 2]


@pytest.mark.parametrize("name", LOOK_ALIKES)
def test_it_raises_no_flag_of_level_one_or_two(name: str):
    assert grave(LOOK_ALIKES[name]()) == []


def test_the_same_scenes_are_flagged_when_it_is_meant():
    from tests.rules.lookalikes import act, car

    ear = hall(candidate(hand_ear=act("#", "1" * 14) + " = 3"))
    phone = car(driver(phone=act(".", "#" * 8), phone_hand="." * 120))
    assert ("HAND_EAR", "seat-02") in grave(ear)
    assert ("PHONE", "driver") in grave(phone)
