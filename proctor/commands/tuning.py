"""The running of ``proctor rules tune``."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from proctor.commands.app import App
from proctor.commands.bars import counted
from proctor.commands.rules_explain import plain
from proctor.commands.scores import rate_text, share_text
from proctor.commands.wiring import profile_of
from proctor.errors import NotFoundError
from proctor.evaluation import read, truth_files
from proctor.evaluation.sweeping import (
    MOST,
    Tried,
    Values,
    grid,
    present_of,
    suggested,
    tried,
    usual_values,
    varied,
    within_chance,
)
from proctor.evaluation.trying import Trial, trials_of_reviews, trials_of_truth
from proctor.home import Home
from proctor.i18n import _
from proctor.manual import settings
from proctor.rules import Rule

FEW = 30
"""Events below which a share says little: its interval is wider than a third."""


def tuned(
    app: App,
    kind: type[Rule],
    truth: Sequence[Path],
    given: Mapping[str, Any],
    as_json: bool,
) -> None:
    """Sweep, print the trade-off and a suggestion; ``given`` are the options by name."""
    trials = _trials(app, kind, truth, given)
    if not trials:
        raise NotFoundError(
            _("No flag of {code} that can still be judged anew was confirmed or dismissed.").format(
                code=kind.code
            ),
            hint=_("Decide some with proctor review --code {code}.").format(code=kind.code),
        )
    present = present_of(trials, kind.code)
    if not present:
        raise NotFoundError(
            _("{code} was judged in none of these recordings.").format(code=kind.code),
            hint=_("proctor rules why tells the reason."),
        )
    each = _each(kind, present, given["vary"])
    with counted(app, _("Judging")) as done:
        found = tried(trials, kind.code, each, present, done)
    best = suggested(found, given["most"])
    if as_json:
        lines = [_plain(one, one is best) for one in found]
        app.rows([*lines, _advice(trials, found, best, given["most"])], {}, as_json)
    else:
        _tell(app, kind, found, best)
        for reason in _doubts(trials, found, best, given["most"]):
            app.out.print(f"· {reason}", soft_wrap=True)
    _draw(app, kind, found, best, given["picture"])


def _trials(
    app: App, kind: type[Rule], truth: Sequence[Path], given: Mapping[str, Any]
) -> list[Trial]:
    profile, home = profile_of(app, given["profile"], given["overrides"]), Home(app.home)
    with app.record() as record:
        if not truth:
            return trials_of_reviews(record, home, profile, kind.code)
        references = [read(path) for path in truth_files(truth)]
        return trials_of_truth(record, home, profile, references)


def _each(kind: type[Rule], present: Values, vary: Sequence[str]) -> list[tuple[str, Values]]:
    """What is tried: every setting by itself, or what ``--vary`` names, combined."""
    if vary:
        asked = _all_asked(kind, present, vary)
        try:
            alone = next(iter(asked)) if len(asked) == 1 else ""
            return [(alone, values) for values in grid(present, asked)]
        except ValueError:
            raise click.UsageError(
                _("More than {n} combinations: name fewer values.").format(n=MOST)
            ) from None
    return [
        (setting.name, {setting.name: value})
        for setting in varied(kind)
        for value in usual_values(setting, present[setting.name])
    ]


def _all_asked(kind: type[Rule], present: Values, vary: Sequence[str]) -> dict[str, list[float]]:
    """Setting → values, of every ``--vary``."""
    found: dict[str, list[float]] = {}
    for name, values in (_asked(kind, present, word) for word in vary):
        if name in found:
            text = _("{name} is varied twice: name all of its values at once, such as {name}=1,2.")
            raise click.UsageError(text.format(name=name))
        found[name] = values
    return found


def _asked(kind: type[Rule], present: Values, word: str) -> tuple[str, list[float]]:
    """One ``--vary``: a setting, and values if they are named."""
    name, equals, text = word.partition("=")
    setting = settings(kind).get(name)
    if setting is None or setting.unit is None:
        known = ", ".join(one.name for one in varied(kind))
        raise click.UsageError(
            _("{code} has no number {name!r}. Known: {words}").format(
                code=kind.code, name=name, words=known
            )
        )
    if not equals:
        return name, usual_values(setting, present[name])
    try:
        values = [float(part) for part in text.split(",")]
    except ValueError:
        values = [float("nan")]
    if not all(setting.unit.holds(value) for value in values):
        raise click.UsageError(
            _("{name} = {value}: expected {wanted}").format(
                name=name, value=text, wanted=setting.unit.range()
            )
        )
    return name, values


def _tell(app: App, kind: type[Rule], found: Sequence[Tried], best: Tried | None) -> None:
    first = found[0]
    text = _("{code}: {events} events in {hours:.2f} camera-hours.")
    app.out.print(text.format(code=kind.code, events=first.events, hours=first.hours), style="bold")
    rows = [_row(one, one is best) for one in _worth_showing(found)]
    app.rows(rows, _columns(first), as_json=False, whole=("settings",))
    app.out.print()
    if best is None or best.now:
        app.out.print(_("Suggested: what is in force."), style="bold")
        return
    app.out.print(_("Suggested, to be put into a profile by hand:"), style="bold")
    app.out.print(f"  [rules.{kind.code}]")
    for name, value in best.settings.items():
        app.out.print(f"  {name} = {plain(value)}")


def _worth_showing(found: Sequence[Tried]) -> Iterator[Tried]:
    """Without sweeps that change nothing at all; one line says what is in force."""
    sweeps: dict[str, list[Tried]] = {}
    for one in found:
        sweeps.setdefault(one.swept, []).append(one)
    for sweep in sweeps.values():
        if len({(one.hits, one.false, one.unknown) for one in sweep}) > 1 or len(sweeps) == 1:
            yield from sweep


def _row(one: Tried, best: bool) -> dict[str, Any]:
    words = ", ".join(f"{name} {plain(value)}" for name, value in one.settings.items())
    notes = [_("in force")] if one.now else []
    return {
        "settings": words,
        "found": f"{one.hits}/{one.events}",
        "bar": "█" * round(12 * one.hits / one.events) if one.events else "",
        "recall": share_text(one.recall),
        "false": one.false,
        "unknown": one.unknown,
        "hourly": rate_text(one.hourly),
        "note": ", ".join([*notes, *([_("suggested")] if best else [])]),
    }


def _columns(first: Tried) -> dict[str, str]:
    unknown = {"unknown": _("Undecided")} if first.unknown else {}
    return {
        "settings": _("Setting"),
        "found": _("Found"),
        "bar": "",
        "recall": _("Recall (95 %)"),
        "false": _("False"),
        **unknown,
        "hourly": _("False per hour (95 %)"),
        "note": "",
    }


def _doubts(
    trials: Sequence[Trial], found: Sequence[Tried], best: Tried | None, most: float
) -> Iterator[str]:
    """Why not to trust the suggestion."""
    now = next((one for one in found if one.now), None)
    first = found[0]
    if first.events < FEW:
        text = _("There are {n} events only: one more or less found moves the share by {step:.0%}.")
        yield text.format(n=first.events, step=1 / max(first.events, 1))
    if first.hours and 1 / first.hours > most:
        text = _("The footage is short: a single flag in vain is {rate:.1f} an hour already.")
        yield text.format(rate=1 / first.hours)
    if best is not None and now is not None and not best.now and within_chance(best, now):
        yield _("It is no better than what is in force beyond chance: the intervals overlap.")
    if best is not None and best.hourly is not None and best.hourly.value > most:
        text = _("Nothing keeps to {most:g} flags in vain an hour.")
        yield text.format(most=most)
    if best is not None and not best.now and len(found) > 1:
        text = _("It is the best of {n} tried, so luck helped it; measure it on other footage.")
        yield text.format(n=len(found))
    if any(trial.reviewed for trial in trials):
        yield _("Reviewers saw only what was flagged: what was never flagged counts for nothing.")


def _advice(
    trials: Sequence[Trial], found: Sequence[Tried], best: Tried | None, most: float
) -> dict[str, Any]:
    return {
        "kind": "suggestion",
        "settings": dict(best.settings) if best else {},
        "in_force": best.now if best else True,
        "most_per_hour": most,
        "doubts": [*_doubts(trials, found, best, most)],
    }


def _plain(one: Tried, best: bool) -> dict[str, Any]:
    ends = {
        name: asdict(of) if (of := getattr(one, name)) else None for name in ("recall", "hourly")
    }
    return {"kind": "tried", **asdict(one), **ends, "suggested": best}


def _draw(
    app: App, kind: type[Rule], found: Sequence[Tried], best: Tried | None, path: Path | None
) -> None:
    if path is None:
        return
    from reports.pictures import write_picture
    from reports.tradeoff import tradeoff

    title = _("{code}: events found against flags in vain").format(code=kind.code)
    write_picture(tradeoff([*_worth_showing(found)], best, title), path, title)
    app.talk.print(_("Written: {path}").format(path=path), soft_wrap=True)
