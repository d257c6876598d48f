"""The cameras of a home: addresses, secrets, and where connections may lead."""

import stat

import pytest

from proctor.cameras.address import Secret, checked, joined, login, masked, parted
from proctor.cameras.allowed import fault_of, require
from proctor.cameras.registry import Camera, Registry, read_registry, write_registry
from proctor.errors import CameraError
from proctor.home import Home

HALL = Camera("CAM 03", "rtsp://192.0.2.7:554/stream", "hall", "east", sound=True)
WORST = "Kan@ri/en%23vo?gel#&=:"


@pytest.mark.parametrize(
    ("url", "kept", "secret"),
    [
        ("rtsp://192.0.2.7/1", "rtsp://192.0.2.7/1", Secret()),
        ("rtsp://u:p@cam:554/1", "rtsp://cam:554/1", Secret("u:p")),
        ("RTSP://u:p%40@[2001:db8::1]:554/1", "rtsp://[2001:db8::1]:554/1", Secret("u:p%40")),
        ("rtsp://cam/1?u=a&pwd=s", "rtsp://cam/1", Secret(query="u=a&pwd=s")),
        (
            "rtsp://cam/user=a_password=s_channel=1",
            "rtsp://cam/user=a_password=***",
            Secret(path="/user=a_password=s_channel=1"),
        ),
    ],
)
def test_an_address_is_kept_without_its_secrets_and_made_whole_again(url, kept, secret):
    assert parted(url) == (kept, secret)
    assert joined(kept, secret).lower() == url.lower()
    assert parted(kept) == (kept, Secret())


def test_a_secret_is_not_shown_by_mistake():
    assert "hush" not in repr(Secret("officer:hush"))
    assert "hush" not in repr(Registry((HALL,), (), {"CAM 03": Secret("officer:hush")}))


def test_a_password_of_any_signs_makes_an_address_once_it_is_written_as_one():
    url = f"rtsp://{login('officer', WORST)}@cam/1"
    assert checked(url) == url
    assert parted(url)[0] == "rtsp://cam/1"


@pytest.mark.parametrize("where", ["officer:{}@cam/1", "cam/1?pwd={}", "cam/{}/1@2", "{}@{}@cam/1"])
def test_a_raw_password_that_would_name_another_host_is_refused_and_not_shown(where):
    url = "rtsp://" + where.replace("{}", "Kan@ri/en%23vogel")
    with pytest.raises(CameraError) as caught:
        checked(url)
    for part in ("Kan", "ri/en", "23vogel"):
        assert part not in caught.value.message + caught.value.hint
        assert part not in masked(url)
    assert "%40" in caught.value.hint


def test_what_is_written_is_read_again(tmp_path):
    home = Home(tmp_path)
    registry = Registry((), ("192.0.2.0/24",)).with_camera(HALL, Secret(login("officer", WORST)))
    write_registry(home, registry)
    assert read_registry(home) == registry
    assert (
        read_registry(home).whole(HALL) == f"rtsp://{login('officer', WORST)}@192.0.2.7:554/stream"
    )


def test_secrets_lie_apart_for_their_owner_alone(tmp_path):
    home = Home(tmp_path)
    write_registry(home, Registry().with_camera(HALL, Secret("officer:hush")))
    assert "hush" not in home.cameras.read_text("utf-8")
    kept = home.secrets / "cameras.toml"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(home.secrets.stat().st_mode) == 0o700
    kept.chmod(0o640)
    with pytest.raises(CameraError, match="may be read by others") as caught:
        read_registry(home)
    assert caught.value.hint == f"chmod 600 {kept}"


def test_secrets_may_lie_where_the_environment_says(tmp_path, monkeypatch):
    monkeypatch.setenv("PROCTOR_SECRETS", str(tmp_path / "run" / "cameras.toml"))
    home = Home(tmp_path / "home")
    write_registry(home, Registry().with_camera(HALL, Secret("officer:hush")))
    assert not home.secrets.exists()
    assert "officer:hush@" in read_registry(home).whole(HALL)


