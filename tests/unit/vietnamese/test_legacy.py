"""Old encodings are told apart by the syllables they make, and every letter comes back."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labordesk.sample import names
from labordesk.vietnamese.legacy import CAPITAL_FONT, Encoding, decode, encoding_of_font, guess_encoding
from labordesk.vietnamese.legacy_tables import letters_of, shown_in_cp1252

VECTORS: Final = json.loads((Path(__file__).parents[2] / "reference" / "encodings.json").read_text("utf-8"))["vectors"]
NAMED: Final[dict[str, Encoding]] = {"utf8": "mojibake"}
FORMS: Final[tuple[Encoding, ...]] = ("unicode", "nfd", "tcvn3", "vni", "viscii", "vps", "cp1258", "mojibake")
BY_TABLE: Final = ("tcvn3", "vni", "viscii", "vps")
LETTERS: Final = "aăâbcdđeêghiklmnoôơpqrstuưvxyàằầèềìòồờùừỳảẳẩẻểỉỏổởủửỷãẵẫẽễĩõỗỡũữỹáắấéếíóốớúứýạặậẹệịọộợụựỵ"
_TONES: Final = "\u0300\u0301\u0303\u0309\u0323"


def encoded(text: str, form: str) -> str:
    """Type a text as a program of that encoding left it in a cell; TCVN3 has no capitals with tones."""
    if form == "unicode":
        return text
    if form == "nfd":
        return unicodedata.normalize("NFD", text)
    if form == "mojibake":
        return shown_in_cp1252(text.encode())
    if form == "cp1258":
        return shown_in_cp1252(b"".join(map(_in_cp1258, text)))
    table = {letter: shown for shown, letter in letters_of(form).items()}
    return "".join(table.get(char, table.get(char.lower(), char)) for char in text)


def _in_cp1258(char: str) -> bytes:
    loose = unicodedata.normalize("NFD", char)
    base = unicodedata.normalize("NFC", "".join(one for one in loose if one not in _TONES))
    return (base + "".join(one for one in loose if one in _TONES)).encode("cp1258")


def pool(text: str) -> tuple[list[str], list[int]]:
    words = text.split()
    return [word.replace("_", " ") for word in words[::2]], list(map(int, words[1::2]))


POOLS: Final = {
    key: pool(getattr(names, key)) for key in ("FAMILIES", "WOMEN_MIDDLE", "MEN_MIDDLE", "WOMEN_GIVEN", "MEN_GIVEN")
}


def some_name(chance: random.Random) -> str:
    side = chance.choice(("WOMEN", "MEN"))
    parts = (chance.choices(*POOLS[key])[0] for key in ("FAMILIES", f"{side}_MIDDLE", f"{side}_GIVEN"))
    return " ".join(part for part in parts if part != "-")


@pytest.mark.parametrize("name", VECTORS)
def test_reference_cells_are_decoded(name: str) -> None:
    for vector in VECTORS[name]:
        is_capital = CAPITAL_FONT.match(vector.get("font", "")) is not None
        assert decode(vector["cell_text"], NAMED.get(name, name), capitals=is_capital) == vector["unicode"]


@pytest.mark.parametrize("name", VECTORS)
def test_reference_columns_are_told_apart(name: str) -> None:
    guess = guess_encoding([vector["cell_text"] for vector in VECTORS[name]])
    assert guess.encoding == NAMED.get(name, name)
    assert guess.sure


@pytest.mark.parametrize(
    ("size", "rounds", "least"), [(1, 150, 0.83), (3, 150, 0.986), (10, 100, 0.999), (50, 15, 1.0)]
)
def test_columns_of_names_come_back(size: int, rounds: int, least: float) -> None:
    """At least the accuracy measured in vietnamese.md 5; a wrong guess is rarer than no guess."""
    chance = random.Random(size)
    total = right = wrong = 0
    for _round in range(rounds):
        column = [some_name(chance) for _cell in range(size)]
        for form in FORMS:
            cells = [encoded(name, form) for name in column]
            guess = guess_encoding(cells)
            back = [decode(cell, guess.encoding) for cell in cells]
            total += 1
            right += [name.lower() for name in back] == [name.lower() for name in column]
            wrong += guess.encoding not in {form, "unknown"} and back != column
    assert right / total >= least
    assert wrong / total <= 0.013


@pytest.mark.parametrize("form", FORMS)
@given(words=st.lists(st.text(LETTERS, min_size=1, max_size=7), min_size=1, max_size=6))
def test_every_letter_comes_back_from_every_encoding(form: Encoding, words: list[str]) -> None:
    text = " ".join(words)
    cell = encoded(text, form)
    assert decode(cell, form) == text


@pytest.mark.parametrize("form", ["vni", "viscii", "vps", "cp1258", "mojibake"])
@given(words=st.lists(st.text(LETTERS.upper(), min_size=1, max_size=7), min_size=1, max_size=6))
def test_capitals_come_back_where_the_encoding_has_them(form: Encoding, words: list[str]) -> None:
    text = " ".join(words)
    assert decode(encoded(text, form), form) == text


@given(st.text(max_size=40))
def test_no_text_breaks_the_decoding_or_the_guess(text: str) -> None:
    for form in FORMS:
        decode(text, form)
    guess = guess_encoding([text, text[::-1]])
    assert 0 <= guess.share <= 1


@pytest.mark.parametrize("form", FORMS)
@given(
    st.lists(
        st.sampled_from(["Nguyễn Thị Hoà", "Trần Văn Đức", "Lê Hữu Phước", "Vũ Đức Cường"]), min_size=1, max_size=5
    )
)
def test_text_typed_in_unicode_stays_in_a_column_of_any_encoding(form: Encoding, column: list[str]) -> None:
    assert [decode(name, form) for name in column] == column


def test_mixed_columns_are_judged_on_their_old_cells() -> None:
    old = [encoded(name, "tcvn3") for name in ("Nguyễn Thị Hòa", "Trần Văn Được", "Lê Hữu Phước", "Vũ Cường")]
    guess = guess_encoding([*old, "Đặng Thị Thủy", "Bùi Thị Tuyết"])
    assert guess.encoding == "tcvn3"
    assert decode("Đặng Thị Thủy", guess.encoding) == "Đặng Thị Thủy"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("TRÇN §×NH PH¦íC", "TRẦN ĐÌNH PHƯỚC"),
        ("LI£N §OµN LAO §éNG", "LIÊN ĐOÀN LAO ĐỘNG"),
        ("CéNG HOµ X· HéI CHñ NGHÜA VIÖT NAM", "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA VIỆT NAM"),
        ("Hµ V¨n Hµ", "Hà Văn Hà"),
        ("C§CS C«ng ty May", "CĐCS Công ty May"),
        ("Vâ BÝch ¸nh", "Võ Bích Ánh"),
        ("Hé nghÌo", "Hộ nghèo"),
        ("Tr­¬ng ThÞ ót", "Trương Thị Út"),
    ],
)
def test_capitals_that_tcvn3_lacks_are_restored(cell: str, text: str) -> None:
    assert decode(cell, "tcvn3") == text


def test_soft_hyphen_is_a_letter_of_tcvn3() -> None:
    assert decode("Ph\xadíc", "tcvn3") == "Phước"


def test_lost_hard_blank_of_mojibake_is_mended() -> None:
    assert decode("HoÃ\xa0ng VÄƒn ToÃ n", "mojibake") == "Hoàng Văn Toàn"


@pytest.mark.parametrize("column", [["Lê Hà", "Hoàng Hà"], ["Nam", "Nữ"], ["0912345678"], [""], [], ["CĐCS Công ty"]])
def test_ordinary_text_is_unicode(column: list[str]) -> None:
    guess = guess_encoding(column)
    assert guess.encoding == "unicode"
    assert [decode(cell, guess.encoding) for cell in column] == column


def test_combining_marks_are_told_and_composed() -> None:
    loose = unicodedata.normalize("NFD", "Nguyễn Thị Hoà")
    assert guess_encoding([loose]).encoding == "nfd"
    assert decode(loose, "nfd") == "Nguyễn Thị Hoà"


@pytest.mark.parametrize(
    ("font", "encoding"),
    [(".VnTime", "tcvn3"), (".VnArialH", "tcvn3"), ("VNI-Times", "vni"), ("VPS Times", "vps"), ("VI Times", "viscii")],
)
def test_fonts_name_their_encoding(font: str, encoding: str) -> None:
    assert encoding_of_font(font) == encoding


@pytest.mark.parametrize("font", [None, "", "Times New Roman", "Vivaldi", "Arial"])
def test_ordinary_fonts_name_none(font: str | None) -> None:
    assert encoding_of_font(font) is None


def test_font_is_only_a_prior() -> None:
    assert guess_encoding(["Nguyễn Thị Hoà", "Trần Văn Đức"], ".VnTime").encoding == "unicode"
    vni = [encoded(name, "vni") for name in ("Nguyễn Thị Hoà", "Trần Văn Đức", "Lê Hữu Phước")]
    assert guess_encoding(vni, ".VnTime").encoding == "vni"


def test_single_doubtful_word_is_decided_by_its_font() -> None:
    cell = encoded("Lê", "tcvn3")
    assert decode(cell, guess_encoding([cell], ".VnTime").encoding) == "Lê"
