"""An evaluation as a page and as a picture."""

import re
from dataclasses import replace
from itertools import pairwise

import cv2
import numpy as np
import pytest

from proctor.evaluation import Scoresheet
from proctor.i18n import _, activate
from reports.accuracy import det_png, page
from reports.accuracy.det import det, drawn, undrawn
from reports.accuracy.drawing import Area, Drawing, Label, Stroke, png
from tests.reports.reading import html_tags, html_text
from tests.reports.scoresheets import HOSTILE, MINUTES, november, overall, score


def nothing_found() -> Scoresheet:
    """Events, and not a single flag."""
    codes = (score("PHONE", "", events=3),)
    whole = replace(codes[0], code="all")
    return replace(november(), codes=codes, overall=whole, hits=(), false_alarms=(), look_alikes=())


def nothing_to_find() -> Scoresheet:
    """Flags, and not a single event."""
    codes = (score("PEEK", "...", events=0),)
    return replace(november(), codes=codes, overall=replace(codes[0], code="all"), misses=())


def picture(data: bytes) -> np.ndarray:
    """A PNG as its pixels."""
    return cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)


def words(drawing: Drawing) -> list[str]:
    """Everything written on a drawing."""
    return [mark.text for mark in drawing.marks if isinstance(mark, Label)]


def lines(drawing: Drawing, width: float) -> list[Stroke]:
    """Unbroken lines of a width between the axes, those of the legend left out."""
    strokes = (mark for mark in drawing.marks if isinstance(mark, Stroke))
    inside = drawing.size[0] - 236
    return [m for m in strokes if m.width == width and not m.dash and m.points[0][0] < inside]


def test_every_count_and_interval_stands_on_the_page() -> None:
    text = html_text(page(november(), "check")).split("\n")
    for row in (*november().codes, november().overall):
        assert str(row.references) in text
        assert str(row.false_alarms) in text
        if row.recall:
            assert f"{row.recall.value:.0%} (30–80)" in text
    assert "60 (1.0–20)" in text
    assert "17 of 33 events found, 30–80%" in text


def test_the_page_says_what_was_measured_and_how() -> None:
    text = html_text(page(november(), "check"))
    assert "3 clips, 12.0 minutes, 33 events, 29 flags" in text
    assert "Footage that no threshold was set by" in text
    assert "Matched one to one as in TRECVID ActEV." in text
    assert "Seed of the bootstrap: 20261123." in text
    assert "Few clips: intervals are wide." in text


def test_every_miss_and_false_alarm_is_listed_with_what_fooled_it() -> None:
    text = html_text(page(november()))
    missed = text.split("Missed events")[1].split("False alarms")[0].split("\n")
    assert "61.5–75.0" in missed
    assert "37%" in missed
    alarms = text.split("Missed events")[1].split("False alarms")[1]
    assert "glance" in alarms
    assert "4.0–9.0" in alarms


def test_what_was_not_judged_is_said_before_any_figure() -> None:
    text = html_text(page(november()))
    assert text.index("Not judged everywhere: PHONE, WHISPER.") < text.index("Recall")
    assert "no loaded model supplies phones" in text
    assert "no rule yet" in text


def test_a_hostile_place_is_only_text_on_the_page() -> None:
    made = page(november())
    assert "script" not in html_tags(made)
    assert HOSTILE in html_text(made)


def test_a_hostile_code_is_only_text_in_the_curve() -> None:
    codes = (*november().codes, score("<b>&", "+."))
    made = page(replace(november(), codes=codes, overall=overall(codes)))
    assert b"<b>&" not in made
    assert b"&lt;b&gt;&amp; 1/1</text>" in made


def test_a_name_that_is_no_text_is_shown_as_far_as_it_is_one() -> None:
    notes = ("a\ud800b\x1b[31m was found by its name alone.",)
    made = page(replace(november(), notes=notes, recordings=("c\udcff",)))
    assert "a\ufffdb\ufffd[31m was found by its name alone." in html_text(made)
    assert "c\ufffd" in html_text(made)


def test_a_false_alarm_can_be_looked_up_by_its_flag() -> None:
    assert "3f9ab2c41d00" in html_text(page(november()))


def test_the_table_of_rates_names_codes_only_for_it_is_wide() -> None:
    rates = html_text(page(november())).split("(Pmiss@RFA)")[1].split("Look-alikes")[0]
    assert "PHONE" in rates.split("\n")


def test_the_page_fetches_nothing() -> None:
    made = page(november()).decode()
    assert not re.findall(r"(?:src|href)\s*=", made)
    assert "url(" not in made
    assert "@import" not in made


