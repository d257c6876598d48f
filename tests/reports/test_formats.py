"""One contract for every format a report is drawn in."""

import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from proctor.errors import StorageError
from reports.circular.blocks import Report, Table
from reports.circular.compose import compose
from reports.facts import gather
from reports.period import Period
from reports.publish import DRAWN, publish
from tests.reports.reading import READ, html_tags, xlsx_cells
from tests.reports.records import (
    BEIJING,
    HOSTILE,
    PNG,
    SCRIPT,
    FakeRecord,
    StandingClock,
    beijing,
    film,
    flag,
    november,
)

NOVEMBER = Period.month(2026, 11, BEIJING)
ENDINGS = sorted(DRAWN)


def circular(record: FakeRecord, home: Path, lang: str = "zh", period: Period = NOVEMBER) -> Report:
    return compose(gather(record, period, home, StandingClock()), lang)  # type: ignore[arg-type]


@pytest.fixture
def zh(tmp_path: Path) -> Report:
    return circular(november(tmp_path), tmp_path)


@pytest.fixture
def en(tmp_path: Path) -> Report:
    return circular(november(tmp_path), tmp_path, "en")


@pytest.mark.parametrize("ending", ENDINGS)
def test_every_number_of_the_summary_stands_in_every_format(zh: Report, ending: str) -> None:
    found = READ[ending](DRAWN[ending](zh)).split("\n")
    numbers = [float(text) for text in found if re.fullmatch(r"-?[\d.]+(E-?\d+)?", text)]
    summary = next(block for block in zh.blocks if isinstance(block, Table))
    for row in summary.rows:
        for cell in row:
            if ending == "xlsx" and cell.value is not None:
                assert cell.value in [pytest.approx(n) for n in numbers], cell
            else:
                assert cell.text in found, cell


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_not_judged_is_said_before_any_figure(zh: Report, ending: str) -> None:
    text = READ[ending](DRAWN[ending](zh))
    gap = text.index("使用手机（PHONE）：已分析的 3 段录像中有 3 段未作判断；缺少：手机")
    assert gap < text.index("本期\n")


@pytest.mark.parametrize("ending", ENDINGS)
def test_chinese_and_hostile_names_arrive_as_they_are(zh: Report, ending: str) -> None:
    text = READ[ending](DRAWN[ending](zh))
    for name in ("月度音视频抽查通报", "城东考场", "考车07 全程.ts", "王芳", SCRIPT, HOSTILE):
        assert name in text


def test_a_script_in_a_name_is_only_text_on_the_page(zh: Report) -> None:
    page = DRAWN["html"](zh)
    assert "script" not in html_tags(page)
    assert b"&lt;script&gt;" in page


def test_the_page_fetches_nothing(zh: Report) -> None:
    page = DRAWN["html"](zh).decode()
    sources = re.findall(r"(?:src|href)\s*=\s*[\"']([^\"']*)", page)
    assert sources
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert "url(" not in page
    assert "@import" not in page


def test_no_cell_of_the_workbook_begins_like_a_formula(zh: Report) -> None:
    book = DRAWN["xlsx"](zh)
    texts = [cell for cell in xlsx_cells(book) if not re.fullmatch(r"-?[\d.]+(E-?\d+)?", cell)]
    assert "'" + HOSTILE in texts
    assert not [text for text in texts if text.startswith(("=", "+", "-", "@"))]
    with ZipFile(BytesIO(book)) as parts:
        sheets = [parts.read(n) for n in parts.namelist() if n.startswith("xl/worksheets/s")]
    assert not [sheet for sheet in sheets if b"<f>" in sheet]


def test_the_workbook_has_charts_filters_and_frozen_headings(zh: Report) -> None:
    with ZipFile(BytesIO(DRAWN["xlsx"](zh))) as book:
        names = book.namelist()
        sheets = [book.read(n).decode() for n in names if n.startswith("xl/worksheets/s")]
    assert [name for name in names if name.startswith("xl/charts/chart")]
    assert all('state="frozen"' in sheet for sheet in sheets)
    assert all("<autoFilter" in sheet for sheet in sheets)


def test_the_document_names_a_chinese_font_and_repeats_its_headings(zh: Report) -> None:
    with ZipFile(BytesIO(DRAWN["docx"](zh))) as parts:
        styles, body = parts.read("word/styles.xml").decode(), parts.read("word/document.xml")
        pictures = [n for n in parts.namelist() if n.startswith("word/media/")]
        shown = [parts.read(name) for name in pictures]
    assert 'w:eastAsia="仿宋"' in styles
    assert 'w:eastAsia="zh-CN"' in styles
    assert b"<w:tblHeader/>" in body
    assert b'w:w="11906" w:h="16838"' in body
    assert shown == [PNG]


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_a_picture_that_cannot_be_shown_is_said(zh: Report, ending: str) -> None:
    text = READ[ending](DRAWN[ending](zh))
    assert "关键帧文件缺失。" in text
    assert "关键帧文件与登记的校验值（SHA-256）不符，不予展示。" in text
    assert "未生成关键帧。" in text


