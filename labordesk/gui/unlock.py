"""The place where a password is asked for: before a register is opened, and over the window while it is locked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from labordesk.errors import LabordeskError, WrongSecret
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.icons import put_icon
from labordesk.gui.inputs.password import PasswordLine
from labordesk.i18n import _

CARD_WIDTH = 460
Above = QWidget | None
"""What stands over the line where the secret is typed, such as the choice of a user."""


class UnlockScreen(QWidget):
    """Asks; whoever made it tries. ``tried`` carries what was typed, which is forgotten here at once.

    ``asks`` names another secret than the password, ``hint`` helps with it.
    """

    tried = Signal(str)
    left = Signal()
    """Another register is wanted."""

    def __init__(
        self, title: str, explain: str, *, go: str, leave: str, asks: str = "", hint: str = "", above: Above = None
    ) -> None:
        super().__init__()
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.secret = PasswordLine(asks or _("Mật khẩu hoặc khóa dự phòng"))
        self._notice = Notice("")
        self._go = primary_button(go, self._try)
        self._leave = secondary_button(leave, self.left.emit)
        self._seconds = 0
        self._clock = QTimer(self, interval=1000)
        self._clock.timeout.connect(self._tick)
        self._sentence = ""
        self._arrange(title, explain, asks or _("Mật khẩu hoặc khóa dự phòng"), hint or _forgotten(), above)
        self.secret.entered.connect(self._try)
        self.secret.changed.connect(self._allow)
        self._allow()

    def _arrange(self, title: str, explain: str, asks: str, hint_text: str, above: Above) -> None:
        card = Card(padding=24)
        card.setFixedWidth(CARD_WIDTH)
        card.body.setSpacing(10)
        top = QHBoxLayout()
        top.setSpacing(10)
        icon = QLabel()
        put_icon(icon, "lock", "accent", 22)
        heading = QLabel(title)
        heading.setProperty("role", "section")
        heading.setWordWrap(True)
        heading.setTextFormat(Qt.TextFormat.PlainText)
        top.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(heading, 1)
        card.body.addLayout(top)
        for text, role in ((explain, "secondary"), (asks, "label")):
            label = QLabel(text)
            label.setProperty("role", role)
            label.setWordWrap(True)
            if role == "label" and above is not None:
                card.body.addWidget(above)
            card.body.addWidget(label)
        card.body.addWidget(self.secret)
        card.body.addWidget(self._notice)
        hint = QLabel(hint_text)
        hint.setProperty("role", "note")
        hint.setWordWrap(True)
        card.body.addWidget(hint)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._go)
        buttons.addWidget(self._leave)
        buttons.addStretch(1)
        card.body.addSpacing(4)
        card.body.addLayout(buttons)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()  # an alignment would give wrapped words the height of one line
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)

    def focus_first(self) -> None:
        """Put the cursor where the password is typed."""
        self.secret.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_error(self, error: LabordeskError) -> None:
        """Say why it did not open, and count down when the next attempt has to wait."""
        self.setEnabled(True)
        self._sentence = str(error)
        self._seconds = error.wait if isinstance(error, WrongSecret) else 0
        self._tell()
        self._clock.start() if self._seconds else self._clock.stop()
        self._allow()
        self.focus_first()

    def notice(self) -> str:
        """Return the sentence shown."""
        return self._sentence

    def _try(self) -> None:
        typed = self.secret.text()
        if not typed or self._seconds or not self.isEnabled():
            return
        self._sentence = ""
        self._notice.set("")
        self.setEnabled(False)
        self.secret.clear()
        self.tried.emit(typed)

    def _allow(self) -> None:
        self._go.setEnabled(bool(self.secret.line.seen_text()) and not self._seconds)

    def _tick(self) -> None:
        self._seconds = max(0, self._seconds - 1)
        if not self._seconds:
            self._clock.stop()
        self._tell()
        self._allow()

    def _tell(self) -> None:
        wait = _("Gõ lại được sau {n} giây.").format(n=self._seconds) if self._seconds else ""
        self._notice.set(" ".join(part for part in (self._sentence, wait) if part), "error")


def _forgotten() -> str:
    return _(
        "Mật khẩu đúng mà không mở được: xem Caps Lock, và bật hay tắt bộ gõ tiếng Việt như lúc đặt mật khẩu."
        " Quên mật khẩu thì gõ 48 chữ số trên phiếu khóa dự phòng."
    )


def opening_screen(name: str) -> UnlockScreen:
    """Return the screen that asks before a register is opened."""
    return UnlockScreen(
        _("Sổ “{name}” có mật khẩu").format(name=name),
        _("Sổ này được mã hóa. Hãy gõ mật khẩu của sổ để mở."),
        go=_("Mở sổ"),
        leave=_("Chọn sổ khác"),
    )


def locked_screen() -> UnlockScreen:
    """Return the screen that covers the window of a locked register; it names nothing of the register."""
    return UnlockScreen(
        _("Sổ đang khóa"),
        _("Phần đang gõ dở vẫn còn. Hãy gõ mật khẩu để làm tiếp."),
        go=_("Mở khóa"),
        leave=_("Đóng sổ"),
    )
