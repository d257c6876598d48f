"""What a watch shows: the dashboard, the figures for Prometheus, the word to systemd."""

import re
import socket
import urllib.error
import urllib.request
from dataclasses import replace

import pytest

from proctor.commands.dashboard import table
from proctor.commands.metrics import place_of, served
from proctor.commands.notify import notify
from proctor.commands.watch_rows import Standing, cause_words, in_words, state_words
from proctor.errors import CameraError
from proctor.i18n import activate
from streams.causes import Cause
from streams.pulse import STATES

HALL = Standing("CAM 03", "live", "", 25.0, 0.4, 61.0, 1, 7.5, 2, 5, 0)
GONE = replace(HALL, camera="[red]car", state="lost", cause="ended", rate=0.0, delay_s=None)


def drawn(*standings):
    from rich.console import Console

    console = Console(width=100, no_color=True)
    with console.capture() as shown:
        console.print(table(standings))
    return shown.get().splitlines()


def test_the_dashboard_has_a_line_per_camera():
    heading, hall, gone = drawn(HALL, GONE)
    columns = "Camera State fps Delay s Gaps Missing s Open flags Flags"
    assert heading.split() == columns.split()
    assert hall.split() == ["CAM", "03", "live", "25.0", "0.4", "1", "8", "2", "5"]
    assert gone.split() == ["[red]car", "lost", "0.0", "1", "8", "2", "5"]


def test_the_dashboard_speaks_chinese():
    activate("zh")
    assert drawn(HALL)[0].split()[:2] == ["摄像机", "状态"]


def test_every_state_and_every_cause_has_its_words():
    assert set(STATES) <= set(state_words())
    assert {*Cause.__args__, "sound"} == set(cause_words())


def test_a_state_is_told_with_its_cause():
    row = {"event": "camera", "camera": "a", "state": "refused", "cause": "login"}
    assert in_words(row, "en") == "Camera a: refused (wrong user or password)"


def scraped(port, path="/metrics"):
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=5) as answer:
        return answer.read().decode()


def test_prometheus_gets_every_figure_while_the_watch_lasts():
    now = [(HALL,)]
    with served(("127.0.0.1", 0), lambda: now[0]) as port:
        assert 'proctor_camera_delay_seconds{camera="CAM 03"} 0.4' in scraped(port)
        now[0] = (HALL, GONE)
        text = scraped(port)
        assert 'proctor_camera_delay_seconds{camera="[red]car"}' not in text
        assert 'proctor_camera_missing_seconds_total{camera="[red]car"} 7.5' in text
        assert 'proctor_camera_state{camera="[red]car",proctor_camera_state="lost"} 1.0' in text
        with pytest.raises(CameraError, match="cannot serve metrics"), served(("", port), tuple):
            pass
    with pytest.raises(urllib.error.URLError):
        scraped(port)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("9469", ("127.0.0.1", 9469)),
        ("192.0.2.7:1", ("192.0.2.7", 1)),
        ("[::1]:9469", ("::1", 9469)),
    ],
)
def test_a_port_alone_serves_this_computer_only(text, place):
    assert place_of(text) == place


@pytest.mark.parametrize("text", ["", "lots", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:-1"])
def test_what_is_no_place_is_refused(text):
    with pytest.raises(ValueError, match=f"^{re.escape(text)}$"):
        place_of(text)


def test_systemd_hears_when_it_listens(tmp_path, monkeypatch):
    monkeypatch.delenv("NOTIFY_SOCKET", raising=False)
    notify("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        notify("READY=1", "STATUS=4 live")
        assert service.recv(100) == b"READY=1\nSTATUS=4 live"
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind("\0proctor-test-notify")
        monkeypatch.setenv("NOTIFY_SOCKET", "@proctor-test-notify")
        notify("WATCHDOG=1")
        assert service.recv(100) == b"WATCHDOG=1"


def test_a_listener_that_does_not_listen_holds_nobody_up(tmp_path, monkeypatch):
    monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
    notify("READY=1")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as service:
        service.bind(str(tmp_path / "notify"))
        for _again in range(2000):
            notify("STATUS=" + "x" * 1000)
        assert service.recv(10) == b"STATUS=xxx"
