"""How well silence, speech and clocks in pictures are made out: ``python -m bench.sound``.

Everything is made on the spot and goes through the product's own code: files are written and read
back, clocks are drawn and read. Writes docs/sound.md. Takes about ten minutes on one core.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from time import process_time

import cv2
import numpy as np

from bench.clips import shipped
from bench.dials import Style, clock, drawn, fonts
from bench.lots import lots
from bench.models import folder_of
from bench.soundclips import CODECS, FAULTS, SCENES, Codec, write
from bench.talk import RATE, talk
from models.lettering import load_reader
from models.voices import load_ears
from proctor.clockwatch import ClockWatch
from proctor.dial import moments
from proctor.evaluation.intervals import wilson
from proctor.hearing import Hearing
from proctor.judge import judge
from proctor.observations import Columns, LogHeader, ObservationLog
from proctor.perception import Account, Frame
from proctor.places import CLOCK_PLACE, PICTURE_PLACE, SOUND_PLACE, Place
from proctor.ports import Ears, TextReader
from proctor.rulebook import NO_PROFILE, resolve, with_overrides
from proctor.timeline import SECOND, UNKNOWN_CLOCK, ClockMap, Span
from streams.audio import SoundTrack

PAGE = Path(__file__).parent.parent / "docs" / "sound.md"
FAULT_S, FROM_S, WHOLE_S = 40, 30, 100
"""A fault lasts so long, from there on, in clips of that length."""
START = datetime(2026, 11, 23, 1, 41, 7, tzinfo=UTC)


@dataclass(slots=True)
class Tally:
    """Counts of one row of a table."""

    tried: int = 0
    """Times that it could be found."""
    found: int = 0
    """Times that it was."""
    extra: int = 0
    """Findings where nothing was."""
    numbers: list[float] = field(default_factory=list)
    """Errors, in the unit of the table."""

    def share(self) -> str:
        """Found of tried, with the 95 % interval after Wilson."""
        if not self.tried:
            return "–"
        low, high = wilson(self.found, self.tried)
        share = f"{self.found} of {self.tried} = {self.found / self.tried:.1%}"
        return f"{share} [{low:.1%}–{high:.1%}]"


def log_of(place: Place, columns: Columns, whole: Span, clock_map: ClockMap) -> ObservationLog:
    """A log with this place alone."""
    account = Account("made", "h264", 64, 48, whole.end_us, whole, 1, 0, audio=True)
    picture = Columns(columns.times, {})
    header = LogHeader(
        "0" * 64, "1" * 64, "road", "bench", ("clock", "sound"), {}, SECOND,
        (place, PICTURE_PLACE), account, clock_map,
    )  # fmt: skip
    return ObservationLog(header, {place.name: columns, PICTURE_PLACE.name: picture})


def flagged(log: ObservationLog, code: str) -> list[Span]:
    """Spans of the flags of one code, asked in every exam."""
    profile = with_overrides(NO_PROFILE, [f"{code}.enabled=true"])
    rulebook = resolve(profile, log.header.subject, log.header.camera)
    return [flag.span for flag in judge(log, rulebook).flags if flag.code == code]


def silent(path: Path) -> list[Span]:
    """What AUD_NONE flags in a file."""
    hearing = Hearing(SoundTrack(path))
    hearing.listen()
    whole = Span(0, WHOLE_S * SECOND)
    if hearing.spans and hearing.spans[-1].end_us > whole.end_us + SECOND:
        whole = Span(0, hearing.spans[-1].end_us)
    return flagged(log_of(SOUND_PLACE, hearing.columns(whole), whole, UNKNOWN_CLOCK), "AUD_NONE")


def faults(folder: Path, rounds: int) -> dict[str, Tally]:
    """Every fault in every scene and codec."""
    rows = {name: Tally() for name in (*FAULTS, "packets missing", "no track")}
    for number in range(rounds):
        for scene in SCENES:
            for codec in CODECS:
                wave = SCENES[scene](WHOLE_S, 1000 + number)
                _faulty(folder, rows, wave, codec, np.random.default_rng(number))
    return rows


def _faulty(
    folder: Path,
    rows: dict[str, Tally],
    wave: np.ndarray,
    codec: Codec,
    rng: np.random.Generator,
) -> None:
    part = slice(FROM_S * RATE, (FROM_S + FAULT_S) * RATE)
    for name, tally in rows.items():
        broken, cut = np.array(wave), None
        if name in FAULTS:
            broken[part] = FAULTS[name](wave[part], rng)
        elif name == "packets missing":
            if (
                codec.suffix == ".avi"
            ):  # which has no stamps: what is missing, is missing at the end
                continue
            cut = part
        path = folder / f"fault{codec.suffix}"
        made = write(path, None if name == "no track" else broken, codec, WHOLE_S, cut)
        truth = Span(0, WHOLE_S * SECOND)
        if name != "no track":
            truth = Span(FROM_S * SECOND, (FROM_S + FAULT_S) * SECOND)
        spans = silent(made)
        hits = [span for span in spans if span.overlap_us(truth) > truth.duration_us / 2]
        tally.tried += 1
        tally.found += bool(hits)
        tally.extra += len(spans) - len(hits)
        for hit in hits[:1]:
            ends = (hit.start_us - truth.start_us, hit.end_us - truth.end_us)
            tally.numbers.append(max(map(abs, ends)) / SECOND)


def innocent(folder: Path, minutes: float) -> dict[str, Tally]:
    """Scenes without a fault; ``tried`` counts minutes."""
    rows = {scene: Tally() for scene in SCENES}
    for scene, tally in rows.items():
        for number, codec in enumerate(CODECS):
            seconds = minutes * 60
            wave = SCENES[scene](seconds, 2000 + number)
            path = write(folder / f"innocent{codec.suffix}", wave, codec, seconds, None)
            tally.tried += round(minutes)
            tally.extra += len(silent(path))
    return rows


def voices(ears: Ears, seconds: float) -> dict[str, Tally]:
    """Seconds of talk that are called speech (0.5 and more), and of noise that are."""
    rng = np.random.default_rng(7)
    said = talk(seconds, 77, -26)
    power = np.convolve(said**2, np.ones(RATE // 10) / (RATE // 10), "same") > 1e-6
    talks = power[: round(seconds) * RATE].reshape(-1, RATE).mean(axis=1)
    car = SCENES["idling"](seconds, 78)
    car /= car.std()
    rows = {"clean": said}
    for decibels in (20, 10, 0):
        rows[f"{decibels} dB above a car"] = said + 10 ** ((-26 - decibels) / 20) * car
    noises = {"car alone": 0.02 * car, "white noise": 0.03 * rng.standard_normal(len(said))}
    result = {name: _speech(ears, wave, talks) for name, wave in rows.items()}
    return result | {name: _speech(ears, wave, 0 * talks) for name, wave in noises.items()}


def _speech(ears: Ears, wave: np.ndarray, talks: np.ndarray) -> Tally:
    listener, tally = ears.listener(), Tally()
    for number, share in enumerate(talks):
        likely = listener.speech(wave[number * RATE : (number + 1) * RATE].astype(np.float32))
        tally.tried += share > 0.8
        tally.found += share > 0.8 and likely >= 0.5
        if share < 0.05:
            tally.numbers.append(float(likely >= 0.5))
    return tally


def pictures(reader: TextReader, count: int, seed: int) -> dict[str, Tally]:
    """Single pictures: clocks found and read, by size of the letters and by font."""
    rng, rows = lots(seed), {}
    for _ in range(count):
        style = drawn(rng)
        moment = _moment(rng)
        read = {m for line in reader.find(style.picture(moment)) for m in moments(line.text)}
        band = "13–17" if style.height < 18 else "18–29" if style.height < 30 else "30 and more"
        for key in ("all", f"letters of {band} px", style.font, f"JPEG {style.quality}"):
            tally = rows.setdefault(key, Tally())
            tally.tried += 1
            tally.found += moment in read
            tally.extra += bool(read) and moment not in read
    return rows


def _moment(rng: random.Random) -> datetime:
    """Any second of some years, without a zone as a clock shows it."""
    first = datetime(2022, 1, 1, tzinfo=UTC).replace(tzinfo=None)
    return first + timedelta(seconds=rng.randrange(6 * 365 * 86_400))


def offsets(reader: TextReader, count: int, seed: int) -> tuple[dict[str, Tally], Counter[str]]:
    """Recordings of a minute whose clock is off by lot; how far it is found to be off."""
    rng = lots(seed)
    rows = {name: Tally() for name in ("right to 1 s", "off by 1–3 s", "off by 3 s and more")}
    counts: Counter[str] = Counter()
    for number in range(count):
        ahead = _offset(rng, number)
        style, began = drawn(rng), process_time()
        watch = _watched(reader, style, ahead, rng.random())
        counts["ms"] += round(1000 * (process_time() - began))
        read = [r for r in watch.readings if r.moment is not None]
        counts["readings"] += len(watch.readings)
        counts["read"] += len(read)
        counts["recordings read"] += len(read) >= 3
        kind = "right to 1 s" if abs(ahead) <= 1 else "off by 1–3 s"
        tally = rows[kind if abs(ahead) < 3 else "off by 3 s and more"]
        tally.tried += 1
        start = watch.map().start
        if start is not None:
            tally.numbers.append(abs((start - START).total_seconds() - ahead))
        whole = Span(0, 60 * SECOND)
        log = log_of(CLOCK_PLACE, watch.columns(whole), whole, ClockMap(START, "given", 0.5))
        tally.found += bool(flagged(log, "CLK_DRIFT"))
    return rows, counts


def _offset(rng: random.Random, number: int) -> float:
    if number % 2 == 0:
        return rng.uniform(-1, 1)
    far = rng.choice((rng.uniform(1, 3), rng.uniform(3, 10), rng.uniform(10, 4000)))
    return far * rng.choice((-1, 1))


def _watched(reader: TextReader, style: Style, ahead: float, phase: float) -> ClockWatch:
    shows = clock(START.replace(tzinfo=None), ahead)
    watch = ClockWatch(reader, ClockMap(START, "given", 0.5), UTC)
    for step in range(120):
        at = step / 2 + phase / 2
        if round(at * SECOND) >= watch.due_us:
            moment = shows(at).replace(microsecond=0)
            watch.look(Frame(round(at * SECOND), style.picture(moment)))
    return watch


def ours(reader: TextReader) -> Iterator[tuple[str, int, int, str]]:
    """The shipped clips, whose clocks are burnt in: readings, those read, what is told."""
    for clip in shipped():
        capture = cv2.VideoCapture(str(clip.film))
        rate, number = capture.get(cv2.CAP_PROP_FPS), 0
        watch = ClockWatch(reader, UNKNOWN_CLOCK, UTC)
        while True:
            told, image = capture.read()
            if not told:
                break
            watch.look(Frame(round(number / rate * SECOND), np.asarray(image, np.uint8)))
            number += 1
        capture.release()
        read = sum(reading.moment is not None for reading in watch.readings)
        start = watch.map().start
        yield clip.name, len(watch.readings), read, f"{start:%Y-%m-%d %H:%M:%S}" if start else "–"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(map(str, line))} |" for line in lines)


def _errors(numbers: Sequence[float], unit: str) -> str:
    return f"{median(numbers):.2f}, at most {max(numbers):.2f} {unit}" if numbers else "–"


def sound_page(folder: Path, ears: Ears | None, asked: argparse.Namespace) -> str:
    """The part about silence and speech."""
    broken = faults(folder, asked.rounds)
    fine = innocent(folder, asked.minutes)
    parts = [
        f"""## No sound