def test_a_key_frame_that_is_no_picture_does_not_stop_the_document(tmp_path: Path) -> None:
    (tmp_path / "k.jpg").write_bytes(b"not a picture")
    hall = film("hall.mp4", beijing("2026-11-03T09:00"))
    row = flag(hall, "PEEK", 10, evidence=(("key-frame", "k.jpg", b"not a picture"),))
    text = READ["docx"](DRAWN["docx"](circular(FakeRecord([row], [hall]), tmp_path)))
    assert "关键帧文件无法作为图片显示。" in text


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_month_without_anything_says_that_nothing_was_recorded(
    tmp_path: Path, ending: str, lang: str
) -> None:
    report = circular(FakeRecord(), tmp_path, lang)
    said = {"zh": "本期没有任何记录", "en": "Nothing was recorded in this period"}
    assert said[lang] in READ[ending](DRAWN[ending](report))


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_what_is_not_recorded_yet_is_never_a_number(zh: Report, ending: str) -> None:
    text = READ[ending](DRAWN[ending](zh))
    assert "尚未记录：人次、抽查人次与抽查率、案件数、涉及学员数。" in text
    assert "尚未记录：按考试员、安全员、驾校、考车的分布。" in text


@pytest.mark.parametrize("ending", ["docx", "html"])
def test_only_a_confirmed_flag_is_named_without_suspicion(en: Report, ending: str) -> None:
    text = READ[ending](DRAWN[ending](en))
    assert "Case 1: Seat left" in text
    assert "Case 2: Suspected: footage missing" in text


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_same_facts_and_clock_give_the_same_bytes(zh: Report, ending: str) -> None:
    assert DRAWN[ending](zh) == DRAWN[ending](replace(zh))


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_moment_of_packing_leaves_no_trace(zh: Report, ending: str) -> None:
    with ZipFile(BytesIO(DRAWN[ending](zh))) as parts:
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        about = parts.read("docProps/core.xml").decode()
    assert set(re.findall(r">(\d{4}-[^<]*)<", about)) == {"2026-12-01T01:30:00Z"}


@pytest.mark.parametrize("kind_name", ["day 2026-11-02", "week 2026-W45", "year 2026"])
def test_the_same_builder_serves_a_day_a_week_and_a_year(tmp_path: Path, kind_name: str) -> None:
    kind, name = kind_name.split()
    period = Period.parse(kind, name, BEIJING)  # type: ignore[arg-type]
    facts = gather(november(tmp_path), period, tmp_path, StandingClock())
    paths = publish(facts, "zh", tmp_path / "out")
    assert {p.name for p in paths.values()} == {f"proctor-{name}.{e}" for e in ENDINGS}
    assert all(p.stat().st_size > 1000 for p in paths.values())


def test_a_report_is_whole_or_not_there_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    facts = gather(november(tmp_path), NOVEMBER, tmp_path, StandingClock())
    publish(facts, "zh", tmp_path / "out")
    publish(facts, "zh", tmp_path / "out")
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == [
        f"proctor-2026-11.{ending}" for ending in ENDINGS
    ]


def test_a_long_list_is_cut_in_the_document_and_whole_in_the_workbook(tmp_path: Path) -> None:
    hall = film("hall.mp4", beijing("2026-11-03T09:00"))
    report = circular(FakeRecord([flag(hall, "PEEK", n) for n in range(320)], [hall]), tmp_path)
    assert "另有 20 行，见电子表格。" in READ["html"](DRAWN["html"](report))
    assert xlsx_cells(DRAWN["xlsx"](report)).count("hall.mp4") == 321


def test_a_folder_that_refuses_is_named_and_keeps_the_old_report(tmp_path: Path) -> None:
    facts = gather(november(tmp_path), NOVEMBER, tmp_path, StandingClock())
    publish(facts, "zh", tmp_path / "out")
    old = (tmp_path / "out" / "proctor-2026-11.html").read_bytes()
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="cannot write") as caught:
        publish(facts, "zh", tmp_path / "file" / "out")
    assert "-o" in caught.value.hint
    assert (tmp_path / "out" / "proctor-2026-11.html").read_bytes() == old
