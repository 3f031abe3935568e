"""Taking a list out: what is asked first, where it goes, and the work away from the screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from labordesk.gui.buttons import primary_button, secondary_button
from labordesk.gui.table.column import Column
from labordesk.gui.table.export_columns import can_go_out, export_columns, is_identifier, values_of
from labordesk.gui.table.surroundings import chosen_beside, heading_over
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.gui.table.table import Table
    from labordesk.services.exports import Exported, ListOrder


@dataclass(frozen=True)
class Wish:
    """What the officer chose: the kind of file, the columns by place, numbers of people masked or whole."""

    suffix: str
    places: tuple[int, ...]
    masked: bool


class ExportDialog(QDialog):
    """Asks file, columns and numbers; ``wish()`` is the answer once it was accepted."""

    def __init__(self, title: str, count: int | None, columns: Sequence[Column], shown: Sequence[int], parent: QWidget):
        super().__init__(parent)
        self._columns = columns
        self._shown = tuple(place for place in shown if can_go_out(columns[place]))
        hidden = (place for place in range(len(columns)) if place not in shown and can_go_out(columns[place]))
        self._every = (*self._shown, *hidden)
        self.setWindowTitle(_("Xuất danh sách"))
        self.setMinimumWidth(500)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 16, 20, 16)
        self._column.setSpacing(6)
        self._say(title, "section")
        rows = _("{n} dòng, theo bộ lọc và thứ tự đang xem.").format(n=number(count)) if count is not None else ""
        self._say(rows or _("Mọi dòng theo bộ lọc và thứ tự đang xem."), "secondary")
        self.kinds, _label = self._choice(
            _("Loại tệp"),
            (
                (".xlsx", _("Excel (.xlsx): ngày, số tiền, dòng tổng cộng dùng được ngay")),
                (".csv", _("CSV (.csv): cho phần mềm khác; mở bằng Excel sẽ mất số 0 ở đầu")),
            ),
        )
        self.extent, _label = self._choice(
            _("Cột"),
            (
                (self._shown, _("Các cột đang hiện ({n})").format(n=number(len(self._shown)))),
                (self._every, _("Mọi cột của danh sách ({n})").format(n=number(len(self._every)))),
            ),
        )
        self.numbers = self._add_numbers()
        self._add_buttons()
        for group in (self.kinds, self.extent):
            group.buttonClicked.connect(lambda _button: self._follow())
        self._follow()

    def _add_numbers(self) -> QButtonGroup:
        group, self._numbers_label = self._choice(
            _("Số CCCD, điện thoại, tài khoản"),
            (
                (True, _("Che bớt, ví dụ 0360•••••123")),
                (False, _("Ghi đầy đủ, chỉ khi người nhận tệp cần đến")),
            ),
        )
        self._say(_("Việc xuất danh sách được ghi vào nhật ký của sổ."), "secondary")
        return group

    def _say(self, text: str, role: str) -> QLabel:
        label = QLabel(text)
        label.setProperty("role", role)
        label.setWordWrap(True)
        self._column.addWidget(label)
        return label

    def _choice(self, title: str, options: Sequence[tuple[Any, str]]) -> tuple[QButtonGroup, QLabel]:
        self._column.addSpacing(6)
        label = self._say(title, "label")
        group = QButtonGroup(self)
        for value, text in options:
            button = QRadioButton(text)
            button.setProperty("value", value)
            button.setAccessibleName(f"{title}: {text}")
            group.addButton(button)
            self._column.addWidget(button)
        group.buttons()[0].setChecked(True)
        return group, label

    def _add_buttons(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 10, 0, 0)
        row.setSpacing(10)
        self.go = primary_button(_("Chọn nơi lưu…"), self.accept)
        self.go.setDefault(True)
        row.addStretch(1)
        row.addWidget(secondary_button(_("Quay lại"), self.reject))
        row.addWidget(self.go)
        self._column.addLayout(row)
        self.go.setFocus()

    def _follow(self) -> None:
        """Ask about numbers only where there are some."""
        named = any(is_identifier(self._columns[place]) for place in _value(self.extent))
        for widget in (self._numbers_label, *self.numbers.buttons()):
            widget.setVisible(named)
        self.go.setEnabled(bool(_value(self.extent)))

    def wish(self) -> Wish:
        """Return what was chosen."""
        return Wish(str(_value(self.kinds)), tuple(_value(self.extent)), bool(_value(self.numbers)))


def export_table(table: Table) -> None:
    """Ask what goes out and where, then write it in a worker; the window stays usable behind the progress."""
    context, view = table.context, table.view
    if context.register is None or not table.rows():
        context.notify.info(_("Danh sách đang trống, chưa có gì để xuất."))
        return
    title = heading_over(table) or view.accessibleName()
    dialog = ExportDialog(title, table.row_count(), table.model.columns, view.shown_columns(), table.window())
    accepted = dialog.exec()
    dialog.deleteLater()
    if not accepted:
        return
    wish = dialog.wish()
    path = ask_file(table.window(), title, wish.suffix)
    if path is None:
        return
    work = _work(table, title, wish, path)
    context.work.run_long(work, _("Đang xuất danh sách"), lambda done: tell_exported(context.notify, done))


def _work(table: Table, title: str, wish: Wish, path: Path) -> Callable[..., Exported]:
    """Return the work of a worker; everything of the screen is read before it begins."""
    register, name, rows, total = table.context.register, table.view.name, table.every_row(), table.row_count()
    columns, readers = export_columns(table.model.columns, wish.places)
    order = _order(name, title, columns, chosen_beside(table), table.context.today().strftime("%d/%m/%Y"), wish.masked)

    def write(progress: Callable[[int, int | None], None], _cancelled: Callable[[], bool]) -> Exported:
        from labordesk.services.exports import export_list

        return export_list(register, order, values_of(rows(), readers), path, progress, total)

    return write


def _order(name: str, title: str, columns: Any, chosen: str, today: str, masked: bool) -> ListOrder:
    from labordesk.exchange.list_plan import ListPlan
    from labordesk.services.exports import ListOrder

    lines = [chosen] if chosen else []
    if any(column.added_up for column in columns):
        lines.append(_("Lấy từ sổ ngày {day} · Đơn vị tính tiền: đồng").format(day=today))
    else:
        lines.append(_("Lấy từ sổ ngày {day}").format(day=today))
    return ListOrder(name, ListPlan(title, columns, title, tuple(lines), _("Tổng cộng")), masked)


def ask_file(parent: QWidget, title: str, suffix: str) -> Path | None:
    """Ask where a list is saved; a name without its ending takes it. None when closed."""
    from labordesk.gui.preview.saving import file_name

    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = (Path(folder) if Path(folder).is_dir() else Path.home()) / f"{file_name(title)}{suffix}"
    kind = _("Tệp Excel (*.xlsx)") if suffix == ".xlsx" else _("Tệp CSV (*.csv)")
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Xuất danh sách"), str(start), kind)
    if not chosen:
        return None
    return Path(chosen) if Path(chosen).suffix.lower() == suffix else Path(f"{chosen}{suffix}")


def tell_exported(notify: Any, done: Exported) -> None:
    """Say what was written and where it lies."""
    said = _("Đã xuất {n} dòng ra {name}, thư mục {folder}")
    notify.info(said.format(n=number(done.rows), name=done.path.name, folder=done.path.parent.name))


def _value(group: QButtonGroup) -> Any:
    button = group.checkedButton()
    assert button is not None
    return button.property("value")