Scenes are synthesised (`bench/soundclips.py`): a car on its way with talk, a parked car with the
engine off, an engine that idles while nobody talks, a quiet hall. The talk is speech-like, from a
formant synthesiser (`bench/talk.py`), no recording. Written as AAC in MP4 (16 kHz), A-law in AVI
(8 kHz) and MP2 in TS (16 kHz), read back, judged with the rule's defaults. A fault lasts
{FAULT_S} s in {WHOLE_S} s; *ends* is the larger error of the flag's start and end. Missing packets
are not tried in AVI, which has no time stamps: there the sound ends early instead.""",
        table(
            ("fault", "flagged", "ends, median", "flags elsewhere"),
            [(n, t.share(), _errors(t.numbers, "s"), t.extra) for n, t in broken.items()],
        ),
        "Without a fault:",
        table(
            ("scene", "minutes", "false flags"),
            [(name, tally.tried, tally.extra) for name, tally in fine.items()],
        ),
    ]
    if ears is not None:
        parts += _speech_page(ears, asked)
    return "\n\n".join(parts)


def _speech_page(ears: Ears, asked: argparse.Namespace) -> list[str]:
    rows = voices(ears, asked.minutes * 60)
    return [
        """## Speech

Seconds full of the synthesiser's talk that the voice-activity model (Silero VAD 6.2.3) gives 0.5
and more, and seconds without talk that it does. A synthesiser is no person: this shows that the
chain works, not how well the model knows people.""",
        table(
            ("sound", "talk called speech", "no talk called speech"),
            [
                (name, t.share(), f"{sum(t.numbers):.0f} of {len(t.numbers)}")
                for name, t in rows.items()
            ],
        ),
    ]


def clock_page(reader: TextReader, asked: argparse.Namespace) -> str:
    """The part about clocks."""
    singles = pictures(reader, asked.pictures, 11)
    rows, counts = offsets(reader, asked.recordings, 12)
    known = list(ours(reader))
    return "\n\n".join(
        [
            f"""## Clocks in pictures

