"""What must hold for every file of the project, found by reading them all."""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Iterator
from importlib.metadata import requires, version
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "labordesk"
SKIPPED = {".git", ".venv", "__pycache__", "build", "dist", ".hypothesis"}
MARKERS = {"_", "N_"}

# Split, so that this file passes its own test.
REGISTRIES = [
    "py" + "pi.org",
    "python" + "hosted.org",
    "npm" + "js.",
    "deb.deb" + "ian.org",
    "snapshot.deb" + "ian.org",
]
MACHINE_PATHS = ["/ro" + "ot/", "/wo" + "rk/", "/tmp/te" + "am", "/ho" + "me/[a-z]", r"\.pye" + "nv"]


def project_files() -> Iterator[Path]:
    """Yield every file that belongs to the project, not what tools left behind."""
    folders = [ROOT]
    while folders:
        for path in sorted(folders.pop().iterdir()):
            if path.name in SKIPPED or path.name.endswith(("_cache", ".egg-info")):
                continue
            if path.is_dir():
                folders.append(path)
            elif path.is_file():
                yield path


def sources() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def marked_calls(tree: ast.AST) -> Iterator[ast.Call]:
    """Yield the calls of ``_`` and ``N_``."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in MARKERS:
            yield node


def test_no_text_is_translated_inside_an_f_string() -> None:
    """Python 3.11's tokenizer hides such a call from the catalogue."""
    found = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.JoinedStr)
        for call in marked_calls(node)
    ]
    assert not found


def test_a_text_marked_for_the_catalogue_is_written_out() -> None:
    """``N_(variable)`` marks nothing, and ``_(f"…")`` looks up a text that no catalogue has."""
    found = []
    for path in sources():
        for call in marked_calls(ast.parse(path.read_text(encoding="utf-8"))):
            argument = call.args[0]
            written = isinstance(argument, ast.Constant) and isinstance(argument.value, str)
            if isinstance(argument, ast.JoinedStr) or (ast.unparse(call.func) == "N_" and not written):
                found.append(f"{path.relative_to(ROOT)}:{call.lineno}")
    assert not found


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    forbidden = re.compile("|".join([*map(re.escape, REGISTRIES), *MACHINE_PATHS]))
    found = []
    for path in project_files():
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue
        found += [f"{path.relative_to(ROOT)}: {match[0]}" for match in forbidden.finditer(text)]
    assert not found


def commands(heading: str) -> list[str]:
    """Return the lines of the first code block under a heading of README.md."""
    section = (ROOT / "README.md").read_text(encoding="utf-8").split(f"\n## {heading}\n")[1]
    block = re.search(r"```\w*\n(.*?)```", section, re.DOTALL)
    assert block is not None
    return block[1].splitlines()


def test_running_and_testing_are_one_line_each() -> None:
    assert commands("Chạy (run)") == ["bash tools/setup.sh && .venv/bin/labordesk demo --open"]
    assert commands("Kiểm thử (test)") == ["bash tools/test.sh"]


def test_ci_runs_the_test_line_of_the_readme() -> None:
    lines = (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
    assert commands("Kiểm thử (test)")[0] in lines


def pins() -> dict[str, str]:
    """Return name -> version of constraints.txt."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    return dict(line.lower().replace("_", "-").split("==") for line in lines if line and not line.startswith("#"))


def needed(name: str, extra: str, seen: set[str]) -> set[str]:
    """Add to seen the names that a distribution needs here, and theirs in turn."""
    for text in requires(name) or []:
        requirement = Requirement(text)
        key = requirement.name.lower().replace("_", "-")
        if key in seen or (requirement.marker and not requirement.marker.evaluate({"extra": extra})):
            continue
        seen.add(key)
        needed(requirement.name, "", seen)
    return seen


def test_every_library_is_pinned_to_the_version_tested() -> None:
    pinned = pins()
    names = needed("labordesk", "test", set())
    assert "pyside6-essentials" in names
    assert names - pinned.keys() == set()
    assert {name: version(name) for name in names} == {name: pinned[name] for name in names}


def test_pins_agree_with_the_declared_ranges() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pinned = pins()
    for text in project["dependencies"] + project["optional-dependencies"]["test"]:
        requirement = Requirement(text)
        assert requirement.specifier.contains(pinned[requirement.name.lower().replace("_", "-")]), text


@pytest.mark.parametrize("broken", ["6.12.0", "6.12.1"])
def test_the_pyside_that_kills_python_311_is_out_of_range(broken: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    pyside = next(Requirement(text) for text in project["dependencies"] if text.startswith("PySide6"))
    assert not pyside.specifier.contains(broken)
