"""Enrolment photos: whose each is, what is wrong with it, and what is kept of it."""

import os
import struct
import zlib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from proctor.errors import StorageError
from proctor.home import Home
from proctor.rosters import checked
from proctor.rosters.numbers import masked, name_shown
from proctor.rosters.photos import Album, checked_photo, of_folder, of_roster, photo_of, put_away
from proctor.rosters.pictures import size_of
from proctor.rosters.sealing import sealed
from tests.audit.stories import WANG as HALL
from tests.rosters.test_rosters import csv, number, row

KEY = bytes(range(32))
WANG = replace(HALL, id_number=number())
LI = replace(HALL, serial="126000000002", id_number=number("11010119900307283"), name="李芳")
THIRD = number("11010119900307955")
ON_RECORD = [sealed(WANG, KEY), sealed(LI, KEY)]


def png(width: int = 120, height: int = 150, shade: int = 90) -> bytes:
    """A grey picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = zlib.compress((b"\0" + bytes([shade]) * width) * height)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


def jpeg(width: int, height: int) -> bytes:
    """As much of a JPEG as tells its size: a comment, a table, fill bytes, a frame, the end."""
    frame = struct.pack(">HBHH", 11, 8, height, width) + b"\1\1\x11\0"
    tables = b"\xff\xfe\0\4ab" + b"\xff\xc4\0\3\0"
    return b"\xff\xd8" + tables + b"\xff\xff\xc0" + frame + b"\xff\xda\0\2" + b"\xff\xd9"


def shown(_data: bytes) -> None:
    """Every picture can be unpacked."""


def refused(_data: bytes) -> None:
    raise ValueError("The picture is damaged.")


def folder(tmp_path: Path, **files: bytes) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    for name, data in files.items():
        (made / f"{name}.png").write_bytes(data)
    return made


def told(album: Album) -> list[tuple[str, str]]:
    return [(one.file, one.message) for one in album.problems]


def test_a_file_is_called_like_a_serial_or_an_identity_number(tmp_path: Path) -> None:
    made = folder(tmp_path, **{WANG.serial: png(), LI.id_number.lower(): png(shade=80)})
    album = of_folder(made, ON_RECORD, KEY, shown)
    assert album.photos.keys() == {one.person for one in ON_RECORD}
    assert told(album) == []
    assert album.photos[ON_RECORD[0].person].width == 120


def test_everything_wrong_is_told_by_file_and_no_number_is_shown(tmp_path: Path) -> None:
    made = folder(
        tmp_path, **{"126999": png(), WANG.id_number: png(60, 80), LI.serial: png()[:100]}
    )
    assert told(of_folder(made, ON_RECORD, KEY, shown)) == [
        ("110***********221X.png", "It has 60 × 80 pixels; the shorter side needs 90 or more."),
        ("126000000002.png", "The picture is cut off."),
        ("126999.png", "No attempt on record has this serial or identity number."),
    ]


def test_two_pictures_of_one_candidate_are_told_but_one_twice_is_not(tmp_path: Path) -> None:
    made = folder(tmp_path, **{WANG.serial: png(), WANG.id_number: png(shade=7)})
    text = "It shows the candidate of 110***********221X.png, too, and is another picture."
    assert told(of_folder(made, [ON_RECORD[0]], KEY, shown)) == [("126000000001.png", text)]
    (made / f"{WANG.serial}.png").write_bytes(png(shade=7))
    assert told(of_folder(made, [ON_RECORD[0]], KEY, shown)) == []


def test_whoever_lacks_a_photo_on_a_day_with_photos_is_named_by_serial(tmp_path: Path) -> None:
    made = folder(tmp_path, **{WANG.serial: png()})
    (problem,) = of_folder(made, ON_RECORD, KEY, shown).problems
    assert (problem.serial, problem.message) == (LI.serial, "The candidate has no photo.")
    has_one = replace(ON_RECORD[1], photo="f" * 64)
    assert of_folder(made, [ON_RECORD[0], has_one], KEY, shown).problems == []


def test_what_cannot_be_unpacked_is_no_photo(tmp_path: Path) -> None:
    made = folder(tmp_path, **{WANG.serial: png()})
    album = of_folder(made, [ON_RECORD[0]], KEY, refused)
    assert told(album) == [("126000000001.png", "The picture is damaged.")]
    assert album.photos == {}


def test_a_photo_is_kept_under_its_hash_for_its_owner_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    album = of_folder(folder(tmp_path, **{WANG.id_number: png()}), ON_RECORD, KEY, shown)
    put_away(home, album)
    put_away(home, album)
    (file,) = (path for path in home.root.rglob("*") if path.is_file())
    digest = album.photos[ON_RECORD[0].person].sha256
    assert file.name == digest
    assert file.stat().st_mode & 0o077 == 0
    assert file.parent.parent.stat().st_mode & 0o077 == 0
    assert photo_of(home, digest).read_bytes() == png()
    file.write_bytes(b"somebody else")
    with pytest.raises(StorageError, match="is not the photo that was taken in"):
        photo_of(home, digest)


def test_a_photo_that_changes_while_it_is_taken_in_is_not_taken_for_kept(tmp_path: Path) -> None:
    made = folder(tmp_path, **{WANG.serial: png()})
    album = of_folder(made, ON_RECORD, KEY, shown)
    (made / f"{WANG.serial}.png").write_bytes(png(shade=7))
    with pytest.raises(StorageError, match="was changed while photos were taken in"):
        put_away(Home(tmp_path / "home").ready(), album)


def test_a_picture_that_would_unpack_to_gigabytes_is_told_as_such(tmp_path: Path) -> None:
    huge = struct.pack(">II", 20_000, 20_000)
    data = png().replace(struct.pack(">II", 120, 150), huge, 1)
    album = of_folder(folder(tmp_path, **{WANG.serial: data}), ON_RECORD, KEY, shown)
    assert told(album) == [(f"{WANG.serial}.png", "It has more than 40 million pixels.")]


def test_a_pipe_that_is_called_like_a_photo_is_told_and_nobody_waits(tmp_path: Path) -> None:
    (tmp_path / "photos").mkdir()
    os.mkfifo(tmp_path / "photos" / "a.png")
    with pytest.raises(ValueError, match="not a regular file"):
        checked_photo("p", tmp_path / "photos" / "a.png", shown)


def test_a_roster_names_photos_beside_it_and_none_elsewhere(tmp_path: Path) -> None:
    (tmp_path / "zp").mkdir()
    (tmp_path / "zp" / "1.png").write_bytes(png())
    rows = [
        row(lsh="1") + ",zp\\1.png",
        row(lsh="2", sfzmhm=LI.id_number) + ",../../etc/passwd",
        row(lsh="3", sfzmhm=THIRD) + f",{THIRD}.jpg",
    ]
    headings = "lsh,sfzmhm,xm,kskm,kcmc,ks,kw,kchp,kscx,ksy1,aqy,jxmc,ksrq,kssj,jssj,zp"
    roster = checked(csv(tmp_path / "a.csv", *rows, headings=headings), "x")
    assert len(roster.attempts) == 3
    album, problems = of_roster(roster, tmp_path, KEY, shown)
    assert list(album.photos) == [ON_RECORD[0].person]
    assert [(p.row, p.column, p.value, p.message) for p in problems] == [
        (3, "zp", "../../etc/passwd", "It lies outside of the folder of the roster."),
        (4, "zp", f"110***********{THIRD[-4:]}.jpg", "There is no such file."),
    ]


def test_the_size_of_a_picture_is_read_without_unpacking_it() -> None:
    assert size_of(jpeg(358, 441)) == (358, 441)
    assert size_of(png(31, 47)) == (31, 47)


@pytest.mark.parametrize("data", [b"", b"GIF89a", b"\xff\xd8\xff\xd9", b"\xff\xd8" + b"\xff" * 99])
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"picture|neither"):
        size_of(data)


@given(st.binary(max_size=200))
def test_no_bytes_at_all_bring_the_reading_down(data: bytes) -> None:
    for start in (b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n"):
        try:
            width, height = size_of(start + data)
        except ValueError:
            continue
        assert width >= 0
        assert height >= 0


def test_names_and_files_are_masked() -> None:
    assert [name_shown(name) for name in ("王伟", "欧阳娜娜", "买买提·艾力", "A", "")] == [
        "王*", "欧***", "买**·**", "A", "",
    ]  # fmt: skip
    assert masked("a/110101199003072215(1).jpg") == "a/110***********2215(1).jpg"
    assert masked("126000000001.jpg") == "126000000001.jpg"
