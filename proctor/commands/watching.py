"""The running of ``proctor watch``: the camera, the chapters, the record, and what is printed."""

import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from proctor import __version__
from proctor.audit import Record
from proctor.codes import title
from proctor.commands.app import App, cell, json_line
from proctor.commands.wiring import Wiring, home_of, models_folder, threads_for
from proctor.errors import RecordingError
from proctor.evidence import ROLL, Collector
from proctor.findings import Evidence, Flag, RecordingFacts, RunFacts
from proctor.footage import load_limits
from proctor.home import Home
from proctor.i18n import _
from proctor.judge import run_key
from proctor.observations import ObservationLog, write
from proctor.perceive import Perceiver, Task
from proctor.perception import Subject
from proctor.placing.reading import layout_for
from proctor.rulebook import Profile, Rulebook, resolve
from proctor.timeline import ClockMap, SystemClock, seconds
from proctor.watching import (
    Chapter,
    Event,
    Happening,
    Watch,
    first_judgement,
    live_fingerprint,
)

if TYPE_CHECKING:
    from proctor.analysis import Tools
    from streams.camera import LiveCamera


@dataclass(frozen=True, slots=True)
class Order:
    """What was asked for."""

    url: str
    seconds: float | None
    subject: Subject
    camera: str
    site: str


def watched(app: App, order: Order, profile: Profile, as_json: bool) -> None:
    """Watch until the time is over, a signal comes, or the camera's address proves wrong."""
    from streams.camera import LiveCamera, masked
    from streams.footage.recorder import Recorder

    home, clock = home_of(app), SystemClock()
    tools = Wiring(models_folder(app.home), threads_for(1))()
    moment = clock.now().strftime("%Y%m%dT%H%M%SZ")
    recorder = Recorder(home.footage(order.camera), load_limits(home.recorder))
    camera = LiveCamera(order.url, clock=clock, keep=recorder)
    rulebook = resolve(profile, order.subject, order.camera)
    layout = layout_for(home.places(order.camera), order.subject)
    meter = tools.meter()  # one for all chapters: it knows the view from before

    def begin(number: int) -> Perceiver:
        fingerprint = live_fingerprint(order.camera, moment, number)
        task = Task(fingerprint, order.subject, order.camera, layout)
        return Perceiver(task, tools.eyes, meter, live=True)

    with app.record() as record, _stopping(camera, order.seconds):
        address = masked(order.url)
        keeper = Keeper(app, record, home, camera, tools, order, address, rulebook, as_json)
        keeper.run(Watch(camera, rulebook, begin))


