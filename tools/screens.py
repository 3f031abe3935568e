"""Photograph the screens offscreen: ``python tools/screens.py FOLDER [--kit] [--theme dark] [--only NAME]``.

The pictures are to be looked at. Every page is opened on the sample register (or the demo of the kit with ``--kit``)
at 1366 x 768, and once more as on a laptop at 125 % (1093 x 614 logical pixels).
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication

SIZES = {"100": ("1", 1366, 768), "125": ("1.25", 1093, 614)}
KEPT = Path(tempfile.gettempdir()) / "labordesk-screens"
LONGEST_WAIT_MS = 15_000
QUIET_MS = 600
"""As long without work the screen is done: the report waits a moment before it draws the page anew."""


def main() -> int:
    """Take the pictures; one process for each scale, because Qt reads the scale once."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("folder", type=Path)
    wanted.add_argument("--kit", action="store_true", help="the demo of the kit instead of the pages")
    wanted.add_argument("--theme", default="light", choices=["light", "dark"])
    wanted.add_argument("--only", default="", help="only screens whose name contains this")
    wanted.add_argument("--scale", choices=list(SIZES))
    chosen = wanted.parse_args()
    chosen.folder.mkdir(parents=True, exist_ok=True)
    if chosen.scale:
        return take(chosen)
    for scale, (factor, _width, _height) in SIZES.items():
        with tempfile.TemporaryDirectory(prefix="labordesk-screens-") as home:
            environment = {
                **os.environ,
                "QT_QPA_PLATFORM": "offscreen",
                "QT_SCALE_FACTOR": factor,
                "LABORDESK_HOME": home,
            }
            command = [sys.executable, __file__, *sys.argv[1:], "--scale", scale]
            subprocess.run(command, env=environment, check=True)
    return 0


def take(chosen: argparse.Namespace) -> int:
    """Take the pictures of one scale."""
    sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]
    from PySide6.QtWidgets import QApplication

    app = QApplication([])
    _factor, width, height = SIZES[chosen.scale]
    make = kit_scenes if chosen.kit else page_scenes
    for name, picture in make(app, chosen.theme, (width, height), lambda name: chosen.only in name):
        picture.save(str(chosen.folder / f"{name}-{chosen.theme}-{chosen.scale}.png"))
    return 0


def kit_scenes(
    app: QApplication, theme: Any, size: tuple[int, int], wanted: Callable[[str], bool]
) -> Iterator[tuple[str, QPixmap]]:
    """Yield the screens of the demo."""
    from kit_demo import demo_shell, scenes

    from labordesk.gui.theme import apply_theme

    apply_theme(app, theme)
    shell = demo_shell()
    shell.resize(*size)
    for name, show in scenes(shell).items():
        if wanted(name):
            widget = show()
            settle(shell.context.work)
            yield name, widget.grab()
    shell.context.work.stop()


def page_scenes(
    app: QApplication, theme: Any, size: tuple[int, int], wanted: Callable[[str], bool]
) -> Iterator[tuple[str, QPixmap]]:
    """Yield every page on the sample register, as the program itself opens them, then the states of each."""
    from screen_states import Stage, scenes

    from labordesk.app import Desk, page_entries
    from labordesk.settings import Settings

    desk = Desk(app, Settings(theme=theme))
    desk.shell.resize(*size)
    desk.shell.show()
    desk.open(sample())
    settle(desk.context.work)
    for entry in page_entries():
        if wanted(entry.key):
            desk.shell.go(entry.key)
            settle(desk.context.work)
            yield entry.key, desk.shell.grab()
    stage = Stage(desk, settle)
    for name, scene in scenes():
        if wanted(name):
            try:
                picture = stage.photograph(scene)
            except Exception as error:  # the other pictures are still wanted
                print(f"{name}: {error!r}", file=sys.stderr)
                stage.tidy()
            else:
                yield name, picture
    if wanted("welcome"):
        desk.welcome()
        settle(desk.context.work)
        yield "welcome", desk.shell.grab()
    desk.context.work.stop()


def sample() -> Path:
    """Return a copy of its own of the sample register, so that two runs never share one; made once for all pictures."""
    made = KEPT / "so-mau.labordesk"
    if not made.exists() or made.stat().st_mtime < _last_change():
        from labordesk.sample import make_sample

        KEPT.mkdir(parents=True, exist_ok=True)
        unfinished = KEPT / f"so-mau-{os.getpid()}.labordesk"
        make_sample(unfinished).close()
        unfinished.replace(made)
    return Path(shutil.copy(made, os.environ["LABORDESK_HOME"]))


def _last_change() -> float:
    """Return when anything the sample is made of was last changed."""
    program = Path(__file__).parent.parent / "labordesk"
    return max(
        path.stat().st_mtime for part in ("sample", "model", "services") for path in program.glob(f"{part}/*.py")
    )


def settle(work: Any) -> None:
    """Wait until the page has its answers and has drawn them."""
    waited = quiet = 0
    while quiet < QUIET_MS and waited < LONGEST_WAIT_MS:
        pause(50)
        waited += 50
        quiet = 0 if work.is_busy() else quiet + 50


def pause(milliseconds: int) -> None:
    """Let the window live for a while; unlike QTest.qWait this leaves the interpreter to the workers."""
    from PySide6.QtCore import QEventLoop, QTimer

    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    raise SystemExit(main())
