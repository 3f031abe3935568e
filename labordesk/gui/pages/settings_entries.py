"""A section with a list one can add to, change, retire and delete from; table and form come from the specs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from labordesk.errors import LabordeskError
from labordesk.fields import Spec, specs_of
from labordesk.gui.buttons import danger_button, primary_button, secondary_button
from labordesk.gui.cards import EmptyState
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormDialog, FormPanel
from labordesk.gui.form import FieldForm
from labordesk.gui.navigation import NavigationButton
from labordesk.gui.notify import Answer
from labordesk.gui.pages.settings_entry_kinds import Entry, EntryKind, EntryService
from labordesk.gui.pages.settings_section import Section
from labordesk.gui.table import Column, ListTable
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.saved import Saved


@dataclass(frozen=True)
class _Loaded:
    """What one look at the register gives: the functions of the list, its fields, its rows."""

    service: EntryService
    specs: dict[str, Spec]
    rows: tuple[Entry, ...]


class EntrySection(Section):
    """``kind`` says which list; everything is read and written in workers."""

    def __init__(self, context: Context, kind: EntryKind) -> None:
        self.kind = kind
        super().__init__(context)
        self.table: ListTable | None = None
        self._loaded: _Loaded | None = None
        self._wanted: int | None = None
        self._is_stale = False
        self._retired = QCheckBox(_("Hiện cả mục ngừng dùng"))
        self._retired.setVisible(kind.can_retire)
        self._edit = secondary_button(_("Sửa"), self.edit, key="Enter", icon="pencil")
        self._retire = secondary_button(_("Ngừng dùng"), self.toggle_retired)
        self._retire.setVisible(kind.can_retire)
        self._delete = danger_button(_("Xóa"), self.delete)
        self.buttons.addWidget(primary_button(_(kind.add), self.new_record, key="Ctrl N"))
        self._tools = QHBoxLayout()
        self._tools.setSpacing(8)
        for widget in (self._edit, self._retire, self._delete):
            self._tools.addWidget(widget)
        self._tools.addStretch(1)
        self._tools.addWidget(self._retired)
        self.body.addLayout(self._tools)
        self.body.addStretch(1)
        self._retired.toggled.connect(lambda _on: self._show_rows())
        self._follow()
        self.reload()

    def heading(self) -> str:
        return _(self.kind.title)

    def explanation(self) -> str:
        return _(self.kind.hint)

    # rows

    def reload(self) -> None:
        """Read the list again, keeping the current row."""
        register, make = self.context.register, self.kind.service

        def read() -> _Loaded:
            service = make()
            return _Loaded(service, specs_of(service.form), tuple(service.rows(register)))

        self.context.work.read(read, self._arrive, latest=("settings", self.kind.key), owner=self)

    def _arrive(self, loaded: _Loaded) -> None:
        self._loaded = loaded
        if self.table is None:
            self._make_table(loaded.specs)
        self._show_rows()

    def _make_table(self, specs: dict[str, Spec]) -> None:
        empty = EmptyState("list", _("Danh sách còn trống"), _("Nhấn Ctrl+N để thêm dòng đầu tiên."))
        table = ListTable(f"settings_{self.kind.key}", self._columns(specs), self.context, empty=empty)
        table.view.setAccessibleName(self.heading())
        table.opened.connect(lambda _row: self.edit())
        table.current_changed.connect(lambda _row: self._follow())
        self.body.takeAt(1)  # the room left free below the buttons
        self.body.insertWidget(1, table, 1)
        self.table = table
        # Arrows walk through the sections; one just read must not end the walk.
        if self.isVisible() and not isinstance(self.window().focusWidget(), NavigationButton):
            table.focus_first()

    def _columns(self, specs: dict[str, Spec]) -> list[Column]:
        columns = [
            Column(
                name,
                specs[name].label,
                specs[name].kind,
                width=width,
                read=partial(_field, name),
                stretch=name == self.kind.widest,
                bold=name == self.kind.widest,
            )
            for name, width in self.kind.shown.items()
        ]
        return [*columns, *self.kind.more, Column("state", N_("Tình trạng"), width=13, pill=self._state)]

    def _state(self, row: Entry) -> tuple[str, Tone]:
        return self.kind.state(row, self.rows(), self.context.today())

    def rows(self) -> Sequence[Entry]:
        """Return all rows, retired ones too."""
        return self._loaded.rows if self._loaded is not None else ()

    def visible_rows(self) -> list[Entry]:
        """Return the rows the list now shows; what was retired only when asked for."""
        keep_retired = self._retired.isChecked() or not self.kind.can_retire
        return [row for row in self.rows() if keep_retired or row.fields.active]

    def _show_rows(self) -> None:
        if self.table is None:
            return
        self.table.set_rows(self.visible_rows())
        if self._wanted is not None:
            self.table.select(self._wanted)
            self._wanted = None
        elif self.table.current() is None and self.table.rows():
            self.table.select(self.table.rows()[0].id)
        self._follow()

    def current(self) -> Entry | None:
        """Return the row the keyboard is on."""
        return self.table.current() if self.table is not None else None

    def _follow(self) -> None:
        row = self.current()
        for button in (self._edit, self._retire, self._delete):
            button.setEnabled(row is not None)
        if self.kind.can_retire:
            retired = row is not None and not row.fields.active
            self._retire.setText(_("Dùng lại") if retired else _("Ngừng dùng"))

    def focus_first(self) -> None:
        if self.table is not None:
            self.table.focus_first()

    # the hand

    def new_record(self) -> None:
        """Open an empty form; a new letterhead starts from the last one."""
        if self._loaded is None:
            return
        fields = self._loaded.service.form
        blank: Any = fields.model_construct()  # type: ignore[attr-defined]
        if self.kind.starts_from_last and self.rows():
            blank = self.rows()[0].fields.model_copy(update={"valid_from": None})
        self._open_form(None, blank)

    def edit(self) -> None:
        """Open the form of the current row (Enter)."""
        row = self.current()
        if row is not None:
            self._open_form(row, row.fields)

    def _open_form(self, row: Entry | None, values: Any) -> None:
        loaded = self._loaded
        assert loaded is not None
        register, service = self.context.register, loaded.service
        found = row.id if row is not None else None
        version = [row.row_version if row is not None else None]

        def save(values: dict[str, Any]) -> Saved:
            given = {name: value for name, value in values.items() if value is not None}
            return service.save(register, service.form(**given), found, version[0])

        def renew() -> None:
            version[0] = next((one.row_version for one in service.rows(register) if one.id == found), None)

        lookups = self.kind.lookups(register) if self.kind.lookups is not None else {}
        form = FieldForm(loaded.specs, values, lookups=lookups, work=self.context.work)
        title = _(self.kind.new_title if row is None else self.kind.edit_title)
        draft = f"settings/{self.kind.key}/{found or 'new'}"
        panel = FormPanel(self.context, title, form, save, draft_key=draft, renew=renew)
        panel.saved.connect(self._was_saved)
        FormDialog(panel, width=720, height=600).exec()
        self.focus_first()

    def _was_saved(self, saved: Saved) -> None:
        self._wanted = saved.id
        self._told(saved.changes)

    def _told(self, changes: Changes) -> None:
        self.tell_saved(changes)
        if changes.settings:
            self.context.settings_changed.emit("register")
        self.reload()

    def _was_refused(self, error: LabordeskError) -> None:
        """Tell why, and show the list as it is now: somebody else may have changed it."""
        self.context.notify.error(error)
        self.reload()

    def toggle_retired(self) -> None:
        """Retire the current entry or take it into use again; past records keep their words."""
        row, loaded = self.current(), self._loaded
        if row is None or loaded is None:
            return
        register, service = self.context.register, loaded.service
        fields = row.fields.model_copy(update={"active": not row.fields.active})
        self.context.work.write(
            lambda: service.save(register, fields, row.id, row.row_version), self._was_saved, self._was_refused
        )

    def delete(self) -> None:
        """Delete the current entry after asking; one that was used can only be retired and says so."""
        row, loaded = self.current(), self._loaded
        if row is None or loaded is None:
            return
        if not self.context.notify.ask(
            _("Xóa “{name}”?").format(name=self._name(row)), Answer("delete", _("Xóa"), "danger")
        ):
            return
        register, service = self.context.register, loaded.service
        self.context.work.write(lambda: service.delete(register, row.id), self._told, self._was_refused)

    def _name(self, row: Entry) -> str:
        return str(getattr(row.fields, self.kind.widest))

    def refresh(self, changes: Changes) -> None:
        if changes.programmes or changes.units or changes.indicators or changes.papers or changes.settings:
            if self.isVisible():
                self.reload()
            else:
                self._is_stale = True

    def arrived(self) -> None:
        if self._is_stale:
            self._is_stale = False
            self.reload()


def _field(name: str, row: Entry) -> Any:
    return getattr(row.fields, name)
