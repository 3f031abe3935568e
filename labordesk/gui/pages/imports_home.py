"""The page before a file is open: where files are dropped, the files on their way, the imports of the past."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.fields import Count, Money, Text
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import EmptyState, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.icons import put_icon
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_row_words import kind_words
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import BatchRow


class ImportsHome(QWidget):
    """``choose_asked`` for files, ``file_opened`` with a ``ListFile``, ``undo_asked`` and ``batch_opened`` a batch."""

    choose_asked = Signal()
    file_opened = Signal(object)
    file_dropped_asked = Signal(object)
    undo_asked = Signal(object)
    batch_opened = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.drop = self._make_drop()
        self.files_title = SectionHeader(_("Tệp đang nhập"))
        self.files = self._make_files()
        self.batches_title = SectionHeader(_("Các lần nhập trước"))
        self.batches = self._make_batches()
        self.see = secondary_button(_("Xem đã ghi gì"), self._open_batch, key="Enter")
        self.undo = secondary_button(_("Hoàn tác lần nhập này…"), self._ask_undo, key="Del")
        self._arrange()
        self.files.opened.connect(self.file_opened)
        self.batches.opened.connect(self.batch_opened)
        self.batches.current_changed.connect(lambda _row: self._follow())
        self.show_files(())
        self.show_batches(())

    def _make_drop(self) -> QFrame:
        well = QFrame()
        well.setProperty("role", "well")
        sign = QLabel()
        put_icon(sign, "file-spreadsheet", "accent", 32)
        words = QLabel(_("Kéo thả danh sách vào đây"))
        words.setProperty("role", "section")
        kinds = QLabel(_("Excel (.xlsx, .xls), LibreOffice (.ods) hoặc .csv; nhiều tệp một lần cũng được."))
        kinds.setProperty("role", "secondary")
        kinds.setWordWrap(True)
        self.choose = primary_button(_("Chọn tệp…"), self.choose_asked.emit, key="Ctrl N", icon="folder-open")
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(words)
        texts.addWidget(kinds)
        row = QHBoxLayout(well)
        row.setContentsMargins(20, 16, 20, 16)
        row.setSpacing(16)
        row.addWidget(sign)
        row.addLayout(texts, 1)
        row.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignVCenter)
        return well

    def _make_files(self) -> ListTable:
        columns = (
            Column("name", N_("Tệp"), Text(), width=30, stretch=True, read=lambda file: file.path.name, bold=True),
            Column("state", N_("Tình trạng"), Text(), width=22, pill=file_words),
            Column("kind", N_("Loại danh sách"), Text(), width=18, read=_kind),
            Column("rows", N_("Số dòng"), Count(), width=8, read=lambda file: file.counts.rows or None),
            Column("total", N_("Số tiền (đ)"), Money(), width=14, read=_total),
        )
        return ListTable(
            "import-files", columns, self._context, identify=lambda file: file.path,
            empty=EmptyState("file-input", _("Chưa có tệp nào")), title=_("Tệp đang nhập"),
        )  # fmt: skip

    def _make_batches(self) -> ListTable:
        columns = (
            Column("at", N_("Lúc"), Text(), width=16, show=moment_words),
            Column("file_name", N_("Tệp"), Text(), width=24, stretch=True, bold=True),
            Column("kind", N_("Loại danh sách"), Text(), width=19, show=kind_words),
            Column("into", N_("Ghi vào"), Text(), width=20, stretch=True, read=_into, spare=True),
            Column("written", N_("Đã ghi"), Count(), width=7),
            Column("rejected", N_("Chưa ghi"), Count(), width=8, show=lambda n: number(n) if n else ""),
            Column("total", N_("Số tiền (đ)"), Money(), width=13, spare=True),
            Column("state", N_("Tình trạng"), Text(), width=13, pill=batch_words),
        )
        empty = EmptyState(
            "history", _("Chưa nhập danh sách nào"), _("Mỗi lần nhập được giữ ở đây và hoàn tác được cả lần.")
        )
        return ListTable("import-batches", columns, self._context, empty=empty, title=_("Các lần nhập trước"))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.batches_title, 1)
        head.addWidget(self.see)
        head.addWidget(self.undo)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.drop)
        column.addWidget(self.files_title)
        column.addWidget(self.files)
        column.addLayout(head)
        column.addWidget(self.batches, 1)

    # what is shown

    def show_files(self, files: Sequence[ListFile]) -> None:
        """Show the files on their way."""
        for widget in (self.files_title, self.files):
            widget.setVisible(bool(files))
        self.files.set_rows(files)
        self.files.fit_height(6)
        waiting = sum(file.state == "open" for file in files)
        self.files_title.set(_("Tệp đang nhập"), _("{n} tệp chờ ghi").format(n=number(waiting)) if waiting else "")

    def show_batches(self, rows: Sequence[BatchRow]) -> None:
        """Show the imports so far, the latest first."""
        self.batches.set_rows(rows)
        if rows and self.batches.current() is None:
            self.batches.view.setCurrentIndex(self.batches.model.index(0, 0))
        self._follow()

    def take_focus(self) -> None:
        """Put the keyboard on the files waiting, else on the button that chooses some."""
        if self.files.rows():
            self.files.focus_first()
        else:
            self.choose.setFocus()

    def _follow(self) -> None:
        row = self.batches.current()
        self.see.setEnabled(row is not None)
        self.undo.setEnabled(row is not None and row.undone_at is None)

    def _ask_undo(self) -> None:
        row = self.batches.current()
        if row is not None and row.undone_at is None:
            self.undo_asked.emit(row)

    def _open_batch(self) -> None:
        row = self.batches.current()
        if row is not None:
            self.batch_opened.emit(row)


def file_words(file: ListFile) -> tuple[str, Tone]:
    """Return the state of a file on its way."""
    match file.state:
        case "waiting":
            return _("Đang đọc"), "neutral"
        case "unreadable":
            return _("Không đọc được"), "error"
        case "written":
            return _("Đã ghi"), "good"
        case "dropped":
            return _("Đã bỏ"), "neutral"
    if file.preview is not None and file.preview.target.problem:
        return _("Chọn nơi ghi"), "warn"
    if file.counts.rejected:
        return _("{n} dòng phải xem").format(n=number(file.counts.rejected)), "warn"
    return _("Sẵn sàng ghi"), "good"


def batch_words(row: BatchRow) -> tuple[str, Tone]:
    """Return the state of an import."""
    return (_("Đã hoàn tác"), "neutral") if row.undone_at else (_("Đã ghi"), "good")


def moment_words(moment: str) -> str:
    """Return a moment kept in UTC as the clock on the wall shows it."""
    found = datetime.fromisoformat(moment)
    if found.tzinfo is None:
        found = found.replace(tzinfo=UTC)
    return found.astimezone().strftime("%d/%m/%Y %H:%M")


def _kind(file: ListFile) -> str:
    return kind_words(file.preview.read.kind) if file.preview is not None else ""


def _total(file: ListFile) -> int | None:
    return file.preview.total or None if file.preview is not None else None


def _into(row: BatchRow) -> str:
    return row.campaign_name or row.programme_name
