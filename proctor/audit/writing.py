"""What is added to the record; every function works inside the caller's transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa

from proctor.audit import roster_tables as r
from proctor.audit import tables as t
from proctor.audit.happenings import Earlier, kinships
from proctor.audit.seated import places_json
from proctor.audit.values import (
    account_json,
    clock_columns,
    clock_end,
    evidence_columns,
    flag_columns,
    not_judged_json,
)
from proctor.findings import Evidence, Flag, RecordingFacts, Review, RunFacts, RunKey
from proctor.perception import Subject
from proctor.timeline import Span, stamp

_CLOCK_RANK = {"unknown": 0, "picture": 1, "file-name": 1, "metadata": 1, "live": 2, "given": 2}
"""A better-known start is not forgotten when the recording is seen again."""


def site_id(connection: sa.Connection, name: str) -> int:
    """The site of that name, made if need be."""
    known = connection.scalar(sa.select(t.sites.c.id).where(t.sites.c.name == name))
    return known if known is not None else add(connection, t.sites, {"name": name})


def camera_id(connection: sa.Connection, name: str, site: str, subject: Subject | None) -> int:
    """The camera of that name at that site, made if need be; its subject follows the last word."""
    at, c = site_id(connection, site), t.cameras.c
    known = connection.execute(
        sa.select(c.id, c.subject).where(c.site_id == at, c.name == name)
    ).first()
    if known is None:
        values = {"site_id": at, "name": name, "subject": subject or "hall"}
        return add(connection, t.cameras, values)
    if subject is not None and subject != known.subject:
        connection.execute(t.cameras.update().where(c.id == known.id).values(subject=subject))
    return int(known.id)


def see(connection: sa.Connection, facts: RecordingFacts, now: datetime) -> int:
    """The recording's row; a sighting is added when it tells something new."""
    c = t.recordings.c
    number = connection.scalar(sa.select(c.id).where(c.fingerprint == facts.fingerprint))
    if number is None:
        values = {"fingerprint": facts.fingerprint, "size": facts.size}
        number = add(connection, t.recordings, values)
    told = {
        "path": facts.path,
        "camera_id": camera_id(connection, facts.camera, facts.site, facts.subject),
        "subject": facts.subject,
        "account": account_json(facts.account),
        "fault": facts.fault,
        "room": facts.room,
        **clock_columns(facts),
    }
    _sight(connection, number, told, now)
    return number


def _sight(
    connection: sa.Connection, recording: int, told: dict[str, object], now: datetime
) -> None:
    c = t.sightings.c
    query = sa.select(t.sightings).where(c.recording_id == recording).order_by(c.id.desc()).limit(1)
    last = connection.execute(query).mappings().first()
    if last is not None:
        told = _no_poorer(told, last)
        if all(last[name] == value for name, value in told.items()):
            return
    connection.execute(
        t.sightings.insert(), {"recording_id": recording, "at_us": stamp(now), **told}
    )


def _no_poorer(told: dict[str, object], last: sa.RowMapping) -> dict[str, object]:
    """``told``, with the clock, the room and the account of ``last`` where those knew more."""
    kept: dict[str, object] = {}
    if _CLOCK_RANK[str(told["clock_source"])] < _CLOCK_RANK[last["clock_source"]]:
        clock = ("clock_us", "clock_source", "clock_uncertainty_s")
        kept |= {name: last[name] for name in clock}
    if not told["room"]:
        kept["room"] = last["room"]
    if told["account"] is None and last["account"] is not None:
        kept |= {"account": last["account"], "fault": ""}
    told = told | kept
    return told | {"clock_end_us": clock_end(told["clock_us"], told["account"])}


def run_number(connection: sa.Connection, key: RunKey) -> int | None:
    """The run with that key, if it was ever stored."""
    c = t.runs.c
    return connection.scalar(
        sa.select(c.id)
        .join(t.recordings)
        .where(
            t.recordings.c.fingerprint == key.recording,
            c.perception == key.perception,
            c.rulebook == key.rulebook,
        )
    )


def choose(connection: sa.Connection, number: int, now: datetime) -> None:
    """Make that run the current one of its recording, unless it is."""
    recording = connection.scalar(sa.select(t.runs.c.recording_id).where(t.runs.c.id == number))
    c = t.run_choices.c
    last = sa.select(c.run_id).where(c.recording_id == recording).order_by(c.id.desc()).limit(1)
    if connection.scalar(last) != number:
        values = {"recording_id": recording, "run_id": number, "at_us": stamp(now)}
        connection.execute(t.run_choices.insert(), values)


def add_run(connection: sa.Connection, facts: RecordingFacts, run: RunFacts, now: datetime) -> int:
    """The number of the run, added with its flags and evidence if it is new; it is current now.

    Of a run that went on when it was stored, places and judged shares are added when they are told.
    """
    recording = see(connection, facts, now)
    number = run_number(connection, run.key)
    if number is None:
        number = _add_run(connection, recording, run, now)
        _add_flags(connection, recording, number, run.judgement.flags)
        insert(connection, t.evidence, [evidence_columns(item) for item in run.evidence])
    else:
        _add_shares(connection, number, run)
    _add_places(connection, number, run)
    choose(connection, number, now)
    return number


