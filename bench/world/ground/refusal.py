"""The one error of the generator: what is wrong, and what cures it."""


class RefusedError(Exception):
    """Something asked for that cannot be done; the door prints both sentences."""

    def __init__(self, wrong, cure):
        super().__init__(wrong)
        self.cure = cure
