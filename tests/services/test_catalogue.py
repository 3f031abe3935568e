"""The catalogues of a register: seeded once, then the officer's own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from sqlmodel import select

from labordesk.assets import asset_bytes
from labordesk.errors import Conflict, InvalidInput, NotFound, RuleBroken
from labordesk.model import Activity, Fund, Indicator, PaperType, Programme
from labordesk.model.indicator import IndicatorFields
from labordesk.model.person import CircumstanceFields
from labordesk.model.programme import FundFields, ProgrammeFields
from labordesk.model.unit import UnitTypeFields
from labordesk.services.catalogue import (
    circumstances,
    delete_circumstance,
    delete_programme,
    delete_unit_type,
    funds,
    indicators,
    programme,
    programmes,
    save_circumstance,
    save_fund,
    save_indicator,
    save_programme,
    save_unit_type,
    unit_types,
)
from labordesk.services.field_checks import check_fields
from labordesk.store.register import Register
from labordesk.store.shipped import shipped


def use(register: Register, programme_id: int) -> None:
    with register.writing() as session:
        session.add(Activity(programme_id=programme_id, unit_id=1, happened_on=date(2026, 1, 5), count=1))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Mái ấm công đoàn", "house"),
        ("Tết Sum vầy", "gift"),
        ("Tháng Công nhân", "gift"),
        ("Tặng quà đoàn viên khó khăn", "gift"),
        ("Hỗ trợ phòng, chống dịch Covid-19", "gift"),
        ("Trợ cấp bệnh hiểm nghèo", "grant"),
        ("Trợ cấp tai nạn lao động", "grant"),
        ("Chuyến xe công đoàn", "activity"),
        ("Khám sức khỏe", "activity"),
        ("Tư vấn pháp luật", "activity"),
        ("Thỏa thuận phúc lợi đoàn viên", "agreement"),
        ("Tất cả chương trình", "all"),
    ],
)
def test_a_new_register_knows_the_programmes_the_articles_name(register: Register, name: str, kind: str) -> None:
    assert [row.fields.kind for row in programmes(register) if row.fields.name == name] == [kind]


def test_every_seeded_entry_would_pass_the_form(register: Register) -> None:
    lists = (programmes, funds, circumstances, unit_types, indicators)
    forms = (ProgrammeFields, FundFields, CircumstanceFields, UnitTypeFields, IndicatorFields)
    for entries, form in zip(lists, forms, strict=True):
        found = entries(register)
        assert found
        for row in found:
            assert isinstance(row.fields, form)
            check_fields(row.fields)


def test_every_seeded_entry_can_be_saved_again_unchanged(register: Register) -> None:
    for row in programmes(register):
        assert save_programme(register, row.fields, programme_id=row.id, row_version=1).row_version == 1
    for indicator in indicators(register):
        assert save_indicator(register, indicator.fields, indicator_id=indicator.id).row_version == 1
    for fund in funds(register):
        assert save_fund(register, fund.fields, fund_id=fund.id).row_version == 1
    for reason in circumstances(register):
        assert save_circumstance(register, reason.fields, circumstance_id=reason.id).row_version == 1
    for kind in unit_types(register):
        assert save_unit_type(register, kind.fields, unit_type_id=kind.id).row_version == 1


def test_the_same_entry_is_known_by_the_same_uid_in_every_register(
    another_register: Callable[[str], Register], tmp_path: Path
) -> None:
    from labordesk.services.registers import create_register

    with create_register(tmp_path / "khác.labordesk", unit_name="Công đoàn phường Trần Phú") as other:
        for table in (Programme, Fund, Indicator, PaperType):
            uids = []
            for register in (another_register(table.__name__), other):
                with register.reading() as session:
                    uids.append(session.exec(select(table.uid).order_by("id")).all())
            assert uids[0] == uids[1]


def test_the_catalogue_is_in_nfc_and_names_only_circumstances_it_has() -> None:
    import unicodedata

    assert unicodedata.is_normalized("NFC", asset_bytes("catalogue.json").decode())
    codes = {entry["code"] for entry in shipped("circumstances")}
    named = [entry for entry in (*shipped("programmes"), *shipped("papers")) if "circumstance" in entry]
    assert {entry["circumstance"] for entry in named} <= codes
    assert any(entry["kind"] == "grant" for entry in named)


def test_programmes_can_be_listed_by_kind_and_in_the_order_of_reports(register: Register) -> None:
    houses = programmes(register, kind="house")
    assert [row.fields.name for row in houses] == ["Mái ấm công đoàn"]
    positions = [row.fields.position for row in programmes(register)]
    assert positions == sorted(positions)


def test_a_new_programme_needs_no_programmer(register: Register) -> None:
    saved = save_programme(
        register, ProgrammeFields(code="HOC-BONG", name="Học bổng  Nguyễn Đức Cảnh", kind="gift", count_unit="package")
    )
    assert programme(register, saved.id).fields.name == "Học bổng Nguyễn Đức Cảnh"
    assert saved.changes.programmes


def test_a_code_or_name_is_taken_once_whatever_its_capitals_and_tone_places(register: Register) -> None:
    with pytest.raises(InvalidInput, match="Tết Sum vầy") as refused:
        save_programme(register, ProgrammeFields(code="tết", name="Khác"))
    assert refused.value.field == "code"
    with pytest.raises(InvalidInput) as refused:
        save_fund(register, FundFields(code="X", name="vay NGÂN HÀNG"))
    assert refused.value.field == "name"
    with pytest.raises(InvalidInput) as refused:
        save_unit_type(register, UnitTypeFields(name="Công đoàn  xã"))
    assert refused.value.field == "name"


def test_a_used_programme_cannot_be_deleted_but_retired(register: Register) -> None:
    row = programmes(register, kind="activity")[0]
    use(register, row.id)
    use(register, row.id)
    with pytest.raises(RuleBroken, match="đã được dùng 2 lần"):
        delete_programme(register, row.id)
    save_programme(register, row.fields.model_copy(update={"active": False}), programme_id=row.id)
    assert row.id not in {one.id for one in programmes(register)}
    assert row.id in {one.id for one in programmes(register, active=None)}


def test_an_unused_entry_can_be_deleted(register: Register) -> None:
    row = programmes(register, kind="agreement")[0]
    delete_programme(register, row.id)
    with pytest.raises(NotFound):
        programme(register, row.id)
    reason = next(one for one in circumstances(register) if one.fields.code == "KHAC")
    delete_circumstance(register, reason.id)
    linked = next(one for one in circumstances(register) if one.fields.code == "NHA-TAM")
    with pytest.raises(RuleBroken, match="1 lần"):
        delete_circumstance(register, linked.id)
    own = next(one for one in unit_types(register) if one.fields.name == "Công đoàn xã")
    with pytest.raises(RuleBroken):
        delete_unit_type(register, own.id)


def test_the_kind_of_a_used_programme_stays_because_it_decides_what_is_spending(register: Register) -> None:
    row = programmes(register, kind="contribution")[0]
    fields = row.fields.model_copy(update={"kind": "gift"})
    use(register, row.id)
    with pytest.raises(InvalidInput) as refused:
        save_programme(register, fields, programme_id=row.id)
    assert refused.value.field == "kind"
    unused = programmes(register, kind="contribution")[1]
    save_programme(register, unused.fields.model_copy(update={"kind": "gift"}), programme_id=unused.id)


def test_a_choice_outside_the_list_is_refused_beside_its_field(register: Register) -> None:
    with pytest.raises(InvalidInput) as refused:
        save_programme(register, ProgrammeFields(code="X", name="Y", kind="party"))
    assert refused.value.field == "kind"
    with pytest.raises(InvalidInput) as refused:
        save_programme(register, ProgrammeFields(code="X", name="Y", circumstance_id=999))
    assert refused.value.field == "circumstance_id"


@pytest.mark.parametrize("phrase", ["phát triển đoàn viên", "{n} và {n}", "{n} {m}", "{0}", "{n} }"])
def test_an_indicators_phrase_has_exactly_one_place_for_the_number(register: Register, phrase: str) -> None:
    with pytest.raises(InvalidInput, match="{n}") as refused:
        save_indicator(register, IndicatorFields(code="X", name="Y", phrase=phrase))
    assert refused.value.field == "phrase"


def test_a_stale_form_of_a_programme_is_refused_with_both_values(register: Register) -> None:
    row = programmes(register)[0]
    save_programme(register, row.fields.model_copy(update={"position": 5}), programme_id=row.id, row_version=1)
    with pytest.raises(Conflict) as refused:
        save_programme(register, row.fields.model_copy(update={"position": 7}), programme_id=row.id, row_version=1)
    assert refused.value.differences == {"position": (5, 7)}
