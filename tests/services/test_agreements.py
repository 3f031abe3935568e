"""Partner agreements: their terms, how they were used, and which end soon."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model.agreement import AgreementFields, AgreementUseFields
from labordesk.services.agreement_terms import expiring
from labordesk.services.agreement_uses import delete_use, load_use, save_use, uses_of
from labordesk.services.agreements import (
    delete_agreement,
    list_agreements,
    load_agreement,
    renewal_of,
    save_agreement,
)
from labordesk.store.figures import Scope, totals
from tests.services.welfare_office import COMMUNE, TODAY, Office, office

__all__ = ["office"]


def fields(office: Office, **more: Any) -> AgreementFields:
    usual: dict[str, Any] = {
        "partner": "Siêu thị Hương Sơn",
        "programme_id": office.programme("PHUC-LOI"),
        "unit_id": COMMUNE,
        "signed_on": date(2025, 4, 1),
        "expires_on": date(2026, 3, 31),
        "goods": "Nhu yếu phẩm",
        "discount": "giảm 10 %",
    }
    return AgreementFields(**{**usual, **more})


def signed(office: Office, **more: Any) -> int:
    return save_agreement(office.register, fields(office, **more)).id


def use(
    start: date, end: date, members: int = 120, saved: int = 6_000_000, unit_id: int | None = None
) -> AgreementUseFields:
    return AgreementUseFields(starts_on=start, ends_on=end, members=members, saved=saved, unit_id=unit_id)


QUARTER = (date(2025, 10, 1), date(2025, 12, 31))


def test_an_agreement_is_saved_used_and_summed_by_year_and_never_spending(office: Office) -> None:
    row_id = signed(office)
    save_use(office.register, row_id, use(*QUARTER))
    save_use(office.register, row_id, use(date(2026, 1, 1), date(2026, 2, 28), 80, 4_500_000))
    row = load_agreement(office.register, row_id)
    assert [(one.year, one.members, one.saved) for one in row.effect.years] == [
        (2026, 80, 4_500_000),
        (2025, 120, 6_000_000),
    ]
    assert (row.effect.members, row.effect.saved, row.unused) == (200, 10_500_000, False)
    with office.register.looking() as connection:
        assert totals(connection, Scope(date(2025, 1, 1), date(2026, 12, 31))).total == 0


@pytest.mark.parametrize(
    ("dates", "state"),
    [
        ({"expires_on": None}, "active"),
        ({"expires_on": date(2026, 5, 2)}, "active"),
        ({"expires_on": date(2026, 5, 1)}, "expiring"),
        ({"expires_on": TODAY}, "expiring"),
        ({"expires_on": date(2026, 3, 1)}, "expired"),
        ({"expires_on": date(2027, 1, 1), "ended_on": date(2026, 3, 1)}, "ended"),
        ({"expires_on": date(2027, 1, 1), "ended_on": date(2026, 3, 20)}, "expiring"),
    ],
)
def test_the_state_of_an_agreement_follows_its_dates(office: Office, dates: dict[str, Any], state: str) -> None:
    row_id = signed(office, **dates)
    assert load_agreement(office.register, row_id).state == state


def test_dates_that_cannot_follow_each_other_are_refused_beside_the_field(office: Office) -> None:
    for more, field in (
        ({"expires_on": date(2025, 3, 31)}, "expires_on"),
        ({"ended_on": date(2025, 3, 31)}, "ended_on"),
        ({"ended_on": date(2026, 4, 1)}, "ended_on"),
        ({"programme_id": office.programme("TET")}, "programme_id"),
    ):
        with pytest.raises(InvalidInput) as refused:
            signed(office, **more)
        assert refused.value.field == field
    with pytest.raises(RuleBroken, match="phía trước"):
        signed(office, signed_on=date(2026, 3, 20))
    assert list_agreements(office.register) == ()


def test_what_expires_soon_is_told_until_it_is_signed_again(office: Office) -> None:
    first = signed(office)
    signed(office, partner="Bệnh viện đa khoa", expires_on=date(2026, 12, 31))
    with office.register.looking() as connection:
        assert [(one.id, one.days) for one in expiring(connection, TODAY)] == [(first, 29)]
        assert expiring(connection, TODAY, 28) == ()
    again = renewal_of(load_agreement(office.register, first).fields, TODAY)
    assert (again.signed_on, again.expires_on, again.number) == (TODAY, date(2027, 3, 30), None)
    save_agreement(office.register, again)
    with office.register.looking() as connection:
        assert expiring(connection, TODAY) == ()
    assert load_agreement(office.register, first).followed


def test_an_agreement_without_end_or_long_past_is_renewed_from_today(office: Office) -> None:
    endless = renewal_of(fields(office, expires_on=None), TODAY)
    past = renewal_of(fields(office, expires_on=date(2025, 9, 30)), TODAY)
    assert (endless.signed_on, endless.expires_on) == (TODAY, None)
    assert past.expires_on == date(2026, 8, 31)


def test_the_list_can_be_narrowed_and_holds_those_ending_first_at_the_top(office: Office) -> None:
    soon, later = signed(office), signed(office, partner="Bệnh viện đa khoa", expires_on=date(2026, 12, 31))
    past = signed(office, partner="Xe khách Sơn Hà", expires_on=date(2025, 12, 31))
    save_use(office.register, later, use(*QUARTER))

    def ids(**wanted: Any) -> list[int]:
        return [row.id for row in list_agreements(office.register, **wanted)]

    assert ids() == [soon, later, past]
    assert ids(states=("expiring",)) == [soon]
    assert ids(states=("expired", "ended")) == [past]
    assert ids(unused=True) == [soon, past]
    assert ids(text="benh vien") == [later]
    assert ids(states=("expiring",), notice_days=20) == []


def test_a_period_of_use_counts_once_for_the_same_members(office: Office) -> None:
    row_id = signed(office)
    save_use(office.register, row_id, use(*QUARTER, unit_id=office.song_lam))
    save_use(office.register, row_id, use(*QUARTER, unit_id=office.phu_thinh))
    for unit_id in (office.song_lam, COMMUNE, None):
        with pytest.raises(InvalidInput, match="cộng hai lần"):
            save_use(office.register, row_id, use(date(2025, 12, 1), date(2026, 1, 31), unit_id=unit_id))
    first = uses_of(office.register, row_id)[-1]
    saved = save_use(
        office.register,
        row_id,
        first.fields.model_copy(update={"members": 7}),
        use_id=first.id,
        row_version=first.row_version,
    )
    assert load_use(office.register, saved.id).fields.members == 7
    with pytest.raises(Conflict):
        save_use(
            office.register, row_id, first.fields.model_copy(update={"members": 8}), use_id=first.id, row_version=1
        )


def test_a_period_outside_the_agreement_or_without_use_is_refused(office: Office) -> None:
    row_id = signed(office, expires_on=date(2026, 1, 31))
    for bad, field in (
        (use(date(2025, 3, 1), date(2025, 6, 30)), "starts_on"),
        (use(date(2026, 1, 1), date(2026, 2, 28)), "ends_on"),
        (use(date(2025, 12, 31), date(2025, 12, 1)), "ends_on"),
        (use(*QUARTER, members=0), "members"),
    ):
        with pytest.raises(InvalidInput) as refused:
            save_use(office.register, row_id, bad)
        assert refused.value.field == field
    save_use(office.register, row_id, use(*QUARTER))
    row = load_agreement(office.register, row_id)
    with pytest.raises(InvalidInput, match="ngoài thời hạn mới"):
        save_agreement(
            office.register,
            row.fields.model_copy(update={"expires_on": date(2025, 11, 30)}),
            agreement_id=row_id,
            row_version=row.row_version,
        )


def test_deleting_an_agreement_takes_its_uses_with_it(office: Office) -> None:
    row_id = signed(office)
    used = save_use(office.register, row_id, use(*QUARTER)).id
    other = save_use(office.register, row_id, use(date(2026, 1, 1), date(2026, 1, 31))).id
    delete_use(office.register, other)
    delete_agreement(office.register, row_id)
    with pytest.raises(NotFound):
        load_agreement(office.register, row_id)
    with pytest.raises(NotFound):
        load_use(office.register, used)
