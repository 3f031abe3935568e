"""The sheet of a recovery key, shown the one time it exists: to be printed and put away."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from labordesk.gui.context import Context
from labordesk.gui.notify import Answer
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.i18n import _


class RecoveryDialog(PaperDialog):
    """Asks before it goes away for good."""

    def __init__(self, context: Context, recovery: str, parent: QWidget) -> None:
        from labordesk.services.recovery_sheet import print_sheet, save_sheet

        register, today = context.register, context.today()

        def save(path: Path) -> None:
            save_sheet(register, recovery, path, today=today)

        super().__init__(
            context,
            _("Phiếu khóa dự phòng"),
            lambda: read_paper(print_sheet(register, recovery, today=today)),
            save,
            parent,
            remark=_put_away,
        )

    def reject(self) -> None:
        answer = self._context.notify.ask(
            _("Đã in hoặc chép lại phiếu khóa dự phòng?"),
            Answer("done", _("Đã cất phiếu")),  # Enter in passing keeps the sheet: it is seen this one time
            explain=_("Quên mật khẩu mà không có phiếu này thì không ai mở được sổ, kể cả người làm ra chương trình."),
        )
        if answer == "done":
            super().reject()


def _put_away(_paper: Paper) -> str:
    return _("Hãy in phiếu này ngay, cho vào bì dán kín và gửi cấp trên giữ. Đóng lại là không xem lại được nữa.")
