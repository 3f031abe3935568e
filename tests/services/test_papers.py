"""The checklist of a file: what is asked for, ticked, waived, proven; lists and files always say the same."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken, Unavailable
from labordesk.model import CasePaper, GrantCase, House, HouseMilestone
from labordesk.model.paper import CasePaperFields, PaperTypeFields
from labordesk.rules.papers import GRANT_STEPS, HOUSE_STEPS
from labordesk.services import overview_waiting
from labordesk.services.attachments import Owner
from labordesk.services.case_filter import CaseFilter
from labordesk.services.case_lists import list_cases
from labordesk.services.grants import Slip as GrantSlip
from labordesk.services.grants import move_case, pay_case, save_case
from labordesk.services.houses import add_milestone, pay_house, save_house
from labordesk.services.overview_choice import Choice
from labordesk.services.overview_waiting import case_papers
from labordesk.services.paper_gaps import (
    count_gaps,
    lacking_cases,
    lacking_houses,
    lacking_papers,
    missing_of_cases,
    missing_of_houses,
)
from labordesk.services.paper_types import delete_paper_type, paper_types, save_paper_type
from labordesk.services.papers import Receipt, papers_of, receive_due_papers, receive_papers, set_paper
from labordesk.services.registers import open_register
from labordesk.vietnamese.periods import Period
from tests.services.test_grants import approved as approved_request
from tests.services.test_grants import request as grant_request
from tests.services.test_houses import APPROVED, BUILT, Slip, house, milestone
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]


@pytest.fixture
def home(office: Office) -> Owner:
    """A house that was approved by decision 41/QĐ-LĐLĐ."""
    return Owner("house", save_house(office.register, house(office, *APPROVED)).id)


def states(office: Office, owner: Owner) -> dict[str, str]:
    return {line.name: str(line.state) for line in papers_of(office.register, owner)}


def missing(office: Office, owner: Owner) -> tuple[str, ...]:
    find = missing_of_houses if owner.kind == "house" else missing_of_cases
    with office.register.looking() as connection:
        return find(connection, [owner.id]).get(owner.id, ())


def test_a_house_is_asked_for_what_is_due_by_its_step(office: Office, home: Owner) -> None:
    found = states(office, home)
    assert found["Đơn đề nghị có xác nhận của địa phương"] == "missing"
    assert found["Phiếu khảo sát nhà ở"] == "missing"
    assert found["Biên bản bàn giao nhà"] == "later"
    assert found["Quyết định hỗ trợ"] == "present"
    assert missing(office, home) == (
        "Biên bản họp bình xét",
        "Đơn đề nghị có xác nhận của địa phương",
        "Tờ trình, công văn của công đoàn cơ sở",
        "Giấy tờ đất ở",
        "Phiếu khảo sát nhà ở",
        "Ảnh hiện trạng trước khi làm",
    )


def test_land_papers_are_asked_for_new_houses_only(office: Office) -> None:
    repaired = Owner("house", save_house(office.register, house(office, *APPROVED, work="repair")).id)
    assert "Giấy tờ đất ở" not in states(office, repaired)


def test_numbers_recorded_elsewhere_are_papers_that_are_there(office: Office) -> None:
    built = Owner("house", save_house(office.register, house(office, *BUILT)).id)
    found = states(office, built)
    assert (found["Biên bản nghiệm thu"], found["Biên bản bàn giao nhà"]) == ("present", "present")
    assert found["Phiếu chi, giấy nhận tiền"] == "later"
    slip = Slip(voucher_number="PC 05-01")
    pay_house(office.register, built.id, date(2025, 5, 18), [office.cash(10_000_000)], slip)
    assert states(office, built)["Phiếu chi, giấy nhận tiền"] == "present"


def test_minutes_without_a_number_are_missing(office: Office) -> None:
    data = house(office, *APPROVED, milestone("started", 2025, 5, 18), milestone("inspected", 2025, 7, 10))
    built = Owner("house", save_house(office.register, data).id)
    assert "Biên bản nghiệm thu" in missing(office, built)
    add_milestone(
        office.register,
        built.id,
        milestone("inspected", 2025, 7, 10, document="02/BB-NT"),
        correction_reason="Ghi thêm số",
    )
    assert "Biên bản nghiệm thu" not in missing(office, built)


@pytest.mark.parametrize("end", ["refused", "cancelled"])
def test_a_house_that_came_to_nothing_lacks_nothing(office: Office, end: str) -> None:
    data = house(
        office,
        milestone("requested", 2025, 2, 10),
        milestone(end, 2025, 3, 1, note="Gia đình xin rút"),
        approved_amount=None,
        decision_number=None,
        decision_date=None,
        decision_body=None,
        decision_signer=None,
    )
    ended = Owner("house", save_house(office.register, data).id)
    assert missing(office, ended) == ()
    assert set(states(office, ended).values()) == {"later"}


def test_a_request_is_asked_for_the_papers_of_its_reason(office: Office) -> None:
    case = Owner("case", save_case(office.register, grant_request(office, circumstance_id=reason(office, "TNLD"))).id)
    found = states(office, case)
    assert found["Đơn hoặc giấy đề nghị trợ cấp"] == "missing"
    assert found["Biên bản điều tra tai nạn lao động"] == "later"
    assert "Giấy khai sinh của cháu" not in found
    move_case(office.register, case.id, "verifying", TODAY)
    assert "Biên bản điều tra tai nạn lao động" in missing(office, case)
    other = Owner("case", save_case(office.register, grant_request(office, "Đỗ Đức Hùng")).id)
    assert "Biên bản điều tra tai nạn lao động" not in states(office, other)


def test_a_paid_request_lacks_its_voucher_until_it_has_a_number(office: Office) -> None:
    case_id = approved_request(office)
    case = Owner("case", case_id)
    paid = pay_case(office.register, case_id, TODAY, [office.cash(3_000_000)])
    assert "Phiếu chi, giấy nhận tiền" in missing(office, case)
    assert paid.award_id
    other = approved_request(office, name="Đỗ Đức Hùng")
    pay_case(office.register, other, TODAY, [office.cash(3_000_000)], GrantSlip(voucher_number="PC 12"))
    assert "Phiếu chi, giấy nhận tiền" not in missing(office, Owner("case", other))


def test_a_paper_is_ticked_numbered_waived_and_awaited_again(office: Office, home: Owner) -> None:
    saved = set_paper(office.register, home, 1, CasePaperFields(received_on=TODAY, document=" 5/BB "))
    line = papers_of(office.register, home)[0]
    assert (line.state, line.fields.document, line.row_version) == ("present", "5/BB", saved.row_version)
    saved = set_paper(office.register, home, 1, CasePaperFields(waived_reason="Bình xét chung cả xã"), line.row_version)
    assert papers_of(office.register, home)[0].state == "waived"
    set_paper(office.register, home, 1, CasePaperFields(), saved.row_version)
    assert papers_of(office.register, home)[0].state == "missing"


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        (CasePaperFields(received_on=TODAY, waived_reason="không cần"), "waived_reason"),
        (CasePaperFields(received_on=date(2026, 3, 3)), "received_on"),
        (CasePaperFields(document="x" * 81), "document"),
    ],
)
def test_what_cannot_be_said_of_a_paper_is_refused_beside_its_field(
    office: Office, home: Owner, fields: CasePaperFields, field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        set_paper(office.register, home, 1, fields)
    assert refused.value.field == field
    assert papers_of(office.register, home)[0].row_version is None


def test_a_paper_changed_by_somebody_else_meanwhile_is_a_conflict(office: Office, home: Owner) -> None:
    first = set_paper(office.register, home, 1, CasePaperFields(received_on=TODAY))
    set_paper(office.register, home, 1, CasePaperFields(received_on=TODAY, note="bản sao"), first.row_version)
    with pytest.raises(Conflict) as refused:
        set_paper(office.register, home, 1, CasePaperFields(waived_reason="không cần"), first.row_version)
    assert "waived_reason" in refused.value.differences


def test_papers_of_other_files_and_of_files_that_are_gone_are_refused(office: Office, home: Owner) -> None:
    grants_paper = next(row.id for row in paper_types(office.register) if row.fields.kind == "grant")
    with pytest.raises(InvalidInput, match="không dùng cho hồ sơ đang mở"):
        set_paper(office.register, home, grants_paper, CasePaperFields(received_on=TODAY))
    with pytest.raises(NotFound, match="danh mục"):
        set_paper(office.register, home, 4711, CasePaperFields(received_on=TODAY))
    with pytest.raises(NotFound, match="hồ sơ"):
        papers_of(office.register, Owner("house", 4711))
    with pytest.raises(InvalidInput, match="Chỉ hồ sơ nhà"):
        set_paper(office.register, Owner("campaign", office.campaign()), 1, CasePaperFields())
    assert papers_of(office.register, Owner("activity", 1)) == ()


def test_a_complete_file_is_ticked_at_once_and_days_already_noted_stay(office: Office, home: Owner) -> None:
    set_paper(office.register, home, 2, CasePaperFields(received_on=date(2026, 1, 5)))
    receive_due_papers(office.register, home)
    assert missing(office, home) == ()
    lines = {line.id: line for line in papers_of(office.register, home)}
    assert (lines[1].fields.received_on, lines[2].fields.received_on) == (TODAY, date(2026, 1, 5))
    assert {line.state for line in lines.values()} == {"present", "later"}


def test_many_papers_are_received_all_or_none(office: Office, home: Owner) -> None:
    receipts = [Receipt(home, 1, TODAY, "1/BB"), Receipt(home, 4711, TODAY)]
    with pytest.raises(NotFound):
        receive_papers(office.register, receipts)
    assert states(office, home)["Biên bản họp bình xét"] == "missing"
    receive_papers(office.register, receipts[:1])
    assert papers_of(office.register, home)[0].fields.document == "1/BB"


def test_nothing_is_ticked_in_a_register_opened_to_look_at(office: Office, home: Owner, register_path: object) -> None:
    path = office.register.path
    office.register.close()
    with open_register(path, read_only=True) as register:
        assert len(papers_of(register, home)) == 13
        with pytest.raises(Unavailable, match="chỉ để xem"):
            set_paper(register, home, 1, CasePaperFields(received_on=TODAY))


# the catalogue


def test_a_paper_the_office_adds_is_asked_for_and_one_it_retires_is_not(office: Office, home: Owner) -> None:
    fields = PaperTypeFields(name="Cam kết sử dụng đúng mục đích", kind="house", step="approved")
    added = save_paper_type(office.register, fields)
    assert "Cam kết sử dụng đúng mục đích" in missing(office, home)
    retired = fields.model_copy(update={"active": False})
    save_paper_type(office.register, retired, paper_type_id=added.id, row_version=added.row_version)
    assert "Cam kết sử dụng đúng mục đích" not in states(office, home)
    assert missing(office, home)


def test_a_retired_paper_stays_in_the_file_that_has_it(office: Office, home: Owner) -> None:
    set_paper(office.register, home, 1, CasePaperFields(received_on=TODAY))
    (row,) = (row for row in paper_types(office.register) if row.id == 1)
    save_paper_type(
        office.register, row.fields.model_copy(update={"active": False}), paper_type_id=1, row_version=row.row_version
    )
    assert states(office, home)[row.fields.name] == "present"


def test_a_paper_that_a_file_has_is_not_deleted(office: Office, home: Owner) -> None:
    set_paper(office.register, home, 1, CasePaperFields(received_on=TODAY))
    with pytest.raises(RuleBroken, match="bỏ chọn “Đang dùng”"):
        delete_paper_type(office.register, 1)
    assert delete_paper_type(office.register, 2).papers


def test_a_name_is_taken_once_among_papers_for_the_same_files(office: Office) -> None:
    assert sum(row.fields.name.startswith("Giấy ra viện") for row in paper_types(office.register)) == 3
    fields = PaperTypeFields(name="quyết định hỗ trợ", kind="house", step="approved")
    with pytest.raises(InvalidInput, match="Quyết định hỗ trợ"):
        save_paper_type(office.register, fields)
    save_paper_type(office.register, fields.model_copy(update={"work": "repair"}))


def test_an_optional_paper_is_never_lacking(office: Office, home: Owner) -> None:
    fields = PaperTypeFields(name="Giấy mời", kind="house", step="requested", mandatory=False)
    save_paper_type(office.register, fields)
    assert states(office, home)["Giấy mời"] == "missing"
    assert "Giấy mời" not in missing(office, home)


def test_a_wrong_entry_is_refused_beside_its_field(office: Office) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_paper_type(office.register, PaperTypeFields(name="x", kind="grant", step="verifying", circumstance_id=99))
    assert refused.value.field == "circumstance_id"


# lists


def test_the_list_and_the_file_always_lack_the_same(office: Office, home: Owner) -> None:
    """Every combination of milestones, states, proofs and words: SQL and rules agree."""
    houses, cases = _many_files(office)
    with office.register.looking() as connection:
        by_house, by_case = missing_of_houses(connection, houses), missing_of_cases(connection, cases)
        counted, all_papers = count_gaps(connection), list(lacking_papers(connection))
        assert set(by_house) == lacking_houses(connection) & set(houses)
        assert set(by_case) == lacking_cases(connection)
    for kind, ids, found in (("house", houses, by_house), ("case", cases, by_case)):
        for one in ids:
            owner = Owner("house" if kind == "house" else "case", one)
            lines = [line.name for line in papers_of(office.register, owner) if line.lacking]
            assert list(found.get(one, ())) == lines
            assert [paper.name for paper in all_papers if paper.owner == owner] == lines
    assert counted.cases == len(by_case)
    assert counted.houses == len(by_house) + 1  # and the house of the fixture
    assert len(by_house) > 40


def _many_files(office: Office) -> tuple[list[int], list[int]]:
    """Houses with every set of steps of a short way, requests in every state; some papers ticked or waived."""
    person = office.person("Trần Văn Bảy")
    programme, grants = office.programme("MAI-AM"), office.programme("BENH-HN")
    reasons = (None, reason(office, "TNLD"), reason(office, "BENH-HN"))
    steps = (*HOUSE_STEPS, "funded", "suspended", "refused", "cancelled")
    with office.register.writing() as session:
        houses = []
        for place in range(160):
            row = House(
                person_id=person,
                unit_id=1,
                programme_id=programme,
                work="repair" if place % 3 else "new",
                decision_number="1/QĐ" if place % 5 == 0 else None,
            )
            session.add(row)
            session.flush()
            houses.append(row)
            for number, step in enumerate(steps):
                if (place * 7919) >> number & 1:
                    document = "1/BB" if place % 4 == 0 else None
                    session.add(
                        HouseMilestone(house_id=row.id, milestone=step, happened_on=date(2025, 1, 1), document=document)
                    )
        cases = []
        for place in range(60):
            state = (*GRANT_STEPS, "incomplete", "refused")[place % 7]
            row_ = GrantCase(
                person_id=person,
                programme_id=grants,
                unit_id=1,
                requested_on=date(2025, 1, 1),
                state=state,
                circumstance_id=reasons[place % 3],
                decision_number="2/QĐ" if place % 2 else None,
            )
            session.add(row_)
            cases.append(row_)
        session.flush()
        for place, row in enumerate(houses):
            said = {"received_on": TODAY} if place % 2 else {"waived_reason": "không cần"}
            session.add(CasePaper(house_id=row.id, paper_type_id=1 + place % 13, **said))
        return [row.id or 0 for row in houses], [row.id or 0 for row in cases]


def test_the_lists_of_many_files_are_asked_by_index(office: Office, home: Owner) -> None:
    plans = []
    with office.register.looking() as connection:
        traced: list[str] = []
        connection.set_trace_callback(traced.append)
        missing_of_houses(connection, [home.id])
        missing_of_cases(connection, [1])
        connection.set_trace_callback(None)
        for sql in traced:
            plans += [str(row[3]) for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}")]
    text = "\n".join(plans)
    for wanted in (
        "ix_case_paper_house_id_paper_type_id",
        "ix_case_paper_case_id_paper_type_id",
        "ix_house_milestone_house_id_milestone",
        "ix_award_house_id",
        "ix_award_case_id",
        "ix_attachment_house_id",
        "ix_attachment_case_id",
    ):
        assert wanted in text, text
    for table in ("h", "p", "m", "a", "x"):
        assert f"SCAN {table}\n" not in f"{text}\n", text


def reason(office: Office, code: str) -> int:
    with office.register.looking() as connection:
        found = connection.execute("SELECT id FROM circumstance WHERE code = ?", (code,)).fetchone()
    return int(json.loads(str(found[0])))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(1, 13), st.sampled_from(["tick", "waive", "clear"])), max_size=6))
def test_whatever_is_said_of_papers_the_list_follows(office: Office, home: Owner, words: list[tuple[int, str]]) -> None:
    said = {
        "tick": CasePaperFields(received_on=TODAY),
        "waive": CasePaperFields(waived_reason="không cần"),
        "clear": CasePaperFields(),
    }
    for paper_type_id, word in words:
        set_paper(office.register, home, paper_type_id, said[word])
    assert list(missing(office, home)) == [line.name for line in papers_of(office.register, home) if line.lacking]


def test_work_to_do_counts_the_settled_requests_that_lack_papers_as_the_list_shows_them(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    settled = approved_request(office)
    pay_case(office.register, settled, TODAY, [office.cash(2_000_000)], GrantSlip())
    save_case(office.register, grant_request(office, "Lê An"))
    choice = Choice(Period.between(date(2026, 1, 1), date(2026, 12, 31)), TODAY)
    [found] = case_papers(office.register, choice)
    rows = list_cases(office.register, CaseFilter(flag="papers")).rows
    assert "paid" in {row.state for row in rows}
    assert (found.count, found.more, found.target) == (len(rows), False, {"flag": "papers"})
    monkeypatch.setattr(overview_waiting, "MOST_COUNTED", 1)
    [found] = case_papers(office.register, choice)
    assert (found.count, found.more) == (1, True)
