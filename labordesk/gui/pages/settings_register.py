"""Sổ này: where the file is, what it holds, and whether it is sound."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_section import Section
from labordesk.i18n import N_, _
from labordesk.services.registers import RegisterInfo, register_info
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.checking import CheckResult
    from labordesk.services.repairing import Repaired
    from labordesk.store.register import Register

MOST_SHOWN = 12


@dataclass(frozen=True)
class _Facts:
    """What is told about the register; ``size`` in bytes."""

    info: RegisterInfo
    size: int


class RegisterSection(Section):
    """The check reads everything in a worker and tells each problem in a sentence."""

    title = N_("Sổ này")
    hint = N_("Cả sổ nằm trong một tệp; muốn có bản sao, hãy đóng chương trình rồi chép tệp này ra USB.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(24)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        self._info: RegisterInfo | None = None
        self._notices: list[Notice] = []
        self._results = QVBoxLayout()
        self._results.setSpacing(8)
        card = Card()
        card.body.addLayout(self.facts)
        card.body.addSpacing(4)
        folder = secondary_button(_("Mở thư mục"), self.open_folder, icon="folder-open")
        card.body.addWidget(folder, 0, Qt.AlignmentFlag.AlignLeft)
        check = Card(_("Kiểm tra sổ"))
        words = QLabel(_("Đọc lại cả sổ: tệp, liên kết giữa các dòng, số liệu và quy định. Không sửa gì trong sổ."))
        words.setProperty("role", "secondary")
        words.setWordWrap(True)
        check.body.addWidget(words)
        check.body.addWidget(primary_button(_("Kiểm tra sổ"), self.check), 0, Qt.AlignmentFlag.AlignLeft)
        check.body.addLayout(self._results)
        self.body.addWidget(card)
        self.body.addWidget(check)
        self.body.addStretch(1)
        self.load()

    def load(self) -> None:
        """Read the facts of the register."""
        register = self.context.register
        self.context.work.read(lambda: _look(register), self._show, owner=self)

    def _show(self, facts: _Facts) -> None:
        info = self._info = facts.info
        rows = [
            (_("Đơn vị"), info.unit_name),
            (_("Cấp trên"), info.superior or "–"),
            (_("Tệp sổ"), str(info.path)),
            (_("Số người trong sổ"), number(info.people_count)),
            (_("Dung lượng"), _("{size} MB").format(size=number(max(1, round(facts.size / 1_000_000))))),
            (_("Tình trạng"), self._state(info)),
        ]
        for row, (name, text) in enumerate(rows):
            self._put(row, 0, name, "secondary")
            self._put(row, 1, text, "")

    def _state(self, info: RegisterInfo) -> str:
        kind = _("sổ mẫu, người trong sổ không có thật") if info.is_sample else _("sổ đang dùng")
        return _("{kind}; chỉ đọc").format(kind=kind) if info.read_only else kind

    def _put(self, row: int, column: int, text: str, role: str) -> None:
        item = self.facts.itemAtPosition(row, column)
        label = item.widget() if item is not None else None
        if not isinstance(label, QLabel):
            label = QLabel()
            label.setProperty("role", role)
            label.setWordWrap(column == 1)
            if column == 1:
                label.setTextInteractionFlags(
                    Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
                )
            self.facts.addWidget(label, row, column, Qt.AlignmentFlag.AlignTop)
        label.setText(text)

    def open_folder(self) -> None:
        """Show the folder of the register in the system's own window."""
        if self._info is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._info.path.parent)))

    # checking

    def check(self) -> None:
        """Check the whole register behind a progress dialog."""
        register = self.context.register

        def work(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> CheckResult:
            from labordesk.services.checking import check_register

            return check_register(register, progress=progress)

        self.context.work.run_long(work, _("Đang kiểm tra sổ"), self.show_result, writes=False)

    def show_result(self, result: CheckResult) -> None:
        """Say in sentences what the check found."""
        self._clear_results()
        if result.ok:
            self._say(Notice(_("Sổ lành lặn: không thấy chỗ nào sai."), "good"))
            return
        found = _("Thấy {count} chỗ cần xem:").format(count=number(len(result.problems)))
        repairs = [(_("Lập lại chỉ mục"), self.repair)] if any(one.repairable for one in result.problems) else []
        self._say(Notice(found, "warn", repairs))
        for problem in result.problems[:MOST_SHOWN]:
            self._say(Notice(problem.text, "warn" if problem.repairable else "error"))
        more = len(result.problems) - MOST_SHOWN
        if more > 0:
            self._say(Notice(_("và {count} chỗ nữa.").format(count=number(more)), "neutral"))

    def sentences(self) -> list[str]:
        """Return what the last check said."""
        return [notice.text() for notice in self._notices]

    def repair(self) -> None:
        """Make the derived keys and the search index anew, then check again."""
        register = self.context.register

        def work() -> Repaired:
            from labordesk.services.repairing import repair_derived

            return repair_derived(register)

        self.context.work.write(work, self._repaired, owner=self)

    def _repaired(self, repaired: Repaired) -> None:
        self.tell_saved(repaired.changes)
        self.check()

    def _clear_results(self) -> None:
        for notice in self._notices:
            notice.deleteLater()
        self._notices.clear()

    def _say(self, notice: Notice) -> None:
        self._notices.append(notice)
        self._results.addWidget(notice)

    def refresh(self, changes: Changes) -> None:
        if changes.people or changes.units or changes.settings:
            self.load()


def _look(register: Register) -> _Facts:
    info = register_info(register)
    return _Facts(info, info.path.stat().st_size)
