"""Who may import whom: downwards only, no circles; heavy things only where they are used."""

import subprocess
import sys

import pytest

from tests.house.sources import ROOT

HEAVY = ("cv2", "av", "openvino", "torch", "ultralytics", "pyarrow", "sqlalchemy", "docx", "numpy")


def test_the_import_rules_of_the_design_hold():
    lint = "import sys; from importlinter.cli import lint_imports_command as lint; sys.exit(lint())"
    command = [sys.executable, "-c", lint, "--config", "pyproject.toml", "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("flags", "--help")])
def test_answering_about_itself_loads_nothing_heavy(words):
    script = (
        "import sys, cli\n"
        f"code = cli.main({list(words)!r})\n"
        f"print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n"
        "sys.exit(code)"
    )
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert done.stderr.strip() == "[]"
