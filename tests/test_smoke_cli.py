"""The commands that README.md names are the commands there are."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]


def output(*arguments: str) -> str:
    """Return what the program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, ROOT / "main.py", *arguments],
        check=True,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
    )
    return done.stdout


def test_the_commands_of_the_readme_are_those_of_the_program() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    told = set(re.findall(r"^\| `labordesk (\w+)` \|", readme, re.MULTILINE))
    listed = set(re.findall(r"^  (\w+) ", output("--help").split("Commands:")[1], re.MULTILINE))
    assert told == listed


def test_each_command_explains_itself() -> None:
    for command in re.findall(r"^  (\w+) ", output("--help").split("Commands:")[1], re.MULTILINE):
        assert "Usage:" in output(command, "--help")
