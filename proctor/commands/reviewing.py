"""The conversation of ``proctor review``: a flag, its evidence, one key."""

import sys

import click

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.partners import Company, company, tell_company
from proctor.commands.showing import describe, state_title
from proctor.findings import FlagRow, Review, Verdict
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import Subject
from proctor.review import OTHER, REASONS, decide, reason_titles
from proctor.rulebook import phases_of

KEYS: dict[str, Verdict] = {"c": "confirmed", "f": "false-alarm", "i": "inconclusive"}


def converse(
    app: App, flag_id: str | None, by: str, subject: Subject | None, code: str | None
) -> None:
    """Show flags and ask for a verdict until none is pending or the officer leaves."""
    if not sys.stdin.isatty():
        raise click.UsageError(_("Without a terminal, review needs --verdict."))
    name = by or click.prompt(_("Your name"), err=True)
    seen: list[str] = []
    with app.record() as record:
        if flag_id is not None:
            _ask(app, record, record.flag(flag_id), name)
            return
        while row := record.next_pending(subject, code, besides=seen):
            seen.append(row.flag.id)
            if not _ask(app, record, row, name):
                return
    app.talk.print(_("No further flag is pending.") if seen else _("No flag is pending."))


def _ask(app: App, record: Record, row: FlagRow, name: str) -> bool:
    """Show one flag and take a verdict; whether the officer stays for another."""
    describe(app, row, phases_of(record.rulebook_of(row.run_number)))
    others = company(record, Home(app.home), row)
    tell_company(app, others)
    question = _("[c]onfirmed  [f]alse alarm  [i]nconclusive  [s]kip  [q]uit")
    key = _key(app, question, "cfisq")
    if key in "qs":
        return key == "s"
    verdict = KEYS[key]
    made = decide(record, row.flag.id, verdict, _reason(app) if key == "f" else "", name)
    app.talk.print(f"→ {state_title(made.verdict)}", style="bold")
    _offer(app, record, others, made)
    return True


def _offer(app: App, record: Record, others: Company, made: Review) -> None:
    """The same decision for each flag of the happening that is pending, if the officer says so.

    Decisions are about one flag: another camera may show that it was something else.
    """
    for partner in others.partners:
        if partner.state != "pending":
            continue
        text = _("The same decision for {flag} of {camera}?  [y]es  [n]o")
        question = text.format(flag=partner.flag.id, camera=partner.camera)
        if _key(app, question, "yn") == "y":
            same = decide(record, partner.flag.id, made.verdict, made.reason, made.by)
            app.talk.print(f"→ {partner.camera}: {state_title(same.verdict)}", style="bold")


def _reason(app: App) -> str:
    """One of the codes, by its number; words follow for ``other``."""
    for number, text in enumerate(reason_titles().values(), start=1):
        app.talk.print(f"  {number}  {text}")
    keys = "".join(str(number) for number in range(1, len(REASONS) + 1))
    code = REASONS[int(_key(app, _("Why is it a false alarm?"), keys)) - 1]
    return f"{OTHER}: {click.prompt(_('In words'), err=True)}" if code == OTHER else code


def _key(app: App, question: str, keys: str) -> str:
    """The first key pressed that is one of ``keys``."""
    app.talk.print(question, style="bold")
    while (key := click.getchar().lower()) not in keys or not key:
        app.talk.bell()
    return key
