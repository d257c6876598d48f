"""The conversation of ``proctor review``: a flag, its evidence, one key."""

import sys
from collections.abc import Sequence
from unicodedata import normalize

import click

from proctor.audit import Record
from proctor.commands.app import App
from proctor.commands.partners import Company, company, tell_company
from proctor.commands.showing import describe, state_title
from proctor.findings import FlagRow, Review, Verdict
from proctor.home import Home
from proctor.i18n import _
from proctor.perception import Subject
from proctor.review import OTHER, REASONS, decide, name_of, reason_titles
from proctor.rulebook import phases_of

KEYS: dict[str, Verdict] = {"c": "confirmed", "f": "false-alarm", "i": "inconclusive"}


def converse(
    app: App, flag_id: str | None, by: str, subject: Subject | None, code: str | None
) -> None:
    """Show flags and ask for a verdict until none is pending or the officer leaves."""
    if not sys.stdin.isatty():
        raise click.UsageError(_("Without a terminal, review needs --verdict."))
    name = name_of(by) if by else _typed(_("Your name"))
    seen: list[str] = []
    with app.record() as record:
        if flag_id is not None:
            _ask(app, record, record.flag(flag_id), name)
            return
        while row := record.next_pending(subject, code, besides=seen):
            seen.append(row.flag.id)
            if not _ask(app, record, row, name):
                return
        left = sum(record.flag(one).state == "pending" for one in seen)
    _farewell(app, len(seen), left)


def _farewell(app: App, seen: int, skipped: int) -> None:
    if skipped:
        text = _("No further flag is pending but those that you skipped: {n}.")
        app.talk.print(text.format(n=skipped))
    else:
        app.talk.print(_("No further flag is pending.") if seen else _("No flag is pending."))


def _ask(app: App, record: Record, row: FlagRow, name: str) -> bool:
    """Show one flag and take a verdict; whether the officer stays for another."""
    describe(app, row, phases_of(record.rulebook_of(row.run_number)))
    others = company(record, Home(app.home), row)
    tell_company(app, others)
    key, reason = _verdict(app)
    while key in KEYS and (news := record.flag(row.flag.id).reviews[len(row.reviews) :]):
        row = _told(app, record, row, news)
        key, reason = _verdict(app)
    if key not in KEYS:
        return key == "s"
    made = decide(record, row.flag.id, KEYS[key], reason, name)
    app.talk.print(f"→ {state_title(made.verdict)}", style="bold")
    _offer(app, record, others, made)
    return True


def _verdict(app: App) -> tuple[str, str]:
    """The key of a verdict, ``s`` or ``q``, and the reason that a false alarm needs."""
    question = _("[c]onfirmed  [f]alse alarm  [i]nconclusive  [s]kip  [q]uit")
    key = _key(app, question, "cfisq")
    return key, _reason(app) if key == "f" else ""


def _told(app: App, record: Record, row: FlagRow, news: Sequence[Review]) -> FlagRow:
    """The flag as it is now, after telling what somebody else decided in the meantime."""
    for review in news:
        text = _("Meanwhile {name} decided: {verdict}. Yours was not stored: skip, or overrule.")
        words = text.format(name=review.by, verdict=state_title(review.verdict))
        app.talk.print(words, style="bold yellow")
    return record.flag(row.flag.id)


def _offer(app: App, record: Record, others: Company, made: Review) -> None:
    """The same decision for each flag of the happening that is pending, if the officer says so.

    Decisions are about one flag: another camera may show that it was something else.
    """
    for partner in others.partners:
        if record.flag(partner.flag.id).state != "pending":
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
    return f"{OTHER}: {_typed(_('In words'))}" if code == OTHER else code


def _typed(question: str) -> str:
    """A line with something in it, its blanks tidied."""
    while not (words := " ".join(click.prompt(question, err=True).split())):
        continue
    return words


def _key(app: App, question: str, keys: str) -> str:
    """The first key pressed that is one of ``keys``; Chinese keyboards may have it in full width.

    Arrows and whatever is pasted come as several characters: they are no answer.
    """
    app.talk.print(question, style="bold")
    while (key := normalize("NFKC", click.getchar()).lower()) not in [*keys]:
        app.talk.bell()
    return key
