"""Why the operating system would not, in the language of whoever asked.

The C library answers in English, whatever language the rest of a sentence is in.
"""

import errno

from proctor.i18n import _


def spoken(error: OSError) -> str:
    """The reason in words; those of the system, or of whoever raised it, where we have none."""
    return _texts().get(error.errno or 0) or error.strerror or str(error)


def _texts() -> dict[int, str]:
    """What happens to files, disks and networks; the English is that of the C library."""
    return {
        errno.EPERM: _("Operation not permitted"),
        errno.ENOENT: _("No such file or directory"),
        errno.EIO: _("Input/output error"),
        errno.ENOMEM: _("Cannot allocate memory"),
        errno.EACCES: _("Permission denied"),
        errno.EBUSY: _("Device or resource busy"),
        errno.EEXIST: _("File exists"),
        errno.ENOTDIR: _("Not a directory"),
        errno.EISDIR: _("Is a directory"),
        errno.EMFILE: _("Too many open files"),
        errno.EFBIG: _("File too large"),
        errno.ENOSPC: _("No space left on device"),
        errno.EROFS: _("Read-only file system"),
        errno.ENAMETOOLONG: _("File name too long"),
        errno.ELOOP: _("Too many levels of symbolic links"),
        errno.EDQUOT: _("Disk quota exceeded"),
        errno.ESTALE: _("Stale file handle"),
        errno.EADDRINUSE: _("Address already in use"),
        errno.EADDRNOTAVAIL: _("Cannot assign requested address"),
        errno.ENETUNREACH: _("Network is unreachable"),
        errno.ECONNREFUSED: _("Connection refused"),
        errno.EHOSTUNREACH: _("No route to host"),
        errno.ETIMEDOUT: _("Connection timed out"),
    }
