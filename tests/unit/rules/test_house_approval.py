"""An approval rests on a decision; nothing is begun or paid before it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput, RuleBroken
from labordesk.rules.house_approval import AFTER_DECISION, DECISION, check_decision, check_decision_day
from labordesk.rules.house_stages import HouseFacts, Milestone

DAY = date(2026, 3, 2)
WHOLE = {
    "decision_number": "41/QĐ-LĐLĐ",
    "decision_date": DAY,
    "decision_body": "Ban Thường vụ",
    "decision_signer": "Lê Văn Tám",
}


@given(st.sets(st.sampled_from([field for field, _label in DECISION])))
def test_an_approval_names_every_part_of_its_decision(lacking: set[str]) -> None:
    facts = HouseFacts(50_000_000, **{field: value for field, value in WHOLE.items() if field not in lacking})  # type: ignore[arg-type]
    if not lacking:
        check_decision(facts, "")
        return
    with pytest.raises(InvalidInput) as refusal:
        check_decision(facts, " ")
    assert refusal.value.field in lacking
    assert all((label in str(refusal.value)) == (field in lacking) for field, label in DECISION)
    check_decision(facts, "Hồ sơ cũ, quyết định lưu ở tỉnh")


@pytest.mark.parametrize("code", AFTER_DECISION)
def test_a_step_before_the_decision_is_refused_with_both_days(code: str) -> None:
    early = {code: Milestone(code, DAY - timedelta(1))}
    with pytest.raises(RuleBroken, match=r"\(01/03/2026\) không thể trước ngày quyết định \(02/03/2026\)"):
        check_decision_day(early, DAY)
    check_decision_day(early, None)
    check_decision_day({code: Milestone(code, DAY)}, DAY)


def test_a_vote_may_come_some_days_before_the_decision_is_signed() -> None:
    check_decision_day({"approved": Milestone("approved", DAY - timedelta(5))}, DAY)
