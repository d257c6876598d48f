"""The core of proctor: what was seen, what is claimed about it, and what people decided."""

__version__ = "0.1.0"
