"""A month of an exam office: honest results by lot, and dishonest ones planted among them.

Everything that makes honest results uneven is in here, because that is what raises false leads:
candidates differ in skill and speed, classes in difficulty, examiners, cars and schools in how many
pass, and times have heavier tails than a normal distribution of their logarithms.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from proctor.perception import Subject
from proctor.results import Item, Outcome

DAYS = 22
FIELD = ("倒车入库", "坡道定点停车和起步", "侧方停车", "曲线行驶", "直角转弯")
ROAD = ("起步", "直线行驶", "变更车道", "通过路口", "会车", "超车", "掉头", "靠边停车")
QUESTIONS = tuple(f"第{number}题" for number in range(1, 21))
ITEMS: dict[Subject, tuple[str, ...]] = {"hall": QUESTIONS, "field": FIELD, "road": ROAD}
USUAL_S: dict[Subject, float] = {"hall": 14.0, "field": 70.0, "road": 60.0}
RATES = {"C1": 0.62, "C2": 0.70}
"""Share that passes, by class."""
MORNING = datetime(2026, 11, 2, 0, 30, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Office:
    """How large an office is, and how uneven honestly."""

    attempts: int = 3000
    """In the month."""
    subject: Subject = "road"
    """Which exam."""
    examiners: int = 12
    """Each with a car."""
    schools: int = 15
    """From which candidates come."""
    spread: float = 0.05
    """Standard deviation of honest pass rates among examiners and among schools."""
    tail: Literal["normal", "laplace", "student", "student3", "mixed"] = "normal"
    """Shape of the logarithms of times; Student's has five degrees of freedom, or three; mixed is
    normal, with three times the standard deviation in one of a hundred times."""
    weather: float = 0.0
    """Standard deviation of the logarithm of the odds of passing between half-days."""
    pace: float = 0.35
    """Standard deviation of the logarithm of an item's time."""
    person: float = 0.2
    """The same of what makes one person quick or slow at everything."""


def month(office: Office, lot: np.random.Generator) -> list[Outcome]:
    """Honest results, by start."""
    lenient = lot.normal(0, office.spread, office.examiners)
    taught = lot.normal(0, office.spread, office.schools)
    skies = lot.normal(0, office.weather, 2 * DAYS + 2)
    outcomes = []
    for number in range(office.attempts):
        examiner, school = number % office.examiners, int(lot.integers(office.schools))
        licence = "C1" if lot.random() < 0.7 else "C2"
        rate = np.clip(RATES[licence] + lenient[examiner] + taught[school], 0.02, 0.98)
        odds = rate / (1 - rate) * np.exp(skies[2 * DAYS * number // office.attempts])
        rate = odds / (1 + odds)
        outcomes.append(_attempt(office, number, examiner, school, licence, float(rate), lot))
    return outcomes


def _attempt(
    office: Office,
    number: int,
    examiner: int,
    school: int,
    licence: str,
    rate: float,
    lot: np.random.Generator,
) -> Outcome:
    slot = number // office.examiners
    day, of_day = divmod(slot, max(1, -(-office.attempts // office.examiners) // DAYS + 1))
    starts = MORNING + timedelta(days=day, minutes=40 * of_day)
    items = _items(office, lot)
    length = sum(item.seconds or 0.0 for item in items) * lot.lognormal(0.05, 0.05) + 60
    passed = bool(lot.random() < rate)
    lost = (0.0 if passed else 20.0) if office.subject != "field" else (10.0 if passed else 30.0)
    items = (replace(items[0], deducted=lost), *items[1:])
    in_hall = office.subject == "hall"
    return Outcome(
        serial=f"1260{number:08d}",
        person=f"{number:064x}",
        id_shown="110***********2215",
        name="",
        subject=office.subject,
        site="城东考场",
        room="1考室" if in_hall else f"京A{examiner:04d}学",
        seat=str(examiner + 1) if in_hall else "",
        licence=licence,
        examiner=f"考试员{examiner + 1}",
        officer="",
        school=f"驾校{school + 1}",
        starts=starts,
        ends=starts + timedelta(seconds=min(length, 2300.0)),
        score=100.0 - lost,
        passed=passed,
        items=items,
    )


def _items(office: Office, lot: np.random.Generator) -> tuple[Item, ...]:
    names, usual = ITEMS[office.subject], USUAL_S[office.subject]
    own = lot.normal(0, office.person)
    noise = _noise(office, len(names), lot)
    seconds = usual * np.exp(own + office.pace * noise)
    return tuple(
        Item(name, float(max(1, round(value))), 0.0)
        for name, value in zip(names, seconds, strict=True)
    )


def _noise(office: Office, count: int, lot: np.random.Generator) -> NDArray[np.float64]:
    if office.tail == "laplace":
        return lot.laplace(0, 0.5**0.5, count)
    if office.tail in ("student", "student3"):
        freedom = 3 if office.tail == "student3" else 5
        return lot.standard_t(freedom, count) * ((freedom - 2) / freedom) ** 0.5
    usual = lot.standard_normal(count)
    if office.tail == "mixed":
        return np.where(lot.random(count) < 0.01, 3 * usual, usual)
    return usual


def quick(outcomes: list[Outcome], number: int, factor: float) -> list[Outcome]:
    """With one attempt whose first item took ``factor`` of the usual time."""
    one = outcomes[number]
    first = replace(one.items[0], seconds=max(1.0, round(USUAL_S[one.subject] * factor)))
    outcomes[number] = replace(one, items=(first, *one.items[1:]))
    return outcomes


def generous(
    outcomes: list[Outcome], examiner: str, share: float, lot: np.random.Generator
) -> list[Outcome]:
    """With an examiner who passes ``share`` of those who would have failed."""
    return [
        _passed(one)
        if one.examiner == examiner and not one.passed and lot.random() < share
        else one
        for one in outcomes
    ]


def bought(outcomes: list[Outcome], examiner: str, first: int, length: int) -> list[Outcome]:
    """With an examiner who passes ``length`` candidates in a row, from the ``first`` one on."""
    own = [n for n, one in enumerate(outcomes) if one.examiner == examiner][first : first + length]
    result = list(outcomes)
    for number in own:
        result[number] = _passed(outcomes[number])
    return result


def _passed(one: Outcome) -> Outcome:
    items = (replace(one.items[0], deducted=0.0), *one.items[1:])
    return replace(one, passed=True, score=100.0, items=items)
