"""A file that wants to grow is two things: find the seam."""

import ast

from tests.house.sources import ROOT, everything, functions, is_command, product

LONGEST_FILE = 500
LONGEST_FUNCTION = 60
LONGEST_COMMAND = 15
"""Statements in the body of a command, its docstring aside."""


def test_no_file_is_longer_than_a_sitting():
    lengths = {p.relative_to(ROOT): len(p.read_text("utf-8").splitlines()) for p in everything()}
    assert {path: n for path, n in lengths.items() if n > LONGEST_FILE} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": function.end_lineno - function.lineno + 1
        for path in everything()
        for function in functions(path)
        if function.end_lineno - function.lineno + 1 > LONGEST_FUNCTION
    }
    assert long == {}


def test_a_command_parses_opens_calls_prints_and_nothing_else():
    long = {
        f"{path.relative_to(ROOT)}:{function.name}": statements(function)
        for path in product()
        for function in functions(path)
        if is_command(function) and statements(function) > LONGEST_COMMAND
    }
    assert long == {}


def test_the_door_stays_a_door():
    assert len((ROOT / "cli.py").read_text("utf-8").splitlines()) <= 400


def statements(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Statements in the body, nested ones included, the docstring left out."""
    count = sum(isinstance(node, ast.stmt) for part in function.body for node in ast.walk(part))
    return count - (ast.get_docstring(function) is not None)
