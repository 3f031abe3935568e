"""A clean register taken out as Excel and into an empty one is the same register."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from labordesk.fields import kinds, specs_of
from labordesk.fields.choices import HOUSING, POVERTY, RELATIONS, STANDINGS
from labordesk.model.person import PersonCircumstanceFields, PersonFields
from labordesk.model.unit import UnitFields
from labordesk.services.export_marked import save_marked
from labordesk.services.export_records import Records, export_records
from labordesk.services.gifts import RecipientEntry, add_recipients, mark_received
from labordesk.services.imports import ImportOrder, preview_import, write_import
from labordesk.services.people import PersonData, save_person
from labordesk.services.registers import open_register
from labordesk.services.units import save_unit
from labordesk.store.register import Register
from tests.services.welfare_office import TODAY, Office

UNITS = ("CĐCS Công ty TNHH May Sông Lam", "CĐCS Trường THCS Đồng Tâm")
GIVEN = ("An", "Bình", "Cúc", "Dũng", "Đào", "Giang", "Hạnh", "Khôi")
"""Given names as far apart as can be: nobody is taken for somebody else."""
SAID = ("Tổ may", "số 3", "Trưởng ca", "điện lạnh", "Ngàn Phố", "=A1", "+84", "@tổ")
WORDS = st.lists(st.sampled_from(SAID), min_size=1, max_size=3)
TEXT = st.none() | WORDS.map(" ".join)
DAYS = st.none() | st.dates(date(2015, 1, 1), date(2026, 2, 28))


def codes(options: tuple[tuple[str, str], ...]) -> st.SearchStrategy[str | None]:
    return st.none() | st.sampled_from([code for code, _label in options])


def digits(count: int, begin: str = "") -> st.SearchStrategy[str]:
    return st.text("0123456789", min_size=count - len(begin), max_size=count - len(begin)).map(begin.__add__)


@st.composite
def people(draw: st.DrawFn) -> list[PersonData]:
    """Some people nobody doubts: numbers fit birth and sex, no number is anybody else's."""
    return [draw(person(place)) for place in range(draw(st.integers(1, 5)))]


@st.composite
def person(draw: st.DrawFn, place: int) -> PersonData:
    """One person, the ``place``-th, born in a year of their own."""
    sex = draw(st.sampled_from(["male", "female"]))
    year = 1960 + 7 * place
    birth = draw(st.sampled_from([str(year), f"{year}-03", f"{year}-11-27"]))
    number = f"042{int(sex == 'female')}{year % 100:02d}{draw(st.integers(213570, 889999))}"
    recipient = draw(st.none() | st.just("Lê Thị Thu Hà"))
    consent = draw(st.booleans())
    poverty = draw(codes(POVERTY))
    fields = PersonFields(
        full_name=f"{draw(st.sampled_from(['Nguyễn', 'Trần Thị', 'Lê Văn', 'K’']))} {GIVEN[place]}".replace("’ ", "'"),
        birth=birth,
        sex=sex,
        citizen_id=draw(st.none() | st.just(number)),
        citizen_id_issued_on=draw(DAYS),
        citizen_id_issued_at=draw(TEXT),
        old_id=draw(st.none() | st.just(f"18{place}{draw(digits(6))}")),
        phone=draw(st.none() | st.just(f"09{place}{draw(st.integers(1000000, 9999999))}")),
        standing=draw(st.sampled_from([code for code, _label in STANDINGS])),
        unit_id=draw(st.sampled_from([2, 3])),
        department=draw(TEXT),
        job=draw(TEXT),
        union_card=draw(st.none() | digits(8, f"HT-{place}")),
        joined_on=draw(st.sampled_from([None, "2015", "2015-06", "2015-06-28"])),
        address=draw(TEXT),
        ward_code=draw(st.sampled_from([None, "18133", "00004"])),
        registered_address=draw(TEXT),
        native_place=draw(TEXT),
        housing=draw(codes(HOUSING)),
        land_title=draw(st.none() | st.booleans()),
        poverty=poverty,
        household_size=draw(st.none() | st.integers(1, 12)),
        dependants=draw(st.none() | st.integers(0, 9)),
        income=draw(st.none() | st.integers(1, 90).map(lambda n: n * 150_000)),
        ethnicity=draw(st.sampled_from([None, "Kinh", "Ê Đê"])),
        recipient_name=recipient,
        recipient_relation=draw(codes(RELATIONS)) if recipient else None,
        bank_name=draw(st.sampled_from([None, "Agribank", "Vietcombank"])),
        bank_account=draw(st.none() | digits(13, f"1{place}")),
        bank_holder=draw(st.none() | st.just("Lê Thị Thu Hà")),
        consent=consent,
        consent_on=draw(DAYS) if consent else None,
        consent_form=draw(TEXT) if consent else None,
        note=draw(TEXT),
    )
    reasons = draw(st.sets(st.sampled_from([1, 2, 3]), max_size=2))
    return PersonData(fields, circumstances=tuple(PersonCircumstanceFields(circumstance_id=one) for one in reasons))


@pytest.fixture
def two_registers(register_template: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Any]:
    """Make a pair of registers: one with two unions, one empty but for its own unit."""
    monkeypatch.setattr(kinds, "today", lambda: TODAY)

    @contextmanager
    def make() -> Iterator[tuple[Register, Register, Path]]:
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(shutil.copy(register_template, Path(folder) / f"{name}.labordesk")) for name in ("cũ", "mới")]
            with open_register(paths[0]) as old, open_register(paths[1]) as new:
                for name in UNITS:
                    save_unit(old, UnitFields(name=name, parent_id=1))
                yield old, new, Path(folder)

    return make


