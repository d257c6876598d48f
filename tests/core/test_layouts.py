"""Places written down by hand: read exactly, refused with the line and the cure, changed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.errors import PlacesError
from proctor.geometry import Box
from proctor.home import Home
from proctor.places import Place
from proctor.placing import layout as written
from proctor.placing.layout import fingerprint_of, of_cabin, of_places
from proctor.placing.reading import layout_for, read_layout, write_layout

TWO = """\
subject = "hall"

[[place]]
name = "seat-01"
zone = [0.1, 0.2, 0.3, 0.5]
anchor = [0.2, 0.25]

[[place]]
name = "后排 3"
zone = [0.5, 0.2, 0.7, 0.5]
"""


@pytest.fixture
def file(tmp_path):
    return tmp_path / "hall-1.toml"


def refused(file, text: str) -> PlacesError:
    file.write_text(text, "utf-8")
    with pytest.raises(PlacesError) as caught:
        read_layout(file)
    assert caught.value.hint
    return caught.value


def test_what_is_written_by_hand_is_read(file):
    file.write_text(TWO, "utf-8")
    places = read_layout(file).places
    assert [(p.name, p.kind, p.why) for p in places] == [
        ("seat-01", "seat", "given"),
        ("后排 3", "seat", "given"),
    ]
    assert places[0].anchor == (0.2, 0.25)
    assert places[1].anchor == pytest.approx((0.6, 0.29)), "the upper middle of the zone"


def test_without_a_file_nothing_is_written_down(file):
    assert read_layout(file) is None


@pytest.mark.parametrize(
    ("wrong", "right", "said", "hint"),
    [
        ("zonne", "zone", "line 5: nothing is called 'zonne'.", "Did you mean zone?"),
        ("0.5]\nanchor", "1.5]\nanchor", "line 5: zone must be 4 numbers from 0 to 1", "Mend"),
        ("0.3, 0.5]\nanchor", "0.3]\nanchor", "line 5: zone must be 4 numbers", "Mend"),
        ("[0.1, 0.2, 0.3", "[0.4, 0.2, 0.3", "line 5: zone must be left, top, right", "Mend"),
        ("[0.1, 0.2, 0.3", "[true, 0.2, 0.3", "line 5: zone must be 4 numbers", "Mend"),
        ("[0.1, 0.2, 0.3", "[nan, 0.2, 0.3", "line 5: zone must be 4 numbers", "Mend"),
        ("[0.2, 0.25]", "[0.9, 0.25]", "line 6: anchor must be a point inside the zone", "Mend"),
        ("后排 3", "seat-01", "line 9: name must be a name that no other place has", "Mend"),
        ("后排 3", "aisle", "line 9: name must be another word than aisle", "Mend"),
        ('name = "后排 3"\n', "", "line 8: name must be a text of 1 to 40", "Mend"),
        ('"hall"', '"hal"', "line 1: subject must be one of hall, field, road", "Mend"),
        ("anchor =", 'kind = "driver"\nanchor =', "line 6: kind must be one of seat", "Mend"),
        ('"后排 3"', '"后排 3', "is not TOML", "--forget"),
    ],
)
def test_a_fault_is_named_with_its_line_and_its_cure(file, wrong, right, said, hint):
    text = TWO.replace("zone", "zonne", 1) if wrong == "zonne" else TWO.replace(wrong, right, 1)
    error = refused(file, text)
    assert said in error.message
    assert hint in error.hint


def test_a_car_is_said_in_two_words(file):
    file.write_text('subject = "road"\n[cabin]\ndrive = "right"\nview = "rear"\n', "utf-8")
    driver, passenger = read_layout(file).places
    assert (driver.name, driver.zone.x0) == ("driver", 0.5)
    assert (passenger.name, passenger.zone.x0) == ("passenger", 0.0)


def test_a_misspelt_side_of_a_car_is_refused(file):
    error = refused(file, 'subject = "road"\n[cabin]\ndrive = "links"\n')
    assert 'line 3: drive must be one of left, right, not "links".' in error.message


def test_a_car_and_seats_in_one_file_are_refused(file):
    assert "either a table" in refused(file, TWO + "[cabin]\n").message


def test_a_car_without_a_driver_is_refused(file):
    text = 'subject = "road"\n[[place]]\nname = "passenger"\nzone = [0, 0, 0.5, 1]\n'
    assert "a car must have a driver" in refused(file, text).message


def test_places_of_a_hall_are_refused_in_a_car(file):
    file.write_text(TWO, "utf-8")
    assert len(layout_for(file, "hall").places) == 2
    with pytest.raises(PlacesError, match="another exam: hall, not road"):
        layout_for(file, "road")


names = st.text(st.characters(codec="utf-8", exclude_characters="="), min_size=1, max_size=40)
corners = st.tuples(*[st.floats(0, 0.45)] * 2, *[st.floats(0.5, 1)] * 2)


@given(st.dictionaries(names.filter(lambda n: not written.name_fault(n)), corners, min_size=1))
def test_what_is_written_comes_back_as_it_was(tmp_path_factory, plan):
    zones = {name: Box(*corner) for name, corner in plan.items()}
    seats = [Place(n, "seat", z, written.anchor_in(z)) for n, z in zones.items()]
    layout = of_places("hall", seats)
    file = tmp_path_factory.mktemp("places") / "hall.toml"
    write_layout(file, 'hall "1"', layout)
    assert read_layout(file) == layout
    assert fingerprint_of(read_layout(file).places) == fingerprint_of(seats)


def test_a_car_comes_back_as_it_was(file):
    layout = of_cabin("field", "right", "dash")
    write_layout(file, "car-7", layout)
    assert read_layout(file) == layout


def test_another_zone_is_another_fingerprint(file):
    file.write_text(TWO, "utf-8")
    layout = read_layout(file)
    moved = written.with_zone(layout, "seat-01", Box(0.1, 0.2, 0.3, 0.6))
    assert fingerprint_of(moved.places) != fingerprint_of(layout.places)
    assert moved.places[0].anchor == layout.places[0].anchor
    assert fingerprint_of(layout.places) == fingerprint_of(read_layout(file).places)


def test_seats_are_added_removed_and_renamed(file):
    file.write_text(TWO, "utf-8")
    layout = written.with_zone(read_layout(file), "seat-09", Box(0.8, 0.8, 0.9, 0.9))
    layout = written.renamed(written.without(layout, "seat-01"), "后排 3", "A3")
    assert written.names(layout) == ("A3", "seat-09")


def test_changes_that_make_no_sense_are_refused(file):
    file.write_text(TWO, "utf-8")
    layout, car = read_layout(file), of_cabin("road", "left", "dash")
    for change, said in (
        (lambda: written.without(layout, "seat-1"), "no place seat-1"),
        (lambda: written.renamed(layout, "seat-01", "后排 3"), "no other place has"),
        (lambda: written.renamed(layout, "seat-01", "picture"), "another word"),
        (lambda: written.with_zone(layout, "seat-01", Box(0.5, 0.1, 0.4, 0.9)), "left < right"),
        (lambda: written.with_zone(car, "seat-01", Box(0.1, 0.1, 0.4, 0.9)), "driver or passenger"),
        (lambda: written.without(car, "driver"), "no place to examine"),
        (lambda: written.renamed(car, "driver", "pilot"), "by their names"),
    ):
        with pytest.raises(PlacesError, match=said):
            change()


@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_every_camera_has_a_file_of_its_own_in_the_folder(tmp_path_factory, one, other):
    home = Home(tmp_path_factory.getbasetemp())
    for name in (one, other):
        assert home.places(name).parent == home.root / "places"
    assert (home.places(one) == home.places(other)) == (one == other)


CELLS = """\
subject = "road"

