"""The running of ``proctor footage index``."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from proctor.commands.analyze import recordings_in
from proctor.commands.app import App
from proctor.commands.bars import counted
from proctor.commands.footage_rows import row_of
from proctor.commands.wiring import heads
from proctor.footage import Segment
from proctor.home import Home
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    from streams.footage.archive import Indexed
    from streams.footage.names import Layout


def indexed(app: App, folder: Path, layouts: Path | None, as_json: bool) -> None:
    """Index the folder; print its cameras, or every file as JSON."""
    from streams.footage.archive import Archive

    home = Home(app.home).ready()
    archive = Archive.of(home.archives, folder)
    files = recordings_in((folder,))
    with counted(app, _("Files")) as step, heads(folder) as read:
        found = [*archive.index(folder, files, _layouts(home, layouts), read, step)]
    if as_json:
        app.rows(({**row_of(one.segment), "change": one.change} for one in found), {}, as_json=True)
    else:
        there = [one.segment for one in found if one.change != "gone"]
        app.rows(_cameras(there), _columns(), as_json=False)
    _talk(app, found)


def _layouts(home: Home, given: Path | None) -> "Sequence[Layout]":
    """The site's own ways of naming first."""
    from streams.footage.names import LAYOUTS, load_layouts

    path = given or home.layouts
    own = load_layouts(path) if given or path.exists() else ()
    return (*own, *LAYOUTS)


def _cameras(segments: Iterable[Segment]) -> list[Mapping[str, object]]:
    """A row per camera."""
    found: dict[str, list[Segment]] = defaultdict(list)
    for segment in segments:
        found[segment.camera].append(segment)
    return [_camera(name, all_of_it) for name, all_of_it in sorted(found.items())]


def _camera(name: str, segments: Sequence[Segment]) -> Mapping[str, object]:
    starts = [s.start for s in segments if s.start]
    ends = [s.end for s in segments if s.end]
    return {
        "camera": name,
        "files": len(segments),
        "hours": seconds(sum(s.length_us for s in segments)) / 3600,
        "first": min(starts, default=None),
        "last": max(ends, default=None),
        "unreadable": sum(s.state == "unreadable" for s in segments),
    }


def _columns() -> dict[str, str]:
    return {
        "camera": _("Camera"),
        "files": _("Files"),
        "hours": _("Hours"),
        "first": _("First"),
        "last": _("Last"),
        "unreadable": _("Unreadable"),
    }


def _talk(app: App, found: "Sequence[Indexed]") -> None:
    """What is new, and what cannot be read or placed."""
    counts = {change: sum(one.change == change for one in found) for change in _changes()}
    said = ", ".join(f"{n} {_changes()[change]}" for change, n in counts.items() if n)
    app.talk.print(said or _("No recordings found."))
    for one in found:
        if one.segment.state == "unreadable" and one.change != "gone":
            app.talk.print(f"{one.segment.path}: {one.segment.note}")
    timeless = sum(one.segment.start is None and one.segment.state == "archived" for one in found)
    if timeless:
        text = _("{n} files do not say when they began; --layouts can teach how to read them.")
        app.talk.print(text.format(n=timeless))


def _changes() -> Mapping[str, str]:
    return {
        "new": _("new"),
        "changed": _("changed"),
        "known": _("known"),
        "gone": _("gone"),
    }
