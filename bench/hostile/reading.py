"""One file read as ``analyze`` reads it, in a guarded process, with no model: what comes of it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from proctor.errors import DecoderError, ProctorError
from proctor.geometry import Box
from proctor.hearing import Hearing
from proctor.judge import judge
from proctor.perceive import Task, perceive
from proctor.perception import Account, Health, Image, Sense, Sight, Subject
from proctor.rulebook import NO_PROFILE, resolve
from proctor.sampling import PLANS
from proctor.storage import fingerprint
from proctor.witnesses import Witnesses
from streams.guard.recording import GuardedRecording
from streams.guard.sound import GuardedSoundTrack

FINDINGS = ("VID_DAMAGE", "VID_GAP")
"""The rules that speak of missing and damaged footage."""

WAYS = {"whole": PLANS["road"], "keyframes": replace(PLANS["hall"], keyframes_from_us=0)}
"""Every picture decoded, as of cars and short recordings; keyframes alone, as of halls."""


class Blind:
    """Eyes that see nobody; satisfies ``proctor.ports.Eyes``."""

    senses: frozenset[Sense] = frozenset()
    weights: Mapping[str, str] = {}
    settings: Mapping[str, float | str] = {}

    def look(self, image: Image, subject: Subject, within: Sequence[Box] = ()) -> Sight:
        """Nothing."""
        del image, subject, within
        return Sight()


class Plain:
    """A meter to which every picture is a good one; satisfies ``proctor.ports.PictureMeter``."""

    def read(self, image: Image) -> Health:
        """The same each time."""
        del image
        return Health(luma=110.0, contrast=40.0, detail=9.0, change=1.0)


def read(path: Path, way: str) -> dict[str, object]:
    """A row: ``result`` (complete, incomplete, unreadable), ``findings``, ``failed``, seconds."""
    began = time.monotonic()
    try:
        row = _accounted(path, way)
    except DecoderError as error:
        row = {"result": "unreadable", "findings": ["unreadable"], "failed": [error.kind]}
    except ProctorError as error:
        row = {"result": "unreadable", "findings": ["unreadable"], "why": error.message[:200]}
    return row | {"way": way, "seconds": round(time.monotonic() - began, 3)}


def _accounted(path: Path, way: str) -> dict[str, object]:
    recording = GuardedRecording(path)
    task = Task(fingerprint(path), "hall", "hostile")
    witnesses = Witnesses(Hearing(GuardedSoundTrack(path)) if recording.account().audio else None)
    plan = WAYS[way]
    log = perceive(
        recording, Blind(), Plain(), task, lambda *_: None, plan=plan, witnesses=witnesses
    )
    flags = judge(log, resolve(NO_PROFILE, "hall", "hostile")).flags
    account = log.header.account
    return {
        "result": "complete" if account.complete else "incomplete",
        "findings": sorted({flag.code for flag in flags if flag.code in FINDINGS}),
        "failed": _failures(account),
        "damaged": account.damaged + account.audio_damaged,
        "missing_s": round(account.missing_us / 1e6, 3),
    }


def _failures(account: Account) -> list[str]:
    return [note for note in account.notes if note.startswith("The decoder")]