@contextmanager
def _stopping(camera: "LiveCamera", after_s: float | None) -> Iterator[None]:
    """Close the camera on SIGINT, SIGTERM or after the time asked for."""
    before = {s: signal.getsignal(s) for s in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        signal.signal(number, lambda *_: camera.close())
    timer = threading.Timer(after_s, camera.close) if after_s else None
    if timer:
        timer.start()
    try:
        yield
    finally:
        if timer:
            timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
        camera.close()


@dataclass(slots=True)
class Keeper:
    """Puts what a watch tells into the record and before the officer."""

    app: App
    record: Record
    home: Home
    camera: "LiveCamera"
    tools: "Tools"
    order: Order
    address: str
    rulebook: Rulebook
    as_json: bool
    run_number: int = 0
    state: str = ""
    unclipped: list[Flag] = field(default_factory=list)

    def run(self, watch: Watch) -> None:
        """From the first chapter to the last."""
        self._open(watch)
        for event in watch.events():
            self._tell_state()
            self._take(event, watch)
            self._clip_what_can_be_clipped()
        self._clip_what_can_be_clipped()

    def _take(self, event: Event | Chapter | None, watch: Watch) -> None:
        match event:
            case None:
                return
            case Chapter():
                self._close(event, watch)
            case Event(phase="began"):
                self._print("began", event.happening.flag)
            case Event():
                self._settle(event)

    def _open(self, watch: Watch) -> None:
        log = watch.log(watch.chapter.start_us)
        judgement = first_judgement(log, self.rulebook)
        for silent in judgement.not_judged:
            text = _("{code} was not judged: no loaded model supplies {senses}.")
            self.app.talk.print(text.format(code=silent.code, senses=", ".join(silent.missing)))
        run = RunFacts(
            key=run_key(log, self.rulebook),
            models=log.header.models,
            senses=log.header.senses,
            rulebook=self.rulebook.text,
            software=__version__,
            judgement=judgement,
        )
        self.run_number = self.record.add_run(self._facts(log), run)

    def _facts(self, log: ObservationLog) -> RecordingFacts:
        return RecordingFacts(
            fingerprint=log.header.recording,
            path=self.address,
            size=0,
            subject=self.order.subject,
            camera=self.order.camera,
            site=self.order.site,
            clock=self.camera.clock,
            account=log.header.account,
        )

    def _settle(self, event: Event) -> None:
        """The happening is over: flag and key frame go into the record."""
        flag = event.happening.flag
        evidence = self._key_frame(event.happening, event.log)
        self.record.add_flags(self.run_number, [flag], evidence)
        self.unclipped.append(flag)
        self._print("flag", flag)

    def _key_frame(self, happening: Happening, log: ObservationLog) -> tuple[Evidence, ...]:
        if happening.frame is None:
            return ()
        collector = Collector(self.home, self.tools.cutter, self.tools.painter)
        return (collector.key_frame(happening.flag, happening.frame, log, 1),)

    def _clip_what_can_be_clipped(self) -> None:
        """Clips come from finished segments, so they follow their flags by up to a minute."""
        collector = Collector(self.home, self.tools.cutter, self.tools.painter)
        for flag in tuple(self.unclipped):
            wanted = flag.span.widened(ROLL, ROLL)
            segments = [s for s in self.camera.segments() if s[1].overlap_us(wanted)]
            if not segments:
                continue
            path, span = max(segments, key=lambda segment: segment[1].overlap_us(wanted))
            self.unclipped.remove(flag)
            try:
                self.record.add_evidence([collector.clip(flag, path, span, span.start_us)])
            except RecordingError as error:
                self.app.talk.print(f"{flag.code} {flag.id}: {error.message}")

    def _close(self, chapter: Chapter, watch: Watch) -> None:
        """The chapter's log and account are final; the next one gets a run of its own."""
        now = self.camera.account().span.end_us
        log = chapter.perceiver.log(chapter.account(self.camera.account(), now), self.camera.clock)
        write(log, self.home.log(log.header.recording, log.header.perception))
        self.record.add_recording(self._facts(log))
        if watch.chapter is not chapter:
            self._open(watch)

    def _tell_state(self) -> None:
        if self.camera.state != self.state:
            self.state = self.camera.state
            self._say({"event": "camera", "camera": self.order.camera, "state": self.state})

    def _print(self, event: str, flag: Flag) -> None:
        self._say({"event": event, **flag_row(flag, self.order, self.camera.clock)})

    def _say(self, row: Mapping[str, object]) -> None:
        if self.as_json:
            click.echo(json_line(row))
        else:
            self.app.out.print(in_words(row, self.app.lang))


def in_words(row: Mapping[str, object], lang: str) -> str:
    """One line of the watch for an officer."""
    if row["event"] == "camera":
        states = {
            "connecting": _("connecting"),
            "live": _("live"),
            "lost": _("lost"),
            "refused": _("refused"),
        }
        state = states.get(str(row["state"]), str(row["state"]))
        return _("Camera {camera}: {state}").format(camera=row["camera"], state=state)
    text = {
        "began": _("{start}  began    {title}, {place}, since {media_start_s:.1f} s  {id}"),
        "flag": _(
            "{start}  flagged  {title}, {place}, {media_start_s:.1f}–{media_end_s:.1f} s  {id}"
        ),
    }[str(row["event"])]
    words = {**row, "title": title(str(row["code"]), lang), "start": cell(row["start"])}
    return text.format(**words)


def flag_row(flag: Flag, order: Order, clock: ClockMap) -> dict[str, object]:
    """A flag as one line of the watch."""
    return {
        "code": flag.code,
        "level": flag.level,
        "subject": order.subject,
        "camera": order.camera,
        "place": flag.place,
        "media_start_s": seconds(flag.span.start_us),
        "media_end_s": seconds(flag.span.end_us),
        "start": clock.wall(flag.span.start_us),
        "end": clock.wall(flag.span.end_us),
        "score": flag.score,
        "id": flag.id,
    }
