"""How the figures of the overview are worded on screen: the same numbers as on paper, shorter sentences."""

from __future__ import annotations

from labordesk.fields.choices import STAGES
from labordesk.gui.pages.parts.counts import counted, in_days
from labordesk.gui.table import Column
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, SOURCE_LANGUAGE, _, language
from labordesk.rules.house_stages import milestone_label
from labordesk.services.overview import Houses, Members, Money, ProgrammeLine, Raised
from labordesk.services.overview_waiting import Waiting
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import achievement, change, number, spoken_money
from labordesk.vietnamese.periods import Period

Part = tuple[str, str]
"""Words and the key of what they open; "" opens nothing."""

OPEN_STAGES = ("requested", "surveyed", "approved", "started", "inspected", "suspended")
"""Stages in which a house is still on its way; those handed over are told by the period."""


def money_words(amount: int) -> str:
    """Return money as it is said; what is shown is exact or says that it is not.

    "triệu", "tỷ" and "hơn" are Vietnamese; in another language the whole figure stands.
    """
    if not amount:
        return _("0 đồng")
    if language() != SOURCE_LANGUAGE:
        return _("{amount} đ").format(amount=number(amount))
    return spoken_money(amount).phrase


def period_words(period: Period) -> str:
    """Return a period in running text; its label is Vietnamese, in another language its days stand."""
    if language() != SOURCE_LANGUAGE:
        return f"{short(period.start)} – {short(period.end)}"
    return period.label


def spent_parts(found: Money) -> tuple[list[Part], list[Part], float | None]:
    """Return people and turns, the same days of last year, and the share of them."""
    totals, before = found.totals, found.before
    detail = [
        (_("{people} người").format(people=number(totals.people)), "given"),
        (_("{turns} lượt").format(turns=number(totals.turns)), "given"),
    ]
    if totals.typed:
        detail.append((_("{amount} nhập tay").format(amount=money_words(totals.typed)), "typed"))
    year = found.earlier.end.year
    if not before.total:
        return detail, [(_("cùng kỳ {year}: chưa có").format(year=year), "")], None
    words = _("cùng kỳ {year}: {amount}").format(year=year, amount=money_words(before.total))
    return detail, [(words, "given_before"), (change(totals.total, before.total), "")], totals.total / before.total


def house_parts(found: Houses) -> tuple[list[Part], list[Part], float | None]:
    """Return houses handed over, being built and late, then the year's target and what is missing of it."""
    building = found.stages.get("started", 0) + found.stages.get("inspected", 0)
    detail = [(_("{n} bàn giao").format(n=number(found.reached.get("handed_over", 0))), "handed_over")]
    if building:
        detail.append((_("{n} đang xây").format(n=number(building)), "building"))
    if found.overdue:
        detail.append((_("{n} chậm").format(n=number(found.overdue)), "overdue"))
    if found.typed:
        detail.append((_("{n} nhập tay").format(n=number(found.typed)), "typed"))
    if found.target is None:
        return detail, [(_("chưa giao chỉ tiêu"), "targets")], None
    missing = max(0, found.target - found.done)
    foot = [(_("chỉ tiêu {target}").format(target=number(found.target)), "targets")]
    foot.append((_("còn thiếu {missing}").format(missing=number(missing)) if missing else _("đạt"), ""))
    return detail, foot, found.done / found.target


def raised_parts(found: Raised, year: int) -> tuple[list[Part], list[Part], float | None]:
    """Return money raised, which is never part of spending, and what was promised and has not come."""
    detail = [(_("không tính vào chi"), "")]
    if found.labour_days:
        detail.append((counted(found.labour_days, "labour_day"), "raised"))
    foot: list[Part] = []
    if found.pledged_open:
        foot.append((_("chưa nhận {amount} đã hứa").format(amount=money_words(found.pledged_open)), "promised"))
    elif found.before:
        foot.append(
            (_("cùng kỳ {year}: {amount}").format(year=year, amount=money_words(found.before)), "raised_before")
        )
    whole = found.received + found.pledged_open
    return detail, foot, found.received / whole if found.pledged_open and whole else None


def member_parts(found: Members | None) -> tuple[str, list[Part], list[Part], float | None]:
    """Return new members against the year's target; "trên 100%" only when it is."""
    if found is None:
        return "–", [(_("chưa nhập số kết nạp"), "targets")], [], None
    one = found.figure
    figure = number(one.since_new_year)
    if not one.target:
        return figure, [(_("đoàn viên mới"), "")], [(_("chưa giao chỉ tiêu"), "targets")], None
    done = achievement(one.since_new_year, one.target)
    missing = one.target - one.since_new_year
    foot = (
        _("đạt {percent} · còn thiếu {missing}").format(percent=done.percent_text, missing=number(missing))
        if missing > 0
        else _(done.phrase).format(percent=done.percent_text)
    )
    detail = [(_("chỉ tiêu {target}").format(target=number(one.target)), "targets")]
    return figure, detail, [(foot, "")], one.since_new_year / one.target


