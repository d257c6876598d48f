"""Addresses with passwords as they are handed in, kept out of process lists."""

import ctypes
import sys
from pathlib import Path

import click

from proctor.cameras.address import login, masked
from proctor.errors import CameraError
from proctor.i18n import _

_ARG_START, _ARG_END = 47, 48
"""Fields of /proc/self/stat, counted from 0: where the command line lies in memory."""


def address_from(given: str, user: str | None = None) -> str:
    """The address; ``-`` reads it. With ``user``, the password is asked for and put in.

    What was given on the command line vanishes from this process's entry in process lists (Linux);
    until then, and in the shell's history, it can be read.
    """
    url = _line(_("Address of the camera")) if given == "-" else given
    if url != given:
        url = url.strip()
    elif masked(url) != url:
        _hide(url)
    if user is None:
        return url
    scheme, mark, rest = url.partition("://")
    if "@" in rest:
        raise CameraError(
            _("{address} names a user already.").format(address=masked(url)),
            hint=_("Leave out --user, or the user in the address."),
        )
    return f"{scheme}{mark}{login(user, _line(_('Password'), hidden=True))}@{rest}"


def _line(asked: str, *, hidden: bool = False) -> str:
    """From the terminal with a question, else a line of standard input as it is."""
    if sys.stdin.isatty():
        return str(click.prompt(asked, hide_input=hidden, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _hide(secret: str) -> None:
    """Overwrite ``secret`` in the memory that /proc/PID/cmdline shows; elsewhere it stays."""
    try:
        stat = Path("/proc/self/stat").read_text()
        shown = Path("/proc/self/cmdline").read_bytes()
    except OSError:
        return
    fields = stat.rpartition(")")[2].split()
    # The name in brackets may hold blanks; two fields stand before and in it.
    start, end = (int(fields[number - 2]) for number in (_ARG_START, _ARG_END))
    raw = secret.encode()
    at = shown.find(raw)
    if at >= 0 and start and end - start >= at + len(raw):
        ctypes.memset(start + at, ord("*"), len(raw))
