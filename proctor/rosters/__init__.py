"""Rosters: who is examined where and when, as the national exam systems export it.

A roster is a table with a row per attempt. Its columns bear the field names of those systems
(``lsh``, ``sfzmhm`` …), or their Chinese or English names; its cells are whatever a person or a
program typed. Every row becomes an :class:`Attempt` or a list of :class:`Problem`, never both and
never neither.
"""

from proctor.rosters.attempt import Attempt, Problem
from proctor.rosters.checking import Roster, checked

__all__ = ["Attempt", "Problem", "Roster", "checked"]
