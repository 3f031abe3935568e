"""A row of the list beside those of the register it may be: what is alike, what is not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from labordesk.fields.common import BIRTH
from labordesk.gui.cards import rule
from labordesk.gui.page import ElidedLabel
from labordesk.gui.pages.imports_question_words import where_words
from labordesk.i18n import NC_, _
from labordesk.vietnamese.fold import plain_key

if TYPE_CHECKING:
    from labordesk.services.import_model import Candidate, PreviewRow

MOST_SHOWN = 3
BIRTH_LINE = 3


class PersonCompare(QWidget):
    """One column for the file, one for each candidate; a value that differs says so."""

    def __init__(self) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(3)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def show_row(self, row: PreviewRow | None) -> None:
        """Show another row."""
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        if row is None:
            return
        shown = sorted(row.candidates[:MOST_SHOWN], key=lambda one: one.person_id is None)
        self._heads(row, shown)
        values = {**row.read.values, **row.values}
        born = str(values.get("born") or "")
        unit = row.unit_name or str(values.get("unit") or row.read.group)
        lines = (
            (_("Họ và tên"), str(values.get("name") or ""), [one.name for one in shown]),
            (_("Ngày sinh"), BIRTH.kind.show(born), [BIRTH.kind.show(one.birth) if one.birth else "" for one in shown]),
            (_(NC_("column", "Đơn vị")), unit, [one.unit for one in shown]),
        )
        vague = [one.birth is not None and _is_vaguer(born, one.birth) for one in shown]
        for number, (label, mine, theirs) in enumerate(lines, 2):
            self._line(number, label, mine, theirs, vague if number == BIRTH_LINE else ())
        head = QLabel(_("Căn cứ"))
        head.setProperty("role", "label")
        self._grid.addWidget(head, len(lines) + 2, 0)
        for place, one in enumerate(shown, 2):
            why = QLabel(one.why)
            why.setProperty("role", "note")
            why.setWordWrap(True)
            self._grid.addWidget(why, len(lines) + 2, place)
        for place in range(1, len(shown) + 2):
            self._grid.setColumnStretch(place, 1)

    def _heads(self, row: PreviewRow, shown: list[Candidate]) -> None:
        mine = ElidedLabel(_("Trong tệp: {where}").format(where=where_words(row.place, sheets=False)))
        mine.setProperty("role", "section")
        self._grid.addWidget(mine, 0, 1)
        known = sum(one.person_id is not None for one in shown)
        for place, one in enumerate(shown, 2):
            words = _("Người {n} trong sổ").format(n=place - 1) if known > 1 else _("Trong sổ")
            if one.person_id is None:
                words = _("Trong tệp: {where}").format(where=where_words(one.place, sheets=False))
            head = ElidedLabel(words)
            head.setProperty("role", "section")
            self._grid.addWidget(head, 0, place)
        self._grid.addWidget(rule(), 1, 0, 1, len(shown) + 2)

    def _line(self, number: int, label: str, mine: str, theirs: list[str], agree: Sequence[bool]) -> None:
        head = QLabel(label)
        head.setProperty("role", "label")
        self._grid.addWidget(head, number, 0)
        self._grid.addWidget(ElidedLabel(mine or "–"), number, 1)
        for place, text in enumerate(theirs, 2):
            differs = (
                bool(mine and text) and plain_key(mine) != plain_key(text) and not any(agree[place - 2 : place - 1])
            )
            shown = ElidedLabel(_("{text} (khác)").format(text=text) if differs else text or "–")
            if differs:
                shown.setProperty("role", "advice")
            self._grid.addWidget(shown, number, place)

    def texts(self) -> list[str]:
        """Return the words shown."""
        return [label.accessibleName() or label.text() for label in self.findChildren(QLabel) if not label.isHidden()]


def _is_vaguer(one: str, other: str) -> bool:
    """Say whether two births (ISO) may be the same, one of them known only to the year or month."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))
