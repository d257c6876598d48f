"""``proctor watch --identity`` on a real RTSP server: somebody drives, a roster has a photo."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import cv2
import pytest

from proctor.timeline import SystemClock
from tests.conftest import WORLD, Answer
from tests.e2e.watches import is_flag, watching
from tests.models.conftest import moment
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server", "watching"]

CAR = "京A1234学"


@pytest.fixture
def home(proctor: Callable[..., Answer], tmp_path: Path) -> Path:
    """A home whose roster has the driver of the rendered cabin in the car now, with his photo."""
    image = moment("cabin_b", 3.0)
    x0, y0, x1, y1 = map(int, image.truth("driver")["head"])
    cv2.imwrite(str(tmp_path / "zp.png"), image.image[max(0, y0 - 60) : y1 + 60, x0 - 60 : x1 + 60])
    now = SystemClock().now().astimezone()
    day = max(now - timedelta(minutes=10), now.replace(hour=0, minute=0))
    end = min(now + timedelta(minutes=30), now.replace(hour=23, minute=59))
    roster = tmp_path / "roster.csv"
    roster.write_text(
        "lsh,sfzmhm,xm,kskm,kchp,ksrq,kssj,jssj,zp\n"
        f"126000000001,11010119900307221X,王伟,3,{CAR},{day:%Y-%m-%d},{day:%H:%M},{end:%H:%M},zp.png\n",
        "utf-8",
    )
    answer = proctor("--home", tmp_path / "home", "sessions", "import", roster)
    assert answer.code == 0, answer.err
    return tmp_path / "home"


@pytest.mark.slow
def test_a_face_unlike_the_photo_is_flagged_while_the_camera_runs(
    home: Path,
    rtsp_server,
    watching,
    proctor: Callable[..., Answer],
    identity_folder: Path,
) -> None:
    server = rtsp_server(WORLD / "cabin_b.mp4")
    unlike = ("--set", "ID_MISMATCH.unlike=1")  # so that anybody is: it is his own photo
    watch = watching(server.url, "--subject", "road", "--camera", CAR, "--identity", *unlike)
    row = watch.until(lambda line: line["event"] == "faces", 60)
    assert (row["candidates"], row["photos"], row["reason"]) == (1, 1, None)
    told = watch.until(is_flag("ID_MISMATCH"), 120)
    assert (told["place"], told["level"]) == ("driver", 1)
    said = watch.stop()
    assert "ID_MISMATCH was not judged" not in said

    listed = proctor("--home", home, "flags", "--code", "ID_MISMATCH", "--json").out
    (flag,) = map(json.loads, listed.splitlines())
    shown = json.loads(proctor("--home", home, "flags", "show", flag["id"], "--json").out)
    assert {item["kind"] for item in shown["evidence"]} == {"clip", "key-frame"}
    assert shown["reasons"]["face_photo_mean"] > 0.6, "it is the driver's own photo"

    assert proctor("--home", home, "rejudge", "--json").code == 0
    again = proctor("--home", home, "flags", "--code", "ID_MISMATCH", "--json").out
    assert again == "", "by the rules as they ship he is the candidate"
