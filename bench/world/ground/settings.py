"""Where things lie, as ``world.toml`` and the environment say."""

import os
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
"""The folder of the generator, with world.toml, scenarios and plans."""
ROOT = HERE.parent.parent
"""The folder of the repository."""
CURE = f"Set WORLD_ASSETS, or the name in {HERE / 'world.toml'}; README.md says what belongs there."


def folder() -> Path:
    """The folder of the assets: ``WORLD_ASSETS``, else as named in world.toml.

    Ends the program with the cure when there is none.
    """
    found = (HERE / os.environ.get("WORLD_ASSETS", _told()["assets"])).resolve()
    if not (found / "body" / "base.obj.gz").exists():
        raise SystemExit(f"No assets in {found}\nHint: {CURE}")
    return found


def labelled() -> dict:
    """Folders of pictures labelled by others: name -> {classes, licence}."""
    return _told()["labelled"]


def _told():
    return tomllib.loads((HERE / "world.toml").read_text("utf-8"))
