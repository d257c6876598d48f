"""Key frames show boxes and a caption, Chinese included, and never lose a character silently."""

import cv2
import numpy as np

from proctor.geometry import Box
from streams.paint import KeyFramePainter, drawable

GREY = np.full((240, 320, 3), 128, np.uint8)


def shown(boxes: dict[str, Box], caption: str) -> np.ndarray:
    data = np.frombuffer(KeyFramePainter().key_frame(GREY, boxes, caption), np.uint8)
    return cv2.imdecode(data, cv2.IMREAD_COLOR)


def test_the_caption_stands_below_the_picture_and_hides_nothing() -> None:
    image = shown({}, "PHONE 疑似使用手机")
    assert image.shape[1] == 320
    assert image.shape[0] > 250
    assert np.abs(image[:240].astype(int) - 128).max() < 8
    assert image[244:].max() > 200


def test_a_long_caption_takes_more_lines() -> None:
    assert shown({}, "疑似使用手机 " * 12).shape[0] > shown({}, "疑似使用手机").shape[0] + 30


def test_boxes_are_drawn_and_the_picture_itself_stays_as_it_is() -> None:
    image = shown({"座位 3": Box(40, 60, 140, 200), "phone": Box(-5, -5, 20, 20)}, "x")
    assert np.abs(image[130, 40].astype(int) - 128).max() > 60
    assert np.abs(image[130, 90].astype(int) - 128).max() < 8
    assert (GREY == 128).all()


def test_common_chinese_is_drawn_as_it_is() -> None:
    text = "疑似 旁窥 交头接耳 夹带 离座 镕鬟龘 · — “考位” 3 号，考场（一）℃"
    assert drawable(text) == text


def test_a_character_without_a_glyph_is_told_by_its_code() -> None:
    assert drawable("考生𪛖?") == "考生U+2A6D6? (U+: no glyph in this font)"
