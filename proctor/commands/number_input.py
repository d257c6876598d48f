"""What a person types as a number."""

from typing import Any

import click

from proctor.i18n import _


class Number(click.FloatRange):
    """A number of a range; NaN lies in none, though it is not outside either."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        """As the range does."""
        number: float = super().convert(value, param, ctx)
        if number != number:
            self.fail(_("{value} is no number.").format(value=value), param, ctx)
        return number
