"""Which pages a changed table concerns, and what a row is called in a sentence about it."""

from __future__ import annotations

from collections.abc import Iterable

from labordesk.services.changes import Changes

_FAMILY = {
    "activity": "activities",
    "aggregate": "indicators",
    "agreement": "agreements",
    "agreement_use": "agreements",
    "allocation": "campaigns",
    "attachment": "papers",
    "attachment_content": "papers",
    "award": "awards",
    "award_line": "awards",
    "campaign": "campaigns",
    "case_event": "cases",
    "case_paper": "papers",
    "circumstance": "programmes",
    "contribution": "contributions",
    "correction": "cases",
    "fund": "funds",
    "fund_opening": "funds",
    "grant_case": "cases",
    "house": "houses",
    "house_funder": "houses",
    "house_milestone": "houses",
    "house_progress": "houses",
    "household_member": "people",
    "indicator": "indicators",
    "indicator_value": "indicators",
    "letterhead": "settings",
    "membership": "people",
    "norm": "norms",
    "officer": "settings",
    "paper_type": "papers",
    "person": "people",
    "person_circumstance": "people",
    "person_health": "people",
    "person_merge": "people",
    "person_pair": "people",
    "programme": "programmes",
    "register_setting": "settings",
    "report_text": "settings",
    "target": "indicators",
    "unit": "units",
    "unit_event": "units",
    "unit_list": "campaigns",
    "unit_type": "units",
    "voucher": "campaigns",
}


def changes_of(tables: Iterable[str]) -> Changes:
    """Return the flags of some tables; a correction may stand in a house's file, an award in any."""
    flags = {_FAMILY[table]: True for table in tables}
    if "cases" in flags or "awards" in flags:
        flags |= {"cases": True, "houses": True, "awards": True}
    return Changes(**flags)
