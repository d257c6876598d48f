"""CONTRIBUTING promises a rule for one file, one test and one line; this test follows it."""

import re
import shutil
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

BLOCK = re.compile(
    r"<!-- (?:after \"(?P<mark>.+?)\" in|file): (?P<path>\S+) -->\n"
    r"```python\n(?P<text>.*?)```",
    re.DOTALL,
)


def blocks():
    """The marked code blocks, in order."""
    return [m.groupdict() for m in BLOCK.finditer((ROOT / "CONTRIBUTING.md").read_text("utf-8"))]


@pytest.fixture
def copy(tmp_path):
    """The core and the tests of its rules, elsewhere."""
    ignored = shutil.ignore_patterns("__pycache__")
    for name in ("proctor", "tests/rules"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    for name in ("pyproject.toml", "tests/__init__.py", "tests/scenes.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    return tmp_path


def follow(copy):
    """Do what the page says."""
    for block in blocks():
        file = copy / block["path"]
        if block["mark"] is None:
            file.write_text(block["text"], encoding="utf-8")
            continue
        mark = block["mark"].replace("\\n", "\n").replace('\\"', '"')
        text = file.read_text("utf-8")
        assert text.count(mark) == 1
        file.write_text(text.replace(mark, mark + block["text"]), encoding="utf-8")


def run(copy, *words):
    """One program in the copy."""
    command = [sys.executable, "-m", *words]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=False)


def test_the_page_shows_one_file_one_test_and_the_lines_in_two_lists():
    paths = [block["path"] for block in blocks()]
    assert [p.split("/")[0] for p in paths[:2]] == ["proctor", "tests"]
    assert paths[2:] == ["proctor/rules/__init__.py"] * 2 + ["proctor/codes.py"]


def test_a_rule_added_as_the_page_says_passes_the_tests_of_all_rules(copy):
    follow(copy)
    done = run(copy, "pytest", "-p", "no:cacheprovider", "tests/rules")
    assert done.returncode == 0, done.stdout
    asked = "from proctor.rules import RULES; assert 'DOZE' in [r.code for r in RULES]"
    assert subprocess.run([sys.executable, "-c", asked], cwd=copy, check=False).returncode == 0


def test_a_rule_added_as_the_page_says_passes_the_linter(copy):
    follow(copy)
    done = run(copy, "ruff", "check", "--no-cache", *{block["path"] for block in blocks()})
    assert done.returncode == 0, done.stdout
