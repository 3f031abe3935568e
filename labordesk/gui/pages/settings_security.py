"""Bảo mật: the password of the register, its recovery key, and when the screen locks itself."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from labordesk.errors import LabordeskError
from labordesk.fields import Choice, Spec
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.inputs.password import NewPassword, PasswordLine
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.recovery_dialog import RecoveryDialog
from labordesk.gui.rewriting import Rewriting
from labordesk.gui.work import Progress
from labordesk.i18n import N_, _
from labordesk.rules.roles import Right
from labordesk.services.access import ensure
from labordesk.services.plain_copies import copies_to_encrypt
from labordesk.services.register_keys import (
    change_password,
    decrypt_register,
    encrypt_register,
    new_keys,
    prove,
    renew_recovery_key,
)
from labordesk.services.registers import register_info

FORM_WIDTH = 420
MINUTES = (
    ("0", N_("Không tự khóa")),
    ("2", N_("2 phút")),
    ("5", N_("5 phút")),
    ("10", N_("10 phút")),
    ("30", N_("30 phút")),
)


class _Shown:
    """The setting as the option shows it."""

    def __init__(self, context: Context) -> None:
        self.lock_minutes = str(context.settings.lock_minutes)


class SecuritySection(Section):
    """An unencrypted register offers a password; an encrypted one asks for it before anything is changed."""

    title = N_("Bảo mật")
    hint = N_(
        "Mật khẩu mã hóa cả tệp sổ cùng giấy tờ, ảnh và các bản sao lưu; không có mật khẩu thì không ai đọc được."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.notice = Notice("")
        self.new = NewPassword(replaces=context.register.is_encrypted)
        self.secret = PasswordLine(_("Mật khẩu hiện nay"))
        self.body.addWidget(self.notice)
        if context.register.is_encrypted:
            self._show_encrypted()
        else:
            self._show_plain()
        self.body.addStretch(1)
        register = context.register
        context.work.read(
            lambda: register_info(register), lambda info: self.new.set_known((info.unit_name,)), owner=self
        )

    def _show_plain(self) -> None:
        self.notice.set(
            _("Sổ này chưa có mật khẩu: ai cầm được máy hay USB đều đọc được số CCCD, hoàn cảnh, bệnh tật trong sổ."),
            "warn",
        )
        card = Card(_("Đặt mật khẩu"))
        card.body.addLayout(_narrow(self.new))
        card.body.addWidget(primary_button(_("Mã hóa sổ"), self.encrypt), 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addWidget(
            _words(_("Sổ được viết lại, kiểm tra rồi mới thay tệp cũ. Sau đó in phiếu khóa dự phòng, phòng khi quên."))
        )
        self.new.finished.connect(self.encrypt)
        self.body.addWidget(card)

    def _show_encrypted(self) -> None:
        self.body.addWidget(self._lock_card())
        card = Card(_("Mật khẩu hiện nay"))
        card.body.addWidget(_words(_("Gõ mật khẩu đang dùng (hoặc khóa dự phòng) trước khi đổi điều gì dưới đây.")))
        card.body.addLayout(_narrow(self.secret))
        self.body.addWidget(card)
        change = Card(_("Đổi mật khẩu"))
        change.body.addLayout(_narrow(self.new))
        change.body.addWidget(primary_button(_("Đổi mật khẩu"), self.change), 0, Qt.AlignmentFlag.AlignLeft)
        self.new.finished.connect(self.change)
        self.body.addWidget(change)
        rest = Card(_("Phiếu khóa dự phòng"))
        rest.body.addWidget(
            _words(_("Mất phiếu hay có người đã xem thì lập phiếu mới; phiếu cũ không mở được sổ này nữa."))
        )
        rest.body.addWidget(secondary_button(_("Lập phiếu mới"), self.renew), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(rest)
        off = Card(_("Bỏ mật khẩu"))
        off.body.addWidget(_words(_("Tệp sổ trở lại không mã hóa; ai cầm được tệp đều đọc được.")))
        off.body.addWidget(danger_button(_("Bỏ mật khẩu"), self.decrypt), 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(off)

    def _lock_card(self) -> Card:
        card = Card(_("Khóa màn hình"))
        self.options = Options({"lock_minutes": Spec(_("Tự khóa khi không dùng"), Choice(options=MINUTES))}, width=360)
        self.options.set_values(_Shown(self.context))
        self.options.chosen.connect(self._take_minutes)
        card.body.addWidget(self.options)
        lock = secondary_button(_("Khóa ngay"), self.context.lock_asked.emit, key="Ctrl L", icon="lock")
        card.body.addWidget(lock, 0, Qt.AlignmentFlag.AlignLeft)
        return card

    def _take_minutes(self, _name: str, value: str) -> None:
        self.context.settings.lock_minutes = int(value)
        self.tell_saved()
        self.context.settings_changed.emit("lock")

    # what the buttons do

    def encrypt(self) -> None:
        """Set the first password and rewrite the register with it."""
        password = self.new.read()
        if password is None:
            return

        by = self.context.register.officer_id
        chosen = self.context.settings.second_backup_folder
        second = Path(chosen) if chosen else None

        def prepare() -> Rewriting:
            ensure(register, Right.SETTINGS)
            keys = new_keys(password)

            def run(path: Path, progress: Progress) -> None:
                encrypt_register(path, keys, password, progress, by=by)

            copies = len(copies_to_encrypt(register, second))
            return Rewriting(
                _("Đang mã hóa sổ"),
                run,
                _encrypted_words(copies),
                before=None,
                after=password,
                recovery=keys.recovery,
                section="backups" if copies else "security",
            )

        register = self.context.register
        self._forget()
        self.context.work.read(prepare, self.context.rewrite_asked.emit, self._refused, owner=self)

    def change(self) -> None:
        """Put a new password in place of the one of now."""
        secret, password = self._secret(), self.new.read()
        if secret is None or password is None:
            return
        register = self.context.register
        self._forget()
        self.context.work.write(
            lambda: change_password(register, secret, password), self._changed, self._refused, owner=self
        )

    def renew(self) -> None:
        """Make a new recovery key and show its sheet."""
        secret = self._secret()
        if secret is None:
            return
        register = self.context.register
        self._forget()
        self.context.work.write(lambda: renew_recovery_key(register, secret), self._renewed, self._refused, owner=self)

    def decrypt(self) -> None:
        """Take the password off, after a question."""
        secret = self._secret()
        if secret is None:
            return
        answer = self.context.notify.ask(
            _("Bỏ mật khẩu của sổ này?"),
            Answer("off", _("Bỏ mật khẩu"), "danger"),
            explain=_("Sổ giữ thông tin cá nhân của người thật; không mã hóa thì mất máy là lộ hết."),
        )
        if answer != "off":
            return
        register = self.context.register
        by = register.officer_id
        self._forget()

        def prepare() -> Rewriting:
            ensure(register, Right.SETTINGS)
            prove(register, secret).wipe()

            def run(path: Path, progress: Progress) -> None:
                decrypt_register(path, secret, progress, by=by)

            done = _("Đã bỏ mật khẩu; tệp sổ không còn mã hóa.")
            return Rewriting(_("Đang bỏ mật khẩu"), run, done, secret, None)

        self.context.work.read(prepare, self.context.rewrite_asked.emit, self._refused, owner=self)

    def _changed(self, _done: None) -> None:
        self.tell_saved()
        self.notice.set(
            _("Đã đổi mật khẩu. Phiếu khóa dự phòng vẫn dùng được; bản sao lưu cũ vẫn mở bằng mật khẩu cũ."), "good"
        )

    def _renewed(self, recovery: str) -> None:
        self.tell_saved()
        self.notice.set(_("Đã lập khóa dự phòng mới; phiếu cũ không mở được sổ này nữa."), "good")
        RecoveryDialog(self.context, recovery, self.window()).open()

    def _secret(self) -> str | None:
        secret = self.secret.text()
        if not secret:
            self.notice.set(_("Hãy gõ mật khẩu hiện nay trước."), "error")
            self.secret.setFocus()
            return None
        return secret

    def _forget(self) -> None:
        """Keep no password in the fields once it is on its way."""
        self.notice.set("")
        self.secret.clear()
        self.new.clear()

    def _refused(self, error: LabordeskError) -> None:
        self.notice.set(str(error), "error")
        (self.secret if self.context.register.is_encrypted else self.new.first).setFocus()


def _encrypted_words(copies: int) -> str:
    """Return what is said after encrypting: also that copies made before are still readable."""
    done = _("Đã mã hóa sổ.")
    if not copies:
        return done
    return f"{done} " + _("Còn {n} bản sao cũ chưa mã hóa; hãy mã hóa hoặc xóa ở ngay đây.").format(n=copies)


def _narrow(widget: QWidget) -> QHBoxLayout:
    """Return a row in which a field is no wider than it needs; its words keep their lines."""
    widget.setFixedWidth(FORM_WIDTH)
    row = QHBoxLayout()
    row.addWidget(widget)
    row.addStretch(1)
    return row


def _words(text: str) -> QLabel:
    label = QLabel(text)
    label.setProperty("role", "secondary")
    label.setWordWrap(True)
    return label
