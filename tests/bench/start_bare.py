"""The floor of a start: a bare PySide6 window with a table, timed to its first paint. Prints milliseconds."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTableWidget


class Eye(QObject):
    """Sees the first paint of a widget; the turn of the event loop after it, keys are answered."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.seen)
        return False

    def seen(self) -> None:
        print(f"painted {(time.time() - float(sys.argv[1])) * 1000:.1f}", flush=True)
        QApplication.exit(0)


app = QApplication([])
window = QMainWindow()
table = QTableWidget(20, 5)
window.setCentralWidget(table)
window.resize(1366, 728)
eye = Eye()
table.viewport().installEventFilter(eye)
window.show()
app.exec()
