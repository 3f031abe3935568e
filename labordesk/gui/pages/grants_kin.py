"""Who of the household may take the money: a press fills in name and relation; of the dead a relative must."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from labordesk.gui.buttons import Link
from labordesk.gui.cards import Notice
from labordesk.gui.context import Context
from labordesk.gui.form import FieldForm
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.household import HouseholdRow

SHOWN = 3


class KinNotice(QWidget):
    """Follows a form with ``person_id``, ``circumstance_id``, ``recipient_name`` and ``recipient_relation``."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._form: FieldForm | None = None
        self._deceased: frozenset[int] = frozenset()
        self._person_id: int | None = None
        self._kin: tuple[HouseholdRow, ...] = ()
        self.notice = Notice("", "info")
        self._links = QVBoxLayout()
        self._links.setContentsMargins(12, 0, 0, 0)
        self._links.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.notice)
        column.addLayout(self._links)
        self.hide()

    def follow(self, form: FieldForm, deceased: frozenset[int]) -> None:
        """Begin to follow a form; ``deceased`` are the reasons whose person has died."""
        self._form, self._deceased = form, deceased
        form.changed.connect(self._look)
        self._look()

    def _look(self) -> None:
        assert self._form is not None
        person_id = self._form.current().get("person_id")
        if person_id == self._person_id:
            self._show()
            return
        self._person_id, self._kin = person_id, ()
        self._show()
        if not isinstance(person_id, int):
            return
        register = self._context.register

        def read() -> tuple[HouseholdRow, ...]:
            from labordesk.services.household import household

            return household(register, person_id)

        self._context.work.read(read, self._take, latest=("kin", id(self)))

    def _take(self, kin: tuple[HouseholdRow, ...]) -> None:
        nearest = ("spouse", "child", "parent")
        order = {code: place for place, code in enumerate(nearest)}
        self._kin = tuple(sorted(kin, key=lambda one: order.get(one.relation, len(nearest))))
        self._show()

    def _show(self) -> None:
        assert self._form is not None
        typed = self._form.current()
        is_open = not typed.get("recipient_name") and isinstance(typed.get("person_id"), int)
        has_died = typed.get("circumstance_id") in self._deceased
        text = ""
        if is_open and has_died:
            text = _("Người được hỗ trợ đã mất; hãy ghi người nhận thay và quan hệ.")
        elif is_open and self._kin:
            text = _("Nếu người trong hộ nhận thay, chọn:")
        self.notice.set(text, "warn" if has_died else "info")
        self._show_links(self._kin[:SHOWN] if text else ())
        self.setVisible(bool(text))

    def _show_links(self, kin: Sequence[HouseholdRow]) -> None:
        while (item := self._links.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for one in kin:
            relation = one.relation_label.lower()
            name = _("{name} ({relation})").format(name=one.name, relation=relation) if relation else one.name
            self._links.addWidget(Link(name, partial(self._fill, one)), 0, Qt.AlignmentFlag.AlignLeft)

    def links(self) -> list[str]:
        """Return who is offered."""
        return [link.text() for link in self.findChildren(Link) if not link.isHidden()]

    def _fill(self, one: HouseholdRow) -> None:
        assert self._form is not None
        self._form.take_values(
            {"recipient_name": one.name, **({"recipient_relation": one.relation} if one.relation else {})}
        )
        self._form.input("recipient_relation").editor().setFocus()
