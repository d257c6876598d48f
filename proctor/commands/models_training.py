"""The running of ``proctor models train``."""

import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proctor import learning
from proctor.commands.app import App, json_line
from proctor.commands.bars import counted
from proctor.commands.wiring import Wiring, cutter, home_of, models_folder
from proctor.errors import ModelError, StorageError
from proctor.i18n import _
from proctor.learning import FEWEST, Lesson, Moment
from proctor.storage import write_whole
from proctor.timeline import SystemClock

if TYPE_CHECKING:
    from models.training.candidates import Candidate, Trainer
    from models.training.measuring import Shown
    from models.training.reviews import Exported
    from models.training.stills import Stills

SIDES, EXPORTS = "sides.json", "exports.jsonl"


class Training:
    """One call of the command."""

    def __init__(
        self, app: App, asked: Mapping[str, Any], as_json: bool, trainer: "Trainer | None" = None
    ) -> None:
        """``asked``: the options by name. ``trainer``: another one than the house's."""
        self._app = app
        self._asked = asked
        self._as_json = as_json
        self._trainer = trainer
        self._home = home_of(app)
        self._folder = self._home.root / "learning"
        with app.record() as record:
            rows = [row for row in record.flags() if row.state != "pending"]
            self._sizes = {r.facts.fingerprint: r.facts.size for r in record.recordings()}
        self._lessons, self._passed = learning.lessons(rows, self._known_sides())

    def tell_plan(self) -> None:
        """What would be learnt from; reads logs, decodes nothing, writes nothing."""
        from proctor.commands.models_planning import planned, print_plan

        rows = planned(self._moments, self._passed, self._stills)
        print_plan(self._app, rows, self._as_json)
        if not learning.enough(self._lessons):
            self._app.talk.print(self._too_few().message, soft_wrap=True)

    def run(self) -> bool:
        """Export, train, measure; whether a better detector is in use now."""
        from models.choosing import active
        from models.training.candidates import start_of, trainer

        if not learning.enough(self._lessons) and not self._asked["force"]:
            raise self._too_few()
        tuned = self._trainer or trainer()
        store = self._store()
        start_of(store, active(store), self._asked["start"])  # before hours of work, not after
        with ExitStack() as stack:
            folder = self._asked["keep"] or Path(stack.enter_context(self._aside()))
            candidate = self._candidate(tuned, folder, self._exported(folder))
        return self._concluded(candidate)

    @cached_property
    def _moments(self) -> list[tuple[Lesson, list[Moment]]]:
        return [(lesson, self._moments_of(lesson)) for lesson in self._lessons]

    def _moments_of(self, lesson: Lesson) -> list[Moment]:
        from proctor.observations import read

        key = lesson.row.run
        try:
            return learning.moments(lesson, read(self._home.log(key.recording, key.perception)))
        except StorageError as error:
            self._app.talk.print(f"{lesson.row.flag.id}: {error.message}", soft_wrap=True)
            return []

    @cached_property
    def _stills(self) -> "Stills":
        from models.training.stills import Stills

        return Stills(self._home, cutter(), self._sizes)

    def _exported(self, folder: Path) -> "Exported":
        from models.choosing import active
        from models.training.candidates import guesser_of
        from models.training.reviews import Exporter, Manner

        store, manner = self._store(), Manner(self._asked["faces"], self._asked["crops_only"])
        guesser = guesser_of(store, active(store), 0)
        eyes = Wiring(models_folder(self._app.home), 0).eyes()
        exporter = Exporter(folder, self._still, eyes, guesser, manner)
        with counted(self._app, _("Pictures")) as step:
            made = exporter.export(self._moments, step)
        for flag, why in made.lost:
            self._app.talk.print(_("{flag}: left out: {why}").format(flag=flag, why=why))
        self._note_export(folder, asdict(manner), made)
        return made

    def _still(self, lesson: Lesson, moment: Moment) -> Any:
        return self._stills.still(lesson.row, moment.at_us)

    def _candidate(self, tuned: "Trainer", folder: Path, made: "Exported") -> "Candidate":
        from models.choosing import active
        from models.training import candidates, measuring

        store = self._store()
        used = active(store)
        held = measuring.of_reviews(folder, made.pictures)
        if not held or len(held) == len(made.pictures):
            raise ModelError(
                _("The pictures that are left give nothing to teach with, or none to measure by."),
                hint=_("Review flags whose recordings or clips are still there."),
            )
        out = self._folder / f"{candidates.free_name(store, self._folder)}.onnx"
        start = candidates.start_of(store, used, self._asked["start"])
        self._folder.mkdir(parents=True, exist_ok=True)
        with counted(self._app, _("Training")) as step:
            file = tuned(
                folder / "teach",
                start,
                out,
                epochs=self._asked["epochs"],
                seed=self._asked["seed"],
                device=self._asked["device"],
                tell=lambda done, whole, _loss: step(done, whole),
            )
        guesser = candidates.guesser_of(store, used, 0)
        with counted(self._app, _("Measuring")) as step:
            truth = self._truth(folder)
            return candidates.judged(file, guesser, held, truth, threads=0, tell=step)

    def _truth(self, folder: Path) -> "list[Shown]":
        from models.training.truthful import truthful
        from proctor.evaluation import truth_files

        if not self._asked["truth"]:
            return []
        files = truth_files(self._asked["truth"])
        return [s for file in files for s in truthful(file, folder / "truth", cutter())]

    def _concluded(self, candidate: "Candidate") -> bool:
        from models.training.candidates import admitted

        better, name = candidate.verdict.better, candidate.file.stem
        if better:
            admitted(self._store(), candidate, by=self._asked["by"])
            text = _("{name} is better and in use; back again with: proctor models rollback")
        else:
            text = _("{name} is not better; nothing has changed. It is kept as {file}.")
        said = text.format(name=name, file=candidate.file)
        self._write(candidate, said)
        return better

    def _write(self, candidate: "Candidate", said: str) -> None:
        if self._as_json:
            for which, card in (("before", candidate.before), ("after", candidate.after)):
                self._app.rows([{"kind": "card", "which": which, **asdict(card)}], {}, True)
            row = {"kind": "verdict", "name": candidate.file.stem, "file": str(candidate.file)}
            self._app.rows([row | asdict(candidate.verdict)], {}, True)
            return
        rows = [
            {"which": _("in use"), "card": candidate.before.summary()},
            {"which": candidate.file.stem, "card": candidate.after.summary()},
        ]
        self._app.rows(rows, {"which": _("Model"), "card": _("Measured")}, False)
        for text in (*candidate.verdict.because, said):
            self._app.out.print(text, soft_wrap=True)

    def _store(self) -> Any:
        from models.weights import Store

        return Store(models_folder(self._app.home))

    def _too_few(self) -> ModelError:
        recordings = len({lesson.row.run.recording for lesson in self._lessons})
        return ModelError(
            _(
                "Too little to learn from: {n} reviewed flags of {recordings} recordings can be "
                "used; it takes {least} of at least two."
            ).format(n=len(self._lessons), recordings=recordings, least=FEWEST),
            hint=_("Review more flags, or say --force to see what comes of it."),
        )

    def _known_sides(self) -> dict[str, Any]:
        try:
            known: dict[str, Any] = json.loads((self._folder / SIDES).read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except ValueError as error:
            raise StorageError(
                _("{file} is damaged.").format(file=self._folder / SIDES),
                hint=_("Restore it: it says which recordings must never be trained on."),
            ) from error
        return known

    def _note_export(self, folder: Path, manner: dict[str, Any], made: "Exported") -> None:
        """Who took which pictures out of the record, and where recordings stand for good."""
        sides = {lesson.row.run.recording: lesson.side for lesson in self._lessons}
        told = json.dumps(self._known_sides() | sides, indent=1, sort_keys=True)
        write_whole(self._folder / SIDES, told.encode())
        row = {
            "at": SystemClock().now(),
            "by": self._asked["by"],
            "folder": str(folder.absolute()) if self._asked["keep"] else None,
            **manner,
            "pictures": len(made.pictures),
            "flags": sorted({picture.flag for picture in made.pictures}),
        }
        with (self._folder / EXPORTS).open("a", encoding="utf-8") as lines:
            lines.write(json_line(row) + "\n")

    @contextmanager
    def _aside(self) -> Iterator[Path]:
        """A folder for pictures that nobody wants to keep; gone afterwards."""
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".pictures-", dir=self._folder))
        try:
            yield aside
        finally:
            shutil.rmtree(aside, ignore_errors=True)
