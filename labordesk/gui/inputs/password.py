"""Typing a password: hidden unless asked for, with a hint where Caps Lock or the input method get in the way."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from labordesk.gui.buttons import Button
from labordesk.gui.icons import put_icon
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.theme import set_tone
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.rules.password_strength import WORDS, Strength, strength

_TONES: dict[Strength, Tone] = {
    Strength.WEAK: "error",
    Strength.FAIR: "warn",
    Strength.GOOD: "good",
    Strength.STRONG: "good",
}


class _Line(ViLineEdit):
    """Tells when a capital comes without Shift, which is how Caps Lock looks from here."""

    capitals = Signal(bool)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        text = event.text()
        if len(text) == 1 and text.isalpha() and text.isascii():
            shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self.capitals.emit(text.isupper() != shifted)
        super().keyPressEvent(event)


class PasswordLine(QWidget):
    """One password; ``text()`` returns it NFC. Nothing completes, learns or remembers what is typed."""

    changed = Signal()
    entered = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.line = _Line()
        self.line.setAccessibleName(name)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        hints = Qt.InputMethodHint
        self.line.setInputMethodHints(hints.ImhHiddenText | hints.ImhSensitiveData | hints.ImhNoPredictiveText)
        self.line.live_text.connect(lambda _text: self.changed.emit())
        self.line.returnPressed.connect(self.entered.emit)
        self.line.capitals.connect(self._tell_capitals)
        self._eye = Button("", self.toggle, "secondary", icon="eye")
        self._eye.setFixedWidth(40)
        self._note = QLabel(_("Caps Lock đang bật."))
        self._note.setProperty("role", "note")
        set_tone(self._note, "warn")
        self._note.hide()
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.line, 1)
        row.addWidget(self._eye)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self._note)
        self.setFocusProxy(self.line)
        self._tell_eye()

    def text(self) -> str:
        """Return what is typed, the word still being composed included."""
        return self.line.commit()

    def clear(self) -> None:
        """Forget what is typed, also for undoing."""
        self.line.setText("")

    def is_shown(self) -> bool:
        """Tell whether the letters can be read."""
        return self.line.echoMode() == QLineEdit.EchoMode.Normal

    def toggle(self) -> None:
        """Show the letters, or hide them again."""
        self.line.setEchoMode(QLineEdit.EchoMode.Password if self.is_shown() else QLineEdit.EchoMode.Normal)
        self._tell_eye()

    def _tell_eye(self) -> None:
        words = _("Ẩn mật khẩu") if self.is_shown() else _("Hiện mật khẩu")
        put_icon(self._eye, "eye-off" if self.is_shown() else "eye", "secondary")
        self._eye.setAccessibleName(words)
        self._eye.setToolTip(words)

    def _tell_capitals(self, on: bool) -> None:
        self._note.setVisible(on)


class NewPassword(QWidget):
    """A password typed twice with its strength; ``read()`` returns it, or None and says why.

    One that is guessed at once is taken only with the box under it ticked: nobody is kept from a choice of his own.
    ``replaces``: there is one already. ``beside``: both fields on one line, where there is little height.
    """

    finished = Signal()
    """Enter was pressed in the second field."""

    def __init__(self, *, replaces: bool = False, beside: bool = False) -> None:
        super().__init__()
        self._known: tuple[str, ...] = ()
        names = (_("Mật khẩu mới"), _("Gõ lại mật khẩu mới")) if replaces else (_("Mật khẩu"), _("Gõ lại mật khẩu"))
        self.first, self.second = PasswordLine(names[0]), PasswordLine(names[1])
        self._strength = QLabel("")
        self._strength.setProperty("role", "note")
        self._strength.setWordWrap(True)
        self.weak = QCheckBox(_("Biết là dễ đoán, vẫn dùng mật khẩu này"))
        self.weak.hide()
        fields = QGridLayout()
        fields.setHorizontalSpacing(12)
        fields.setVerticalSpacing(4)
        for place, (name, line) in enumerate(zip(names, (self.first, self.second), strict=True)):
            label = QLabel(name)
            label.setProperty("role", "label")
            label.setBuddy(line.line)
            row, column = (0, place) if beside else (2 * place, 0)
            fields.addWidget(label, row, column)
            fields.addWidget(line, row + 1, column, Qt.AlignmentFlag.AlignTop)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(4)
        whole.addLayout(fields)
        whole.addWidget(self._strength)
        whole.addWidget(self.weak)
        self.first.changed.connect(self._judge)
        self.second.changed.connect(self._judge)
        self.first.entered.connect(self.second.setFocus)
        self.second.entered.connect(self.finished.emit)
        self._judge()

    def set_known(self, known: tuple[str, ...]) -> None:
        """Set the words that make a password weak, such as the name of the unit."""
        self._known = known
        self._judge()

    def note(self) -> str:
        """Return the sentence under the fields."""
        return self._strength.text()

    def show_problem(self, text: str) -> None:
        """Say why the password cannot be taken."""
        self._say(text, "error")

    def read(self) -> str | None:
        """Return the password when both are the same and long enough; else say what is missing."""
        from labordesk.errors import InvalidInput
        from labordesk.services.register_keys import ensure_password

        first, second = self.first.text(), self.second.text()
        try:
            ensure_password(first)
        except InvalidInput as error:
            self.show_problem(str(error))
            self.first.setFocus()
            return None
        if first != second:
            self.show_problem(_("Hai lần gõ chưa giống nhau; hãy gõ lại."))
            self.second.setFocus()
            return None
        if self._level(first) is Strength.WEAK and not self.weak.isChecked():
            self.show_problem(
                _(
                    "Mật khẩu này dễ đoán: ai lấy được tệp sổ có thể mò ra. Nên đặt một câu ngắn năm, sáu từ;"
                    " nếu vẫn dùng, hãy đánh dấu ô dưới đây."
                )
            )
            self.weak.show()
            self.weak.setFocus()
            return None
        return first

    def clear(self) -> None:
        """Forget what is typed."""
        self.first.clear()
        self.second.clear()
        self._judge()

    def _level(self, password: str) -> Strength:
        return strength(password, known=self._known)

    def _judge(self) -> None:
        self.weak.setChecked(False)
        self.weak.hide()
        typed = self.first.line.seen_text()
        if not typed:
            self._say(_("Một câu ngắn dễ nhớ là tốt nhất; gõ có dấu hay không dấu đều được, nhớ đúng như đã gõ."), None)
            return
        level = self._level(typed)
        self._say(_("Độ mạnh: {level}.").format(level=_(WORDS[level])), _TONES[level])

    def _say(self, text: str, tone: Tone | None) -> None:
        self._strength.setText(text)
        set_tone(self._strength, tone or "neutral")
