"""From the beginning of the process to the first painted window, and to the first people of the register on screen."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from labordesk.sample import make_sample

pytestmark = pytest.mark.bench

HERE = Path(__file__).parent
RUNS = 7


def times(script: str, *arguments: str, home: Path) -> dict[str, float]:
    """Run a start once and return the milliseconds it tells."""
    own = {"HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_STATE_HOME": str(home / "state")}
    environment = {**os.environ, **own, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("LABORDESK_HOME", None)
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # the set-up leaves compiled bytecode, so does the first run
    begun = time.time()
    command = [sys.executable, str(HERE / script), repr(begun), *arguments]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout
    return {line.split()[0]: float(line.split()[1]) for line in told.splitlines() if len(line.split()) == 2}


@pytest.fixture(scope="module")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("start") / "mẫu.labordesk"
    make_sample(path, people=1200, seed=1).close()
    return path


def test_the_figures_of_the_overview_come_as_soon_as_the_first_people(sample: Path, tmp_path: Path) -> None:
    """The overview is the page a register opens on; its table of programmes has rows when its sums are there."""
    times("start_bare.py", home=tmp_path)
    times("start_window.py", str(sample), "overview", home=tmp_path)
    floors, windows, rows = [], [], []
    for _run in range(RUNS):
        floors.append(times("start_bare.py", home=tmp_path)["painted"])
        told = times("start_window.py", str(sample), "overview", home=tmp_path)
        windows.append(told["painted"])
        rows.append(told["rows"])
    floor, window, first = map(statistics.median, (floors, windows, rows))
    print(f"\noverview: bare window {floor:.0f} ms; shell {window:.0f} ms = {window / floor:.2f}x; ", end="")
    print(f"first figures {first:.0f} ms = {first / floor:.2f}x")
    assert window <= 1.6 * floor
    assert first <= 4 * floor


def test_the_window_is_there_almost_as_soon_as_an_empty_one(sample: Path, tmp_path: Path) -> None:
    times("start_bare.py", home=tmp_path)
    times("start_window.py", str(sample), home=tmp_path)
    floors, windows, rows = [], [], []
    for _run in range(RUNS):  # in turns, so that a slow moment of the machine hits both
        floors.append(times("start_bare.py", home=tmp_path)["painted"])
        told = times("start_window.py", str(sample), home=tmp_path)
        windows.append(told["painted"])
        rows.append(told["rows"])
    floor, window, first = map(statistics.median, (floors, windows, rows))
    print(f"\nstart: bare window {floor:.0f} ms; shell {window:.0f} ms = {window / floor:.2f}x; ", end="")
    print(f"first rows {first:.0f} ms = {first / floor:.2f}x")
    assert window <= 1.6 * floor
    assert first <= 4 * floor
