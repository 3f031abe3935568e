"""The search box finds what a walk through every name finds, whatever side it takes, page after page."""

from __future__ import annotations

import re
import sqlite3
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.fields import specs_of
from labordesk.fields.common import IDENTIFIERS
from labordesk.model.person import PersonFields
from labordesk.store import search_pages
from labordesk.store.search import rebuild_search
from labordesk.store.search_pages import Key, count_matches, find_people
from labordesk.store.search_sql import LIST_INDEX, Wanted
from labordesk.store.search_terms import read_terms
from tests.store.people_rows import Listed, write_people

TODAY = "2026-03-02"
TONES = {"\u0300", "\u0309", "\u0303", "\u0301", "\u0323"}

FAMILIES = ["Nguyễn", "Lê", "Lý", "Lí", "Đỗ", "Võ", "Hoàng", "H'Hen", "Y", "Quí"]
MIDDLES = ["Thị", "Văn", "Hoà", "Thị Mỹ", "Quý", "", "T.", "Anh-Thư", "Đăng"]
GIVENS = [
    "Hoa",
    "Hoà",
    "Hòa",
    "Hoả",
    "Hoàng",
    "Mỹ",
    "Mĩ",
    "Ly",
    "Niê",
    "Êban",
    "Ðức",
    "Hà (Tí)",
    "Anh",
    "Kʼtin",
    "Bảo/An",
]
names = st.tuples(*map(st.sampled_from, (FAMILIES, MIDDLES, GIVENS))).map(lambda parts: " ".join(filter(None, parts)))
numbers = st.sampled_from([None, "042085001234", "042185001235", "001085001236"])
people = st.lists(
    st.builds(
        Listed,
        name=names,
        sort_name=st.sampled_from([None, None, None, "Moan"]),
        unit_id=st.sampled_from([None, 1]),
        standing=st.sampled_from(["member", "household"]),
        citizen_id=numbers,
        phone=st.sampled_from([None, "0912345678", "0420912345"]),
        union_card=st.sampled_from([None, "NA-001", "na-002", "042 1"]),
        circumstance=st.sampled_from([None, (1, None), (1, "2020"), (1, "2026"), (1, "2026-03"), (2, None)]),
    ),
    max_size=30,
)


def beginnings(word: str) -> st.SearchStrategy[str]:
    return st.integers(1, len(word)).map(lambda length: word[:length])


def bare(text: str) -> str:
    marks_off = "".join(c for c in unicodedata.normalize("NFD", text) if unicodedata.category(c) != "Mn")
    return marks_off.replace("đ", "d").replace("Đ", "D")


typed_word = st.one_of(
    st.sampled_from([*FAMILIES, *GIVENS, "Thị", "Quý", "Mỹ", "xyz"]),
    st.sampled_from([*GIVENS, *FAMILIES]).flatmap(beginnings),
)
typed = st.lists(
    st.one_of(
        typed_word, typed_word.map(bare), typed_word.map(str.upper), st.sampled_from(["042", "0912 345", "NA-0", "4"])
    ),
    max_size=3,
).map(" ".join)
filters = st.fixed_dictionaries(
    {},
    optional={
        "unit_ids": st.sampled_from([frozenset({1}), frozenset[int](), frozenset({1, 2})]),
        "standing": st.just("household"),
        "circumstance_id": st.sampled_from([1, 2, 3]),
    },
)


# --- what matches, said plainly and slowly -------------------------------------------------------------------


def words_of_name(name: str) -> list[str]:
    text = unicodedata.normalize("NFC", name.casefold()).replace("ð", "đ").replace("ʼ", "'")
    return re.findall(r"(?:[^\W_]|[\u0300-\u036f])+", text)


