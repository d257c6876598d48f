"""Collect every sentence for translation, keep what is translated, compile: ``make messages``.

click's own sentences ("Usage:", "No such option") come from click's sources, so that help and
usage errors speak Chinese too.
"""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po, write_po

from proctor.manual import page
from proctor.manual import sentences as meanings
from proctor.observations import COLUMNS
from proctor.rules import RULES

ROOT = Path(__file__).parent.parent
PACKAGES = ("proctor", "models", "streams", "reports")
PO = ROOT / "proctor" / "locale" / "zh_CN" / "LC_MESSAGES" / "proctor.po"
MO = PO.with_suffix(".mo")
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)
"""Stands for the dates in the header, which would change with every run."""
MANUAL = "manual/"
"""Where the docstrings of rules are said to stand."""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}


def sentences() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """(where it stands, the sentence): the house's own texts, the rules' manual, click's."""
    for _, text, _, _ in extract_from_file("python", ROOT / "cli.py", KEYWORDS):
        yield "cli.py", text
    for name in PACKAGES:
        found = extract_from_dir(ROOT / name, [("**.py", "python")], keywords=KEYWORDS)
        for file, _, text, _, _ in found:
            yield f"{name}/{file}", text
    for kind in RULES:
        yield f"{MANUAL}{kind.code}", page(kind)
        for text in meanings(kind).values():
            yield f"{MANUAL}{kind.code}", text
    for name, text in COLUMNS.items():
        yield f"{MANUAL}columns/{name}", text
    folder = Path(click.__file__).parent
    found = extract_from_dir(folder, [("**.py", "python")], keywords=KEYWORDS)
    for file, _, text, _, _ in found:
        yield f"click/{file}", text


def template() -> Catalog:
    """All sentences by the file they first stand in; no line numbers, so diffs stay small."""
    catalogue = Catalog(
        project="proctor",
        version="1",
        locale="zh_CN",
        charset="utf-8",
        fuzzy=False,
        header_comment="# Chinese texts of proctor; `make messages` keeps this file in order.",
        msgid_bugs_address="the issue tracker of proctor",
        last_translator="the authors of proctor",
        language_team="Chinese",
    )
    for where, text in sorted(sentences(), key=lambda pair: pair[0]):
        known = catalogue.get(text if isinstance(text, str) else text[0])
        if known is None:
            catalogue.add(text, locations=[(where, None)])
        elif (where, None) not in known.locations:
            known.locations.append((where, None))
    return catalogue


def translated() -> Catalog:
    """The Chinese catalogue as committed."""
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN", ignore_obsolete=True)


def merged(old: Catalog) -> Catalog:
    """Every present sentence with the translation it has; sentences that are gone are dropped."""
    fresh = template()
    for message in fresh:
        known = old.get(message.id) if message.id else None
        if known is not None and known.string:
            message.string = known.string
    return fresh


def missing(catalogue: Catalog) -> list[str]:
    """Sentences without a translation, the manual pages of rules among them."""
    return [str(m.id) for m in catalogue if m.id and not _is_translated(m)]


def _is_translated(message: Message) -> bool:
    return all(message.string) if isinstance(message.string, tuple) else bool(message.string)


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as text; the same whenever it is made."""
    buffer = BytesIO()
    write_po(buffer, catalogue, width=100, omit_header=False, include_lineno=False)
    return b"\n".join(line for line in buffer.getvalue().split(b"\n") if not _dated(line))


def _dated(line: bytes) -> bool:
    return line.startswith((b'"POT-Creation-Date', b'"PO-Revision-Date', b'"Generated-By'))


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as the program reads it; the same whenever it is made."""
    catalogue.creation_date = catalogue.revision_date = BEGINNING
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def entries(mo: bytes) -> dict[str, str]:
    """What a compiled catalogue says, its header aside."""
    return {str(m.id): str(m.string) for m in read_mo(BytesIO(mo)) if m.id}


def main() -> None:
    """Write both files and name what is still to be translated."""
    fresh = merged(translated())
    PO.write_bytes(po_bytes(fresh))
    MO.write_bytes(mo_bytes(translated()))
    left = missing(fresh)
    sys.stdout.write(f"{len(fresh)} sentences, {len(left)} without Chinese\n")
    sys.stdout.writelines(f"  {text}\n" for text in left)


if __name__ == "__main__":
    main()
