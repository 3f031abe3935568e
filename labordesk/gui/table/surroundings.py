"""What stands around a table on its page: the title over it and what was chosen beside it, for the head of a file."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QTabBar, QWidget

from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.choice import Select
from labordesk.gui.page import Page
from labordesk.i18n import _


def page_of(widget: QWidget) -> QWidget:
    """Return the page or dialog a widget stands on."""
    here: QWidget | None = widget
    while here is not None and not isinstance(here, Page):
        here = here.parentWidget()
    return here or widget.window()


def heading_over(table: QWidget) -> str:
    """Return the title of the page when the table is all it shows of its kind, else nothing."""
    from labordesk.gui.table.table import Table

    page = page_of(table)
    if not isinstance(page, Page):
        return ""
    largest = page.table_in_front() if isinstance(table, Table) else None
    own = table.view.accessibleName() if isinstance(table, Table) else ""
    title = page.header.title()
    if largest is not table or not title or title.casefold() in own.casefold():
        return own
    return title if own.casefold() in title.casefold() else f"{title} – {own}"


def chosen_beside(table: QWidget) -> str:
    """Return "Đơn vị: May Sông Lam · Hoàn cảnh: Hộ nghèo · Tìm: “lan”": what narrows the list, empty when nothing does.

    A drop-down says so when its first entry, "Mọi …", is not the one chosen; what is typed in a form is no filter.
    """
    page = page_of(table)
    said = [
        f"{select.accessibleName()}: {select.currentText()}"
        for select in page.findChildren(Select)
        if _counts(select) and select.chosen() not in (None, "")
    ]
    said += [_said(line) for line in page.findChildren(QLineEdit) if _counts(line) and line.text().strip()]
    tabs = [one for one in page.findChildren(QTabBar) if _counts(one) and one.count()]
    return " · ".join([*(one.tabText(one.currentIndex()).strip() for one in tabs), *said])


def _said(line: QLineEdit) -> str:
    searched = line.actions() and line.placeholderText()
    return _("Tìm: “{text}”").format(text=line.text().strip()) if searched else line.text().strip()


def _counts(widget: QWidget) -> bool:
    """Say whether a widget is seen and is no part of a form or of another input."""
    if not widget.isVisible():
        return False
    here = widget.parentWidget()
    while here is not None and not isinstance(here, Page):
        if isinstance(here, FieldForm | Select):
            return False
        here = here.parentWidget()
    return True
