"""``python -m streams.guard``: the child process; started by the parent, not by people."""

import os
import sys

from streams.guard.confinement import before_imports

if __name__ == "__main__":
    reading, writing, parent = map(int, sys.argv[1:4])
    held = before_imports(parent)

    from streams.guard.serving import serve
    from streams.guard.wire import Line

    line = Line(reading, writing)
    order = line.receive()
    if order is not None:
        serve(line, order, held)
    os._exit(0)  # what a taken-over interpreter would do on its way out is of no interest
