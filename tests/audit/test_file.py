"""A record on a disk: damaged, cut, foreign, edited, killed while writing."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from proctor.audit import Record
from proctor.audit.file import HEAD
from proctor.audit.guards import APPEND_ONLY
from proctor.audit.migrating import config
from proctor.audit.tables import metadata
from proctor.errors import RecordError, StorageError
from proctor.findings import Judgement, RecordingFacts, RunFacts
from proctor.geometry import Box
from proctor.places import Place
from proctor.rosters.photo import Photo
from proctor.rosters.sealing import sealed
from proctor.timeline import SECOND
from tests.audit.stories import (
    OUTCOME,
    WANG,
    StandingClock,
    decision,
    missing,
    recording,
    review,
    run,
    session,
)

ROOT = Path(__file__).parents[2]
PEEK = ("PEEK", "seat-1", 10.0, 20.0)
SEAT = Place("seat-1", "seat", Box(0.1, 0.2, 0.3, 0.5), (0.2, 0.3))


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one run, one flag and one decision."""
    home = tmp_path / "home"
    facts = recording()
    with Record.open(home, clock=StandingClock()) as record:
        record.add_run(facts, replace(run(facts, [PEEK]), places=(SEAT,)))
        record.add_review(review(record.flags()[0].flag.id))
        record.add_run(watched := recording("w"), going_on(watched))
        record.add_run(watched, run(watched))
        record.add_exam_session(session())
        record.note_gaps([missing(0, 60)], SECOND)
        record.add_gap_decision(decision(record.gaps()[0]))
        record.add_attempts([sealed(WANG, b"key")])
        record.add_attempts([sealed(replace(WANG, room="2考室"), b"key")])
        record.add_photos([Photo("a" * 64, "b" * 64, 10, 358, 441)])
        record.set_camera_room("hall-1", "north", "hall 1")
        record.set_camera_seats("hall-1", "north", {"12": SEAT.zone})
        record.add_results([OUTCOME], "f" * 64)
        record.add_viewing("Li", "li", "proctor flags", frozenset("1"))
    return home


def going_on(facts: RecordingFacts) -> RunFacts:
    """A run as a watch stores it when a chapter begins: nothing was judged yet."""
    return replace(run(facts), judgement=Judgement((), (), {}))


def raw(home: Path) -> closing[sqlite3.Connection]:
    """The file as anybody with an SQL prompt opens it."""
    return closing(sqlite3.connect(home / "proctor.db", isolation_level=None))


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_an_sql_prompt_cannot_change_a_row(home: Path, table: str) -> None:
    with raw(home) as sql:
        of = metadata.tables[table]
        rows = sql.execute(str(sa.select(sa.func.count()).select_from(of))).fetchone()
        assert rows != (0,), "the story needs a row"
        first = next(iter(of.columns))
        for statement in (
            sa.update(of).values({first: first}),
            sa.delete(of),
            sa.insert(of).prefix_with("OR REPLACE").from_select(list(of.columns), sa.select(of)),
        ):
            with pytest.raises(sqlite3.IntegrityError, match=f"{table} is append-only"):
                sql.execute(str(statement))


def test_replacing_a_flag_by_its_other_key_is_refused_too(home: Path) -> None:
    with raw(home) as sql:
        copy = "SELECT 'other', run_id, happening, predecessor, code, 3, place, 0, 1, 0, 0, '{}'"
        with pytest.raises(sqlite3.IntegrityError, match="append-only"):
            sql.execute(f"INSERT OR REPLACE INTO flags {copy} FROM flags")


def test_the_migrations_lead_to_the_tables_of_the_program(home: Path) -> None:
    assert ScriptDirectory.from_config(config()).get_heads() == [HEAD]
    engine = sa.create_engine(f"sqlite:///{home / 'proctor.db'}")
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    engine.dispose()


