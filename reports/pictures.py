"""A drawing as a file: PNG, SVG or a page, by the ending of its name."""

from collections.abc import Sequence
from pathlib import Path

from proctor.errors import SettingsError
from proctor.i18n import _, language
from proctor.storage import write_whole
from reports import html_report
from reports.accuracy.drawing import Drawing, png, svg
from reports.accuracy.page import Curve, Page
from reports.circular.blocks import Block, Text

ENDINGS = (".png", ".svg", ".html")


def write_picture(drawing: Drawing, path: Path, title: str, words: Sequence[str] = ()) -> None:
    """Store it whole or not at all; ``words`` are paragraphs, which only a page shows.

    Raises ``SettingsError`` for another ending and ``StorageError`` as storing does.
    """
    refuse_other_endings(path)
    match path.suffix.lower():
        case ".png":
            write_whole(path, png(drawing))
        case ".svg":
            write_whole(path, svg(drawing).encode())
        case _:
            write_whole(path, _page(drawing, title, words))


def refuse_other_endings(path: Path) -> None:
    """Raises ``SettingsError`` for a file that ``write_picture`` could not make."""
    if path.suffix.lower() not in ENDINGS:
        text = _("{path}: pictures end in {endings}.")
        raise SettingsError(text.format(path=path, endings=", ".join(ENDINGS)))


def _page(drawing: Drawing, title: str, words: Sequence[str]) -> bytes:
    blocks: list[Block | Curve] = [Text(one) for one in words]
    blocks.append(Curve(title, drawing))
    return html_report.draw(Page(language(), title, "", "", "", tuple(blocks)))
