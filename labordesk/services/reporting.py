"""Compose and print reports: picks the units, the letterhead in force and the words of the house."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from labordesk.documents.model import Document
from labordesk.documents.saving import check_suffix, save_document
from labordesk.errors import InvalidInput, NotFound
from labordesk.i18n import N_
from labordesk.reports import all_reports
from labordesk.reports.base import Paper, Report, Request, UnitRow, Units, UnitView, WordStyle
from labordesk.rules.masking import masked_text
from labordesk.rules.roles import Right
from labordesk.rules.unit_history import UnitHistory
from labordesk.rules.unit_names import unit_sort_key
from labordesk.rules.written_units import marked_key
from labordesk.services.access import may
from labordesk.services.letterheads import letterhead_on
from labordesk.services.register_settings import RegisterChoices, read_choices
from labordesk.services.report_texts import read_texts
from labordesk.services.unit_tree import find_units, read_history, root_unit, short_names
from labordesk.store.lists import campaigns_between
from labordesk.store.register import Register
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.periods import Period


@dataclass(frozen=True)
class Order:
    """What a person asks for; ``unit_id`` None is the unit that keeps the register, ``parts`` empty is all parts."""

    report: str
    period: Period
    unit_id: int | None = None
    view: UnitView = "then"
    campaign_id: int | None = None
    parts: frozenset[str] = frozenset()
    signed_on: date | None = None
    cut_off: date | None = None
    number: int | None = None
    seed: int | None = None


def report_named(name: str) -> Report:
    """Return a report by its name; NotFound lists the names there are."""
    for report in all_reports():
        if report.name == name:
            return report
    names = ", ".join(report.name for report in all_reports())
    raise NotFound(N_("Không có báo cáo “{name}”; hãy chọn: {names}."), name=name, names=names)


def order_by_names(
    register: Register,
    report: str,
    period: Period,
    *,
    unit: str | None = None,
    campaign: str | None = None,
    view: UnitView | None = None,
) -> Order:
    """Return an order from what is typed on a command line; NotFound or InvalidInput with the choices.

    Without a view it is "then", and "now" for a unit founded after the period: its forerunners' figures are meant.
    """
    wanted = report_named(report)
    unit_id = _unit_named(register, unit) if unit else None
    campaign_id = _campaign_named(register, period, campaign) if wanted.needs_campaign else None
    return Order(report, period, unit_id, view or _usual_view(register, period, unit_id), campaign_id)


def _usual_view(register: Register, period: Period, unit_id: int | None) -> UnitView:
    with register.looking() as connection:
        unit = read_history(connection).units[unit_id or root_unit(connection)]
    return "now" if unit.starts_after(period.end) else "then"


def _unit_named(register: Register, name: str) -> int:
    found = find_units(register, name)
    exact = [one for one in found if name.casefold() in (one.name.casefold(), (one.short_name or "").casefold())]
    choices = exact or found
    if not choices:
        raise NotFound(N_("Không có đơn vị nào khớp với “{name}”; hãy ghi tên như trong sổ."), name=name)
    if len(choices) > 1:
        names = "; ".join(one.name for one in choices[:5])
        raise InvalidInput(N_("Có nhiều đơn vị khớp với “{name}”: {names}; hãy ghi đủ tên."), name=name, names=names)
    return choices[0].id


def campaigns_of(register: Register, period: Period) -> list[tuple[int, str]]:
    """Return (id, name) of the campaigns held in a period, the earliest first."""
    with register.looking() as connection:
        return campaigns_between(connection, period.start.isoformat(), period.end.isoformat(), period.tet_year)


def _campaign_named(register: Register, period: Period, name: str | None) -> int:
    found = campaigns_of(register, period)
    if name:
        found = [one for one in found if name.casefold() in one[1].casefold()]
        found = [one for one in found if name.casefold() == one[1].casefold()] or found
    if not found:
        raise NotFound(N_("Không có đợt tặng quà nào như vậy trong {period}."), period=period.label)
    if len(found) > 1:
        names = "; ".join(one[1] for one in found[:6])
        raise InvalidInput(N_("Có nhiều đợt trong kỳ: {names}; hãy chọn một đợt bằng --campaign."), names=names)
    return found[0][0]


def compose_report(register: Register, order: Order, *, today: date) -> Document:
    """Return the paper of an order; the figures are read in one snapshot. InvalidInput for a period to come."""
    report = report_named(order.report)
    if order.period.start > today:
        raise InvalidInput(
            N_("Kỳ {period} chưa bắt đầu; hãy chọn kỳ đã có số liệu."), field="period", period=order.period.label
        )
    _check_cut_off(order, today)
    signed_on = order.signed_on or today
    paper = paper_on(register, signed_on, number=order.number)
    with register.looking() as connection:
        history = read_history(connection)
        keeper = root_unit(connection)
        unit_id = order.unit_id or keeper
        names = short_names(connection)
        _check_unit_was_there(history, unit_id, order)
        units = units_of(history, unit_id, order.period, order.view, today, names)
        units = replace(units, is_whole=unit_id == keeper)
        if report.compares:
            peers = [
                units if one == unit_id else units_of(history, one, order.period, order.view, today, names)
                for one in peers_of(history, unit_id, order.period, order.view, today)
            ]
            units = replace(units, peers=tuple(peers))
        if units.is_whole and order.view == "then":
            units = replace(units, forerunners=frozenset(history.units))
        paper = replace(paper, issuer_name=in_small_letters(paper.issuing_body, history.name_on(keeper, signed_on)))
        cut_off = order.cut_off or min(today, order.period.end)
        texts = read_texts(connection, report.name, unit_id, order.period) if report.texts else {}
        request = Request(order.period, units, cut_off, order.view, order.campaign_id, order.parts, order.seed, texts)
        return as_seen(register, report.compose(connection, request, paper))


def as_seen(register: Register, document: Document) -> Document:
    """Return a paper as the user of now may see it: with masked numbers for who may not see them whole."""
    return document if may(register, Right.NUMBERS) else masked_text(document)


def in_small_letters(issuing_body: str, unit_name: str) -> str:
    """Return the issuing body as written inside a sentence: the header has it in capitals, the register does not.

    One of them may write out what the other abbreviates: "CÔNG ĐOÀN CƠ SỞ CÔNG TY CP MAY" is "CĐCS Công ty CP May".
    """
    return unit_name if marked_key(unit_name) == marked_key(issuing_body) else issuing_body


def _check_unit_was_there(history: UnitHistory, unit_id: int, order: Order) -> None:
    """Refuse a unit founded after the period, whose report would be empty, and tell the view that is not."""
    unit = history.units.get(unit_id)
    if unit is None:
        raise NotFound(N_("Không thấy đơn vị này trong sổ; hãy chọn lại."))
    if order.view == "then" and unit.starts_after(order.period.end) and unit.valid_from is not None:
        raise InvalidInput(
            N_(
                "“{unit}” thành lập ngày {day}, sau kỳ này; hãy chọn “quy về đơn vị hiện nay” để tính cả các đơn vị"
                " tiền thân."
            ),
            field="view",
            unit=unit.name,
            day=short(unit.valid_from),
        )


def _check_cut_off(order: Order, today: date) -> None:
    """Refuse a day on which nobody could know the figures of the period, or only those before it."""
    cut_off = order.cut_off
    if cut_off is not None and not order.period.start <= cut_off <= min(order.period.end, today):
        raise InvalidInput(
            N_("Ngày {day} không nằm trong phần đã qua của kỳ {period}; hãy ghi ngày khác hoặc để trống."),
            field="cut_off",
            day=short(cut_off),
            period=order.period.label,
        )


def print_report(register: Register, order: Order, *, today: date) -> bytes:
    """Return the paper as PDF."""
    from labordesk.documents.pdf import render_pdf

    return render_pdf(compose_report(register, order, today=today))


def save_report(register: Register, order: Order, path: Path, *, today: date) -> None:
    """Write the paper as PDF, Word or Excel by the file's name; it appears whole or not at all (Unavailable)."""
    check_suffix(path)
    save_document(compose_report(register, order, today=today), path)


