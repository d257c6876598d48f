"""The columns of a table of results, and the two ways in which it may tell of items."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from proctor.results import cells
from proctor.rosters.cell import Cell
from proctor.rosters.cells import READERS
from proctor.rosters.dates import hour_if_any
from proctor.rosters.fields import FIELDS, plain
from proctor.rosters.texts import text

Reader = Callable[[Cell], object]


@dataclass(frozen=True, slots=True)
class Column:
    """One column."""

    name: str
    """What the code calls it."""
    titles: tuple[str, ...]
    """What headings call it, the one that is shown first."""
    reader: Reader
    """What a cell of it says; raises ``ValueError`` with words for whoever typed it."""
    needed: bool = False
    """Whether a table without it is refused."""


_NEEDED = {"serial", "id_number", "subject", "date", "starts", "ends"}
_OWN = (
    Column("score", ("成绩", "考试成绩", "分数", "得分", "score", "kscj"), cells.number),
    Column(
        "passed", ("合格", "是否合格", "考试结果", "结果", "passed", "result", "sfhg"), cells.passed
    ),
    Column(
        "item",
        ("项目", "考试项目", "项目名称", "题号", "试题编号", "item", "question"),
        cells.filled,
    ),
    Column("seconds", ("用时", "项目用时", "答题用时", "时长", "seconds"), cells.duration),
    Column("deducted", ("扣分", "项目扣分", "deduction", "deducted"), cells.number),
    Column(
        "item_starts",
        ("项目开始", "项目开始时间", "答题开始", "答题开始时间", "item starts", "item start"),
        hour_if_any,
    ),
    Column(
        "item_ends",
        ("项目结束", "项目结束时间", "答题结束", "答题结束时间", "item ends", "item end"),
        hour_if_any,
    ),
)
COLUMNS: tuple[Column, ...] = (
    *(
        Column(
            one.name,
            (*one.titles[:1], one.code, *one.titles[1:]),
            text if one.name == "name" else READERS[one.name],
            one.name in _NEEDED,
        )
        for one in FIELDS
        if one.name != "photo"
    ),
    *_OWN,
)
"""Every column that means something beside those of single items; others are let be."""

OF_ITEM = ("item", "seconds", "deducted", "item_starts", "item_ends")
"""The columns of a table with a row per item."""
ATTEMPT = tuple(one for one in COLUMNS if one.name not in OF_ITEM)
"""The columns that tell of the attempt as a whole."""

_BY_TITLE = {plain(title): one.name for one in COLUMNS for title in one.titles if title}
_BY_NAME = {one.name: one for one in COLUMNS}
_ENDINGS: tuple[tuple[str, str], ...] = (
    *((ending, "seconds") for ending in ("用时", "时长", "seconds")),
    *((ending, "deducted") for ending in ("扣分", "deduction")),
    *((ending, "item_starts") for ending in ("开始时间", "开始", "starts")),
    *((ending, "item_ends") for ending in ("结束时间", "结束", "ends")),
)
"""How the headings of columns end that tell of one item, such as 倒车入库用时."""
_OF_ALL = frozenset(("总", "总计", "合计", "累计", "共", "考试", "total", "exam", "test"))
"""What stands before such an ending in what is told of the whole exam, such as 总扣分: no item."""


@dataclass(slots=True)
class Headings:
    """Which column holds what."""

    titles: Sequence[str] = ()
    """As the file has them."""
    at: dict[str, int] = field(default_factory=dict)
    """Name of a column → where it is; the first one where two have the same meaning."""
    items: dict[str, dict[str, int]] = field(default_factory=dict)
    """Name of an item → where its columns of ``OF_ITEM`` are, in a table with a row per attempt;
    empty in one with a row per item."""

    @property
    def lacking(self) -> list[Column]:
        """The columns that must be there and are not."""
        return [one for one in COLUMNS if one.needed and one.name not in self.at]

    @property
    def has_row_per_item(self) -> bool:
        """Whether a row tells of one item only."""
        return "item" in self.at


def headings_of(titles: Sequence[str]) -> Headings:
    """What the columns of a table hold."""
    found = Headings(titles)
    for at, title in enumerate(titles):
        name = _BY_TITLE.get(plain(title))
        if name is not None:
            found.at.setdefault(name, at)
        elif (told := _of_one_item(title)) is not None:
            item, what = told
            found.items.setdefault(item, {}).setdefault(what, at)
    found.items = {} if found.has_row_per_item else _only_items(found.items)
    return found


def _only_items(told: Mapping[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    """Without what only begins or only ends, such as 报名开始: that is no item."""
    return {
        item: columns
        for item, columns in told.items()
        if columns.keys() & {"seconds", "deducted"}
        or {"item_starts", "item_ends"} <= columns.keys()
    }


def _of_one_item(title: str) -> tuple[str, str] | None:
    written = " ".join(title.split()).rstrip("*:： ")
    for ending, what in _ENDINGS:
        if written.casefold().endswith(ending) and len(written) > len(ending):
            item = written[: -len(ending)].rstrip(" _-:：")
            return None if plain(item) in _OF_ALL else (item, what)
    return None


def reader_of(name: str) -> Reader:
    """How the cells of a column are read."""
    return _BY_NAME[name].reader


def readers() -> Mapping[str, Reader]:
    """Every column of an attempt with how it is read."""
    return {one.name: one.reader for one in ATTEMPT}


def title_of(name: str) -> str:
    """What a column is called where the file has none of that name."""
    return _BY_NAME[name].titles[0]
