"""The sources of the house, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
PACKAGES = ("proctor", "models", "streams", "reports")


def product() -> list[Path]:
    """Every source file of the product."""
    return [ROOT / "cli.py", *sorted(p for name in PACKAGES for p in (ROOT / name).rglob("*.py"))]


def everything() -> list[Path]:
    """Every source file, tests and benches included."""
    beside = ("tests", "bench", "docs", ".ci")
    more = [path for name in beside for path in (ROOT / name).rglob("*.py")]
    return [*product(), *sorted(more)]


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Every function of a file, inner ones and methods included."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def is_command(function: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator makes it a command of the command line."""
    calls = [d.func for d in function.decorator_list if isinstance(d, ast.Call)]
    return any(isinstance(c, ast.Attribute) and c.attr in ("command", "group") for c in calls)
