"""Each camera of a composite has its own health, and one fault is flagged once."""

import numpy as np

from bench.cells import FAULTS, damaged
from proctor.cellwatch import cell_watch
from proctor.grids import grid_from
from proctor.judge import judge
from proctor.observations import Columns, LogHeader, ObservationLog
from proctor.perception import Account, Frame
from proctor.places import PICTURE_PLACE
from proctor.rulebook import NO_PROFILE, resolve
from proctor.timeline import SECOND, UNKNOWN_CLOCK, Span
from streams.health import Meter

GRID = grid_from("2x2:driver,pedal,panel,empty")
WHOLE = Span(0, 15 * SECOND)


def frames(second_of_panel: bool = True):
    """Fifteen seconds of noise in two cells, and of a panel that counts."""
    lot = np.random.default_rng(1)
    for number in range(30):
        image = np.full((288, 352, 3), 40, np.uint8)
        image[:144] = lot.integers(0, 160, (144, 352, 3), np.uint8)
        if second_of_panel:
            image[160 : 160 + number // 2 * 4, 20:60] = 230
        yield Frame(number * SECOND // 2, image)


def flags(pictures, black: bool = False):
    watch, meter, rows = cell_watch(GRID, Meter), Meter(), []
    for frame in pictures:
        watch.look(frame)
        rows.append(meter.read(frame.image))
    names = ("luma", "contrast", "detail", "change", "still")
    values = {n: np.array([getattr(row, n) for row in rows], np.float32) for n in names}
    times = np.arange(len(rows), dtype=np.int64) * SECOND // 2
    account = Account("mp4", "h264", 352, 288, 15 * SECOND, WHOLE, 30, 0)
    header = LogHeader(
        "r", "p", "road", "c", ("picture",), {}, SECOND // 2, (PICTURE_PLACE, *watch.places),
        account, UNKNOWN_CLOCK, cells=GRID.cells,
    )  # fmt: skip
    columns = {"picture": Columns(times, values), **watch.columns(WHOLE)}
    found = judge(ObservationLog(header, columns), resolve(NO_PROFILE, "road", "c")).flags
    return {(flag.code, flag.place) for flag in found}


def test_panels_and_empty_cells_have_no_health():
    watch = cell_watch(GRID, Meter)
    assert [place.name for place in watch.places] == ["picture:driver", "picture:pedal"]
    assert cell_watch(None, Meter) is None


def test_a_camera_that_fails_behind_a_running_panel_is_flagged_at_its_cell():
    for code, fault in FAULTS.items():
        assert flags(damaged(frames(), GRID, fault)) == {(code, "picture:driver")}
    assert flags(frames()) == set()


def test_a_cut_cable_is_one_fault_and_not_one_per_camera():
    dark = (Frame(f.media_us, np.zeros_like(f.image)) for f in frames())
    assert flags(dark) == {("VID_BLACK", "picture")}


def test_a_footwell_may_stand_still():
    def standing():
        first = None
        for frame in frames():
            first = frame.image[:144, 176:].copy() if first is None else first
            frame.image[:144, 176:] = first
            yield frame

    assert flags(standing()) == set()


def test_a_watch_keeps_no_more_than_a_chapter():
    watch = cell_watch(GRID, Meter)
    for frame in frames():
        watch.look(frame)
    assert len(watch.columns(Span(10 * SECOND, 15 * SECOND))["picture:driver"].times) == 10
    assert len(watch.columns(WHOLE)["picture:driver"].times) == 10
