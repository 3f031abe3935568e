"""A row as a person's file: the short way for long lists and the checks of the form say the same."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.model.person import PersonFields
from labordesk.services import import_people
from labordesk.services.import_people import StoredPerson, completions, differences, person_fields

TEXT = st.text(st.sampled_from("aăâbđêơưỳ Nguyễn\t1-'.0"), max_size=30)
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "name": st.sampled_from(["Nguyễn Thị Hoà", "H'Hen Niê", " TRẦN  THỊ LAN ", "123", "x" * 200]) | TEXT,
    "born": st.sampled_from(["1985", "1985-03", "1985-03-12", "1785", "2999-01-01", "hôm qua"]),
    "sex": st.sampled_from(["male", "female", "other"]),
    "cccd": st.sampled_from(["042185000017", "042 185 000 017", "04218500001", "abc"]),
    "old_id": st.sampled_from(["183000001", "1"]),
    "phone": st.sampled_from(["0912345678", "0912.345.678", "12"]),
    "standing": st.sampled_from(["member", "worker", "ghost"]),
    "department": TEXT,
    "job": TEXT,
    "joined_on": st.sampled_from(["2012-09", "1970", "2999"]),
    "social_insurance": st.sampled_from(["4221234567", "42"]),
    "address": TEXT,
    "relation": st.sampled_from(["spouse", "friend"]),
    "household_size": st.sampled_from([4, 99]),
    "bank_account": st.sampled_from(["0123456789", "x"]),
    "citizen_id_issued_on": st.sampled_from(["2021-05-01", "2999-01-01"]),
    "consent": st.sampled_from([True, False]),
    "note": TEXT,
}


@given(
    st.fixed_dictionaries({"name": VALUES["name"]}, optional={key: one for key, one in VALUES.items() if key != "name"})
)
def test_the_short_way_writes_what_the_form_would(values: dict[str, Any]) -> None:
    short = person_fields(values, 1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_people, "fitting_columns", lambda _values: None)
        long = person_fields(values, 1)
    assert short[1] == long[1]
    assert (short[0] is None) == (long[0] is None)
    if short[0] is not None and long[0] is not None:
        assert {name: getattr(short[0], name) for name in PersonFields.model_fields} == long[0].model_dump()


def test_a_value_that_cannot_be_is_left_out_and_a_name_that_cannot_be_refuses() -> None:
    fields, problems = person_fields({"name": "Trần Thị Lan", "phone": "12", "job": "Công nhân"}, 1)
    assert fields is not None
    assert (fields.phone, fields.job, [one.kind for one in problems]) == (None, "Công nhân", ["warning"])
    fields, problems = person_fields({"name": "123"}, 1)
    assert (fields, [(one.field, one.kind) for one in problems]) == (None, [("name", "error")])


def test_only_what_is_empty_is_completed() -> None:
    stored = StoredPerson(1, {"full_name": "Trần Thị Lan", "birth": "1985", "phone": "0912345678"})
    values = {"name": "TRẦN THỊ LAN", "born": "1985-03-12", "phone": "0987654321", "job": "May", "note": "Quà Tết"}
    assert completions(stored, values, 2) == {"birth": "1985-03-12", "job": "May"}
    assert [one.field for one in differences(stored, values, 2, "May Sông Lam")] == ["phone", "unit"]
