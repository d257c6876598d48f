"""How much of what should have been filmed was filmed; exact, and no models needed.

See docs/design/coverage.md.
"""

from proctor.coverage.books import Books, Scope, note_gaps, open_books
from proctor.coverage.deciding import decide_gap
from proctor.coverage.gaps import LEAST, GapRow, gap_state_title
from proctor.coverage.ledger import Balance, Ledger, Line
from proctor.coverage.leftovers import Leftover, leftovers
from proctor.coverage.recordings import Coverage, by_camera_and_day

__all__ = [
    "LEAST",
    "Balance",
    "Books",
    "Coverage",
    "GapRow",
    "Ledger",
    "Leftover",
    "Line",
    "Scope",
    "by_camera_and_day",
    "decide_gap",
    "gap_state_title",
    "leftovers",
    "note_gaps",
    "open_books",
]
