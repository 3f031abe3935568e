"""The cards of the dashboard say what its lines and the paper say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from labordesk.gui.pages.overview_words import house_words
from labordesk.services.overview import Houses, Overview
from labordesk.store.figures import Totals
from labordesk.vietnamese.periods import Period

YEAR = Period(date(2026, 1, 1), date(2026, 11, 22), "năm 2026")
NOTHING = Totals(people=0, turns=0, cash=0, goods=0, typed=0, levels={})


def _year(houses: Houses) -> Overview:
    return Overview(YEAR, YEAR, NOTHING, NOTHING, houses, 0, 0, 0, None, (), ())


def test_a_house_target_is_met_by_houses_paid_for_not_only_by_those_handed_over() -> None:
    houses = Houses(funded=11, handed_over=6, building=4, overdue=1, new_target=12, new_started=9)
    figure, detail, share, foot = house_words(_year(houses))
    assert (figure, detail) == ("11 nhà", "6 bàn giao · 4 đang xây · 1 chậm")
    assert share == 11 / 12
    assert "còn thiếu 1" in foot
    assert "đạt" in house_words(_year(replace(houses, funded=12)))[3]
