"""Who of the truth is whom of the sight, and what that says about the eyes."""

from collections.abc import Mapping, Sequence
from math import degrees, hypot, isnan
from typing import Any

from bench.recognised import HEAD_SEEN, PERSON_HEIGHT
from bench.seeing.looking import Look
from bench.seeing.tally import Tally, Turns, bin_of
from proctor.geometry import Box
from proctor.perception import Person
from proctor.places import anchor_of

BODY = 0.3
"""IoU from which two boxes are one body, where heads do not tell."""
HEAD = 0.4
"""IoU from which a head's box is right."""
GROWN = 0.25
"""Share by which a true head's box grows on every side, half as large again in all."""
HAND_SEEN = 0.5
"""A hand counts from this visible share."""
NEAR_HAND = 0.5
"""A hand is found within so many head heights."""
PHONE_SIDE = 12.0
"""Longer visible side, pixels, from which a held phone counts."""
PHONE = 0.2
"""IoU from which a box is that phone, unless its middle lies on the phone."""

Row = Mapping[str, Any]


def is_visible(row: Row) -> bool:
    """Whether the person ought to be found."""
    return (
        row["head"] is not None
        and row["head_seen"] >= HEAD_SEEN
        and Box(*row["box"]).height >= PERSON_HEIGHT
    )


def count(look: Look, tally: Tally) -> None:
    """Add one look to what is known of the eyes."""
    tally.pictures += 1
    rows = look.row["people"]
    seen = [row for row in rows if is_visible(row)]
    hidden = [row for row in rows if not is_visible(row) and row["box"]]
    pairs = matched(seen, look.sight.people)
    rest = [p for n, p in enumerate(look.sight.people) if n not in pairs.values()]
    tally.false_people += len(rest) - len(matched(hidden, rest))
    for number, row in enumerate(seen):
        place = pairs.get(number)
        _count_person(row, None if place is None else look.sight.people[place], tally)
    _count_hands(seen, look.sight.people, rows, tally)
    _count_phones(look, tally)


def matched(rows: Sequence[Row], people: Sequence[Person]) -> dict[int, int]:
    """Number of a row of the truth → number of the person found, one to one, best pairs first."""
    likeness = {
        (n, k): _alike(row, person) for n, row in enumerate(rows) for k, person in enumerate(people)
    }
    pairs: dict[int, int] = {}
    for (n, k), value in sorted(likeness.items(), key=lambda item: (-item[1], item[0])):
        if value > 0 and n not in pairs and k not in pairs.values():
            pairs[n] = k
    return pairs


def _alike(row: Row, person: Person) -> float:
    """0 for two who are not the same; more the nearer the heads, less by bodies alone."""
    x, y = anchor_of(person)
    if row["head"] is not None:
        head = Box(*row["head"])
        if head.grown(GROWN).holds(x, y):
            apart = hypot(x - head.centre[0], y - head.centre[1])
            return 3.0 - apart / max(head.width, head.height, 1.0)
    overlap = Box(*row["box"]).iou(person.box)
    return overlap if overlap >= BODY else 0.0


def _count_person(row: Row, person: Person | None, tally: Tally) -> None:
    tally.people.count(person is not None)
    head = Box(*row["head"])
    found = None if person is None else person.head
    tally.heads.count(found is not None and head.iou(found) >= HEAD)
    if found is not None:
        away = hypot(found.centre[0] - head.centre[0], found.centre[1] - head.centre[1])
        tally.apart.append(away / max(head.width, 1.0))
    _count_turn(row, person, head, tally)
    _count_sight(row, person, tally)
    if person is not None and not isnan(person.mouth) and row["mouth"] is not None:
        tally.mouths.append((person.mouth, row["mouth"]))


def _count_turn(row: Row, person: Person | None, head: Box, tally: Tally) -> None:
    turns = tally.turns[bin_of(head.height)]
    told = person is not None and not isnan(person.yaw)
    turns.told.count(told)
    if person is not None and told:
        _count_angles(row, person.yaw, person.pitch, person.direction_sigma, turns)


def _count_sight(row: Row, person: Person | None, tally: Tally) -> None:
    """The truth says nothing of eyes; where nothing is scripted they rest in the head."""
    rests = row["act"] is None and not row["events"]
    if not rests or row["place"] not in ("driver", "passenger"):
        return
    told = person is not None and not isnan(person.gaze_yaw)
    tally.sights.told.count(told)
    if person is not None and told:
        _count_angles(row, person.gaze_yaw, person.gaze_pitch, person.gaze_sigma, tally.sights)


def _count_angles(row: Row, yaw: float, pitch: float, sigma: float, turns: Turns) -> None:
    """The truth counts yaw from the person's own side: its sign is the other one."""
    turns.yaw.append((degrees(yaw) + row["cam_yaw"] + 180) % 360 - 180)
    turns.pitch.append(degrees(pitch) - row["cam_pitch"])
    turns.sigma.append(degrees(sigma))


def _count_hands(
    seen: Sequence[Row], people: Sequence[Person], rows: Sequence[Row], tally: Tally
) -> None:
    told = [box for person in people for box in person.hands or ()]
    for row in seen:
        reach = NEAR_HAND * Box(*row["head"]).height
        for side, box in row["hands"].items():
            if box and (row["hands_seen"][side] or 0) >= HAND_SEEN:
                tally.hands.count(any(_apart(Box(*box), other) <= reach for other in told))
    true = [
        (Box(*box), NEAR_HAND * Box(*row["head"]).height)
        for row in rows
        if row["head"]
        for box in row["hands"].values()
        if box
    ]
    for box in told:
        tally.told_hands.count(any(_apart(box, hand) <= reach for hand, reach in true))


def _apart(one: Box, other: Box) -> float:
    (ax, ay), (bx, by) = one.centre, other.centre
    return hypot(ax - bx, ay - by)


def phones_held(row: Row) -> list[Box]:
    """Boxes of the phones in people's hands, visible part."""
    return [Box(*person["phone"]) for person in row["people"] if person["phone"]]


def _count_phones(look: Look, tally: Tally) -> None:
    if look.sight.objects is None:
        return
    tally.looked_for_phones = True
    told = [thing for thing in look.sight.objects if thing.label == "phone"]
    held = phones_held(look.row)
    loose = [Box(*x["box"]) for x in look.row.get("things", ()) if x["thing"] == "phone"]
    for box in held:
        if max(box.width, box.height) >= PHONE_SIDE:
            hits = (thing.score for thing in told if _is_phone(box, thing.box))
            tally.phones.append(max(hits, default=0.0))
    tally.stray_phones += [
        thing.score
        for thing in told
        if not any(_is_phone(box, thing.box) for box in (*held, *loose))
    ]


def _is_phone(true: Box, told: Box) -> bool:
    return true.grown(GROWN).holds(*told.centre) or true.iou(told) >= PHONE
