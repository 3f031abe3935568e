"""How campaigns and the lines of their lists are worded on screen: states, notes, figures, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from labordesk.fields import CitizenId, Count, Money, PersonName
from labordesk.fields.choices import COUNT_UNITS, HANDOVERS, RELATIONS
from labordesk.fields.common import BIRTH
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.services.gift_lists import CampaignProgress, Duplicate, RecipientRow
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.campaigns import CampaignRow

WAITING: Final = ("planned", "absent")
"""States of a gift still to be handed over: the absent may come later."""

MOST_NAMED: Final = 3
"""So many units are named in a sentence; the others are counted."""

Words = tuple[str, str, float | None, str]
"""Figure, detail, share, foot: what a ``KpiCard`` shows."""

_STATES: Final = dict(HANDOVERS)
_RELATIONS: Final = dict(RELATIONS)
_COUNTED: Final = dict(COUNT_UNITS)
_TONES: Final[Mapping[str, Tone]] = {"received": "good", "proxy": "warn", "absent": "warn"}


def is_doubled(row: RecipientRow) -> bool:
    """Say whether a line waits for a reason: the person has another gift, and nobody has said why two are right.

    Of two waiting lines of one list the first is the ordinary one, the later one doubles it.
    """
    other = row.duplicate_of
    if other is None or row.override_reason or row.handover not in WAITING:
        return False
    return not other.same_campaign or other.award_id < row.award_id or other.handover not in WAITING


def state_words(row: RecipientRow) -> tuple[str, Tone]:
    """Return the pill of a line: its state, or where the person has another gift."""
    if row.duplicate_of is not None and is_doubled(row):
        return _double_words(row.duplicate_of)
    return _(_STATES.get(row.handover, row.handover)), _TONES.get(row.handover, "neutral")


def _double_words(other: Duplicate) -> tuple[str, Tone]:
    if other.handover in WAITING:
        where = other.unit_name if other.same_campaign else other.campaign_name
        return _("Trùng: có tên ở {where}").format(where=where), "warn"
    if other.same_campaign:
        return _("Trùng: đã nhận tại {where}").format(where=other.unit_name), "error"
    return _("Trùng: đã nhận {what}").format(what=other.campaign_name), "error"


def double_sentence(row: RecipientRow) -> str:
    """Return what doubles a line, when and where: the sentence of the question before it is handed over."""
    other = row.duplicate_of
    if other is None:
        return ""
    details = {
        "who": row.name,
        "what": other.campaign_name,
        "where": other.unit_name,
        "when": short(other.paid_on) if other.paid_on else "",
    }
    if other.handover in WAITING:
        return _("{who} còn có tên trong danh sách {what} tại {where}, chưa nhận.").format(**details)
    return _("{who} đã nhận {what} tại {where} ngày {when}.").format(**details)


def note_words(row: RecipientRow) -> str:
    """Return the note: who took the gift, when it was marked, why a second one was right, what was written."""
    if is_doubled(row):
        return _("Xem · Vẫn ghi, nêu lý do")
    parts = []
    if row.handover == "proxy":
        relation = _(_RELATIONS.get(row.recipient_relation, "")).lower()
        parts.append(f"{relation}: {row.recipient_name}" if relation else row.recipient_name)
    parts.append(when_words(row))
    if row.companions:
        parts.append(_("{n} người đi cùng").format(n=number(row.companions)))
    if row.override_reason:
        twice = row.duplicate_of is not None and row.duplicate_of.same_campaign
        text = _("suất thứ hai, lý do: {reason}") if twice else _("lý do: {reason}")
        parts.append(text.format(reason=row.override_reason))
    parts.append(" ".join(row.note.split()))
    return " · ".join(part for part in parts if part)


def when_words(row: RecipientRow) -> str:
    """Return "28/01 08:12" for a mark made on the day itself, else the day the gift was handed over.

    Somebody absent has no day of a gift; when it was written down is called that.
    """
    marked = datetime.fromisoformat(row.marked_at).astimezone() if row.marked_at else None
    if row.paid_on is None:
        is_absent = marked is not None and row.handover == "absent"
        return _("ghi lúc {when}").format(when=f"{marked:%d/%m %H:%M}") if is_absent else ""
    if marked is not None and marked.date() == row.paid_on:
        return marked.strftime("%d/%m %H:%M")
    return short(row.paid_on)


def who(row: RecipientRow) -> str:
    """Return the person's name, or how many people the line stands for."""
    if row.person_id is not None:
        return row.name
    counted = _(_COUNTED.get(row.count_unit, "suất"))
    return _("{n} {counted}, không ghi tên").format(n=number(row.quantity), counted=counted)


def named(names: Sequence[str]) -> str:
    """Return "A, B, C và 4 đơn vị khác"."""
    shown = ", ".join(names[:MOST_NAMED])
    if len(names) <= MOST_NAMED:
        return shown
    return _("{names} và {n} đơn vị khác").format(names=shown, n=number(len(names) - MOST_NAMED))


def birth_words(row: RecipientRow) -> str:
    """Return the birth date as far as it is known."""
    return BIRTH.kind.show(row.birth)


