"""Where the assets lie: ``WORLD_ASSETS``, else the folder named in world.toml."""

import os
import tomllib
from pathlib import Path

HERE = Path(__file__).resolve().parent
CURE = f"Set WORLD_ASSETS, or the name in {HERE / 'world.toml'}; README.md says what belongs there."


def folder() -> Path:
    """The folder of the assets; ends the program with the cure when there is none."""
    named = tomllib.loads((HERE / "world.toml").read_text("utf-8"))["assets"]
    found = (HERE / os.environ.get("WORLD_ASSETS", named)).resolve()
    if not (found / "body" / "base.obj.gz").exists():
        raise SystemExit(f"No assets in {found}\nHint: {CURE}")
    return found
