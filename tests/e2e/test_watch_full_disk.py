"""``proctor watch`` on a disk that fills up: it says so, goes on watching, and records again."""

import json
import shutil
import subprocess
from contextlib import suppress

import pytest

from tests.conftest import WORLD
from tests.e2e.test_watch import is_flag, is_state, watching
from tests.rtsp import rtsp_server

__all__ = ["rtsp_server", "watching"]


@pytest.fixture
def small_disk(tmp_path):
    """The home of ``watching`` on a disk of 60 MB; only an administrator may mount one."""
    home = tmp_path / "home"
    home.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=60m", "tmpfs", str(home)]
    done = subprocess.run(mount, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.skip(f"no disk of its own: {done.stderr.strip()}")
    (home / "recorder.toml").write_text("[disk]\nreserve_mb = 8\n")
    yield home
    subprocess.run(["umount", "--lazy", str(home)], check=True)


@pytest.mark.slow
def test_a_full_disk_is_an_alarm_and_a_finding(rtsp_server, watching, small_disk, proctor):
    server = rtsp_server(WORLD / "cabin_a.mp4")
    watch = watching(server.url, "--subject", "road", "--camera", "car-7")
    watch.until(is_state("live"), 60)
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb") as file:  # the recorder is writing, too
        file.write(bytes(shutil.disk_usage(small_disk).free - 100_000))
    stopped = watch.until(lambda line: line["event"] == "recorder", 60)
    assert stopped["stopped"] == "disk full"
    filler.unlink()
    again = watch.until(lambda line: line["event"] == "recorder", 60)
    assert again["stopped"] == ""
    gap = watch.until(is_flag("VID_GAP"), 10)
    assert gap["camera"] == "car-7"
    watch.stop()
    home = ("--home", small_disk)
    assert proctor(*home, "footage", "check", "--decode").code == 0
    rows = [json.loads(x) for x in proctor(*home, "footage", "list", "--json").out.splitlines()]
    assert {row["state"] for row in rows} == {"whole"}
    assert len(rows) >= 2
    shown = json.loads(proctor(*home, "flags", "show", gap["id"], "--json").out)
    assert shown["reasons"]["reason"] == "disk full"
    assert {item["kind"] for item in shown["evidence"]} == {"clip"}  # what lies before and after
