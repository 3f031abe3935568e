"""The register reproduces the source articles: their figures, in their words, and nothing counted as what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.services.awards import AwardData, save_award
from labordesk.services.registers import create_register
from labordesk.store import figures
from tests.reference import reference
from tests.reports.articles import TODAY, Articles, text_of, unequal_shares

SOURCE: dict[str, Any] = reference("figures")
PERIODS = {name: tuple(map(date.fromisoformat, days)) for name, days in SOURCE["periods"].items()}
PAPERS = sorted({(row["article"], row["unit"]) for row in SOURCE["rows"]})


@pytest.fixture(scope="module")
def articles(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Articles]:
    path = tmp_path_factory.mktemp("articles") / "bài báo.labordesk"
    with create_register(path, unit_name="Tổng Liên đoàn Lao động Việt Nam", today=TODAY) as register:
        filled = Articles(register)
        for row in SOURCE["rows"]:
            filled.record(row, *PERIODS[row["article"]])
        yield filled


@pytest.mark.parametrize(("article", "unit"), PAPERS)
def test_the_report_of_the_articles_period_prints_the_articles_figures(
    articles: Articles, article: str, unit: str
) -> None:
    printed = text_of(articles.register, articles.unit(unit), *PERIODS[article])
    rows = [row for row in SOURCE["rows"] if (row["article"], row["unit"]) == (article, unit)]
    missing = [fragment for row in rows for fragment in row["prints"] if fragment not in printed]
    assert not missing, printed


@pytest.mark.parametrize(("article", "unit"), PAPERS)
def test_spending_is_what_was_given_and_never_what_was_raised(articles: Articles, article: str, unit: str) -> None:
    start, end = PERIODS[article]
    rows = [row for row in SOURCE["rows"] if (row["article"], row["unit"]) == (article, unit)]
    given = sum(row["amount"] or 0 for row in rows if row["kind"] in ("award", "house"))
    raised = sum(row["amount"] for row in rows if row["kind"] == "contribution")
    days = sum(row.get("labour_days", 0) for row in rows)
    scope = figures.Scope(start, end, frozenset({articles.unit(unit)}))
    with articles.register.looking() as connection:
        assert figures.totals(connection, scope).total == given
        assert sum(one.money for one in figures.contributions(connection, scope)) == raised
        assert sum(one.labour_days for one in figures.contributions(connection, scope)) == days
        assert sum(one.total for one in figures.by_programme(connection, scope)) == given
        assert sum(one.total for one in figures.by_unit(connection, scope).values()) == given


def test_no_report_prints_thousands_of_billions_for_a_decimal_comma(articles: Articles) -> None:
    for article, unit in PAPERS:
        printed = text_of(articles.register, articles.unit(unit), *PERIODS[article])
        assert "8.762 tỷ" not in printed


def test_an_award_of_a_tet_campaign_paid_in_december_counts_in_tet_and_in_its_calendar_year(articles: Articles) -> None:
    unit = articles.unit("LĐLĐ tỉnh Đông Chí")
    programme = articles.programmes["Tết Sum vầy"].id
    campaign = articles.campaign({"campaign": "Tết Nhâm Dần 2022"}, programme)
    fields = AwardFields(
        programme_id=programme,
        campaign_id=campaign,
        unit_id=unit,
        handover="received",
        paid_on=date(2021, 12, 25),
        quantity=10,
    )
    line = AwardLineFields(fund_id=articles.funds["Tài chính công đoàn"], level="upper", form="cash", amount=5_000_000)
    save_award(articles.register, AwardData(fields, (line,)))
    only = frozenset({unit})
    with articles.register.looking() as connection:

        def total(scope: figures.Scope) -> int:
            return figures.totals(connection, scope).total

        assert total(figures.Scope(date(2021, 1, 1), date(2021, 12, 31), only)) == 5_000_000
        assert total(figures.Scope(date(2022, 1, 1), date(2022, 12, 31), only)) == 0
        assert total(figures.Scope(date(2021, 12, 1), date(2022, 2, 28), only, tet_year=2022)) == 5_000_000


@pytest.mark.parametrize(("total", "count"), [(8_500_000, 19), (8_762_000_000, 262), (29_000_000, 10)])
def test_unequal_shares_add_up(total: int, count: int) -> None:
    shares = unequal_shares(total, count)
    assert sum(shares) == total
    assert len(set(shares)) > 1
    assert min(shares) > 0
