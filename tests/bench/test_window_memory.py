"""The memory of the whole window with the big register open, every page visited (limit of 300 MB)."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.big_register import PEOPLE, copied

pytestmark = pytest.mark.bench


def test_the_window_with_every_page_visited_stays_small(tmp_path: Path) -> None:
    register = copied(tmp_path)
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "LABORDESK_HOME": str(tmp_path / "home")}
    command = [sys.executable, str(Path(__file__).with_name("window_tour.py")), str(register)]
    told = subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=180)
    peak = float(told.stdout.split()[-1])
    print(f"\nwindow: register of {PEOPLE:,} people, all pages visited: peak {peak:.0f} MB")
    assert peak <= 300