def tone_of(word: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFD", word) if c in TONES)


def toneless(word: str) -> str:
    return unicodedata.normalize("NFC", "".join(c for c in unicodedata.normalize("NFD", word) if c not in TONES))


def one_y(word: str) -> str:
    return re.sub(r"^(qu|[bcdđghklmnprstvx])y$", r"\1i", word)


def answers(word: str, wanted: str, *, finished: bool) -> bool:
    if bare(wanted) == wanted:
        whole, found = bare(word), wanted
        same_tone = True
    else:
        whole, found = toneless(word), toneless(wanted)
        same_tone = not tone_of(wanted) or tone_of(word) == tone_of(wanted)
    begins = not finished and whole.startswith(found)
    return same_tone and (one_y(whole) == one_y(found) or begins)


def is_found(person: Listed, text: str) -> bool:
    chunks = text.replace("ʼ", "'").split()
    last = len(chunks) - 1
    place = 0
    while place <= last:
        chunk = chunks[place]
        if re.search(r"\d", chunk):
            group = [chunk]
            while re.fullmatch(r"\d+", chunk) and place < last and re.fullmatch(r"\d+", chunks[place + 1]):
                place += 1
                if sum(map(len, group)) + len(chunks[place]) > 12:
                    place -= 1
                    break
                group.append(chunks[place])
            if not has_number(person, group):
                return False
        else:
            parts = words_of_name(chunk)
            for position, wanted in enumerate(parts):
                finished = not (place == last and position == len(parts) - 1)
                if not any(answers(word, wanted, finished=finished) for word in words_of_name(person.name)):
                    return False
        place += 1
    return True


def has_number(person: Listed, group: list[str]) -> bool:
    digits, raw = "".join(group), " ".join(group)
    if digits.isdecimal():
        if len(digits) < 3:
            return True
        known = [one for one in (person.citizen_id, person.old_id, person.phone) if one]
        return any(one.startswith(digits) for one in known) or (person.union_card or "").startswith((digits, raw))
    return (person.union_card or "").startswith((raw, raw.upper()))


def passes(person: Listed, chosen: dict[str, object]) -> bool:
    if "unit_ids" in chosen and person.unit_id not in chosen["unit_ids"]:  # type: ignore[operator]
        return False
    if "standing" in chosen and person.standing != chosen["standing"]:
        return False
    if "circumstance_id" not in chosen:
        return True
    open_now = person.circumstance is not None and person.circumstance[1] != "2020"
    return open_now and person.circumstance is not None and person.circumstance[0] == chosen["circumstance_id"]


def expected(everybody: list[Listed], text: str, chosen: dict[str, object]) -> list[Key]:
    return sorted(
        (person.sort_key, person_id)
        for person_id, person in enumerate(everybody, start=1)
        if is_found(person, text) and passes(person, chosen)
    )


# --- the tests ------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def table(register_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    """A register reached by plain SQLite, every statement of a test rolled back by the next ``write_people``."""
    path = tmp_path_factory.mktemp("search") / "register.labordesk"
    path.write_bytes(register_template.read_bytes())
    connection = sqlite3.connect(path, isolation_level=None)
    for pragma in ("trusted_schema = ON", "synchronous = OFF", "foreign_keys = OFF"):
        connection.execute(f"PRAGMA {pragma}")
    yield connection
    connection.close()


def as_it_is(_monkeypatch: pytest.MonkeyPatch) -> None:
    pass


def nothing_is_small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_pages, "FEW", 0)


def walking_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_small(monkeypatch)
    monkeypatch.setattr(search_pages, "_WALK_US", 1e9)
    monkeypatch.setattr(search_pages, "_WALK_TABLE_US", 1e9)


def fetching_is_dear(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_small(monkeypatch)
    monkeypatch.setattr(search_pages, "_FETCH_US", 1e9)


def called_is_cheap(monkeypatch: pytest.MonkeyPatch) -> None:
    nothing_is_small(monkeypatch)
    monkeypatch.setattr(search_pages, "_FETCH_US", 1e-9)
    monkeypatch.setattr(search_pages.Guess, "walk", lambda _self, low="", _high="": -1.0 if low else 1e15)


SIDES = [as_it_is, nothing_is_small, walking_is_dear, fetching_is_dear, called_is_cheap]


@pytest.mark.parametrize("side", SIDES)
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(everybody=people, text=typed, chosen=filters, size=st.integers(1, 7))
def test_pages_in_a_row_are_everybody_who_matches_in_name_order(
    table: sqlite3.Connection,
    monkeypatch: pytest.MonkeyPatch,
    side: Callable[[pytest.MonkeyPatch], None],
    everybody: list[Listed],
    text: str,
    chosen: dict[str, object],
    size: int,
) -> None:
    write_people(table, everybody)
    wanted = Wanted(read_terms(text), TODAY, **chosen)  # type: ignore[arg-type]
    with monkeypatch.context() as patch:
        side(patch)
        found: list[Key] = []
        while page := find_people(table, wanted, found[-1] if found else None, size):
            assert len(page) == size or not find_people(table, wanted, page[-1], size)
            found += page
            assert len(found) <= len(everybody)
        counted = count_matches(table, wanted, 1000)
    assert found == expected(everybody, text, chosen)
    assert counted == len(found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("hoa", ["Lê Thị Hoa", "Trần Thị Hoà", "Trần Thị Hòa", "Vũ Thị Hoả", "Hoàng Văn Nam"]),
        ("Hoà", ["Trần Thị Hoà", "Trần Thị Hòa", "Hoàng Văn Nam"]),
        ("Hòa", ["Trần Thị Hoà", "Trần Thị Hòa", "Hoàng Văn Nam"]),
        ("hoà tr", ["Trần Thị Hoà", "Trần Thị Hòa"]),
        ("thị hò", ["Trần Thị Hoà", "Trần Thị Hòa"]),
        ("nguyễ", ["Nguyễn Văn Mỹ"]),
        ("NGUYỄN", ["Nguyễn Văn Mỹ"]),
        ("nguyên", ["Nguyễn Văn Mỹ"]),
        ("nguyen mi", ["Nguyễn Văn Mỹ"]),
        ("Mĩ nguyễn", ["Nguyễn Văn Mỹ"]),
        ("đ", ["Đỗ Đại"]),
        ("do d", ["Đỗ Đại"]),
        ("h'hen", ["H'Hen Niê"]),
        ("hen nie", ["H'Hen Niê"]),
        ("Hoạ", []),
        ("hoa nguyen", []),
    ],
)
def test_a_name_is_found_as_it_is_typed(table: sqlite3.Connection, text: str, found: list[str]) -> None:
    everybody = [
        "Lê Thị Hoa",
        "Trần Thị Hoà",
        "Trần Thị Hòa",
        "Vũ Thị Hoả",
        "Hoàng Văn Nam",
        "Nguyễn Văn Mỹ",
        "Đỗ Đại",
        "H'Hen Niê",
    ]
    write_people(table, [Listed(name) for name in everybody])
    rows = find_people(table, Wanted(read_terms(text), TODAY), None, 100)
    assert sorted(everybody[person_id - 1] for _key, person_id in rows) == sorted(found)


