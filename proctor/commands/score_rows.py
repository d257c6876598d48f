"""An evaluation as JSON lines."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import TypeAlias

from proctor.evaluation import (
    RATES,
    CodeScore,
    FalseAlarm,
    Matched,
    Missed,
    ReviewSheet,
    Scoresheet,
)
from proctor.timeline import Span, seconds

Row: TypeAlias = Mapping[str, object]


def sheet_rows(sheet: Scoresheet) -> Iterator[Row]:
    """Everything as JSON: a line per score, hit, miss, false alarm, look-alike, silent code."""
    for line in (*sheet.codes, sheet.overall):
        yield {"kind": "score", **_score_plain(line)}
    yield from ({"kind": "hit", **_hit(hit)} for hit in sheet.hits)
    yield from ({"kind": "miss", **_miss(miss)} for miss in sheet.misses)
    yield from ({"kind": "false-alarm", **_false(one)} for one in sheet.false_alarms)
    yield from ({"kind": "look-alike", **asdict(one)} for one in sheet.look_alikes)
    yield from ({"kind": "not-judged", **asdict(one)} for one in sheet.not_judged)
    yield {
        "kind": "evaluation",
        "recordings": list(sheet.recordings),
        "minutes": sheet.minutes,
        "seed": sheet.seed,
        "method": sheet.method,
        "notes": list(sheet.notes),
    }


def _score_plain(line: CodeScore) -> Row:
    plain = asdict(line)
    plain["pmiss_at"] = {str(rate): plain["pmiss_at"][rate] for rate in RATES}
    return plain


def _hit(hit: Matched) -> Row:
    return {
        "recording": hit.recording,
        "code": hit.event.code,
        "place": hit.event.place,
        **_times(hit.event.span),
        "flag": hit.claim.flag,
        "found_at": hit.claim.found_at,
        "found_start_s": seconds(hit.claim.span.start_us),
        "found_end_s": seconds(hit.claim.span.end_us),
        "score": hit.claim.score,
        "overlap": hit.overlap,
    }


def _miss(miss: Missed) -> Row:
    return {
        "recording": miss.recording,
        "code": miss.event.code,
        "place": miss.event.place,
        **_times(miss.event.span),
        "visible": miss.event.visible,
        "seen_as": list(miss.seen_as),
    }


def _false(false: FalseAlarm) -> Row:
    claim = false.claim
    return {
        "recording": claim.recording,
        "code": claim.code,
        "place": claim.place,
        "found_at": claim.found_at,
        **_times(claim.span),
        "score": claim.score,
        "flag": claim.flag,
        "on_codes": list(false.on_codes),
        "on_acts": list(false.on_acts),
    }


def _times(span: Span) -> Row:
    return {"media_start_s": seconds(span.start_us), "media_end_s": seconds(span.end_us)}


def review_rows(sheet: ReviewSheet) -> Iterator[Row]:
    """Everything as JSON: a line per code, all, and how it was measured."""
    for line in (*sheet.codes, sheet.overall):
        yield {"kind": "score", **asdict(line)}
    yield {
        "kind": "evaluation",
        "recordings": sheet.recordings,
        "seed": sheet.seed,
        "method": sheet.method,
    }
