"""Danh mục of a register: programmes, funds, circumstances, unit types and indicators, all data an officer edits.

An entry that was used cannot be deleted, only retired (``active`` off): past records keep their words.
"""

from __future__ import annotations

from sqlmodel import Session

from labordesk.errors import InvalidInput
from labordesk.fields.choices import COUNT_UNITS
from labordesk.i18n import N_, _
from labordesk.kinds import counted_in
from labordesk.model import Circumstance, Fund, Indicator, Programme, UnitType
from labordesk.model.indicator import IndicatorFields
from labordesk.model.person import CircumstanceFields
from labordesk.model.programme import FundFields, ProgrammeFields
from labordesk.model.unit import UnitTypeFields
from labordesk.services.catalogue_entries import Catalogue, Entry
from labordesk.services.catalogue_seed import seed
from labordesk.services.changes import Changes
from labordesk.services.saved import Saved
from labordesk.store.register import Register

__all__ = [
    "CircumstanceRow",
    "FundRow",
    "IndicatorRow",
    "ProgrammeRow",
    "UnitTypeRow",
    "circumstances",
    "delete_circumstance",
    "delete_fund",
    "delete_indicator",
    "delete_programme",
    "delete_unit_type",
    "funds",
    "indicators",
    "programme",
    "programmes",
    "save_circumstance",
    "save_fund",
    "save_indicator",
    "save_programme",
    "save_unit_type",
    "seed",
    "unit_types",
]

ProgrammeRow = Entry[ProgrammeFields]
FundRow = Entry[FundFields]
CircumstanceRow = Entry[CircumstanceFields]
UnitTypeRow = Entry[UnitTypeFields]
IndicatorRow = Entry[IndicatorFields]

UNKNOWN_CIRCUMSTANCE = N_("Không thấy hoàn cảnh này trong danh mục; hãy chọn lại.")
COUNTED_FLOW = N_("Chỉ tiêu máy đếm từ sổ là số phát sinh trong kỳ; hãy chọn “Phát sinh trong kỳ”.")
COUNTED_UNIT = N_("Chỉ tiêu máy đếm này tính bằng {units}; hãy chọn lại đơn vị tính.")
NO_PLACE = N_("Câu trong báo cáo phải có chỗ cho con số, viết là {{n}}; ví dụ “phát triển {{n}} đoàn viên”.")


def _check_programme(session: Session, fields: ProgrammeFields) -> None:
    if fields.circumstance_id is not None and session.get(Circumstance, fields.circumstance_id) is None:
        raise InvalidInput(UNKNOWN_CIRCUMSTANCE, field="circumstance_id")


def _check_indicator(_session: Session, fields: IndicatorFields) -> None:
    if fields.phrase and (fields.phrase.count("{n}") != 1 or set("{}") & set(fields.phrase.replace("{n}", ""))):
        raise InvalidInput(NO_PLACE, field="phrase")
    if fields.computed:
        _check_computed(fields, fields.computed)


def _check_computed(fields: IndicatorFields, computed: str) -> None:
    """What the register counts is a flow, in a unit of count that the rows have."""
    if fields.measure != "flow":
        raise InvalidInput(COUNTED_FLOW, field="measure")
    allowed = counted_in(computed)
    if fields.count_unit not in allowed:
        words = [_(dict(COUNT_UNITS)[code]) for code in allowed]
        units = ", ".join(f"“{word}”" for word in words)
        raise InvalidInput(COUNTED_UNIT, field="count_unit", units=units)


_PROGRAMMES = Catalogue(Programme, ProgrammeFields, fixed=("kind",), check=_check_programme)
_FUNDS = Catalogue(Fund, FundFields)
_CIRCUMSTANCES = Catalogue(Circumstance, CircumstanceFields)
_UNIT_TYPES = Catalogue(UnitType, UnitTypeFields, order=("rank", "name"), changes=Changes(units=True))
_INDICATORS = Catalogue(
    Indicator, IndicatorFields, fixed=("measure",), changes=Changes(indicators=True), check=_check_indicator
)


def programmes(register: Register, *, kind: str | None = None, active: bool | None = True) -> tuple[ProgrammeRow, ...]:
    """Return the programmes in the order of reports, all kinds or one; ``active`` None includes retired ones."""
    return _PROGRAMMES.entries(register, active=active, **({} if kind is None else {"kind": kind}))


def programme(register: Register, programme_id: int) -> ProgrammeRow:
    """Return one programme; NotFound when there is none."""
    return _PROGRAMMES.entry(register, programme_id)


def save_programme(
    register: Register, fields: ProgrammeFields, *, programme_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a programme; the kind of a used one stays, since it decides what counts as spending."""
    return _PROGRAMMES.save(register, fields, programme_id, row_version)


def delete_programme(register: Register, programme_id: int) -> Changes:
    """Delete a programme never used; RuleBroken otherwise."""
    return _PROGRAMMES.delete(register, programme_id)


def funds(register: Register, *, active: bool | None = True) -> tuple[FundRow, ...]:
    """Return the funds and sources of money in the order of reports."""
    return _FUNDS.entries(register, active=active)


def save_fund(
    register: Register, fields: FundFields, *, fund_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a fund; its group and whether it is the union's own money count for past figures too."""
    return _FUNDS.save(register, fields, fund_id, row_version)


def delete_fund(register: Register, fund_id: int) -> Changes:
    """Delete a fund never used; RuleBroken otherwise."""
    return _FUNDS.delete(register, fund_id)


def circumstances(register: Register, *, active: bool | None = True) -> tuple[CircumstanceRow, ...]:
    """Return the hardship reasons."""
    return _CIRCUMSTANCES.entries(register, active=active)


def save_circumstance(
    register: Register,
    fields: CircumstanceFields,
    *,
    circumstance_id: int | None = None,
    row_version: int | None = None,
) -> Saved:
    """Save a hardship reason; ``health`` makes it sensitive (NĐ 356/2025)."""
    return _CIRCUMSTANCES.save(register, fields, circumstance_id, row_version)


def delete_circumstance(register: Register, circumstance_id: int) -> Changes:
    """Delete a hardship reason never used; RuleBroken otherwise."""
    return _CIRCUMSTANCES.delete(register, circumstance_id)


def unit_types(register: Register, *, active: bool | None = True) -> tuple[UnitTypeRow, ...]:
    """Return the kinds of union body from the top level down."""
    return _UNIT_TYPES.entries(register, active=active)


def save_unit_type(
    register: Register, fields: UnitTypeFields, *, unit_type_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save a kind of union body."""
    return _UNIT_TYPES.save(register, fields, unit_type_id, row_version)


def delete_unit_type(register: Register, unit_type_id: int) -> Changes:
    """Delete a kind of union body never used; RuleBroken otherwise."""
    return _UNIT_TYPES.delete(register, unit_type_id)


def indicators(register: Register, *, active: bool | None = True) -> tuple[IndicatorRow, ...]:
    """Return the organisation indicators in the order of reports."""
    return _INDICATORS.entries(register, active=active)


def save_indicator(
    register: Register, fields: IndicatorFields, *, indicator_id: int | None = None, row_version: int | None = None
) -> Saved:
    """Save an indicator; how a used one is added up stays."""
    return _INDICATORS.save(register, fields, indicator_id, row_version)


def delete_indicator(register: Register, indicator_id: int) -> Changes:
    """Delete an indicator never used; RuleBroken otherwise."""
    return _INDICATORS.delete(register, indicator_id)
