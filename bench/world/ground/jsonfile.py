"""JSON files that are there whole or not at all."""

import json
import os


def read(path):
    """The JSON of a file; None when it is missing or cut short."""
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return None


def write(path, what, indent=None):
    """Write JSON: beside its place first, then moved there."""
    part = path.with_suffix(f".{os.getpid()}.part")
    separators = (",", ":") if indent is None else None
    part.write_text(json.dumps(what, separators=separators, indent=indent), "utf-8")
    part.replace(path)
