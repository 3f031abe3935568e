"""Single awards on a real register: what may be recorded, what is refused, what they double."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.award import AwardFields, AwardLineFields
from labordesk.rules.double_benefit import Likeness
from labordesk.services.award_records import AwardData
from labordesk.services.awards import delete_award, load_award, save_award, warnings_for
from labordesk.services.gifts import RecipientEntry, add_recipients, campaign_progress
from tests.services.welfare_office import TET_DAY, TODAY, Office, office

__all__ = ["office"]


def award(office: Office, amount: int = 500_000, **more: Any) -> AwardData:
    usual: dict[str, Any] = {
        "programme_id": office.programme("THAM-HOI"),
        "unit_id": office.song_lam,
        "handover": "received",
        "paid_on": TET_DAY,
        "count_unit": "turn",
    }
    return AwardData(AwardFields(**{**usual, **more}), (office.cash(amount),))


def test_an_award_is_saved_loaded_and_deleted_with_its_lines(office: Office) -> None:
    person = office.person("Lê Thị Mai Anh")
    goods = AwardLineFields(fund_id=office.fund("XHH"), level="grassroots", form="goods", amount=200_000)
    data = award(office, person_id=person, note="  Thăm ốm  ", voucher_number="PC 12")
    data = AwardData(data.fields, (*data.lines, goods))
    saved = save_award(office.register, data)
    loaded = load_award(office.register, saved.id)
    assert loaded.data.total == office.spent() == 700_000
    assert loaded.data.fields.note == "Thăm ốm"
    assert [line.form for line in loaded.data.lines] == ["cash", "goods"]
    assert saved.changes.awards
    delete_award(office.register, saved.id)
    assert office.spent() == 0
    with pytest.raises(NotFound):
        load_award(office.register, saved.id)


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"paid_on": None}, "paid_on"),
        ({"handover": "planned"}, "handover"),
        ({"handover": "proxy"}, "recipient_name"),
        ({"handover": "given"}, "handover"),
        ({"recipient_name": "Lê Thị Nga", "recipient_relation": "spouse"}, "handover"),
        ({"quantity": 0}, "quantity"),
        ({"count_unit": "box"}, "count_unit"),
        ({"programme_id": 999}, "programme_id"),
        ({"person_id": 999}, "person_id"),
        ({"unit_id": 999}, "unit_id"),
        ({"campaign_id": 999}, "campaign_id"),
        ({"paid_on": date(1944, 1, 1)}, "paid_on"),
        ({"voucher_number": "1" * 41}, "voucher_number"),
    ],
)
def test_what_an_award_cannot_have_is_refused_beside_its_field(
    office: Office, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_award(office.register, award(office, **more))
    assert refusal.value.field == field
    assert office.spent() == 0


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 200_000_000_001}, "amount"),
        ({"fund_id": 999}, "fund_id"),
        ({"level": "district"}, "level"),
        ({"form": "loan"}, "form"),
    ],
)
def test_what_a_line_cannot_have_is_refused_beside_its_field(office: Office, line: dict[str, Any], field: str) -> None:
    data = award(office)
    with pytest.raises(InvalidInput) as refusal:
        save_award(office.register, AwardData(data.fields, (data.lines[0].model_copy(update=line),)))
    assert refusal.value.field == field


def test_something_handed_over_is_worth_something(office: Office) -> None:
    data = award(office)
    with pytest.raises(InvalidInput) as refusal:
        save_award(office.register, AwardData(data.fields, ()))
    assert refusal.value.field == "lines"


def test_a_payment_in_the_future_is_refused(office: Office) -> None:
    with pytest.raises(RuleBroken, match="05/03/2026 còn ở phía trước"):
        save_award(office.register, award(office, paid_on=date(2026, 3, 5)))


def test_money_raised_is_never_spending(office: Office) -> None:
    with pytest.raises(RuleBroken, match="không phải chương trình hỗ trợ"):
        save_award(office.register, award(office, programme_id=office.programme("TLV")))


def test_money_for_a_house_belongs_into_the_house(office: Office) -> None:
    with pytest.raises(RuleBroken, match="trong hồ sơ nhà"):
        save_award(office.register, award(office, programme_id=office.programme("MAI-AM")))


def test_a_campaign_of_another_programme_is_refused(office: Office) -> None:
    with pytest.raises(InvalidInput) as refusal:
        save_award(office.register, award(office, campaign_id=office.campaign()))
    assert refusal.value.field == "campaign_id"


def test_second_award_in_a_campaign_needs_a_reason_which_is_kept(office: Office) -> None:
    campaign_id, person = office.campaign(), office.person("Lê Thị Mai Anh")
    add_recipients(office.register, campaign_id, [RecipientEntry(person)])
    second = award(office, person_id=person, campaign_id=campaign_id, programme_id=office.programme("TET"))
    with pytest.raises(RuleBroken) as refusal:
        save_award(office.register, second)
    assert refusal.value.source == "KH 48/KH-LĐLĐ"
    reasoned = AwardData(second.fields.model_copy(update={"override_reason": "Nhà cháy"}), second.lines)
    saved = save_award(office.register, reasoned)
    loaded = load_award(office.register, saved.id)
    assert loaded.data.fields.override_reason == "Nhà cháy"
    assert loaded.position == 2
    assert campaign_progress(office.register, campaign_id).recipients == 2


def test_an_award_being_edited_does_not_double_itself(office: Office) -> None:
    campaign_id, person = office.campaign(), office.person("Lê Thị Mai Anh")
    [award_id] = add_recipients(office.register, campaign_id, [RecipientEntry(person)]).award_ids
    loaded = load_award(office.register, award_id)
    fields = loaded.data.fields.model_copy(update={"note": "đổi ghi chú"})
    saved = save_award(
        office.register, AwardData(fields, loaded.data.lines), award_id=award_id, row_version=loaded.row_version
    )
    assert saved.row_version == loaded.row_version + 1
    assert warnings_for(office.register, person, campaign_id, office.programme("TET"), None, award_id=award_id) == ()


def test_a_stale_form_is_told_what_differs_in_fields_and_lines(office: Office) -> None:
    saved = save_award(office.register, award(office, note="lần đầu"))
    loaded = load_award(office.register, saved.id)
    theirs = AwardData(loaded.data.fields, (office.cash(900_000),))
    save_award(office.register, theirs, award_id=saved.id, row_version=loaded.row_version)
    ours = AwardData(loaded.data.fields.model_copy(update={"note": "lần hai"}), loaded.data.lines)
    with pytest.raises(Conflict) as conflict:
        save_award(office.register, ours, award_id=saved.id, row_version=loaded.row_version)
    assert conflict.value.differences == {
        "note": ("lần đầu", "lần hai"),
        "lines": (theirs.lines, loaded.data.lines),
    }
    assert office.spent() == 900_000


def test_warnings_tell_what_when_where_and_how_much(office: Office) -> None:
    person = office.person("Trần Thị Hoà")
    save_award(office.register, award(office, person_id=person))
    [warning] = warnings_for(office.register, person, None, office.programme("DOT-XUAT"), TODAY)
    assert warning.likeness is Likeness.OTHER
    assert warning.sentence == (
        "Đã nhận Thăm hỏi ốm đau, thai sản, việc hiếu tại May Sông Lam, ngày 28/01/2026: 500.000 đồng."
    )
    assert warnings_for(office.register, person, None, office.programme("DOT-XUAT"), date(2027, 6, 1)) == ()


def test_a_child_of_a_helped_mother_is_told_as_household(office: Office) -> None:
    mother, child = office.person("Trần Thị Hoà"), office.person("Nguyễn Văn Minh", standing="child")
    office.related(mother, child, "child")
    save_award(office.register, award(office, person_id=mother))
    [warning] = warnings_for(office.register, child, None, office.programme("THAM-HOI"), TODAY)
    assert warning.likeness is Likeness.HOUSEHOLD
    assert warning.sentence.startswith("Bố/mẹ, Trần Thị Hoà (May Sông Lam), đã nhận Thăm hỏi")


_AMOUNTS = st.lists(st.tuples(st.sampled_from(["cash", "goods", "service"]), st.integers(0, 5_000_000)), max_size=6)


@given(_AMOUNTS)
def test_the_sum_of_the_lines_is_the_only_total(amounts: list[tuple[str, int]]) -> None:
    lines = tuple(AwardLineFields(fund_id=1, form=form, amount=amount) for form, amount in amounts)
    data = AwardData(AwardFields(programme_id=1, unit_id=1), lines)
    assert data.total == sum(amount for _form, amount in amounts)
