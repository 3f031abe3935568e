"""What every kind of field promises: what it shows reads back, and whatever is typed is a value or a refusal."""

from __future__ import annotations

import unicodedata
from contextlib import suppress
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk import fields
from labordesk.errors import InvalidInput
from labordesk.fields.kinds import Kind
from labordesk.vietnamese.fold import clean
from labordesk.vietnamese.ward_table import ward_table

LETTERS = "AăâĐêôơưỆộng Kŏ'-"


def nfc(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


days = st.dates(date(1945, 1, 1), date(2025, 12, 31))
texts = st.text(st.characters(blacklist_categories=["C", "Z"]), min_size=1, max_size=40).map(nfc).filter(bool)
digits = st.text("0123456789", min_size=6, max_size=6)

VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    fields.Area(): st.integers(0, 9_999_999),
    fields.BankAccount(): st.from_regex(r"[0-9]{1,10}[0-9A-Z]{5,9}", fullmatch=True),
    fields.Choice(options=(("a", "Một"), ("b", "Hai"))): st.sampled_from("ab"),
    fields.CitizenId(): st.builds(lambda year, tail: f"042{0}{year:02d}{tail}", st.integers(0, 99), digits),
    fields.Count(): st.integers(0, 9_999_999),
    fields.Day(): days,
    fields.Flag(): st.booleans(),
    fields.LongText(): st.lists(texts, min_size=1, max_size=3).map("\n".join),
    fields.Money(): st.integers(10_000, 200_000_000_000),
    fields.OldId(): st.text("0123456789", min_size=9, max_size=9),
    fields.PartialDay(): days.flatmap(lambda day: st.sampled_from([day.isoformat()[:size] for size in (4, 7, 10)])),
    fields.Percent(): st.integers(0, 100),
    fields.PersonName(): st.text(LETTERS, min_size=1, max_size=30)
    .map(clean)
    .filter(lambda name: any(map(str.isalpha, name))),
    fields.Phone(): st.builds("09{}{}".format, st.integers(10, 99), digits),
    fields.Reference(target="unit"): st.integers(1, 10**6),
    fields.SocialInsuranceId(): st.builds("42{}{}".format, st.integers(10, 99), digits),
    fields.Text(): texts,
    fields.Ward(): st.sampled_from(list(ward_table().codes(old=False))),
    fields.Ward(old=True): st.sampled_from(list(ward_table().codes(old=True))),
    fields.Year(): st.integers(2000, 2100),
}


def test_every_kind_is_held_to_its_promise() -> None:
    kinds = {one for one in vars(fields).values() if isinstance(one, type) and issubclass(one, Kind)} - {Kind}
    assert kinds == {type(kind) for kind in VALUES}


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: type(kind).__name__)
@given(data=st.data())
def test_what_is_shown_reads_back(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(VALUES[kind])
    assert kind.parse(kind.show(value)) == value


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: type(kind).__name__)
@given(typed=st.text(max_size=30) | st.text("0123456789.,/- đtrỷ", max_size=20))
def test_whatever_is_typed_is_a_value_or_a_refusal(kind: Kind, typed: str) -> None:
    with suppress(InvalidInput):
        value = kind.parse(typed)
        assert value is None or kind.parse(kind.show(value)) == value


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: type(kind).__name__)
def test_nothing_typed_is_no_value(kind: Kind) -> None:
    assert kind.parse("") in (None, False)
    assert kind.parse(None) in (None, False)


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (fields.BankAccount(), "1903 6512 345 678", "19036512345678"),
        (fields.SocialInsuranceId(), "4201 234 567", "4201234567"),
        (fields.SocialInsuranceId(), "066085001234", "066085001234"),
    ],
)
def test_numbers_are_kept_without_blanks(kind: Kind, typed: str, value: str) -> None:
    assert kind.parse(typed) == value


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (fields.BankAccount(), "Agribank"),
        (fields.BankAccount(), "12345"),
        (fields.BankAccount(), "1,9E+15"),
        (fields.SocialInsuranceId(), "12345"),
        (fields.SocialInsuranceId(), "GB4012345678"),
    ],
)
def test_a_number_that_cannot_be_is_refused(kind: Kind, typed: str) -> None:
    with pytest.raises(InvalidInput, match="hãy kiểm tra lại"):
        kind.parse(typed)


@pytest.mark.parametrize("typed", ["1.5", "1,5", "85.00", "1.2.3", "1 5", "٥", "1_000", "1e3"])
@pytest.mark.parametrize("kind", [fields.Count(), fields.Year(), fields.Percent()])
def test_a_count_with_a_fraction_or_broken_groups_is_not_a_larger_count(kind: Kind, typed: str) -> None:
    with pytest.raises(InvalidInput, match="số nguyên"):
        kind.parse(typed)
