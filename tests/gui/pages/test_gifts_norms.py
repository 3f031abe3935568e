"""The rate under the package of a campaign, for members and for workers who are none."""

from __future__ import annotations

from datetime import date

from pytestqt.qtbot import QtBot

from labordesk.fields import specs_of
from labordesk.gui.context import Context
from labordesk.gui.inputs.money import MoneyEdit
from labordesk.gui.pages.gifts_campaign_form import _form
from labordesk.model.norm import NormFields
from labordesk.model.programme import CampaignFields
from labordesk.services.norms import save_norm
from tests.services.welfare_office import Office, office

__all__ = ["office"]


def test_a_package_above_its_rate_is_said_in_amber(qtbot: QtBot, context: Context, office: Office) -> None:
    for audience, high in (("member", 1_300_000), ("other", 600_000)):
        save_norm(
            office.register,
            NormFields(
                programme_id=office.programme("TET"),
                audience=audience,
                high=high,
                count_unit="package",
                valid_from=date(2024, 1, 1),
                basis="KH mẫu số 34",
            ),
        )
    context.register = office.register
    values = {
        "programme_id": office.programme("TET"),
        "starts_on": date(2026, 1, 5),
        "level": "upper",
        "package_cash": 1_000_000,
        "package_goods": 300_000,
        "worker_cash": 500_000,
    }
    form = _form(context, specs_of(CampaignFields), values)
    qtbot.addWidget(form)

    def said(name: str) -> tuple[str, str]:
        edit = form.input(name)
        assert isinstance(edit, MoneyEdit)
        return edit.limit(), edit._limit.property("role")

    rate = "Định mức: tối đa {} đồng/suất (KH mẫu số 34)"
    qtbot.waitUntil(lambda: said("package_cash")[0] != "" and said("worker_cash")[0] != "", timeout=20_000)
    assert said("package_cash") == (rate.format("1.300.000"), "note")
    # Goods are not told for workers, so they get those of members.
    assert said("worker_cash") == (rate.format("600.000"), "advice")
    form.take_values({"package_goods": 300_001})
    assert said("package_cash")[1] == "advice"
