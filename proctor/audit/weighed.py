"""The weights of flags, from the record: what stands, and which cameras show one place."""

import json
from collections import defaultdict
from collections.abc import Hashable, Mapping
from functools import partial

from proctor.audit.asking import Ask, Row
from proctor.audit.seated import ROOMS, places, seats, ties
from proctor.findings import Weight
from proctor.places import Place
from proctor.rosters.seating import Held, RoomKind, Seating, Spot, kind_of
from proctor.timeline import SECOND, Microseconds, Span, moment, seconds
from proctor.weighing.acts import WITH
from proctor.weighing.cameras import candidates, happenings, place_of
from proctor.weighing.gravity import Standing, weights

_STANDING = """
SELECT f.id, f.code, f.level, f.place,
    CASE WHEN f.code IN ('WHISPER', 'PASS') THEN CAST(f.reasons AS TEXT) ELSE '{}' END,
    f.score, t.name, c.name, s.subject, f.run_id, s.room,
    f.start_us, f.end_us, s.clock_us, s.clock_uncertainty_s,
    coalesce((SELECT v.verdict FROM decisions d JOIN reviews v ON v.id = d.review_id
        WHERE d.happening = f.happening ORDER BY v.id DESC LIMIT 1), 'pending')
FROM standing_flags g
JOIN flags f ON f.id = g.flag_id
JOIN runs u ON u.id = f.run_id
JOIN last_sightings l ON l.recording_id = u.recording_id
JOIN sightings s ON s.id = l.sighting_id
JOIN cameras c ON c.id = s.camera_id
JOIN sites t ON t.id = c.site_id"""

_HELD = """
SELECT t.name, e.hall, p.subject, e.starts_us, p.ends_us, CAST(p.cameras AS TEXT)
FROM exam_sessions e
JOIN sites t ON t.id = e.site_id
JOIN last_session_plans l ON l.session_id = e.id
JOIN session_plans p ON p.id = l.plan_id
WHERE p.cancelled = '' AND e.starts_us < :end AND p.ends_us > :start"""

_LONG: Microseconds = 86_400 * SECOND
"""A clock of which nobody knows how far it is off may be off by more than matters."""


def weighed(ask: Ask) -> Mapping[str, Weight]:
    """The weight of every standing flag."""
    flags = [_standing(row) for row in ask(_STANDING, {})]
    pairs = candidates(flags)
    if not pairs:
        return weights(flags, ())
    within = Span(
        min(flag.span.start_us for pair in pairs for flag in pair),
        max(flag.span.end_us for pair in pairs for flag in pair),
    )
    runs = {flag.run for pair in pairs for flag in pair}
    spot = partial(_spot, seating=rooms_then(ask, within), judged=places(ask, runs))
    return weights(flags, happenings(pairs, spot))


def _standing(row: Row) -> Standing:
    flag, code, level, place, reasons, score, site, camera, subject, run, room, *when, state = row
    start_us, end_us, clock_us, doubt_s = when
    zero = clock_us or 0
    doubt_us = _LONG if doubt_s is None else round(min(doubt_s, seconds(_LONG)) * SECOND)
    return Standing(
        id=flag,
        code=code,
        level=level,
        place=place,
        other=json.loads(reasons).get(WITH, ""),
        score=score,
        site=site,
        camera=camera,
        subject=subject,
        run=run,
        room=room or "",
        span=Span(zero + start_us, zero + end_us),
        dated=clock_us is not None,
        doubt_us=doubt_us,
        state=state,
    )


def rooms_then(ask: Ask, within: Span) -> Seating:
    """Which rooms cameras show in that stretch of wall time; nobody's names are read."""
    held = defaultdict[str, list[Held]](list)
    rooms = defaultdict[tuple[str, RoomKind], set[str]](set)
    for site, kind, name in ask(ROOMS, {}):
        rooms[site, kind].add(name)
    asked = {"start": within.start_us, "end": within.end_us}
    for site, hall, subject, starts, ends, cameras in ask(_HELD, asked):
        rooms[site, kind_of(subject)].add(hall)
        if named := json.loads(cameras):
            held[site].append(Held(hall, moment(starts), moment(ends), tuple(named)))
    known = {key: tuple(sorted(names)) for key, names in rooms.items()}
    return Seating({}, held, known, ties(ask), seats(ask))


def _spot(
    flag: Standing, seating: Seating, judged: Mapping[int, tuple[Place, ...]]
) -> Hashable | None:
    """The places that take part, with their room; ``None`` where nobody can tell one of them."""
    spots = [
        Spot(flag.site, flag.camera, flag.subject, name, flag.room, judged.get(flag.run, ()))
        for name in (flag.place, flag.other)
        if name
    ]
    start, end = moment(flag.span.start_us), moment(flag.span.end_us)
    known = frozenset(place_of(spot, seating, start, end) for spot in spots)
    return None if None in known else known
