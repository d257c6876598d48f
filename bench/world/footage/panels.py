"""Text panels and portraits of a recorder's composite picture, in Chinese."""

import os
from functools import cache
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from bench.world.ground.refusal import RefusedError

FONT_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "~/.local/share/fonts", "~/.fonts")
FONTS = ("NotoSansCJK-Regular.ttc", "NotoSansSC-Regular.otf", "wqy-microhei.ttc", "wqy-zenhei.ttc")
CURE = "Install fonts-noto-cjk, or set WORLD_FONT to a font file with Chinese glyphs."
NOTHING = "\U0010fffd"
"""No font has a glyph for it: what is drawn for it stands for a missing glyph."""
BLUE, PALE, WHITE = (12, 28, 78), (150, 178, 226), (240, 244, 250)
YELLOW, RED = (255, 221, 64), (255, 96, 84)


@cache
def font(size):
    """A font with Chinese glyphs, or a refusal."""
    named = os.environ.get("WORLD_FONT")
    folders = [Path(f).expanduser() for f in FONT_FOLDERS]
    found = (p for name in FONTS for f in folders if f.is_dir() for p in sorted(f.rglob(name)))
    path = Path(named) if named else next(found, None)
    if path is None or not path.is_file():
        raise RefusedError(f"No Chinese font{f' {named}' if named else ''}", CURE)
    return _simplified(path, size)


def _simplified(path, size):
    """The face of a collection that is for the mainland, else the first."""
    faces = []
    for k in range(8):
        try:
            faces.append(ImageFont.truetype(str(path), size, index=k))
        except OSError:
            break
    if not faces:
        raise RefusedError(f"{path} is no font", CURE)
    return next((f for f in faces if f.getname()[0].endswith(" SC")), faces[0])


def written(draw, at, text, size, fill, **more):
    """Write text; refuses when the font lacks a glyph of it."""
    f = font(size)
    nothing = bytes(f.getmask(NOTHING))
    lacking = [c for c in text if not c.isspace() and bytes(f.getmask(c)) == nothing]
    if lacking:
        raise RefusedError(f"{f.path} has no glyph for {''.join(lacking)}", CURE)
    draw.text(at, text, font=f, fill=fill, **more)


def candidate(size, session, _second):
    """The panel of who is examined: facts on the left, the two portraits on the right."""
    im, draw, unit = _panel(size, session["kcmc"])
    facts = (
        ("姓名", session["xm"]),
        ("流水号", session["lsh"]),
        ("考车", session["kchp"]),
        ("科目", session["kskm"]),
        ("车型", session["kscx"]),
        ("安全员", session["aqy"]),
    )
    for k, (name, value) in enumerate(facts):
        y = unit * (2.6 + 1.95 * k)
        written(draw, (unit, y), f"{name}：", round(unit * 1.15), PALE)
        written(draw, (unit * 5.2, y), value, round(unit * 1.15), WHITE)
    for k, name in enumerate(("报名照片", "现场照片")):
        w, h = round(unit * 5.2), round(unit * 6.6)
        x, y = size[0] - w - round(unit), round(unit * (2.5 + 8.3 * k) * (size[1] / unit / 19.5))
        im.paste(_portrait((w, h), session, k), (x, y))
        written(draw, (x + unit * 0.6, y + h - unit * 1.5), name, round(unit), YELLOW)
    return np.asarray(im)


def score(size, session, second):
    """The panel of how it goes: clock, item, speed and gear, points taken, points left."""
    im, draw, unit = _panel(size, "考试过程")
    now = [s for s in session["course"] if s[0] <= second]
    item = now[-1][1] if now else "准备"
    lost = [s for s in session.get("lost", ()) if s[0] <= second]
    left = max(0, 100 - sum(points for _, points, _ in lost))
    speed = 18 + round(7 * np.sin(second * 0.7) + 3 * np.sin(second * 1.9))
    facts = (("项目", item, WHITE), ("车速", f"{speed} km/h   {2 + speed // 16}挡", WHITE))
    facts += (("成绩", f"{left} 分", YELLOW if left >= 90 else RED),)
    facts += (("用时", f"{second // 60:02d}:{second % 60:02d}", WHITE),)
    for k, (name, value, colour) in enumerate(facts):
        y = unit * (2.6 + 1.95 * k)
        written(draw, (unit, y), f"{name}：", round(unit * 1.15), PALE)
        written(draw, (unit * 5.2, y), value, round(unit * 1.15), colour)
    for k, (_, points, why) in enumerate(lost[-3:]):
        line = f"扣{points}分  {why}"
        written(draw, (unit, unit * (11 + 1.7 * k)), line, round(unit), RED)
    return np.asarray(im)


def _panel(size, title):
    im = Image.new("RGB", size, BLUE)
    draw, unit = ImageDraw.Draw(im), size[1] / 18
    draw.rectangle((0, 0, size[0], unit * 2), fill=(24, 52, 128))
    written(draw, (unit, unit * 0.25), title, round(unit * 1.2), YELLOW)
    return im, draw, unit


def _portrait(size, session, k):
    """A drawn head and shoulders; the second a little aside, as taken on the spot."""
    w, h = size
    rng = np.random.default_rng(session.get("seed", 1))
    coat, hair = tuple(rng.integers(30, 120, 3).tolist()), tuple(rng.integers(10, 45, 3).tolist())
    back = ((196, 214, 236), (168, 170, 166))[k]
    im = Image.new("RGB", (w * 3, h * 3), back)
    draw = ImageDraw.Draw(im)

    def oval(x, y, a, b, fill):
        x += 0.05 * k
        box = ((x - a) * w * 3, (y - b) * h * 3, (x + a) * w * 3, (y + b) * h * 3)
        draw.ellipse(box, fill=fill)

    if session.get("long_hair"):
        oval(0.5, 0.55, 0.27, 0.36, hair)
    oval(0.5, 1.08, 0.46, 0.36, coat)
    oval(0.5, 0.72, 0.12, 0.14, (206, 164, 138))
    oval(0.5, 0.36, 0.245, 0.235, hair)
    oval(0.5, 0.44, 0.2, 0.225, (222, 180, 152))
    oval(0.5, 0.25, 0.2, 0.09, hair)
    return im.resize((w, h), Image.Resampling.LANCZOS)
