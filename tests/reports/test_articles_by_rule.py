"""Reports of figures nobody knew before: rows of the shape of the articles', with other units, sums and counts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from labordesk.services.registers import create_register
from tests.reports.articles import TODAY, Articles, text_of

START, END = date(2023, 7, 1), date(2023, 9, 20)
_places = count(1)


def dotted(number: int) -> str:
    return f"{number:,}".replace(",", ".")


def spoken(amount: int) -> str:
    """Return a sum as domain.md 6.4 has it: "tỷ" to three places, whole millions as "triệu", else in full."""
    if amount >= 10**9:
        return f"{Decimal(amount) / 10**9:f}".rstrip("0").rstrip(".").replace(".", ",") + " tỷ đồng"
    if amount % 10**6 == 0:
        return f"{dotted(amount // 10**6)} triệu đồng"
    return f"{dotted(amount)} đồng"


MILLIONS = st.integers(20, 20_000).map(lambda millions: millions * 10**6)
SMALL = st.integers(120, 1999).map(lambda halves: halves * 500_000)
COUNTS = st.integers(1, 60_000)


def row(kind: str, **more: Any) -> dict[str, Any]:
    return {"article": "X", "kind": kind, **more}


@st.composite
def houses(draw: st.DrawFn) -> dict[str, Any]:
    new, repaired = draw(st.integers(1, 12)), draw(st.integers(1, 5))
    amount = (new + repaired) * draw(st.integers(10, 60)) * 10**6
    prints = [f"xây dựng mới được {new} nhà", f"sửa chữa {repaired} nhà", spoken(amount)]
    return row("house", new=new, repaired=repaired, amount=amount, prints=prints)


@st.composite
def handed_over(draw: st.DrawFn) -> dict[str, Any]:
    built = draw(st.integers(1, 8))
    return row("house", houses=built, amount=None, event="bàn giao", prints=[f"bàn giao {built}"])


@st.composite
def gifts(draw: st.DrawFn) -> dict[str, Any]:
    packages, amount = draw(COUNTS), draw(st.one_of(MILLIONS, SMALL))
    programme = draw(st.sampled_from(["Tháng Công nhân", "Tết Sum vầy", "Tặng quà đoàn viên khó khăn"]))
    prints = [f"{dotted(packages)} suất quà", spoken(amount)]
    return row("award", programme=programme, packages=packages, amount=amount, prints=prints)


@st.composite
def grants(draw: st.DrawFn) -> dict[str, Any]:
    people, amount = draw(COUNTS), draw(st.one_of(MILLIONS, SMALL))
    programme = draw(st.sampled_from(["Trợ cấp bệnh hiểm nghèo", "Trợ cấp khó khăn đột xuất"]))
    prints = [f"hỗ trợ {dotted(people)} đoàn viên", spoken(amount)]
    return row("award", programme=programme, people=people, amount=amount, prints=prints)


@st.composite
def raised(draw: st.DrawFn) -> dict[str, Any]:
    amount, days = draw(MILLIONS), draw(st.integers(1, 40_000))
    return row("contribution", amount=amount, labour_days=days, prints=[spoken(amount), f"{dotted(days)} ngày công"])


@st.composite
def counted(draw: st.DrawFn) -> dict[str, Any]:
    visits = draw(COUNTS)
    return row("activity", programme="Tư vấn pháp luật", visits=visits, prints=[f"{dotted(visits)} lượt"])


@st.composite
def members(draw: st.DrawFn) -> dict[str, Any]:
    target = draw(st.integers(1, 30_000))
    reached = target + draw(st.integers(-min(target - 1, 400), 400))
    share = Decimal(reached) * 100 / target
    shown = share.quantize(Decimal("0.01"), rounding="ROUND_DOWN" if share < 100 else "ROUND_HALF_UP")
    percent = f"{shown:f}".rstrip("0").rstrip(".").replace(".", ",")
    prints = [dotted(reached), dotted(target)] + ([] if share < 100 and shown < 100 else [f"{percent}%"])
    return row("indicator", new_members=reached, target=target, prints=prints)


PAPERS = st.tuples(gifts(), st.one_of(houses(), handed_over()), grants(), raised(), counted(), members())


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Articles]:
    path = tmp_path_factory.mktemp("rule") / "sổ.labordesk"
    with create_register(path, unit_name="Tổng Liên đoàn Lao động Việt Nam", today=TODAY) as opened:
        yield Articles(opened)


@settings(max_examples=5, deadline=None, phases=[Phase.generate])
@given(rows=PAPERS)
def test_whatever_a_unit_reports_is_printed_in_the_words_of_the_articles(
    register: Articles, rows: tuple[dict[str, Any], ...]
) -> None:
    unit = f"LĐLĐ tỉnh Thử {next(_places)}"
    for one in rows:
        register.record({**one, "unit": unit}, START, END)
    printed = text_of(register.register, register.unit(unit), START, END)
    missing = [fragment for one in rows for fragment in one["prints"] if fragment not in printed]
    assert not missing, printed
    spent = sum(one["amount"] or 0 for one in rows if one["kind"] in ("award", "house"))
    if spent < 10**9 or not spent % 10**6:
        assert f"với tổng trị giá {spoken(spent)}" in printed
