"""A detector made of reviewed flags: measured beside the one in force, and let in or not."""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from models.cards import ScoreCard, write_card
from models.choosing import Active, use
from models.importing import import_file
from models.loading import load_detector
from models.training.judging import Pair, Verdict, card, verdict
from models.training.labelling import Guesser
from models.training.measuring import Measured, Shown, measured
from models.weights import Store
from proctor import __version__
from proctor.errors import ModelError
from proctor.i18n import _
from proctor.timeline import Clock, SystemClock

STATE = ".npz"
"""Ending of the weights that training starts from; they lie beside the ``.onnx`` they became."""


class Trainer(Protocol):
    """Whatever makes better weights out of pictures."""

    def __call__(
        self,
        data: Path,
        start: Path,
        out: Path,
        *,
        epochs: int,
        seed: int,
        device: str,
        tell: Callable[[int, int, float], None],
    ) -> Path:
        """The ONNX file ``out``, trained on the pictures of ``data`` from ``start``.

        ``tell`` hears the step, how many there are, and the loss. Raises ``ModelError``.
        """
        ...


@dataclass(frozen=True, slots=True)
class Candidate:
    """A trained detector beside the one in force."""

    file: Path
    """The ONNX file, its card beside it."""
    verdict: Verdict
    """Whether it may take over, and why."""
    before: ScoreCard
    """The one in force on the held-out pictures."""
    after: ScoreCard
    """The candidate on the same pictures."""


def trainer() -> Trainer:
    """The trainer of this house. Raises ``ModelError`` without the extra ``yolo``."""
    try:
        import_module("ultralytics")
        found: Any = import_module("models.training.detector")
    except ImportError as reason:
        raise ModelError(
            _("Training needs torch and ultralytics, which are not installed ({reason}).").format(
                reason=reason
            ),
            hint=_("Install the extra: pip install 'proctor[yolo]'; a GPU makes it quick."),
        ) from reason
    tuned: Trainer = found.fine_tune
    return tuned


def start_of(store: Store, active: Active, given: Path | None) -> Path:
    """The weights to start from. Raises ``ModelError`` when there are none."""
    if given is not None:
        if not given.exists():
            raise ModelError(_("There is no {path}.").format(path=given))
        return given
    beside = store.path(active.installed).with_suffix(STATE) if active.installed else None
    if beside is None or not beside.exists():
        raise ModelError(
            _("Nothing to start from lies beside the detector in use."),
            hint=_("Name the weights to start from: --start FILE.npz"),
        )
    return beside


def guesser_of(store: Store, active: Active, threads: int) -> Guesser:
    """The detector in force, to label and to be measured. Raises ``ModelError`` without one."""
    if active.installed is None:
        raise ModelError(
            _("There is no object detector in use that could be made better."),
            hint=_("Choose one with: proctor models use NAME"),
        )
    file, names = store.checked(active.installed), active.installed.classes
    detector = load_detector(file, names, threads=threads, on=active.runtime)
    return Guesser(detector, active.installed.sha256)


def judged(
    file: Path,
    before: Guesser,
    reviewed: Sequence[Shown],
    truth: Sequence[Shown],
    *,
    threads: int,
    tell: Callable[[int, int], None],
    clock: Clock | None = None,
) -> Candidate:
    """The candidate in ``file`` beside the detector in force; its card is laid beside it."""
    after = Guesser.of(file, threads=threads)
    pair = _pair(before, after, reviewed, tell)
    known = _pair(before, after, truth, tell) if truth else None
    taught = sorted({picture.about[0] for picture in reviewed if picture.about})
    date = (clock or SystemClock()).now().date().isoformat()
    cards = [
        _card(found, g, known is not None, date)
        for found, g in ((pair.before, before), (pair.after, after))
    ]
    write_card(file, cards[1])
    return Candidate(file, verdict(pair, taught, known), cards[0], cards[1])


def admitted(store: Store, candidate: Candidate, *, by: str, clock: Clock | None = None) -> Active:
    """The candidate in the catalogue and in force; the file's name is its name there."""
    (name,) = import_file(store, candidate.file)
    installed = next(each for each in store.detectors() if each.name == name)
    write_card(store.path(installed), replace(candidate.after, weights=installed.sha256))
    state = candidate.file.with_suffix(STATE)
    if state.exists():  # what training goes on from next time
        shutil.copyfile(state, store.path(installed).with_suffix(STATE))
    reason = _("better on reviewed flags: {text}").format(text=candidate.verdict.because[0])
    return use(store, name, reason=reason, by=by, clock=clock)


def free_name(store: Store, folder: Path, clock: Clock | None = None) -> str:
    """A name that no detector has and no candidate had, such as ``site-2026-11-26-2``."""
    day = f"site-{(clock or SystemClock()).now().date().isoformat()}"
    taken = {installed.name for installed in store.detectors()}
    names = (f"{day}-{n}" if n > 1 else day for n in range(1, len(taken) + 1000))
    return next(n for n in names if n not in taken and not (folder / f"{n}.onnx").exists())


def _pair(
    before: Guesser, after: Guesser, shown: Sequence[Shown], tell: Callable[[int, int], None]
) -> Pair:
    def second(done: int, whole: int) -> None:
        tell(whole + done, 2 * whole)

    first: Measured = measured(before, shown, lambda done, whole: tell(done, 2 * whole))
    return Pair(first, measured(after, shown, second))


def _card(found: Measured, guesser: Guesser, truth: bool, date: str) -> ScoreCard:
    on = _("held-out reviewed flags and known truth") if truth else _("held-out reviewed flags")
    return card(found, guesser.sha256, on, date, __version__)
