"""Results of exams, as the exam system exports them: scores, times per item, who took part.

A table has a row per attempt, with columns per item, or a row per attempt and item. Every attempt
becomes a :class:`Result` or a list of problems, never both and never neither.
"""

from proctor.results.reading import Results, checked
from proctor.results.result import Item, Outcome, Result

__all__ = ["Item", "Outcome", "Result", "Results", "checked"]