@pytest.mark.parametrize(
    ("lang", "tag", "name"),
    [("en", b'lang="en"', "PHONE Phone in use"), ("zh", b'lang="zh-CN"', "PHONE 使用手机")],
)
def test_the_page_speaks_both_languages(lang: str, tag: bytes, name: str) -> None:
    activate(lang)  # type: ignore[arg-type]
    made = page(november())
    assert tag in made
    assert name in html_text(made)
    assert _("Missed events") in html_text(made)


@pytest.mark.parametrize("sheet", [nothing_found(), nothing_to_find()])
def test_a_sheet_without_flags_or_without_events_has_its_page_and_picture(
    sheet: Scoresheet,
) -> None:
    assert "—" in html_text(page(sheet))
    assert picture(det_png(sheet)).shape == (560, 1120, 3)


@pytest.mark.parametrize("size", [(1120, 560), (800, 420)])
def test_the_picture_has_the_size_asked_for_and_the_colours_of_its_curves(
    size: tuple[int, int],
) -> None:
    pixels = picture(det_png(november(), size))
    assert pixels.shape == (size[1], size[0], 3)
    colours = {tuple(int(v) for v in pixel) for pixel in pixels.reshape(-1, 3)}
    assert (0x5B, 0x49, 0xD1) in colours
    assert (0x33, 0x29, 0x1F) in colours


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert page(november()) == page(november())
    assert det_png(november()) == det_png(november())


def test_a_curve_never_rises_and_ends_at_the_miss_rate_of_all_flags() -> None:
    drawing = det(november())
    curves = lines(drawing, 2.0)
    assert len(curves) == len(drawn(november()))
    for curve in curves:
        assert all(a[0] <= b[0] + 1e-6 and a[1] <= b[1] + 1e-6 for a, b in pairwise(curve.points))
    for curve, found in zip(curves, drawn(november()), strict=True):
        top, bottom = 64, drawing.size[1] - 66
        missed = (bottom - curve.points[-1][1]) / (bottom - top)
        assert missed == pytest.approx(found.missed / found.references)


def test_curves_that_coincide_are_all_to_be_seen() -> None:
    codes = tuple(score(f"CODE_{n}", "++") for n in range(4))
    curves = lines(det(replace(november(), codes=codes, overall=overall(codes))), 2.0)
    heights = sorted(curve.points[-1][1] for curve in curves)
    assert all(b - a > 3 for a, b in pairwise(heights))


def test_codes_that_were_never_flagged_are_named_and_not_drawn() -> None:
    assert [row.code for row in undrawn(november())] == ["PHONE", "WHISPER"]
    assert not [text for text in words(det(november())) if "WHISPER" in text]
    assert "Never flagged and therefore not drawn: PHONE, WHISPER." in html_text(page(november()))


def test_the_part_too_short_to_measure_ends_at_one_false_alarm() -> None:
    drawing = det(november())
    assert f"too little footage to measure below {1 / MINUTES:.2g}" in words(drawing)
    grey = next(mark for mark in drawing.marks if isinstance(mark, Area))
    left, edge = grey.points[0][0], grey.points[1][0]
    first = min(curve.points[0][0] for curve in lines(drawing, 2.0))
    assert left < edge == pytest.approx(first)


def test_a_code_whose_surest_flag_is_false_misses_everything_before_it() -> None:
    codes = (score("PEEK", ".+"),)
    sheet = replace(november(), codes=codes, overall=overall(codes))
    (curve,) = lines(det(sheet), 2.0)
    assert curve.points[0][1] == 64


def test_twenty_codes_keep_their_legend_inside_the_picture() -> None:
    codes = tuple(score(f"CODE_{n}", "+.+") for n in range(24))
    drawing = det(replace(november(), codes=codes, overall=overall(codes)))
    assert max(mark.at[1] for mark in drawing.marks if isinstance(mark, Label)) < drawing.size[1]
    assert len({text for text in words(drawing) if text.startswith("CODE_")}) == 24


def test_words_that_are_turned_read_upwards() -> None:
    flat = Label("ABC", (20, 60), 20, "#000000")
    turned = replace(flat, at=(60, 80), turned=True)
    across, up = (picture(png(Drawing((100, 100), (mark,)))) < 128 for mark in (flat, turned))
    wide, tall = (np.ptp(np.argwhere(made.any(2)), axis=0) for made in (across, up))
    assert wide[1] > wide[0]
    assert tall[0] > tall[1]


def test_the_mean_over_codes_is_drawn_boldest() -> None:
    widths = [mark.width for mark in det(november()).marks if isinstance(mark, Stroke)]
    assert [line.width for line in lines(det(november()), max(widths))] == [3.6]
