"""The welcome screen: make a register in three fields, open one, or look at the sample."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError
from labordesk.fields import Choice, Spec, Text
from labordesk.gui.buttons import Link, primary_button, secondary_button
from labordesk.gui.cards import Card, Notice, SectionHeader
from labordesk.gui.form import FieldForm
from labordesk.gui.icons import put_icon
from labordesk.gui.inputs.password import NewPassword
from labordesk.i18n import N_, _


@dataclass(frozen=True, repr=False)
class NewRegister:
    """What the welcome screen asks for; ``superior`` and ``password`` may be empty."""

    unit_name: str
    unit_type: str
    superior: str
    password: str = ""


def _specs(unit_types: Sequence[str]) -> dict[str, Spec]:
    return {
        "unit_name": Spec(
            N_("Tên đơn vị"), Text(), required=True, hint=N_("Ghi như trên văn bản, ví dụ: Công đoàn xã Hương Sơn")
        ),
        "unit_type": Spec(
            N_("Cấp công đoàn"), Choice(options=tuple((name, name) for name in unit_types)), required=True
        ),
        "superior": Spec(N_("Công đoàn cấp trên trực tiếp"), Text()),
    }


class FirstRun(QWidget):
    """Only asks; ``app.py`` makes and opens registers. ``unit_types``: names of the catalogue, the usual one first."""

    create_asked = Signal(object)
    """``NewRegister``."""
    open_asked = Signal()
    open_recent_asked = Signal(str)
    sample_asked = Signal()

    def __init__(self, unit_types: Sequence[str], recent: Sequence[str] = (), encrypted: Collection[str] = ()) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.form = FieldForm(_specs(unit_types), {"unit_type": unit_types[0]})
        self.wants_password = QCheckBox(_("Đặt mật khẩu cho sổ (nên có)"))
        self.wants_password.setToolTip(
            _("Sổ giữ số CCCD, hoàn cảnh, bệnh tật của người thật; mất máy là mất những điều ấy.")
        )
        self.password = NewPassword(beside=True)
        self.password.hide()
        self._notice = Notice("")
        self._create = primary_button(_("Tạo sổ"), self._ask_create)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self._new_card(), 3)
        middle.addWidget(self._open_card(recent, encrypted), 2)
        block = QWidget()
        block.setMaximumWidth(920)
        column = QVBoxLayout(block)
        column.setSpacing(16)
        column.addWidget(_centred(_("Chào mừng đến với Labordesk"), "title"))
        words = _("Sổ chăm lo đoàn viên, người lao động. Dữ liệu nằm trong một tệp trên máy này, không cần mạng.")
        column.addWidget(_centred(words, "secondary"))
        column.addLayout(middle)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        across = QHBoxLayout()  # an alignment would have its height reckoned for the width of the whole window
        across.addStretch(1)
        across.addWidget(block)
        across.addStretch(1)
        outer.addLayout(across)
        outer.addStretch(3)
        block.setMinimumWidth(860)
        self.form.finished.connect(self._go_on)
        self.form.changed.connect(self._tell_known_words)
        self.wants_password.toggled.connect(self._show_password)
        self.password.finished.connect(self._ask_create)

    def _new_card(self) -> Card:
        card = Card(_("Tạo sổ mới"))
        card.body.addWidget(self._notice)
        card.body.addWidget(self.form)
        card.body.addWidget(self.wants_password)
        card.body.addWidget(self.password)
        card.body.addStretch(1)
        card.body.addWidget(self._create, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _open_card(self, recent: Sequence[str], encrypted: Collection[str]) -> Card:
        card = Card(_("Mở sổ đã có"))
        card.body.addWidget(secondary_button(_("Chọn tệp sổ…"), self.open_asked.emit, icon="folder-open"))
        if recent:
            card.body.addSpacing(4)
            card.body.addWidget(SectionHeader(_("Mở gần đây")))
        for path in recent[:5]:
            link = Link(Path(path).stem, lambda path=path: self.open_recent_asked.emit(path))  # type: ignore[misc]
            link.setToolTip(path)
            if path in encrypted:
                put_icon(link, "lock", "secondary", 14)
                link.setToolTip(_("{path} (có mật khẩu)").format(path=path))
                link.setAccessibleName(_("{name}, có mật khẩu").format(name=Path(path).stem))
            card.body.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch(1)
        sample = QLabel(_("Muốn xem trước? Sổ mẫu có sẵn người, nhà và quà không có thật."))
        sample.setProperty("role", "secondary")
        sample.setWordWrap(True)
        card.body.addWidget(sample)
        card.body.addWidget(secondary_button(_("Mở SỔ MẪU"), self.sample_asked.emit, icon="book-open"))
        return card

    def show_error(self, error: LabordeskError) -> None:
        """Say why the register could not be made or opened; the typed words stay."""
        if not self.form.show_error(error):
            self._notice.set(str(error), "error")

    def _go_on(self) -> None:
        """Enter in the last field makes the register, unless a password is wanted."""
        if self.wants_password.isChecked():
            self.password.first.setFocus()
        else:
            self._ask_create()

    def _show_password(self, wanted: bool) -> None:
        self.password.setVisible(wanted)
        if wanted:
            self.password.first.setFocus()
        else:
            self.password.clear()

    def _tell_known_words(self) -> None:
        self.password.set_known(tuple(str(value) for value in self.form.current().values() if value))

    def _ask_create(self) -> None:
        values = self.form.read()
        if values is None:
            return
        password = self.password.read() if self.wants_password.isChecked() else ""
        if password is not None:
            self._notice.set("")
            self.create_asked.emit(
                NewRegister(values["unit_name"], values["unit_type"], values["superior"] or "", password)
            )


def _centred(text: str, role: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", role)
    label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
    label.setWordWrap(True)
    return label
