"""What stands on the first level was decided; what slips in while trying things does not stay."""

import subprocess

from tests.conftest import ROOT

FOLDERS = {"bench", "docs", "models", "proctor", "reports", "streams", "tests"}
FILES = {
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "Makefile",
    "README.md",
    "README.zh-CN.md",
    "cli.py",
    "pyproject.toml",
    "requirements-dev.txt",
    "requirements.txt",
}


def test_nothing_else_stands_on_the_first_level() -> None:
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True)
    first = {path.split("/")[0] for path in kept.stdout.splitlines()}
    assert {name for name in first if not name.startswith(".")} == FOLDERS | FILES
