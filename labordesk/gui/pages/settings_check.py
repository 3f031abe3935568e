"""Kiểm tra sổ: the whole register is read through when asked; what is wrong is told with the way out of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel

from labordesk.errors import BadFile
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.checking import CheckResultView
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.preview.saving import tell_saved
from labordesk.gui.text_place import ask_text_place
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.errors import LabordeskError
    from labordesk.gui.work import Progress
    from labordesk.services.checking import CheckResult
    from labordesk.services.repairing import Repaired


class CheckSection(Section):
    """The check changes nothing; only "Lập lại" writes, and only what the program itself had made."""

    title = N_("Kiểm tra sổ")
    hint = N_(
        "Đọc lại cả sổ: tệp, liên kết giữa các dòng, nhật ký, số liệu và quy định. Không sửa gì trong sổ; dừng lúc nào"
        " cũng được."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._result: CheckResult | None = None
        self._checked_at = datetime.now().astimezone()
        self.state = QLabel(_("Chưa kiểm tra từ khi mở sổ."))
        self.state.setWordWrap(True)
        self.notice = Notice("")
        self.go = primary_button(_("Kiểm tra sổ"), self.check, icon="shield")
        self.saving = secondary_button(_("Lưu kết quả…"), self.save, icon="save")
        self.saving.hide()
        self.view = CheckResultView(context)
        self.view.repair_asked.connect(self.repair)
        self.view.rescue_asked.connect(self._rescue)
        card = Card()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.state, 1)
        row.addWidget(self.saving)
        row.addWidget(self.go)
        card.body.addLayout(row)
        card.body.addWidget(self.notice)
        self.body.addWidget(card)
        self.body.addWidget(self.view)
        self.body.addStretch(1)

    def show_target(self, *, run: bool = False, **target: Any) -> None:
        """Begin a check when the link into the section says so."""
        self.go.setFocus(Qt.FocusReason.OtherFocusReason)
        if run:
            self.check()

    def check(self) -> None:
        """Read the whole register behind a dialog that can stop it."""
        register = self.context.register
        self.notice.set("")

        def work(progress: Progress, _cancelled: Callable[[], bool]) -> CheckResult:
            from labordesk.services.checking import check_register

            return check_register(register, progress=progress)

        self.context.work.run_long(work, _("Đang kiểm tra sổ"), self._checked, self._refused, writes=False)

    def _checked(self, result: CheckResult) -> None:
        self._result = result
        self._checked_at = datetime.now().astimezone()
        self.state.setText(_("Kiểm tra lúc {time}.").format(time=f"{self._checked_at:%H:%M:%S}"))
        self.saving.show()
        self.view.show_result(result)
        (self.view.first_way() or self.go).setFocus(Qt.FocusReason.OtherFocusReason)

    def _refused(self, error: LabordeskError) -> None:
        """Take a file that cannot be read through for what it is; another refusal is only told."""
        from labordesk.services.checking import CheckResult
        from labordesk.services.problem import Fault, Problem

        if isinstance(error, BadFile):
            self._checked(CheckResult((Problem(str(error), Fault.DAMAGE),)))
        else:
            self.notice.set(str(error), "error")

    def sentences(self) -> list[str]:
        """Return what the last check said."""
        return self.view.sentences()

    # the ways out

    def repair(self) -> None:
        """Make anew what the program derives, after a backup, and check again."""
        register = self.context.register

        def work(progress: Progress, _cancelled: Callable[[], bool]) -> Repaired:
            from labordesk.services.repairing import repair_derived

            return repair_derived(register, progress=progress)

        self.context.work.run_long(work, _("Đang lập lại"), self._repaired, self._refused)

    def _repaired(self, repaired: Repaired) -> None:
        self.tell_saved(repaired.changes)
        self.context.settings_changed.emit("backup")
        self.check()

    def _rescue(self) -> None:
        from labordesk.services.problem import Fault

        problems = self._result.problems if self._result is not None else ()
        self.context.rescue_asked.emit(" ".join(one.text for one in problems if one.kind is Fault.DAMAGE))

    def save(self) -> None:
        """Keep what was found as a text, to print it or to hand it on."""
        if self._result is None:
            return
        from labordesk.services.checking_words import check_text, save_text

        register = self.context.register
        text = check_text(self._result, register.path.name, self._checked_at)
        name = _("Kiểm tra sổ {time}").format(time=f"{self._checked_at:%Y-%m-%d %H%M}")
        path = ask_text_place(self, _("Lưu kết quả kiểm tra"), name)
        if path is not None:
            self.context.work.write(lambda: save_text(text, path), self._saved, self._refused, owner=self)

    def _saved(self, path: Path) -> None:
        tell_saved(self.notice, path)
