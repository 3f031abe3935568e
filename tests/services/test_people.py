"""A person's file on a real register: saved, changed, refused, deleted."""

from __future__ import annotations

import unicodedata
from datetime import date
from typing import Any

import pytest
from sqlmodel import col, select

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model import Circumstance, HouseholdMember, Membership, Person, PersonHealth
from labordesk.model.person import HouseholdMemberFields, PersonCircumstanceFields, PersonFields
from labordesk.services.people import (
    HouseholdEntry,
    PersonData,
    delete_person,
    load_person,
    read_health,
    review_person,
    save_person,
)
from labordesk.services.people_search import PeopleQuery, search_people
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit
from tests.services.welfare_office import TODAY, Office, office

__all__ = ["office"]

NUMBER = "042188001035"


def hoa(office: Office, **more: Any) -> PersonFields:
    usual: dict[str, Any] = {
        "full_name": "Trần Thị Hoà",
        "birth": "1988-01-05",
        "sex": "female",
        "citizen_id": NUMBER,
        "unit_id": office.dong_tam,
    }
    return PersonFields(**{**usual, **more})


def wife(name: str = "Lê Thị Nga", **more: Any) -> HouseholdMemberFields:
    return HouseholdMemberFields(full_name=name, **more)


def circumstance(office: Office, code: str, **more: Any) -> PersonCircumstanceFields:
    with office.register.reading() as session:
        found = session.exec(select(Circumstance.id).where(Circumstance.code == code)).one()
    assert found is not None
    return PersonCircumstanceFields(circumstance_id=found, **more)


def memberships(office: Office, person_id: int) -> list[tuple[int, date | None, date | None]]:
    with office.register.reading() as session:
        rows = session.exec(
            select(Membership)
            .where(Membership.person_id == person_id)
            .order_by(col(Membership.until).is_(None), col(Membership.id))
        )
        return [(row.unit_id, row.since, row.until) for row in rows]


def names_found(office: Office, text: str) -> list[str]:
    return [row.full_name for row in search_people(office.register, PeopleQuery(text), year=2026).rows]


def test_a_saved_file_is_read_back_whole(office: Office) -> None:
    fields = hoa(
        office,
        old_id="183456789",
        phone="0912345678",
        joined_on="2012-09",
        income=2_500_000,
        consent=True,
        consent_on=date(2026, 1, 5),
        bank_account="0123456789",
    )
    data = PersonData(
        fields,
        (HouseholdEntry(wife("Nguyễn Văn Bình", relation="spouse", birth="1984", dependant=True)),),
        (circumstance(office, "NHA-TAM", since="2025-06", note="Tốc mái"),),
        "Đang điều trị dài ngày",
    )
    saved = save_person(office.register, data)
    loaded = load_person(office.register, saved.id)
    assert saved.changes.people
    assert loaded.fields == fields
    assert [one.fields for one in loaded.household] == [data.household[0].fields]
    assert loaded.circumstances == data.circumstances
    assert loaded.has_health
    assert "điều trị" not in repr(loaded)
    assert read_health(office.register, saved.id) == "Đang điều trị dài ngày"
    assert memberships(office, saved.id) == [(office.dong_tam, None, None)]
    assert names_found(office, "hoà trần") == ["Trần Thị Hoà"]


def test_text_is_kept_in_nfc_and_names_are_never_respelled(office: Office) -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn  Văn   Quí ")
    saved = save_person(office.register, PersonData(hoa(office, full_name=typed, job="  giáo   viên ", note=" ")))
    fields = load_person(office.register, saved.id).fields
    assert (fields.full_name, fields.job, fields.note) == ("Nguyễn Văn Quí", "giáo viên", None)


def test_nothing_is_raised_when_nothing_changed(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office), (HouseholdEntry(wife()),)))
    loaded = load_person(office.register, saved.id)
    again = save_person(
        office.register,
        PersonData(loaded.fields, loaded.household, loaded.circumstances),
        person_id=saved.id,
        row_version=loaded.row_version,
    )
    assert again.row_version == saved.row_version


