"""The real start: ``labordesk.app`` with a register, timed to the first paint and to the first people on screen.

``python start_window.py BEGUN REGISTER [PAGE]`` prints milliseconds since BEGUN (``time.time()``) for both.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

BEGUN = float(sys.argv[1])


def tell(what: str) -> None:
    print(f"{what} {(time.time() - BEGUN) * 1000:.1f}", flush=True)


def main() -> None:
    from labordesk import app as program
    from labordesk.startup import start_problem

    assert start_problem() is None
    settings = program.load_settings()
    program.set_language(settings.language, program.assets_root() / "locale")
    program.explain_abort()
    qt = program.QApplication([])
    program.FIRST_PAGE = sys.argv[3] if len(sys.argv) > 3 else "people"
    desk = program.Desk(qt, settings)
    watch(desk, qt)
    desk.start(Path(sys.argv[2]))
    qt.exec()
    desk.shell.close()


def watch(desk: Any, qt: Any) -> None:
    """Tell the first paint of the shell, then wait for rows in the table of the first page."""
    from PySide6.QtCore import QEvent, QObject, QTimer

    class Eye(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Paint:
                watched.removeEventFilter(self)
                QTimer.singleShot(0, lambda: tell("painted"))
            return False

    eye = Eye(desk.shell)
    desk.shell.installEventFilter(eye)
    poll = QTimer(desk.shell, interval=2)

    def look() -> None:
        page = desk.shell.current_page()
        table = getattr(page, "table", None)
        if table is not None and table.rows() and table.isVisible():
            poll.stop()
            table.repaint()
            tell("rows")
            QTimer.singleShot(0, qt.quit)

    poll.timeout.connect(look)
    poll.start()


main()
