"""The layers put together; the only place where streams, models and the core meet."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from proctor.analysis import Tools
from proctor.commands.app import App
from proctor.errors import ModelError, RecordingError
from proctor.faculties import Faculties
from proctor.grids import Composite
from proctor.home import Home
from proctor.i18n import _
from proctor.ports import Cutter, Ears, Eyes, SoundSource, Source, TextReader
from proctor.rulebook import NO_PROFILE, Profile, load_profile, with_overrides

if TYPE_CHECKING:
    from proctor.prompts import Prompts
    from streams.heads import ReadHead


@dataclass(frozen=True, slots=True)
class Wiring:
    """Makes the tools of one worker; small enough to travel to it."""

    models: Path
    """Folder of the weights."""
    threads: int
    """Threads for inference; 0 leaves it to the runtime."""
    detector: str | None = None
    """Name of the object detector to use; ``None`` takes the best one installed."""
    prompts: Path | None = None
    """Folder with recordings of what the exam system says."""

    def __call__(self) -> Tools:
        """Loads the models. Raises ``ModelError``."""
        from streams.health import Meter
        from streams.paint import KeyFramePainter

        ears, reader = self.beside()
        prompts = prompts_in(self.prompts) if self.prompts else None
        beside = tuple(other for other in (ears, reader, prompts) if other is not None)
        return Tools(
            open_source,
            Meter,
            Faculties(self.eyes(), beside),
            cutter(),
            KeyFramePainter(),
            open_sound,
            composite_in,
            ears,
            reader,
            prompts,
        )

    def eyes(self) -> Eyes:
        """The models alone."""
        from models.eyes import load_eyes

        return load_eyes(self.models, threads=self.threads, detector=self.detector)

    def beside(self) -> tuple[Ears | None, TextReader | None]:
        """What hears and what reads clocks, where they are installed."""
        from models.lettering import load_reader
        from models.voices import load_ears

        return load_ears(self.models), load_reader(self.models, threads=self.threads)


def open_source(path: Path, start: datetime | None) -> Source:
    """A recording as a source of frames, decoded in a child process unless that is switched off."""
    if guarded():
        from streams.guard.recording import GuardedRecording

        return GuardedRecording(path, start=start)
    from streams.recording import open_recording

    return open_recording(path, start=start)


def composite_in(path: Path) -> Composite | None:
    """The cells of a composite picture, ``None`` where it is one; as guarded as ``open_source``."""
    from streams.composite import find_composite, glances

    if guarded():
        from streams.guard.glances import guarded_glances

        return find_composite(guarded_glances(path))
    return find_composite(glances(path))


def open_sound(path: Path) -> SoundSource:
    """The sound of a recording, as guarded as ``open_source``."""
    if guarded():
        from streams.guard.sound import GuardedSoundTrack

        return GuardedSoundTrack(path)
    from streams.audio import SoundTrack

    return SoundTrack(path)


def prompts_in(folder: Path) -> "Prompts | None":
    """The prompts whose recordings lie in a folder; ``None`` where there are none.

    Raises ``RecordingError`` for a file that is none or too short for anybody to tell.
    """
    files = sorted(path for path in folder.glob("*") if path.is_file())
    if not files:
        return None
    from proctor.prompts import prompts_from
    from streams.prompts import prompt_wave

    found = prompts_from({file.name: prompt_wave(file) for file in files})
    names = {prompt.name for prompt in found.known}
    if lost := [file for file in files if file.name not in names]:
        raise RecordingError(
            _("{path} is no recording of a prompt: it holds less than a second of sound.").format(
                path=lost[0]
            ),
            hint=_("Take that file out of the folder, or record the prompt anew."),
        )
    return found


def cutter() -> Cutter:
    """What takes clips and stills out of recordings, as guarded as ``open_source``."""
    if guarded():
        from streams.guard.cutter import GuardedCutter

        return GuardedCutter()
    from streams.cut import StreamCutter

    return StreamCutter()


@contextmanager
def heads(folder: Path) -> "Iterator[ReadHead]":
    """What reads the heads of recordings below ``folder``, as guarded as ``open_source``."""
    if guarded():
        from streams.guard.heads import GuardedHeads

        with GuardedHeads(folder) as read:
            yield read
        return
    from streams.heads import head_of

    yield head_of


def guarded() -> bool:
    """Whether recordings are decoded in child processes: unless ``PROCTOR_GUARD`` is ``off``.

    Windows has none of the means, and hands over no file descriptors.
    """
    return os.name == "posix" and os.environ.get("PROCTOR_GUARD", "").lower() != "off"


def models_folder(home: Path) -> Path:
    """``PROCTOR_MODELS``, else ``models`` in the home folder."""
    return Path(os.environ.get("PROCTOR_MODELS") or home / "models").expanduser().absolute()


def require_models(home: Path) -> None:
    """Raise ``ModelError`` at once when nothing is installed, not once per recording."""
    from models.weights import Store

    folder = models_folder(home)
    if not Store(folder).installed():
        raise ModelError(
            _("There are no models in {folder}.").format(folder=folder),
            hint=_("Install them with: proctor models install"),
        )


def threads_for(workers: int) -> int:
    """Cores shared out among workers, at least one each."""
    return max(1, (os.cpu_count() or 1) // workers)


def home_of(app: App) -> Home:
    """The home folder, made if need be."""
    return Home(app.home).ready()


def profile_of(app: App, given: Path | None, overrides: tuple[str, ...]) -> Profile:
    """``--profile``, else the home's ``profile.toml`` if there is one; ``--set`` on top."""
    path = given or Home(app.home).profile
    profile = load_profile(path) if given is not None or path.exists() else NO_PROFILE
    return with_overrides(profile, overrides)
