"""Paper is Vietnamese whatever the screen speaks."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.assets import assets_root
from labordesk.documents.model import Document
from labordesk.i18n import N_, SOURCE_LANGUAGE, _, set_language
from labordesk.reports import all_reports
from labordesk.services.reporting import Order, campaigns_of, compose_report
from labordesk.store.register import Register
from labordesk.vietnamese.periods import Period
from tests.sample.days import TODAY

HALF = Period(date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026")


@pytest.mark.parametrize("report", [report.name for report in all_reports()])
def test_a_paper_is_the_same_in_both_languages_of_the_screen(sample: Register, report: str) -> None:
    campaign, _name = campaigns_of(sample, HALF)[0]
    order = Order(report, HALF, campaign_id=campaign)
    papers: dict[str, Document] = {}
    for language in (SOURCE_LANGUAGE, "en"):
        set_language(language, assets_root() / "locale")
        papers[language] = compose_report(sample, order, today=TODAY)
    assert _(N_("Báo cáo")) == "Reports"
    assert repr(papers["en"]) == repr(papers[SOURCE_LANGUAGE])
