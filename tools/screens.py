"""Photograph the screens offscreen, to be looked at: ``python tools/screens.py FOLDER [--theme dark] [--only NAME]``.

Each screen is taken at 1366 x 768 and once more as on a laptop at 125 % (1093 x 614 logical pixels).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

SIZES = {"100": ("1", 1366, 768), "125": ("1.25", 1093, 614)}


def main() -> int:
    """Take the pictures; one process for each scale, because Qt reads the scale once."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--theme", default="light", choices=["light", "dark"])
    wanted.add_argument("--only", default="")
    wanted.add_argument("--scale", choices=list(SIZES))
    chosen = wanted.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.scale:
        return take(chosen.folder, chosen.scale, chosen.theme, chosen.only)
    for scale, (factor, _width, _height) in SIZES.items():
        environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": factor}
        command = [sys.executable, __file__, *sys.argv[1:], "--scale", scale]
        subprocess.run(command, env=environment, check=True)
    return 0


def take(folder: Path, scale: str, theme: str, only: str) -> int:
    """Take the pictures of one scale."""
    sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]
    from kit_demo import demo_shell, scenes
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from labordesk.gui.theme import apply_theme

    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    apply_theme(app, "dark" if theme == "dark" else "light")
    _factor, width, height = SIZES[scale]
    shell = demo_shell()
    shell.resize(width, height)
    for name, show in scenes(shell).items():
        if only in name:
            widget = show()
            QTest.qWait(250)
            widget.grab().save(str(folder / f"{name}-{theme}-{scale}.png"))
    shell.context.work.stop()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
