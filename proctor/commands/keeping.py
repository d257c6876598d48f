"""What one watch tells goes into the record and before the officer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from proctor.audit import Record
from proctor.chapters import Chapter, Closed, Event, Happening, Opened, Told
from proctor.commands.app import App
from proctor.commands.face_news import FaceNews
from proctor.commands.footage_watching import Stops, clips, flag_of
from proctor.commands.unjudged import why
from proctor.commands.watch_rows import Order, flag_row
from proctor.errors import ProctorError
from proctor.evidence import Collector
from proctor.findings import Evidence, Flag, Judgement, RecordingFacts, RunFacts
from proctor.home import Home
from proctor.judge import run_of
from proctor.observations import ObservationLog, write
from proctor.watching import first_judgement

if TYPE_CHECKING:
    from proctor.analysis import Tools
    from streams.camera import LiveCamera


@dataclass(slots=True)
class Keeper:
    """Keeps the record of one camera; every method is called from the one thread that writes."""

    app: App
    record: Record
    home: Home
    camera: "LiveCamera"
    tools: "Tools"
    order: Order
    address: str
    """Without secrets."""
    news: FaceNews
    """What was told of faces."""
    say: Callable[[Mapping[str, object]], None]
    """Prints a row."""
    run_number: int = 0
    """Of the chapter in hand."""
    run: RunFacts | None = None
    """Likewise; as it was when the chapter began."""
    state: str = ""
    """Of the camera, as told last."""
    open: set[str] = field(default_factory=set)
    """Ids of suspicions that began and are not over."""
    flags: int = 0
    """Put into the record so far."""
    unclipped: list[Flag] = field(default_factory=list)
    """Flags whose footage still lies in a segment that is not finished."""
    stops: Stops = field(default_factory=Stops)
    """What was told of the recorder."""

    def take(self, told: Told) -> None:
        """Write down and print what the watch tells."""
        match told:
            case Opened():
                self._open(told.log, told.chapter)
                if told.chapter.faces:
                    self._tell(self.news.opened(told.chapter.faces))
            case Closed():
                self._close(told.log, told.chapter.judgement)
                if told.chapter.faces:
                    self._tell(self.news.closed(told.chapter.faces))
            case Event(phase="began"):
                self.open.add(told.happening.flag.id)
                self._print("began", told.happening.flag)
            case Event():
                self._settle(told)

    def tell_state(self, state: str, cause: str) -> None:
        """Say how things stand with the camera, if that is news."""
        if state != self.state:
            self.state = state
            row = {"event": "camera", "camera": self.order.camera, "state": state, "cause": cause}
            self.say(row)

    def clip(self, *, last: bool = False) -> None:
        """Cut what can be cut: clips come from finished segments, up to a minute after flags."""
        collector = Collector(self.home, self.tools.cutter, self.tools.painter)
        for flag in tuple(self.unclipped):
            try:
                made = clips(self.camera, flag, collector, last=last)
            except ProctorError as error:
                made = []
                self.app.talk.print(f"{flag.code} {flag.id}: {error.message}")
            if made is not None:
                self.record.add_evidence(made)
                self.unclipped.remove(flag)

    def tell_recorder(self, *, last: bool = False) -> None:
        """Say when nothing is kept, and put every such stretch into the record."""
        recorder, run = self.camera.recorder, self.run
        if recorder is None or run is None:
            return
        if (reason := self.stops.news(recorder)) is not None:
            self.say({"event": "recorder", "camera": self.order.camera, "stopped": reason})
        now_us = self.camera.account().span.end_us
        for stop in self.stops.over(recorder, now_us, last=last):
            flag = flag_of(stop, run.key)
            self.record.add_flags(self.run_number, [flag])
            self.flags += 1
            self.unclipped.append(flag)
            self._print("flag", flag)

    def _open(self, log: ObservationLog, chapter: Chapter) -> None:
        judgement = first_judgement(log, chapter.rulebook)
        for silent in judgement.not_judged if not self.run_number else ():
            told = why(silent.code, silent.missing)
            self.app.talk.print(f"{self.order.camera}: {told}")
        run = run_of(log, chapter.rulebook, judgement)
        # A run has its places once: those that are found are known at the end.
        self.run = run if chapter.task.layout else replace(run, places=())
        self.run_number = self.record.add_run(self._facts(log), self.run)

    def _facts(self, log: ObservationLog) -> RecordingFacts:
        return RecordingFacts(
            fingerprint=log.header.recording,
            path=self.address,
            size=0,
            subject=self.order.subject,
            camera=self.order.camera,
            site=self.order.site,
            clock=log.header.clock,
            account=log.header.account,
        )

    def _settle(self, event: Event) -> None:
        """The happening is over: flag and key frame go into the record."""
        flag = event.happening.flag
        evidence = self._key_frame(event.happening, event.log)
        self.record.add_flags(self.run_number, [flag], evidence)
        self.open.discard(flag.id)
        self.flags += 1
        self.unclipped.append(flag)
        self._print("flag", flag)

    def _key_frame(self, happening: Happening, log: ObservationLog) -> tuple[Evidence, ...]:
        if happening.frame is None:
            return ()
        collector = Collector(self.home, self.tools.cutter, self.tools.painter)
        return (collector.key_frame(happening.flag, happening.frame, log, 1),)

    def _close(self, log: ObservationLog, judgement: Judgement) -> None:
        """The chapter's log and account are final, its places, and how much each rule judged."""
        if self.run is None:
            raise ValueError("a chapter closes after it opened")
        write(log, self.home.log(log.header.recording, log.header.perception))
        run = replace(self.run, places=log.header.places, judgement=judgement)
        self.record.add_run(self._facts(log), run)

    def _tell(self, rows: Iterable[Mapping[str, object]]) -> None:
        for row in rows:
            self.say(row)

    def _print(self, event: str, flag: Flag) -> None:
        self.say({"event": event, **flag_row(flag, self.order, self.camera.clock)})