def paper_on(register: Register, signed_on: date, *, number: int | None = None) -> Paper:
    """Return header, signers and words of a paper signed on a day."""
    head = letterhead_on(register, signed_on)
    choices = read_choices(register)
    return Paper(
        issuing_body=head.issuing_body,
        superior_body=head.superior_body or "",
        symbol=head.symbol or "",
        number=number,
        place=head.place or "",
        signed_on=signed_on,
        authority=head.authority or "",
        signer_title=head.signer_title or "",
        signer_name=head.signer_name or "",
        preparer_name=head.preparer_name or "",
        accountant_name=head.accountant_name or "",
        treasurer_name=head.treasurer_name or "",
        addressees=tuple(_lines(head.addressee)),
        recipients=tuple(_lines(head.recipients)) or _usual_recipients(head.addressee),
        words=_words(choices),
    )


def _usual_recipients(addressee: str | None) -> tuple[str, ...]:
    """Return who gets a paper when nobody is named; "Như trên" needs somebody above."""
    return ("Như trên", "Lưu: VT") if _lines(addressee) else ("Lưu: VT",)


def _words(choices: RegisterChoices) -> WordStyle:
    """Return the words of the house; what is not one of the known words has its default."""
    return WordStyle(
        linh="lẻ" if choices.linh == "lẻ" else "linh",
        tu="bốn" if choices.tu == "bốn" else "tư",
        nghin="ngàn" if choices.nghin == "ngàn" else "nghìn",
        ty="tỉ" if choices.ty == "tỉ" else "tỷ",
        even=choices.even,
    )


