"""What a person types as the code of a flag."""

from difflib import get_close_matches
from typing import Any

import click

from proctor.codes import CODES
from proctor.i18n import _


class FlagCode(click.Choice[str]):
    """A code in upper or lower case; a misspelt one is answered with the nearest."""

    def __init__(self) -> None:
        super().__init__(list(CODES), case_sensitive=False)

    def get_invalid_choice_message(self, value: Any, ctx: click.Context | None) -> str:
        """The nearest code, or all of them."""
        del ctx
        near = get_close_matches(str(value).upper(), CODES, 1)
        if near:
            text = _("there is no code {value!r}. Did you mean {name}?")
            return text.format(value=value, name=near[0])
        text = _("there is no code {value!r}. Known: {names}")
        return text.format(value=value, names=", ".join(CODES))


CODE = FlagCode()
"""The type of every ``CODE`` and ``--code``."""
