"""What on record changes only with a reason; first entries and the day of the money are no corrections."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.house_corrections import Change, OnRecord, corrections
from labordesk.rules.house_stages import Milestone

DAY = date(2026, 3, 2)


def record(decided: dict[str, str] | None = None, **offsets: int) -> OnRecord:
    days = {code: Milestone(code, DAY + timedelta(offset), document=f"{offset}/BB") for code, offset in offsets.items()}
    return OnRecord(days, decided or {})


def test_a_moved_day_and_its_document_are_two_corrections() -> None:
    moved = corrections(record(inspected=10), record(inspected=12))
    assert moved == (
        Change("inspected", "2026-03-12", "2026-03-14"),
        Change("inspected.document", "10/BB", "12/BB"),
    )


def test_a_milestone_taken_away_leaves_what_it_was() -> None:
    assert corrections(record(approved=0, started=9), record(approved=0)) == (
        Change("started", "2026-03-11", ""),
        Change("started.document", "9/BB", ""),
    )


def test_a_first_entry_and_the_day_of_the_money_are_no_corrections() -> None:
    empty = OnRecord({"started": Milestone("started", DAY)}, {"decision_number": ""})
    filled = OnRecord({"started": Milestone("started", DAY, document="01/BB")}, {"decision_number": "41/QĐ"})
    assert corrections(empty, filled) == ()
    assert corrections(record(funded=3), record(funded=8)) == ()
    assert corrections(record(), record(approved=1, started=4)) == ()


def test_amount_and_decision_stand_firm_from_the_approval_on() -> None:
    before = {"approved_amount": "50000000", "decision_number": "41/QĐ"}
    after = {"approved_amount": "60000000", "decision_number": ""}
    assert corrections(record(before, requested=0), record(after, requested=0)) == ()
    assert corrections(record(before, approved=0), record(after, approved=0)) == (
        Change("approved_amount", "50000000", "60000000"),
        Change("decision_number", "41/QĐ", ""),
    )


_RECORDS = st.dictionaries(st.sampled_from(["requested", "approved", "started", "funded"]), st.integers(0, 3))


@given(_RECORDS, _RECORDS)
def test_nothing_on_record_changes_unseen(before: dict[str, int], after: dict[str, int]) -> None:
    told = {one.subject for one in corrections(record(**before), record(**after))}
    changed = {code for code, day in before.items() if code != "funded" and after.get(code) != day}
    assert {subject.partition(".")[0] for subject in told} == changed
