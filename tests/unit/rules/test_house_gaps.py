"""What an inspection would ask: what a file lacks, how late it is, an inspection before the work was done."""

from __future__ import annotations

from datetime import date, timedelta

from labordesk.rules.house_gaps import is_unfinished, missing_facts, overdue_days
from labordesk.rules.house_stages import HouseFacts, Milestone

DAY = date(2026, 3, 2)


def days(**offsets: int) -> dict[str, Milestone]:
    return {code: Milestone(code, DAY + timedelta(offset)) for code, offset in offsets.items()}


def test_facts_an_inspection_would_miss_are_named() -> None:
    milestones = days(requested=0, approved=5, inspected=80, handed_over=90)
    assert missing_facts(milestones, HouseFacts(50_000_000)) == (
        "Ngày khởi công",
        "Khoản chi hỗ trợ",
    )
    whole = HouseFacts(50_000_000, "41/QĐ-LĐLĐ", DAY, union_given=50_000_000)
    assert missing_facts(milestones | days(started=20), whole) == ()
    assert missing_facts(days(approved=5), HouseFacts(50_000_000, "41/QĐ-LĐLĐ")) == ("Ngày quyết định hỗ trợ",)


def test_a_cancelled_house_lacks_nothing() -> None:
    assert missing_facts(days(requested=0, approved=5, cancelled=9), HouseFacts(50_000_000)) == ()


def test_only_an_awaited_house_is_overdue() -> None:
    due = date(2026, 6, 30)
    assert overdue_days("started", due, date(2026, 7, 4)) == 4
    assert overdue_days("started", due, due) == 0
    assert overdue_days("handed_over", due, date(2026, 12, 1)) == 0
    assert overdue_days("started", None, date(2026, 12, 1)) == 0


def test_an_inspection_before_the_work_was_done_is_a_warning() -> None:
    assert is_unfinished(days(inspected=80), 90)
    assert not is_unfinished(days(inspected=80), 100)
    assert not is_unfinished(days(inspected=80), None)
    assert not is_unfinished(days(started=20), 60)
