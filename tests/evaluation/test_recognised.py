from pathlib import Path

import pytest

from bench.recognised import Row, Tally, detectors, hits, read, table, wanted
from models import weights
from proctor.errors import ModelError, TruthError
from proctor.geometry import Box


def person(**changed: object) -> dict[str, object]:
    return {"box": [10, 10, 50, 90], "head_seen": 0.9, "phone": None} | changed


def test_a_small_or_hidden_person_need_not_be_found() -> None:
    people = [person(), person(head_seen=0.29), person(box=[0, 0, 9, 19])]
    assert wanted({"people": people})["person"] == [Box(10, 10, 50, 90)]


def test_a_phone_counts_from_60_pixels_of_its_longer_side_held_or_loose() -> None:
    held = [person(phone=[0, 0, 60, 20]), person(phone=[0, 0, 59, 59])]
    loose = [{"thing": "phone", "box": [5, 5, 25, 65]}, {"thing": "paper", "box": [0, 0, 90, 90]}]
    found = wanted({"people": held, "things": loose})["phone"]
    assert found == [Box(0, 0, 60, 20), Box(5, 5, 25, 65)]


def test_one_found_box_serves_one_person_only() -> None:
    neighbours = [Box(0, 0, 10, 10), Box(2, 0, 12, 10)]
    assert hits(neighbours, [Box(1, 0, 11, 10)], 0.3) == 1
    assert hits(neighbours, [Box(0, 0, 10, 10), Box(2, 0, 12, 10)], 0.3) == 2
    assert hits(neighbours, [Box(50, 50, 60, 60)], 0.3) == 0


def test_the_table_adds_up_and_shows_a_dash_where_nothing_was_to_be_found() -> None:
    rows = [
        Row("one", "cabin dash", "net", Tally(2, 2), Tally()),
        Row("two", "cabin dash", "net", Tally(1, 2), Tally(3, 4)),
    ]
    last = table(rows).splitlines()[-1]
    assert last.startswith("| all | every view | net | 3/4 = 75% (30%–95%) | 3/4 = 75%")
    assert "| one | cabin dash | net | 2/2 = 100% (34%–100%) | – |" in table(rows)


def test_without_a_detector_the_measurement_refuses(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weights, "SHIPPED", ())
    with pytest.raises(ModelError, match="No object detector is installed"):
        detectors(tmp_path)


def test_a_picture_without_its_truth_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "hall.jpg"
    picture.write_bytes(b"")
    with pytest.raises(TruthError, match=r"hall\.truth\.json"):
        read(picture)