[[cell]]
role = "driver"
zone = [0.0, 0.0, 0.5, 0.5]

[[cell]]
role = "panel"
zone = [0.5, 0.0, 1.0, 0.5]
"""


def test_cells_may_be_all_that_is_written_down(file):
    file.write_text(CELLS, "utf-8")
    layout = layout_for(file, "road")
    assert layout.places == ()
    assert [cell.role for cell in layout.grid.cells] == ["driver", "panel"]


def test_a_cabin_lies_in_the_drivers_cell(file):
    file.write_text(CELLS + '[cabin]\ndrive = "left"\n', "utf-8")
    driver, passenger = read_layout(file).places
    assert (driver.zone, passenger.zone) == (Box(0.25, 0, 0.5, 0.5), Box(0, 0, 0.25, 0.5))


@pytest.mark.parametrize(
    ("wrong", "right", "said"),
    [
        ('"panel"', '"pannel"', "line 8: role must be one of driver, officer, road"),
        ('"driver"', '"road"', "one cell must have the role driver"),
        ('"panel"', '"driver"', "one cell must have the role driver"),
        ("[0.5, 0.0, 1.0", "[0.4, 0.0, 1.0", "two cells lie one over the other"),
        ("[0.5, 0.0, 1.0", "[1.5, 0.0, 1.0", "line 9: zone must be 4 numbers"),
        ('"road"\n', '"hall"\n', "cells are tables [[cell]] of a car"),
        ("[[cell]]", "[cell]", "is not TOML"),
    ],
)
def test_a_cell_that_is_none_is_refused(file, wrong, right, said):
    error = refused(file, CELLS.replace(wrong, right, 1))
    assert said in error.message


def test_a_place_where_nobody_looks_is_refused(file):
    text = CELLS + '[[place]]\nname = "driver"\nzone = [0.6, 0.1, 0.9, 0.4]\n'
    assert "driver lies in no cell that is looked at" in refused(file, text).message


def test_cells_come_back_as_they_were_written(file):
    file.write_text(CELLS, "utf-8")
    layout = written.with_zone(read_layout(file), "driver", Box(0.2, 0.0, 0.5, 0.5))
    write_layout(file, "car-7", layout)
    assert read_layout(file) == layout
    with pytest.raises(PlacesError, match="in no cell that is looked at"):
        written.with_zone(layout, "driver", Box(0.6, 0.1, 0.9, 0.4))
