"""The table of rates on a real register: what may be saved, renewed, and which rate a house rests on."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import InvalidInput, NotFound
from labordesk.model import House
from labordesk.model.award import AwardFields
from labordesk.model.norm import NormFields
from labordesk.rules.norms import Question
from labordesk.services.award_records import AwardData
from labordesk.services.awards import save_award
from labordesk.services.norms import (
    check_house_norm,
    delete_norm,
    list_norms,
    norm_hint,
    norm_in,
    renew_norm,
    save_norm,
)
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

SINCE = date(2024, 10, 1)


def norm(office: Office, code: str = "BENH-HN", **more: Any) -> NormFields:
    usual: dict[str, Any] = {
        "programme_id": office.programme(code),
        "high": 3_000_000,
        "valid_from": SINCE,
        "basis": "QĐ 1411/QĐ-TLĐ ngày 01/8/2024",
    }
    return NormFields(**{**usual, **more})


def house(office: Office, **more: Any) -> House:
    usual: dict[str, Any] = {
        "person_id": office.person("Trần Thị Hoà"),
        "unit_id": office.song_lam,
        "programme_id": office.programme("MAI-AM"),
        "work": "new",
        "approved_amount": 60_000_000,
        "decision_date": date(2026, 1, 15),
    }
    return House(**{**usual, **more})


def test_no_rate_is_shipped_with_a_register(office: Office) -> None:
    assert list_norms(office.register) == ()


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"low": 4_000_000}, "low"),
        ({"valid_to": date(2024, 9, 30)}, "valid_to"),
        ({"work": "new"}, "work"),
        ({"basis": "  "}, "basis"),
        ({"high": 0}, "high"),
        ({"times_per_year": 0}, "times_per_year"),
        ({"circumstance_id": 999}, "circumstance_id"),
        ({"programme_id": 999}, "programme_id"),
    ],
)
def test_a_rate_that_cannot_be_is_refused_beside_its_field(office: Office, more: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_norm(office.register, norm(office, **more))
    assert refusal.value.field == field
    assert list_norms(office.register) == ()


def test_what_is_not_handed_to_people_has_no_rate(office: Office) -> None:
    with pytest.raises(InvalidInput, match="không chi cho người thụ hưởng"):
        save_norm(office.register, norm(office, "TVPL"))


def test_two_rates_for_the_same_case_and_days_are_refused(office: Office) -> None:
    first = save_norm(office.register, norm(office, valid_to=date(2025, 12, 31)))
    with pytest.raises(InvalidInput, match="Áp dụng mức mới từ ngày"):
        save_norm(office.register, norm(office, valid_from=date(2025, 12, 31)))
    save_norm(office.register, norm(office, valid_from=date(2026, 1, 1), high=5_000_000))
    save_norm(office.register, norm(office, audience="member", high=4_000_000))
    with pytest.raises(InvalidInput, match="Áp dụng mức mới"):
        save_norm(office.register, norm(office, valid_to=date(2026, 1, 1)), norm_id=first.id)
    saved = save_norm(office.register, norm(office, valid_to=date(2025, 12, 31), high=2_000_000), norm_id=first.id)
    assert saved.row_version == 2


def test_a_new_rate_ends_the_old_one_the_day_before(office: Office) -> None:
    old = save_norm(office.register, norm(office))
    renew_norm(office.register, old.id, norm(office, valid_from=date(2026, 1, 1), high=5_000_000, basis="QĐ mới"))
    new, ended = list_norms(office.register)
    assert (ended.fields.valid_to, ended.fields.high) == (date(2025, 12, 31), 3_000_000)
    assert (new.fields.valid_from, new.fields.valid_to, new.fields.high) == (date(2026, 1, 1), None, 5_000_000)
    programme = office.programme("BENH-HN")
    with office.register.reading() as session:
        for day, high in ((date(2025, 12, 31), 3_000_000), (date(2026, 1, 1), 5_000_000)):
            found = norm_in(session, Question(programme, day))
            assert found is not None
            assert found.high == high


def test_a_new_rate_from_an_impossible_day_changes_nothing(office: Office) -> None:
    old = save_norm(office.register, norm(office, valid_to=date(2025, 12, 31)))
    before = list_norms(office.register)
    for day in (SINCE, date(2024, 1, 1), date(2026, 1, 1)):
        with pytest.raises(InvalidInput) as refusal:
            renew_norm(office.register, old.id, norm(office, valid_from=day))
        assert refusal.value.field == "valid_from"
    with pytest.raises(InvalidInput):
        renew_norm(office.register, old.id, norm(office, valid_from=date(2025, 6, 1), high=0))
    assert list_norms(office.register) == before


def test_a_deleted_rate_is_gone_and_asked_for_twice_is_not_found(office: Office) -> None:
    saved = save_norm(office.register, norm(office))
    assert delete_norm(office.register, saved.id).norms
    assert list_norms(office.register) == ()
    with pytest.raises(NotFound):
        delete_norm(office.register, saved.id)


def test_a_house_above_its_rate_needs_a_reason_and_keeps_its_basis(office: Office) -> None:
    of_house = {"code": "MAI-AM", "count_unit": "house", "basis": "Quy chế mẫu"}
    save_norm(office.register, norm(office, **of_house, work="new", high=60_000_000))
    save_norm(office.register, norm(office, **of_house, work="repair", high=30_000_000))
    wanted = house(office)
    with office.register.reading() as session:
        assert check_house_norm(session, wanted) == "Quy chế mẫu: tối đa 60.000.000 đồng/nhà"


def test_a_repair_paid_like_a_new_house_is_refused_without_a_reason(office: Office) -> None:
    save_norm(office.register, norm(office, "MAI-AM", work="repair", high=30_000_000, count_unit="house"))
    repair = house(office, work="repair")
    with office.register.reading() as session:
        with pytest.raises(InvalidInput, match=r"60\.000\.000 đồng cao hơn định mức") as refusal:
            check_house_norm(session, repair)
        assert refusal.value.field == "norm_reason"
        repair.norm_reason = "Nhà sập hoàn toàn sau bão"
        assert check_house_norm(session, repair) == "QĐ 1411/QĐ-TLĐ ngày 01/8/2024: tối đa 30.000.000 đồng/nhà"
        repair.work = "new"
        assert check_house_norm(session, repair) is None


def test_a_house_without_any_rate_has_no_basis(office: Office) -> None:
    wanted = house(office)
    with office.register.reading() as session:
        assert check_house_norm(session, wanted) is None


def test_the_sentence_under_an_amount_tells_rate_basis_and_times(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    question = Question(office.programme("BENH-HN"), TODAY)
    assert norm_hint(office.register, question, person_id=person) == ""
    save_norm(office.register, norm(office))
    told = "Định mức: tối đa 3.000.000 đồng/lần (QĐ 1411/QĐ-TLĐ ngày 01/8/2024)"
    assert norm_hint(office.register, question, person_id=person) == told
    fields = AwardFields(
        programme_id=question.programme_id,
        person_id=person,
        unit_id=office.song_lam,
        handover="received",
        paid_on=date(2026, 1, 20),
    )
    award = save_award(office.register, AwardData(fields, (office.cash(1_000_000),)))
    assert norm_hint(office.register, question, person_id=person) == f"{told}; năm nay đã hỗ trợ 1 lần"
    assert norm_hint(office.register, question, person_id=person, award_id=award.id) == told
    last_year = Question(question.programme_id, date(2025, 12, 31))
    assert norm_hint(office.register, last_year, person_id=person) == told


def test_a_second_row_of_the_same_citizen_counts_as_the_same_person(office: Office) -> None:
    first = office.person("Trần Thị Hoà", citizen_id="042185000001")
    again = office.person("Trần Thị Hòa", citizen_id="042185000001")
    save_norm(office.register, norm(office))
    fields = AwardFields(
        programme_id=office.programme("BENH-HN"),
        person_id=first,
        unit_id=office.song_lam,
        handover="received",
        paid_on=date(2026, 1, 20),
    )
    save_award(office.register, AwardData(fields, (office.cash(1_000_000),)))
    hint = norm_hint(office.register, Question(office.programme("BENH-HN"), TODAY), person_id=again)
    assert hint.endswith("năm nay đã hỗ trợ 1 lần")


def test_the_rate_of_the_units_own_level_is_told_before_the_money_is(office: Office) -> None:
    save_norm(office.register, norm(office, level="province", high=1_000_000))
    save_norm(office.register, norm(office, level="upper", high=500_000))
    hint = norm_hint(office.register, Question(office.programme("BENH-HN"), TODAY))
    assert "500.000 đồng/lần" in hint
