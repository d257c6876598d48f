"""What results of exams say that cannot be, or hardly can: leads for people, never verdicts.

Five checks look at the results of a month: things that are in two places at once (``twice``),
scores that contradict themselves (``score``), items that lie outside of their attempt, overlap or
take no time (``items``), times that are far from those of everybody else
(``pace``), and examiners, vehicles or schools with more or longer rows of passes than chance and
honest differences explain (``share``, ``streak``). docs/design/anomalies.md has the formulas.
"""

from proctor.anomalies.checking import Checked, Tally, check
from proctor.anomalies.lead import Lead
from proctor.anomalies.limits import Limits

__all__ = ["Checked", "Lead", "Limits", "Tally", "check"]
