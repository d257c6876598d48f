"""Score cards: what a detector was measured to be worth, and on what.

A card lies beside the file of weights as ``NAME.card.json`` and names the hash of the weights it
speaks of: a card of other weights is not believed. Two cards may be compared only when both were
measured on the same pictures, which ``pictures_sha256`` tells.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from proctor.errors import ModelError
from proctor.i18n import _
from proctor.storage import write_whole

ENDING = ".card.json"


@dataclass(frozen=True, slots=True)
class Share:
    """A measured share and the 95 % interval around it."""

    value: float
    """0–1."""
    low: float
    """Lower end."""
    high: float
    """Upper end."""
    of: int
    """How many things or events it rests on."""


@dataclass(frozen=True, slots=True)
class ScoreCard:
    """What one file of weights was measured to be worth."""

    weights: str
    """SHA-256 of the weights, as ``Installed.sha256`` has it."""
    measured_on: str
    """What the pictures or clips were, in words."""
    pictures_sha256: str
    """Over the hashes of the pictures or clips, sorted."""
    pictures: int
    """How many pictures; 0 when only clips were judged."""
    date: str
    """ISO 8601."""
    version: str
    """Version of proctor that measured."""
    false_per_picture: float
    """False boxes a picture at which ``recall`` is read off."""
    recall: Mapping[str, Share] = field(default_factory=dict)
    """Label → share of the things that were found."""
    event_recall: Share | None = None
    """Share of the events that were flagged; ``None`` when no clip was judged."""
    false_alarms_per_minute: float | None = None
    """Of the flags in those clips; ``None`` when no clip was judged."""

    def summary(self) -> str:
        """One line for a list."""
        shares = [
            f"{label} {share.value:.2f} [{share.low:.2f}–{share.high:.2f}]"
            for label, share in sorted(self.recall.items())
        ]
        rate = _("at {rate:g} false a picture").format(rate=self.false_per_picture)
        parts = [f"{', '.join(shares)} {rate}"] if shares else []
        if self.event_recall is not None:
            parts.append(_("events {value:.2f}").format(value=self.event_recall.value))
        if self.false_alarms_per_minute is not None:
            told = _("{rate:.2f} false alarms a minute")
            parts.append(told.format(rate=self.false_alarms_per_minute))
        return "; ".join(parts)


def card_of(file: Path) -> Path:
    """Where the card of a file of weights lies."""
    return file.with_name(f"{file.stem}{ENDING}")


def write_card(file: Path, card: ScoreCard) -> None:
    """Lay the card beside the file of weights, in place of an earlier one."""
    write_whole(card_of(file), json.dumps(asdict(card), indent=1, ensure_ascii=False).encode())


def read_card(file: Path, sha256: str) -> ScoreCard | None:
    """The card beside a file of weights; ``None`` without one, or when it speaks of other weights.

    Raises ``ModelError`` when it cannot be read.
    """
    path = card_of(file)
    try:
        card = _card(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError) as reason:
        raise ModelError(
            _("The score card {file} is damaged.").format(file=path),
            hint=_("Remove it; the weights themselves are not touched by that."),
        ) from reason
    return card if card.weights == sha256 else None


def _card(row: dict[str, Any]) -> ScoreCard:
    events = row.get("event_recall")
    return ScoreCard(
        **{
            **row,
            "recall": {str(label): Share(**share) for label, share in row["recall"].items()},
            "event_recall": None if events is None else Share(**events),
        }
    )