RECIPIENT_COLUMNS: Final = (
    Column("position", N_("STT"), Count(), width=4),
    Column("name", N_("Họ và tên"), PersonName(), read=who, width=20, stretch=True),
    Column("birth", N_("Năm sinh"), read=lambda row: (row.birth or "")[:4], width=5, tip=birth_words),
    Column(
        "citizen_id", N_("Số CCCD"), CitizenId(), show=lambda value: mask(value) if value else "", width=13, hidden=True
    ),
    Column("unit_name", N_("Đơn vị"), width=14, stretch=True),
    Column("cash", N_("Tiền mặt"), Money(), width=9),
    Column("goods", N_("Hiện vật"), Money(), width=8),
    Column("vouchers", N_("Số phiếu, vé"), width=17, hidden=True, tip=lambda row: row.vouchers),
    Column("handover", N_("Tình trạng"), pill=state_words, width=19, stretch=True, tip=double_sentence),
    Column(
        "note",
        N_("Ghi chú"),
        read=note_words,
        width=18,
        stretch=True,
        tone=lambda row: "info" if is_doubled(row) else "warn" if row.override_reason else None,
    ),
)


def given_words(progress: CampaignProgress) -> Words:
    """Return how many packages were handed over of those on the list."""
    share = progress.given / progress.recipients if progress.recipients else 0.0
    return f"{number(progress.given)} / {number(progress.recipients)}", "", share, ""


def money_words(progress: CampaignProgress) -> Words:
    """Return the cash handed over; goods stand below it and are never added to it here."""
    detail = _("và hiện vật trị giá {goods}").format(goods=number(progress.goods_given))
    if not progress.goods:
        detail = _("trên tổng {total} của danh sách").format(total=number(progress.cash)) if progress.cash else ""
    return number(progress.cash_given), detail, None, ""


def waiting_words(progress: CampaignProgress) -> Words:
    """Return the packages that must still lie on the table."""
    if not progress.waiting:
        return number(0), _("đã trao hết danh sách") if progress.recipients else "", None, ""
    detail = _("gồm cả phần người vắng") if progress.absent else _("khớp với số chưa nhận")
    return number(progress.waiting), detail, None, ""


def mark_words(progress: CampaignProgress) -> Words:
    """Return "6 · 4 · 1": taken by proxy, absent, people listed twice; below it how many lines those have."""
    figures = (progress.proxy, progress.absent, progress.doubled_people)
    parts = []
    if progress.duplicates:
        people, lines = number(progress.doubled_people), number(progress.duplicates)
        parts.append(_("{people} người trùng ở {lines} dòng").format(people=people, lines=lines))
    if progress.returned:
        parts.append(_("{n} suất trả lại").format(n=number(progress.returned)))
    return " · ".join(number(one) for one in figures), " · ".join(parts), None, ""


def progress_words(row: CampaignRow) -> tuple[str, Tone]:
    """Return the pill of a campaign in the list: how far its hand-over is."""
    progress = row.progress
    if not progress.recipients:
        return _("Chưa lập"), "neutral"
    if not progress.given and not progress.absent:
        return _("Chưa trao"), "neutral"
    if progress.absent:
        text = _("Còn {n} · vắng {absent}")
        return text.format(n=number(progress.waiting), absent=number(progress.absent)), "warn"
    if progress.waiting:
        return _("Còn {n} suất").format(n=number(progress.waiting)), "warn"
    return _("Đã trao hết"), "good"


def counts_words(row: CampaignRow) -> str:
    """Return "118/156" handed over of those on the list."""
    progress = row.progress
    if not progress.recipients:
        return f"0/{number(row.planned_packages)}" if row.planned_packages else "–"
    return f"{number(progress.given)}/{number(progress.recipients)}"


def package_words(cash: int, goods: int) -> str:
    """Return "1.000.000 + 300.000": cash, then what the goods are worth."""
    return " + ".join(number(amount) for amount in (cash, goods) if amount) or "–"


def days_words(first: date, last: date) -> str:
    """Return "01/12/2025–28/02/2026"."""
    return f"{short(first)}–{short(last)}"


CAMPAIGN_COLUMNS: Final = (
    Column("name", N_("Đợt"), width=19, stretch=True, bold=True, tip=lambda row: f"{row.name} · {row.programme_name}"),
    Column("programme_name", N_("Chương trình"), width=14, stretch=True),
    Column(
        "starts_on",
        N_("Thời gian"),
        read=lambda row: days_words(row.starts_on, row.ends_on),
        width=21,
    ),
    Column(
        "package_cash",
        N_("Mỗi suất"),
        read=lambda row: package_words(row.package_cash, row.package_goods),
        width=18,
        align="right",
        tip=lambda _row: _("Tiền mặt + trị giá quà, đồng"),
    ),
    Column("progress", N_("Đã trao"), read=counts_words, width=8, align="right"),
    Column(
        "given",
        N_("Đã chi (đ)"),
        Money(),
        read=lambda row: row.progress.cash_given + row.progress.goods_given,
        width=12,
        tip=lambda _row: _("Tiền mặt và trị giá quà đã trao"),
    ),
    Column("state", N_("Tình trạng"), pill=progress_words, width=16),
)