def _lines(text: str | None) -> list[str]:
    return [line.strip(" -;.") for line in (text or "").splitlines() if line.strip(" -;.")]


def units_of(
    history: UnitHistory, unit_id: int, period: Period, view: UnitView, today: date, short_names: Mapping[int, str]
) -> Units:
    """Return the reported subtree in tree order.

    "then": units that existed at any time in the period, under the names and parents of its last day (or of their own
    last day). "now": today's tree, with the rows of closed units brought to who carries on (domain.md 3.4).
    """
    day = min(period.end, today)
    if view == "now":
        root = history.current_unit(unit_id, today)
        home = {one: history.current_unit(one, today) for one in history.units}
        return Units(_tree(history, root, today, short_names, lambda one: history.exists_on(one, today)), home)

    def was_there(one: int) -> bool:
        unit = history.units[one]
        return not unit.starts_after(period.end) and not unit.ended_before(period.start)

    rows = _tree(history, unit_id, day, short_names, was_there)
    shown = {row.id for row in rows}
    return Units(rows, forerunners=frozenset(one for one in history.units if history.current_unit(one, day) in shown))


def peers_of(history: UnitHistory, unit_id: int, period: Period, view: UnitView, today: date) -> tuple[int, ...]:
    """Return the units of a comparison: those beside the unit, itself first; alone, those right below it."""
    day = today if view == "now" else min(period.end, today)
    root = history.current_unit(unit_id, today) if view == "now" else unit_id
    tree = history.tree_on(day, include_closed=view == "then")

    def counts(one: int) -> bool:
        unit = history.units[one]
        if view == "now":
            return unit.exists_on(today)
        return not unit.starts_after(period.end) and not unit.ended_before(period.start)

    beside = next((found for found in tree.values() if root in found), [root])
    found = [one for one in beside if one != root and counts(one)]
    if found:
        return (unit_id, *found)
    return tuple(one for one in tree.get(root, ()) if counts(one))


def _tree(
    history: UnitHistory, root: int, day: date, short_names: Mapping[int, str], counts: Callable[[int], bool]
) -> tuple[UnitRow, ...]:
    children = history.tree_on(day, include_closed=True)
    rows = [_unit_row(history, root, day, short_names, None, 0)]

    def add(parent: int, depth: int) -> None:
        below = [one for one in children.get(parent, ()) if counts(one)]
        found = [_unit_row(history, one, day, short_names, parent, depth) for one in below]
        for row in sorted(found, key=lambda one: unit_sort_key(one.short_name or one.name)):
            rows.append(row)
            add(row.id, depth + 1)

    add(root, 1)
    return tuple(rows)


def _unit_row(
    history: UnitHistory, unit: int, day: date, short_names: Mapping[int, str], parent: int | None, depth: int
) -> UnitRow:
    name = history.name_on(unit, day)
    is_todays = name == history.units[unit].name
    return UnitRow(unit, name, short_names.get(unit, "") if is_todays else "", parent, depth)
