"""Word to systemd: that the watch runs, how it stands, that it is alive."""

import os
import socket
from contextlib import suppress


def notify(*lines: str) -> None:
    """Send ``READY=1`` and the like, as sd_notify(3) does; nothing where nobody listens."""
    address = os.environ.get("NOTIFY_SOCKET")
    if not address:
        return
    if address.startswith("@"):  # an abstract socket
        address = f"\0{address[1:]}"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as out:
        out.setblocking(False)
        # A listener that is slow or gone must not hold up the watch: the next word comes soon.
        with suppress(OSError):
            out.sendto("\n".join(lines).encode(), address)
