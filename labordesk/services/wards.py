"""Wards of people: in which province the register works, and what their addresses propose, one unit at a time."""

from __future__ import annotations

import sqlite3

from labordesk.store.register import Register
from labordesk.vietnamese.addresses import province_named


def home_province(register: Register) -> str:
    """Return the province of the register's unit without "tỉnh" ("Hà Tĩnh"), "" when no paper of it says one."""
    with register.looking() as connection:
        return home_in(connection)


def home_in(connection: sqlite3.Connection) -> str:
    """Return the province named by the letterheads (the superior body is its federation), else by the units."""
    texts = connection.execute(
        "SELECT superior_body FROM letterhead WHERE unit_id IS NULL"
        " UNION ALL SELECT issuing_body FROM letterhead WHERE unit_id IS NULL"
        " UNION ALL SELECT name FROM unit WHERE parent_id IS NULL"
        " UNION ALL SELECT locality FROM unit WHERE parent_id IS NULL"
    )
    return next((province for (text,) in texts if text and (province := province_named(text))), "")
