"""The measured section of a page of design, written anew."""

import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path


def write_measured(page: Path, measured: Callable[[Path], str]) -> None:
    """What ``measured`` finds, working in a folder of its own, as the page's section *Measured*."""
    with tempfile.TemporaryDirectory() as folder:
        text = measured(Path(folder))
    section = f"## Measured\n\n{text}\n"
    told = page.read_text("utf-8")
    page.write_text(re.sub(r"## Measured\n.*?(?=## )", lambda _: section, told, flags=re.DOTALL))
    sys.stdout.write(text)
