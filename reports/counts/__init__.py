"""Counting: hours, flags, decisions, what was judged, what each camera owes, typical cases."""
