"""Write the units: founded under the district, put under the commune union on 1/7/2025, some ended, merged, renamed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from labordesk.model.letterhead import LetterheadFields
from labordesk.model.unit import UnitFields
from labordesk.sample import unit_list as listed
from labordesk.sample.unit_list import UnitPlan
from labordesk.services.catalogue import unit_types
from labordesk.services.letterheads import letterheads, save_letterhead
from labordesk.services.registers import register_info
from labordesk.services.unit_changes import rename_unit
from labordesk.services.unit_events import Decision
from labordesk.services.unit_mergers import close_unit, merge_units
from labordesk.services.units import load_unit, save_unit
from labordesk.store.register import Register

UNIT_NAME: Final = "Công đoàn xã Hương Sơn"
SUPERIOR: Final = "LIÊN ĐOÀN LAO ĐỘNG TỈNH HÀ TĨNH"
PLACE: Final = "Hương Sơn"
DISTRICT_NAME: Final = "Liên đoàn Lao động huyện Hương Sơn"

REORGANISED: Final = date(2025, 7, 1)
"""The first day without districts, on which the commune union began (domain.md 3.4)."""

_DISTRICT_TYPE: Final = "Liên đoàn Lao động huyện, thị xã, thành phố (trước 01/7/2025)"
_ENDING: Final = Decision(
    REORGANISED, "526/QĐ-LĐLĐ", date(2025, 6, 24), "Kết thúc hoạt động khi không còn tổ chức công đoàn cấp huyện"
)


@dataclass(frozen=True)
class Units:
    """The ids of the units by key; ``heirs`` tells who carries on from which day."""

    ids: Mapping[str, int]
    own: int
    district: int
    begins: Mapping[str, date]
    heirs: Mapping[str, tuple[date, str]]

    def on(self, key: str, day: date) -> int | None:
        """Return the id of the unit somebody of ``key`` belonged to on a day; None while it was not yet founded."""
        if key == listed.COMMUNE:
            return self.upper(day)
        if key in self.heirs and day >= self.heirs[key][0]:
            return self.on(self.heirs[key][1], day)
        begins = self.begins.get(key)
        return None if begins is not None and day < begins else self.ids[key]

    def upper(self, day: date) -> int:
        """Return the union above the grassroots on a day: the district until 30/6/2025, then the commune."""
        return self.own if day >= REORGANISED else self.district


def found_units(register: Register, today: date) -> Units:
    """Write every unit as it was before the reorganisation; ``reorganise`` does the rest once there are people."""
    own = register_info(register).unit_id
    types = {entry.fields.name: entry.id for entry in unit_types(register)}
    loaded = load_unit(register, own)
    save_unit(
        register,
        loaded.fields.model_copy(
            update={
                "short_name": "Công đoàn xã",
                "abbreviation": "CĐX",
                "type_id": types["Công đoàn xã"],
                "valid_from": REORGANISED,
                "locality": "xã Hương Sơn",
                "note": "Thành lập theo Quyết định số 525/QĐ-LĐLĐ ngày 24/6/2025 của Liên đoàn Lao động tỉnh Hà Tĩnh",
            }
        ),
        unit_id=own,
        row_version=loaded.row_version,
    )
    district = save_unit(
        register,
        UnitFields(
            name=DISTRICT_NAME,
            short_name="LĐLĐ huyện Hương Sơn",
            abbreviation="LĐLĐ",
            type_id=types[_DISTRICT_TYPE],
            locality="huyện Hương Sơn (cũ)",
        ),
    ).id
    ids: dict[str, int] = {}
    for plan in (*listed.LIVING, *listed.ENDED, listed.MERGED):
        name = listed.FORMER_NAME if plan.key == listed.RENAMED else plan.name
        fields = _fields(plan, district, types, today)
        ids[plan.key] = save_unit(register, fields.model_copy(update={"name": name})).id
    ids |= _found_workshops(register, ids, types)
    begins = {plan.key: REORGANISED for plan in listed.FROM_THE_START} | {listed.NEWEST.key: newest_day(today)}
    heirs = {plan.key: (REORGANISED, listed.COMMUNE) for plan in listed.ENDED}
    heirs[listed.MERGED.key] = (merger_day(today), listed.MERGED_INTO)
    return Units(ids, own, district, begins, heirs)


def reorganise(register: Register, units: Units, today: date) -> Units:
    """Write the decisions of the last years in the order of their days and return the units as they are today."""
    types = {entry.fields.name: entry.id for entry in unit_types(register)}
    ids = dict(units.ids)
    for plan in listed.ENDED:
        close_unit(register, ids[plan.key], _ENDING, successor_id=units.own)
    close_unit(register, units.district, _ENDING, successor_id=units.own)
    founded = Decision(REORGANISED, "01/QĐ-CĐX", REORGANISED, "Thành lập công đoàn cơ sở")
    for plan in listed.FROM_THE_START:
        ids[plan.key] = save_unit(register, _fields(plan, units.own, types, today), decision=founded).id
    rename = Decision(renaming_day(today), "12/QĐ-CĐX", renaming_day(today) - timedelta(days=6), "Doanh nghiệp đổi tên")
    if rename.on < REORGANISED:
        rename = replace(rename, number="41/QĐ-LĐLĐ")
    renamed = next(plan for plan in listed.LIVING if plan.key == listed.RENAMED)
    rename_unit(register, ids[listed.RENAMED], renamed.name, rename, short_name=renamed.short)
    merger = Decision(merger_day(today), "27/QĐ-CĐX", merger_day(today) - timedelta(days=7), "Doanh nghiệp sáp nhập")
    merge_units(register, [ids[listed.MERGED.key]], ids[listed.MERGED_INTO], merger)
    newest = Decision(newest_day(today), "04/QĐ-CĐX", newest_day(today) - timedelta(days=5), "Thành lập mới")
    ids[listed.NEWEST.key] = save_unit(register, _fields(listed.NEWEST, units.own, types, today), decision=newest).id
    return replace(units, ids=ids)


def _found_workshops(register: Register, ids: Mapping[str, int], types: Mapping[str, int]) -> dict[str, int]:
    key, names = listed.WORKSHOPS
    found = {}
    for place, name in enumerate(names, start=1):
        fields = UnitFields(
            name=name,
            short_name=name.removeprefix("Công đoàn bộ phận "),
            type_id=types["Công đoàn bộ phận"],
            parent_id=ids[key],
            sector="enterprise",
            locality="xã Hương Sơn",
            valid_from=date(2018, 1, 1),
        )
        found[f"{key}-{place}"] = save_unit(register, fields).id
    return found


def write_letterheads(register: Register) -> None:
    """Write whose head and signer stand on papers: the district's until 30/6/2025, then the commune union's."""
    [first] = letterheads(register)
    common = LetterheadFields(
        valid_from=REORGANISED,
        superior_body=SUPERIOR,
        issuing_body=UNIT_NAME,
        symbol="CĐX",
        place=PLACE,
        authority="TM. BAN THƯỜNG VỤ",
        signer_title="CHỦ TỊCH",
        signer_name="Phan Thị Thu Hằng",
        preparer_name="Nguyễn Thị Thanh Tâm",
        accountant_name="Lê Quốc Việt",
        treasurer_name="Trần Thị Hồng Nhung",
        addressee="Ban Thường vụ Liên đoàn Lao động tỉnh Hà Tĩnh",
        recipients="Như trên\nBan Thường vụ Đảng ủy xã\nỦy ban MTTQ Việt Nam xã\nCác công đoàn cơ sở\nLưu: VT",
    )
    save_letterhead(register, common, letterhead_id=first.id)
    former = {
        "valid_from": date(2023, 4, 1),
        "issuing_body": DISTRICT_NAME,
        "symbol": "LĐLĐ",
        "signer_name": "Đinh Văn Quyết",
        "recipients": "Như trên\nThường trực Huyện ủy\nCác công đoàn cơ sở\nLưu: VT",
    }
    save_letterhead(register, common.model_copy(update=former))


def newest_day(today: date) -> date:
    """Return the day the newest union began: the last 2 February, but never before the commune union."""
    day = date(today.year, 2, 2)
    return day if day <= today else max(date(today.year - 1, 2, 2), REORGANISED + timedelta(days=64))


def merger_day(today: date) -> date:
    """Return the day two building firms became one: 1 October of last year."""
    return date(today.year - 1, 10, 1)


def renaming_day(today: date) -> date:
    """Return the day the garment works got its present name: 15 March of last year."""
    return date(today.year - 1, 3, 15)


def _fields(plan: UnitPlan, parent: int, types: Mapping[str, int], today: date) -> UnitFields:
    is_craft = plan.trade.prefix == "NĐCS"
    return UnitFields(
        name=plan.name,
        short_name=plan.short,
        abbreviation=plan.trade.prefix,
        type_id=types["Nghiệp đoàn cơ sở" if is_craft else "Công đoàn cơ sở"],
        parent_id=parent,
        sector=plan.trade.sector,
        locality=plan.locality,
        member_count=plan.members,
        worker_count=plan.workers,
        counted_on=min(today, date(today.year, 6, 30)) if plan not in listed.ENDED else date(2025, 6, 30),
        valid_from=date(plan.founded, 9, 1) if plan.founded else None,
    )