def quiet(_done: int, _total: int | None) -> None:
    """Hear nothing."""


def carry(old: Register, new: Register, what: Records, folder: Path, end: str = ".xlsx", **order: Any) -> None:
    """Take a list out of one register and into the other without a question."""
    path = folder / f"{what}{end}"
    name = order.get("campaign_name")
    export_records(old, what, path, quiet, campaign=name)
    preview = preview_import(new, path, ImportOrder(**order))
    doubts = [(row.read.row, one) for row in preview.rows for one in row.problems if one.field != "unit"]
    assert doubts == []
    assert not any(question.asks for question in (*preview.units, *preview.circumstances, *preview.funds))
    result = write_import(new, preview)
    assert (result.written, result.rejected) == (len(preview.rows), 0)


def facts_of_people(register: Register) -> dict[str, Mapping[str, Any]]:
    """Return every field of every person, the unit by its name, and the circumstances, by name of the person."""
    stored = [name for name in specs_of(PersonFields) if name != "unit_id"]
    query = f"""
    SELECT {", ".join(f"p.{name}" for name in stored)}, u.name,
           (SELECT group_concat(code) FROM (SELECT c.code FROM person_circumstance pc
            JOIN circumstance c ON c.id = pc.circumstance_id WHERE pc.person_id = p.id ORDER BY c.code))
    FROM person p LEFT JOIN unit u ON u.id = p.unit_id
    """
    with register.looking() as connection:
        rows = [dict(zip([*stored, "unit", "circumstances"], row, strict=True)) for row in connection.execute(query)]
    return {row["full_name"]: row for row in rows}


@pytest.mark.parametrize("end", [".xlsx", ".csv"])
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(register_of=people())
def test_people_taken_out_and_in_are_the_same_people(
    two_registers: Callable[[], Any], register_of: list[PersonData], end: str
) -> None:
    with two_registers() as (old, new, folder):
        for one in register_of:
            save_person(old, one)
        carry(old, new, "people", folder, end)
        assert facts_of_people(new) == facts_of_people(old)


def test_a_campaign_taken_out_and_in_gives_the_same_people_the_same(two_registers: Callable[[], Any]) -> None:
    def given_to(register: Register) -> list[tuple[Any, ...]]:
        query = """
        SELECT p.full_name, u.name, a.handover, a.paid_on, l.form, l.amount, f.code FROM award a
        JOIN person p ON p.id = a.person_id JOIN unit u ON u.id = a.unit_id
        JOIN award_line l ON l.award_id = a.id JOIN fund f ON f.id = l.fund_id ORDER BY 1, 5
        """
        with register.looking() as connection:
            return list(connection.execute(query))

    with two_registers() as (old, new, folder):
        office = Office(old, 2, 3, 3)
        campaign_id = office.campaign("Tết Bính Ngọ 2026")
        hoa = office.person("Trần Thị Hoà", 2, birth="1985", citizen_id="042185123759", sex="female")
        an = office.person("Lê Văn An", 3, birth="1970-05-06", standing="worker")
        added = add_recipients(old, campaign_id, [RecipientEntry(hoa), RecipientEntry(an)])
        mark_received(old, added.award_ids[:1], date(2026, 1, 28))
        carry(old, new, "people", folder)
        carry(old, new, "campaign", folder, campaign_name="Tết Bính Ngọ 2026", programme_code="TET")
        assert len(given_to(old)) == 4
        assert given_to(new) == given_to(old)


def test_a_list_sent_back_and_corrected_is_taken_once(two_registers: Callable[[], Any]) -> None:
    """The good rows first, the rest marked; the same file corrected brings only what was missing."""
    import openpyxl

    with two_registers() as (old, new, folder):
        office = Office(old, 2, 3, 3)
        office.person("Trần Thị Hoà", 2, birth="1985", sex="female")
        office.person("Lê Văn An", 3, birth="1970-05-06")
        export_records(old, "people", folder / "gửi.xlsx", quiet)
        book = openpyxl.load_workbook(folder / "gửi.xlsx")
        sheet = book.worksheets[0]
        (head,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "Ngày sinh"]
        (wrong,) = [cell for cell in sheet[head.column_letter] if cell.value == 1985]
        wrong.value = "31/02/1985"
        book.save(folder / "gửi.xlsx")
        order = ImportOrder(accept_good=True)
        first = preview_import(new, folder / "gửi.xlsx", order)
        assert (first.good, first.rejected) == (1, 1)
        assert write_import(new, first).written == 1
        marked = save_marked(first, folder / "trả lại.xlsx", written=True)
        assert marked.rebuilt == ""
        back = openpyxl.load_workbook(folder / "trả lại.xlsx")
        assert "Lỗi" in back.worksheets[0][wrong.coordinate].comment.text
        back.worksheets[0][wrong.coordinate].value = 1985
        back.save(folder / "trả lại.xlsx")
        again = preview_import(new, folder / "trả lại.xlsx", order)
        assert [row.taken_before for row in again.rows].count(True) == 1
        assert write_import(new, again).written == 1
        assert {name: facts["birth"] for name, facts in facts_of_people(new).items()} == {
            "Trần Thị Hoà": "1985",
            "Lê Văn An": "1970-05-06",
        }
