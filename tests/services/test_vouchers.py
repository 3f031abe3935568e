"""Vouchers and tickets on a real register: each serial once, in the order of the list, scanned, void, free again."""

from __future__ import annotations

from datetime import date

import pytest

from labordesk.errors import InvalidInput, NotFound, RuleBroken
from labordesk.services.award_records import AwardData
from labordesk.services.awards import load_award, save_award
from labordesk.services.campaigns import delete_campaign
from labordesk.services.gift_lists import RecipientRow
from labordesk.services.gifts import (
    RecipientEntry,
    add_group,
    add_recipients,
    campaign_progress,
    mark_received,
    mark_returned,
    recipients,
    remove_recipients,
    set_companions,
)
from labordesk.services.history import undo
from labordesk.services.taking_back import newest_operation
from labordesk.services.voucher_lists import VoucherCount, VoucherRow, voucher_summary, vouchers
from labordesk.services.vouchers import (
    VoucherBatch,
    assign_serial,
    assign_vouchers,
    delete_vouchers,
    free_vouchers,
    register_vouchers,
    restore_vouchers,
    void_vouchers,
)
from tests.services.welfare_office import TET_DAY, Office, office

__all__ = ["office"]


@pytest.fixture
def campaign(office: Office) -> int:
    """A campaign with four people on its list."""
    campaign_id = office.campaign("Chợ Tết công đoàn 2026", code="CHO-TET", package_cash=0, worker_cash=None)
    add_recipients(office.register, campaign_id, [RecipientEntry(one) for one in office.people(4)])
    return campaign_id


def put(office: Office, campaign_id: int, first: str, last: str = "", kind: str = "shopping", value: int = 0) -> int:
    return register_vouchers(office.register, campaign_id, VoucherBatch(kind, first, last, value)).count


def rows(office: Office, campaign_id: int) -> tuple[VoucherRow, ...]:
    return vouchers(office.register, campaign_id).rows


def lines(office: Office, campaign_id: int) -> tuple[RecipientRow, ...]:
    return recipients(office.register, campaign_id).rows


def test_a_range_is_registered_with_its_zeros(office: Office, campaign: int) -> None:
    batch = VoucherBatch("shopping", "PMH 000101", "PMH 000300", 500_000, issuer="Siêu thị Hương Sơn")
    assert register_vouchers(office.register, campaign, batch).count == 200
    first, *_others, last = rows(office, campaign)
    assert (first.serial, last.serial, first.value, first.issuer, first.state) == (
        "PMH 000101",
        "PMH 000300",
        500_000,
        "Siêu thị Hương Sơn",
        "held",
    )


