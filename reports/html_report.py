"""One self-contained page: no script, no link, nothing fetched; good on a screen and on paper."""

import base64
from functools import cache
from typing import TYPE_CHECKING

from reports.circular.blocks import Report

if TYPE_CHECKING:
    from jinja2 import Template


def draw(report: Report) -> bytes:
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
    return house.get_template("report.html")


def _data_url(picture: bytes) -> str:
    kind = "png" if picture.startswith(b"\x89PNG") else "jpeg"
    return f"data:image/{kind};base64,{base64.b64encode(picture).decode()}"