def test_a_renamed_person_is_found_under_the_new_name_only(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office)))
    save_person(office.register, PersonData(hoa(office, full_name="Trần Thị Lan")), person_id=saved.id)
    assert (names_found(office, "hoa"), names_found(office, "lan")) == ([], ["Trần Thị Lan"])


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("full_name", ""),
        ("full_name", "Trần Thị Hoà 2"),
        ("birth", "1988-02-30"),
        ("birth", "2030"),
        ("sex", "nữ giới"),
        ("citizen_id", "04218800103"),
        ("citizen_id", "042988001035"),
        ("phone", "12345"),
        ("income", -1),
        ("unit_id", None),
        ("unit_id", 9999),
        ("citizen_id_issued_on", date(2026, 3, 9)),
        ("citizen_id_issued_on", date(1985, 1, 1)),
        ("joined_on", "1987"),
        ("consent_on", date(2027, 1, 1)),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(office: Office, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_person(office.register, PersonData(hoa(office, **{field: value})))
    assert refusal.value.field == field
    assert names_found(office, "") == []


def test_a_hardship_cannot_end_before_it_begins_and_a_household_has_names(office: Office) -> None:
    upside_down = circumstance(office, "NHA-TAM", since="2025-06", until="2024")
    with pytest.raises(InvalidInput) as refusal:
        save_person(office.register, PersonData(hoa(office), (), (upside_down,)))
    assert refusal.value.field == "until"
    save_person(
        office.register, PersonData(hoa(office), (), (circumstance(office, "NHA-TAM", since="2025-06", until="2025"),))
    )
    with pytest.raises(InvalidInput):
        save_person(
            office.register, PersonData(hoa(office, citizen_id=None, full_name="Lê An"), (HouseholdEntry(wife(" ")),))
        )


def test_health_is_written_only_with_consent(office: Office) -> None:
    with pytest.raises(RuleBroken) as refusal:
        save_person(office.register, PersonData(hoa(office), health="Suy thận"))
    assert refusal.value.source == "Luật 91/2025/QH15"
    assert names_found(office, "") == []
    agreed = hoa(office, consent=True, consent_on=TODAY)
    saved = save_person(office.register, PersonData(agreed, health="Suy thận"))
    save_person(office.register, PersonData(agreed), person_id=saved.id)
    assert read_health(office.register, saved.id) == "Suy thận"
    gone = save_person(office.register, PersonData(agreed, health=None), person_id=saved.id)
    assert gone.row_version > saved.row_version
    assert read_health(office.register, saved.id) is None
    assert not load_person(office.register, saved.id).has_health


def test_a_citizen_number_of_somebody_else_is_named_and_needs_a_reason(office: Office) -> None:
    save_person(office.register, PersonData(hoa(office)))
    other = hoa(office, full_name="Lê Văn Sơn", sex="male", birth="1990", note="Bản chụp mờ")
    with pytest.raises(RuleBroken, match=r"Trần Thị Hoà, sinh 05/01/1988, THCS Đồng Tâm \(cùng số CCCD"):
        save_person(office.register, PersonData(other))
    saved = save_person(office.register, PersonData(other), override_reason=" đọc từ  ảnh, chờ thẻ ")
    kept = load_person(office.register, saved.id).fields
    assert kept.note == "Bản chụp mờ\nTrùng số CCCD với Trần Thị Hoà, vẫn lưu: đọc từ ảnh, chờ thẻ"
    again = save_person(office.register, PersonData(kept.model_copy(update={"job": "Thợ hàn"})), person_id=saved.id)
    assert again.row_version == saved.row_version + 1


def test_a_number_changed_to_somebody_elses_is_refused_too(office: Office) -> None:
    save_person(office.register, PersonData(hoa(office)))
    other = save_person(office.register, PersonData(hoa(office, full_name="Lê Văn Sơn", citizen_id=None)))
    with pytest.raises(RuleBroken):
        save_person(office.register, PersonData(hoa(office, full_name="Lê Văn Sơn")), person_id=other.id)


def test_somebody_surely_known_is_not_entered_twice_unless_confirmed(office: Office) -> None:
    first = save_person(office.register, PersonData(hoa(office, citizen_id=None)))
    twin = PersonData(hoa(office, full_name="TRẦN THỊ HÒA", citizen_id=None))
    with pytest.raises(RuleBroken, match="Có thể đã có trong sổ: Trần Thị Hoà"):
        save_person(office.register, twin)
    second = save_person(office.register, twin, confirmed_duplicates={first.id})
    assert second.id != first.id
    save_person(office.register, twin, person_id=second.id)


def test_the_review_warns_of_what_the_number_contradicts_and_shows_who_is_alike(office: Office) -> None:
    first = save_person(office.register, PersonData(hoa(office, union_card="HS-001")))
    odd = hoa(office, full_name="Trần Thị Hòa", sex="male", birth="1987", union_card="HS-001", consent=True)
    review = review_person(office.register, PersonData(odd))
    assert any("năm sinh theo số: 1988" in one and "giới tính theo số" in one for one in review.warnings)
    assert any("Trần Thị Hoà" in one and "thẻ đoàn viên" in one for one in review.warnings)
    assert any("ngày đồng ý" in one for one in review.warnings)
    assert [(one.person_id, one.verdict) for one in review.duplicates] == [(first.id, "strong")]
    own = review_person(office.register, PersonData(hoa(office, union_card="HS-001")), first.id)
    assert own.warnings == own.duplicates == ()


def test_numbers_are_stored_as_digits_however_they_were_typed(office: Office) -> None:
    typed = hoa(office, citizen_id="042 188 001 035", phone="+84 912-345-678", bank_account="1903 6512 345")
    kept = load_person(office.register, save_person(office.register, PersonData(typed)).id).fields
    assert (kept.citizen_id, kept.phone, kept.bank_account) == (NUMBER, "0912345678", "19036512345")


def test_a_card_number_in_place_of_the_account_is_warned_of(office: Office) -> None:
    typed = hoa(office, bank_account="9704 1512 3456 7890")
    assert any("SỐ THẺ ATM" in one for one in review_person(office.register, PersonData(typed)).warnings)
    assert save_person(office.register, PersonData(typed)).id


def test_a_stale_form_is_shown_what_differs_and_writes_nothing(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office, job="Giáo viên")))
    save_person(office.register, PersonData(hoa(office, job="Hiệu phó")), person_id=saved.id, row_version=1)
    mine = PersonData(hoa(office, job="Giáo viên", phone="0912345678"), (HouseholdEntry(wife()),))
    with pytest.raises(Conflict) as conflict:
        save_person(office.register, mine, person_id=saved.id, row_version=1)
    assert conflict.value.differences["job"] == ("Hiệu phó", "Giáo viên")
    assert conflict.value.differences["phone"] == (None, "0912345678")
    assert conflict.value.differences["household"] == ((), mine.household)
    assert load_person(office.register, saved.id).fields.phone is None


