"""The columns of a roster: what each is called in the national systems, in Chinese, in English."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

Name: TypeAlias = Literal[
    "serial",
    "id_number",
    "name",
    "subject",
    "site",
    "hall",
    "vehicle",
    "seat",
    "licence",
    "examiner",
    "officer",
    "school",
    "date",
    "starts",
    "ends",
    "check_in",
    "breaks",
    "photo",
]


@dataclass(frozen=True, slots=True)
class Field:
    """One column."""

    name: Name
    """What the code calls it."""
    code: str
    """Field name of the national exam systems; empty where they have none."""
    titles: tuple[str, ...]
    """What else it is called, Chinese first; compared without spaces and in lower case."""
    needed: bool = False
    """Whether a roster without this column is refused."""


FIELDS: tuple[Field, ...] = (
    Field("serial", "lsh", ("流水号", "serial", "serial number"), needed=True),
    Field(
        "id_number",
        "sfzmhm",
        ("身份证明号码", "身份证号", "身份证号码", "证件号码", "id number"),
        needed=True,
    ),
    Field("name", "xm", ("姓名", "考生姓名", "name"), needed=True),
    Field("subject", "kskm", ("考试科目", "科目", "subject"), needed=True),
    Field("site", "kcmc", ("考场名称", "考场", "site")),
    Field("hall", "ks", ("考室", "考室名称", "hall")),
    Field("vehicle", "kchp", ("考车号牌", "考车", "车牌号", "号牌号码", "vehicle")),
    Field("seat", "kw", ("考位", "座位", "座位号", "机位", "seat")),
    Field("licence", "kscx", ("准驾车型", "考试车型", "车型", "licence class")),
    Field("examiner", "ksy1", ("考试员", "考试员1", "examiner")),
    Field("officer", "aqy", ("安全员", "safety officer")),
    Field("school", "jxmc", ("驾校", "驾校名称", "school")),
    Field("date", "ksrq", ("考试日期", "日期", "date"), needed=True),
    Field("starts", "kssj", ("开始", "开始时间", "考试开始时间", "starts", "start"), needed=True),
    Field("ends", "jssj", ("结束", "结束时间", "考试结束时间", "ends", "end"), needed=True),
    Field("check_in", "qdsj", ("签到", "签到时间", "报到时间", "check-in", "check in")),
    Field("breaks", "", ("休息", "休息时间", "中途休息", "breaks", "break")),
    Field("photo", "zp", ("照片", "照片文件", "photo")),
)
"""Every column that means something; others are let be."""


def plain(title: str) -> str:
    """A heading without what people add to it: spaces, stars, colons."""
    kept = (c for c in title.casefold() if not c.isspace() and c not in "*:：_-")
    return "".join(kept)


_BY_TITLE = {
    plain(title): field.name for field in FIELDS for title in (field.code, *field.titles) if title
}


def columns_of(headings: Sequence[str]) -> dict[Name, int]:
    """Which column holds what; the first one where two have the same meaning."""
    found: dict[Name, int] = {}
    for at, heading in enumerate(headings):
        name = _BY_TITLE.get(plain(heading))
        if name is not None:
            found.setdefault(name, at)
    return found


def lacking(columns: dict[Name, int]) -> list[Field]:
    """The columns that must be there and are not."""
    return [field for field in FIELDS if field.needed and field.name not in columns]
