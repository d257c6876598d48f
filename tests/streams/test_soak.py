"""How a watch is judged that suffers faults: by what passed, not by what it says."""

from math import inf

import pytest

from bench.soak.faults import KINDS, Deed, Fault, drawn
from bench.soak.proxy import Flow
from bench.soak.verdict import Told, first_flow, seen, slope, unprovoked
from bench.soak.watchers import settled

DEED = Deed(Fault("kill", 90, 10), began=100.0, last_flow=99.9, over=110.0)
FLOWS = [Flow(1, 10, 99.9), Flow(2, 112.0, 500.0)]
TOLD = Told(
    states=[(12.0, "live"), (100.2, "lost"), (112.1, "live")],
    holes=[(100.0, 112.0)],
    watched_us=500_000_000,
    covered_us=488_000_000,
    missing_us=12_000_000,
)


def met(told=TOLD, flows=FLOWS):
    return seen("cam-1", DEED, inf, told, flows)


def test_a_loss_that_is_noticed_told_and_over_in_time_is_well():
    found = met()
    assert found.faults == ()
    assert found.noticed_s == pytest.approx(0.2)
    assert found.back_s == pytest.approx(2.1)
    assert found.start_off_s == pytest.approx(0.1)
    assert found.end_off_s == 0
    assert settled(TOLD)


@pytest.mark.parametrize(
    ("told", "fault"),
    [
        (Told(TOLD.states, [], 1, 1, 0), "no gap told"),
        (Told(TOLD.states, [(98.0, 112.0)], 1, 1, 0), "gap begins elsewhere"),
        (Told(TOLD.states, [(100.0, 110.5)], 1, 1, 0), "gap ends elsewhere"),
        (Told([(12.0, "live"), (111.0, "lost")], TOLD.holes, 1, 1, 0), "noticed late"),
        (
            Told([(12.0, "live"), (100.2, "lost"), (126.0, "live")], TOLD.holes, 1, 1, 0),
            "back late",
        ),
    ],
)
def test_what_is_not_as_it_must_be_is_named(told, fault):
    assert fault in met(told).faults


def test_after_garbage_pictures_may_be_readable_at_once_or_on_the_next_connection():
    flows = [Flow(1, 10, 99.9), Flow(1, 110.5, 114.0, clean=False), Flow(2, 115.0, 500.0)]
    assert first_flow(flows, 110, clean=False) == 110.5
    assert first_flow(flows, 110, clean=True) == 115.0
    for end in (110.0, 112.0, 115.5):
        told = Told(TOLD.states, [(100.0, end)], 1, 1, 0)
        assert met(told, flows).faults == ()
    assert met(Told(TOLD.states, [(100.0, 117.0)], 1, 1, 0), flows).faults


def test_a_gap_that_nobody_caused_is_found():
    told = Told(TOLD.states, [(0.0, 3.0), (60.0, 62.0), (100.0, 112.0)], 1, 1, 0)
    assert unprovoked(told, [DEED], began=0.0) == [(60.0, 62.0)]


def test_faults_are_drawn_alike_for_the_same_seed_and_every_kind_comes():
    plans = drawn(1, 4, 60, 600)
    assert plans == drawn(1, 4, 60, 600) != drawn(2, 4, 60, 600)
    assert [len(plan) for plan in plans] == [15] * 4
    assert {fault.kind for plan in plans for fault in plan} == set(KINDS)


def test_growth_is_the_slope_of_the_line():
    assert slope([(0, 5), (60, 6), (120, 7)]) == pytest.approx(1 / 60)
    assert slope([(0, 5)]) == 0