def test_a_serial_comes_once_in_a_campaign_whatever_its_kind_or_spelling(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000110")
    for first, last, kind in (
        ("PMH 000110", "PMH 000120", "shopping"),
        ("pmh000101", "", "online"),
    ):
        with pytest.raises(InvalidInput, match="đã có trong đợt này") as refused:
            put(office, campaign, first, last, kind)
        assert refused.value.field == "first_serial"
    assert len(rows(office, campaign)) == 10
    other = office.campaign("Chợ Tết công đoàn, đợt hai", code="CHO-TET")
    assert put(office, other, "PMH 000101") == 1


def test_vouchers_go_to_people_in_the_order_of_the_list(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000009", "PMH 000015")
    done = assign_vouchers(office.register, campaign, "shopping", each=2)
    assert [row.vouchers for row in lines(office, campaign)] == [
        "PMH 000009, PMH 000010",
        "PMH 000011, PMH 000012",
        "PMH 000013, PMH 000014",
        "PMH 000015",
    ]
    assert done.without == (lines(office, campaign)[3].award_id,)
    put(office, campaign, "PMH 000016", "PMH 000020")
    assert len(assign_vouchers(office.register, campaign, "shopping", each=2).pairs) == 1
    assert assign_vouchers(office.register, campaign, "shopping", each=2).pairs == ()


def test_five_vouchers_each_for_a_group_without_names(office: Office) -> None:
    campaign_id = office.campaign("Chợ Tết", code="CHO-TET", package_cash=0)
    add_group(office.register, campaign_id, office.song_lam, 120, 0, 60_000_000)
    put(office, campaign_id, "000001", "000600", value=100_000)
    assert len(assign_vouchers(office.register, campaign_id, "shopping", each=5).pairs) == 600


def test_everybody_who_travels_gets_a_ticket_and_is_counted(office: Office) -> None:
    campaign_id = office.campaign("Vé về quê 2026", code="VE-TET", package_cash=0, package_goods=450_000)
    award_ids = add_recipients(
        office.register, campaign_id, [RecipientEntry(one) for one in office.people(3)]
    ).award_ids
    set_companions(office.register, award_ids[:1], 3)
    put(office, campaign_id, "VT 01", "VT 09", kind="train")
    assert len(assign_vouchers(office.register, campaign_id, "train").pairs) == 6
    mark_received(office.register, award_ids[:2], TET_DAY)
    assert voucher_summary(office.register, campaign_id).carried == 1 + 3 + 1
    with pytest.raises(InvalidInput, match="từ 0 đến 9"):
        set_companions(office.register, award_ids, 10)
    assert lines(office, campaign_id)[0].companions == 3


def test_a_scanned_serial_is_given_to_the_line_in_front(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000103")
    first, second, *_others = (row.award_id for row in lines(office, campaign))
    assign_serial(office.register, first, "pmh000102")
    assert lines(office, campaign)[0].vouchers == "PMH 000102"
    assert assign_serial(office.register, first, "PMH 000102").count == 0
    with pytest.raises(RuleBroken, match=r"đã ghi cho Nguyễn Văn An \(STT 1\)"):
        assign_serial(office.register, second, "PMH 000102")
    with pytest.raises(NotFound, match="chưa có phiếu, vé số “PMH 999999”"):
        assign_serial(office.register, second, "PMH  999999")
    mark_received(office.register, [first], TET_DAY)
    with pytest.raises(RuleBroken, match="đã trao cho Nguyễn Văn An"):
        assign_serial(office.register, second, "PMH 000102")


def test_a_person_is_found_by_the_serial_of_their_voucher(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000104")
    assign_vouchers(office.register, campaign, "shopping")
    for text in ("PMH 000103", "pmh000103", "0103", "000103"):
        assert [row.position for row in recipients(office.register, campaign, text=text).rows] == [3], text
    assert recipients(office.register, campaign, text="PMH 5").rows == ()


def test_a_void_voucher_is_given_to_nobody(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000104")
    assign_vouchers(office.register, campaign, "shopping")
    torn, kept, *_others = rows(office, campaign)
    with pytest.raises(InvalidInput, match="lý do hủy"):
        void_vouchers(office.register, [torn.id], " ")
    void_vouchers(office.register, [torn.id], "Rách")
    assert lines(office, campaign)[0].vouchers == ""
    with pytest.raises(RuleBroken, match=r"đã hủy \(Rách\)"):
        assign_serial(office.register, lines(office, campaign)[0].award_id, "PMH 000101")
    assert assign_vouchers(office.register, campaign, "shopping").pairs == ()
    mark_received(office.register, [kept.award_id or 0], TET_DAY)
    with pytest.raises(RuleBroken, match="đã trao cho"):
        void_vouchers(office.register, [kept.id], "Mất")
    restore_vouchers(office.register, [torn.id])
    assert len(assign_vouchers(office.register, campaign, "shopping").pairs) == 1


def test_a_gift_given_back_frees_its_voucher_and_undoing_gives_it_again(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000104")
    assign_vouchers(office.register, campaign, "shopping")
    first = lines(office, campaign)[0].award_id
    mark_received(office.register, [first], TET_DAY)
    mark_returned(office.register, [first], TET_DAY)
    returning = newest_operation(office.register)
    assert rows(office, campaign)[0].state == "held"
    with pytest.raises(RuleBroken, match="đã trả lại quà"):
        assign_serial(office.register, first, "PMH 000101")
    undo(office.register, returning)
    assert next((one.serial, one.state) for one in rows(office, campaign)) == ("PMH 000101", "given")


def test_somebody_taken_off_the_list_leaves_the_voucher(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000104")
    assign_vouchers(office.register, campaign, "shopping")
    remove_recipients(office.register, [lines(office, campaign)[0].award_id])
    assert [row.state for row in rows(office, campaign)] == ["held", "assigned", "assigned", "assigned"]


def test_the_summary_tells_what_is_in_the_drawer_and_no_money_is_counted_twice(office: Office, campaign: int) -> None:
    before = campaign_progress(office.register, campaign)
    put(office, campaign, "PMH 000101", "000110", value=300_000)
    assign_vouchers(office.register, campaign, "shopping")
    mark_received(office.register, [lines(office, campaign)[0].award_id], TET_DAY)
    void_vouchers(office.register, [rows(office, campaign)[-1].id], "In sai")
    assert voucher_summary(office.register, campaign).kinds == (
        VoucherCount("shopping", held=5, assigned=3, given=1, void=1, value_left=2_400_000, value_given=300_000),
    )
    after = campaign_progress(office.register, campaign)
    assert (after.goods, after.goods_given, office.spent()) == (before.goods, 300_000, 300_000)


def test_vouchers_are_taken_back_from_people_and_deleted_only_when_free(office: Office, campaign: int) -> None:
    put(office, campaign, "PMH 000101", "000104")
    assign_vouchers(office.register, campaign, "shopping")
    first, second, *_others = rows(office, campaign)
    mark_received(office.register, [first.award_id or 0], TET_DAY)
    with pytest.raises(RuleBroken, match="đã trao cho"):
        free_vouchers(office.register, [first.id, second.id])
    with pytest.raises(RuleBroken, match="đã ghi cho"):
        delete_vouchers(office.register, [second.id])
    assert free_vouchers(office.register, [second.id]).pairs == ((second.id, second.award_id),)
    delete_vouchers(office.register, [second.id])
    assert [row.serial for row in rows(office, campaign)] == ["PMH 000101", "PMH 000103", "PMH 000104"]
    with pytest.raises(NotFound):
        free_vouchers(office.register, [second.id])


def test_vouchers_of_a_unit_go_to_its_people_only(office: Office, campaign: int) -> None:
    batch = VoucherBatch("shopping", "SL 1", "SL 9", unit_id=office.song_lam)
    register_vouchers(office.register, campaign, batch)
    assign_vouchers(office.register, campaign, "shopping")
    assert [row.vouchers for row in lines(office, campaign)] == ["SL 1", "", "", "SL 2"]


def test_the_list_of_vouchers_is_narrowed_and_paged(office: Office, campaign: int) -> None:
    put(office, campaign, "998", "1002")
    put(office, campaign, "VT 1", "VT 3", kind="train")
    page = vouchers(office.register, campaign, limit=3)
    seen = [row.serial for row in page.rows]
    while page.next_key is not None:
        page = vouchers(office.register, campaign, after=page.next_key, limit=3)
        seen += [row.serial for row in page.rows]
    assert seen == ["998", "999", "1000", "1001", "1002", "VT 1", "VT 2", "VT 3"]
    assert [row.serial for row in vouchers(office.register, campaign, text="vt2").rows] == ["VT 2"]
    assert len(vouchers(office.register, campaign, kind="train").rows) == 3
    assert vouchers(office.register, campaign, state="given").rows == ()


def test_a_campaign_with_vouchers_is_not_deleted(office: Office) -> None:
    campaign_id = office.campaign("Vé Tết", code="VE-TET")
    put(office, campaign_id, "1", "3")
    with pytest.raises(RuleBroken, match="đã có 3 dòng"):
        delete_campaign(office.register, campaign_id)


def test_bad_batches_are_refused_beside_their_field(office: Office, campaign: int) -> None:
    for batch, field in (
        (VoucherBatch("paper", "1"), "kind"),
        (VoucherBatch("bus", "1", value=-1), "value"),
        (VoucherBatch("bus", "A", travel_on=date(2026, 1, 1)), "first_serial"),
        (VoucherBatch("bus", "9", "1"), "last_serial"),
    ):
        with pytest.raises(InvalidInput) as refused:
            register_vouchers(office.register, campaign, batch)
        assert refused.value.field == field
    with pytest.raises(InvalidInput):
        assign_vouchers(office.register, campaign, "bus", each=0)


def test_vouchers_do_not_follow_a_gift_to_another_campaign_or_out_of_it(office: Office) -> None:
    campaign, other = office.campaign(), office.campaign("Tết của tỉnh")
    register_vouchers(office.register, campaign, VoucherBatch("shopping", "A1", "A2"))
    for changed in ({"campaign_id": other}, {"handover": "returned", "paid_on": TET_DAY}):
        person = office.person(f"Lê An {len(changed)}")
        [award_id] = add_recipients(office.register, campaign, [RecipientEntry(person)]).award_ids
        assign_vouchers(office.register, campaign, "shopping", [award_id])
        award = load_award(office.register, award_id)
        fields = award.data.fields.model_copy(update=changed)
        save_award(office.register, AwardData(fields, award.data.lines), award_id=award_id)
        with office.register.looking() as connection:
            assert connection.execute("SELECT count(*) FROM voucher WHERE award_id NOTNULL").fetchone() == (0,)
