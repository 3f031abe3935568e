"""How the figures of the overview are worded on screen: the same numbers as on paper, shorter sentences."""

from __future__ import annotations

from labordesk.gui.pages.parts.counts import counted
from labordesk.gui.table import Column
from labordesk.i18n import N_, SOURCE_LANGUAGE, _, language
from labordesk.services.overview import Overview, ProgrammeLine, Waiting
from labordesk.vietnamese.numbers import achievement, change, number, spoken_money

Words = tuple[str, str, float | None, str]
"""Figure, detail, share of the target, foot: what a ``KpiCard`` shows."""


def money_words(amount: int) -> str:
    """Return money as it is said; what is shown is exact or says that it is not.

    "triệu", "tỷ" and "hơn" are Vietnamese; in another language the whole figure stands.
    """
    if not amount:
        return _("0 đồng")
    if language() != SOURCE_LANGUAGE:
        return _("{amount} đ").format(amount=number(amount))
    return spoken_money(amount).phrase


def spent_words(found: Overview) -> Words:
    """Return the grand total against the same days of last year."""
    totals = found.totals
    detail = _("{people} người · {turns} lượt").format(people=number(totals.people), turns=number(totals.turns))
    share = totals.total / found.before.total if found.before.total else None
    return _figure(totals.total), detail, share, _before(totals.total, found.before.total, found.earlier.end.year)


def house_words(found: Overview) -> Words:
    """Return the houses given support in the year, then those handed over, being built and late."""
    houses = found.houses
    figure = counted(houses.funded, "house")
    parts = [
        _("{n} bàn giao").format(n=number(houses.handed_over)),
        _("{n} đang xây").format(n=number(houses.building)),
    ]
    if houses.overdue:
        parts.append(_("{n} chậm").format(n=number(houses.overdue)))
    if houses.new_target is None:
        return figure, " · ".join(parts), None, _("chưa giao chỉ tiêu")
    missing = max(0, houses.new_target - houses.funded)
    foot = _("chỉ tiêu {target} · còn thiếu {missing}") if missing else _("chỉ tiêu {target} · đạt")
    return (
        figure,
        " · ".join(parts),
        houses.funded / houses.new_target,
        foot.format(target=number(houses.new_target), missing=number(missing)),
    )


def raised_words(found: Overview) -> Words:
    """Return money raised, which is never part of spending."""
    foot = ""
    if found.pledged_open:
        foot = _("chưa nhận {amount} đã hứa").format(amount=money_words(found.pledged_open))
    return _figure(found.raised), _("không tính vào chi"), None, foot


def member_words(found: Overview) -> Words:
    """Return new members against the year's target; "trên 100%" only when it is."""
    one = found.members
    if one is None:
        return "–", _("chưa nhập số kết nạp"), None, ""
    if not one.target:
        return number(one.since_new_year), _("đoàn viên mới"), None, _("chưa giao chỉ tiêu")
    done = achievement(one.since_new_year, one.target)
    missing = one.target - one.since_new_year
    foot = (
        _("đạt {percent} · còn thiếu {missing}").format(percent=done.percent_text, missing=number(missing))
        if missing > 0
        else _(done.phrase).format(percent=done.percent_text)
    )
    detail = _("chỉ tiêu {target}").format(target=number(one.target))
    return number(one.since_new_year), detail, one.since_new_year / one.target, foot


def waiting_words(one: Waiting) -> tuple[str, str]:
    """Return the sentence of a piece of waiting work and the words of its link."""
    if one.what == "house_overdue":
        text = _("1 nhà quá hạn bàn giao {days} ngày").format(days=number(one.days))
        return text, f"{one.name} · {one.detail}"
    if one.what == "gift_planned":
        text = _("{n} suất quà chưa nhận ở {units} đơn vị").format(n=number(one.count), units=one.detail)
        return text, one.name
    text = _("{n} hồ sơ trợ cấp đang chờ, lâu nhất {days} ngày")
    return text.format(n=number(one.count), days=number(one.days)), _("Xem hàng chờ")


def _figure(amount: int) -> str:
    return money_words(amount)


def _before(now: int, before: int, year: int) -> str:
    if not before:
        return _("cùng kỳ {year}: chưa có").format(year=year)
    return _("cùng kỳ {year}: {amount} · {change}").format(
        year=year, amount=money_words(before), change=change(now, before)
    )


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


LINE_COLUMNS = [
    Column("name", N_("Chương trình"), width=24, link=True, stretch=True, tip=lambda line: line.name),
    Column("count", N_("Kết quả"), read=_counts, align="right", width=11),
    Column("total", N_("Số tiền (đồng)"), read=lambda line: number(line.total), align="right", width=13),
    Column("target", N_("Chỉ tiêu"), read=_target, align="right", width=10, spare=True),
    Column("done", N_("Đạt"), read=_done, align="right", width=8),
    Column("missing", N_("Còn thiếu"), read=_missing, align="right", width=8, spare=True),
    Column("before", N_("Cùng kỳ"), read=lambda line: change(line.total, line.before), align="right", width=8),
]
