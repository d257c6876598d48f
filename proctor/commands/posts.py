"""One camera on duty: its reader, its watch, its keeper."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from queue import Queue
from typing import TYPE_CHECKING, TypeAlias

from proctor.analysis import task_of
from proctor.audit import Record
from proctor.cameras.address import masked
from proctor.cameras.allowed import require
from proctor.cellwatch import cell_watch
from proctor.chapters import Told
from proctor.commands.app import App
from proctor.commands.face_news import FaceNews
from proctor.commands.keeping import Keeper
from proctor.commands.timetable import Timetable
from proctor.commands.watch_rows import Order, Standing
from proctor.facewatch import Comparing, FaceWatch
from proctor.findings import PICTURE
from proctor.footage import load_limits
from proctor.home import Home
from proctor.lane import Lane
from proctor.perceive import Perceiver
from proctor.perception import EXAMS
from proctor.placing.reading import layout_for
from proctor.rosters.seating import Spot
from proctor.rulebook import Profile, resolve
from proctor.timeline import ClockMap, Span, SystemClock, seconds
from proctor.watching import Watch, live_fingerprint

if TYPE_CHECKING:
    from proctor.analysis import Tools
    from streams.camera import LiveCamera

Say: TypeAlias = Callable[[Mapping[str, object]], None]
"""Prints a row."""


@dataclass(slots=True)
class Post:
    """Watches in a thread of its own; what it tells is taken by the one thread that writes."""

    camera: "LiveCamera"
    watch: Watch
    keeper: Keeper
    thread: threading.Thread | None = None
    over: bool = False
    failed: bool = False
    """Whether it ended before its time."""
    beat: float = field(default_factory=time.monotonic)
    """When the watch last showed that it is alive, running seconds."""

    def start(self, told: "Queue[Message]") -> None:
        """Begin; the last message is ``None``."""
        name = f"watch {self.keeper.order.camera}"
        self.thread = threading.Thread(target=self._run, args=(told,), name=name, daemon=True)
        self.thread.start()

    def _run(self, told: "Queue[Message]") -> None:
        try:
            for event in self.watch.events():
                self.beat = time.monotonic()
                if event is not None:
                    told.put((self, event))
        except BaseException as error:  # the thread that writes has to know
            told.put((self, error))
        finally:
            told.put((self, None))

    def standing(self) -> Standing:
        """As of now."""
        pulse, looked, keeper = self.camera.pulse(), self.watch.looked_us, self.keeper
        seen = pulse.state == "live" and looked is not None and not self.failed
        counts = self.watch.chapter.perceiver.counts
        return Standing(
            camera=keeper.order.camera,
            state="unwatched" if self.failed else pulse.state,
            cause=pulse.cause,
            rate=round(pulse.rate, 1),
            delay_s=max(0.0, round(pulse.watched_s - seconds(looked or 0), 2)) if seen else None,
            watched_s=pulse.watched_s,
            gaps=pulse.gaps,
            missing_s=pulse.missing_s,
            open_flags=len(keeper.open),
            flags=keeper.flags,
            left_out=counts.get("skipped_looks", 0) + counts.get("missed_looks", 0),
        )


Message: TypeAlias = tuple[Post, Told | BaseException | None]
"""What a post tells: an event, that it failed, or that it is over."""


@dataclass(frozen=True, slots=True)
class Posting:
    """Makes posts that share the models and the record."""

    app: App
    home: Home
    record: Record
    tools: "Tools"
    lane: Lane
    profile: Profile
    allow: tuple[str, ...]
    """Where connections may lead."""
    timetable: Timetable
    """What is planned before all of them."""
    comparing: Comparing | None
    """Compares faces; ``None``: nobody asked for it."""
    say: Say

    def post(self, order: Order) -> Post:
        """A camera put on duty. Raises ``ProctorError`` when that cannot be."""
        from streams.camera import LiveCamera
        from streams.footage.recorder import Recorder

        clock = SystemClock()
        moment = clock.now().strftime("%Y%m%dT%H%M%SZ")
        rulebook = resolve(self.profile, order.subject, order.camera, order.site)
        layout = layout_for(self.home.places(order.camera), order.subject)
        meter = self.tools.meter()  # one for all chapters: it knows the view from before

        def begin(number: int) -> Perceiver:
            fingerprint = live_fingerprint(order.camera, moment, number)
            task = task_of(fingerprint, order.subject, order.camera, layout)
            return Perceiver(task, self.lane, meter, live=True, witnesses=witnesses)

        permit = partial(require, order.url, self.allow)
        permit()
        recorder = Recorder(self.home.footage(order.camera), load_limits(self.home.recorder))
        camera = LiveCamera(order.url, clock=clock, keep=recorder, permit=permit)
        seen = self.tools.live_witnesses(camera.sound, camera.clock)
        grid = layout.grid if layout else None
        witnesses = replace(seen, cells=cell_watch(grid, self.tools.meter))
        phases = partial(self.timetable.phases, order.named)
        faces, crowded = partial(self._faces, order), self.lane.crowded
        watch = Watch(camera, rulebook, begin, crowded=crowded, phases=phases, faces=faces)
        return Post(camera, watch, self._keeper(order, camera))

    def _faces(self, order: Order, clock: ClockMap, ahead: Span) -> FaceWatch | None:
        if self.comparing is None or order.subject not in EXAMS:
            return None
        spot = Spot(order.site, order.camera, order.subject, PICTURE)
        return FaceWatch.of(self.comparing, self.timetable.seating, spot, clock, ahead)

    def _keeper(self, order: Order, camera: "LiveCamera") -> Keeper:
        return Keeper(
            app=self.app,
            record=self.record,
            home=self.home,
            camera=camera,
            tools=self.tools,
            order=order,
            address=masked(order.url),
            news=FaceNews(order.camera),
            say=self.say,
        )
