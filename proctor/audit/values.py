"""Domain values as columns hold them, and back."""

import math
from collections.abc import Mapping
from typing import Any

from proctor.findings import Evidence, Flag, NotJudged, RecordingFacts
from proctor.perception import Account
from proctor.timeline import ClockMap, ClockSource, Microseconds, Span, moment, stamp


def clock_columns(facts: RecordingFacts) -> dict[str, object]:
    """A clock map, and the wall time at which the recording ends, as columns."""
    clock = facts.clock
    start = None if clock.start is None else stamp(clock.start)
    return {
        "clock_us": start,
        "clock_end_us": clock_end(start, account_json(facts.account)),
        "clock_source": clock.source,
        "clock_uncertainty_s": clock.uncertainty_s if math.isfinite(clock.uncertainty_s) else None,
    }


def clock_end(start_us: Any, account: Any) -> Microseconds | None:
    """Wall time at which a recording ends, from its columns; its start when nothing was read."""
    if start_us is None:
        return None
    return int(start_us) + (account["span"][1] if account else 0)


def clock_of(clock_us: Microseconds | None, source: ClockSource, known: float | None) -> ClockMap:
    """The clock map of a sighting, from its columns."""
    start = None if clock_us is None else moment(clock_us)
    return ClockMap(start, source, math.inf if known is None else known)


def account_json(account: Account | None) -> dict[str, object] | None:
    """An account as JSON; spans are pairs of microseconds."""
    if account is None:
        return None
    return {
        "container": account.container,
        "codec": account.codec,
        "width": account.width,
        "height": account.height,
        "expected_us": account.expected_us,
        "span": _pair(account.span),
        "frames": account.frames,
        "decoded": account.decoded,
        "damaged": account.damaged,
        "damaged_spans": _pairs(account.damaged_spans),
        "holes": _pairs(account.holes),
        "audio": account.audio,
        "notes": list(account.notes),
        "audio_holes": _pairs(account.audio_holes),
        "audio_damaged": account.audio_damaged,
    }


def account_of(stored: Mapping[str, Any] | None) -> Account | None:
    """The account that ``account_json`` wrote."""
    if stored is None:
        return None
    audio = stored.get("audio_holes")
    spans = {
        "span": Span(*stored["span"]),
        "damaged_spans": tuple(Span(*pair) for pair in stored.get("damaged_spans", ())),
        "holes": tuple(Span(*pair) for pair in stored["holes"]),
        "notes": tuple(stored["notes"]),
        "audio_holes": None if audio is None else tuple(Span(*pair) for pair in audio),
    }
    return Account(**{**stored, **spans})


def _pairs(spans: tuple[Span, ...] | None) -> list[list[Microseconds]] | None:
    return None if spans is None else [_pair(span) for span in spans]


def _pair(span: Span) -> list[Microseconds]:
    return [span.start_us, span.end_us]


def not_judged_json(missing: tuple[NotJudged, ...]) -> list[dict[str, object]]:
    """What was not judged, as JSON."""
    return [{"code": entry.code, "missing": list(entry.missing)} for entry in missing]


def not_judged_of(stored: list[Mapping[str, Any]] | None) -> tuple[NotJudged, ...]:
    """What ``not_judged_json`` wrote."""
    return tuple(NotJudged(entry["code"], tuple(entry["missing"])) for entry in stored or ())


def flag_columns(flag: Flag) -> dict[str, object]:
    """A flag as columns, without its run and happening."""
    return {
        "id": flag.id,
        "code": flag.code,
        "level": flag.level,
        "place": flag.place,
        "start_us": flag.span.start_us,
        "end_us": flag.span.end_us,
        "score": flag.score,
        "peak_us": flag.peak_us,
        "reasons": dict(flag.reasons),
    }


def evidence_columns(item: Evidence) -> dict[str, object]:
    """One file of evidence as columns."""
    return {
        "flag_id": item.flag,
        "kind": item.kind,
        "path": item.path,
        "sha256": item.sha256,
        "size": item.size,
        "start_us": item.span.start_us,
        "end_us": item.span.end_us,
        "note": item.note,
    }
