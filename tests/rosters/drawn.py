"""Rosters drawn by lot, with faults that are known."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from proctor.rosters.numbers import check

HEADINGS = [
    "流水号",
    "身份证明号码",
    "姓名",
    "考试科目",
    "考场",
    "考室",
    "考位",
    "考车号牌",
    "准驾车型",
    "考试员",
    "安全员",
    "驾校",
    "考试日期",
    "开始",
    "结束",
    "签到时间",
    "休息",
]
AT = {name: n for n, name in enumerate(HEADINGS)}


@dataclass(frozen=True)
class Fault:
    """One cell made wrong."""

    row: int
    column: str


def resident(lot: random.Random) -> str:
    first = f"1101{lot.randint(1, 20):02d}{lot.randint(1960, 2007)}{lot.randint(1, 12):02d}"
    first += f"{lot.randint(1, 28):02d}{lot.randint(0, 999):03d}"
    return first + check(first)


def good(number: int, lot: random.Random) -> list[str]:
    """A row without faults; nobody is where another one is at that time."""
    subject = lot.choice("123")
    hour, minute = 8 + number % 9, lot.choice((0, 15, 30, 45))
    return [
        f"1260{number:09d}",
        resident(lot),
        lot.choice("王李张刘陈") + lot.choice(("伟", "芳", "秀英", "敏", "静")),
        f"科目{'一二三'[int(subject) - 1]}",
        "城东考场",
        f"{number // 360 % 4 + 1}考室" if subject == "1" else "",
        f"{number // 9 % 40 + 1}" if subject == "1" else "",
        "" if subject == "1" else f"京A{number:05d}学",
        lot.choice(("C1", "C2", "B2")),
        lot.choice(("赵一", "钱二")),
        "" if subject == "1" else "孙三",
        lot.choice(("平安驾校", "顺达驾校")),
        f"2026-11-{number // 1440 % 28 + 1:02d}",
        f"{hour:02d}:{minute:02d}",
        f"{hour:02d}:{minute + 14:02d}",
        f"{hour - 1:02d}:{minute:02d}",
        f"{hour:02d}:{minute + 5:02d}-{hour:02d}:{minute + 7:02d}" if number % 7 == 0 else "",
    ]


def _flipped(text: str) -> str:
    return text[:-1] + ("1" if text[-1] != "1" else "2")


WRONG: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("流水号", lambda _: ""),
    ("身份证明号码", _flipped),
    ("身份证明号码", lambda text: text[:6] + "20011340" + text[14:]),
    ("身份证明号码", lambda text: text[:17]),
    ("姓名", lambda _: " "),
    ("考试科目", lambda _: "科目五"),
    ("准驾车型", lambda _: "Z9"),
    ("考试日期", lambda _: "2026-11-31"),
    ("考试日期", lambda _: "26年冬"),
    ("开始", lambda _: "25:00"),
    ("结束", lambda _: "00:01"),
    ("签到时间", lambda _: "23:59"),
    ("休息", lambda _: "下课后"),
)


def drawn(rows: int, faulty: int, seed: int = 1) -> tuple[list[list[str]], list[Fault]]:
    """Rows below the headings, and what is wrong with which."""
    lot = random.Random(seed)  # noqa: S311 - rows by lot, no secrets
    table = [good(number, lot) for number in range(rows)]
    faults = []
    for at in sorted(lot.sample(range(rows), faulty)):
        column, spoil = lot.choice(WRONG)
        table[at][AT[column]] = spoil(table[at][AT[column]])
        faults.append(Fault(at + 2, column))
    return table, faults


def workbook(path: Path, table: list[list[str]]) -> Path:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("考生")
    for row in (HEADINGS, *table):
        sheet.append(row)
    book.save(path)
    return path
