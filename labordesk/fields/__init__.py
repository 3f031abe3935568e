"""A field declared once: what forms, tables, imports, exports, search and reports read."""

from labordesk.fields.kinds import (
    Area,
    Choice,
    Count,
    Day,
    Flag,
    Kind,
    LongText,
    Money,
    PartialDay,
    Percent,
    PersonName,
    Reference,
    Text,
    Year,
)
from labordesk.fields.person_numbers import BankAccount, CitizenId, OldId, Phone, SocialInsuranceId
from labordesk.fields.spec import Gate, Spec, specs_of
from labordesk.fields.ward import Ward

__all__ = [
    "Area",
    "BankAccount",
    "Choice",
    "CitizenId",
    "Count",
    "Day",
    "Flag",
    "Gate",
    "Kind",
    "LongText",
    "Money",
    "OldId",
    "PartialDay",
    "Percent",
    "PersonName",
    "Phone",
    "Reference",
    "SocialInsuranceId",
    "Spec",
    "Text",
    "Ward",
    "Year",
    "specs_of",
]
