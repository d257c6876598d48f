"""Profiles: what a site changes about the rules, read from TOML and checked word by word."""

from proctor.profiles.checking import checked
from proctor.profiles.faults import Fault
from proctor.profiles.profile import NO_PROFILE, ROOMS, Layer, Profile, Settings
from proctor.profiles.reading import Reading, load_profile, profile_from, read, with_overrides

__all__ = [
    "NO_PROFILE",
    "ROOMS",
    "Fault",
    "Layer",
    "Profile",
    "Reading",
    "Settings",
    "checked",
    "load_profile",
    "profile_from",
    "read",
    "with_overrides",
]
