"""What a watch says of faces: who is expected, who could not be compared, each once."""

from dataclasses import replace
from pathlib import Path

import pytest

from proctor.commands.face_news import FaceNews
from proctor.commands.watch_rows import in_words
from proctor.facewatch import Comparing, FaceWatch
from proctor.findings import PICTURE
from proctor.pairs import load
from proctor.rosters.seating import Seating, Spot
from proctor.timeline import SECOND, ClockMap, Span
from proctor.verification import expected
from tests.core.test_facewatch import Readers, photo
from tests.core.test_verification import CAR, NINE, WANG, attempt, film, seating

CLOCK = ClockMap(NINE, "live", 0.1)


def chapter(roster: Seating) -> FaceWatch:
    comparing = Comparing(Readers(), photo, load())
    spot = Spot(WANG.site, "car 7", "road", PICTURE, CAR)
    faces = FaceWatch.of(comparing, roster, spot, CLOCK, Span(0, 600 * SECOND))
    faces.waiting = expected(film(), WANG.site, CAR, roster)
    return faces


def test_whom_a_chapter_expects_is_told_once_until_it_changes() -> None:
    news = FaceNews("car 7")
    two = chapter(seating(attempt(0, 2), attempt(2, 4, photo="", serial="2")))
    (row,) = news.opened(two)
    assert (row["candidates"], row["photos"], row["reason"]) == (2, 1, None)
    assert in_words(row, "en") == "Camera car 7: 2 candidates expected, 1 with enrolment photo"
    assert list(news.opened(two)) == []
    (row,) = news.opened(chapter(seating()))
    assert in_words(row, "en") == (
        "Camera car 7: ID_MISMATCH is not judged: the rosters have nobody there then"
    )


def test_who_could_not_be_compared_is_told_with_the_reason_and_a_masked_number() -> None:
    news = FaceNews("car 7")
    faces = chapter(seating(attempt(0, 4, photo="")))
    (row,) = news.closed(faces)
    assert row["places"] == ["driver"]
    assert row["candidates"] == ["110***********2215"]
    assert WANG.name not in str(row)
    assert in_words(row, "en") == (
        "Camera car 7: ID_MISMATCH was not judged at driver: the candidate has no enrolment photo"
    )
    assert list(news.closed(faces)) == []
    (row,) = news.closed(replace(faces, waiting=expected(film(), WANG.site, CAR, seating())))
    assert row["reason"] == "the rosters have nobody there then"


def test_error_rates_without_a_comparison_are_wrong_usage(proctor, tmp_path: Path) -> None:
    answer = proctor("watch", "rtsp://192.0.2.7/stream", "--pairs", tmp_path / "pairs.json")
    assert answer.code == 2
    assert "--pairs goes with --identity." in answer.err


def test_without_the_network_that_compares_faces_no_watch_begins_and_the_cure_is_told(
    proctor, models_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path / "models"
    bare.mkdir()
    for file in models_folder.iterdir():
        if not file.name.startswith("dlib"):
            (bare / file.name).symlink_to(file)
    monkeypatch.setenv("PROCTOR_MODELS", str(bare))
    answer = proctor("watch", "rtsp://192.0.2.7/stream", "--identity", "--for", "1")
    assert answer.code == 1
    assert "proctor models install --with identity" in answer.err
