"""``make setup`` on a computer that lacks something."""

import importlib.util
import re
import subprocess
import sys
import tomllib

import pytest

from tests.house.sources import ROOT


@pytest.fixture
def check():
    """The script that looks before anything is downloaded."""
    spec = importlib.util.spec_from_file_location("check", ROOT / ".ci" / "check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_a_missing_library_is_named_with_the_package_that_carries_it(check, monkeypatch):
    monkeypatch.setattr(check, "LIBRARIES", {"libnone.so.9": "libnone9"})
    monkeypatch.setattr(sys, "platform", "linux")
    (said,) = check.lacks_libraries()
    assert "libnone.so.9" in said
    assert "apt-get install -y libnone9" in said


def test_an_old_python_is_told_which_one_is_needed(check, monkeypatch):
    monkeypatch.setattr(check, "OLDEST", (99, 0))
    (said,) = check.lacks_python()
    assert "too old" in said
    assert "PYTHON=" in said


def test_a_python_without_venv_is_told_the_package(check, monkeypatch):
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    (said,) = check.lacks_venv()
    assert "python3-venv" in said


def test_a_computer_that_has_everything_hears_nothing():
    command = [sys.executable, str(ROOT / ".ci" / "check.py")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_every_locked_requirement_has_its_hashes_and_no_address(name):
    text = (ROOT / f"{name}.txt").read_text("utf-8")
    packages = re.findall(r"^[a-z0-9][^\s=]*==\S+ \\\n    --hash=sha256:", text, re.MULTILINE)
    assert len(packages) == len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert "://" not in text
    assert "--find-links" not in text


def test_whatever_the_product_asks_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    locked = (ROOT / "requirements.txt").read_text("utf-8")
    for wanted in project["dependencies"]:
        name = re.split(r"[\[<>=]", wanted)[0]
        assert f"\n{name}==" in locked, wanted
