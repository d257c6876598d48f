"""How well flags agree with what really happened, measured as TRECVID ActEV does.

``read`` truth, ``gather`` it with the flags of a record into cases, ``score`` them; or ask what
reviewers made of the flags with ``from_reviews``. See docs/design/evaluation.md.
"""

from proctor.evaluation.gathering import gather
from proctor.evaluation.reading import read, truth_files
from proctor.evaluation.references import Act, Case, Claim, Reference, ReferenceEvent
from proctor.evaluation.reviews import ReviewScore, ReviewSheet, from_reviews
from proctor.evaluation.scoring import Measure, score
from proctor.evaluation.sheet import (
    RATES,
    CodeScore,
    DetPoint,
    FalseAlarm,
    Interval,
    LookAlike,
    Matched,
    Missed,
    Scoresheet,
    Silent,
)

__all__ = [
    "RATES",
    "Act",
    "Case",
    "Claim",
    "CodeScore",
    "DetPoint",
    "FalseAlarm",
    "Interval",
    "LookAlike",
    "Matched",
    "Measure",
    "Missed",
    "Reference",
    "ReferenceEvent",
    "ReviewScore",
    "ReviewSheet",
    "Scoresheet",
    "Silent",
    "from_reviews",
    "gather",
    "read",
    "score",
    "truth_files",
]
