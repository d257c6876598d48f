"""``proctor flags explain ID``: why it was raised, in words, numbers and a small plot."""

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from proctor.commands.app import App, json_line, json_option, pass_app
from proctor.i18n import _
from proctor.timeline import seconds

if TYPE_CHECKING:
    from proctor.explaining import Explanation
    from proctor.findings import FlagRow


def _drawable(_ctx: click.Context, _param: click.Parameter, value: Path | None) -> Path | None:
    """A file whose ending can be drawn; asked before anything is reckoned."""
    if value is not None:
        from reports.pictures import refuse_other_endings

        refuse_other_endings(value)
    return value


PICTURE = click.option(
    "-o",
    "--picture",
    type=click.Path(dir_okay=False, path_type=Path),
    callback=_drawable,
    help=_("Also draw it into this file: .png, .svg or .html."),
)


@click.command(help=_("Explain a flag: the rule, its settings and what it saw around that time."))
@click.argument("flag_id", metavar="ID")
@PICTURE
@json_option
@pass_app
def explain(app: App, flag_id: str, picture: Path | None, as_json: bool) -> None:
    """Words and a plot, or every number as JSON."""
    from proctor.explaining import explain as explained
    from proctor.home import Home
    from proctor.observations import read

    with app.record() as record:
        row = record.flag(flag_id)
        rulebook = record.rulebook_of(row.run_number)
    if row.is_of_data:
        _of_data(app, row, rulebook, picture, as_json)
        return
    log = read(Home(app.home).log(row.run.recording, row.run.perception))
    found = explained(row.flag, log, rulebook)
    if as_json:
        click.echo(json_line(_numbers(row, found)))
    else:
        _tell(app, row, found)
    _draw(app, picture, row, found)


def not_drawn(app: App, picture: Path | None) -> None:
    """Say that no picture was made, to somebody who asked for one."""
    if picture is not None:
        text = _("Nothing was drawn into {path}: there is nothing to show over time.")
        app.talk.print(text.format(path=picture), soft_wrap=True)


def _of_data(app: App, row: "FlagRow", limits: str, picture: Path | None, as_json: bool) -> None:
    """A flag on results has no log behind it: its numbers are its reasons, and the limits."""
    import json

    from proctor.anomalies.words import manual, sentence

    not_drawn(app, picture)
    flag, out = row.flag, app.out
    told = json.loads(limits)["limits"]
    if as_json:
        named = {"id": flag.id, "code": flag.code, "place": flag.place}
        reasons = {"words": sentence(flag.reasons), "reasons": dict(flag.reasons)}
        click.echo(json_line({**named, **reasons, "limits": told, "manual": manual()}))
        return
    out.print(_heading(app, row), style="bold")
    out.print(sentence(flag.reasons), soft_wrap=True)
    out.print(manual())
    out.print(", ".join(f"{name} {value:g}" for name, value in told.items()), style="dim")


def _numbers(row: "FlagRow", found: "Explanation") -> Mapping[str, object]:
    from proctor.commands.words import numbers
    from proctor.manual import page

    return {
        "id": row.flag.id,
        "code": row.flag.code,
        "place": row.flag.place,
        "rulebook": row.run.rulebook,
        "rule": settings(found),
        "phases": list(found.rule.phases),
        "manual": page(type(found.rule)),
        "words": _sentences(row, found),
        "reasons": dict(row.flag.reasons),
        "media_start_s": seconds(row.flag.span.start_us),
        "media_end_s": seconds(row.flag.span.end_us),
        **numbers(found),
    }


def settings(found: "Explanation") -> dict[str, Any]:
    """Every setting of the rule in that run."""
    from dataclasses import asdict

    return asdict(found.rule)


def _tell(app: App, row: "FlagRow", found: "Explanation") -> None:
    from proctor.commands.words import show
    from proctor.manual import page

    out = app.out
    out.print(_heading(app, row), style="bold")
    for sentence in _sentences(row, found):
        out.print(sentence, soft_wrap=True)
    out.print()
    show(app, found)
    out.print()
    out.print(_(page(type(found.rule))))


def _heading(app: App, row: "FlagRow") -> str:
    from proctor.codes import title

    flag = row.flag
    return f"{flag.code} · {title(flag.code, app.lang)} · {flag.place} · {flag.id}"


def _sentences(row: "FlagRow", found: "Explanation") -> list[str]:
    """What the flag claims, and by which settings."""
    from proctor.commands.timetable import phase_title
    from proctor.commands.words import changed_since

    flag, rule = row.flag, found.rule
    text = _(
        "Suspected, not proven. Sureness was at least {threshold} from {start:.2f} s to {end:.2f} s"
        " ({length:.2f} s; the rule asks for {hold} s). Mean sureness {score:.2f}."
    )
    start, end = seconds(flag.span.start_us), seconds(flag.span.end_us)
    claim = text.format(
        threshold=rule.threshold,
        start=start,
        end=end,
        length=end - start,
        hold=rule.hold_s,
        score=flag.score,
    )
    phases = ", ".join(phase_title(phase) for phase in rule.phases)
    book = _("Rulebook {fingerprint}, run {run}; proctor rules explain {code} tells the settings.")
    return [
        *filter(None, [changed_since(found)]),
        claim,
        _("Asked during: {phases}.").format(phases=phases),
        book.format(fingerprint=row.run.rulebook[:12], run=row.run_number, code=flag.code),
    ]


def _draw(app: App, path: Path | None, row: "FlagRow", found: "Explanation") -> None:
    if path is None:
        return
    from reports.pictures import write_picture
    from reports.strips import strips

    heading = _heading(app, row)
    write_picture(strips(found, heading), path, heading, _sentences(row, found))
    app.talk.print(_("Written: {path}").format(path=path), soft_wrap=True)
