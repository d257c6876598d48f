"""Progress bars on a terminal, silence elsewhere."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from proctor.commands.app import App
from proctor.i18n import _
from proctor.timeline import Microseconds, seconds

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID


Step: TypeAlias = Callable[[int, int], None]
"""Told how many are done, of how many."""


class Bars(Protocol):
    """What a long job tells while it runs."""

    def hashed(self, path: Path, read: int) -> None:
        """So many more bytes of a file were fingerprinted."""
        ...

    def looked(self, recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
        """A recording was looked through so far; ``whole_us`` 0 when the end is not known."""
        ...


class Silence:
    """Nobody looks."""

    def hashed(self, path: Path, read: int) -> None:
        """Nothing."""

    def looked(self, recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
        """Nothing."""


@contextmanager
def bars(app: App) -> Iterator[Bars]:
    """Bars on standard error if that is a terminal; they vanish when the job is done."""
    if not app.talk.is_terminal:
        yield Silence()
        return
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    name, at = TextColumn("{task.description}"), TextColumn("{task.fields[at]}")
    columns = (name, BarColumn(), at, TimeElapsedColumn())
    with Progress(*columns, console=app.talk, transient=True) as shown:
        yield _Shown(shown)


class _Shown:
    def __init__(self, shown: "Progress") -> None:
        self._shown = shown
        self._tasks: dict[str, TaskID] = {}

    def hashed(self, path: Path, read: int) -> None:
        """Megabytes of all files together."""
        if "" not in self._tasks:
            self._tasks[""] = self._shown.add_task(_("Fingerprints"), total=None, at="")
        task = self._tasks[""]
        self._shown.update(task, advance=read)
        done = self._shown.tasks[self._shown.task_ids.index(task)].completed
        self._shown.update(task, at=f"{done / 1e6:.0f} MB  {path.name}")

    def looked(self, recording: str, done_us: Microseconds, whole_us: Microseconds) -> None:
        """Seconds of one recording."""
        if recording not in self._tasks:
            name, total = Path(recording).name, whole_us or None
            self._tasks[recording] = self._shown.add_task(name, total=total, at="")
        at = f"{seconds(done_us):.0f} s" + (f" / {seconds(whole_us):.0f} s" if whole_us else "")
        self._shown.update(self._tasks[recording], completed=done_us, at=at)


@contextmanager
def counted(app: App, name: str) -> Iterator[Step]:
    """One bar that counts; silence where nobody looks."""
    if not app.talk.is_terminal:
        yield lambda _done, _whole: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(name), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=app.talk, transient=True) as shown:
        task = shown.add_task(name, total=None)
        yield lambda done, whole: shown.update(task, completed=done, total=whole)
