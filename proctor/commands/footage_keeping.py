"""What footage must stay; the running of ``proctor footage prune``, ``hold``, ``release``."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.footage_rows import Stretch
from proctor.errors import DecisionError
from proctor.evidence import ROLL
from proctor.footage import Limits, Need, Surplus, load_limits
from proctor.home import Home
from proctor.i18n import _
from proctor.review import name_of
from proctor.timeline import SystemClock, seconds

if TYPE_CHECKING:
    from streams.footage.holds import Hold
    from streams.footage.pruning import Pruned
    from streams.footage.shelf import Shelf


def needs(record: Record, home: Home) -> list[Need]:
    """What flags and holds need. Raises ``StorageError`` when that cannot be known."""
    from streams.footage.holds import Holds

    return [*_of_flags(record), *(hold.need for hold in Holds(home.footages).standing())]


def _of_flags(record: Record) -> Iterator[Need]:
    """Flags need their footage until somebody calls them false alarms."""
    for row in record.flags():
        if row.state == "false-alarm":
            continue
        span = row.flag.span.widened(ROLL, ROLL)
        start, end = row.clock.wall(span.start_us), row.clock.wall(span.end_us)
        if start and end:
            yield Need(row.camera, start, end, f"flag {row.flag.id}")


def prune(record: Record, home: Home, limits: Limits, recorded: Sequence["Shelf"] = ()) -> "Pruned":
    """Delete what is due; ``recorded`` are the shelves that this very program writes."""
    from streams.footage.pruning import Pruned, due, pruned
    from streams.footage.shelf import shelves

    ours = {shelf.folder: shelf for shelf in recorded}
    everything = [ours.get(shelf.folder, shelf) for shelf in shelves(home.footages)]
    now = SystemClock().now()
    if next(due(everything, limits, (), now), None) is None:
        return Pruned()  # as almost always, and reading all flags takes long
    return pruned(everything, limits, needs(record, home), now)


def prune_now(app: App, dry_run: bool, as_json: bool) -> None:
    """Print what goes, or would go."""
    from streams.footage.pruning import due
    from streams.footage.shelf import shelves

    home = Home(app.home)
    limits = load_limits(home.recorder)
    with app.record() as record:
        if dry_run:
            now = SystemClock().now()
            gone = [*due(shelves(home.footages), limits, needs(record, home), now)]
            busy: list[str] = []
        else:
            told = prune(record, home, limits)
            gone, busy = told.gone, told.busy
    columns = {
        "camera": _("Camera"),
        "start": _("Start"),
        "length_s": _("Length s"),
        "mb": _("MB"),
        "why": _("Reason"),
    }
    app.rows(map(_row, gone), columns, as_json)
    _talk(app, limits, gone, busy, dry_run)


def _talk(
    app: App, limits: Limits, gone: Sequence[Surplus], busy: Sequence[str], dry_run: bool
) -> None:
    if limits.endless:
        app.talk.print(_("No limits are set in recorder.toml: nothing is ever deleted."))
    text = _("{n} segments, {gb:.2f} GB would go.") if dry_run else _("{n} segments, {gb:.2f} GB.")
    size = sum(one.segment.size for one in gone)
    app.talk.print(text.format(n=len(gone), gb=size / 1e9))
    for camera in busy:
        words = _("Camera {camera} is being recorded; its recorder prunes it by itself.")
        app.talk.print(words.format(camera=camera))


def _row(one: Surplus) -> Mapping[str, object]:
    return {
        "camera": one.segment.camera,
        "start": one.segment.start,
        "length_s": seconds(one.segment.length_us),
        "mb": one.segment.size / 1e6,
        "path": one.segment.path,
        "why": one.why,
    }


def held(app: App, camera: str, stretch: Stretch, why: str, by: str, as_json: bool) -> None:
    """Write a hold down and print it."""
    from streams.footage.holds import Holds

    name, words = name_of(by), " ".join(why.split())
    if not words:
        raise DecisionError(_("A hold needs a reason."), hint=_("Give it with --why."))
    need = Need(camera, *stretch, words)
    hold = Holds(Home(app.home).ready().footages).add(need, name, SystemClock().now())
    _print([hold], app, as_json)


def list_holds(app: App, as_json: bool) -> None:
    """Print those that stand."""
    from streams.footage.holds import Holds

    _print(Holds(Home(app.home).footages).standing(), app, as_json)


def released(app: App, number: int, by: str) -> None:
    """Lift a hold."""
    from streams.footage.holds import Holds

    name = name_of(by)
    Holds(Home(app.home).footages).lift(number, name, SystemClock().now())
    app.talk.print(_("Hold {number} is lifted.").format(number=number))


def _print(holds: Sequence["Hold"], app: App, as_json: bool) -> None:
    columns = {
        "hold": _("Hold"),
        "camera": _("Camera"),
        "start": _("Start"),
        "end": _("End"),
        "why": _("Reason"),
        "by": _("By"),
    }
    rows = (
        {
            "hold": hold.number,
            "camera": hold.need.camera,
            "start": hold.need.start,
            "end": hold.need.end,
            "why": hold.need.why,
            "by": hold.by,
            "at": hold.at,
        }
        for hold in holds
    )
    app.rows(rows, columns, as_json)
