"""The tables of a register, one noun per file; importing this package imports sqlmodel (about 0,6 s), so do it late."""

from labordesk.model.activity import Activity, Contribution
from labordesk.model.agreement import Agreement, AgreementUse
from labordesk.model.allocation import Allocation, UnitList, Voucher
from labordesk.model.award import Award, AwardLine
from labordesk.model.correction import Correction
from labordesk.model.duplicate import PersonMerge, PersonPair
from labordesk.model.grant_case import CaseEvent, GrantCase
from labordesk.model.history import HistoryNow, KeptContent, Operation, RowChange
from labordesk.model.house import House, HouseFunder, HouseMilestone, HouseProgress
from labordesk.model.importing import ImportBatch, ImportedRow, ImportMapping
from labordesk.model.indicator import Aggregate, Indicator, IndicatorValue, Target
from labordesk.model.letterhead import Letterhead, RegisterSetting
from labordesk.model.norm import Norm
from labordesk.model.officer import AccessNote, Officer
from labordesk.model.paper import Attachment, AttachmentContent, CasePaper, PaperType
from labordesk.model.person import (
    Circumstance,
    HouseholdMember,
    Membership,
    Person,
    PersonCircumstance,
    PersonHealth,
)
from labordesk.model.printing import FrozenReport, PaperPrint
from labordesk.model.programme import Campaign, Fund, FundOpening, Programme
from labordesk.model.report_text import ReportText
from labordesk.model.unit import Unit, UnitEvent, UnitType

__all__ = [
    "AccessNote",
    "Activity",
    "Aggregate",
    "Agreement",
    "AgreementUse",
    "Allocation",
    "Attachment",
    "AttachmentContent",
    "Award",
    "AwardLine",
    "Campaign",
    "CaseEvent",
    "CasePaper",
    "Circumstance",
    "Contribution",
    "Correction",
    "FrozenReport",
    "Fund",
    "FundOpening",
    "GrantCase",
    "HistoryNow",
    "House",
    "HouseFunder",
    "HouseMilestone",
    "HouseProgress",
    "HouseholdMember",
    "ImportBatch",
    "ImportMapping",
    "ImportedRow",
    "Indicator",
    "IndicatorValue",
    "KeptContent",
    "Letterhead",
    "Membership",
    "Norm",
    "Officer",
    "Operation",
    "PaperPrint",
    "PaperType",
    "Person",
    "PersonCircumstance",
    "PersonHealth",
    "PersonMerge",
    "PersonPair",
    "Programme",
    "RegisterSetting",
    "ReportText",
    "RowChange",
    "Target",
    "Unit",
    "UnitEvent",
    "UnitList",
    "UnitType",
    "Voucher",
]
