"""How vouchers and tickets are worded: columns, states, what is in the drawer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from labordesk.fields import Choice, Count, Day, Money
from labordesk.fields.choices import VOUCHER_KINDS
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.voucher_lists import STATES, VoucherCount, VoucherRow, VoucherSummary
from labordesk.vietnamese.numbers import number

STATE_NAMES: Final = dict(
    zip(STATES, (N_("Còn trong tay"), N_("Đã ghi tên"), N_("Đã trao"), N_("Đã hủy")), strict=True)
)
_TONES: Final[Mapping[str, Tone]] = {"held": "neutral", "assigned": "info", "given": "good", "void": "error"}
_KINDS: Final = dict(VOUCHER_KINDS)


def voucher_state(row: VoucherRow) -> tuple[str, Tone]:
    """Return the pill of a voucher."""
    return _(STATE_NAMES[row.state]), _TONES[row.state]


def whose(row: VoucherRow) -> str:
    """Return who has it, or why nobody may."""
    if row.void_reason:
        return row.void_reason
    if row.award_id is None:
        return ""
    name = f"{row.position}. {row.name}" if row.position else row.name
    return _("{name} và {n} người đi cùng").format(name=name, n=row.companions) if row.companions else name


VOUCHER_COLUMNS: Final = (
    Column("kind", N_("Loại"), Choice(options=VOUCHER_KINDS), width=19),
    Column("serial", N_("Số sê-ri"), width=12, bold=True),
    Column("value", N_("Mệnh giá"), Money(low=0), width=10),
    Column("issuer", N_("Nơi phát hành"), width=15, stretch=True, spare=True),
    Column("travel_on", N_("Ngày đi"), Day(), width=10, spare=True),
    Column("route", N_("Chặng"), width=12, stretch=True, spare=True),
    Column("state", N_("Tình trạng"), pill=voucher_state, width=16),
    Column("name", N_("Người nhận, lý do hủy"), read=whose, width=26, stretch=True, tip=whose),
    Column("unit_name", N_("Đơn vị"), width=14, stretch=True),
    Column("position", N_("STT"), Count(), width=4, hidden=True),
)


def summary_words(summary: VoucherSummary) -> str:
    """Return one line per kind: in hand, meant, given, void; with the people the tickets carry."""
    parts = [_kind_words(one) for one in summary.kinds]
    if summary.carried:
        parts.append(_("{n} người đã nhận vé, kể cả người đi cùng").format(n=number(summary.carried)))
    return "\n".join(parts)


def _kind_words(one: VoucherCount) -> str:
    text = _("{kind}: {total} · còn trong tay {held} · đã ghi {assigned} · đã trao {given}")
    words = text.format(
        kind=_(_KINDS.get(one.kind, one.kind)),
        total=number(one.total),
        held=number(one.held),
        assigned=number(one.assigned),
        given=number(one.given),
    )
    if one.void:
        words += _(" · hủy {n}").format(n=number(one.void))
    if one.value_left:
        words += _(" · mệnh giá còn giữ {amount} đồng").format(amount=number(one.value_left))
    return words
