"""What SQLite says when it will not serve us, provoked for real, in the language of the office."""

import re
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from proctor.audit.refusals import trouble
from proctor.errors import ProctorError, RecordError, StorageError
from proctor.i18n import activate
from proctor.reasons import spoken


def full(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA max_page_count = 3")
    connection.execute("CREATE TABLE t (x)")
    connection.execute("INSERT INTO t VALUES (zeroblob(1000000))")


def read_only(path: Path) -> None:
    sqlite3.connect(path).execute("CREATE TABLE t (x)")
    sqlite3.connect(f"file:{path}?mode=ro", uri=True).execute("INSERT INTO t VALUES (1)")


def folder(path: Path) -> None:
    path.mkdir()
    sqlite3.connect(path).execute("SELECT * FROM t")


def letter(path: Path) -> None:
    path.write_bytes(b"Dear Sir, " * 1000)
    sqlite3.connect(path).execute("SELECT * FROM t")


def torn(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.executescript("CREATE TABLE t (x); INSERT INTO t VALUES (zeroblob(100000));")
    connection.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xff" * (len(whole) - 4096))
    sqlite3.connect(path).execute("SELECT length(x), x FROM t").fetchall()


def held(path: Path) -> None:
    sqlite3.connect(path, isolation_level=None).execute("BEGIN EXCLUSIVE")
    sqlite3.connect(path, timeout=0).execute("CREATE TABLE t (x)")


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
@pytest.mark.parametrize(
    ("provoke", "kind", "english", "chinese"),
    [
        (full, StorageError, "no room left", "磁盘已无空间"),
        (read_only, StorageError, "is read-only", "只读"),
        (folder, StorageError, "cannot be opened", "无法打开"),
        (letter, RecordError, "the file is no database", "该文件不是数据库"),
        (torn, RecordError, "parts of the file are not what they should be", "文件内容残缺或错乱"),
        (held, StorageError, "Another program has been writing", "另一个程序"),
    ],
)
def test_what_sqlite_says_in_english_is_told_in_the_language_of_the_office(
    tmp_path: Path,
    provoke: Callable[[Path], None],
    kind: type[ProctorError],
    english: str,
    chinese: str,
) -> None:
    with pytest.raises(sqlite3.DatabaseError) as told:
        provoke(tmp_path / "proctor.db")
    refused = isinstance(told.value, sqlite3.OperationalError)
    for language, words in (("en", english), ("zh", chinese)):
        activate(language)
        error = trouble("proctor.db", str(told.value), refused=refused)
        assert type(error) is kind
        assert words in error.message
        assert (
            error.message.count(f"({told.value})") + error.message.count(f"（{told.value}）") == 1
        )
        assert error.hint
    outside = re.sub(r"[（(].*?[)）]|proctor\.db", "", error.message)
    assert re.search("[a-z]", outside) is None


def test_the_reasons_of_the_system_are_told_in_chinese_and_unknown_ones_as_they_are() -> None:
    activate("zh")
    assert spoken(OSError(28, "No space left on device")) == "设备上没有剩余空间"
    assert spoken(OSError(99999, "Something new")) == "Something new"
    assert spoken(OSError("a pipe")) == "a pipe"


@pytest.mark.parametrize(
    ("reason", "english"),
    [
        ("No space left on device", "no room left"),
        ("Read-only file system", "is read-only"),
        ("No such file or directory", "cannot be opened"),
        ("Permission denied", "cannot be opened"),
        ("disk I/O error", "The disk with the audit database"),
        ("connection failed: Connection refused", "cannot be reached"),
        ("something new", "cannot be used: something new"),
    ],
)
def test_what_the_disk_or_the_server_says_has_its_cure(reason: str, english: str) -> None:
    error = trouble("proctor.db", reason, refused=True)
    assert isinstance(error, StorageError)
    assert english in error.message
    assert reason in error.message
    assert error.hint
