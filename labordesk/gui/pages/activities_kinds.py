"""The three lists of dated records: what each shows, what it says, which service keeps it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from labordesk.fields import Count, Day, Kind, Money
from labordesk.fields.choices import COUNT_UNITS, LEVELS
from labordesk.gui.pages.parts.counts import counted
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, NC_, _
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import money, number

if TYPE_CHECKING:
    from labordesk.services.changes import Changes
    from labordesk.services.pages import Page
    from labordesk.services.saved import Saved

_UNITS = dict(COUNT_UNITS)
_LEVELS = dict(LEVELS)


@dataclass(frozen=True)
class RecordService:
    """The functions of one list; made in a worker because they need the data layer."""

    form: type[Any]
    rows: Callable[..., Page[Any]]
    load: Callable[..., Any]
    save: Callable[..., Saved]
    delete: Callable[..., Changes]
    totals: Callable[..., Any]


@dataclass(frozen=True)
class RecordKind:
    """One tab; all texts are msgids. ``programmes`` are the kinds of programme it takes, the usual one first."""

    key: str
    flag: str
    icon: str
    tab: str
    add: str
    edit_title: str
    delete_question: str
    search: str
    empty: str
    hint: str
    programmes: tuple[str, ...]
    fields: tuple[str, ...]
    """The form in the order of reading, figures beside their units; the reason of an exception is asked for later."""
    columns: tuple[Column, ...]
    service: Callable[[], RecordService]
    words: Callable[[Any], str]
    """The line below the list, from its totals."""


def period_words(start: date, end: date) -> str:
    """Return "01/01 – 30/06/2026", with both years where they differ."""
    first = short(start)[:5] if start.year == end.year else short(start)
    return f"{first} – {short(end)}"


def _days(fields: Any) -> tuple[date, date]:
    return fields.starts_on, fields.ends_on


def _field(key: str, heading: str, kind: Kind, **options: Any) -> Column:
    return Column(key, heading, kind, read=lambda row: getattr(row.fields, key), **options)


def _money(key: str, heading: str, read: Callable[[Any], int | None], **options: Any) -> Column:
    """Return a column of đồng in which nothing is an empty cell, not a zero."""
    return Column(key, heading, Money(), read=lambda row: read(row.fields) or None, width=13, **options)


def _activity_service() -> RecordService:
    from labordesk.model.activity import ActivityFields
    from labordesk.services import activities as service
    from labordesk.services.record_totals import activity_totals

    return RecordService(
        ActivityFields,
        service.list_activities,
        service.load_activity,
        lambda register, fields, found, version: service.save_activity(
            register, fields, activity_id=found, row_version=version
        ),
        service.delete_activity,
        activity_totals,
    )


def _contribution_service() -> RecordService:
    from labordesk.model.activity import ContributionFields
    from labordesk.services import contributions as service
    from labordesk.services.record_totals import contribution_totals

    return RecordService(
        ContributionFields,
        service.list_contributions,
        service.load_contribution,
        lambda register, fields, found, version: service.save_contribution(
            register, fields, contribution_id=found, row_version=version
        ),
        service.delete_contribution,
        contribution_totals,
    )


def _aggregate_service() -> RecordService:
    from labordesk.model.indicator import AggregateFields
    from labordesk.services import aggregates as service
    from labordesk.services.record_totals import aggregate_totals

    return RecordService(
        AggregateFields,
        service.list_aggregates,
        service.load_aggregate,
        lambda register, fields, found, version: service.save_aggregate(
            register, fields, aggregate_id=found, row_version=version
        ),
        service.delete_aggregate,
        aggregate_totals,
    )


def _activity_words(totals: Any) -> str:
    counts = ", ".join(counted(count, unit) for unit, count in totals.counts)
    parts = [_("{n} hoạt động").format(n=number(totals.rows)), counts]
    if totals.cost:
        parts.append(_("kinh phí tổ chức {amount}").format(amount=money(totals.cost)))
    return _("{parts} · không tính vào tổng chi").format(parts=" · ".join(part for part in parts if part))


def _contribution_words(totals: Any) -> str:
    parts = [
        _("{n} khoản").format(n=number(totals.rows)),
        _("đã nhận {amount}").format(amount=money(totals.received)),
    ]
    if totals.pledged:
        parts.append(_("đã hứa {amount}").format(amount=money(totals.pledged)))
    if totals.due:
        parts.append(_("còn chưa nhận {amount}").format(amount=money(totals.due)))
    if totals.labour_days:
        parts.append(_("{n} ngày công").format(n=number(totals.labour_days)))
    return _("{parts} · không tính vào tổng chi").format(parts=" · ".join(parts))


def _aggregate_words(totals: Any) -> str:
    counts = ", ".join(counted(count, unit) for unit, count in totals.counts)
    houses = _("{new} nhà xây mới, {repaired} nhà sửa chữa").format(
        new=number(totals.new_houses), repaired=number(totals.repaired_houses)
    )
    parts = [_("{n} dòng").format(n=number(totals.rows)), counts]
    if totals.new_houses or totals.repaired_houses:
        parts.append(houses)
    parts.append(money(totals.amount))
    return _("{parts} · số đơn vị báo cáo, không có danh sách người").format(
        parts=" · ".join(part for part in parts if part)
    )


def _due(row: Any) -> int:
    from labordesk.services.contributions import still_due  # loaded already when there are rows to paint

    return still_due(row.fields)


def _received(row: Any) -> tuple[str, Tone]:
    if _due(row):
        return _("còn thiếu"), "warn"
    return (_("nhận đủ"), "good") if row.fields.pledged else ("", "neutral")


def _still_due(row: Any) -> str:
    due = _due(row)
    return _("Đã hứa, chưa nhận {amount}").format(amount=money(due)) if due else ""


def _purpose(row: Any) -> str:
    return row.fields.purpose or row.programme or row.fund or ""


def _donor(row: Any) -> str:
    """Return "Hội Doanh nghiệp huyện · xây Mái ấm công đoàn"."""
    return " · ".join(part for part in (row.fields.donor, _purpose(row)) if part) or "–"


def _both_counts(row: Any) -> str:
    """Return "420 người, 12 chuyến"."""
    fields = row.fields
    both = (counted(fields.count, fields.count_unit), counted(fields.second_count, fields.second_unit))
    return ", ".join(one for one in both if one)


def _reported(row: Any) -> str:
    fields = row.fields
    parts = [counted(fields.quantity, fields.count_unit)]
    if fields.new_houses:
        parts.append(_("{n} xây mới").format(n=number(fields.new_houses)))
    if fields.repaired_houses:
        parts.append(_("{n} sửa chữa").format(n=number(fields.repaired_houses)))
    return ", ".join(part for part in parts if part)


ACTIVITIES = RecordKind(
    key="activities",
    flag="activities",
    icon="megaphone",
    tab=NC_("list", "Hoạt động"),
    add=N_("Ghi hoạt động"),
    edit_title=N_("Sửa hoạt động"),
    delete_question=N_("Xóa hoạt động “{name}” ngày {day}?"),
    search=N_("Tìm nội dung, đơn vị"),
    empty=N_("Chưa ghi hoạt động nào trong kỳ này"),
    hint=N_("Nhấn Ctrl+N để ghi chuyến xe, khám sức khỏe, tư vấn pháp luật, bữa ăn ca …"),
    programmes=("activity", "gift", "grant", "house", "agreement", "indicator"),
    fields=(
        *("programme_id", "unit_id", "happened_on", "campaign_id", "name", "cost"),
        *("count", "count_unit", "second_count", "second_unit", "note"),
    ),
    columns=(
        _field("happened_on", N_("Ngày"), Day()),
        Column("name", N_("Nội dung"), read=lambda row: row.fields.name or row.programme, width=40, stretch=True),
        Column("programme", N_("Chương trình"), width=20, muted=True, stretch=True),
        Column("unit", N_("Đơn vị"), width=16, stretch=True),
        Column("count", N_("Số lượng"), read=_both_counts, align="right", width=23),
        _money("cost", N_("Kinh phí"), lambda fields: fields.cost),
    ),
    service=_activity_service,
    words=_activity_words,
)

CONTRIBUTIONS = RecordKind(
    key="contributions",
    flag="contributions",
    icon="handshake",
    tab=N_("Vận động, đóng góp"),
    add=N_("Ghi khoản vận động"),
    edit_title=N_("Sửa khoản vận động"),
    delete_question=N_("Xóa khoản vận động của “{name}” ngày {day}?"),
    search=N_("Tìm người góp, mục đích"),
    empty=N_("Chưa ghi khoản vận động nào trong kỳ này"),
    hint=N_("Nhấn Ctrl+N để ghi tiền, hiện vật, ngày công được đóng góp; các khoản này không tính vào tổng chi."),
    programmes=("contribution", "house", "gift", "grant", "activity", "agreement", "indicator"),
    fields=(
        *("unit_id", "received_on", "donor", "purpose", "programme_id", "fund_id"),
        *("pledged", "cash", "goods", "labour_days", "thanked_on", "note"),
    ),
    columns=(
        _field("received_on", N_("Ngày"), Day()),
        Column("donor", N_("Người, đơn vị đóng góp"), read=_donor, width=48, stretch=True),
        Column("purpose", N_("Mục đích"), read=_purpose, width=22, muted=True, hidden=True),
        Column("unit", N_("Đơn vị vận động"), width=16),
        _money("pledged", N_("Đã hứa"), lambda fields: fields.pledged),
        _money("received", N_("Đã nhận"), lambda fields: fields.cash + fields.goods),
        Column("labour_days", N_("Ngày công"), Count(), read=lambda row: row.fields.labour_days or None, width=8),
        Column("due", N_("Tình trạng"), pill=_received, tip=_still_due, width=11),
    ),
    service=_contribution_service,
    words=_contribution_words,
)

AGGREGATES = RecordKind(
    key="aggregates",
    flag="awards",
    icon="file-chart-column",
    tab=N_("Số liệu tổng hợp do đơn vị báo cáo"),
    add=N_("Ghi số liệu tổng hợp"),
    edit_title=N_("Sửa số liệu tổng hợp"),
    delete_question=N_("Xóa số liệu tổng hợp “{name}”, kỳ {day}?"),
    search=N_("Tìm đơn vị, số báo cáo"),
    empty=N_("Chưa ghi số liệu tổng hợp nào trong kỳ này"),
    hint=N_("Nhấn Ctrl+N để ghi số đơn vị báo cáo mà sổ này không có danh sách người nhận."),
    programmes=("all", "gift", "grant", "house", "activity", "agreement", "indicator"),
    fields=(
        *("unit_id", "programme_id", "starts_on", "ends_on", "quantity", "count_unit", "new_houses", "repaired_houses"),
        *("cash", "goods", "level", "fund_id", "campaign_id", "source_note", "override_reason"),
    ),
    columns=(
        Column(
            "period",
            N_("Kỳ báo cáo"),
            read=lambda row: period_words(row.fields.starts_on, row.fields.ends_on),
            width=22,
        ),
        Column("unit", N_("Đơn vị báo cáo"), width=22, stretch=True),
        Column("programme", N_("Chương trình"), width=20, stretch=True),
        Column("quantity", N_("Số lượng"), read=_reported, align="right", width=19),
        _money("amount", N_("Tiền, hiện vật"), lambda fields: fields.cash + fields.goods),
        _money("cash", N_("Tiền"), lambda fields: fields.cash, hidden=True),
        _money("goods", N_("Hiện vật"), lambda fields: fields.goods, hidden=True),
        Column("level", N_("Cấp chi"), read=lambda row: _(_LEVELS[row.fields.level]), width=28, hidden=True),
        Column(
            "override",
            N_("Lưu ý"),
            pill=lambda row: (_("có lý do"), "warn") if row.fields.override_reason else ("", "neutral"),
            tip=lambda row: row.fields.override_reason or "",
            width=8,
        ),
        Column("source_note", N_("Theo báo cáo số"), read=lambda row: row.fields.source_note or "", hidden=True),
        Column("fund", N_("Nguồn"), hidden=True),
    ),
    service=_aggregate_service,
    words=_aggregate_words,
)

KINDS = (ACTIVITIES, CONTRIBUTIONS, AGGREGATES)
