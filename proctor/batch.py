"""Many recordings by a pool of processes; the parent alone writes the record.

A worker that dies takes one recording with it, not the batch. Nothing is remembered here: what is
done stands in the record, what is half done in files named after their content, so a batch that
was stopped is simply run again.
"""

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass
from multiprocessing import connection
from multiprocessing.queues import Queue
from queue import Empty
from typing import Any, TypeAlias

from pebble import ProcessExpired, ProcessPool

from proctor.analysis import Job, Outcome, Tools, analyse
from proctor.errors import ProctorError
from proctor.home import Home
from proctor.i18n import _
from proctor.phases.programme import NO_PROGRAMME, Programme
from proctor.ports import Progress
from proctor.rulebook import Profile
from proctor.timeline import SECOND, Microseconds

TICK_S = 0.2


@dataclass(frozen=True, slots=True)
class Failure:
    """A job that came to nothing for a reason that is not the recording's content."""

    job: Job
    """What was to be done."""
    message: str
    """What happened."""
    hint: str = ""
    """The cure."""


Result: TypeAlias = Outcome | Failure


@dataclass(frozen=True, slots=True)
class Bench:
    """What every worker needs; travels to it once, so it must pickle."""

    wire: Callable[[], Tools]
    """Loads models and wires the layers; called once per worker."""
    home: Home
    """Where logs and evidence go."""
    profile: Profile
    """Rulebook settings."""
    programme: Programme = NO_PROGRAMME
    """What is scheduled before each camera."""


_bench: Bench | None = None
_told: "Queue[Any] | None" = None
_tools: Tools | None = None


def default_workers(jobs: int) -> int:
    """One per job, at most one per core."""
    return max(1, min(jobs, os.cpu_count() or 1))


def run(jobs: Sequence[Job], bench: Bench, *, workers: int, progress: Progress) -> Iterator[Result]:
    """Results as they come, in no particular order; each job gives exactly one."""
    context = multiprocessing.get_context("spawn")
    told: Queue[Any] = context.Queue()
    with ProcessPool(workers, initializer=_settle, initargs=(bench, told), context=context) as pool:
        futures = {pool.schedule(_work, args=[job]): job for job in jobs}
        try:
            yield from _gather(futures, told, progress)
        except BaseException:
            pool.stop()
            raise


def _gather(
    futures: "dict[Future[Outcome], Job]", told: "Queue[Any]", progress: Progress
) -> Iterator[Result]:
    waiting = set(futures)
    while waiting:
        done, waiting = wait(waiting, TICK_S, FIRST_COMPLETED)
        _pass_on(told, progress)
        for future in done:
            yield _result(future, futures[future])


def _pass_on(told: "Queue[Any]", progress: Progress) -> None:
    while True:
        try:
            progress(*told.get_nowait())
        except Empty:
            return


def _result(future: "Future[Outcome]", job: Job) -> Result:
    try:
        return future.result()
    except ProctorError as error:
        return Failure(job, error.message, error.hint)
    except ProcessExpired as error:
        return Failure(
            job,
            _("the worker died while it analysed {name} (exit code {code})").format(
                name=job.path.name, code=error.exitcode
            ),
            _("Run the same command again; if it dies again, the file or the memory is to blame."),
        )
    except Exception as error:  # a mistake of this program must not cost the other recordings
        return Failure(
            job,
            _("{name} made this program fail: {error}").format(
                name=job.path.name, error=f"{type(error).__name__}: {error}"
            ),
            _("Please report this line; the other recordings are not concerned."),
        )


def _settle(bench: Bench, told: "Queue[Any]") -> None:
    global _bench, _told
    _bench, _told = bench, told
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """End this worker when the parent is gone: killed, it could tell nobody to stop."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        connection.wait([parent.sentinel])
        os._exit(1)


def _work(job: Job) -> Outcome:
    global _tools
    if _bench is None:
        raise RuntimeError("a worker was started without its bench")
    _tools = _tools or _bench.wire()
    bench, teller = _bench, _Teller(job)
    return analyse(job, _tools, bench.home, bench.profile, teller, bench.programme)


class _Teller:
    """Passes on the media time reached, once per second of media."""

    def __init__(self, job: Job) -> None:
        self._job, self._next = job, 0

    def __call__(self, media_us: Microseconds, whole_us: Microseconds) -> None:
        if _told is not None and media_us >= self._next:
            self._next = media_us + SECOND
            _told.put((str(self._job.path), media_us, whole_us))
