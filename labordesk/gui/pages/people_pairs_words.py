"""How two files that may be one human are worded."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from labordesk.fields.kinds import PartialDay
from labordesk.gui.pages.people_words import support_detail, support_state, support_title
from labordesk.gui.tokens import Tone
from labordesk.i18n import _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.duplicate_pairs import PairPerson, PairRow
    from labordesk.services.person_comparison import Comparison
    from labordesk.services.person_page import PersonPage, SupportRow


NAMED = 2
"""So many campaigns are named in a sentence."""


def verdict_pill(row: PairRow) -> tuple[str, Tone]:
    """Return how alike two files are, in few letters."""
    return (_("Gần chắc"), "warn") if row.verdict == "strong" else (_("Cần xem"), "neutral")


def names_of(row: PairRow) -> str:
    """Return the name, or both when they are written differently."""
    return " / ".join(dict.fromkeys((row.first.full_name, row.second.full_name)))


def units_of(row: PairRow) -> str:
    """Return the unit, or both when they differ."""
    return " / ".join(dict.fromkeys(one.unit_name or "–" for one in (row.first, row.second)))


def pair_words(row: PairRow) -> str:
    """Return both people and what they have in common, for the tooltip."""
    people = " / ".join(_person_line(one) for one in (row.first, row.second))
    return f"{people}: {', '.join(row.reasons)}" if row.reasons else people


def support_words(one: SupportRow) -> str:
    """Return a support with where it was given and whether it was handed over."""
    state = "" if one.is_paid else support_state(one)[0]
    return " · ".join(part for part in (support_title(one), support_detail(one, ""), state) if part)


def _person_line(one: PairPerson) -> str:
    birth = PartialDay().show(one.birth) if one.birth else ""
    return " · ".join(part for part in (one.full_name, birth, one.unit_name) if part)


def file_line(page: PersonPage) -> str:
    """Return name and unit of a file."""
    return " · ".join(part for part in (page.fields.full_name, page.unit_name) if part)


def totals_of(page: PersonPage) -> str:
    """Return how often and how much a file was supported, and what else hangs on it."""
    paid = sum(one.is_paid for one in page.supports)
    if not page.supports and not page.houses and not page.open_cases:
        return _("Chưa nhận khoản hỗ trợ nào.")
    parts = [_("Đã nhận {n} lần: {amount} đ").format(n=number(paid), amount=number(page.all_time_total))]
    if page.houses:
        parts.append(_("{n} nhà").format(n=number(len(page.houses))))
    if page.open_cases:
        parts.append(_("{n} hồ sơ đang giải quyết").format(n=number(len(page.open_cases))))
    return " · ".join(parts)


def household_line(page: PersonPage) -> str:
    """Return who lives in the household, "" when nobody is known."""
    names = [f"{one.name} ({one.relation_label.lower()})" if one.relation_label else one.name for one in page.household]
    return _("Hộ gia đình: {names}").format(names=", ".join(names)) if names else ""


def some_names(names: Sequence[str]) -> str:
    """Return the first names and how many more there are."""
    if len(names) <= NAMED:
        return ", ".join(names)
    more = _("{n} đợt khác").format(n=number(len(names) - NAMED))
    return _("{names} và {more}").format(names=", ".join(names[:NAMED]), more=more)


def merge_question(found: Comparison, taken: int) -> tuple[str, str]:
    """Return what is asked before two files become one, and what will happen."""
    question = _("Gộp hồ sơ của {right} vào hồ sơ của {left}?").format(
        left=file_line(found.left), right=file_line(found.right)
    )
    supports = len(found.left.supports) + len(found.right.supports)
    sentences = []
    if supports:
        text = _("{n} lần hỗ trợ của cả hai sẽ cùng ở một hồ sơ.")
        sentences.append(text.format(n=number(supports)))
    if taken:
        sentences.append(_("{n} mục lấy từ hồ sơ gộp vào.").format(n=number(taken)))
    sentences.append(_("Giá trị không chọn vẫn được giữ, và có thể tách lại bất cứ lúc nào."))
    return question, " ".join(sentences)
