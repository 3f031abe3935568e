"""How agreements are said on screen: states, columns, sums."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from labordesk.fields import Count, Day, Money
from labordesk.gui.pages.parts.counts import counted
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import money

if TYPE_CHECKING:
    from labordesk.services.agreements import AgreementRow

STATES: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("all", N_("Mọi thỏa thuận"), ()),
    ("in_force", N_("Đang hiệu lực"), ("active", "expiring")),
    ("expiring", N_("Sắp hết hạn"), ("expiring",)),
    ("past", N_("Đã hết hạn, chấm dứt"), ("expired", "ended")),
    ("unused", N_("Chưa ai sử dụng"), ()),
)
"""What the list can be narrowed to: a key, its name, the states of ``rules.agreement_terms``."""

NOTICE_CHOICES = (30, 60, 90, 180)

_STATE_WORDS: dict[str, tuple[str, Tone]] = {
    "ahead": (N_("chưa đến ngày ký"), "neutral"),
    "active": (N_("đang hiệu lực"), "good"),
    "expiring": (N_("sắp hết hạn"), "warn"),
    "expired": (N_("hết hạn"), "error"),
    "ended": (N_("đã chấm dứt"), "neutral"),
}


def state_words(row: AgreementRow) -> tuple[str, Tone]:
    """Return where an agreement stands; one signed again is settled."""
    if row.followed and row.state in ("expiring", "expired"):
        return _("đã ký tiếp"), "neutral"
    text, tone = _STATE_WORDS[row.state]
    return _(text), tone


def term_words(row: AgreementRow) -> str:
    """Return "Ký 01/04/2025, hết hạn 31/03/2026, chấm dứt 15/01/2026"."""
    fields = row.fields
    parts = [_("Ký {day}").format(day=short(fields.signed_on))]
    if fields.expires_on is not None:
        parts.append(_("hết hạn {day}").format(day=short(fields.expires_on)))
    else:
        parts.append(_("không thời hạn"))
    if fields.ended_on is not None:
        parts.append(_("chấm dứt {day}").format(day=short(fields.ended_on)))
    return ", ".join(parts)


def _goods(row: AgreementRow) -> str:
    return " · ".join(part for part in (row.fields.goods, row.fields.discount) if part)


def of_year(row: AgreementRow, year: int) -> tuple[int, int]:
    """Return turns of members and đồng saved in a year."""
    return next(((one.members, one.saved) for one in row.effect.years if one.year == year), (0, 0))


def agreement_columns(year: int) -> list[Column]:
    """Return the columns of the register of agreements; ``year`` is the present one."""
    turns, saved = _("Lượt {year}").format(year=year), _("Tiết kiệm {year}").format(year=year)
    return [
        Column("partner", N_("Đối tác"), read=lambda row: row.fields.partner, width=30, stretch=True, bold=True),
        Column("goods", N_("Ưu đãi"), read=_goods, width=20, stretch=True, muted=True, hidden=True),
        Column("unit", N_("Đơn vị ký"), width=20, hidden=True),
        Column("number", N_("Số thỏa thuận"), read=lambda row: row.fields.number or "", hidden=True),
        Column("signed_on", N_("Ngày ký"), Day(), read=lambda row: row.fields.signed_on, hidden=True),
        Column("expires_on", N_("Hết hạn"), Day(), read=lambda row: row.fields.expires_on, tip=term_words),
        Column("state", N_("Tình trạng"), pill=state_words, tip=term_words, width=14),
        Column("members", turns, Count(), read=lambda row: of_year(row, year)[0] or None, width=10, spare=True),
        Column("saved", saved, Money(), read=lambda row: of_year(row, year)[1] or None, width=14),
        Column("all_members", N_("Lượt tất cả"), Count(), read=lambda row: row.effect.members or None, hidden=True),
        Column("all_saved", N_("Tiết kiệm tất cả"), Money(), read=lambda row: row.effect.saved or None, hidden=True),
    ]


def sum_words(rows: Sequence[AgreementRow], year: int) -> str:
    """Return the line below the list: use in the present year, all years, and how many were never used."""
    if not rows:
        return ""
    members = sum(of_year(row, year)[0] for row in rows)
    saved = sum(of_year(row, year)[1] for row in rows)
    unused = sum(1 for row in rows if row.unused)
    parts = [
        _("Năm {year}: {turns}, tiết kiệm {saved}").format(
            year=year, turns=counted(members, "turn"), saved=money(saved)
        ),
        _("không tính vào tổng chi"),
    ]
    if unused:
        parts.append(_("{n} chưa ai sử dụng").format(n=unused))
    return " · ".join(parts)
