"""A clip and its truth file: what is said of the whole clip, written and read together."""

import hashlib
import json

from bench.world.ground.jsonfile import write
from bench.world.ground.refusal import RefusedError

VERSION = 2
HOW = ("how", "side", "with", "offset_s")
"""What an event may say beside its code, place and span."""
BY_HAND = ("NOTE", "PASS")
"""Codes that show in the hands and in what they hold."""
HEADLESS = ("pedals",)
"""Cameras that show no heads; there, to be in the picture is to be seen."""
UNSEEN = ("SEAT_ABSENT",)
"""Codes of which there is nothing to see."""


def account(sc, stage, rows):
    """The truth of a rendered clip, from the stage's account and the truth of its frames."""
    end = len(rows) / sc["fps"]
    headless = stage["camera"]["name"] in HEADLESS
    events = [_event(p, e, rows, end, headless) for p in stage["people"] for e in p["events"]]
    acts = [_act(p, b, end) for p in stage["people"] for b in p["acts"]]
    return {
        "version": VERSION,
        "clip": sc["name"],
        "sha256": None,
        "scene": sc["scene"],
        "fps": sc["fps"],
        "size": sc["size"],
        "frames_n": len(rows),
        "duration_s": round(end, 3),
        "clock_start": sc["clock"],
        "camera": stage["camera"],
        "light": sc.get("light", "day"),
        "places": stage["places"],
        "events": sorted(filter(None, events), key=_when),
        "acts": sorted(filter(None, acts), key=_when),
        "frames": rows,
    }


def _when(e):
    return e["start_s"], e["place"]


def _event(p, e, rows, end, headless):
    if e["start"] >= end:
        return None
    place = e.get("place", p["place"])
    pid = p["pid"]
    if e["code"] == "ID_SWAP":
        pid = _newcomer(place, e, rows, pid)
    return {
        "code": e["code"],
        "place": place,
        "pid": pid,
        "start_s": e["start"],
        "end_s": min(e["end"], round(end, 3)),
        "visible": visible(e["code"], _of(pid, e, rows), headless),
        **{k: e[k] for k in HOW if k in e},
    }


def _act(p, b, end):
    if b["start"] >= end:
        return None
    more = {k: b[k] for k in HOW if k in b}
    span = {"start_s": b["start"], "end_s": min(b["end"], round(end, 3))}
    return {"act": b["act"], "place": b.get("place", p["place"]), **span, **more}


def _of(pid, e, rows):
    """The person of that number in every frame of the event; None where out of the picture."""
    during = [r for r in rows if e["start"] <= r["t"] < e["end"]]
    return [next((q for q in r["people"] if q["pid"] == pid), None) for r in during]


def _newcomer(place, e, rows, otherwise):
    """Who sits at the place in the event and came last into the picture."""
    there = {
        q["pid"]
        for r in rows
        for q in r["people"]
        if e["start"] <= r["t"] < e["end"] and q["place"] == place
    }
    first = {}
    for r in rows:
        for q in r["people"]:
            first.setdefault(q["pid"], r["t"])
    return max(there, key=lambda pid: (first[pid], pid), default=otherwise)


def visible(code, people, headless=False):
    """Mean share of what matters that can be seen (0-1) over the frames; None if nothing could."""
    if code in UNSEEN or not people:
        return None
    shares = [_share(code, q, headless) if q else 0.0 for q in people]
    return round(sum(shares) / len(shares), 2)


def _share(code, q, headless):
    if code == "PHONE":
        return q["phone_seen"] or 0.0
    if code in BY_HAND:
        return max(q["paper_seen"] or 0.0, *(q["hands_seen"].values()))
    return 1.0 if headless else q["head_seen"]


def save(path, truth):
    """Write the truth beside a clip that is there already, bound to its bytes."""
    truth = {**truth, "clip": path.stem, "sha256": digest(path)}
    write(beside(path), truth)
    return truth


def load(path):
    """The truth beside a clip."""
    try:
        return json.loads(beside(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        cure = "The truth lies beside its clip as NAME.truth.json."
        raise RefusedError(f"No truth for {path}: {error}", cure) from error


def beside(path):
    """Where the truth of a clip lies."""
    return path.with_name(f"{path.stem}.truth.json")


def digest(path):
    """SHA-256 of a file, hex."""
    with path.open("rb") as f:
        return hashlib.file_digest(f, "sha256").hexdigest()
