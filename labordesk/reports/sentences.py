"""Sentences of a report as the union's own reports write them (domain.md 6.4): no zeros, no invented rounding.

All text here goes on paper, so it is Vietnamese whatever the language of the screen. Money is đồng.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from labordesk.fields.choices import COUNT_UNITS
from labordesk.kinds import computed_by
from labordesk.reports.base import WordStyle
from labordesk.store.figures import (
    PERSON_UNITS,
    ActivityFigure,
    ContributionFigure,
    HouseFigure,
    IndicatorFigure,
    ProgrammeFigure,
    Quantity,
    Totals,
)
from labordesk.vietnamese.numbers import achievement, change, number, spoken_money

COUNT_WORDS: Mapping[str, str] = dict(COUNT_UNITS)
"""Units of count as they are printed; the labels are Vietnamese already."""

LEVEL_WORDS: Mapping[str, str] = {
    "national": "Tổng Liên đoàn",
    "province": "cấp tỉnh, thành phố, ngành",
    "upper": "công đoàn cấp trên trực tiếp cơ sở",
    "grassroots": "công đoàn cơ sở",
}

TABLE_WORDS: Mapping[str, str] = {**COUNT_WORDS, "union": "CĐCS"}
"""Units of count as the narrow column of a table has them."""


EVERYBODY = "đoàn viên, người lao động"
"""Whom a programme is for when its catalogue entry does not say."""


def amount(money: int, words: WordStyle) -> str:
    """Return money as it is said, with "hơn" or "gần" only when the shown figure differs from the exact one."""
    return spoken_money(money, ty=words.ty).phrase


def joined(parts: Iterable[str]) -> str:
    """Join clauses by semicolons into one sentence without a closing mark."""
    return "; ".join(part for part in parts if part)


def capital(text: str) -> str:
    """Return the text with a capital first letter."""
    return text[:1].upper() + text[1:]


def total_sentence(unit: str, totals: Totals, words: WordStyle, *, has_below: bool = True) -> str:
    """Return the grand total: money, how many people and handings-over, and each paying level's part."""
    if not totals.total and not totals.turns:
        return ""
    who = f"{unit} và các cấp công đoàn trực thuộc" if has_below else unit
    sentence = f"{who} đã chăm lo cho {EVERYBODY}"
    if totals.total:
        sentence += f" với tổng trị giá {amount(totals.total, words)}"
    if totals.people and totals.people != totals.turns:
        sentence += f", cho {number(totals.people)} người có tên trong danh sách, {number(totals.turns)} lượt hỗ trợ"
    elif totals.turns:
        sentence += f", {number(totals.turns)} lượt hỗ trợ"
    return sentence + levels_clause(totals.levels, words)


def levels_clause(levels: Mapping[str, int], words: WordStyle) -> str:
    """Return "; trong đó …" when more than one level paid (A2: "trong đó cấp LĐLĐ Thành phố đã chi …")."""
    paid = [(LEVEL_WORDS[level], money) for level, money in levels.items() if money and level in LEVEL_WORDS]
    if len(paid) < 2:
        return ""
    order = list(LEVEL_WORDS.values())
    paid.sort(key=lambda one: order.index(one[0]))
    return "; trong đó " + ", ".join(f"{level} chi {amount(money, words)}" for level, money in paid)


def programme_sentence(figure: ProgrammeFigure, words: WordStyle) -> str:
    """Return what a gift or grant programme gave, one clause for each unit of count."""
    clauses = [_given(figure, quantity, words) for quantity in figure.quantities]
    text = joined(clauses)
    if not text:
        return ""
    return f"{figure.name}: {text}{levels_clause(figure.levels, words)}"


def _given(figure: ProgrammeFigure, quantity: Quantity, words: WordStyle) -> str:
    whom = figure.audience or EVERYBODY
    money = _money_phrase(figure, quantity, words)
    if not quantity.count:
        return f"đã chi {amount(quantity.amount, words)}" if quantity.amount else ""
    if quantity.count_unit == "package":
        return f"trao {number(quantity.count)} suất quà{money} cho {whom}"
    if quantity.count_unit in PERSON_UNITS:
        whom = f"cháu là {whom}" if whom.startswith("con ") else whom
        again = f" ({number(quantity.turns)} lượt)" if quantity.turns > quantity.count else ""
        return f"hỗ trợ {number(quantity.count)} {whom}{again}{money}"
    if quantity.count_unit in ("ticket", "fare"):
        return f"tặng {number(quantity.count)} {COUNT_WORDS[quantity.count_unit]} cho {whom}{money}"
    return f"hỗ trợ {number(quantity.count)} {COUNT_WORDS[quantity.count_unit]} {whom}{money}"


def _money_phrase(figure: ProgrammeFigure, quantity: Quantity, words: WordStyle) -> str:
    if not quantity.amount:
        return ""
    phrase = "với tổng trị giá" if figure.goods else "với tổng số tiền"
    return f" {phrase} {amount(quantity.amount, words)}"


def house_sentences(figure: HouseFigure, money: int, words: WordStyle) -> list[str]:
    """Return what was given for houses, begun and handed over, each on its own event (domain.md 1.1)."""
    sentences = []
    built = _works(figure, "funded")
    if built:
        given = f" với tổng số tiền {amount(money, words)}" if money else ""
        sentences.append(f"Chương trình Mái ấm công đoàn đã hỗ trợ {built}{given}")
    elif money:
        sentences.append(f"Chương trình Mái ấm công đoàn đã chi {amount(money, words)} cho các nhà đang xây dựng")
    started = figure.count("started")
    if started:
        sentences.append(f"Khởi công {number(started)} nhà Mái ấm công đoàn")
    handed_over = figure.count("handed_over")
    if handed_over:
        sentences.append(
            f"Tổ chức bàn giao {number(handed_over)} Mái ấm công đoàn cho đoàn viên có hoàn cảnh khó khăn về nhà ở"
        )
    return sentences


