"""Lists of names of a campaign: by name or by number to be signed, masked to be posted."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from labordesk.documents.model import Document, Row, RowKind, Table
from labordesk.services.gifts import RecipientEntry, add_recipients, set_companions
from labordesk.services.registers import open_register
from labordesk.services.reporting import Order, compose_report
from labordesk.services.vouchers import VoucherBatch, assign_serial, register_vouchers
from labordesk.store.register import Register
from labordesk.vietnamese.citizen import mask
from labordesk.vietnamese.periods import Period
from tests.services.welfare_office import Office, office

__all__ = ["office"]

TODAY = date(2026, 11, 22)
YEAR = Period.between(date(2026, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def sample(sample_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Register]:
    path = Path(shutil.copy(sample_template, tmp_path_factory.mktemp("sample")))
    with open_register(path) as register:
        yield register


@pytest.fixture(scope="module")
def campaign(sample: Register) -> int:
    with sample.looking() as connection:
        return int(connection.execute("SELECT campaign_id FROM award GROUP BY 1 ORDER BY count(*) DESC").fetchone()[0])


def composed(register: Register, report: str, campaign: int) -> Document:
    return compose_report(register, Order(report, YEAR, campaign_id=campaign), today=TODAY)


def groups(document: Document) -> list[list[Row]]:
    """Return the lines of each unit."""
    table = next(block for block in document.blocks if isinstance(block, Table))
    found: list[list[Row]] = []
    for row in table.rows:
        if row.kind is RowKind.GROUP:
            found.append([])
        elif row.kind is RowKind.NORMAL:
            found[-1].append(row)
    return found


def test_each_unit_is_in_the_order_of_names_and_numbered_through(sample: Register, campaign: int) -> None:
    listed = groups(composed(sample, "ky-nhan", campaign))
    with sample.looking() as connection:
        keys = dict(connection.execute("SELECT full_name, min(sort_key) FROM person GROUP BY 1").fetchall())
    for members in listed:
        order = [keys[name] for row in members if (name := str(row.cells[1])) in keys]
        assert order == sorted(order)
    assert [row.cells[0] for members in listed for row in members] == [
        str(place) for place in range(1, sum(map(len, listed)) + 1)
    ]


def test_by_number_the_list_keeps_the_numbers_of_the_screen(sample: Register, campaign: int) -> None:
    with sample.looking() as connection:
        kept = connection.execute(
            "SELECT position FROM award WHERE campaign_id = ? AND handover <> 'returned'", (campaign,)
        ).fetchall()
    listed = groups(composed(sample, "ky-nhan-theo-so", campaign))
    for members in listed:
        numbers = [int(str(row.cells[0])) for row in members]
        assert numbers == sorted(numbers)
    assert sorted(int(str(row.cells[0])) for members in listed for row in members) == sorted(one for (one,) in kept)


def test_both_orders_hold_the_same_people_and_sums(sample: Register, campaign: int) -> None:
    by_name, by_number = (composed(sample, name, campaign) for name in ("ky-nhan", "ky-nhan-theo-so"))
    rows = [sorted(row.cells[1:] for members in groups(one) for row in members) for one in (by_name, by_number)]
    assert rows[0] == rows[1]
    totals = [
        [row.cells for block in one.blocks if isinstance(block, Table) for row in block.rows if row.kind is kind]
        for one in (by_name, by_number)
        for kind in (RowKind.SUBTOTAL, RowKind.TOTAL)
    ]
    assert totals[:2] == totals[2:]


def test_serials_and_companions_stand_beside_the_person_who_signs_for_them(office: Office) -> None:
    campaign_id = office.campaign()
    people = [office.person(f"Lê Thị {name}") for name in ("An", "Bình")]
    traveller, buyer = add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in people]).award_ids
    register_vouchers(office.register, campaign_id, VoucherBatch("shopping", "PMH 000101", "PMH 000105"))
    register_vouchers(office.register, campaign_id, VoucherBatch("bus", "VX 07", "VX 07"))
    for serial in ("PMH 000101", "PMH 000102", "PMH 000105"):
        assign_serial(office.register, buyer, serial)
    assign_serial(office.register, traveller, "VX 07")
    set_companions(office.register, [traveller], 2)
    [members] = groups(composed(office.register, "ky-nhan", campaign_id))
    assert [row.cells[-1] for row in members] == ["vé VX 07; đi cùng 2 người", "phiếu PMH 000101–000102, PMH 000105"]
    posted = composed(office.register, "niem-yet", campaign_id)
    assert not any("PMH" in str(cell) for row in groups(posted)[0] for cell in row.cells)


def test_the_posted_list_masks_numbers_and_has_no_remarks(sample: Register, campaign: int) -> None:
    document = composed(sample, "niem-yet", campaign)
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert not {column.heading for column in table.columns} & {"Ký nhận", "Ghi chú"}
    with sample.looking() as connection:
        known = {one for (one,) in connection.execute("SELECT citizen_id FROM person WHERE citizen_id IS NOT NULL")}
    shown = {str(cell) for row in table.rows for cell in row.cells if cell}
    assert shown & {mask(number) for number in known}
    assert not shown & known
    signed = {
        str(cell) for members in groups(composed(sample, "ky-nhan", campaign)) for row in members for cell in row.cells
    }
    assert signed & known
