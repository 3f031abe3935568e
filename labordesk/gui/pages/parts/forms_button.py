"""``FormsButton``: the papers of the file in front, prefilled, each shown as it will be printed."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from labordesk.gui.buttons import MenuButton
from labordesk.gui.context import Context
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.i18n import _


class FormsButton(MenuButton):
    """A menu of the forms about a kind of file (``reports.forms.base.Subject``); ``show_file`` tells which one."""

    def __init__(self, context: Context, subject: str, text: str = "") -> None:
        self._menu = QMenu()
        super().__init__(text or _("In giấy tờ"), self._menu, icon="printer")
        self._context = context
        self._subject = subject
        self._file: int | None = None
        self._name = ""
        self._menu.aboutToShow.connect(self._fill)

    def show_file(self, file_id: int | None, name: str = "") -> None:
        """Print for this file from now on; None prints blank forms. ``name`` stands in the title of the paper."""
        self._file, self._name = file_id, name

    def _fill(self) -> None:
        from labordesk.services.forms import forms_about

        self._menu.clear()
        for form in forms_about(self._subject):  # type: ignore[arg-type]
            action = self._menu.addAction(_(form.title), partial(self.open_form, form.name, form.title))
            action.setToolTip(_(form.summary))

    def open_form(self, form: str, title: str) -> PaperDialog:
        """Show a form of the file in front."""
        return open_form(
            self._context, form, " - ".join(part for part in (_(title), self._name) if part), self._file, self
        )


def open_form(context: Context, form: str, title: str, file_id: int | None, parent: QWidget) -> PaperDialog:
    """Show a form over the window; ``file_id`` None is a blank one."""
    register, today = context.register, context.today()

    def order() -> Any:
        from labordesk.services.forms import FormOrder

        return FormOrder(form, file_id)

    def make() -> bytes:
        from labordesk.services.forms import print_form

        return print_form(register, order(), today=today)

    def save(path: Any) -> None:
        from labordesk.services.forms import save_form

        save_form(register, order(), path, today=today)

    dialog = PaperDialog(context, title, make, save, parent)
    dialog.open()
    return dialog
