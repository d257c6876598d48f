import ast
import string
from pathlib import Path
from typing import get_args

import pytest

import reports
from proctor.codes import CODES
from proctor.findings import VERDICTS
from proctor.perception import SUBJECTS, Sense
from proctor.schedule import GAP_STATES
from reports.circular.chinese import CHINESE
from reports.circular.words import Words, clean

HOME = Path(reports.__file__).parent / "circular"
CODE = [path for path in HOME.glob("*.py") if path.name != "chinese.py"]


def _literals(path: Path) -> set[str]:
    nodes = ast.walk(ast.parse(path.read_text()))
    return {n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)}


def _spoken(path: Path) -> set[str]:
    """Sentences handed straight to ``words(...)`` or ``self(...)``."""
    said = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            first = node.args[0]
            if node.func.id in {"words", "self"} and isinstance(first, ast.Constant):
                said.add(str(first.value))
    return said


def _names(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def test_every_sentence_of_a_report_has_its_chinese() -> None:
    said = set().union(*map(_spoken, CODE))
    assert said - CHINESE.keys() == set()


def test_no_chinese_is_left_over() -> None:
    used = set().union(*map(_literals, CODE))
    assert CHINESE.keys() - used == set()


@pytest.mark.parametrize("english", CHINESE)
def test_both_languages_tell_the_same_numbers(english: str) -> None:
    assert _names(english) == _names(CHINESE[english])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_subjects_and_states_are_spoken_in_both_languages(lang: str) -> None:
    words = Words(lang)  # type: ignore[arg-type]
    assert all(words.subject(subject) for subject in SUBJECTS)
    assert all(words.state(verdict) for verdict in VERDICTS)


@pytest.mark.parametrize("code", CODES)
def test_what_nobody_confirmed_is_called_suspected_once(code: str) -> None:
    assert Words("zh").matter(code).count("疑似") == 1
    assert Words("en").matter(code).startswith("Suspected: ")


def test_a_file_name_from_another_world_cannot_break_a_document() -> None:
    assert clean("a\x00b\udc80c\u202ed\ne") == "a\ufffdb\ufffdc\ufffdd e"


@pytest.mark.parametrize("sense", get_args(Sense))
def test_whatever_may_lack_has_a_name_in_both_languages(sense: Sense) -> None:
    assert Words("zh").sense(sense) != Words("en").sense(sense)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_state_of_a_gap_is_spoken_in_both_languages(lang: str) -> None:
    words = Words(lang)  # type: ignore[arg-type]
    assert len({words.gap_state(state) for state in GAP_STATES}) == len(GAP_STATES)
