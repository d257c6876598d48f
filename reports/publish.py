"""A report in every format, as files."""

from collections.abc import Callable
from pathlib import Path

from proctor.i18n import Language
from reports import docx_report, html_report, xlsx_report
from reports.circular.blocks import Report
from reports.circular.compose import compose
from reports.facts import Facts
from reports.files import put

DRAWN: dict[str, Callable[[Report], bytes]] = {
    "docx": docx_report.draw,
    "xlsx": xlsx_report.draw,
    "html": html_report.draw,
}
"""File ending → how it is drawn. The same report gives the same bytes."""


def publish(facts: Facts, lang: Language, folder: Path) -> dict[str, Path]:
    """Write ``proctor-<period>`` in every format below ``folder``; format → path.

    All are drawn before the first is written: a fault leaves the older reports as they were.
    Raises ``StorageError`` when the folder refuses.
    """
    report = compose(facts, lang)
    made = {ending: draw(report) for ending, draw in DRAWN.items()}
    return {ending: put(folder / f"{report.name}.{ending}", data) for ending, data in made.items()}
