"""Recordings of strangers are decoded in a child process that can do nothing else.

A decoder reads hostile bytes with a million lines of C. Here it runs in a process of its own, with
limits on memory, processor time, files and patience, without network and without the right to open
another file; a crash or hang of it costs one recording, and is told with the hash of the file. See
docs/design/guard.md.
"""
