"""``ProperCaseOffer``: a name typed all in capitals is offered in ordinary letters, never changed silently."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.inputs.base import FieldInput
from labordesk.i18n import _
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.names import proper_case


class ProperCaseOffer(QObject):
    """A link under the name once it is left, reached by Tab between the name and the next field."""

    def __init__(self, name: FieldInput, after: QWidget) -> None:
        super().__init__(name)
        self._name = name
        self.link = Link("", self.take)
        self.link.hide()
        name.column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        QWidget.setTabOrder(name.editor(), self.link)
        QWidget.setTabOrder(self.link, after)
        name.left.connect(self._offer)
        name.changed.connect(self._withdraw)
        self._offer()

    def take(self) -> None:
        """Write the name as offered."""
        proposed = proper_case(str(self._name.state()))
        self._name.editor().setFocus()
        self._name.set_value(proposed)
        self.link.hide()

    def proposed(self) -> str:
        """Return the spelling offered, "" when the name is fine as it is."""
        typed = clean(str(self._name.state()))
        proposed = proper_case(typed)
        return proposed if typed and proposed != typed else ""

    def _offer(self) -> None:
        proposed = self.proposed()
        self.link.setText(_("Viết là “{name}”").format(name=proposed))
        self.link.setAccessibleName(self.link.text())
        self.link.setVisible(bool(proposed))

    def _withdraw(self) -> None:
        if not self.proposed():
            self.link.hide()
