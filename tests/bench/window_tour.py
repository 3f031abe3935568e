"""Opens the window on a register, types into the search, scrolls and visits every page; prints its peak memory in MB.

``python window_tour.py REGISTER``
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit

from labordesk import app as program
from labordesk.settings import Settings

TYPED = ("hoa", "nguyen", "nguyễn văn", "0420", "tran thi h")
PAGES = (
    "overview",
    "units",
    "houses",
    "gifts",
    "grants",
    "activities",
    "targets",
    "reports",
    "funds",
    "imports",
    "history",
    "settings",
)


def wait(milliseconds: int) -> None:
    """Let the window work; ``QTest.qWait`` would keep its workers from running."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def peak_megabytes() -> float:
    """Return the high-water mark of this program alone; ``ru_maxrss`` would also hold that of whoever started it."""
    [line] = [one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith("VmHWM:")]
    return int(line.split()[1]) / 1024


def main() -> None:
    application = program.QApplication([])
    desk = program.Desk(application, Settings())
    desk.shell.resize(1366, 728)
    desk.start(Path(sys.argv[1]))
    wait(2000)
    desk.shell.go("people")
    wait(2000)
    page = desk.shell.current_page()
    for text in TYPED:
        page.focus_search()
        box = QApplication.focusWidget()
        assert isinstance(box, QLineEdit)
        box.insert(text)
        wait(500)
        box.clear()
        wait(200)
    bar = page.table.view.verticalScrollBar()
    for _page in range(400):
        if len(page.table.rows()) > 1000:
            break
        bar.setValue(bar.maximum())
        wait(50)
    assert len(page.table.rows()) > 1000, "the list did not grow"
    for key in PAGES:
        desk.shell.go(key)
        wait(1200)
    print(peak_megabytes())
    desk.shell.close()


main()
