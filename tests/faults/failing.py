"""Commands run on a disk that fails: beyond a size, at the n-th write, reading or removal (see ``shim.c``)."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

_HERE = Path(__file__).parent
BYTES, ONE_CALL, FROM_CALL, ONE_READ, FROM_READ, ONE_REMOVAL = 1, 2, 3, 4, 5, 6


@dataclass(frozen=True)
class Fault:
    """What the disk does: ``how`` of the shim under ``under``, or no file beyond ``largest`` bytes."""

    how: int = 0
    at: int = 0
    error: int = errno.ENOSPC
    under: Path | None = None
    largest: int | None = None

    @property
    def is_of_reading(self) -> bool:
        """Tell whether it is reading that fails."""
        return self.how in (ONE_READ, FROM_READ)

    @property
    def may_leave(self) -> bool:
        """Tell whether what was made on the way may be left: the disk refuses to remove it."""
        return self.how == ONE_REMOVAL

    def order(self) -> dict[str, Any]:
        """Return what the program is told."""
        if self.largest is not None:
            return {"largest": self.largest}
        return {"under": str(self.under), "how": self.how, "at": self.at, "errno": self.error} if self.under else {}


@dataclass(frozen=True)
class Answer:
    """How a command ended, what it said on the error output, and how much it wrote, read and removed."""

    code: int
    said: str
    output: str = ""
    calls: int = 0
    bytes: int = 0
    reads: int = 0
    removals: int = 0


class FailingProgram:
    """The program that runs the commands."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, arguments: Sequence[object], fault: Fault | None = None, *, here: bool = False) -> Answer:
        """Run one command line under a fault; ``here``: in the program itself, so that it is loaded for later ones."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        order = {"arguments": [str(one) for one in arguments], "here": here, **(fault.order() if fault else {})}
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return Answer(**json.loads(self._process.stdout.readline()))


@contextmanager
def failing_program(home: Path, shim: Path | None = None) -> Iterator[FailingProgram]:
    """Start the program; with ``shim`` its disk can be told to fail."""
    here = str(_HERE.parents[1])
    preload = {"LD_PRELOAD": str(shim)} if shim else {}
    with subprocess.Popen(
        [sys.executable, "-m", "tests.faults.failing_program"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=here,
        env={**os.environ, **preload, "PYTHONPATH": here, "LABORDESK_HOME": str(home)},
    ) as process:
        try:
            yield FailingProgram(process)
        finally:
            process.kill()


def build_shim(folder: Path) -> Path:
    """Compile the shim; the test is skipped where there is no C compiler or no way to load it first."""
    compiler = shutil.which("gcc") or shutil.which("cc")
    if compiler is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler here")
    shim = folder / "shim.so"
    subprocess.run([compiler, "-shared", "-fPIC", "-O1", "-o", str(shim), str(_HERE / "shim.c"), "-ldl"], check=True)
    return shim
