"""How funds and their books are said on screen: rows, columns, states."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Day, Money
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.fund_balances import FundBalance
    from labordesk.store.register import Register


@dataclass(frozen=True)
class FundLine:
    """A fund of the table; ``balance`` None for one that is not followed yet."""

    id: int
    name: str
    balance: FundBalance | None


def read_lines(register: Register, on: date) -> tuple[FundLine, ...]:
    """Read the funds followed, then those of the union's own money that could be; for the reading pool."""
    from labordesk.services.catalogue import funds
    from labordesk.services.fund_balances import balances

    with register.looking() as connection:
        followed = [FundLine(one.fund_id, one.name, one) for one in balances(connection, on)]
    known = {one.id for one in followed}
    others = [row for row in funds(register) if row.fields.union_money and row.id not in known]
    return (*followed, *(FundLine(row.id, row.fields.name, None) for row in others))


def _state(row: FundLine) -> tuple[str, Tone]:
    if row.balance is None:
        return _("chưa theo dõi"), "neutral"
    if row.balance.left < 0:
        return _("chi quá quỹ"), "error"
    if not row.balance.left:
        return _("hết quỹ"), "warn"
    return (_("sắp hết"), "warn") if row.balance.is_low else ("", "neutral")


def _tone(row: FundLine) -> Tone | None:
    return "error" if row.balance is not None and row.balance.left < 0 else None


def _state_tip(row: FundLine) -> str:
    return _state(row)[0]


def _of(name: str) -> Any:
    return lambda row: getattr(row.balance, name) if row.balance is not None else None


def since_words(row: FundLine) -> str:
    """Return from which day the fund is followed, or how to begin."""
    if row.balance is None:
        return _("Ghi số dư mang sang để theo dõi số dư của quỹ này.")
    return _("Mang sang đầu ngày {day}").format(day=short(row.balance.opened_on))


FUND_COLUMNS = (
    Column("name", N_("Quỹ, nguồn"), width=30, stretch=True, bold=True, tip=since_words),
    Column("opened_on", N_("Từ ngày"), Day(), read=_of("opened_on"), muted=True, hidden=True),
    Column("opening", N_("Mang sang"), Money(), read=_of("opening"), width=13, tip=since_words),
    Column("raised", N_("Đã nhận"), Money(), read=_of("raised"), width=13),
    Column("spent", N_("Đã chi"), Money(), read=_of("spent"), width=13),
    Column("left", N_("Còn lại"), Money(), read=_of("left"), width=14, bold=True, tone=_tone, tip=_state_tip),
    Column(
        "pledged",
        N_("Đã hứa, chưa nhận"),
        Money(),
        read=lambda row: _of("pledged_open")(row) or None,
        width=16,
        spare=True,
    ),
    Column("state", N_("Tình trạng"), pill=_state, width=13),
)


def _words(row: Any) -> str:
    """Return "Tết Bính Ngọ 2026 · 412 suất" for gifts, "Lê Thị Mai · Trợ cấp bệnh hiểm nghèo" for a person."""
    many = _("{n} lần trao").format(n=number(row.awards)) if row.awards > 1 else ""
    return " · ".join(part for part in (row.name, row.detail, many) if part)


MOVEMENT_COLUMNS = (
    Column("on", N_("Ngày"), Day()),
    Column("name", N_("Nội dung"), read=_words, width=40, stretch=True),
    Column("came", N_("Thu"), Money(), read=lambda row: row.came or None, width=14),
    Column("went", N_("Chi"), Money(), read=lambda row: row.went or None, width=14),
    Column(
        "left",
        N_("Còn lại"),
        Money(),
        width=15,
        bold=True,
        summed=False,
        tone=lambda row: "error" if row.left < 0 else None,
    ),
)
