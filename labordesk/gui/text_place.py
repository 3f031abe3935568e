"""Where a text is kept: asked with the folder of documents in front."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from labordesk.gui.preview.saving import file_name
from labordesk.i18n import _


def ask_text_place(parent: QWidget, title: str, name: str) -> Path | None:
    """Ask where to keep a text called ``name``; None when closed."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = (Path(folder) if Path(folder).is_dir() else Path.home()) / f"{file_name(name)}.txt"
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, str(start), _("Tệp văn bản (*.txt)"))
    return Path(chosen) if chosen else None