@pytest.mark.parametrize(
    "text",
    [
        "0420850",
        "042 085 001 234",
        "042.085.001234",
        "182345678",
        "0912-345-678",
        "+84 912 345",
        "NA-001",
        "na-0012",
        "hoa 0912",
    ],
)
def test_a_person_is_found_by_the_beginning_of_a_number(table: sqlite3.Connection, text: str) -> None:
    person = Listed(
        "Trần Thị Hoà",
        citizen_id="042085001234",
        old_id="182345678",
        phone="0912345678",
        union_card="NA-001234",
    )
    write_people(table, [Listed("Lê Thị Hoa", citizen_id="042185001235", phone="0987654321"), person])
    assert find_people(table, Wanted(read_terms(text), TODAY), None, 10) == [(person.sort_key, 2)]


def test_every_number_declared_searchable_is_looked_through(table: sqlite3.Connection) -> None:
    numbers = {name: f"{place}82345678" for place, (name, spec) in enumerate(IDENTIFIERS.items(), 1) if spec.searchable}
    write_people(table, [Listed("Lê Thị Hoa", **{name: number}) for name, number in numbers.items()])
    found = [find_people(table, Wanted(read_terms(number), TODAY), None, 9) for number in numbers.values()]
    assert [[one for _key, one in rows] for rows in found] == [[1], [2], [3], [4]]
    declared = {name for name, spec in specs_of(PersonFields).items() if spec.searchable}
    assert declared == {"full_name", *numbers}


def test_a_renamed_and_a_deleted_person_are_found_no_more(table: sqlite3.Connection) -> None:
    write_people(table, [Listed("Lê Thị Hoa"), Listed("Vũ Văn Sơn")])
    table.execute(
        "UPDATE person SET plain_key = 'le thi lan', search_key = 'lê thi5 lan', block_key = 'lan ' WHERE id = 1"
    )
    table.execute("DELETE FROM person WHERE id = 2")
    assert [find_people(table, Wanted(read_terms(text), TODAY), None, 9) != [] for text in ("hoa", "son", "lan")] == [
        False,
        False,
        True,
    ]


def test_an_index_built_anew_finds_the_same(table: sqlite3.Connection) -> None:
    write_people(table, [Listed("Lê Thị Hoa"), Listed("Vũ Văn Sơn", sort_name="Văn")])
    table.execute("INSERT INTO person_search (person_search) VALUES ('delete-all')")
    assert find_people(table, Wanted(read_terms("hoa"), TODAY), None, 9) == []
    rebuild_search(table)
    assert [key[1] for key in find_people(table, Wanted(read_terms("hoa"), TODAY), None, 9)] == [1]
    assert [key[1] for key in find_people(table, Wanted(read_terms("v s"), TODAY), None, 9)] == []
    assert [key[1] for key in find_people(table, Wanted(read_terms("son v"), TODAY), None, 9)] == [2]


def test_the_walk_never_touches_the_table(table: sqlite3.Connection) -> None:
    plan = table.execute(
        f"EXPLAIN QUERY PLAN SELECT p.sort_key, p.id, p.search_key FROM person p INDEXED BY {LIST_INDEX}"
        " WHERE (p.sort_key, p.id) > ('', 0) AND instr(p.plain_key, 'x') AND p.unit_id = 1 AND p.standing = 'member'"
        " ORDER BY p.sort_key, p.id"
    ).fetchall()
    assert [row[3] for row in plan] == [f"SEARCH p USING COVERING INDEX {LIST_INDEX} (sort_key>?)"]
