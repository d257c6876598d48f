"""The models that benches look with."""

import os
import sys
from pathlib import Path


def folder_of(named: Path | None = None) -> Path:
    """The folder of the models, as named or as ``PROCTOR_MODELS`` has it; exits without either."""
    folder = named or os.environ.get("PROCTOR_MODELS")
    if not folder:
        sys.exit("No folder of models is named.\nSet PROCTOR_MODELS, as README.md does.")
    return Path(folder).expanduser().absolute()
