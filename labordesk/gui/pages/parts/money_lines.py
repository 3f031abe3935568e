"""``MoneyLines``: which fund paid, at which level, in what form; the sum stands below with its words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtWidgets import QLabel

from labordesk.fields import Choice, Spec
from labordesk.gui.context import Context
from labordesk.gui.inputs.money import in_words
from labordesk.gui.pages.parts.catalogue_lookups import fund_lookup
from labordesk.gui.pages.parts.line_rows import LineRows, Values
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

AMOUNT = "amount"
SHORT_LEVELS = (
    ("national", N_("Trung ương")),
    ("province", N_("Tỉnh, ngành")),
    ("upper", N_("Cấp trên")),
    ("grassroots", N_("Cơ sở")),
)
SHORT_FORMS = (("cash", N_("Tiền")), ("goods", N_("Hiện vật")), ("service", N_("Dịch vụ")))
"""The words of ``fields.choices`` where a row has no room for them; the codes are the same."""


class MoneyLines(LineRows):
    """The lines of an award; ``specs`` are those of ``AwardLineFields``, ``usual`` what a new line is offered with."""

    def __init__(
        self,
        context: Context,
        specs: Mapping[str, Spec],
        *,
        usual: Values | None = None,
        fields: Sequence[str] = ("fund_id", AMOUNT, "form", "level"),
        title: str = "",
    ) -> None:
        first: dict[str, Any] = {"level": "upper", "form": "cash", **(usual or {})}
        short = {
            "level": replace(specs["level"], kind=Choice(options=SHORT_LEVELS)),
            "form": replace(specs["form"], kind=Choice(options=SHORT_FORMS)),
        }
        super().__init__(
            title or _("Nguồn chi"),
            {**specs, **short},
            fields,
            work=context.work,
            lookups={"fund": fund_lookup(context.register)},
            add_text=_("Thêm nguồn chi"),
            start=lambda: {name: value for name, value in first.items() if name in fields},
        )
        self.sum_label = QLabel()
        self.sum_label.setWordWrap(True)
        self.foot.insertWidget(1, self.sum_label, 1)
        self.foot.takeAt(2)
        self.changed.connect(self._add_up)
        self._add_up()

    def total(self) -> int:
        """Return the sum of what can be read, in đồng."""
        return sum(line.get(AMOUNT) or 0 for line in self.current())

    def _add_up(self) -> None:
        total = self.total()
        text = _("Cộng <b>{total} đ</b> · {words}").format(total=number(total), words=in_words(total)) if total else ""
        self.sum_label.setText(text)