def _add_run(connection: sa.Connection, recording: int, run: RunFacts, now: datetime) -> int:
    known = sa.select(t.rulebooks).where(t.rulebooks.c.fingerprint == run.key.rulebook)
    if connection.execute(known).first() is None:
        values = {"fingerprint": run.key.rulebook, "text": run.rulebook}
        connection.execute(t.rulebooks.insert(), values)
    return add(
        connection,
        t.runs,
        {
            "recording_id": recording,
            "perception": run.key.perception,
            "rulebook": run.key.rulebook,
            "created_us": stamp(now),
            "software": run.software,
            "models": dict(run.models),
            "senses": list(run.senses),
            "not_judged": not_judged_json(run.judgement.not_judged),
            "judged": dict(run.judgement.judged),
        },
    )


def _add_shares(connection: sa.Connection, number: int, run: RunFacts) -> None:
    """What a run judged, if it had nothing to tell of that yet."""
    shares = run.judgement.judged
    known = connection.scalar(sa.select(t.runs.c.judged).where(t.runs.c.id == number))
    later = sa.select(t.run_shares.c.run_id).where(t.run_shares.c.run_id == number)
    if shares and not known and connection.scalar(later) is None:
        insert(connection, t.run_shares, [{"run_id": number, "judged": dict(shares)}])


def _add_places(connection: sa.Connection, number: int, run: RunFacts) -> None:
    """The places of a run, unless they are there: runs of before schema 0004 came without."""
    c = r.run_places.c
    if run.places and connection.scalar(sa.select(c.run_id).where(c.run_id == number)) is None:
        told = {"run_id": number, "places": places_json(run.places)}
        insert(connection, r.run_places, [told])


def add_evidence(connection: sa.Connection, evidence: Sequence[Evidence]) -> None:
    """Files that show flags which are there already; known files are left as they are."""
    c = t.evidence.c
    known: set[tuple[str, str]] = set()
    for flag in {item.flag for item in evidence}:
        paths = connection.scalars(sa.select(c.path).where(c.flag_id == flag))
        known.update((flag, path) for path in paths)
    rows = [evidence_columns(e) for e in evidence if (e.flag, e.path) not in known]
    insert(connection, t.evidence, rows)


def add_flags(connection: sa.Connection, number: int, flags: Sequence[Flag]) -> None:
    """Flags of a run that goes on, as those of a watched camera; known ones stay as they are."""
    c = t.runs.c
    recording = connection.scalar(sa.select(c.recording_id).where(c.id == number))
    known = set(connection.scalars(sa.select(t.flags.c.id).where(t.flags.c.run_id == number)))
    _add_flags(connection, recording or 0, number, [f for f in flags if f.id not in known])


def _add_flags(
    connection: sa.Connection, recording: int, number: int, flags: Sequence[Flag]
) -> None:
    own = connection.scalars(sa.select(t.flags.c.happening).where(t.flags.c.run_id == number))
    kin = kinships(flags, _earlier(connection, recording, number), set(own))
    rows = [
        flag_columns(flag)
        | {
            "run_id": number,
            "happening": kin[flag.id].happening,
            "predecessor": kin[flag.id].predecessor,
        }
        for flag in flags
    ]
    insert(connection, t.flags, rows)
    for flag, kinship in kin.items():
        if kinship.inherits_from is not None:
            connection.execute(_inherited(flag, kinship.inherits_from))


def _inherited(happening: str, source: str) -> sa.Insert:
    c = t.decisions.c
    made = sa.select(sa.literal(happening), c.review_id).where(c.happening == source)
    return t.decisions.insert().from_select(["happening", "review_id"], made)


def _earlier(connection: sa.Connection, recording: int, besides: int) -> list[Earlier]:
    c = t.flags.c
    reviewed = sa.exists().where(t.decisions.c.happening == c.happening)
    query = (
        sa.select(c.id, c.happening, c.run_id, c.code, c.place, c.start_us, c.end_us, reviewed)
        .join(t.runs)
        .where(t.runs.c.recording_id == recording, t.runs.c.id != besides)
    )
    return [
        Earlier(flag, happening, run, code, place, Span(start, end), bool(decided))
        for flag, happening, run, code, place, start, end, decided in connection.execute(query)
    ]


def add_review(connection: sa.Connection, review: Review) -> bool:
    """Add a decision to the happening of its flag; ``False`` if there is no such flag."""
    happening = connection.scalar(sa.select(t.flags.c.happening).where(t.flags.c.id == review.flag))
    if happening is None:
        return False
    values = {
        "flag_id": review.flag,
        "happening": happening,
        "verdict": review.verdict,
        "reason": review.reason,
        "reviewer": review.by,
        "at_us": stamp(review.at),
    }
    number = add(connection, t.reviews, values)
    connection.execute(t.decisions.insert(), {"happening": happening, "review_id": number})
    return True


def insert(connection: sa.Connection, table: sa.Table, rows: list[dict[str, object]]) -> None:
    """Add rows, if there are any."""
    if rows:
        connection.execute(table.insert(), rows)


def add(connection: sa.Connection, table: sa.Table, values: dict[str, Any]) -> int:
    """Add a row; its number."""
    made = connection.execute(table.insert(), values).inserted_primary_key
    if made is None:
        raise AssertionError("an inserted row has a key")
    return int(made[0])
