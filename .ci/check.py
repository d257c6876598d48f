"""Say what this computer lacks before anything is downloaded; plain Python, old ones included."""

import ctypes
import sys

OLDEST = (3, 11)
LIBRARIES = {"libGL.so.1": "libgl1", "libgthread-2.0.so.0": "libglib2.0-0"}
"""Shared libraries that OpenCV opens, and the Debian packages that carry them."""


def lacks_python():
    """A sentence if this Python is too old to make the environment with."""
    if sys.version_info[:2] >= OLDEST:
        return []
    have = ".".join(map(str, sys.version_info[:3]))
    return [
        "Python " + have + " is too old, 3.11 or newer is needed.\n"
        "  Cure: install one and name it, such as: make setup PYTHON=python3.11"
    ]


def lacks_venv():
    """A sentence if this Python cannot make virtual environments."""
    try:
        __import__("venv")
        __import__("ensurepip")
    except ImportError:
        return [
            "This Python cannot make virtual environments.\n  Cure: apt-get install python3-venv"
        ]
    return []


def lacks_libraries():
    """A sentence if shared libraries of the system are missing."""
    missing = []
    for library, package in sorted(LIBRARIES.items()):
        try:
            ctypes.CDLL(library)
        except OSError:
            missing.append((library, package))
    if not missing or not sys.platform.startswith("linux"):
        return []
    names = ", ".join(library for library, _ in missing)
    packages = " ".join(package for _, package in missing)
    return [
        "System libraries are missing: " + names + ".\n"
        "  Cure: apt-get update && apt-get install -y " + packages + "\n"
        "  (Fedora and its kin: dnf install mesa-libGL glib2)"
    ]


if __name__ == "__main__":
    complaints = lacks_python() + lacks_venv() + lacks_libraries()
    if complaints:
        sys.exit("\n".join(complaints))