def test_a_new_unit_ends_the_old_membership_and_a_slip_is_corrected_the_same_day(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office)))
    save_person(office.register, PersonData(hoa(office, unit_id=office.song_lam)), person_id=saved.id)
    eve = date(2026, 3, 1)
    assert memberships(office, saved.id) == [(office.dong_tam, None, eve), (office.song_lam, TODAY, None)]
    save_person(office.register, PersonData(hoa(office, unit_id=office.phu_thinh)), person_id=saved.id)
    assert memberships(office, saved.id) == [(office.dong_tam, None, eve), (office.phu_thinh, TODAY, None)]
    save_person(office.register, PersonData(hoa(office)), person_id=saved.id)
    assert memberships(office, saved.id) == [(office.dong_tam, None, None)]


def test_a_transfer_may_be_dated_back_but_not_before_the_last_one_nor_ahead(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office)))
    moved = PersonData(hoa(office, unit_id=office.song_lam))
    save_person(office.register, moved, person_id=saved.id, moved_on=date(2026, 2, 1))
    assert memberships(office, saved.id)[0] == (office.dong_tam, None, date(2026, 1, 31))
    with pytest.raises(InvalidInput, match="01/02/2026"):
        save_person(office.register, PersonData(hoa(office)), person_id=saved.id, moved_on=date(2026, 1, 15))
    with pytest.raises(RuleBroken):
        save_person(office.register, PersonData(hoa(office)), person_id=saved.id, moved_on=date(2026, 4, 1))


