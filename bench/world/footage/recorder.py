"""From clean renders to camera footage: lens, noise, clock, label; H.264 clips."""

import datetime
import itertools
from fractions import Fraction

import av
import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont


class Lens:
    """Barrel distortion of strength ``k``: from the ideal to the seen picture."""

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
        """The seen picture of an ideal one."""
        return cv2.remap(a, *self.map, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)

    def mask(self, m):
        """The seen mask of an ideal one: whole numbers, never mixed."""
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
    return burnt(np.clip(a, 0, 255).astype(np.uint8), when, label)


def burnt(a, when, label):
    """The picture with clock and label burnt in."""
    im = Image.fromarray(a)
    _write(ImageDraw.Draw(im), im.size, when, label, "white", "black")
    return np.asarray(im)


def writing(size, when, label):
    """Mask (h,w, 0 or 255) of what ``burnt`` writes."""
    im = Image.new("L", tuple(size))
    _write(ImageDraw.Draw(im), im.size, when, label, 255, 255)
    return np.asarray(im)


def _write(draw, size, when, label, fill, edge):
    w, h = size
    font = ImageFont.load_default(h // 30)
    texts = (
        ((h // 36, h // 40), when.strftime("%Y-%m-%d %H:%M:%S")),
        ((w - h // 5, h - h // 17), label),
    )
    for at, text in texts:
        draw.text(at, text, font=font, fill=fill, stroke_width=1, stroke_fill=edge)


def encode(pictures, path, fps, crf, moments=None):
    """Write RGB pictures as H.264 (yuv420p, a keyframe every two seconds).

    ``moments`` are the frame numbers the pictures stand at; where numbers are left out, the
    timestamps jump, as they do when a recorder lost frames.
    """
    part = path.with_suffix(".part.mp4")
    with av.open(str(part), "w", options={"movflags": "+faststart"}) as box:
        stream = None
        for k, a in zip(moments or itertools.count(), pictures, strict=False):
            stream = stream or _stream(box, a.shape, fps, crf)
            frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(a), "rgb24")
            frame.pts, frame.time_base = k, Fraction(1, fps)
            box.mux(stream.encode(frame))
        box.mux(stream.encode(None))
    part.replace(path)


def _stream(box, shape, fps, crf):
    gop = str(round(fps * 2))
    fixed = {"g": gop, "keyint_min": gop, "sc_threshold": "0", "bf": "0", "preset": "slow"}
    stream = box.add_stream("libx264", rate=fps, options={"crf": str(crf), **fixed})
    stream.height, stream.width = shape[:2]
    stream.pix_fmt = "yuv420p"
    stream.codec_context.time_base = Fraction(1, fps)
    return stream


def clock(text):
    """The moment that a scenario's clock begins with."""
    return datetime.datetime.fromisoformat(text)
