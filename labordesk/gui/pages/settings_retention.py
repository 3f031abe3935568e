"""Hồ sơ hết hạn lưu: whose time is over, and making those files anonymous."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout

from labordesk.errors import LabordeskError
from labordesk.fields import specs_of
from labordesk.fields.common import BIRTH
from labordesk.fields.kinds import Count, Day
from labordesk.gui.buttons import danger_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_erased import ErasedDialog
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.permits import disable
from labordesk.gui.pin_dialog import PinDialog
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.changes import Changes
from labordesk.services.erasing import Erased, erase_people
from labordesk.services.erasing_words import remaining_lines
from labordesk.services.register_settings import save_options
from labordesk.services.retention import ExpiredFile, Retention, expired_files, keep_years
from labordesk.vietnamese.numbers import number


@dataclass(frozen=True)
class _Loaded:
    """What one look at the register gives."""

    years: int
    files: tuple[ExpiredFile, ...]


class RetentionSection(Section):
    """Rows marked are made anonymous, after a question and, where there are users, the PIN again."""

    title = N_("Hồ sơ hết hạn lưu")
    hint = N_(
        "Người lâu không còn được hỗ trợ thì tên, số CCCD, địa chỉ, sức khỏe phải xóa khỏi sổ (Luật 91/2025,"
        " NĐ 356/2025); số tiền, số suất đã chi vẫn giữ nguyên trong báo cáo."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.options = Options(specs_of(Retention))
        self.options.setEnabled(False)
        self.options.chosen.connect(self._save_years)
        self.withdrawn = QCheckBox(_("Cả người đã rút lại sự đồng ý, dù chưa hết hạn"))
        self.withdrawn.toggled.connect(lambda _on: self.load())
        self.notice = Notice("")
        columns = [
            Column("full_name", N_("Họ và tên"), width=18, stretch=True, bold=True),
            Column("birth", BIRTH.label, BIRTH.kind, width=9),
            Column("unit_name", N_("Đơn vị"), width=14),
            Column("last_on", N_("Lần cuối"), Day(), width=9),
            Column("supports", N_("Số lần"), Count(), width=6),
            Column("why", N_("Vì"), width=10, pill=_why),
        ]
        empty = EmptyState(
            "archive",
            _("Không có hồ sơ nào hết hạn lưu"),
            _("Hồ sơ còn khoản chưa xong thì chưa tính; thời hạn đặt ở trên."),
        )
        self.table = ListTable("settings_retention", columns, context, empty=empty)
        self.table.view.setAccessibleName(self.heading())
        self.table.selection_changed.connect(self._follow)
        self.erase_button = danger_button(_("Ẩn danh hồ sơ"), self.erase)
        self._all = secondary_button(_("Chọn tất cả"), self.table.view.selectAll)
        card = Card(_("Thời hạn lưu"))
        card.body.addWidget(self.options)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        tools.addWidget(self.erase_button)
        tools.addWidget(self._all)
        tools.addStretch(1)
        tools.addWidget(self.withdrawn)
        self.body.addWidget(card)
        self.body.addWidget(self.notice)
        self.body.addLayout(tools)
        self.body.addWidget(self.table, 1)
        self._follow()
        self.load()

    def load(self) -> None:
        """Read whose time is over."""
        register, withdrawn = self.context.register, self.withdrawn.isChecked()
        self.context.work.read(
            lambda: _Loaded(keep_years(register), expired_files(register, withdrawn=withdrawn)),
            self._show,
            latest=("settings", "retention"),
            owner=self,
        )

    def _show(self, loaded: _Loaded) -> None:
        self.options.set_values(Retention(loaded.years))
        self.options.setEnabled(not self.context.why_not(Right.SETTINGS))
        self.table.set_rows(loaded.files)
        self._follow()

    def _follow(self) -> None:
        count = len(self.table.selected())
        why = self.context.why_not(Right.ERASE)
        disable(self.erase_button, why)
        self.erase_button.setEnabled(count > 0 and not why)
        self._all.setEnabled(bool(self.table.rows()))
        words = _("Ẩn danh {n} hồ sơ").format(n=number(count)) if count > 1 else _("Ẩn danh hồ sơ")
        self.erase_button.setText(words)

    def erase(self) -> None:
        """Make the marked files anonymous, asking twice."""
        chosen: list[ExpiredFile] = self.table.selected()
        if not chosen:
            return
        names = ", ".join(one.full_name for one in chosen[:3]) + (" …" if len(chosen) > 3 else "")
        answer = self.context.notify.ask(
            _("Ẩn danh {n} hồ sơ: {names}?").format(n=number(len(chosen)), names=names),
            Answer("erase", _("Ẩn danh hồ sơ"), "danger"),
            explain=_(
                "Tên, số giấy tờ, địa chỉ, sức khỏe, hộ gia đình, giấy tờ, ảnh và mọi dòng nhật ký về những người này"
                " bị xóa hẳn; số tiền đã hỗ trợ vẫn còn. Việc này không hoàn tác được."
            ),
        )
        if answer == "erase":
            self._confirm([one.id for one in chosen])

    def _confirm(self, ids: list[int]) -> None:
        register = self.context.register
        if register.officer_id is None:
            again = _("Xóa hẳn thông tin cá nhân của {n} hồ sơ này?").format(n=number(len(ids)))
            if self.context.notify.ask(again, Answer("erase", _("Xóa hẳn"), "danger")) == "erase":
                self._run(ids, "")
            return
        from labordesk.services.officers import check_own_pin

        typed: list[str] = []

        def check(pin: str) -> None:
            check_own_pin(register, pin)
            typed.append(pin)

        dialog = PinDialog(
            self.context,
            _("Xóa hẳn thông tin cá nhân của {n} hồ sơ").format(n=number(len(ids))),
            _("Gõ mã PIN của mình để xác nhận lần cuối."),
            (_("Mã PIN"),),
            check,
            self.window(),
            twice=False,
            go=_("Xóa hẳn"),
            danger=True,
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._run(ids, typed[-1])

    def _run(self, ids: list[int], pin: str) -> None:
        register = self.context.register

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> Erased:
            return erase_people(register, ids, pin, progress)

        self.context.work.run_long(work, _("Đang ẩn danh hồ sơ"), self._done, self._refused)

    def _done(self, erased: Erased) -> None:
        self.tell_saved(erased.changes)
        words = _("Đã ẩn danh {n} hồ sơ.").format(n=number(erased.people))
        lines = remaining_lines(erased.remains)
        self.load()
        if not lines:
            self.notice.set(words, "good")
            return
        left = _("Còn {n} nơi ngoài sổ cần xử lý.").format(n=number(len(lines)))
        self.notice.set(f"{words} {left}", "warn", [(_("Xem danh sách"), lambda: self._show_remains(words, lines))])
        self._show_remains(words, lines)

    def _show_remains(self, words: str, lines: list[str]) -> None:
        self.dialog = ErasedDialog(words, lines, self._go_to_backups, self.window())
        self.dialog.open()

    def _go_to_backups(self) -> None:
        self.context.go("settings", section="backups")

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        self.load()

    def _save_years(self, _name: str, _value: object) -> None:
        register, chosen = self.context.register, Retention(**self.options.values())

        def kept(_saved: object) -> None:
            self.tell_saved()
            self.load()

        self.context.work.write(lambda: save_options(register, chosen), kept, self._refused)

    def refresh(self, changes: Changes) -> None:
        if changes.people or changes.awards:
            self.load()

    def arrived(self) -> None:
        self.load()

    def focus_first(self) -> None:
        self.table.focus_first()


def _why(row: ExpiredFile) -> tuple[str, Tone]:
    return (_("Hết hạn lưu"), "warn") if row.why == "expired" else (_("Rút đồng ý"), "info")
