"""Footage in which nothing ought to be flagged, and what is flagged in it all the same.

``clips.toml`` lists clips, ``scenes`` draws a scenario of the exam world for each, ``python -m
bench.innocent`` analyses what was rendered of them and writes docs/innocent.md.
"""
