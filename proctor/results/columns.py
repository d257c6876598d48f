"""The columns of a table of results, and the two ways in which it may tell of items."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from proctor.results import cells
from proctor.rosters.cell import Cell
from proctor.rosters.cells import READERS
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

ATTEMPT = tuple(one for one in COLUMNS if one.name not in ("item", "seconds", "deducted"))
"""The columns that tell of the attempt as a whole."""
OF_ITEM = tuple(one for one in COLUMNS if one not in ATTEMPT)
"""The columns of a table with a row per item."""

_BY_TITLE = {plain(title): one.name for one in COLUMNS for title in one.titles if title}
_BY_NAME = {one.name: one for one in COLUMNS}
_ENDINGS: tuple[tuple[str, str], ...] = (
    *((ending, "seconds") for ending in ("用时", "时长", "seconds")),
    *((ending, "deducted") for ending in ("扣分", "deduction")),
)
"""How the headings of columns end that tell of one item, such as 倒车入库用时."""


@dataclass(slots=True)
class Headings:
    """Which column holds what."""

    titles: Sequence[str] = ()
    """As the file has them."""
    at: dict[str, int] = field(default_factory=dict)
    """Name of a column → where it is; the first one where two have the same meaning."""
    items: dict[str, dict[str, int]] = field(default_factory=dict)
    """Name of an item → where its ``seconds`` and ``deducted`` are, in a table with a row per
    attempt; empty in one with a row per item."""

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
    if found.has_row_per_item:
        found.items.clear()
    return found


def _of_one_item(title: str) -> tuple[str, str] | None:
    written = " ".join(title.split()).rstrip("*:： ")
    for ending, what in _ENDINGS:
        if written.casefold().endswith(ending) and len(written) > len(ending):
            return written[: -len(ending)].rstrip(" _-:："), what
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
