"""The commands of docs/gateways.md, on a real RTSP server with paths as gateways have them."""

import json
import re
import shlex
from urllib.parse import urlsplit

import pytest

from tests.conftest import ROOT, WORLD
from tests.house.test_docs import lines_of
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server"]

ADDED = [
    shlex.split(line)[1:]
    for line in lines_of("docs/gateways.md")
    if line.startswith("proctor cameras add")
]


def test_the_page_shows_gateways_of_every_shape_in_its_table():
    text = (ROOT / "docs" / "gateways.md").read_text("utf-8")
    shapes = re.findall(r"`rtsp://HOST:554(/\w+/)", text)
    paths = [urlsplit(words[3]).path for words in ADDED]
    assert all(any(path.startswith(shape) for path in paths) for shape in shapes)


@pytest.mark.slow
@pytest.mark.parametrize("words", ADDED, ids=lambda words: words[2])
def test_a_camera_behind_a_gateway_is_added_and_checked(rtsp_server, proctor, tmp_path, words):
    address = urlsplit(words[3])
    server = rtsp_server(WORLD / "cabin_a.mp4", path=address.path.strip("/"))
    ours = [word.replace("192.0.2.0/24", "127.0.0.1") for word in words if word != "--sound"]
    ours[3] = address._replace(netloc=f"127.0.0.1:{server.port}").geturl()
    assert proctor("--home", tmp_path, *ours).code == 0
    answer = proctor("--home", tmp_path, "cameras", "check", "--for", "1", "--json")
    assert answer.code == 0, answer.out
    row = json.loads(answer.out)
    assert (row["camera"], row["state"], row["codec"]) == (words[2], "live", "h264")
    if address.query:
        assert address.query not in (tmp_path / "cameras.toml").read_text()
        assert address.query in (tmp_path / "secrets" / "cameras.toml").read_text()
