"""``kill -9`` of the recorder at random moments: what was acknowledged plays, nothing is left."""

from pathlib import Path

import pytest

from bench.killed.__main__ import main


@pytest.mark.slow
def test_twenty_kills_lose_nothing_that_was_acknowledged(tmp_path: Path, capsys) -> None:
    page = tmp_path / "recorder.md"
    wrong = main(["--times", "20", "--seed", "7", "--page", str(page)])
    assert wrong == 0, page.read_text()
    assert "| kills | 20 |" in page.read_text()
