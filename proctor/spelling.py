"""What somebody meant who wrote a word that nothing is called by."""

from collections.abc import Sequence
from difflib import get_close_matches

from proctor.i18n import _


def meant(word: str, known: Sequence[str]) -> str:
    """The nearest of the ``known`` words, or all of them, as a hint."""
    alike = {name.casefold(): name for name in known}
    near = get_close_matches(word.casefold(), alike, 1, 0.5)
    if near:
        return _("Did you mean {word}?").format(word=alike[near[0]])
    return _("Known: {words}").format(words=", ".join(known))
