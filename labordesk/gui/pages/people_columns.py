"""Which columns the list of people has: the masked number, what was received this year at the right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from labordesk.fields import Money, Spec
from labordesk.gui.table import Column
from labordesk.i18n import _
from labordesk.services.people_search import COLUMNS
from labordesk.vietnamese.citizen import mask


@dataclass(frozen=True)
class _Received(Money):
    """Money handed over; nothing yet is a dash, so that the eye finds those who got something."""

    def show_value(self, value: Any) -> str:
        return super().show_value(value) if value else "–"


def people_columns(year: int) -> list[Column]:
    """Return the columns of the list; ``year`` is the one whose support is summed up."""
    return [
        _column("full_name", width=19, sortable=True),
        _column("birth", width=10),
        _column("sex", width=6, hidden=True),
        _column("citizen_id", width=13, show=lambda number: mask(number) if number else ""),
        _column("phone", width=11, hidden=True),
        _column("standing", width=16, hidden=True),
        _column("unit_name", width=18, stretch=True),
        Column("received_this_year", _("Đã nhận {year}").format(year=year), _Received(low=0), width=10),
    ]


def _column(key: str, **options: Any) -> Column:
    spec: Spec = COLUMNS[key]
    return Column(key, spec.label, spec.kind, **options)
