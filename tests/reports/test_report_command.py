import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from proctor.commands.app import App
from proctor.commands.report import report
from tests.reports.records import FakeRecord, november


class Office(App):
    """The program with a record held in memory."""

    kept: FakeRecord

    @contextmanager
    def record(self) -> Iterator[FakeRecord]:  # type: ignore[override]
        yield self.kept


@pytest.fixture
def office(tmp_path: Path) -> Office:
    office = Office(tmp_path, "en")
    office.kept = november(tmp_path)
    return office


def run(office: Office, *args: str) -> Result:
    door = {"help_option_names": ["-h", "--help"]}  # as behind the door; click remembers it
    return CliRunner().invoke(report, args, obj=office, **door)


def test_a_month_is_written_in_three_formats_and_summed_up(office: Office, tmp_path: Path) -> None:
    result = run(office, "month", "2026-11", "-o", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    lines = result.stdout.splitlines()
    assert [Path(line).name for line in lines[:3]] == [
        "proctor-2026-11.docx", "proctor-2026-11.xlsx", "proctor-2026-11.html",
    ]  # fmt: skip
    assert all(Path(line).is_file() for line in lines[:3])
    assert len(lines) == 6
    assert "6 suspected flags: 1 confirmed, 2 false alarms, 2 wait." in lines[4]
    assert "PHONE" in lines[5]
    assert len(office.kept.found) == 2  # what a report shows missing is on record from then on


def test_the_figures_come_as_json_too(office: Office, tmp_path: Path) -> None:
    result = run(office, "month", "2026-11", "-o", str(tmp_path / "out"), "--json")
    row = json.loads(result.stdout)
    assert row["flags"] == 6
    assert (row["expected_s"], row["covered_s"], row["open_gaps"]) == (8 * 3600, 7 * 3600, 2)
    assert row["not_judged"] == ["PHONE", "HAND_EAR", "GAZE_OFF"]
    assert Path(row["html"]).is_file()


def test_an_empty_month_still_has_its_report_and_a_warning(office: Office, tmp_path: Path) -> None:
    result = run(office, "month", "2019-01", "-o", str(tmp_path / "out"))
    assert result.exit_code == 0
    assert "nothing was recorded in 2019-01" in result.stderr
    assert (tmp_path / "out" / "proctor-2019-01.docx").is_file()


@pytest.mark.parametrize("args", [("month", "2026-13"), ("week", "2026-11"), ("day", "today")])
def test_a_period_that_is_none_is_a_usage_error(office: Office, args: tuple[str, str]) -> None:
    result = run(office, *args)
    assert result.exit_code == click.UsageError.exit_code
    assert args[1] in result.output


def test_a_folder_that_is_a_file_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("")
    assert run(office, "month", "2026-11", "-o", str(tmp_path / "out")).exit_code == 2
