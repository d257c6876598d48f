"""Pictures drawn in code: screens of phones, written pages and slips, made on first use."""

import os
import random

from PIL import Image, ImageDraw, ImageFont

from bench.world.assets.reading import ASSETS

WIDE, HIGH = 540, 1170
INKS = ((66, 133, 244), (52, 168, 83), (234, 67, 53), (251, 188, 5), (156, 39, 176), (0, 172, 193),
        (255, 112, 67), (38, 50, 56), (3, 169, 244), (76, 175, 80))  # fmt: skip


def font(size):
    """The built-in font at that size."""
    return ImageFont.load_default(size)


def _kept(name, draw):
    """Path of a picture, drawn by ``draw()`` unless it is there."""
    path = ASSETS / "screens" / name
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.png")
        draw().save(part)
        part.replace(path)
    return path


def _sky(top, bottom):
    """A vertical run from one colour to another."""
    small = Image.new("RGB", (1, 2))
    small.putpixel((0, 0), top)
    small.putpixel((0, 1), bottom)
    return small.resize((WIDE, HIGH), Image.Resampling.BICUBIC)


def _status(d, ink):
    d.text((36, 18), "10:24", fill=ink, font=font(30))
    for k in range(4):
        d.rectangle((384 + 11 * k, 44 - 6 * k, 391 + 11 * k, 50), fill=ink)
    d.rounded_rectangle((452, 24, 502, 50), 7, outline=ink, width=3)
    d.rectangle((457, 29, 490, 45), fill=ink)


def _home(seed):
    """App icons over a wallpaper."""
    rng = random.Random(seed)
    skies = (
        ((70, 130, 220), (240, 170, 160)),
        ((20, 40, 90), (90, 180, 200)),
        ((250, 200, 120), (220, 90, 110)),
    )
    im = _sky(*skies[seed % 3])
    d = ImageDraw.Draw(im)
    _status(d, "white")
    d.text((150, 110), "10:24", fill="white", font=font(96))
    for row in range(5):
        for col in range(4):
            x, y = 38 + col * 124, 300 + row * 136
            d.rounded_rectangle((x, y, x + 90, y + 90), 22, fill=rng.choice(INKS))
            d.ellipse((x + 24, y + 24, x + 66, y + 66), fill=(255, 255, 255))
            d.rectangle((x + 14, y + 100, x + 76, y + 110), fill=(255, 255, 255))
    d.rounded_rectangle((20, 1010, 520, 1140), 40, fill=(225, 232, 240))
    for col in range(4):
        d.rounded_rectangle(
            (46 + col * 120, 1030, 134 + col * 120, 1118), 22, fill=rng.choice(INKS)
        )
    return im


def _bubbles(d, rng, top, bottom, mine):
    y = top
    while y < bottom - 70:
        own, lines = rng.random() < 0.45, rng.randint(1, 3)
        wide, high = rng.randint(170, 350), 30 + 34 * lines
        x = WIDE - 30 - wide if own else 90
        d.rounded_rectangle(
            (x, y, x + wide, min(bottom, y + high)), 18, fill=mine if own else "white"
        )
        for k in range(lines):
            end = x + wide - rng.randint(20, 70)
            d.rectangle((x + 18, y + 20 + 34 * k, end, y + 32 + 34 * k), fill=(70, 74, 80))
        if not own:
            d.ellipse((20, y, 76, y + 56), fill=rng.choice(INKS))
        y += high + 22


def _keyboard(d, top):
    d.rectangle((0, top, WIDE, HIGH), fill=(209, 213, 219))
    for row, keys in enumerate(("qwertyuiop", "asdfghjkl", "zxcvbnm")):
        left = (WIDE - 52 * len(keys)) // 2
        for k, letter in enumerate(keys):
            x, y = left + 52 * k, top + 22 + 84 * row
            d.rounded_rectangle((x + 3, y, x + 49, y + 68), 8, fill="white")
            d.text((x + 17, y + 14), letter, fill=(20, 20, 20), font=font(32))
    d.rounded_rectangle((130, top + 276, 410, top + 340), 8, fill="white")


def _chat(seed):
    """A conversation with the keyboard open."""
    rng = random.Random(seed)
    im = Image.new("RGB", (WIDE, HIGH), (237, 237, 240))
    d = ImageDraw.Draw(im)
    d.rectangle((0, 0, WIDE, 130), fill=(250, 250, 250))
    _status(d, "black")
    d.text((200, 76), "Group 12", fill="black", font=font(38))
    _bubbles(d, rng, 150, 720, ((149, 236, 105), (120, 190, 255))[seed % 2])
    d.rounded_rectangle((70, 735, 440, 790), 10, fill="white")
    _keyboard(d, 805)
    return im


