"""Facts into a report: title, warnings, the six sections, the appendices, the sheets."""

from datetime import datetime

from proctor.i18n import Language
from reports.circular import appendices, handling, matters, overview, quality, sheets, spread
from reports.circular.blocks import Block, Report
from reports.circular.words import Words
from reports.facts import Facts


def compose(facts: Facts, lang: Language) -> Report:
    """The report of ``facts`` in ``lang``, ready to be drawn in any format."""
    words = Words(lang)
    period = facts.period
    return Report(
        name=f"proctor-{period.name}",
        lang=lang,
        title=words.title(period),
        subtitle=words.spoken(period),
        meta=_meta(facts, words),
        footer=words("Internal. Flags are suspicions until a person has confirmed them."),
        page=words("Page {page} of {pages}", page="{page}", pages="{pages}"),
        made=facts.made,
        blocks=tuple(_blocks(facts, words)),
        sheets=sheets.compose(facts, words),
    )


def _meta(facts: Facts, words: Words) -> str:
    period = facts.period
    start, end, made = (period.local(m) for m in (period.start, period.end, facts.made))
    return words(
        "From {start} up to {end} (UTC{zone}) · made {made}",
        start=f"{start:%Y-%m-%d %H:%M}",
        end=f"{end:%Y-%m-%d %H:%M}",
        zone=_offset(start),
        made=f"{made:%Y-%m-%d %H:%M}",
    )


def _offset(moment: datetime) -> str:
    text = f"{moment:%z}"
    return f"{text[:3]}:{text[3:5]}"


def _blocks(facts: Facts, words: Words) -> list[Block]:
    return [
        *overview.notices(facts, words),
        *overview.section(facts, words),
        *matters.section(facts, words),
        *spread.section(facts, words),
        *quality.section(facts, words),
        *handling.section(facts, words),
        *appendices.section(facts, words),
    ]
