"""Chinese and English: one catalogue, chosen once, before any text is made.

The source text is English and is its own key; Chinese lies in
``proctor/locale/zh_CN/LC_MESSAGES/proctor.po``. See CONTRIBUTING.md for how to add a sentence.
"""

import gettext
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

LOCALE = Path(__file__).parent / "locale"
"""Where the compiled catalogues lie."""

_DOMAIN = "proctor"
_CATALOGUES: dict[Language, list[str]] = {"zh": ["zh_CN"], "en": []}
_now: tuple[Language, gettext.NullTranslations] | None = None


def locale_language(environ: Mapping[str, str]) -> Language:
    """What the locale variables ask for; English for every language we do not speak.

    GNU's order: ``LANGUAGE`` (first of its list), ``LC_ALL``, ``LC_MESSAGES``, ``LANG``.
    """
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := environ.get(name):
            return "zh" if value.lower().startswith("zh") else "en"
    return "en"


def activate(lang: Language) -> None:
    """Make ``lang`` the language of every text from now on, worker processes included.

    click's own sentences come from the same catalogue, by way of ``LANGUAGE``, which child
    processes inherit. Raises ``FileNotFoundError`` if the Chinese catalogue was not installed.
    """
    global _now
    names = _CATALOGUES[lang]
    found = gettext.translation(_DOMAIN, LOCALE, names) if names else gettext.NullTranslations()
    _now = lang, found
    os.environ["LANGUAGE"] = names[0] if names else "en"
    gettext.bindtextdomain(_DOMAIN, str(LOCALE))
    gettext.textdomain(_DOMAIN)


def language() -> Language:
    """The language in force; that of the locale when nobody has chosen."""
    if _now is None:
        lang = locale_language(os.environ)
        activate(lang)
        return lang
    return _now[0]


def _(text: str) -> str:
    """``text`` in the language in force; ``text`` itself where the catalogue has no such entry."""
    language()
    return text if _now is None else _now[1].gettext(text)
