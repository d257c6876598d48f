"""How well faults of the picture are told, and how often without one: docs/health.md.

Faults and innocent disturbances are put over clips by a camera that is simulated (``camera``): they
are seen through its lens, its noise, its burnt-in clock and its codec, then measured and judged as
every recording is, without any model.
"""
