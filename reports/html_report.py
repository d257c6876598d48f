"""One self-contained page: no script, no link, nothing fetched; good on a screen and on paper."""

import base64
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from jinja2 import Template


class Page(Protocol):
    """What a page is made of; a whole ``Report`` has all of it."""

    @property
    def lang(self) -> str:
        """``zh`` or ``en``."""
        ...

    @property
    def title(self) -> str:
        """Of the page."""
        ...

    @property
    def subtitle(self) -> str:
        """Below the title."""
        ...

    @property
    def meta(self) -> str:
        """One line in small print."""
        ...

    @property
    def footer(self) -> str:
        """At the end."""
        ...

    @property
    def blocks(self) -> Sequence[object]:
        """Each with a ``kind`` that the template knows."""
        ...


def draw(report: Page) -> bytes:
    """``report`` as the bytes of an HTML file, UTF-8."""
    return _template().render(report=report).encode()


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    house = Environment(
        loader=PackageLoader("reports"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    house.filters["data_url"] = _data_url
    house.filters["points"] = _points
    return house.get_template("report.html")


def _data_url(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"


def _points(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
