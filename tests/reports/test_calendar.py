"""The calendar says of each camera and day how much is not there, and never rounds it away."""

from datetime import UTC, timedelta

import pytest

from proctor.coverage import Balance
from proctor.i18n import activate
from reports.calendar import page
from reports.calendar.grid import clock, months, share
from tests.core.schedules import Schedule, session, shot
from tests.reports.reading import html_tags
from tests.reports.records import SCRIPT

HOUR = 3600


def squares(*films, ends_s=10 * HOUR, sessions=None, **scope):
    schedule = Schedule(sessions or [session(0, ends_s)], list(films))
    (month,) = months(schedule.books(**scope).ledger.by_camera_and_day())
    return [square for site in month.sites for row in site.rows for square in row.squares]


@pytest.mark.parametrize(
    ("filmed_s", "look", "text"),
    [
        (36_000, "s0", ""),
        (35_999.999, "s1", "<1"),
        (35_700, "s2", "<1"),
        (35_000, "s3", "3"),
        (30_000, "s4", "17"),
        (18_000, "s5", "50"),
        (1, "s5", "99"),
        (0, "s5", "100"),
    ],
)
def test_the_less_is_there_the_darker_is_the_day(filmed_s: float, look: str, text: str) -> None:
    square = squares(shot(0, filmed_s))[22]
    assert (square.look, square.text) == (look, text)


def test_damage_and_footage_that_waits_have_their_marks() -> None:
    film = shot(0, 36_000, damaged=[(0, 60)], judged=False)
    square = squares(film)[22]
    assert (square.look, square.marks) == ("s2", "damaged waiting")
    assert "damaged 0:01:00" in square.hint
    assert "planned 10:00:00" in square.hint


def test_a_day_with_footage_that_nobody_planned_is_no_loss() -> None:
    found = squares(shot(0, 36_000), shot(86_400, 60))
    assert (found[22].look, found[23].look, found[24].look) == ("s0", "beside", "")


def test_months_and_sites_stand_apart_and_cameras_go_by_number() -> None:
    names = tuple(f"camera {n}" for n in (10, 2, 1))
    sessions = [
        session(cameras=names),
        session(20 * 86_400, 20 * 86_400 + 60, site="south", cameras=("x",)),
    ]
    lines = Schedule(sessions).books().ledger.by_camera_and_day()
    first, second = months(lines)
    assert [row.name for row in first.sites[0].rows] == ["camera 1", "camera 2", "camera 10"]
    assert (first.title, second.title) == ("2026-11", "2026-12")
    assert [site.name for site in (*first.sites, *second.sites)] == ["north", "south"]
    assert (len(first.days), len(second.days)) == (30, 31)
    assert second.days[12] == (13, "S", True)


def test_times_and_shares_are_exact() -> None:
    assert clock(3_600_000_000 + 250_000) == "1:00:00.250"
    assert share(Balance(planned_us=10**9, analysed_us=10**9 - 1)) == ">99.99 %"
    assert share(Balance()) == "–"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_page_shows_hostile_names_as_text_and_fetches_nothing(lang: str) -> None:
    activate(lang)  # type: ignore[arg-type]
    schedule = Schedule([session(hall=SCRIPT, cameras=(SCRIPT, "front"))], [shot(0, 50)])
    made = page(schedule.books())
    activate("en")
    assert "script" not in html_tags(made)
    assert b"&lt;script&gt;" in made
    assert not any(word in made for word in (b"src=", b"href=", b"url("))
    assert made.decode().count("50.00 %") == 1


def test_the_page_of_an_empty_record_says_that_nothing_can_be_missing() -> None:
    text = page(Schedule().books()).decode()
    assert "nothing can be found missing" in text
    assert "There is no footage." in text


def test_the_same_books_give_the_same_bytes() -> None:
    books = Schedule([session()], [shot(0, 50)]).books()
    assert page(books) == page(books)
    later = Schedule([session()], [shot(0, 50)]).books(now=books.scope.now + timedelta(days=1))
    assert page(later) != page(books)
    assert books.scope.zone is UTC
