"""The tables of a register, one noun per file; importing this package imports sqlmodel (about 0,6 s), so do it late."""

from labordesk.model.activity import Activity, Contribution
from labordesk.model.award import Award, AwardLine
from labordesk.model.grant_case import CaseEvent, GrantCase
from labordesk.model.house import House, HouseFunder, HouseMilestone
from labordesk.model.indicator import Aggregate, Indicator, IndicatorValue, Target
from labordesk.model.letterhead import Letterhead, RegisterSetting
from labordesk.model.person import (
    Circumstance,
    HouseholdMember,
    Membership,
    Person,
    PersonCircumstance,
    PersonHealth,
)
from labordesk.model.programme import Campaign, Fund, Programme
from labordesk.model.unit import Unit, UnitEvent, UnitType

__all__ = [
    "Activity",
    "Aggregate",
    "Award",
    "AwardLine",
    "Campaign",
    "CaseEvent",
    "Circumstance",
    "Contribution",
    "Fund",
    "GrantCase",
    "House",
    "HouseFunder",
    "HouseMilestone",
    "HouseholdMember",
    "Indicator",
    "IndicatorValue",
    "Letterhead",
    "Membership",
    "Person",
    "PersonCircumstance",
    "PersonHealth",
    "Programme",
    "RegisterSetting",
    "Target",
    "Unit",
    "UnitEvent",
    "UnitType",
]