def test_the_guards_of_the_tables_are_those_of_the_migrations(home: Path) -> None:
    with Record.open(home) as record:
        assert [line for line in record.check() if "append-only" in line] == []


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"these are minutes of a meeting, not a database" * 100,
        lambda whole: whole[:5000],
        lambda whole: whole[:4096] + bytes(len(whole) - 4096),
        lambda whole: whole[:20000] + os.urandom(30000) + whole[50000:],
    ],
    ids=["text file", "cut off", "zeroed", "overwritten"],
)
def test_a_damaged_file_is_the_records_fault_and_is_left_as_it_is(
    home: Path, proctor: Callable[..., object], damage: Callable[[bytes], bytes]
) -> None:
    file = home / "proctor.db"
    file.write_bytes(damage(file.read_bytes()))
    before = file.read_bytes()
    with pytest.raises(RecordError, match=r"The audit database .*proctor\.db is broken: "):
        Record.open(home)
    answer = proctor("flags", "--home", home)
    assert answer.code == 3
    assert "restore the last backup" in answer.err
    assert file.read_bytes() == before


def test_a_record_of_a_newer_program_is_not_touched(home: Path) -> None:
    with raw(home) as sql:
        sql.execute("UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(RecordError, match=r"made by a newer program \(schema 9999\)"):
        Record.open(home)


def test_a_home_that_cannot_be_one_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Not a directory") as told:
        Record.open(tmp_path / "file" / "home")
    assert "yours to write to" in told.value.hint


def test_an_address_that_is_none_is_not_repeated(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROCTOR_DATABASE", "mysql://me:secret@host/db")
    with pytest.raises(StorageError) as told:
        Record.open(tmp_path)
    assert "secret" not in told.value.message + told.value.hint


def test_a_record_is_made_from_any_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with Record.open(tmp_path / "100% new" / "home") as record:
        assert record.check() == []


def test_check_names_changed_and_missing_evidence_and_removed_guards(home: Path) -> None:
    with Record.open(home) as record:
        (row,) = record.flags()
        clip, still = (home / item.path for item in row.evidence)
        clip.parent.mkdir(parents=True)
        clip.write_bytes(b"another film")
        assert record.check() == [
            f"Evidence {row.evidence[0].path} of flag {row.flag.id}: "
            "the file is not the one that was stored.",
            f"Evidence {row.evidence[1].path} of flag {row.flag.id}: the file is missing.",
            f"Enrolment photo photos/bb/{'b' * 64}: the file is missing.",
        ]
        assert hashlib.sha256(b"another film").hexdigest() != row.evidence[0].sha256
        assert not still.exists()
    with raw(home) as sql:
        sql.execute("DROP TRIGGER reviews_no_delete")
        sql.execute("PRAGMA foreign_keys = OFF")
        sql.execute("DELETE FROM reviews")
    with Record.open(home) as record:
        found = record.check()
    assert "Somebody removed what keeps reviews append-only." in found
    assert any("of decisions belongs to a row of reviews that is gone" in line for line in found)


WRITER = """
import sys
from pathlib import Path
from proctor.audit import Record
from tests.audit.stories import recording, run
told = [("PEEK", f"seat-{n}", 20 * n, 20 * n + 5) for n in range(20)]
with Record.open(Path(sys.argv[1])) as record:
    facts = recording()
    start = len(record.runs())
    for n in range(start, start + 10_000):
        print(record.add_run(facts, run(facts, told, rulebook=f"rulebook {n}")), flush=True)
"""


def test_a_writer_killed_at_any_moment_leaves_whole_runs_only(tmp_path: Path) -> None:
    acknowledged = 0
    for pause in (0.0, 0.03, 0.071):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert writer.stdout is not None
        writer.stdout.readline()
        time.sleep(pause)
        writer.send_signal(signal.SIGKILL)
        lines = writer.stdout.read().split(b"\n")[:-1]
        writer.stdout.close()
        writer.wait()
        acknowledged += 1 + len(lines)
    with Record.open(tmp_path) as record:
        assert all(each.flags == 20 for each in record.runs())
        assert acknowledged <= len(record.runs()) <= acknowledged + 3
        (latest,) = [each for each in record.runs() if each.current]
        assert latest.number == len(record.runs())
        assert all(len(row.evidence) == 2 for row in record.flags())
        assert [line for line in record.check() if "Evidence" not in line] == []


def test_two_programs_that_make_the_same_record_at_once_both_get_it(tmp_path: Path) -> None:
    opening = "import sys, pathlib; from proctor.audit import Record; "
    opening += "Record.open(pathlib.Path(sys.argv[1])).close()"
    both = [
        subprocess.Popen([sys.executable, "-c", opening, str(tmp_path / "home")], cwd=ROOT)
        for _ in range(2)
    ]
    assert [program.wait() for program in both] == [0, 0]
