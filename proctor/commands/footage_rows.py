"""The running of ``proctor footage list``, ``clip`` and ``check``."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from proctor.commands.app import App, cell
from proctor.commands.bars import counted
from proctor.errors import NotFoundError
from proctor.footage import GONE, Segment
from proctor.home import Home
from proctor.i18n import _
from proctor.timeline import Span, seconds, without

if TYPE_CHECKING:
    from streams.footage.checking import Problem
    from streams.footage.shelf import Shelf

Stretch: TypeAlias = tuple[datetime, datetime]
"""Wall time, half-open."""

_MB = 1_000_000


def listed(
    app: App, camera: str | None, since: datetime | None, until: datetime | None, as_json: bool
) -> None:
    """Print every segment and archived recording in the stretch."""
    segments = [*_segments(Home(app.home), camera, since, until)]
    rows = map(row_of, segments)
    app.rows(rows if as_json else map(_in_words, rows), _columns(), as_json)
    if not segments:
        app.talk.print(_("There is no such footage."))


def _segments(
    home: Home, camera: str | None, since: datetime | None, until: datetime | None
) -> Iterator[Segment]:
    """Own footage, then archives; with ``camera``, its alone."""
    from streams.footage.archive import Archives
    from streams.footage.shelf import shelves

    for shelf in shelves(home.footages):
        if camera in (None, shelf.camera):
            yield from shelf.segments(since, until)
    for segment in Archives(home.archives).segments():
        if camera in (None, segment.camera) and _within(segment, since, until):
            yield segment


def _within(segment: Segment, since: datetime | None, until: datetime | None) -> bool:
    if segment.start is None or segment.end is None:
        return since is None and until is None
    return (since is None or segment.end > since) and (until is None or segment.start < until)


def row_of(segment: Segment) -> dict[str, object]:
    """A segment as a row."""
    return {
        "camera": segment.camera,
        "start": segment.start,
        "end": segment.end,
        "length_s": seconds(segment.length_us),
        "size": segment.size,
        "state": segment.state,
        "codec": segment.codec,
        "audio": segment.audio,
        "path": segment.path,
        "note": segment.note,
    }


def _in_words(row: Mapping[str, object]) -> Mapping[str, object]:
    states = {
        "whole": _("whole"),
        "salvaged": _("salvaged"),
        "found": _("indexed again"),
        "missing": _("missing"),
        "unreadable": _("unreadable"),
        "archived": _("archive"),
    }
    return {**row, "state": states[str(row["state"])], "mb": int(str(row["size"])) / _MB}


def _columns() -> dict[str, str]:
    return {
        "camera": _("Camera"),
        "start": _("Start"),
        "length_s": _("Length s"),
        "mb": _("MB"),
        "state": _("State"),
        "path": _("File"),
        "note": _("Remark"),
    }


def clipped(app: App, camera: str, stretch: Stretch, target: Path, as_json: bool) -> None:
    """Cut, and say what is missing of the stretch."""
    from streams.footage.joining import joined

    start, end = stretch
    wanted = Span(0, (end - start) // timedelta(microseconds=1))
    segments = [*_segments(Home(app.home), camera, start, end)]
    pieces = joined(segments, start, wanted, target)
    rows = [
        {
            "clip": piece.path,
            "start": start + timedelta(microseconds=piece.span.start_us),
            "end": start + timedelta(microseconds=piece.span.end_us),
            "length_s": seconds(piece.span.duration_us),
        }
        for piece in pieces
    ]
    columns = {"clip": _("File"), "start": _("Start"), "end": _("End"), "length_s": _("Length s")}
    app.rows(rows, columns, as_json)
    for hole in _holes(segments, start, wanted):
        first, last = (start + timedelta(microseconds=us) for us in (hole.start_us, hole.end_us))
        text = _("There is no footage from {start} to {end}.")
        app.talk.print(text.format(start=cell(first), end=cell(last)))


def _holes(segments: Sequence[Segment], zero: datetime, wanted: Span) -> list[Span]:
    """Seconds and more of ``wanted`` that no segment shows."""
    there = []
    for segment in segments:
        if segment.start and segment.state not in GONE:
            at = (segment.start - zero) // timedelta(microseconds=1)
            there.append(Span(at, at + segment.length_us))
    return [hole for hole in without(wanted, there) if seconds(hole.duration_us) >= 1]


def checked(app: App, camera: str | None, decode: bool, as_json: bool) -> int:
    """Print what is wrong; 1 when anything is."""
    from streams.footage.checking import problems

    all_shelves = shelves_of(Home(app.home), camera)
    found: list[Problem] = []
    total = sum(len(day.segments()) for shelf in all_shelves for day in shelf.days())
    done = 0
    with counted(app, _("Segments")) as step:

        def told() -> None:
            nonlocal done
            done += 1
            step(done, total)

        for shelf in all_shelves:
            found += problems(shelf, decode=decode, told=told)
    app.rows(map(_problem_row if as_json else _problem_in_words, found), _faults(), as_json)
    text = _("{n} segments, {bad} problems.")
    app.talk.print(text.format(n=total, bad=len(found)))
    return int(bool(found))


def shelves_of(home: Home, camera: str | None) -> "list[Shelf]":
    """Footage of all cameras, or of one. Raises ``NotFoundError``."""
    from streams.footage.shelf import shelves

    found = [shelf for shelf in shelves(home.footages) if camera in (None, shelf.camera)]
    if camera is not None and not found:
        raise NotFoundError(
            _("There is no footage of camera {camera}.").format(camera=camera),
            hint=_("List what there is with: proctor footage list"),
        )
    return found


def _problem_row(problem: "Problem") -> Mapping[str, object]:
    return {
        "camera": problem.camera,
        "path": problem.path,
        "fault": problem.fault,
        "detail": problem.detail,
    }


def _problem_in_words(problem: "Problem") -> Mapping[str, object]:
    words = {
        "missing": _("missing: somebody took it away"),
        "size": _("another size than in the index"),
        "unindexed": _("not in the index; the next recording puts it in"),
        "unfinished": _("left unfinished; the next recording salvages it"),
        "unreadable": _("unreadable"),
        "undecodable": _("not every picture can be decoded"),
        "damaged-index": _("lines of the index are not what was written"),
    }
    return {**_problem_row(problem), "fault": words[problem.fault]}


def _faults() -> dict[str, str]:
    return {
        "camera": _("Camera"),
        "path": _("File"),
        "fault": _("Problem"),
        "detail": _("Remark"),
    }
