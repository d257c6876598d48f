"""Live cameras under faults: real RTSP servers, killed, frozen, cut off, garbled, locked.

``python -m bench.soak --minutes 10 --faults 60 --seed 1`` measures and writes docs/soak.md.
"""
