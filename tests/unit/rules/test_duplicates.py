from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.rules.duplicates import Candidate, birth_similarity, may_be_alike, name_similarity, verdict
from labordesk.vietnamese.fold import search_key

VIETNAMESE = {"strong": "mạnh", "review": "xem", "": ""}
NAMES = st.sampled_from(
    ["Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", "Nguyen Thi Hoa", "Nguyễn Hoà", "Trần Văn An", "H'Hen Niê", "Lê Lan", ""]
)
BIRTHS = st.sampled_from([None, "1985", "1985-03", "1985-03-12", "1985-12-03", "1986-03-12"])


def iso(parts: list[int | None]) -> str:
    return "-".join([f"{parts[0]:04d}", *(f"{part:02d}" for part in parts[1:] if part)])


def test_every_reference_pair_is_judged_as_told(vectors: Callable[[str], Any]) -> None:
    wrong = []
    for row in vectors("duplicates"):
        a = Candidate(row["a"], iso(row["a_dob"]), unit_id=1)
        elsewhere = Candidate(row["b"], iso(row["b_dob"]), unit_id=2)
        same_unit = Candidate(row["b"], iso(row["b_dob"]), unit_id=1)
        judged = (
            name_similarity(row["a"], row["b"]),
            birth_similarity(a.birth, elsewhere.birth),
            VIETNAMESE[verdict(a, elsewhere)],
            VIETNAMESE[verdict(a, same_unit)],
        )
        if judged != (row["name"], row["dob"], row["verdict"], row["verdict_same_unit"]):
            wrong.append((row, judged))
    assert wrong == []


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [
        ("Nguyễn Thị Hoà", "NGUYỄN THỊ HÒA", 1.0),
        ("Lý Văn Sỹ", "Lí Văn Sĩ", 1.0),
        ("Nguyễn Thị Lý", "Nguyen Thi Ly", 0.95),
        ("Nguyễn Thị Phương", "Nguyễn Thị Phươg", 0.75),
        ("Nguyễn Thị Nguyệt", "Nguyễn Thị Nguyêt", 0.75),
        ("Nguyễn Văn Hang", "Nguyễn Văn Hnag", 0.75),
        ("Nguyễn Thị Hoà", "Nguyễn ThịHoà", 0.75),
        ("H'Hen Niê", "HHen Niê", 0.75),
        ("Trần Văn Hùng", "Trần Văn Hưng", 0.6),
        ("Phan Thanh", "Phan Thành", 0.6),
        ("Nguyễn Thị Thu Hoa", "Nguyễn Thị Hoa", 0.6),
        ("Nguyễn Thị Lan", "Nguyễn Thị Loan", 0.5),
        ("Nguyễn Văn Tâm", "Nguyễn Văn Tân", 0.5),
        ("Lê Ho An", "Lê Hoan", 0.0),
        ("Nguyễn Thị Hoa", "Nguyễn Văn Hoà", 0.0),
        ("Trần Hoa", "Lê Hoa", 0.0),
        ("", "", 0.0),
    ],
)
def test_names_are_compared_word_by_word(a: str, b: str, similarity: float) -> None:
    assert name_similarity(a, b) == name_similarity(b, a) == similarity


@pytest.mark.parametrize(
    ("a", "b", "similarity"),
    [
        ("1985-03-12", "1985-03-12", 1.0),
        ("1985-03", "1985-03-12", 0.9),
        ("1985", "1985-03-12", 0.8),
        ("1985", "1985", 0.8),
        ("1970-01-09", "1970-09-01", 0.7),
        ("1985-03-12", "1985-03-13", 0.4),
        ("1985-03-12", "1986-03-12", 0.4),
        ("1985-04-01", "1985-12-22", 0.0),
        ("1985-03", "1985-04-12", 0.0),
        ("1985", "1986-03-12", 0.0),
        (None, "1985", None),
    ],
)
def test_births_are_compared_by_what_is_known(a: str | None, b: str | None, similarity: float | None) -> None:
    assert birth_similarity(a, b) == birth_similarity(b, a) == similarity


def test_equal_numbers_prove_and_different_numbers_disprove() -> None:
    a = Candidate("Nguyễn Thị Hoà", "1985-03-12", 1, "066185001234", "0912345678")
    assert verdict(a, Candidate("Trần Văn An", "1970", 2, "066185001234")) == "strong"
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985-03-12", 1, "066185001235", "0912345678")) == ""


def test_an_old_and_a_new_number_say_nothing_about_each_other() -> None:
    a = Candidate("Nguyễn Thị Hoà", "1985-03-12", 1, "024123456")
    assert verdict(a, Candidate("Nguyễn Thị Hòa", "1985-03-12", 2, "066185001234")) == "strong"


def test_name_and_year_are_never_proof_without_unit_or_phone() -> None:
    a = Candidate("Nguyễn Thị Hoà", "1985", 1, None, "0912345678")
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985", 2)) == "review"
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985", 1)) == "strong"
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985", 2, None, "0912345678")) == "strong"
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1986", 2, None, "0912345678")) == "review"


def test_one_digit_of_a_birth_apart_is_worth_a_look() -> None:
    a = Candidate("Nguyễn Thị Hoà", "1985-03-12", 1)
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985-03-13", 2)) == "review"
    assert verdict(a, Candidate("Nguyễn Thị Hoa", "1985-03-13", 2)) == ""


def test_without_a_birth_the_unit_must_be_the_same() -> None:
    a = Candidate("Nguyễn Thị Hoà", None, 1)
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985", 1)) == "review"
    assert verdict(a, Candidate("Nguyễn Thị Hoà", "1985", 2)) == ""
    assert verdict(Candidate("Nguyễn Thị Hoà"), Candidate("Nguyễn Thị Hoà")) == ""


CANDIDATES = st.builds(
    Candidate,
    NAMES,
    BIRTHS,
    st.sampled_from([None, 1, 2]),
    st.sampled_from([None, "066185001234", "024123456"]),
    st.sampled_from([None, "0912345678"]),
)


@given(CANDIDATES, CANDIDATES)
def test_the_verdict_does_not_depend_on_the_order(a: Candidate, b: Candidate) -> None:
    assert verdict(a, b) == verdict(b, a)


SYLLABLES = st.sampled_from(
    ["nguyễn", "nguyen", "thị", "hoà", "hòa", "hoa", "phương", "phươg", "phươnganh", "anh", "lan", "loan"]
)


@given(*(st.lists(SYLLABLES, max_size=4).map(" ".join) for _side in "ab"))
def test_the_quick_look_never_loses_names_that_are_alike(a: str, b: str) -> None:
    if name_similarity(a, b):
        assert may_be_alike(search_key(a), search_key(b))


@given(st.text(), st.text())
def test_any_two_texts_have_a_similarity_in_either_order(a: str, b: str) -> None:
    assert name_similarity(a, b) == name_similarity(b, a)
    assert name_similarity(a, b) in (0.0, 0.5, 0.6, 0.75, 0.95, 1.0)
