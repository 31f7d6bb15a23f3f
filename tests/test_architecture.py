"""The code keeps to its own rules: layers, sizes, lazy imports, nothing left to do."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PRODUCT = sorted([*ROOT.glob("cmrstudio/**/*.py"), *ROOT.glob("training/**/*.py")])
ALL_CODE = sorted([*PRODUCT, *ROOT.glob("tests/**/*.py"), *ROOT.glob("resources/**/*.py"), *ROOT.glob(".ci/*.py")])

LONGEST_CLASS = 300
LONGEST_FUNCTION = 60
LONGEST_FILE = 500
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME|X" r"XX|HA" r"CK)\b")
VAGUE_NAMES = {"utils", "util", "helpers", "misc", "common"}
TENSOR_PACKAGES = {"keras", "tensorflow"}


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def _lines(node: ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def _too_long(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef) and _lines(node) > LONGEST_CLASS:
            yield f"class {node.name}: {_lines(node)} lines"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > LONGEST_FUNCTION:
            yield f"function {node.name}: {_lines(node)} lines"


def _imports_at_start(nodes: list[ast.stmt]) -> Iterator[str]:
    """Top-level packages that importing a module imports: not inside functions, not behind TYPE_CHECKING."""
    for node in nodes:
        match node:
            case ast.Import():
                yield from (alias.name.partition(".")[0] for alias in node.names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module.partition(".")[0]
            case ast.If() if "TYPE_CHECKING" not in ast.unparse(node.test):
                yield from _imports_at_start([*node.body, *node.orelse])
            case ast.Try():
                yield from _imports_at_start([*node.body, *node.orelse, *node.finalbody])
            case ast.With() | ast.ClassDef():
                yield from _imports_at_start(node.body)


def _run_alone(code: str) -> str:
    """Run code in a fresh interpreter and return what it printed."""
    finished = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert finished.returncode == 0, finished.stderr
    return finished.stdout.strip()


@pytest.mark.parametrize("path", ALL_CODE, ids=_name)
def test_classes_functions_and_files_are_short_enough_to_read(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    assert [*_too_long(path), *([f"file: {lines} lines"] if lines > LONGEST_FILE else [])] == []


def test_nothing_is_left_to_do() -> None:
    unfinished = [
        f"{_name(path)}:{number}: {line.strip()}"
        for path in ALL_CODE
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if UNFINISHED.search(line)
    ]
    assert unfinished == []


def test_no_module_has_a_vague_name() -> None:
    assert [_name(path) for path in PRODUCT if VAGUE_NAMES & {path.stem, *path.relative_to(ROOT).parts}] == []


def test_imports_keep_to_the_layers() -> None:
    finished = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout


def test_every_part_of_the_package_has_its_place_in_the_layers() -> None:
    layers = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    parts = {
        path.relative_to(ROOT / "cmrstudio").parts[0].removesuffix(".py") for path in ROOT.glob("cmrstudio/**/*.py")
    }
    assert [part for part in sorted(parts - {"__init__"}) if f"cmrstudio.{part}" not in layers] == []


def test_importing_the_application_loads_neither_keras_nor_tensorflow_eagerly() -> None:
    eager = {
        _name(path): sorted(TENSOR_PACKAGES & set(_imports_at_start(ast.parse(path.read_text(encoding="utf-8")).body)))
        for path in ROOT.glob("cmrstudio/**/*.py")
    }
    assert {name: packages for name, packages in eager.items() if packages} == {}


def test_the_window_starts_without_tensorflow() -> None:
    code = "import sys, cmrstudio.app, cmrstudio.gui.main_window; print(*{'keras', 'tensorflow'} & set(sys.modules))"
    assert _run_alone(code) == ""


def test_what_the_training_window_uses_loads_no_tensorflow() -> None:
    modules = "cmrstudio.learning_overview, training.comparison, training.snapshot, training.reference"
    code = f"import sys, {modules}, training.finetune_settings; print(*{{'keras', 'tensorflow'}} & set(sys.modules))"
    assert _run_alone(code) == ""


def test_the_command_line_starts_without_qt_and_tensorflow() -> None:
    code = "import sys, cmrstudio.cli; print(*sorted({'PySide6', 'keras', 'tensorflow'} & set(sys.modules)))"
    assert _run_alone(code) == ""


def test_the_domain_needs_numpy_alone() -> None:
    code = (
        "import sys, pkgutil, importlib, cmrstudio.domain as domain\n"
        "for found in pkgutil.iter_modules(domain.__path__, 'cmrstudio.domain.'): importlib.import_module(found.name)\n"
        "heavy = {'cv2', 'keras', 'pydicom', 'PySide6', 'scipy', 'skimage', 'sqlalchemy', 'tensorflow'}\n"
        "print(*sorted(heavy & set(sys.modules)))"
    )
    assert _run_alone(code) == ""


def test_the_lock_pins_every_package_by_hash_and_names_no_host() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    pinned = re.findall(r"^[A-Za-z0-9._-]+==.*$", text, re.MULTILINE)
    assert pinned
    assert [line for line in pinned if not line.endswith("\\")] == []
    assert "://" not in text
    assert text.count("--hash=sha256:") >= len(pinned)
