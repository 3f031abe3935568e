"""A field declared once: what forms, tables, imports, exports, search and reports read."""

from labordesk.fields.kinds import (
    Area,
    Choice,
    CitizenId,
    Count,
    Day,
    Flag,
    Kind,
    LongText,
    Money,
    OldId,
    PartialDay,
    Percent,
    PersonName,
    Phone,
    Reference,
    Text,
)
from labordesk.fields.spec import Gate, Spec, specs_of

__all__ = [
    "Area",
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
    "Spec",
    "Text",
    "specs_of",
]
