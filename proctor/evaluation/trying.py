"""What other settings of a rule would have flagged: logs judged again, nothing stored."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from proctor.audit import Record
from proctor.errors import StorageError, TruthError
from proctor.evaluation.footage import measured, watched_us
from proctor.evaluation.gathering import claim, located
from proctor.evaluation.placing import placing
from proctor.evaluation.references import Act, Claim, Reference, ReferenceEvent
from proctor.findings import FlagQuery, FlagRow, RecordingRow, RunKey
from proctor.home import Home
from proctor.i18n import _
from proctor.judge import Told, ask, concluded, run_key, scene_of
from proctor.observations import ObservationLog, read
from proctor.rulebook import Profile, Rulebook, phases_of, resolve
from proctor.rules import Rule, Scene
from proctor.timeline import Microseconds

DISMISSED = "dismissed"
"""The look-alike that a flag is which reviewers found false."""


@dataclass(frozen=True, slots=True)
class Trial:
    """One recording on which settings are tried."""

    reference: Reference
    """What is true of it, as far as that is known."""
    watched_us: Microseconds
    """Footage in which a false alarm could have been raised."""
    log: ObservationLog
    """What was seen."""
    rulebook: Rulebook
    """The rules with the settings of the profile, in the phases of its run."""
    scene: Scene
    """The log as rules see it; keeps what it has worked out."""
    reviewed: bool = False
    """Whether the truth is what reviewers decided, so that other flags are merely unknown."""
    told: dict[Rule, Told] = field(default_factory=dict, repr=False, compare=False)
    """What each rule said: those that are not varied are asked once."""

    def rule(self, code: str) -> Rule | None:
        """The rule that is varied; ``None`` where it is not asked or cannot be judged."""
        senses = self.log.header.senses
        found = (rule for rule in self.rulebook.rules if rule.code == code)
        return next((r for r in found if all(sense in senses for sense in r.needs)), None)

    def claims(self, code: str, settings: Mapping[str, Any]) -> tuple[Claim, ...]:
        """The flags of the code under other settings, in the words of the reference."""
        rules = tuple(
            replace(rule, **settings) if rule.code == code else rule for rule in self.rulebook.rules
        )
        apart = replace(self.scene, known=dict(self.scene.known))  # what it adds is let go

        def told(rule: Rule) -> Told:
            return self._asked(rule) if rule.code != code else ask(rule, apart, self._run)

        found = concluded(self.log, replace(self.rulebook, rules=rules), self.scene, told)
        places = self.log.header.places
        naming = placing(places, self.reference.places)
        zones = {place.name: place for place in places}
        flags = (flag for flag in found.flags if flag.code == code)
        return tuple(claim(flag, self.reference, naming, zones) for flag in flags)

    def _asked(self, rule: Rule) -> Told:
        if rule not in self.told:
            self.told[rule] = ask(rule, self.scene, self._run)
        return self.told[rule]

    @property
    def _run(self) -> RunKey:
        return run_key(self.log, self.rulebook)


def trials_of_truth(
    record: Record, home: Home, profile: Profile, references: Iterable[Reference]
) -> list[Trial]:
    """A trial for every reference.

    Raises as ``gather`` does, ``TruthError`` for footage by which no setting may be chosen, and
    ``StorageError`` where a log is gone.
    """
    found = []
    for one in located(record, references):
        if one.reference.split == "check":
            raise TruthError(
                _("{source} is of the part check: no setting may be chosen by it.").format(
                    source=one.reference.source
                ),
                hint=_("proctor evaluate measures on it what was chosen elsewhere."),
            )
        reference = measured(one.reference, one.row.facts.account)
        watched = watched_us(reference, one.row.facts.account)
        found.append(_trial(record, home, profile, one.row, reference, watched))
    return found


def trials_of_reviews(record: Record, home: Home, profile: Profile, code: str) -> list[Trial]:
    """A trial for every recording with flags of the code that reviewers confirmed or dismissed.

    A recording whose log is gone is left out.
    """
    reviewed: dict[str, list[FlagRow]] = {}
    for flag in record.flags(FlagQuery(code=code)):
        if flag.state in ("confirmed", "false-alarm"):
            reviewed.setdefault(flag.run.recording, []).append(flag)
    rows = {row.facts.fingerprint: row for row in record.recordings() if row.run is not None}
    return [
        trial
        for recording, flags in reviewed.items()
        if recording in rows
        for trial in _reviewed(record, home, profile, rows[recording], flags)
    ]


def _reviewed(
    record: Record, home: Home, profile: Profile, row: RecordingRow, flags: Sequence[FlagRow]
) -> Iterator[Trial]:
    account = row.facts.account
    if account is None:
        return
    decided = [(flag.state, flag.flag) for flag in flags]
    reference = Reference(
        clip=row.facts.path,
        source=row.facts.path,
        sha256=row.facts.fingerprint,
        camera=row.facts.camera,
        duration_us=account.span.duration_us,
        start_us=account.span.start_us,
        events=tuple(
            ReferenceEvent(flag.code, flag.place, flag.span)
            for state, flag in decided
            if state == "confirmed"
        ),
        acts=tuple(
            Act(DISMISSED, flag.place, flag.span)
            for state, flag in decided
            if state == "false-alarm"
        ),
    )
    try:
        trial = _trial(record, home, profile, row, reference, account.covered_us)
    except StorageError:
        return
    yield replace(trial, reviewed=True)


def _trial(
    record: Record,
    home: Home,
    profile: Profile,
    row: RecordingRow,
    reference: Reference,
    watched: Microseconds,
) -> Trial:
    if row.run is None or row.run_number is None:
        raise ValueError("only judged recordings can be tried")
    log = read(home.log(row.run.recording, row.run.perception))
    phases = phases_of(record.rulebook_of(row.run_number))
    plain = resolve(profile, row.facts.subject, row.facts.camera, row.facts.site)
    rulebook = plain.during(phases)
    return Trial(reference, watched, log, rulebook, scene_of(log, rulebook.phases))