def _works(figure: HouseFigure, milestone: str) -> str:
    new, repaired = figure.new.get(milestone, 0), figure.repaired.get(milestone, 0)
    parts = []
    if new:
        parts.append(f"xây dựng mới được {number(new)} nhà")
    if repaired:
        parts.append(f"sửa chữa {number(repaired)} nhà")
    return ", ".join(parts)


def activity_sentence(figure: ActivityFigure, words: WordStyle) -> str:
    """Return the head count of an activity in its own unit of count; its cost is told, never added to spending.

    "10 chuyến xe, đưa 412 công nhân lao động về quê đón Tết" (A2).
    """
    units = {**COUNT_WORDS, "trip": "chuyến xe"}
    beside = ", ".join(f"{number(other.count)} {units[other.count_unit]}" for other in figure.beside)
    if any(other.count_unit == "trip" for other in figure.beside) and figure.count_unit in PERSON_UNITS:
        beside += ", đưa"
    elif beside:
        beside += ","
    count = f"{number(figure.count)} {_counted(figure)}"
    cost = f" với kinh phí {amount(figure.cost, words)}" if figure.cost else ""
    return f"{figure.name}: " + (f"{beside} {count}" if beside else count) + cost


def _counted(figure: ActivityFigure) -> str:
    """Return what was counted: people are named by whom the programme is for, other units say it behind "cho".

    "228 lượt đoàn viên, người lao động" were advised, "1.120 bữa ăn ca" are "cho" them.
    """
    if not figure.audience:
        return COUNT_WORDS[figure.count_unit]
    if figure.count_unit in PERSON_UNITS or figure.audience.startswith(COUNT_WORDS[figure.count_unit]):
        return figure.audience
    link = " " if figure.count_unit in ("turn", "case") else " cho "
    return f"{COUNT_WORDS[figure.count_unit]}{link}{figure.audience}"


def contribution_sentence(figure: ContributionFigure, words: WordStyle) -> str:
    """Return what was raised; labour days stand beside the money and never become money."""
    what = []
    if figure.money:
        what.append(amount(figure.money, words))
    if figure.labour_days:
        what.append(f"{number(figure.labour_days)} ngày công")
    if not what:
        return ""
    subject = figure.programme or "Vận động, đóng góp"
    fund = _into(figure.fund) if figure.fund not in subject else ""
    purpose = f" ({figure.purpose})" if figure.purpose else ""
    return f"{subject}{fund}{purpose}: {' và '.join(what)}"


def _into(fund: str) -> str:
    """Return " vào Quỹ …" for a fund, and where it came from for another source."""
    if not fund:
        return ""
    return f" vào {fund}" if fund.startswith("Quỹ") else f" (nguồn: {fund[:1].lower()}{fund[1:]})"


def indicator_sentence(figure: IndicatorFigure) -> str:
    """Return an organisation figure; with a target its percentage, said as the articles do ("đạt trên 100%")."""
    if not figure.value and not figure.since_new_year:
        return _not_begun(figure)
    phrase = figure.phrase or f"{figure.name}: {{n}} {COUNT_WORDS[figure.count_unit]}"
    sentence = phrase.replace("{n}", number(figure.value or figure.since_new_year))
    event = f"; {counted_on(figure)}" if figure.computed else ""
    if not figure.target:
        told = f"{sentence} ({counted_on(figure)})" if figure.computed else sentence
        return told if figure.value else ""
    done = achievement(figure.since_new_year, figure.target)
    since = "" if figure.since_new_year == figure.value else f", từ đầu năm được {number(figure.since_new_year)}"
    if not figure.value:
        since = " từ đầu năm"
    missing = figure.target - figure.since_new_year
    left = f", còn thiếu {number(missing)}" if missing > 0 else ""
    reached = done.phrase.format(percent=done.percent_text)
    return f"{sentence}{since} (chỉ tiêu {number(figure.target)}{event}), {reached}{left}"


def _not_begun(figure: IndicatorFigure) -> str:
    """Return what is still to be done of a target; nothing is said of a figure of zero that nobody aimed at."""
    if not figure.target:
        return ""
    event = f"; {counted_on(figure)}" if figure.computed else ""
    unit = COUNT_WORDS[figure.count_unit]
    return f"{figure.name}: chưa có kết quả (chỉ tiêu {number(figure.target)} {unit}{event})"


def counted_on(figure: IndicatorFigure) -> str:
    """Return "tính theo ngày bàn giao" for a figure counted from the rows, "" for a typed one."""
    return f"tính theo {computed_by(figure.computed).event.day}" if figure.computed else ""


def compared_sentence(total: int, before: int, before_label: str) -> str:
    """Return the change against the same period of last year; nothing when there is nothing to compare."""
    if not total or not before:
        return ""
    if total == before:
        return f"Tổng trị giá chăm lo bằng {before_label}"
    changed = change(total, before).lstrip("+−")
    return f"So với {before_label}, tổng trị giá chăm lo {'tăng' if total > before else 'giảm'} {changed}"
