"""The detector in force: chosen by somebody, with a reason, and given up in one step.

Without a choice it is the one that comes with the package; without that, the last one installed. A
store from before choices were recorded goes on with the last one installed until somebody chooses.
"""

from dataclasses import dataclass

from models.activations import Activation, standing
from models.loading import RUNTIMES, Runtime, demand_reads, usual_runtime
from models.weights import Installed, Store
from proctor.errors import ModelError
from proctor.i18n import _
from proctor.timeline import Clock, SystemClock

NO_DETECTOR = "none"
"""Name that asks for the built-in models alone."""


@dataclass(frozen=True, slots=True)
class Active:
    """The object detector in force."""

    installed: Installed | None
    """``None`` when there is none, or when somebody wants none."""
    runtime: Runtime | None
    """What runs it; ``None`` without a detector."""
    why: str
    """One sentence, in the language in force."""


def active(store: Store) -> Active:
    """What is used. Raises ``ModelError`` when the chosen one is no longer what was chosen."""
    chosen = standing(store.history())
    return _as_chosen(store, chosen[-1]) if chosen else _usual(store)


def named(store: Store, name: str) -> Active:
    """The detector of that name on its usual runtime. Raises ``ModelError`` for an unknown one."""
    if name == NO_DETECTOR:
        return Active(None, None, _("asked for: no object detector"))
    installed = _find(store, name)
    return Active(installed, usual_runtime(store.path(installed)), _("asked for by name"))


def use(
    store: Store,
    name: str,
    *,
    runtime: Runtime | None = None,
    reason: str = "",
    by: str = "",
    clock: Clock | None = None,
) -> Active:
    """Choose a detector, ``none`` for no object detector.

    Its files are hashed first. Raises ``ModelError`` when it is unknown, damaged, or of a kind that
    ``runtime`` does not read; nothing has changed then.
    """
    sha256 = ""
    if name != NO_DETECTOR:
        installed = _find(store, name)
        file = store.checked(installed)
        demand_reads(runtime or usual_runtime(file), file)
        sha256 = installed.sha256
    _keep_what_was_used(store, clock)
    store.note(Activation("use", name, sha256, runtime or "", _now(clock), by, reason))
    return active(store)


def roll_back(
    store: Store, *, reason: str = "", by: str = "", clock: Clock | None = None
) -> Active:
    """Back to what was used before the latest choice that stands; several steps go further back.

    Raises ``ModelError`` when there is no choice to give up, or when what was used before is gone
    or damaged; nothing has changed then.
    """
    chosen = standing(store.history())
    if not chosen:
        raise ModelError(
            _("There is nothing to go back to: nobody has chosen a detector."),
            hint=_("Choose one with: proctor models use NAME"),
        )
    before = _as_chosen(store, chosen[-2]) if len(chosen) > 1 else _usual(store)
    if before.installed is not None:
        store.checked(before.installed)
    name = chosen[-2].name if len(chosen) > 1 else ""
    sha256 = before.installed.sha256 if before.installed else ""
    asked = chosen[-2].runtime if len(chosen) > 1 else ""
    store.note(Activation("rollback", name, sha256, asked, _now(clock), by, reason))
    return active(store)


def _now(clock: Clock | None) -> str:
    return (clock or SystemClock()).now().isoformat(timespec="seconds")


def _keep_what_was_used(store: Store, clock: Clock | None) -> None:
    """What a store from before choices were recorded used so far becomes a choice."""
    if store.is_old:
        last = store.recorded()[-1]
        at = _now(clock)
        reason = "the last one installed, before choices were recorded"
        store.note(Activation("use", last.name, last.sha256, "", at, "", reason))


def _as_chosen(store: Store, choice: Activation) -> Active:
    when = choice.at[:10]
    why = _("chosen on {when}").format(when=when)
    why += _(" by {name}").format(name=choice.by) if choice.by else ""
    why += f": {choice.reason}" if choice.reason else ""
    if choice.name == NO_DETECTOR:
        return Active(None, None, why)
    installed = _find(store, choice.name)
    if installed.sha256 != choice.sha256:
        raise ModelError(
            _("{name} is not the one that was chosen: it was replaced since.").format(
                name=choice.name
            ),
            hint=_("Look at it, then choose it anew: proctor models use {name}").format(
                name=choice.name
            ),
        )
    usual = usual_runtime(store.path(installed))
    return Active(installed, _runtime(choice.runtime) or usual, why)


def _runtime(text: str) -> Runtime | None:
    return next((name for name in RUNTIMES if name == text), None)


def _usual(store: Store) -> Active:
    shipped, recorded = store.shipped(), store.recorded()
    if store.is_old or not shipped:
        if not recorded:
            return Active(None, None, _("no object detector is installed"))
        last = recorded[-1]
        why = _("nobody chose one; the last one installed")
        return Active(last, usual_runtime(store.path(last)), why)
    ours = shipped[0]
    return Active(ours, usual_runtime(store.path(ours)), _("nobody chose one; it comes along"))


def _find(store: Store, name: str) -> Installed:
    detectors = store.detectors()
    for installed in detectors:
        if installed.name == name:
            return installed
    known = ", ".join([*(installed.name for installed in detectors), NO_DETECTOR])
    raise ModelError(
        _("There is no detector named {name}.").format(name=name),
        hint=_("Installed: {names}.").format(names=known),
    )
