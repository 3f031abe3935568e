"""The place where a user of the register says who he is: his name, then his PIN."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QRadioButton, QScrollArea, QVBoxLayout, QWidget

from labordesk.gui.unlock import UnlockScreen
from labordesk.i18n import _
from labordesk.rules.roles import role_name

if TYPE_CHECKING:
    from labordesk.services.officers import OfficerRow

MOST_IN_SIGHT = 6
"""Names shown before the list scrolls."""


class WhoWorksScreen(UnlockScreen):
    """``tried`` carries the PIN; ``chosen()`` is whose."""

    def __init__(self, officers: Sequence[OfficerRow], *, last: int | None, leave: str) -> None:
        self._group = QButtonGroup()
        super().__init__(
            _("Ai đang làm việc?"),
            _("Chọn tên của mình rồi gõ mã PIN; mọi việc ghi sau đó mang tên người này."),
            go=_("Vào sổ"),
            leave=leave,
            asks=_("Mã PIN"),
            hint=_("Quên mã PIN thì nhờ người quản lý sổ cấp lại trong Cài đặt, mục Người dùng sổ."),
            above=self._names(officers),
        )
        self._group.setParent(self)
        self.choose(last if last is not None else officers[0].id)
        self._group.idClicked.connect(lambda _id: self.focus_first())

    def _names(self, officers: Sequence[OfficerRow]) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(2)
        for one in officers:
            button = QRadioButton(f"{one.name} · {role_of(one)}".replace("&", "&&"))
            self._group.addButton(button, one.id)
            column.addWidget(button)
        if len(officers) <= MOST_IN_SIGHT:
            return inside
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        scroll.setFixedHeight(inside.sizeHint().height() * MOST_IN_SIGHT // len(officers))
        return scroll

    def choose(self, officer_id: int) -> None:
        """Mark a user; the first one when that user is not there."""
        known = officer_id in (self._group.id(one) for one in self._group.buttons())
        chosen = self._group.button(officer_id) if known else self._group.buttons()[0]
        chosen.setChecked(True)
        for one in self._group.buttons():  # Tab comes to the one that is marked; Qt sees to it only from then on
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if one is chosen else Qt.FocusPolicy.ClickFocus)

    def chosen(self) -> int:
        """Return the user marked."""
        return self._group.checkedId()


def role_of(one: OfficerRow) -> str:
    """Return what a user is, in the language of the screen."""
    role = role_name(one.role)
    return _("{role}, quản lý sổ").format(role=role) if one.is_keeper else role
