"""A batch that is stopped from outside, or meets a mistake of its own."""

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from proctor.analysis import Outcome, Tools, analyse
from proctor.batch import Bench, Failure, run
from proctor.errors import UnfinishedError
from proctor.home import Home
from proctor.rulebook import NO_PROFILE
from proctor.storage import stamp_of
from tests.core.fakes import FakeSource, tools
from tests.core.test_analysis import job, silent

ROOT = Path(__file__).parents[2]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home").ready()


class MistakenSource(FakeSource):
    """Shows a mistake of this program when the file says 13."""

    def frames(self, every_us: int):
        if self.seconds == 13:
            raise RuntimeError("nobody thought of that")
        return super().frames(every_us)


def mistaken() -> Tools:
    return replace(tools(), open_source=MistakenSource)


class EndlessSource(FakeSource):
    """A recording whose first picture takes for ever; leaves a note of who looks at it."""

    def __init__(self, path: Path, start=None) -> None:
        super().__init__(path, start)
        self.path = path

    def frames(self, every_us: int):
        self.path.with_suffix(".pid").write_text(str(os.getpid()))
        time.sleep(600)
        yield from ()


def endless() -> Tools:
    return replace(tools(), open_source=EndlessSource)


def watch_for_ever(folder: Path) -> None:
    """The parent of a batch that does not end."""
    bench = Bench(endless, Home(folder / "home").ready(), NO_PROFILE)
    list(run([job(folder / "a.mp4")], bench, workers=1, progress=silent))


def test_a_mistake_of_ours_takes_one_recording_with_it_not_the_batch(home, tmp_path):
    jobs = [job(tmp_path / f"{n}.mp4", str(n)) for n in (12, 13, 14)]
    results = list(run(jobs, Bench(mistaken, home, NO_PROFILE), workers=1, progress=silent))
    (failure,) = [r for r in results if isinstance(r, Failure)]
    message = "13.mp4 made this program fail: RuntimeError: nobody thought of that"
    assert failure.message == message
    assert sum(isinstance(r, Outcome) and r.run is not None for r in results) == 2


def test_a_recording_that_still_grows_is_refused_and_nothing_is_kept(home, tmp_path):
    path = tmp_path / "a.mp4"
    plan = job(path)

    class Growing(FakeSource):
        def frames(self, every_us: int):
            with path.open("a", encoding="utf-8") as file:
                file.write(" more")
            return super().frames(every_us)

    growing = replace(tools(), open_source=Growing)
    with pytest.raises(UnfinishedError, match="changed while it was read"):
        analyse(replace(plan, stamp=stamp_of(path)), growing, home, NO_PROFILE, silent)
    assert not (home.root / "logs").exists()


def test_a_recording_that_grew_while_it_was_hashed_is_not_even_looked_at(home, tmp_path):
    plan = job(tmp_path / "a.mp4")
    stamp = stamp_of(plan.path)
    plan.path.write_text("60 and more", encoding="utf-8")

    def refuse(*_):
        raise AssertionError("it was opened")

    with pytest.raises(UnfinishedError, match="is still being written"):
        analyse(
            replace(plan, stamp=stamp),
            replace(tools(), open_source=refuse),
            home,
            NO_PROFILE,
            silent,
        )


def test_workers_leave_when_their_parent_was_killed(tmp_path):
    script = tmp_path / "parent.py"
    script.write_text(
        "from pathlib import Path\n"
        "from tests.core.test_stopping import watch_for_ever\n"
        f"if __name__ == '__main__': watch_for_ever(Path({str(tmp_path)!r}))\n"
    )
    note = tmp_path / "a.pid"
    with subprocess.Popen(
        [sys.executable, script], env=os.environ | {"PYTHONPATH": str(ROOT)}
    ) as p:
        eventually(note.exists)
        eventually(lambda: bool(note.read_text()))
        os.kill(p.pid, signal.SIGKILL)
    eventually(lambda: not alive(int(note.read_text())))


def eventually(true) -> None:
    until = time.monotonic() + 20
    while not true():
        assert time.monotonic() < until
        time.sleep(0.05)


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rpartition(")")[2].split()[0] != "Z"