def test_a_camera_is_changed_in_its_place_and_removed_with_its_secret():
    other = Camera("2", "rtsp://192.0.2.8/1")
    registry = Registry().with_camera(HALL, Secret("a:b")).with_camera(other, Secret())
    moved = Camera("CAM 03", "rtsp://192.0.2.9/1")
    changed = registry.with_camera(moved, Secret("c:d"))
    assert changed.cameras == (moved, other)
    left = changed.without("CAM 03")
    assert left.cameras == (other,)
    assert "CAM 03" not in left.secrets
    with pytest.raises(CameraError, match="no camera 'CAM 03'"):
        left.without("CAM 03")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("allow = 7", "allow is a list"),
        ('allow = ["rtsp://x"]', "neither a host nor a network"),
        ("hosts = []", "nothing is called 'hosts'"),
        ("[camera.a]", "it has no address"),
        ('[camera.a]\naddress = "rtsp://x/1"\nsubjekt = "hall"', "nothing is called 'subjekt'"),
        ('[camera.a]\naddress = "rtsp://x/1"\nsubject = "pool"', "subject is one of"),
        ('[camera.a]\naddress = "rtsp://u:hush@x/1"', "holds a password"),
        ('[camera.a]\naddress = "http://u:hush@x/1"', "not the address of a camera"),
        ('[camera."../a"]\naddress = "rtsp://x/1"', "a name is"),
        ('[camera.a]\naddress = "rtsp://u:hush@x/1', "not TOML (end of document"),
        ('[camera.a]\naddress = "rtsp://u:hush@x/1\n', "not TOML (line 2"),
    ],
)
def test_a_fault_in_the_file_is_named_without_what_may_be_secret(tmp_path, text, said):
    Home(tmp_path).cameras.write_text(text, "utf-8")
    with pytest.raises(CameraError) as caught:
        read_registry(Home(tmp_path))
    assert said in caught.value.message
    assert "hush" not in caught.value.message


def test_a_fault_in_the_file_of_secrets_shows_none(tmp_path):
    kept = Home(tmp_path).secrets / "cameras.toml"
    kept.parent.mkdir()
    for text in ('[a]\nlogin = "u:hush', '[a]\npassword = "hush"\n', "[a]\nhush = 1", "[a]\nhush"):
        kept.write_text(text, "utf-8")
        kept.chmod(0o600)
        with pytest.raises(CameraError) as caught:
            read_registry(Home(tmp_path))
        assert "hush" not in caught.value.message
        assert caught.value.__cause__ is None


def look(host):
    return {"cam.example": ["192.0.2.7"], "two.example": ["192.0.2.7", "203.0.113.1"]}.get(host, [])


@pytest.mark.parametrize(
    ("host", "allow", "may"),
    [
        ("192.0.2.7", [], True),
        ("192.0.2.7", ["192.0.2.0/24"], True),
        ("192.0.2.7", ["192.0.2.7"], True),
        ("192.0.2.7", ["192.0.2.8", "198.51.100.0/24"], False),
        ("[2001:db8::7]", ["2001:db8::/32"], True),
        ("cam.example", ["Cam.example"], True),
        ("cam.example", ["192.0.2.0/24"], True),
        ("two.example", ["192.0.2.0/24"], False),
        ("gone.example", ["192.0.2.0/24"], False),
        ("cam.example", ["other.example"], False),
        ("cam.example.evil.example", ["cam.example"], False),
    ],
)
def test_connections_lead_only_where_the_site_allows(host, allow, may):
    if may:
        require(f"rtsp://{host}:554/1", allow, look)
        return
    with pytest.raises(CameraError) as caught:
        require(f"rtsp://u:hush@{host}:554/1", allow, look)
    assert "allow" in caught.value.hint
    assert "hush" not in caught.value.message


def test_what_is_no_host_is_not_listed():
    assert [fault_of(one) for one in ("cam", "192.0.2.0/24", "::1")] == ["", "", ""]
    assert all(map(fault_of, ("", 7, "192.0.2.0/99", "rtsp://cam", "u@cam")))


def test_a_camera_elsewhere_cannot_be_added_where_a_list_stands():
    with pytest.raises(CameraError, match="not allowed"):
        Registry((), ("198.51.100.0/24",)).with_camera(HALL, Secret())
