"""Nhập danh sách: files from grassroots unions become rows of the register, and an import can be taken back whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QStackedWidget

from labordesk.calm import let_go
from labordesk.errors import LabordeskError
from labordesk.gui.buttons import Button, primary_button, secondary_button
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.page import Page
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_home import ImportsHome
from labordesk.gui.pages.imports_reading import (
    BatchRead,
    FileRead,
    mark_file,
    read_batch,
    read_batches,
    read_files,
    secure,
    take_back,
    write_preview,
)
from labordesk.gui.pages.imports_result import ResultView
from labordesk.gui.pages.imports_row_words import kind_words
from labordesk.gui.pages.imports_wizard import FINAL, SHEETS, ListWizard
from labordesk.gui.pages.parts.file_drop import FileDrop
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import BatchRow, ImportPreview, ImportResult

ENDINGS = (".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".txt")


class ImportsPage(Page):
    """``show_target(paths=[…], kind="gifts", campaign=3, programme=…)`` reads files, without paths (or with
    ``choose=True``) it asks for some; ``batch=5`` shows an import of the past.
    """

    title = N_("Nhập danh sách")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.files: list[ListFile] = []
        self._is_stale = True
        self.home = ImportsHome(context)
        self.wizard = ListWizard(context)
        self.result = ResultView(context)
        self._marked_from: ListFile | None = None
        self._stack = QStackedWidget()
        for view in (self.home, self.wizard, self.result):
            self._stack.addWidget(view)
        self.body.addWidget(self._stack, 1)
        self.back_button = secondary_button(_("Quay lại"), self.wizard.back)
        self.next_button = primary_button(_("Tiếp tục"), self.wizard.forward, key="Ctrl Enter")
        self.undo_button = secondary_button(_("Hoàn tác câu trả lời"), self.wizard.go_back, key="Ctrl Z")
        self.header.add_button(self.undo_button)
        self.header.add_button(self.back_button)
        self.header.add_button(self.next_button)
        self._drop = FileDrop(self, self.home.drop)
        self._connect()
        self._list_keys()
        self._show_home()

    def _connect(self) -> None:
        self._drop.dropped.connect(lambda paths, _place: self.take(paths))
        self.home.choose_asked.connect(self.new_record)
        self.home.file_opened.connect(self.open_file)
        self.home.undo_asked.connect(self.undo_batch)
        self.home.batch_opened.connect(lambda row: self.open_batch(row.id))
        self.wizard.step_changed.connect(lambda _step: self._follow())
        self.wizard.final.write_asked.connect(self.write)
        self.wizard.final.mark_asked.connect(self.save_marked)
        self.wizard.final.drop_asked.connect(self.drop_file)
        self.result.next_asked.connect(self._next_file)
        self.result.undo_asked.connect(self.undo_batch)
        self.result.mark_asked.connect(self.save_marked)

    def _list_keys(self) -> None:
        self.add_key("Ctrl+Return", _("Bước tiếp theo"), self._forward)
        self.add_key("Ctrl+Enter", _("Bước tiếp theo"), self._forward)
        self._keys.pop()  # the key of the number pad is the same to an officer
        self.add_key("Alt+Left", _("Bước trước"), self._backward)
        self.add_key("Alt+Right", _("Bước tiếp theo"), self._forward)
        self.add_key("Del", _("Hoàn tác lần nhập đang chọn"), self._undo_current, on=self.home.batches)
        self.add_key("Del", _("Bỏ tệp đang chọn"), self._drop_current, on=self.home.files)
        final = self.wizard.final
        for button in (self.home.choose, final.write_all, final.write_good, final.mark, self.result.next):
            _press_by_enter(button)
        self.list_key("T", _("Trong trang tính: dòng đang chọn là tiêu đề"))
        self.list_key("Alt+↑ ↓", _("Trong trang tính: dời dòng tiêu đề"))
        self.list_key("1 … 9", _("Chọn câu trả lời có số ấy"))
        self.list_key("A", _("Trả lời cho tất cả, hoặc từng dòng một"))
        self.list_key("X", _("Xem ô ấy trong trang tính"))

    # what the window asks

    def arrived(self) -> None:
        if self._is_stale:
            self._read_batches()
        if self.wizard.file is not None and self._stack.currentWidget() is self.wizard:
            self.wizard.take_focus()
        elif self._stack.currentWidget() is self.home:
            self.home.take_focus()

    def refresh(self, changes: Any) -> None:
        """What was written elsewhere may answer a question or bring a new one."""
        self._is_stale = True
        for file in self.files:
            file.again()
        if self.isVisible():
            self._read_batches()

    def show_target(
        self,
        *,
        paths: Sequence[Path] = (),
        kind: str | None = None,
        campaign: int | None = None,
        programme: int | None = None,
        batch: int | None = None,
        choose: bool = False,
        **_target: Any,
    ) -> None:
        if batch is not None:
            self.open_batch(batch)
            return
        preset = {"kind": kind, "campaign_id": campaign, "programme_id": programme}
        if paths:
            self.take(paths, **preset)
        elif choose or any(preset.values()):
            QTimer.singleShot(0, self, lambda: self.choose(**preset))

    def new_record(self) -> None:
        """Choose files (Ctrl+N)."""
        self.choose()

    def save(self) -> None:
        """Write what can be written of the file in front (Ctrl+S): the last step does it."""
        if self._stack.currentWidget() is not self.wizard:
            return
        if self.wizard.here() != FINAL:
            self.wizard.go(FINAL)
        elif self.wizard.final.write_all.isEnabled():
            self.write(only_good=False)
        elif self.wizard.final.write_good.isEnabled() and not self.wizard.final.write_good.isHidden():
            self.write(only_good=True)

    def undo(self) -> bool:
        """Take the last answer back (Ctrl+Z); while a file is in front nothing else is taken back."""
        if self._stack.currentWidget() is not self.wizard or self.wizard.file is None:
            return False
        self.wizard.go_back()
        return True

    def escape(self) -> bool:
        if self._stack.currentWidget() is self.home:
            return False
        self._show_home()
        return True

    # files

    def choose(self, **preset: Any) -> None:
        """Let the officer choose files and read them."""
        endings = " ".join(f"*{ending}" for ending in ENDINGS)
        offered = ";;".join((_("Danh sách ({endings})").format(endings=endings), _("Mọi tệp (*)")))
        names, _filter = QFileDialog.getOpenFileNames(self, _("Chọn danh sách"), "", offered)
        if names:
            self.take([Path(name) for name in names], **preset)

    def take(self, paths: Sequence[Path], **preset: Any) -> None:
        """Read files: one is shown at once, several are listed."""
        from labordesk.services.import_model import ImportOrder

        known = {file.path for file in self.files if file.state in ("waiting", "open")}
        wanted = [path for path in _lists_among(paths) if path not in known]
        if not wanted:
            again = next((file for file in self.files if file.path in paths and file.state == "open"), None)
            if again is not None:
                self.open_file(again)
            elif paths:
                self.context.notify.warn(_("Không có tệp danh sách nào ở đó; hãy chọn tệp Excel, .ods hoặc .csv."))
            return
        order = ImportOrder(**preset)
        if order.kind is not None:
            order = replace(order, choices=replace(order.choices, kind=order.kind))
        taken = [ListFile(self.context, path, order) for path in wanted]
        for file in taken:
            file.changed.connect(self._files_changed)
        self.files = [file for file in self.files if file.path not in wanted] + taken
        self._show_home()
        register = self.context.register
        asked = [(file.path, file.order) for file in taken]
        self.context.work.run_long(
            lambda progress, _cancelled: read_files(register, asked, progress),
            _("Đang đọc {n} tệp").format(n=number(len(taken))) if len(taken) > 1 else _("Đang đọc tệp"),
            lambda found: self._were_read(taken, found),
            writes=False,
        )

    def _were_read(self, files: Sequence[ListFile], found: Sequence[FileRead]) -> None:
        for file, read in zip(files, found, strict=False):
            file.take(read)
        self._forget_unread(files)
        readable = [file for file in files if file.state == "open"]
        if len(files) == 1 and readable:
            self.open_file(readable[0])
        elif len(files) == 1:
            self.context.notify.warn(files[0].problem)

    def _forget_unread(self, files: Sequence[ListFile]) -> None:
        """After Cancel what was not read yet does not stay."""
        unread = [file for file in files if file.state == "waiting"]
        if unread:
            self.files = [file for file in self.files if file not in unread]
            self._files_changed()

    def _files_changed(self) -> None:
        self.home.show_files(self.files)
        if not any(file.state == "open" for file in self.files):
            let_go()
        waiting = sum(file.state == "open" for file in self.files)
        self.context.set_badge("imports", waiting, _("{n} tệp chờ ghi").format(n=number(waiting)))
        self._follow()

    def open_file(self, file: ListFile) -> None:
        """Put a file in front."""
        if file.state == "unreadable":
            self.context.notify.warn(file.problem)
        elif file.state == "written" and file.result is not None and file.result.batch_id is not None:
            self.open_batch(file.result.batch_id, file)
        elif file.state == "open":
            if self.wizard.file is not file:
                self.wizard.show_file(file, SHEETS)
            self._stack.setCurrentWidget(self.wizard)
            self._follow()
            self.wizard.take_focus()

    def drop_file(self) -> None:
        """Put the file in front away; nothing of it is written."""
        file = self.wizard.file
        if file is None:
            return
        question = _("Bỏ tệp “{name}”?").format(name=file.path.name)
        explain = _("Sổ không thay đổi; các câu đã trả lời cho tệp này sẽ mất.")
        if file.can_go_back() and not self.context.notify.ask(
            question, Answer("drop", _("Bỏ tệp"), "danger"), explain=explain
        ):
            return
        self._forget(file)
        self._show_home()

    def _drop_current(self) -> None:
        file = self.home.files.current()
        if file is not None:
            self._forget(file)

    def _forget(self, file: ListFile) -> None:
        file.close()
        self.files = [one for one in self.files if one is not file]
        if self.wizard.file is file:
            self.wizard.file = None
        self._files_changed()

    # writing

    def write(self, only_good: bool) -> None:
        """Write the file in front: all of it, or only its good rows; the register is backed up before."""
        file = self.wizard.file
        if file is None or file.preview is None or file.is_working():
            return
        preview = replace(file.preview, order=replace(file.order, accept_good=only_good))
        register = self.context.register
        self.context.work.run_long(
            lambda progress, _cancelled: secure(register, progress),
            _("Đang sao lưu sổ trước khi nhập"),
            lambda _secured: self._write(file, preview),
        )

    def _write(self, file: ListFile, preview: ImportPreview) -> None:
        register = self.context.register
        self.context.work.run_long(
            lambda progress, _cancelled: write_preview(register, preview, progress),
            _("Đang ghi vào sổ"),
            lambda result: self._was_written(file, result),
            lambda error: self._was_refused(file, error),
        )

    def _was_written(self, file: ListFile, result: ImportResult) -> None:
        if result.batch_id is None:
            file.again()
            self.context.notify.warn(_("Chưa ghi gì vì có dòng chưa ghi được; hãy xem lại các câu hỏi."))
            return
        file.was_written(result)
        self.context.tell(result.changes)
        self.open_batch(result.batch_id, file)

    def _was_refused(self, file: ListFile, error: LabordeskError) -> None:
        self.context.notify.error(error)
        file.again()

    def save_marked(self) -> None:
        """Save the officer's own file with its doubtful cells marked."""
        file = self.wizard.file if self._stack.currentWidget() is self.wizard else self._marked_from
        if file is None or file.preview is None:
            return
        offered = file.path.with_name(f"{file.path.stem}-danh-dau.xlsx")
        name, _filter = QFileDialog.getSaveFileName(
            self, _("Lưu tệp đã đánh dấu"), str(offered), _("Tệp Excel (*.xlsx)")
        )
        if not name:
            return
        preview, out, written = file.preview, Path(name), file.state == "written"
        self.context.work.run_long(
            lambda progress, _cancelled: mark_file(preview, out, progress, written=written),
            _("Đang ghi tệp đã đánh dấu"),
            lambda marked: self.context.notify.info(
                _("Đã lưu {name}: {n} ô, dòng được đánh dấu.").format(name=marked.path.name, n=number(marked.marks))
            ),
            writes=False,
        )

    # imports of the past

    def _read_batches(self) -> None:
        register = self.context.register
        if register is None:
            return
        self._is_stale = False
        self.context.work.read(lambda: read_batches(register), self.home.show_batches, latest=("imports", "batches"))
        if self._stack.currentWidget() is self.result and self.result.batch is not None:
            self.open_batch(self.result.batch.id, self._marked_from)  # Ctrl+Z may have taken it back

    def open_batch(self, batch_id: int, file: ListFile | None = None) -> None:
        """Show what an import wrote; ``file`` when it is still here, so that it can be marked."""
        register = self.context.register
        known = file or next(
            (one for one in self.files if one.result is not None and one.result.batch_id == batch_id), None
        )
        self.context.work.read(
            lambda: read_batch(register, batch_id),
            lambda read: self._show_batch(read, known),
            latest=("imports", "batch"),
            owner=self,
        )

    def _show_batch(self, read: BatchRead, file: ListFile | None) -> None:
        self._marked_from = file
        warnings = file.result.warnings if file is not None and file.result is not None else ()
        more = any(one.state == "open" for one in self.files)
        self.result.show_batch(
            read.batch,
            read.rows,
            read.sentences,
            warnings,
            can_mark=file is not None,
            next_text=_("Tệp tiếp theo") if more else _("Về danh sách các lần nhập"),
        )
        self._stack.setCurrentWidget(self.result)
        self._follow()
        self.result.take_focus()

    def _next_file(self) -> None:
        waiting = next((file for file in self.files if file.state == "open"), None)
        if waiting is not None:
            self.open_file(waiting)
        else:
            self._show_home()

    def _undo_current(self) -> None:
        row = self.home.batches.current()
        if row is not None and row.undone_at is None:
            self.undo_batch(row)

    def undo_batch(self, row: BatchRow) -> None:
        """Take an import back as a whole, after asking."""
        question = _("Hoàn tác lần nhập tệp “{name}”?").format(name=row.file_name)
        explain = _("{n} dòng đã ghi được lấy ra khỏi sổ; những gì có trước lần nhập vẫn giữ nguyên.")
        answer = Answer("undo", _("Hoàn tác lần nhập"), "danger")
        if not self.context.notify.ask(question, answer, explain=explain.format(n=number(row.written))):
            return
        register = self.context.register
        self.context.work.write(
            lambda: take_back(register, row.id), lambda result: self._was_undone(row, result), owner=self
        )

    def _was_undone(self, row: BatchRow, result: ImportResult) -> None:
        for file in list(self.files):
            if file.result is not None and file.result.batch_id == row.id:
                self._forget(file)
        self.context.tell(result.changes)
        self.context.notify.info(_("Đã hoàn tác lần nhập tệp “{name}”.").format(name=row.file_name))
        if self._stack.currentWidget() is self.result:
            self.open_batch(row.id)

    # what is in front

    def _show_home(self) -> None:
        self._stack.setCurrentWidget(self.home)
        self._follow()
        if self.isVisible():
            self.home.take_focus()

    def _forward(self) -> None:
        if self._stack.currentWidget() is self.wizard:
            self.wizard.forward()
        elif self._stack.currentWidget() is self.result:
            self._next_file()

    def _backward(self) -> None:
        if self._stack.currentWidget() is self.wizard:
            self.wizard.back()

    def _follow(self) -> None:
        front, file = self._stack.currentWidget(), self.wizard.file
        in_wizard = front is self.wizard and file is not None
        here = self.wizard.here()
        self.back_button.setVisible(in_wizard and here > SHEETS)
        self.next_button.setVisible(in_wizard and here < FINAL)
        self.undo_button.setVisible(in_wizard and file is not None and file.can_go_back())
        self.header.set_trail([] if front is self.home else [(_(self.title), self._show_home)])
        if in_wizard and file is not None:
            self.header.set_title(file.path.name)
            self.header.set_subtitle(_about(file))
        elif front is self.result and self.result.batch is not None:
            self.header.set_title(self.result.batch.file_name)
            self.header.set_subtitle(kind_words(self.result.batch.kind))
        else:
            self.header.set_title(_(self.title))
            self.header.set_subtitle(
                _("Danh sách các cơ sở gửi lên: xem trước, trả lời chỗ chưa rõ, rồi mới ghi vào sổ.")
            )


def _press_by_enter(button: Button) -> None:
    """Let Enter press a button the keyboard is put on, as Space does."""
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        shortcut = QShortcut(QKeySequence(key), button)
        shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
        shortcut.activated.connect(button.click)


def _about(file: ListFile) -> str:
    if file.preview is None:
        return ""
    parts = [kind_words(file.preview.read.kind), _("{n} dòng").format(n=number(file.counts.rows))]
    if file.preview.total:
        parts.append(_("{money} đồng").format(money=number(file.preview.total)))
    return " · ".join(parts)


def _lists_among(paths: Sequence[Path]) -> list[Path]:
    """Return the files to read: those given, and the lists in a folder that was dropped."""
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(one for one in path.iterdir() if one.suffix.lower() in ENDINGS and one.name[:2] != "~$")
        else:
            found.append(path)
    return list(dict.fromkeys(found))
