"""The running of ``proctor watch``: cameras side by side, one set of models, one writer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import click

from proctor.cameras.registry import read_registry
from proctor.commands.app import App, json_line
from proctor.commands.comparing import comparing
from proctor.commands.dashboard import dashboard
from proctor.commands.footage_watching import Upkeep
from proctor.commands.metrics import Place, served
from proctor.commands.posts import Posting
from proctor.commands.shift import Shift, ending
from proctor.commands.timetable import Timetable
from proctor.commands.watch_rows import Order, in_words
from proctor.commands.wiring import Wiring, home_of, models_folder, threads_for
from proctor.errors import CameraError, ProctorError
from proctor.home import Home
from proctor.i18n import _
from proctor.lane import Lane
from proctor.rulebook import Profile


@dataclass(frozen=True, slots=True)
class Duty:
    """How long and how openly the cameras are watched."""

    seconds: float | None
    """Time to watch; ``None``: until a signal comes."""
    metrics: Place | None
    """Where Prometheus may ask."""
    as_json: bool
    """Whether rows are printed as JSON."""
    identity: bool = False
    """Whether faces are held against enrolment photos."""
    pairs: Path | None = None
    """A site's own error rates of that."""


def orders_of(app: App, names: Sequence[str]) -> list[Order]:
    """The registered cameras of those names, or all. Raises ``CameraError`` if there are none."""
    registry = read_registry(Home(app.home))
    cameras = [registry.camera(name) for name in dict.fromkeys(names)] or registry.cameras
    if not cameras:
        raise CameraError(
            _("There are no cameras to watch."),
            hint=_("Add one with proctor cameras add NAME URL, or give a URL."),
        )
    return [
        Order(registry.whole(camera), camera.subject, camera.name, camera.site)
        for camera in cameras
    ]


def watched(app: App, orders: Sequence[Order], profile: Profile, duty: Duty) -> int:
    """Watch until the time is over or a signal comes; the exit code.

    A camera that cannot be watched is told and left out; if it is the only one, that is an error.
    """
    home = home_of(app)
    registry = read_registry(home)
    faces = comparing(app, duty.pairs) if duty.identity else None
    tools = Wiring(models_folder(app.home), threads_for(1), prompts=home.prompts)()
    say = partial(_say, app, duty.as_json)
    with app.record() as record, dashboard(app, duty.as_json) as show:
        upkeep = Upkeep(record, home)
        timetable = Timetable(tuple(order.named for order in orders), seated=duty.identity)
        timetable.refresh(record)
        shift = Shift(app, home, show, say, (upkeep.prune, partial(timetable.refresh, record)))
        posting = Posting(
            app=app,
            home=home,
            record=record,
            tools=tools,
            lane=Lane(tools.eyes),
            profile=profile,
            allow=registry.allow,
            timetable=timetable,
            comparing=faces,
            say=say,
        )
        _man(shift, posting, orders)
        upkeep.recorders = [r for post in shift.posts if (r := post.camera.recorder)]
        with served(duty.metrics, lambda: shift.standings), ending(shift, duty.seconds):
            return shift.run()


def _man(shift: Shift, posting: Posting, orders: Sequence[Order]) -> None:
    for order in orders:
        try:
            shift.posts.append(posting.post(order))
        except ProctorError as error:
            if len(orders) == 1:
                raise
            shift.leave_out(order.camera, error)
    if not shift.posts:
        raise CameraError(_("No camera can be watched."), hint=_("The lines above say why."))


def _say(app: App, as_json: bool, row: Mapping[str, object]) -> None:
    if as_json:
        click.echo(json_line(row))
    elif row["event"] != "status":
        app.out.print(in_words(row, app.lang))
