"""A picture put together of several: its shapes, who is in which cell, and what is looked at."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.analysis import analyse, taken_apart
from proctor.assembly import columns_of
from proctor.errors import PlacesError
from proctor.geometry import Box
from proctor.grids import MOST, SHAPES, Cell, Composite, Grid, grid_from, overlapping, zones_of
from proctor.home import Home
from proctor.looked import Looked
from proctor.observations import LogHeader, read
from proctor.perceive import Task
from proctor.perception import Account, Detection, Person, Sight
from proctor.places import AISLE_PLACE, PICTURE_PLACE, Sighting
from proctor.placing import find_places
from proctor.placing.cells import CellEyes, grid_of
from proctor.rulebook import NO_PROFILE
from proctor.timeline import SECOND, UNKNOWN_CLOCK, Span
from tests.core import fakes
from tests.core.test_analysis import job

FOUR = grid_from("2x2:driver,panel,road,panel")
SIZE = (96, 54)


def somebody(x: float, y: float, size: float = 8.0, **more: object) -> Person:
    head = Box(x, y, x + size, y + size)
    return Person(Box(x - size, y, x + 2 * size, y + 3 * size), 0.9, head, **more)


class Quadrants:
    """Eyes that find a person in pictures of a colour, and remember what they were shown."""

    senses = frozenset({"person", "head", "wheel"})

    def __init__(self, **seen: Sight) -> None:
        self.weights = {"fake": "f" * 64}
        self.settings: dict[str, float | str] = {}
        self.seen = {int(name[1:]): sight for name, sight in seen.items()}
        self.shown: list[tuple[int, tuple[int, ...], tuple[Box, ...]]] = []

    def look(self, image, subject, within=()):
        colour = int(image[0, 0, 0])
        assert (image == colour).all(), "a look over the edge of a cell"
        self.shown.append((colour, image.shape[:2], tuple(within)))
        return self.seen.get(colour, Sight((), ()))


class Anywhere(Quadrants):
    """Eyes that find somebody in every picture."""

    def look(self, image, subject, within=()):
        return Sight((somebody(10, 5),), ())


def painted(*colours: int) -> np.ndarray:
    """Four cells in one colour each."""
    image = np.zeros((54, 96, 3), np.uint8)
    for colour, zone in zip(colours, zones_of("2x2"), strict=True):
        x0, y0, x1, y1 = (round(v) for v in zone.scaled(*SIZE))
        image[y0:y1, x0:x1] = colour
    return image


def composite(*roles: str) -> Composite:
    cells = tuple(Cell(role, zone) for role, zone in zip(roles, zones_of("2x2"), strict=True))
    return Composite(cells, (painted(1, 2, 3, 4),) * 5)


even = st.tuples(st.integers(1, MOST), st.integers(1, MOST)).map(lambda rc: f"{rc[0]}x{rc[1]}")


@given(st.one_of(st.sampled_from([*SHAPES, "1+7"]), even))
def test_the_cells_of_a_shape_fill_the_picture_and_nothing_twice(shape):
    zones = zones_of(shape)
    assert sum(zone.area for zone in zones) == pytest.approx(1)
    assert not overlapping([Cell("view", zone) for zone in zones])


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5x2:driver", "the shape must be one of 2x2, 3x3, 1+2, 1+5"),
        ("2x2:driver,road", "2x2 has 4 cells"),
        ("2x2:driver,road,panel,pannel", "a cell must be one of driver, officer, road"),
        ("", "the shape must be"),
    ],
)
def test_a_grid_that_is_none_is_refused_with_its_cure(text, said):
    with pytest.raises(PlacesError) as caught:
        grid_from(text)
    assert said in caught.value.message
    assert "2x2:driver" in caught.value.hint


def test_only_cells_with_people_are_looked_at_each_in_its_own_pixels():
    eyes = Quadrants(c1=Sight((somebody(10, 5, hands=(Box(1, 2, 3, 4),)),), ()))
    grid = grid_from("2x2:road,panel,panel,driver")
    sight = CellEyes(eyes, grid).look(painted(7, 8, 9, 1), "road")
    assert [(colour, shape) for colour, shape, _ in eyes.shown] == [(1, (27, 48))]
    (person,) = sight.people
    assert person.head == Box(58, 32, 66, 40)
    assert person.hands == (Box(49, 29, 51, 31),)


def test_a_closer_look_goes_to_the_cell_of_its_region():
    thing = Detection("phone", Box(1, 1, 5, 5), 0.8)
    eyes = Quadrants(c1=Sight((), (thing,)))
    looking = CellEyes(eyes, grid_from("2x2:driver,officer,panel,panel"))
    sight = looking.look(painted(1, 2, 3, 4), "road", (Box(20, 5, 60, 20),))
    assert [(colour, within) for colour, _, within in eyes.shown] == [(1, (Box(20, 5, 60, 20),))]
    assert sight.objects == (thing,)


def test_nobody_looked_for_things_stays_nobody_looked():
    looking = CellEyes(Quadrants(c1=Sight((), None)), FOUR)
    assert looking.look(painted(1, 2, 3, 4), "road").objects is None


def test_the_cell_with_the_wheel_is_the_drivers_and_another_with_somebody_the_officers():
    wheel = Detection("wheel", Box(5, 10, 20, 25), 0.9)
    eyes = Quadrants(c1=Sight((somebody(9, 5),), ()), c3=Sight((somebody(9, 5),), (wheel,)))
    grid = grid_of(composite("view", "view", "view", "panel"), eyes, "road")
    assert [cell.role for cell in grid.cells] == ["officer", "view", "driver", "panel"]
    assert 4 not in {colour for colour, _, _ in eyes.shown}, "a panel was shown to the detector"


def test_an_officer_beside_the_driver_needs_no_cell():
    both = Sight((somebody(9, 5), somebody(30, 5)), ())
    eyes = Quadrants(c1=both, c2=Sight((somebody(9, 5),), ()))
    grid = grid_of(composite("view", "view", "panel", "panel"), eyes, "road")
    assert [cell.role for cell in grid.cells] == ["driver", "view", "panel", "panel"]


def test_people_beyond_the_windscreen_make_no_drivers_cell():
    crowd = Sight(tuple(somebody(x, 5, size=2) for x in range(5, 40, 5)), ())
    eyes = Quadrants(c1=crowd, c2=Sight((somebody(9, 5),), ()))
    grid = grid_of(composite("view", "view", "panel", "panel"), eyes, "road")
    assert grid.cells[1].role == "driver"


def test_of_an_empty_car_the_first_camera_is_taken_for_the_drivers():
    grid = grid_of(composite("panel", "view", "view", "panel"), Quadrants(), "road")
    assert [cell.role for cell in grid.cells] == ["panel", "driver", "view", "panel"]


def seen(*heads: tuple[float, float]) -> list[Sighting]:
    people = [somebody(x, y) for x, y in heads]
    return [Sighting(n * SECOND, k, person) for n in range(20) for k, person in enumerate(people)]


def test_driver_and_passenger_are_found_in_the_drivers_cell():
    grid = grid_from("2x2:panel,driver,panel,road")
    places = find_places("road", seen((55, 6), (78, 6)), SIZE, 20 * SECOND, grid=grid)
    driver, passenger, *_rest = places
    assert driver.zone == Box(0.75, 0, 1, 0.5)
    assert passenger.zone == Box(0.5, 0, 0.75, 0.5)
    assert driver.anchor == pytest.approx((0.875, 0.15))


def test_an_officer_in_a_cell_of_the_own_is_the_passenger():
    grid = grid_from("2x2:driver,officer,panel,panel")
    places = find_places("road", seen((20, 6), (70, 6)), SIZE, 20 * SECOND, grid=grid)
    assert [(p.name, p.zone, p.why) for p in places[:2]] == [
        ("driver", Box(0, 0, 0.5, 0.5), "alone"),
        ("passenger", Box(0.5, 0, 1, 0.5), "cell"),
    ]


def test_the_tallest_in_another_cell_makes_nobody_an_outsider():
    grid = grid_from("2x2:driver,officer,panel,panel")
    small, large = somebody(20, 6, size=3), somebody(70, 3, size=8)
    people = tuple(Sighting(0, n, person) for n, person in enumerate((small, large)))
    places = find_places("road", people, SIZE, SECOND, grid=grid)
    header = LogHeader(
        "r", "p", "road", "c", ("person",), {}, 500_000, (*places, PICTURE_PLACE),
        Account("mp4", "h264", *SIZE, SECOND, Span(0, SECOND), 1, 0), UNKNOWN_CLOCK,
        cells=grid.cells,
    )  # fmt: skip
    columns = columns_of(header, [Looked(0, SIZE, None, people, (), 0)])
    assert columns["driver"]["person"][0] == pytest.approx(0.9)
    assert columns["passenger"]["person"][0] == pytest.approx(0.9)
    assert columns[AISLE_PLACE.name]["people"][0] == 0


def test_a_car_is_taken_apart_and_its_log_says_how(tmp_path):
    found = composite("view", "panel", "view", "panel")
    plain = fakes.tools()
    tools = replace(plain, eyes=Anywhere(), composite=lambda _path: found)
    home = Home(tmp_path / "home").ready()
    work = replace(job(tmp_path / "car.mp4", "20"), subject="road")
    run = analyse(work, tools, home, NO_PROFILE, lambda *_: None).run
    log = read(home.log(work.fingerprint, run.key.perception))
    assert [cell.role for cell in log.header.cells] == ["driver", "panel", "officer", "panel"]
    assert log.header.places[0].zone.x1 == 0.5


def test_a_hall_and_a_camera_with_a_layout_are_never_taken_apart(tmp_path):
    def asked(_path):
        raise AssertionError("it was looked for cells")

    eyes = Quadrants()
    cabin = find_places("road", [], SIZE, SECOND)
    for task in (Task("r", "hall", "c"), Task("r", "road", "c", cabin)):
        assert taken_apart(tmp_path, task, eyes, asked) is task


def test_a_grid_that_somebody_wrote_down_makes_another_log():
    eyes = Quadrants()
    plain = Task("r", "road", "c")
    fingerprints = {
        task.perception(eyes)
        for task in (
            plain,
            replace(plain, grid=FOUR),
            replace(plain, grid=grid_from("2x2:driver,panel,panel,road")),
            replace(plain, grid=Grid(FOUR.cells[:3])),
        )
    }
    assert len(fingerprints) == 4
    assert replace(plain, found=FOUR).perception(eyes) == plain.perception(eyes)
