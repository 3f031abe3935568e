"""Người dùng sổ: who may work with the register, their roles and PINs, and the two-person rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton

from labordesk.errors import LabordeskError
from labordesk.fields import specs_of
from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, Notice
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.permits import disable
from labordesk.gui.pin_dialog import PinDialog
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.gui.who_works import role_of
from labordesk.i18n import N_, _
from labordesk.model.officer import OfficerFields
from labordesk.rules.roles import MEANS, Right
from labordesk.services.officers import (
    OfficerRow,
    add_officer,
    give_pin,
    hand_over,
    list_officers,
    save_officer,
    set_own_pin,
)
from labordesk.services.register_settings import read_options, save_options
from labordesk.services.saved import Saved
from labordesk.services.two_persons import TwoPersons


@dataclass(frozen=True)
class _Loaded:
    """What one look at the register gives."""

    officers: tuple[OfficerRow, ...]
    rule: TwoPersons


class OfficersSection(Section):
    """A register without users says what users are good for; the first one becomes its keeper."""

    title = N_("Người dùng sổ")
    hint = N_(
        "Mỗi người một tên và một mã PIN: mọi việc ghi mang tên người làm,"
        " mỗi vai trò chỉ thấy và chỉ làm phần của mình."
    )

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._loaded: _Loaded | None = None
        self.notice = Notice("")
        self.add = primary_button(_("Thêm người dùng"), self.new_record, key="Ctrl N")
        self.own_pin = secondary_button(_("Đổi mã PIN của tôi"), self.change_own_pin, icon="key-round")
        self.buttons.addWidget(self.own_pin)
        self.buttons.addWidget(self.add)
        empty = EmptyState(
            "users",
            _("Sổ này chưa có người dùng riêng"),
            _("Một người làm thì không cần. Nhiều người chung sổ: thêm người quản lý sổ trước, rồi những người khác."),
        )
        columns = [
            Column("name", N_("Họ và tên"), width=20, stretch=True, bold=True, read=lambda row: row.name),
            Column("title", N_("Chức vụ"), width=14, read=lambda row: row.title),
            Column("role", N_("Vai trò"), width=21, read=role_of),
            Column("active", N_("Tình trạng"), width=13, pill=_state),
        ]
        self.table = ListTable("settings_officers", columns, context, empty=empty)
        self.table.view.setAccessibleName(self.heading())
        self.table.opened.connect(lambda _row: self.edit())
        self.table.current_changed.connect(lambda _row: self._follow())
        self._edit = secondary_button(_("Sửa"), self.edit, key="Enter", icon="pencil")
        self._retire = secondary_button(_("Ngừng dùng"), self.toggle_active)
        self._pin = secondary_button(_("Cấp lại mã PIN"), self.give_pin, icon="key-round")
        self._keep = secondary_button(_("Giao quyền quản lý"), self.hand_over)
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for button in (self._edit, self._retire, self._pin, self._keep):
            tools.addWidget(button)
        tools.addStretch(1)
        self.rule = Options(specs_of(TwoPersons))
        self.rule.setEnabled(False)
        self.rule.chosen.connect(self._save_rule)
        card = Card(_("Duyệt hồ sơ"))
        card.body.addWidget(self.rule)
        self.body.addWidget(self.notice)
        self.body.addLayout(tools)
        self.body.addWidget(self.table, 1)
        self.body.addWidget(card)
        self.load()

    def load(self) -> None:
        """Read the users and the rule."""
        register = self.context.register
        self.context.work.read(
            lambda: _Loaded(list_officers(register), read_options(register, TwoPersons)),
            self._show,
            latest=("settings", "officers"),
            owner=self,
        )

    def _show(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        self.table.set_rows(loaded.officers)
        self.rule.set_values(loaded.rule)
        self.rule.setEnabled(bool(loaded.officers) and not self.context.why_not(Right.SETTINGS))
        if self.table.current() is None and loaded.officers:
            self.table.select(loaded.officers[0].id)
        self._follow()

    def _follow(self) -> None:
        row: OfficerRow | None = self.table.current()
        why = self.context.why_not(Right.USERS)
        self.notice.set(why, "info")
        any_users = self._loaded is not None and bool(self._loaded.officers)
        self.own_pin.setVisible(self.context.register.officer_id is not None)
        offered: tuple[tuple[QPushButton, bool], ...] = (
            (self.add, True),
            (self._edit, row is not None),
            (self._retire, row is not None),
            (self._pin, row is not None and row.active),
            (self._keep, row is not None and row.active and not row.is_keeper),
        )
        for button, on in offered:
            disable(button, why)
            button.setEnabled(on and not why)
            if button is not self.add:
                button.setVisible(any_users)
        self._retire.setText(_("Dùng lại") if row is not None and not row.active else _("Ngừng dùng"))

    # the hand

    def new_record(self) -> None:
        """Ask who it is, then let that person type a PIN."""
        if self._loaded is None or not self.add.isEnabled():
            return
        first = not any(one.active for one in self._loaded.officers)
        start = OfficerFields.model_construct(name="", role="approver" if first else "officer", active=True)
        title = _("Thêm người quản lý sổ") if first else _("Thêm người dùng")
        self._form(title, start, self._ask_first_pin, _("Tiếp tục"))

    def _ask_first_pin(self, values: dict[str, Any]) -> None:
        fields = OfficerFields(**{name: value for name, value in values.items() if value is not None})
        register = self.context.register
        dialog = PinDialog(
            self.context,
            _("Mã PIN của {name}").format(name=fields.name),
            _("Mời {name} tự gõ 4 đến 8 chữ số, không cho người khác biết.").format(name=fields.name),
            (_("Mã PIN mới"),),
            lambda pin: add_officer(register, fields, pin),
            self.window(),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._saved(dialog.result_of_run)

    def edit(self) -> None:
        """Change name, title or role of the current user (Enter)."""
        row = self.table.current()
        if row is None or not self._edit.isEnabled():
            return
        start = OfficerFields(name=row.name, title=row.title or None, role=row.role, active=row.active)
        register = self.context.register

        def save(values: dict[str, Any]) -> None:
            fields = OfficerFields(**{**values, "active": row.active})
            self._write(lambda: save_officer(register, fields, row.id, row.row_version))

        self._form(_("Sửa người dùng"), start, save, _("Lưu"))

    def _form(self, title: str, start: OfficerFields, go_on: Callable[[dict[str, Any]], None], save: str) -> None:
        form = FieldForm(
            specs_of(OfficerFields),
            start,
            only=("name", "title", "role"),
            advice={"role": lambda values: _(MEANS.get(str(values.get("role")), "")) if values.get("role") else ""},
            work=self.context.work,
        )
        panel = FormPanel(self.context, title, form, lambda values: values, save_text=save)
        found: list[dict[str, Any]] = []
        panel.saved.connect(found.append)
        FormDialog(panel, width=560, height=420).exec()
        for values in found[-1:]:
            go_on(values)

    def toggle_active(self) -> None:
        """Let the current user stop, or work again."""
        row = self.table.current()
        if row is None:
            return
        fields = OfficerFields(name=row.name, title=row.title or None, role=row.role, active=not row.active)
        self._write(partial(save_officer, self.context.register, fields, row.id, row.row_version))

    def hand_over(self) -> None:
        """Make the current user the keeper, after a question."""
        row = self.table.current()
        if row is None:
            return
        answer = self.context.notify.ask(
            _("Giao quyền quản lý sổ cho {name}?").format(name=row.name),
            Answer("give", _("Giao quyền"), "primary"),
            explain=_("Từ đó chỉ {name} thêm người dùng, đổi cài đặt của sổ, khôi phục bản sao lưu.").format(
                name=row.name
            ),
        )
        if answer:
            self._write(partial(hand_over, self.context.register, row.id))

    def give_pin(self) -> None:
        """Give the current user, who forgot his PIN, another one."""
        row = self.table.current()
        if row is None:
            return
        register = self.context.register
        dialog = PinDialog(
            self.context,
            _("Cấp lại mã PIN cho {name}").format(name=row.name),
            _("Nên để {name} tự gõ; nếu không, nhắc đổi lại ngay khi vào sổ.").format(name=row.name),
            (_("Mã PIN mới"),),
            lambda pin: give_pin(register, row.id, pin),
            self.window(),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._saved(dialog.result_of_run)

    def change_own_pin(self) -> None:
        """Change the PIN of the user of now."""
        register = self.context.register
        dialog = PinDialog(
            self.context,
            _("Đổi mã PIN của tôi"),
            _("Mã PIN gồm 4 đến 8 chữ số, chỉ mình biết."),
            (_("Mã PIN đang dùng"), _("Mã PIN mới")),
            lambda old, new: set_own_pin(register, old, new),
            self.window(),
        )
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.tell_saved()

    def _save_rule(self, _name: str, _value: object) -> None:
        register, rule = self.context.register, TwoPersons(**self.rule.values())
        self.context.work.write(lambda: save_options(register, rule), lambda _kept: self.tell_saved(), self._refused)

    def _write(self, fn: Callable[[], Saved]) -> None:
        self.context.work.write(fn, self._saved, self._refused, owner=self)

    def _saved(self, saved: object) -> None:
        if isinstance(saved, Saved):
            self.tell_saved(saved.changes)
        self.context.officers_changed.emit()
        self.load()

    def _refused(self, error: LabordeskError) -> None:
        self.context.notify.error(error)
        self.load()

    def focus_first(self) -> None:
        self.table.focus_first()

    def arrived(self) -> None:
        self.load()


def _state(row: OfficerRow) -> tuple[str, Tone]:
    return (_("Đang dùng"), "good") if row.active else (_("Ngừng dùng"), "neutral")
