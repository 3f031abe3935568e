"""Where a paper is saved and as what: PDF, Word or Excel; and the way to the file afterwards."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from labordesk.gui.cards import Notice
from labordesk.i18n import _


def file_name(text: str) -> str:
    """Return a name for file and print job that every system takes."""
    return " ".join("".join("-" if letter in '\\/:*?"<>|' else letter for letter in text).split())[:120]


def ask_place(parent: QWidget, title: str, name: str, *, only_pdf: bool = False) -> Path | None:
    """Ask where to save a paper; a name that says no kind takes the one picked below it. None when closed.

    Of a paper made earlier there is only its PDF: a name of another kind gets ".pdf" behind it.
    """
    from labordesk.documents.saving import SUFFIXES

    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str((Path(folder) if Path(folder).is_dir() else Path.home()) / f"{name}.pdf")
    kinds = {
        _("Tệp PDF (*.pdf)"): ".pdf",
        _("Tệp Word (*.docx)"): ".docx",
        _("Tệp Excel (*.xlsx)"): ".xlsx",
    }
    if only_pdf:
        kinds = dict(list(kinds.items())[:1])
    chosen, kind = QFileDialog.getSaveFileName(parent, title, start, ";;".join(kinds))
    if not chosen:
        return None
    says_kind = Path(chosen).suffix.lower() in (SUFFIXES[:1] if only_pdf else SUFFIXES)
    return Path(chosen if says_kind else f"{chosen}{kinds.get(kind, '.pdf')}")


def tell_saved(notice: Notice, path: Path, words: str = "") -> None:
    """Say that a file was saved, with what its line in the log says, and offer to open it or its folder."""
    steps: list[tuple[str, Callable[[], None]]] = [
        (_("Mở thư mục"), lambda: _open(path.parent)),
        (_("Mở tệp"), lambda: _open(path)),
    ]
    said = _("Đã lưu {name}").format(name=path.name)
    notice.set(f"{said}. {words}" if words else said, "good", steps)


def _open(path: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(path)))
