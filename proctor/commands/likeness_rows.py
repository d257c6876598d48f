"""Rows of ``proctor identity``: a likeness and how often it is wrong, or why there is none."""

from collections.abc import Mapping, Sequence
from typing import cast

from proctor.commands.app import App
from proctor.i18n import _
from proctor.identity import Joint, Lack, Unjudged
from proctor.pairs import Pairs, Rates, Share
from proctor.signing import Absence
from proctor.timeline import seconds
from proctor.verification import said

Row = dict[str, object]


def compare_row(
    place: str, joint: Joint | Unjudged, alike: float | None, rate: Rates | None
) -> Row:
    """A photo against the face of a place."""
    return {"place": place, **_judged(alike, rate), **_face("", joint)}


def across_row(place: str, absence: Absence, alike: float | None, rate: Rates | None) -> Row:
    """The face before an absence against the face after it."""
    span = [seconds(absence.span.start_us), seconds(absence.span.end_us)]
    sides = _face("before_", absence.before) | _face("after_", absence.after)
    return {"place": place, "away_s": span, **_judged(alike, rate), **sides}


def print_rows(app: App, rows: Sequence[Row], pairs: Pairs, as_json: bool) -> None:
    """A table with the words that must stand beside it, or JSON lines of everything."""
    if as_json:
        app.rows([row | {"pairs": pairs.source} for row in rows], {}, as_json=True)
        return
    columns = {
        "place": _("Place"),
        "away": _("Away s"),
        "likeness": _("Likeness"),
        "others": _("Others so alike"),
        "same": _("Same person less alike"),
        "pictures": _("Pictures"),
        "remark": _("Remark"),
    }
    if not any("away_s" in row for row in rows):
        del columns["away"]
    app.rows(map(_in_words, rows), columns, as_json=False, whole=("others", "same"))
    if any(row["likeness"] is not None for row in rows):
        text = _("A likeness is a hint, never proof. Rates and 95 % intervals from: {source}")
        app.talk.print(text.format(source=pairs.source))


def _judged(alike: float | None, rate: Rates | None) -> Row:
    row: Row = {"judged": alike is not None, "likeness": None if alike is None else round(alike, 4)}
    if rate is None:
        return row | {"false_match": None, "false_non_match": None}
    return row | {
        "false_match": _share(rate.false_match),
        "false_non_match": _share(rate.false_non_match),
        "measured_px": rate.size,
        "measured_people": rate.people,
    }


def _share(share: Share) -> Row:
    names = ("value", "low", "high", "hits", "pairs")
    return {name: round(getattr(share, name), 5) for name in names}


def _face(prefix: str, joint: Joint | Unjudged) -> Row:
    if isinstance(joint, Unjudged):
        row: Row = {"not_judged": joint.reason, "seen": joint.seen, "good": joint.good}
    else:
        row = {
            "frames": joint.frames,
            "dropped": joint.dropped,
            "span_s": [seconds(joint.span.start_us), seconds(joint.span.end_us)],
            "spread": round(joint.spread, 4),
            "size_px": round(joint.size, 1),
            "best_s": seconds(joint.best),
        }
    return {f"{prefix}{name}": value for name, value in row.items()}


def _in_words(row: Mapping[str, object]) -> Row:
    away = row.get("away_s")
    return {
        "place": row["place"],
        "away": "–".join(f"{at:.1f}" for at in away) if isinstance(away, list) else "",
        "likeness": row["likeness"],
        "others": _of(row["false_match"]),
        "same": _of(row["false_non_match"]),
        "pictures": " / ".join(
            str(row[name]) for name in ("frames", "before_frames", "after_frames") if name in row
        ),
        "remark": _remark(row),
    }


def _of(share: object) -> str:
    if not isinstance(share, dict):
        return ""
    return f"{share['value']:.1%} ({share['low']:.1%}–{share['high']:.1%})"


def _remark(row: Mapping[str, object]) -> str:
    named = {"": "", "before_": _("before: "), "after_": _("after: ")}
    said = [named[prefix] + _lack(row, prefix) for prefix in named if f"{prefix}not_judged" in row]
    if said:
        return _("Not judged. {reasons}").format(reasons="; ".join(said))
    if row["false_match"] is None:
        return _("Nobody measured how often this is wrong for faces so small.")
    return ""


def _lack(row: Mapping[str, object], prefix: str) -> str:
    reason = said(cast("Lack", row[f"{prefix}not_judged"]))
    return _("{reason} ({good} good of {seen})").format(
        reason=reason, good=row[f"{prefix}good"], seen=row[f"{prefix}seen"]
    )
