"""How an officer corrected the columns of a list, remembered for lists with the same headings."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import replace

from sqlmodel import Session, select

from labordesk.exchange.list_model import ReadChoices
from labordesk.exchange.lists import known_sheets
from labordesk.exchange.workbook import Workbook
from labordesk.model import ImportMapping
from labordesk.services.import_model import ImportPreview
from labordesk.services.row_edit import touch


def remembered(connection: sqlite3.Connection, workbook: Workbook, choices: ReadChoices) -> ReadChoices:
    """Return the choices with the corrections of earlier lists of the same headings put to them.

    What the officer says of a column now counts before what was said then.
    """
    known = dict(connection.execute("SELECT pattern, choices FROM import_mapping").fetchall())
    if not known:
        return choices
    columns = {name: dict(given) for name, given in choices.columns.items()}
    kind = choices.kind
    changed = False
    for sheet in known_sheets(workbook, choices):
        stored = known.get(sheet.pattern) if sheet.pattern else None
        if stored is None:
            continue
        told = json.loads(stored)
        kind = kind or told.get("kind")
        theirs = {int(index): field for index, field in told["columns"].items()}
        columns[sheet.name] = {**theirs, **columns.get(sheet.name, {})}
        changed = True
    return replace(choices, columns=columns, kind=kind) if changed else choices


def remember(session: Session, preview: ImportPreview) -> None:
    """Keep what the officer corrected in the columns of an accepted list."""
    choices = preview.order.choices
    for sheet in preview.read.sheets:
        corrected: Mapping[int, str | None] = choices.columns.get(sheet.name, {})
        if not corrected or not sheet.pattern:
            continue
        row = session.exec(select(ImportMapping).where(ImportMapping.pattern == sheet.pattern)).first()
        known = json.loads(row.choices)["columns"] if row else {}
        columns = {**known, **{str(index): field for index, field in corrected.items()}}
        text = json.dumps({"kind": choices.kind, "columns": columns}, ensure_ascii=False)
        if row is None:
            session.add(ImportMapping(pattern=sheet.pattern, choices=text))
        elif row.choices != text:
            row.choices = text
            touch(row)