def test_a_closed_unit_takes_nobody_but_its_people_can_still_be_edited(office: Office) -> None:
    saved = save_person(office.register, PersonData(hoa(office)))
    close_unit(office.register, office.dong_tam, Decision(date(2026, 2, 1)))
    with pytest.raises(InvalidInput) as refusal:
        save_person(office.register, PersonData(hoa(office, full_name="Lê Văn Sơn", citizen_id=None)))
    assert refusal.value.field == "unit_id"
    save_person(office.register, PersonData(hoa(office, job="Nghỉ hưu")), person_id=saved.id)
    assert load_person(office.register, saved.id).fields.job == "Nghỉ hưu"


def test_rows_of_the_household_are_changed_added_and_taken_away(office: Office) -> None:
    saved = save_person(
        office.register, PersonData(hoa(office), (HouseholdEntry(wife("Bình")), HouseholdEntry(wife("An"))))
    )
    first, _second = load_person(office.register, saved.id).household
    renamed = HouseholdEntry(first.fields.model_copy(update={"full_name": "Nguyễn Văn Bình"}), first.id)
    save_person(office.register, PersonData(hoa(office), (renamed, HouseholdEntry(wife("Chi")))), person_id=saved.id)
    household = load_person(office.register, saved.id).household
    assert [one.fields.full_name for one in household] == ["Nguyễn Văn Bình", "Chi"]
    assert household[0].id == first.id
    own = PersonData(hoa(office), (HouseholdEntry(wife(), relative_id=saved.id),))
    with pytest.raises(InvalidInput):
        save_person(office.register, own, person_id=saved.id)


def test_a_hardship_is_ended_in_its_own_row_and_another_begins(office: Office) -> None:
    began = circumstance(office, "NHA-TAM", since="2024")
    saved = save_person(office.register, PersonData(hoa(office), (), (began,)))
    ended = began.model_copy(update={"until": "2025-12"})
    second = circumstance(office, "OM-DAU", since="2026")
    save_person(office.register, PersonData(hoa(office), (), (ended, second)), person_id=saved.id)
    assert load_person(office.register, saved.id).circumstances == (ended, second)
    save_person(office.register, PersonData(hoa(office), (), (second,)), person_id=saved.id)
    assert load_person(office.register, saved.id).circumstances == (second,)


def test_a_file_with_support_is_not_deleted_and_says_why(office: Office) -> None:
    from labordesk.services.gifts import RecipientEntry, add_recipients

    saved = save_person(office.register, PersonData(hoa(office)))
    add_recipients(office.register, office.campaign(), [RecipientEntry(saved.id)])
    with pytest.raises(RuleBroken, match="Không xóa được Trần Thị Hoà: đã có 1 lần hỗ trợ, 0 hồ sơ trợ cấp, 0 nhà"):
        delete_person(office.register, saved.id)
    assert load_person(office.register, saved.id).fields.full_name == "Trần Thị Hoà"


def test_a_deleted_file_leaves_no_row_and_no_trace_in_the_search(office: Office) -> None:
    agreed = hoa(office, consent=True, consent_on=TODAY)
    data = PersonData(agreed, (HouseholdEntry(wife()),), (circumstance(office, "NHA-TAM"),), "Suy thận")
    saved = save_person(office.register, data)
    other = save_person(
        office.register,
        PersonData(
            hoa(office, full_name="Lê An", citizen_id=None), (HouseholdEntry(wife("Hoà"), relative_id=saved.id),)
        ),
    )
    assert delete_person(office.register, saved.id).people
    with office.register.reading() as session:
        left = [len(session.exec(select(table)).all()) for table in (Person, PersonHealth, Membership)]
        links = session.exec(select(HouseholdMember.person_id, HouseholdMember.relative_id)).all()
    assert left == [1, 0, 1]
    assert links == [(other.id, None)]
    assert names_found(office, "hoa") == []
    for gone in (load_person, delete_person):
        with pytest.raises(NotFound):
            gone(office.register, saved.id)
