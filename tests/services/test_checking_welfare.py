"""Checking what the programmes promise: shares, lists, vouchers, rates, papers, agreements, merged files."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from labordesk.model import (
    Agreement,
    AgreementUse,
    Allocation,
    Attachment,
    AttachmentContent,
    Award,
    Campaign,
    CasePaper,
    GrantCase,
    House,
    HouseMilestone,
    HouseProgress,
    Norm,
    PaperType,
    Person,
    PersonMerge,
    PersonPair,
    Programme,
    Unit,
    UnitList,
    Voucher,
)
from labordesk.model.keys import person_keys
from labordesk.services.checking import check_register
from labordesk.services.checking_welfare import SHARES, TWO_NORMS, WELFARE_PROMISES
from labordesk.services.registers import open_register
from labordesk.services.repairing import repair_derived


def _person(name: str, unit_id: int) -> Person:
    return Person(full_name=name, unit_id=unit_id, **vars(person_keys(name, None)))


@pytest.fixture(scope="module")
def full_template(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed register with one row of each kind that the promises speak of; copy it, never open it."""
    register_path = Path(shutil.copy(register_template, tmp_path_factory.mktemp("full")))
    with open_register(register_path) as register, register.writing() as session:
        programmes = {one.kind: one.id or 0 for one in session.exec(select(Programme))}
        below = Unit(name="CĐCS Công ty May", parent_id=1, valid_from=date(2020, 1, 1))
        session.add(below)
        session.flush()
        people = [_person(name, 1) for name in ("Nguyễn Văn An", "Nguyễn Văn Ân")]
        session.add_all(people)
        gift = programmes["gift"]
        days = {"starts_on": date(2026, 1, 5), "ends_on": date(2026, 2, 10)}
        campaigns = [
            Campaign(programme_id=gift, name=name, planned_packages=20, **days) for name in ("Tết xã", "Tết tỉnh")
        ]
        session.add_all(campaigns)
        session.flush()
        tet, first, second = campaigns[0].id or 0, people[0].id or 0, people[1].id or 0
        award = Award(programme_id=gift, campaign_id=tet, person_id=first, unit_id=1)
        house = House(
            person_id=first, unit_id=1, programme_id=programmes["house"], stage="started", progress=80, work="new"
        )
        case = GrantCase(person_id=second, unit_id=1, programme_id=programmes["grant"], requested_on=date(2026, 1, 6))
        agreement = Agreement(
            partner="Siêu thị",
            programme_id=programmes["agreement"],
            unit_id=1,
            signed_on=date(2026, 1, 1),
            expires_on=date(2026, 12, 31),
        )
        session.add_all([award, house, case, agreement])
        session.flush()
        house_id, case_id = house.id or 0, case.id or 0
        paper = session.exec(select(PaperType).where(PaperType.kind == "house")).first()
        assert paper is not None
        held = CasePaper(paper_type_id=paper.id or 0, house_id=house_id, received_on=date(2026, 1, 8))
        session.add(held)
        session.flush()
        attachment = Attachment(
            name="don.pdf", media_type="application/pdf", size=3, sha256="x", house_id=house_id, case_paper_id=held.id
        )
        session.add(attachment)
        session.flush()
        session.add_all(
            [
                AttachmentContent(attachment_id=attachment.id or 0, content=b"pdf"),
                Voucher(campaign_id=tet, serial="A1", award_id=award.id),
                UnitList(
                    campaign_id=tet,
                    unit_id=1,
                    state="approved",
                    submitted_on=date(2026, 1, 6),
                    approved_on=date(2026, 1, 7),
                ),
                UnitList(campaign_id=tet, unit_id=2, state="submitted", submitted_on=date(2026, 1, 6)),
                Allocation(campaign_id=tet, unit_id=1, packages=20),
                Allocation(campaign_id=tet, unit_id=2, packages=20),
                AgreementUse(agreement_id=agreement.id or 0, starts_on=date(2026, 1, 1), ends_on=date(2026, 12, 31)),
                HouseMilestone(house_id=house_id, milestone="started", happened_on=date(2026, 1, 9)),
                HouseProgress(house_id=house_id, reported_on=date(2026, 1, 20), percent=40),
                HouseProgress(house_id=house_id, reported_on=date(2026, 2, 20), percent=80),
                PersonPair(first_id=first, second_id=second),
                PersonMerge(
                    kept_id=first, gone_uid="đã gộp", merged_on=date(2026, 2, 1), snapshot='{"gone":{"uid":"đã gộp"}}'
                ),
                Norm(
                    programme_id=gift,
                    low=1,
                    high=2,
                    valid_from=date(2025, 1, 1),
                    valid_to=date(2025, 12, 31),
                    basis="A",
                ),
                Norm(programme_id=gift, high=3, valid_from=date(2026, 1, 1), basis="B"),
                Norm(programme_id=gift, high=3, valid_from=date(2026, 1, 1), level="upper", basis="C"),
            ]
        )
        assert case_id == 1
    with open_register(register_path) as register:
        repair_derived(register)
    return register_path


