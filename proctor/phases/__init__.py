"""What is going on when: check-in, exam, item, break; so that rules are asked when they make sense.

``stretches`` says it in media time of one recording, ``programme`` works it out from the schedule.
"""

from proctor.phases.stretches import (
    ALL_EXAM,
    ON_DUTY,
    PHASES,
    RUNNING,
    Phase,
    Phases,
    Stretch,
    phases_from,
)

__all__ = [
    "ALL_EXAM",
    "ON_DUTY",
    "PHASES",
    "RUNNING",
    "Phase",
    "Phases",
    "Stretch",
    "phases_from",
]
