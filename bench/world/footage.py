"""From clean renders to camera footage: lens, noise, clock, label; H.264 clips; contact sheets."""

import datetime
import subprocess

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont


class Lens:
    """Barrel distortion of strength ``k``: maps pictures, masks and points from the ideal to the seen picture."""

    def __init__(self, size, k):
        self.w, self.h, self.k = *size, k
        yy, xx = np.mgrid[0 : self.h, 0 : self.w].astype(np.float32)
        x, y = (xx - self.w / 2) / (self.w / 2), (yy - self.h / 2) / (self.h / 2)
        s = (1 + k * (x * x + y * y)) / (1 + k * 2)  # corners stay put, edges are cropped
        self.map = (
            (x * s * (self.w / 2) + self.w / 2).astype(np.float32),
            (y * s * (self.h / 2) + self.h / 2).astype(np.float32),
        )

    def picture(self, a):
        return cv2.remap(a, *self.map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def mask(self, m):
        return cv2.remap(
            m.astype(np.float32), *self.map, cv2.INTER_NEAREST, borderMode=cv2.BORDER_CONSTANT
        ).astype(int)

    def points(self, p):
        """Seen pixel positions of ideal pixel positions (n,2)."""
        half = np.array([self.w / 2, self.h / 2])
        want = (np.asarray(p, float)[:, :2] - half) / half
        d = want.copy()
        for _ in range(12):
            d = (
                want
                * (1 + self.k * 2)
                / (1 + self.k * np.minimum((d * d).sum(1, keepdims=True), 4))
            )
        return d * half + half


def camera_picture(a, lens, when, label, seed, noise=3.2, blur=0.5, ir=False):
    """A clean picture (h,w,3 RGB) as the camera records it, with the clock ``when`` burnt in."""
    h, w = a.shape[:2]
    a = cv2.GaussianBlur(lens.picture(a), (0, 0), blur)
    a = cv2.addWeighted(a, 1.5, cv2.GaussianBlur(a, (0, 0), 1.2), -0.5, 0).astype(np.float32)
    rs = np.random.default_rng(seed)
    a += rs.normal(0, noise, (h, w, 1)).astype(np.float32) + rs.normal(
        0, noise * 0.5, (h, w, 3)
    ).astype(np.float32)
    if ir:
        a = np.repeat((a @ np.array([0.3, 0.59, 0.11], np.float32))[..., None], 3, 2)
    im = Image.fromarray(np.clip(a, 0, 255).astype(np.uint8))
    d, f = ImageDraw.Draw(im), ImageFont.load_default(h // 30)
    for xy, s in (
        ((h // 36, h // 40), when.strftime("%Y-%m-%d %H:%M:%S")),
        ((w - h // 5, h - h // 17), label),
    ):
        d.text(xy, s, font=f, fill="white", stroke_width=1, stroke_fill="black")
    return np.asarray(im)


def encode(pictures, path, size, fps, crf=25):
    """Write RGB pictures as H.264 (yuv420p, a keyframe every two seconds) with ffmpeg."""
    gop = str(round(fps * 2))
    part = path.with_suffix(".part.mp4")
    cmd = [
        "ffmpeg",
        "-y",
        "-loglevel",
        "error",
        "-f",
        "rawvideo",
        "-pix_fmt",
        "rgb24",
        "-s",
        f"{size[0]}x{size[1]}",
        "-r",
        str(fps),
        "-i",
        "-",
        "-c:v",
        "libx264",
        "-preset",
        "medium",
        "-crf",
        str(crf),
        "-pix_fmt",
        "yuv420p",
        "-g",
        gop,
        "-keyint_min",
        gop,
        "-sc_threshold",
        "0",
        "-bf",
        "0",
        "-movflags",
        "+faststart",
        str(part),
    ]
    p = subprocess.Popen(cmd, stdin=subprocess.PIPE)
    for a in pictures:
        p.stdin.write(np.ascontiguousarray(a).tobytes())
    p.stdin.close()
    if p.wait():
        raise RuntimeError("ffmpeg failed")
    part.replace(path)


def clock(text):
    return datetime.datetime.fromisoformat(text)


def contact_sheet(frames, path, columns=4, width=480):
    """Frames [(picture, truth of the frame, caption)] with boxes and captions in a grid, as JPEG."""
    tiles = []
    for a, truth, caption in frames:
        im = Image.fromarray(a)
        d = ImageDraw.Draw(im)
        for p in truth["people"]:
            d.rectangle(p["box"], outline=(255, 60, 60) if p["events"] else (70, 220, 90), width=2)
            if p["head"]:
                d.rectangle(p["head"], outline=(70, 160, 255))
            if p["phone"]:
                d.rectangle(p["phone"], outline=(255, 255, 0), width=2)
            d.text(
                (p["box"][0] + 2, p["box"][1]),
                f"{p['place']} {' '.join(p['events']) or p['act'] or ''}",
                font=ImageFont.load_default(15),
                fill=(255, 255, 0),
                stroke_width=1,
                stroke_fill="black",
            )
        d.text(
            (300, 6),
            caption,
            font=ImageFont.load_default(20),
            fill="white",
            stroke_width=1,
            stroke_fill="black",
        )
        tiles.append(im.resize((width, im.height * width // im.width), Image.LANCZOS))
    rows = -(-len(tiles) // columns)
    sheet = Image.new("RGB", (columns * width, rows * tiles[0].height))
    for i, im in enumerate(tiles):
        sheet.paste(im, (i % columns * width, i // columns * im.height))
    sheet.save(path, quality=82)
