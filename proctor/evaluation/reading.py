"""Files of truth, whatever their format."""

from collections.abc import Iterable
from pathlib import Path

from proctor.errors import TruthError
from proctor.evaluation.cvat import read_cvat
from proctor.evaluation.references import Reference
from proctor.evaluation.truth import read_truth
from proctor.i18n import _

PATTERNS = ("*.truth.json", "*.xml")
"""What is looked for in a folder."""


def truth_files(paths: Iterable[Path]) -> list[Path]:
    """The files themselves, folders replaced by what lies in them, sorted, each once.

    Raises ``TruthError`` for a path that is not there, or a folder without truth.
    """
    found: list[Path] = []
    for path in paths:
        inside = (
            sorted(file for p in PATTERNS for file in path.rglob(p) if file.is_file())
            if path.is_dir()
            else [path]
        )
        if not inside:
            raise TruthError(
                _("{folder} holds no truth.").format(folder=path),
                hint=_("Truth files end in .truth.json, annotations of CVAT in .xml."),
            )
        found += inside
    return list({path.resolve(): path for path in reversed(found)}.values())[::-1]


def read(path: Path, fps: float | None = None) -> Reference:
    """The reference in a truth file or an annotation file of CVAT. Raises ``TruthError``."""
    return read_cvat(path, fps) if path.suffix.lower() == ".xml" else read_truth(path)
