"""Raw frames become a clip: camera picture, H.264, truth beside it."""

import datetime

from bench.world.footage import clip as clips
from bench.world.footage import recorder
from bench.world.ground.jsonfile import read
from bench.world.ground.refusal import RefusedError
from bench.world.render import scenario

CRF = 30
"""Rate factor of the shipped clips: about 1.3 MB for 24 s of 540p, and still a camera's picture."""


def clip(sc, raw, out, crf=CRF):
    """Write ``NAME.mp4`` and ``NAME.truth.json`` up to the first gap; says what."""
    account, count = read(raw.account), _whole_frames(sc, raw)
    if account is None or not count:
        raise RefusedError(f"No frames in {raw.folder}", f"Render it: render {sc['name']}.")
    raw.check()
    lens = recorder.Lens(sc["size"], sc.get("lens_k", 0.06))
    pictures = (seen(sc, lens, raw.pixels(k, account["border"]), k) for k in range(count))
    rows = [read(raw.note(k)) for k in range(count)]
    path = out / f"{sc['name']}.mp4"
    out.mkdir(parents=True, exist_ok=True)
    recorder.encode(pictures, path, sc["fps"], crf)
    clips.save(path, clips.account(sc, account, rows))
    return f"{path}, {count} frames, {path.stat().st_size / 1e6:.2f} MB"


def seen(sc, lens, pixels, k):
    """What the camera delivers of the clean picture of frame ``k``."""
    when = recorder.clock(sc["clock"]) + datetime.timedelta(seconds=k / sc["fps"])
    label, noise = sc.get("label", "CAM 03"), sc.get("noise", 3.2)
    grey = sc.get("ir", sc.get("light") == "infrared")
    return recorder.camera_picture(pixels, lens, when, label, k, noise, ir=grey)


def _whole_frames(sc, raw):
    count = 0
    while count < scenario.frames(sc) and raw.done(count):
        count += 1
    return count