@pytest.fixture
def full_path(full_template: Path, tmp_path: Path) -> Path:
    """A copy of this test alone."""
    return Path(shutil.copy(full_template, tmp_path))


DAMAGES = [
    ("UPDATE voucher SET campaign_id = 2", "phiếu ghi cho người của đợt khác"),
    ("UPDATE voucher SET void_reason = 'rách'", "phiếu đã hủy mà còn ghi"),
    ("UPDATE award SET handover = 'returned'", "suất đã trả lại"),
    ("UPDATE unit_list SET approved_on = NULL", "không có ngày duyệt"),
    ("UPDATE unit_list SET state = 'drafting'", "chưa duyệt mà có ngày duyệt"),
    ("UPDATE unit_list SET submitted_on = NULL WHERE state = 'submitted'", "không có ngày trình"),
    ("UPDATE unit_list SET approved_on = '2026-01-05' WHERE state = 'approved'", "duyệt trước ngày trình"),
    ("UPDATE norm SET low = 4 WHERE basis = 'B'", "tối thiểu cao hơn tối đa"),
    ("UPDATE house SET progress = 40", "tiến độ khác báo cáo mới nhất"),
    ("UPDATE house SET progress = NULL", "tiến độ khác báo cáo mới nhất"),
    ("DELETE FROM house_progress WHERE percent = 80", "tiến độ khác báo cáo mới nhất"),
    ("UPDATE case_paper SET waived_reason = 'không cần'", "vừa đã nhận vừa không cần"),
    ("UPDATE paper_type SET kind = 'grant'", "thuộc loại hồ sơ khác"),
    ("DELETE FROM attachment_content", "mất nội dung hoặc thiếu một phần"),
    ("UPDATE attachment_content SET content = x'00'", "mất nội dung hoặc thiếu một phần"),
    ("UPDATE attachment SET house_id = NULL, case_id = 1", "gắn vào giấy tờ của hồ sơ khác"),
    ("UPDATE agreement SET ended_on = '2027-01-01'", "chấm dứt ngoài thời hạn"),
    ("UPDATE agreement_use SET ends_on = '2027-01-01'", "kỳ nằm ngoài thời hạn thỏa thuận"),
    ("UPDATE agreement SET ended_on = '2026-12-30'", "kỳ nằm ngoài thời hạn thỏa thuận"),
    ("UPDATE person SET uid = 'đã gộp' WHERE id = 2", "đã gộp mà vẫn còn trong sổ"),
    ("UPDATE person_merge SET snapshot = 'hỏng'", "không còn bản ghi để tách lại"),
    ("UPDATE person_merge SET snapshot = '{}'", "không còn bản ghi để tách lại"),
    ("UPDATE allocation SET packages = 21 WHERE unit_id = 2", "giao xuống nhiều hơn số có"),
    ("UPDATE campaign SET planned_packages = 19 WHERE id = 1", "giao xuống nhiều hơn số có"),
    ("UPDATE allocation SET cash = 1 WHERE unit_id = 2", "giao xuống nhiều hơn số có"),
    ("UPDATE norm SET valid_to = '2026-01-01' WHERE basis = 'A'", "2 mức áp dụng cùng lúc"),
    ("UPDATE person_pair SET first_id = second_id, second_id = first_id", "có giá trị mà sổ không nhận"),
]


def test_sound_programmes_have_no_problem(full_path: Path) -> None:
    with open_register(full_path) as register:
        assert check_register(register).problems == ()


@pytest.mark.parametrize(("damage", "sentence"), DAMAGES)
def test_a_broken_promise_is_found_and_nothing_else_is_blamed(full_path: Path, damage: str, sentence: str) -> None:
    with closing(sqlite3.connect(full_path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.executescript(damage)
    with open_register(full_path) as register:
        [problem] = check_register(register).problems
    assert sentence in str(problem)
    assert "; hãy " in str(problem)
    assert "{" not in str(problem)


def test_every_promise_of_the_programmes_is_broken_by_a_test() -> None:
    sentences = [*(promise.sentence for promise in WELFARE_PROMISES), SHARES, TWO_NORMS]
    said = [sentence.removeprefix("2 ") for _damage, sentence in DAMAGES]
    assert [one for one in sentences if not any(words in one for words in said)] == []


def test_rates_that_follow_one_another_or_differ_are_not_at_once(full_path: Path) -> None:
    with closing(sqlite3.connect(full_path)) as connection:
        connection.execute("UPDATE norm SET valid_from = '2025-06-01' WHERE basis = 'C'")
        connection.commit()
    with open_register(full_path) as register:
        assert check_register(register).ok