Drawn by lot (`bench/dials.py`) over {len(shipped())} pictures of the shipped clips, from 704×576 to
2560×1440, in six forms of date and time, with letters of 2–4.5 % of the picture's height, with and
without a black edge, then packed as JPEG. Fonts: {", ".join(fonts())}.
*Wrong*: some other moment was read, and the right one was not.

One picture, searched as a whole:""",
            table(
                ("pictures", "read", "wrong"),
                [(name, t.share(), t.extra) for name, t in sorted(singles.items())],
            ),
            f"""Recordings of a minute, one look every half second offered, clock off by lot, wall
time known to half a second: {counts["recordings read"]} of {asked.recordings} had three readings
or more; {counts["read"]} of {counts["readings"]} readings gave a moment. *Error* is that of the
offset found against the one drawn. CPU time, drawing included:
{counts["ms"] / asked.recordings:.0f} ms a recording.""",
            table(
                ("clock", "flagged", "error, median"),
                [(name, t.share(), _errors(t.numbers, "s")) for name, t in rows.items()],
            ),
            """The clocks that the shipped clips bear themselves; *start* is the wall time of the
first picture by the clock alone, "–" where its readings do not agree:""",
            table(("clip", "readings", "read", "start"), known),
        ]
    )


def main(words: Sequence[str] | None = None) -> None:
    """Measure and write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", type=Path, default=None, help="folder of the weights")
    parser.add_argument("--rounds", type=int, default=2, help="of every fault, scene and codec")
    parser.add_argument("--minutes", type=float, default=20, help="of every scene and codec")
    parser.add_argument("--pictures", type=int, default=300)
    parser.add_argument("--recordings", type=int, default=120)
    asked = parser.parse_args(words)
    folder = folder_of(asked.models)
    ears, reader = load_ears(folder), load_reader(folder, threads=1)
    with tempfile.TemporaryDirectory() as aside:
        parts = [sound_page(Path(aside), ears, asked)]
    if reader is not None:
        parts.append(clock_page(reader, asked))
    head = "# Sound and clocks\n\nGenerated by `python -m bench.sound`; do not edit."
    PAGE.write_text("\n\n".join((head, *parts)) + "\n", encoding="utf-8")
    sys.stdout.write(PAGE.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
