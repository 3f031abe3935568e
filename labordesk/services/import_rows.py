"""What an import has written, row by row, for the links on the screen; read light."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labordesk.store.register import Register


@dataclass(frozen=True)
class WrittenRow:
    """A row of a list and what it became; ``name`` is the person's, the unit's or the campaign's of today.

    ``row_id`` is the key in ``table_name``, None where it was deleted since.
    """

    id: int
    sheet: str
    row: int
    table_name: str
    row_id: int | None
    person_id: int | None
    campaign_id: int | None
    name: str


_NAMED: Final = """
SELECT r.id, r.sheet, r.row, r.table_name,
  CASE r.table_name
    WHEN 'person' THEN (SELECT id FROM person WHERE id = r.row_id)
    WHEN 'award' THEN a.id
    WHEN 'grant_case' THEN (SELECT id FROM grant_case WHERE id = r.row_id)
    WHEN 'house' THEN (SELECT id FROM house WHERE id = r.row_id)
    WHEN 'unit' THEN u.id
    WHEN 'target' THEN (SELECT id FROM target WHERE id = r.row_id)
    WHEN 'aggregate' THEN (SELECT id FROM aggregate WHERE id = r.row_id)
  END,
  p.id, a.campaign_id, coalesce(p.full_name, u.name, tu.name, gu.name, '')
FROM imported_row r
LEFT JOIN person p ON p.id = coalesce(r.person_id, CASE WHEN r.table_name = 'person' THEN r.row_id END)
LEFT JOIN award a ON r.table_name = 'award' AND a.id = r.row_id
LEFT JOIN unit u ON r.table_name = 'unit' AND u.id = r.row_id
LEFT JOIN target t ON r.table_name = 'target' AND t.id = r.row_id
LEFT JOIN unit tu ON tu.id = t.unit_id
LEFT JOIN aggregate g ON r.table_name = 'aggregate' AND g.id = r.row_id
LEFT JOIN unit gu ON gu.id = g.unit_id
WHERE r.batch_id = ? ORDER BY r.id
"""


def written_rows(register: Register, batch_id: int) -> tuple[WrittenRow, ...]:
    """Return the rows an import has written, in the order of the file."""
    with register.looking() as connection:
        return tuple(WrittenRow(*row) for row in connection.execute(_NAMED, (batch_id,)))
