"""The answers of ``proctor rules why`` in words, rows and pictures."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from proctor.codes import title
from proctor.commands.app import App, cell
from proctor.commands.explain import not_drawn
from proctor.commands.showing import media_span, media_time
from proctor.commands.timetable import phase_title
from proctor.commands.unjudged import cure_of, reason
from proctor.commands.whys import Answer, Unjudged
from proctor.commands.words import changed_since, numbers, show
from proctor.findings import RecordingRow
from proctor.i18n import _
from proctor.silence import Look
from proctor.timeline import Microseconds, seconds


def told(app: App, answer: Answer, picture: Path | None, as_json: bool) -> None:
    """Print it, and draw the place that was nearest to a flag."""
    if as_json:
        app.rows([_plain(answer)], {}, as_json)
    else:
        _tell(app, answer)
    if not answer.looks:
        not_drawn(app, picture)
    elif picture is not None:
        from reports.pictures import write_picture
        from reports.strips import strips

        first = answer.looks[0]
        heading = _heading(app, answer, first)
        write_picture(strips(first.explanation, heading), picture, heading, [_words(first)])
        app.talk.print(_("Written: {path}").format(path=picture), soft_wrap=True)


def _tell(app: App, answer: Answer) -> None:
    if answer.row is not None:
        app.out.print(_moment(answer), style="bold", soft_wrap=True)
    if answer.why is not None:
        app.out.print(_unjudged(answer), soft_wrap=True)
        return
    if note := changed_since(answer.looks[0].explanation):
        app.talk.print(note, soft_wrap=True)
    if len(answer.looks) == 1:
        only = answer.looks[0]
        app.out.print(_words(only), soft_wrap=True)
        app.out.print()
        show(app, only.explanation)
    else:
        rows = ({"place": one.explanation.place, "words": _words(one)} for one in answer.looks)
        app.rows(rows, {"place": _("Place"), "words": _("What was missing")}, as_json=False)
        app.talk.print(_("--place shows one of them over time."))
    _also(app, answer)


def _also(app: App, answer: Answer) -> None:
    """Flags around that time, of whatever code: another one may tell the same happening."""
    if answer.flags:
        app.out.print()
        app.out.print(_("Flags around that time:"))
    for row in answer.flags:
        flag = row.flag
        words = f"{flag.id} {flag.code} {flag.place} {media_span(flag.span)}"
        app.out.print(f"  {words}", soft_wrap=True)


def _moment(answer: Answer) -> str:
    row = answer.row
    if row is None:
        return answer.question.code
    wall = row.facts.clock.wall(answer.at_us)
    when = f"{media_time(answer.at_us)} ({cell(wall) if wall else _('wall time unknown')})"
    name = Path(row.facts.path).name
    return f"{answer.question.code} · {answer.question.camera} · {when} · {name}"


def _heading(app: App, answer: Answer, one: Look) -> str:
    code = answer.question.code
    name = title(code, app.lang)
    return f"{code} · {name} · {one.explanation.place} · {media_time(answer.at_us)}"


def _unjudged(answer: Answer) -> str:
    """Why it was not judged, in a sentence."""
    texts: dict[Unjudged, str] = {
        "no-rule": _("It was not judged: no rule looks for {code} in footage."),
        "no-recording": _("It was not judged: no recording of that camera covers that moment."),
        "not-judged": _("It was not judged: the recording could not be read. {detail}"),
        "not-asked": _(
            "It was not judged: the rulebook of that run does not ask {code} in a {detail}: a"
            " profile switched it off, or it is not asked in that exam or was not yet."
        ),
        "no-sense": _("It was not judged: {reason}. {cure}"),
        "no-log": _("Nobody can tell any more: the observation log {detail} is gone."),
        "no-place": _("It was not judged: the picture has no place of the kind {detail}."),
    }
    if answer.why is None:
        raise ValueError("it was judged")
    missing = answer.detail.split(", ")
    said = texts[answer.why].format(
        code=answer.question.code,
        detail=answer.detail,
        reason=reason(missing),
        cure=cure_of(missing),
    )
    return " ".join((said.strip(), *_nearest(answer)))


def _nearest(answer: Answer) -> Iterator[str]:
    """From when to when there is footage of the camera, where none covers the moment."""
    for row in answer.near:
        if row.facts.account is not None:
            span = row.facts.account.span
            begins, ends = (_clock(row, us) for us in (span.start_us, span.end_us))
            name = Path(row.facts.path).name
            text = _("{name} goes from {begins} to {ends}.")
            yield text.format(name=name, begins=begins, ends=ends)


def _clock(row: RecordingRow, us: Microseconds) -> str:
    """Wall time and media time; the latter alone where nobody knows the former."""
    wall = row.facts.clock.wall(us)
    return f"{cell(wall)} ({media_time(us)})" if wall else media_time(us)


def _words(one: Look) -> str:
    """What decided at one place, in a sentence."""
    rule = one.explanation.rule
    filled: dict[str, Any] = {
        "best": "–" if one.best is None else f"{one.best:.2f}",
        "when": "" if one.best_us is None else media_time(one.best_us),
        "threshold": f"{rule.threshold:g}",
        "hold": f"{rule.hold_s:g}",
        "held": f"{one.held_s:.1f}",
        "gap": f"{rule.gap_s:g}",
        "phases": ", ".join(map(phase_title, one.phases)) or _("outside of exams"),
        "asked": ", ".join(map(phase_title, rule.phases)),
        "hidden": ", ".join(one.hidden) or _("another view"),
        "missing": ", ".join(one.missing) or "–",
    }
    return _texts()[one.cause].format(**filled)


def _texts() -> dict[str, str]:
    return {
        "held": _(
            "It is enough for a flag: at least {threshold} for {held} s ({hold} s asked). Where"
            " there is none of this place, another flag of the same happening stands for it."
        ),
        "short": _(
            "It did not last: at least {threshold} for {held} s only, {hold} s asked (lapses of up"
            " to {gap} s bridged). At most {best}, at {when}."
        ),
        "under": _("Not sure enough: at most {best}, at {when}; {threshold} for {hold} s asked."),
        "phase": _("Not asked then: {phases}; the rule is asked during {asked}."),
        "blind": _("Nobody could see: the picture showed nothing ({hidden})."),
        "unseen": _("Nobody could tell: {missing} were not made out then."),
        "unsampled": _("Nobody looked at that moment: no sample speaks for it."),
    }


def _plain(answer: Answer) -> dict[str, Any]:
    row = answer.row
    return {
        "code": answer.question.code,
        "camera": answer.question.camera,
        "judged": answer.why is None,
        "why": answer.why,
        "words": _unjudged(answer) if answer.why else None,
        "recording": row.facts.path if row else None,
        "run": row.run_number if row else None,
        "rulebook": row.run.rulebook if row and row.run else None,
        "media_s": seconds(answer.at_us) if row else None,
        "at": row.facts.clock.wall(answer.at_us) if row else None,
        "around_s": answer.question.around,
        "places": [_place(one) for one in answer.looks],
        "flags": [flag.flag.id for flag in answer.flags],
    }


def _place(one: Look) -> dict[str, Any]:
    rule, stretch = one.explanation.rule, one.stretch
    return {
        "place": one.explanation.place,
        "cause": one.cause,
        "words": _words(one),
        "best": one.best,
        "best_s": None if one.best_us is None else seconds(one.best_us),
        "threshold": rule.threshold,
        "held_s": one.held_s,
        "held_from_s": seconds(stretch.start_us) if stretch else None,
        "hold_s": rule.hold_s,
        "gap_s": rule.gap_s,
        "rule_changed": one.explanation.then != rule.version,
        "judged_s": one.judged_s,
        "not_made_out": list(one.missing),
        "hidden_by": list(one.hidden),
        "phases": list(one.phases),
        **numbers(one.explanation),
    }
