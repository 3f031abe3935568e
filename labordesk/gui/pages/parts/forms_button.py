"""``FormsButton``: the papers of the file in front, prefilled or blank, each shown as it will be printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QMenu, QWidget

from labordesk.gui.buttons import MenuButton
from labordesk.gui.context import Context
from labordesk.gui.preview.paper import Paper, read_paper
from labordesk.gui.preview.paper_dialog import PaperDialog
from labordesk.i18n import N_, _

Which = Callable[[], tuple[int | None, str]]
"""The file to print for and its name; None and "" when nothing is chosen."""

SUBJECTS = (
    ("house", N_("Mái ấm công đoàn")),
    ("case", N_("Trợ cấp khó khăn")),
    ("award", N_("Khoản chi")),
    ("campaign", N_("Đợt tặng quà")),
    ("contribution", N_("Khoản vận động, đóng góp")),
)
"""Kinds of files in the order of the navigation."""


class FormsButton(MenuButton):
    """A menu of the forms about a kind of file (``reports.forms.base.Subject``), and of the same forms blank.

    ``which`` tells the file when the menu opens, or ``show_file`` beforehand. ``save_first`` saves what is typed in the
    file and then runs what it is given; it answers False when nothing is typed. ``lists`` are offered above the forms.
    """

    def __init__(
        self,
        context: Context,
        subject: str,
        text: str = "",
        *,
        which: Which | None = None,
        save_first: Callable[[Callable[[], Any]], bool] | None = None,
        lists: Sequence[tuple[str, Callable[[], None]]] = (),
    ) -> None:
        self._menu = QMenu()
        super().__init__(text or _("In giấy tờ"), self._menu, icon="printer")
        self._menu.setToolTipsVisible(True)
        self._context = context
        self._subject = subject
        self._file: tuple[int | None, str] = (None, "")
        self._which = which
        self._save_first = save_first
        self._lists = lists
        self._menu.aboutToShow.connect(self._fill)

    def show_file(self, file_id: int | None, name: str = "") -> None:
        """Print for this file from now on; None prints blank forms. ``name`` stands in the title of the paper."""
        self._file = (file_id, name)

    def file(self) -> tuple[int | None, str]:
        """Return the file to print for."""
        return self._which() if self._which is not None else self._file

    def pop_up(self) -> None:
        """Open the menu by a key."""
        if self.isVisible():
            self.showMenu()

    def _fill(self) -> None:
        from labordesk.services.forms import forms_about

        self._menu.clear()
        for text, run in self._lists:
            self._menu.addAction(text).triggered.connect(lambda _checked=False, run=run: run())
        blanks = self._menu
        if self.file()[0] is not None:
            for form in forms_about(self._subject):  # type: ignore[arg-type]
                _add(self._menu, form, partial(self._print, form.name, form.title))
            self._menu.addSeparator()
            blanks = self._menu.addMenu(_("Mẫu trắng để ghi tay"))
            blanks.setToolTipsVisible(True)
        fill_blanks(blanks, self._subject, self._context, self)

    def _print(self, form: str, title: str) -> None:
        """Show a form of the file as it stands after saving what is typed."""
        if self._save_first is None or not self._save_first(partial(self.open_form, form, title)):
            self.open_form(form, title)

    def open_form(self, form: str, title: str) -> PaperDialog:
        """Show a form of the file in front."""
        file_id, name = self.file()
        return open_form(self._context, form, " - ".join(part for part in (_(title), name) if part), file_id, self)


class BlankFormsButton(MenuButton):
    """All forms blank, by the kind of file they belong to."""

    def __init__(self, context: Context) -> None:
        self._menu = QMenu()
        super().__init__(_("Biểu mẫu trắng"), self._menu, icon="printer")
        self._context = context
        self._menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self._menu.clear()
        for subject, title in SUBJECTS:
            menu = self._menu.addMenu(_(title))
            menu.setToolTipsVisible(True)
            fill_blanks(menu, subject, self._context, self)


def fill_blanks(menu: QMenu, subject: str, context: Context, parent: QWidget) -> None:
    """Offer the forms about a kind of file with nothing but dots in them."""
    from labordesk.services.forms import forms_about

    for form in forms_about(subject):  # type: ignore[arg-type]
        title = _("{form} (mẫu trắng)").format(form=_(form.title))
        _add(menu, form, partial(open_form, context, form.name, title, None, parent))


def _add(menu: QMenu, form: Any, run: Callable[[], Any]) -> None:
    action = menu.addAction(_(form.title))
    action.triggered.connect(lambda _checked=False: run())
    action.setToolTip(_(form.summary))


def open_form(context: Context, form: str, title: str, file_id: int | None, parent: QWidget) -> PaperDialog:
    """Show a form over the window; ``file_id`` None is a blank one."""
    register, today = context.register, context.today()

    def order() -> Any:
        from labordesk.services.forms import FormOrder

        return FormOrder(form, file_id)

    def make() -> Paper:
        from labordesk.services.outgoing import outgoing, pdf_of

        made = outgoing(register, order(), today=today)
        return read_paper(pdf_of(made), identity=made.identity)

    def save(path: Any) -> Any:
        from labordesk.services.outgoing import save_outgoing

        return save_outgoing(register, order(), path, today=today)

    dialog = PaperDialog(context, title, make, save, parent)
    dialog.open()
    return dialog
