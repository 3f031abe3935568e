"""Marks at the table where gifts are handed over, and days that have not come."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.fields.choices import HANDOVERS
from labordesk.rules.hand_over_states import NEXT, check_hand_over, check_mark
from labordesk.rules.happened_days import check_happened

DAY = date(2026, 1, 28)


def test_every_state_of_handing_over_has_its_next_ones() -> None:
    assert set(NEXT) == set(dict(HANDOVERS))


def test_a_gift_already_received_is_not_marked_again() -> None:
    with pytest.raises(RuleBroken) as refusal:
        check_mark("received", "proxy", name="Lê Thị Mai Anh", paid_on=DAY)
    assert str(refusal.value) == (
        "Lê Thị Mai Anh: đang ghi “Đã nhận” 28/01/2026 nên không chuyển sang “Nhận thay” được; hãy hoàn tác trước."
    )
    check_mark("absent", "received", name="Lê Thị Mai Anh", paid_on=None)


@pytest.mark.parametrize(
    ("handover", "paid_on", "name", "relation", "field"),
    [
        ("received", None, None, None, "paid_on"),
        ("planned", DAY, None, None, "handover"),
        ("proxy", DAY, None, "spouse", "recipient_name"),
        ("proxy", DAY, "Lê Thị Nga", None, "recipient_relation"),
        ("received", DAY, "Lê Thị Nga", "spouse", "handover"),
    ],
)
def test_state_day_and_recipient_must_agree(
    handover: str, paid_on: date | None, name: str | None, relation: str | None, field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        check_hand_over(handover, paid_on, name, relation)
    assert refusal.value.field == field


def test_agreeing_state_day_and_recipient_pass() -> None:
    check_hand_over("planned", None, None, None)
    check_hand_over("received", DAY, None, None)
    check_hand_over("proxy", DAY, "Lê Thị Nga", "spouse")
    check_hand_over("returned", DAY, "Lê Thị Nga", "spouse")


def test_a_day_ahead_is_refused_but_tomorrow_is_forgiven() -> None:
    check_happened(date(2026, 1, 29), DAY)
    with pytest.raises(RuleBroken, match=r"30/01/2026 còn ở phía trước \(hôm nay 28/01/2026\)"):
        check_happened(date(2026, 1, 30), DAY)
