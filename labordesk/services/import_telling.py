"""An import as data for other programs: what each row was read as, who it is, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from labordesk.exchange.list_model import FUNDER, ReadSheet
from labordesk.fields.choices import SEXES
from labordesk.services.import_model import ImportPreview, ImportResult, PreviewRow

_FIELDS: Final = (
    "name",
    "sex",
    "born",
    "cccd",
    "phone",
    "unit",
    "circumstance",
    "amount",
    "cash",
    "goods",
    "paid",
    "started",
    "handed",
    "new_build",
)
_SEXES: Final = dict(SEXES)
_PARTS: Final = ("cash", "goods")


def as_data(preview: ImportPreview, result: ImportResult | None) -> dict[str, Any]:
    """Return an import as JSON takes it; ``result`` None: nothing was to be written. Amounts in đồng, days ISO."""
    sheets = [sheet for sheet in preview.read.sheets if sheet.layout is not None]
    by_name = {sheet.name: sheet for sheet in sheets}
    first = sheets[0] if sheets else None
    return {
        "file": preview.path.name,
        "sheets": list(dict.fromkeys(sheet.tab or sheet.name for sheet in sheets)),
        "encoding": preview.encoding,
        "header_row": first.layout.header_row if first and first.layout else None,
        "mapping": _mapping(first) if first else {},
        "rows": [_row(row, by_name.get(row.read.sheet)) for row in preview.rows],
        "people": preview.people,
        "total": preview.total,
        "file_total": preview.file_total,
        "written": result.written if result else 0,
        "rejected": preview.rejected,
    }


def _mapping(sheet: ReadSheet) -> dict[str, str | None]:
    """Return the field of each column by its heading; a heading that stands twice is told apart by its column."""
    found: dict[str, str | None] = {}
    for column in sheet.columns:
        label = column.label if column.label and column.label not in found else f"{column.label} [{column.index + 1}]"
        found[label.strip()] = column.field
    return found


def _row(row: PreviewRow, sheet: ReadSheet | None) -> dict[str, Any]:
    values = row.values
    fields = {column.field for column in sheet.columns if column.field} if sheet else set()
    tab = sheet.tab if sheet is not None else ""
    told: dict[str, Any] = {"sheet": tab or row.read.sheet, "row": row.read.row}
    told |= {name: values.get(name) for name in _FIELDS}
    told["sex"] = _SEXES.get(str(values.get("sex")))
    if fields & set(_PARTS) and values.get("amount") is not None:
        told |= {part: values.get(part, 0) for part in _PARTS}
    told["funders"] = _funders(values, fields)
    told["match"] = row.match
    told["problems"] = [
        {"field": one.field, "kind": one.kind, "reason": one.reason, "candidates": list(one.candidates)}
        for one in row.problems
    ]
    return told


def _funders(values: Mapping[str, Any], fields: set[str]) -> dict[str, int]:
    """Return what each funder named in the headings gives; an empty cell is nothing given."""
    labels = dict.fromkeys((field.removeprefix(FUNDER) for field in sorted(fields) if field.startswith(FUNDER)), 0)
    return {**labels, **(values.get("funders") or {})}
