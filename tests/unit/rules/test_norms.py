"""The rate that holds: most specific first, dated with both days inclusive, whatever the order of the rows."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.errors import InvalidInput
from labordesk.rules.norms import Norm, Question, basis_text, check_norm, norm_for, rate_text, same_case

DAYS = st.dates(date(2024, 1, 1), date(2024, 2, 29))
CONDITIONS = {
    "circumstance_id": st.sampled_from((None, 1, 2)),
    "work": st.sampled_from((None, "new", "repair")),
    "level": st.sampled_from((None, "upper", "grassroots")),
    "audience": st.sampled_from((None, "member", "other")),
}


@st.composite
def tables(draw: st.DrawFn) -> list[Norm]:
    """Rates of one programme as the settings keep them: no two for the same case on the same day."""
    found: list[Norm] = []
    for place in range(draw(st.integers(0, 8))):
        start = draw(DAYS)
        norm = Norm(
            id=place + 1,
            programme_id=draw(st.sampled_from((7, 8))),
            high=1_000_000 + place,
            valid_from=start,
            valid_to=draw(st.none() | DAYS.filter(lambda day, start=start: day >= start)),
            basis=f"Quy chế mẫu số {place}",
            **{name: draw(values) for name, values in CONDITIONS.items()},
        )
        if not any(same_case(norm, other) for other in found):
            found.append(norm)
    return found


QUESTIONS = st.builds(
    Question,
    programme_id=st.sampled_from((7, 8)),
    on=DAYS,
    circumstance_id=CONDITIONS["circumstance_id"],
    work=CONDITIONS["work"],
    level=CONDITIONS["level"],
    member=st.sampled_from((None, True, False)),
)


def rate(**more: object) -> Norm:
    usual: dict[str, object] = {
        "id": 1,
        "programme_id": 7,
        "high": 3_000_000,
        "valid_from": date(2024, 10, 1),
        "basis": "QĐ 1411/QĐ-TLĐ ngày 01/8/2024",
    }
    return Norm(**{**usual, **more})  # type: ignore[arg-type]


@given(table=tables(), question=QUESTIONS, chance=st.randoms())
def test_the_order_of_the_rows_never_matters(table: list[Norm], question: Question, chance: object) -> None:
    shuffled = list(table)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert norm_for(shuffled, question) == norm_for(table, question)


@given(table=tables(), question=QUESTIONS)
def test_nothing_that_fits_is_more_specific_or_as_specific_and_later(table: list[Norm], question: Question) -> None:
    def told(norm: Norm) -> int:
        return sum(one is not None for one in norm.conditions)

    given_values = (question.circumstance_id, question.work, question.level, question.audience)
    fitting = [
        one
        for one in table
        if one.programme_id == question.programme_id
        and one.valid_from <= question.on <= (one.valid_to or date.max)
        and all(mine in (None, theirs) for mine, theirs in zip(one.conditions, given_values, strict=True))
    ]
    found = norm_for(table, question)
    assert (found is None) == (not fitting)
    if found is not None:
        assert found in fitting
        assert (told(found), found.valid_from) == max((told(one), one.valid_from) for one in fitting)


@given(start=DAYS, length=st.integers(0, 40), offset=st.integers(-50, 50))
def test_both_days_of_validity_belong_to_it(start: date, length: int, offset: int) -> None:
    norm = rate(valid_from=start, valid_to=start + timedelta(days=length))
    on = start + timedelta(days=offset)
    assert (norm_for([norm], Question(7, on)) == norm) == (0 <= offset <= length)


def test_a_rate_for_members_does_not_answer_for_somebody_unknown() -> None:
    members = rate(audience="member")
    assert norm_for([members], Question(7, date(2025, 1, 1))) is None
    assert norm_for([members], Question(7, date(2025, 1, 1), member=False)) is None
    assert norm_for([members], Question(7, date(2025, 1, 1), member=True)) == members


def test_a_rate_reads_as_decrees_write_it() -> None:
    assert rate_text(rate()) == "tối đa 3.000.000 đồng/lần"
    assert rate_text(rate(low=1_000_000, count_unit="house")) == "từ 1.000.000 đến 3.000.000 đồng/nhà"
    assert rate_text(rate(low=3_000_000)) == "3.000.000 đồng/lần"
    assert (
        basis_text(rate(times_per_year=2))
        == "QĐ 1411/QĐ-TLĐ ngày 01/8/2024: tối đa 3.000.000 đồng/lần, mỗi năm không quá 2 lần"
    )


@pytest.mark.parametrize(
    ("amount", "before", "quantity", "words"),
    [
        (3_000_001, 0, 1, "3.000.001 đồng cao hơn định mức"),
        (999_999, 0, 1, "999.999 đồng thấp hơn định mức"),
        (1_000_000, 2, 1, "đã hỗ trợ người này 2 lần"),
        (9_000_001, 0, 3, "cao hơn định mức"),
    ],
)
def test_beyond_the_rate_needs_a_reason_and_names_its_basis(
    amount: int, before: int, quantity: int, words: str
) -> None:
    norm = rate(low=1_000_000, times_per_year=2)
    with pytest.raises(InvalidInput, match=words) as refusal:
        check_norm(norm, amount, before, "  ", quantity=quantity, field="override_reason")
    assert refusal.value.field == "override_reason"
    assert "QĐ 1411/QĐ-TLĐ ngày 01/8/2024" in str(refusal.value)
    check_norm(norm, amount, before, "Ban Thường vụ thống nhất", quantity=quantity)


def test_within_the_rate_nothing_is_asked() -> None:
    norm = rate(low=1_000_000, times_per_year=2)
    for amount, before, quantity in ((1_000_000, 0, 1), (3_000_000, 1, 1), (9_000_000, 0, 3)):
        check_norm(norm, amount, before, None, quantity=quantity)
    check_norm(None, 10**12, 99, None)


def test_only_overlapping_days_of_the_very_same_case_are_the_same() -> None:
    first = rate(valid_to=date(2025, 6, 30))
    assert same_case(first, rate(valid_from=date(2025, 6, 30)))
    assert not same_case(first, rate(valid_from=date(2025, 7, 1)))
    assert not same_case(first, rate(audience="member"))
    assert not same_case(first, rate(programme_id=8))
