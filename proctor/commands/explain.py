"""``proctor flags explain ID``: why it was raised, in words, numbers and a small plot."""

from collections.abc import Mapping
from math import isnan
from typing import TYPE_CHECKING

import click

from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from proctor.explaining import Explanation
    from proctor.findings import FlagRow

BARS = "▁▂▃▄▅▆▇█"
WIDTH = 60


@click.command(help=_("Explain a flag: the rule, its settings and what it saw around that time."))
@click.argument("flag_id", metavar="ID")
@json_option
@pass_app
def explain(app: App, flag_id: str, as_json: bool) -> None:
    """Words and a plot, or every number as JSON."""
    from proctor.explaining import explain as explained
    from proctor.home import Home
    from proctor.observations import read

    with app.record() as record:
        row = record.flag(flag_id)
        rulebook = record.rulebook_of(row.run_number)
    log = read(Home(app.home).log(row.run.recording, row.run.perception))
    found = explained(row.flag, log, rulebook)
    if as_json:
        click.echo(json_line(_numbers(row, found)))
    else:
        _tell(app, row, found)


def _numbers(row: "FlagRow", found: "Explanation") -> Mapping[str, object]:
    from proctor.manual import page

    return {
        "id": row.flag.id,
        "code": row.flag.code,
        "place": row.flag.place,
        "rule": _settings(found),
        "manual": page(type(found.rule)),
        "phases": list(found.rule.phases),
        "reasons": dict(row.flag.reasons),
        "media_s": [seconds(int(at)) for at in found.here.times],
        "sureness": _plain(found.sure),
        "columns": {name: _plain(values) for name, values in found.shown.items()},
    }


def _settings(found: "Explanation") -> dict[str, object]:
    from dataclasses import asdict

    return asdict(found.rule)


def _plain(values: "NDArray[np.floating]") -> list[float | None]:
    return [None if isnan(value) else round(float(value), 4) for value in values]


def _tell(app: App, row: "FlagRow", found: "Explanation") -> None:
    from proctor.codes import title
    from proctor.commands.timetable import phase_title
    from proctor.manual import page

    flag, out = row.flag, app.out
    out.print(
        f"{flag.code} · {title(flag.code, app.lang)} · {flag.place} · {flag.id}", style="bold"
    )
    text = _(
        "Suspected, not proven. Sureness was at least {threshold} from {start:.2f} s to {end:.2f} s"
        " ({length:.2f} s; the rule asks for {hold} s). Mean sureness {score:.2f}."
    )
    start, end = seconds(flag.span.start_us), seconds(flag.span.end_us)
    rule = found.rule
    out.print(
        text.format(
            threshold=rule.threshold,
            start=start,
            end=end,
            length=end - start,
            hold=rule.hold_s,
            score=flag.score,
        )
    )
    out.print(_(page(type(rule))))
    named = ", ".join(phase_title(phase) for phase in rule.phases)
    out.print(_("Asked during: {phases}.").format(phases=named))
    _plot(app, found)


def _plot(app: App, found: "Explanation") -> None:
    """A line per column over the time around the flag; a blank is a moment nobody looked at."""
    import numpy as np

    if not len(found.here.times):
        return
    heading = _("{name:<18} {least:>8} … {most:<8} from {start:.1f} s to {end:.1f} s")
    first, last = (seconds(int(found.here.times[i])) for i in (0, -1))
    for name, values in {"sureness": found.sure, **found.shown}.items():
        seen = values[~np.isnan(values)]
        ends = (f"{seen.min():.3g}", f"{seen.max():.3g}") if len(seen) else ("–", "–")
        line = heading.format(name=name, least=ends[0], most=ends[1], start=first, end=last)
        app.out.print(line, style="dim")
        app.out.print("  " + spark(values))


def spark(values: "NDArray[np.floating]", width: int = WIDTH) -> str:
    """The values as a row of bars between their least and most; NaN is a blank."""
    import numpy as np

    if len(values) > width:
        parts = np.array_split(values, width)
        values = np.array([np.nan if np.isnan(p).all() else np.nanmax(p) for p in parts])
    if np.isnan(values).all():
        return " " * len(values)
    low, high = np.nanmin(values), np.nanmax(values)
    scale = (values - low) / ((high - low) or 1)
    return "".join(" " if np.isnan(v) else BARS[round(float(v) * (len(BARS) - 1))] for v in scale)