def stage_rows(found: Houses) -> list[tuple[str, str, int]]:
    """Return (code, words, houses) for the stages houses stand in, then what was handed over in the period."""
    labels = dict(STAGES)
    rows = [(code, _(labels[code]), found.stages.get(code, 0)) for code in OPEN_STAGES]
    rows = [row for row in rows if row[2] or row[0] not in ("surveyed", "inspected", "suspended")]
    return [*rows, ("handed_over", milestone_label("handed_over"), found.reached.get("handed_over", 0))]


_SENTENCES: dict[str, tuple[str, str, Tone]] = {
    "houses_late": (N_("{n} nhà quá hạn bàn giao, lâu nhất {days}"), N_("Xem các nhà"), "error"),
    "houses_papers": (N_("{n} hồ sơ nhà còn thiếu giấy tờ"), N_("Xem các nhà"), "warn"),
    "cases_late": (N_("{n} hồ sơ trợ cấp chờ quá hạn, lâu nhất {days}"), N_("Xem hồ sơ"), "error"),
    "cases_papers": (N_("{n} hồ sơ trợ cấp còn thiếu giấy tờ"), N_("Xem hồ sơ"), "warn"),
    "gifts": (N_("{gifts} chưa nhận ở {units} đơn vị"), "{name}", "warn"),
    "units_empty": (N_("{n} đơn vị được phân bổ chưa có ai trong danh sách"), "{name}", "warn"),
    "lists_late": (N_("{n} đơn vị chậm nộp danh sách, lâu nhất {days}"), "{name}", "warn"),
    "agreements": (N_("{n} thỏa thuận phúc lợi sắp hết hạn, sớm nhất còn {days}"), N_("Xem thỏa thuận"), "warn"),
    "fund_below": (N_("Quỹ đã chi vượt {amount}"), "{name}", "error"),
    "fund_low": (N_("Quỹ sắp hết, còn {amount}"), "{name}", "warn"),
    "targets": (N_("{n} chỉ tiêu chậm so với tiến độ năm"), N_("Xem chỉ tiêu"), "warn"),
}


_OF_ONE = {
    "houses_late": N_("1 nhà quá hạn bàn giao {days}"),
    "cases_late": N_("1 hồ sơ trợ cấp chờ quá hạn, đã {days}"),
    "lists_late": N_("1 đơn vị chậm nộp danh sách {days}"),
    "agreements": N_("1 thỏa thuận phúc lợi hết hạn sau {days}"),
}
"""The same when it is one: there is no longest among one."""


def waiting_words(one: Waiting) -> tuple[str, str, Tone]:
    """Return the sentence of a piece of waiting work, the words of its link, and its tone."""
    sentence, link, tone = _SENTENCES[one.what]
    if one.count == 1:
        sentence = _OF_ONE.get(one.what, sentence)
    values = {
        "n": _("Hơn {n}").format(n=number(one.count)) if one.more else number(one.count),
        "days": in_days(one.days),
        "gifts": counted(one.amount, "package"),
        "units": number(one.units),
        "amount": money_words(abs(one.amount)),
        "name": one.name,
    }
    return _(sentence).format(**values), (_(link) if "{" not in link else link).format(**values), tone


def _counts(line: ProgrammeLine) -> str:
    parts = [counted(one.count, one.count_unit) for one in line.quantities if one.count]
    return ", ".join(parts) or "–"


def _target(line: ProgrammeLine) -> str:
    return counted(line.target, line.count_unit) or "–"


def _done(line: ProgrammeLine) -> str:
    if not line.target:
        return "–"
    return achievement(line.done, line.target).percent_text


def _missing(line: ProgrammeLine) -> str:
    missing = (line.target or 0) - line.done
    return number(missing) if missing > 0 else ""


def _rows_tip(line: ProgrammeLine) -> str:
    return _("Nhấn để xem các lần trao của “{programme}”").format(programme=line.name)


def _before_tip(line: ProgrammeLine) -> str:
    return _("Cùng kỳ năm trước {amount} đồng; nhấn để xem các lần trao").format(amount=number(line.before))


def _target_tip(line: ProgrammeLine) -> str:
    return _("Nhấn để xem chỉ tiêu năm") if line.target else ""


LINE_COLUMNS = [
    Column("name", N_("Chương trình"), width=24, link=True, stretch=True, tip=lambda line: line.name),
    Column("count", N_("Kết quả"), read=_counts, align="right", width=11, tip=_rows_tip),
    Column(
        "total",
        N_("Số tiền (đồng)"),
        read=lambda line: number(line.total),
        align="right",
        width=13,
        tip=_rows_tip,
    ),
    Column("target", N_("Chỉ tiêu"), read=_target, align="right", width=10, spare=True, tip=_target_tip),
    Column("done", N_("Đạt"), read=_done, align="right", width=8, tip=_target_tip),
    Column("missing", N_("Còn thiếu"), read=_missing, align="right", width=8, spare=True, tip=_target_tip),
    Column(
        "before",
        N_("Cùng kỳ"),
        read=lambda line: change(line.total, line.before),
        align="right",
        width=8,
        tip=_before_tip,
    ),
]

OPENED_BY_COLUMN = {"target": "target", "done": "target", "missing": "target", "before": "before"}
"""What a press on a column opens; the others open the rows of the programme."""
