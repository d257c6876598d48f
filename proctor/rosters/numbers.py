"""Identity numbers: whether one can be right, and how it and its owner's name are shown.

Resident identity numbers have 17 digits and a check character, ISO 7064 MOD 11-2 (GB 11643-1999).
Other documents (passports, officers' cards, permits of Hong Kong, Macao and Taiwan) are taken as
they are: 5 to 18 letters and digits.
"""

import re
from datetime import date

_RESIDENT = re.compile(r"\d{17}[\dX]")
_OTHER = re.compile(r"[A-Z\d()-]{5,18}")
_WITHIN = re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_resident(number: str) -> bool:
    """Whether it looks like the number of a resident: then its check character must be right."""
    return len(number) in (17, 18, 19) and number[:15].isdigit()


def is_right(number: str) -> bool:
    """Whether such a number can exist; upper case, no spaces."""
    if not is_resident(number):
        return _OTHER.fullmatch(number) is not None
    return _RESIDENT.fullmatch(number) is not None and number[17] == check(number) and _born(number)


def check(number: str) -> str:
    """The check character of the first 17 digits."""
    total = sum(w * int(d) for w, d in zip(_WEIGHTS, number[:17], strict=True))
    return _CHECKS[total % 11]


def _born(number: str) -> bool:
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year >= 1900
    except ValueError:
        return False


def shown(number: str) -> str:
    """Masked for screens, lists and logs: enough to tell two people apart, too little to use."""
    if len(number) < 8:
        return "*" * len(number)
    return f"{number[:3]}{'*' * (len(number) - 7)}{number[-4:]}"


def masked(text: str) -> str:
    """A text, such as a name of a file, with every identity number in it masked."""
    return _WITHIN.sub(lambda found: shown(found[0]), text)


def cell_shown(name: str, cell: object) -> str:
    """What stands in a cell of the column ``name``, as a problem shows it."""
    value = "" if cell is None else str(cell)[:60]
    return shown(value) if name == "id_number" else masked(value)


def name_shown(name: str) -> str:
    """A name for lists and logs: its first character, a star for each of the others."""
    return name[:1] + "".join(c if c in " ·" else "*" for c in name[1:])