def _photo(seed):
    """A feed with photographs."""
    rng = random.Random(seed)
    im = Image.new("RGB", (WIDE, HIGH), "white")
    d = ImageDraw.Draw(im)
    _status(d, "black")
    for y in (90, 630):
        d.ellipse((24, y, 84, y + 60), fill=rng.choice(INKS))
        d.rectangle((104, y + 14, 300, y + 30), fill=(60, 60, 60))
        im.paste(_sky((110, 170, 235), (245, 225, 190)).resize((WIDE, 380)), (0, y + 76))
        d.polygon([(0, y + 456), (170, y + 230), (300, y + 380), (420, y + 270), (540, y + 456)],
                  fill=rng.choice(((60, 110, 70), (90, 80, 120), (150, 100, 70))))  # fmt: skip
        d.ellipse((390, y + 110, 460, y + 180), fill=(255, 240, 170))
        d.rectangle((24, y + 474, 420, y + 490), fill=(120, 120, 120))
    return im


def _questions(seed):
    """A page of exam questions with marked answers."""
    rng = random.Random(seed)
    im = Image.new("RGB", (WIDE, HIGH), "white")
    d = ImageDraw.Draw(im)
    d.rectangle((0, 0, WIDE, 150), fill=(28, 120, 230))
    _status(d, "white")
    d.text((130, 84), "Subject 1 answers", fill="white", font=font(36))
    for row in range(6):
        y = 180 + row * 160
        d.rectangle((30, y, 30 + rng.randint(330, 480), y + 14), fill=(50, 50, 50))
        d.rectangle((30, y + 26, 30 + rng.randint(150, 400), y + 40), fill=(50, 50, 50))
        for k in range(2):
            d.ellipse((36, y + 60 + 40 * k, 62, y + 86 + 40 * k), outline=(20, 150, 60), width=3)
            d.rectangle(
                (84, y + 66 + 40 * k, 84 + rng.randint(90, 330), y + 80 + 40 * k), fill=(130,) * 3
            )
    return im


def phone_screens():
    """Paths of all phone screens."""
    makers = (
        (_home, 0),
        (_chat, 0),
        (_photo, 0),
        (_home, 1),
        (_questions, 0),
        (_chat, 1),
        (_home, 2),
    )
    return [
        _kept(f"phone{k}.png", lambda make=make, s=s: make(s)) for k, (make, s) in enumerate(makers)
    ]


def _page(seed):
    """A printed page."""
    rng = random.Random(seed)
    im = Image.new("RGB", (620, 877), (246, 245, 240))
    d = ImageDraw.Draw(im)
    d.rectangle((130, 60, 490, 84), fill=(40, 40, 45))
    y = 130
    while y < 800:
        for _ in range(rng.randint(2, 6)):
            x, end = 60, rng.choice((560, 560, 555, rng.randint(200, 500)))
            while x < end:
                w = rng.randint(14, 64)
                d.rectangle((x, y, min(end, x + w), y + 8), fill=(60, 60, 66))
                x += w + 8
            y += 21
        y += 18
    return im


def _slip(seed):
    """A slip with handwriting, on plain or yellow paper."""
    rng = random.Random(seed)
    im = Image.new("RGB", (400, 580), ((246, 244, 236), (250, 236, 140))[seed % 2])
    d = ImageDraw.Draw(im)
    for row in range(11):
        x, y = 34, 50 + row * 46
        while x < rng.randint(240, 370):
            run = [(x + 5 * k, y + rng.randint(-9, 9)) for k in range(rng.randint(4, 9))]
            d.line(run, fill=(25, 40, 130), width=4)
            x = run[-1][0] + 18
    return im


def _form(seed):
    """A score sheet on the examiner's tablet."""
    rng = random.Random(seed)
    im = Image.new("RGB", (700, 1000), (248, 249, 251))
    d = ImageDraw.Draw(im)
    d.rectangle((0, 0, 700, 90), fill=(40, 90, 160))
    d.text((40, 26), "Road test  -  score", fill="white", font=font(40))
    for row in range(11):
        y = 120 + row * 78
        d.rounded_rectangle(
            (30, y, 670, y + 62), 10, fill="white", outline=(215, 220, 228), width=2
        )
        d.rectangle((50, y + 24, 50 + rng.randint(150, 420), y + 38), fill=(80, 84, 92))
        d.ellipse(
            (600, y + 14, 634, y + 48),
            fill=rng.choice(((60, 180, 90), (60, 180, 90), (220, 80, 60))),
        )
    return im


def sheet_textures(what):
    """Paths of the pictures of one sort: ``page``, ``note`` or ``form``."""
    draw, n = {"page": (_page, 3), "note": (_slip, 2), "form": (_form, 1)}[what]
    return [_kept(f"{what}{k}.png", lambda k=k: draw(k)) for k in range(n)]
