"""Black, frozen and covered pictures differ from sound ones in their numbers."""

from math import isnan

import cv2
import numpy as np
import pytest

from proctor.perception import Health
from streams.health import Meter
from tests.streams.clips import picture
from tests.streams.rooms import LOT, noisy, room, seen


def scene(number: int, width: int = 640) -> np.ndarray:
    return cv2.resize(picture(number), (width, width * 3 // 4))


def test_a_black_picture_is_dark_and_flat() -> None:
    health = Meter().read(np.full((480, 640, 3), 4, np.uint8))
    assert (health.luma, health.contrast, health.detail) == (4, 0, 0)
    assert isnan(health.change)


def test_a_frozen_picture_does_not_change_and_a_live_one_does() -> None:
    meter = Meter()
    meter.read(scene(0))
    assert meter.read(scene(0)).change == 0
    assert meter.read(scene(5)).change > 1


def test_a_covered_lens_has_light_but_no_structure() -> None:
    rng = np.random.default_rng(1)
    hand = np.full((480, 640, 3), 120, np.uint8) + rng.integers(0, 3, (480, 640, 3), np.uint8)
    covered, seen = Meter().read(hand), Meter().read(scene(0))
    assert covered.luma > 100
    assert covered.detail < 1 < seen.detail
    assert covered.contrast < 3 < seen.contrast


def test_detail_is_grey_levels_per_pixel() -> None:
    ramp = np.repeat(np.tile(np.arange(0, 250, 2, dtype=np.uint8), (60, 1))[..., None], 3, axis=2)
    assert Meter().read(ramp).detail == 2


def test_a_change_of_size_in_mid_stream_is_survived() -> None:
    meter = Meter()
    meter.read(scene(0, 640))
    assert meter.read(scene(0, 1280)).change < 3


def after_a_while(*pictures: np.ndarray) -> Health:
    """The health of the last of them, for a meter that has known the room for ten seconds."""
    meter = Meter()
    for _ in range(20):
        meter.read(seen(room()))
    return [meter.read(image) for image in pictures][-1]


def test_a_view_at_home_is_in_its_place() -> None:
    health = after_a_while(seen(room()))
    assert health.view_home > 0.95
    assert health.view_steady > 0.95
    assert isnan(Meter().read(seen(room())).view_home)


def test_a_pan_a_tilt_and_a_turn_are_measured() -> None:
    pan, tilt = after_a_while(seen(room(), x=16)), after_a_while(seen(room(), y=-9))
    assert min(pan.view_away, tilt.view_away) > 0.8
    assert (pan.view_x, pan.view_y) == pytest.approx((0.05, 0), abs=0.01)
    assert (tilt.view_x, tilt.view_y) == pytest.approx((0, -0.05), abs=0.01)
    turned = after_a_while(seen(room(), turn=-6))
    assert turned.view_away > 0.8
    assert round(np.degrees(turned.view_turn)) == 6


def test_a_moved_view_does_not_become_the_reference() -> None:
    aside = [seen(room(), x=16) for _ in range(60)]
    assert after_a_while(*aside).view_away > 0.8
    assert after_a_while(*aside, seen(room())).view_home > 0.95


def test_another_view_is_nowhere_in_the_reference() -> None:
    health = after_a_while(*[seen(room(seed=8)) for _ in range(3)])
    assert health.view_home < 0.15
    assert health.view_away < 0.5
    assert health.view_steady > 0.95


def test_lamps_exposure_and_infrared_leave_the_view_and_its_sharpness() -> None:
    image, usual = seen(room()), after_a_while(seen(room()))
    side = np.linspace(0.15, 1, image.shape[1])[None, :, None]
    infrared = cv2.cvtColor(255 - image // 2 - image[..., 2:] // 3, cv2.COLOR_BGR2GRAY)
    for changed in (image * 0.15, image * 1.6 + 20, image * side, infrared[..., None] * np.ones(3)):
        health = after_a_while(noisy(changed))
        assert health.view_home > 0.8
        assert not health.sharpness < 0.8 * usual.sharpness


def test_infrared_has_no_colour() -> None:
    image = seen(room())
    grey = cv2.cvtColor(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), cv2.COLOR_GRAY2BGR)
    assert Meter().read(image).colour > 20
    assert Meter().read(grey).colour == 0


def test_somebody_walking_past_takes_a_part_of_the_view_and_moves_nothing() -> None:
    image = seen(room())
    cv2.rectangle(image, (100, 30), (180, 180), (60, 50, 40), -1)
    health = after_a_while(image)
    assert 0.5 < health.view_home < 0.95
    assert health.view_away < 0.3


def test_a_road_fades_from_the_reference() -> None:
    meter = Meter()
    for _ in range(12):
        meter.read(seen(room()))
    homes = [meter.read(seen(room(seed=100 + k))).view_home for k in range(60)]
    assert isnan(homes[-1])


def test_a_lens_out_of_focus_loses_sharpness_and_keeps_its_view() -> None:
    sharp, image = after_a_while(seen(room())), cv2.blur(seen(room()), (9, 9))
    health = after_a_while(noisy(image))
    assert health.sharpness < 0.6 * sharp.sharpness
    assert health.view_home > 0.8


def test_noise_is_measured_in_grey_levels() -> None:
    flat = np.full((240, 320, 3), 120, np.uint8)
    grain = LOT.normal(0, 8, (240, 320, 1)) * np.ones(3)
    assert abs(Meter().read(np.clip(flat + grain, 0, 255).astype(np.uint8)).noise - 8) < 0.6


def test_only_the_written_edges_of_a_frozen_picture_change() -> None:
    meter, image = Meter(), seen(room())
    healths = []
    for second in range(3):
        shown = image.copy()
        cv2.putText(shown, f"12:00:0{second}", (8, 14), cv2.FONT_HERSHEY_PLAIN, 0.9, (255,) * 3)
        healths.append(meter.read(shown))
    assert [health.still for health in healths[1:]] == [1, 1]
    assert meter.read(seen(room())).still < 0.2


def test_a_clock_in_a_black_picture_leaves_it_black() -> None:
    image = np.full((240, 320, 3), 3, np.uint8)
    cv2.putText(image, "2026-11-26 12:00:00", (8, 18), cv2.FONT_HERSHEY_PLAIN, 1, (255,) * 3)
    assert (Meter().read(image).luma, Meter().read(image).contrast) == (3, 0)


def restless(number: int, x: int = 0, y: int = 0, turn: float = 0.0) -> np.ndarray:
    """A camera's picture of the room with somebody large in front who never sits still."""
    image = seen(room(), x=x, y=y, turn=turn)
    left = 60 + int(50 * np.sin(number * 2.3))
    cv2.rectangle(image, (left, 20), (left + 130, 180), (60, 50, 40), -1)
    cv2.line(image, (left, 90), (left + 130, 40 + number * 37 % 90), (200, 200, 210), 6)
    return image


def behind_restless_people(**moved: float) -> Health:
    """After ten seconds of them and eight more in which the camera may have been moved."""
    meter = Meter()
    for number in range(24):
        meter.read(restless(number))
    return [meter.read(restless(number, **moved)) for number in range(24, 44)][-1]


def test_people_who_move_leave_what_stands_where_it_was() -> None:
    health = behind_restless_people()
    assert health.view_kept > 0.8
    assert not health.view_else > health.view_kept


def test_a_small_turn_behind_people_who_move_shows_in_what_stands() -> None:
    health = behind_restless_people(turn=-3.5)
    assert health.view_else > health.view_kept + 0.2
    assert health.view_left > 0.6


def test_nothing_of_what_stood_is_kept_in_another_view() -> None:
    health = after_a_while(*[seen(room(seed=8)) for _ in range(20)])
    assert health.view_kept < 0.2
    assert health.view_else < 0.4


def test_a_lens_a_little_out_of_focus_is_softer_than_usual() -> None:
    meter = Meter()
    for _ in range(20):
        meter.read(seen(room()))
    assert meter.read(seen(room())).focus == pytest.approx(1, abs=0.1)
    soft = [meter.read(noisy(cv2.blur(seen(room()), (3, 3)))).focus for _ in range(60)]
    assert soft[0] < 0.78
    assert soft[-1] == pytest.approx(soft[0], abs=0.1), "a soft picture became the usual one"


def test_somebody_blurred_who_stands_near_takes_no_focus_away() -> None:
    image = seen(room())
    image[:, 40:130] = cv2.GaussianBlur(seen(room(seed=9)), (0, 0), 5)[:, 40:130]
    assert after_a_while(noisy(image)).focus > 0.85
