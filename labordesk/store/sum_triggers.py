"""The triggers that keep the sums: each change of an award or a line is taken out as it was and put in as it is."""

from __future__ import annotations

from collections.abc import Iterator

from labordesk.store.sum_tables import (
    ALL_PROGRAMMES,
    AWARD_TABLES,
    DAYS,
    LINE_TABLES,
    NEVER,
    TABLES,
    WATCHED,
    SumTable,
    is_paid,
)


def triggers() -> Iterator[str]:
    """Yield the statements that make the triggers."""
    yield from map(_emptied, TABLES)
    old, new = (", ".join(f"{row}.{name}" for name in WATCHED) for row in ("old", "new"))
    yield (
        f"CREATE TRIGGER sum_of_award_insert AFTER INSERT ON award WHEN {is_paid('new')} BEGIN {_award('new', '+')} END"
    )
    yield (
        f"CREATE TRIGGER sum_of_award_update AFTER UPDATE OF {', '.join(WATCHED)} ON award"
        f" WHEN (({is_paid('old')}) OR ({is_paid('new')})) AND ({old}) IS NOT ({new})"
        f" BEGIN {_award('old', '-')} {_award('new', '+')} END"
    )
    # Before, because the lines go with their award.
    yield (
        f"CREATE TRIGGER sum_of_award_delete BEFORE DELETE ON award WHEN {is_paid('old')}"
        f" BEGIN {_award('old', '-')} END"
    )
    yield f"CREATE TRIGGER sum_of_line_insert AFTER INSERT ON award_line BEGIN {_line('new', '+')} END"
    yield (
        "CREATE TRIGGER sum_of_line_update AFTER UPDATE OF award_id, fund_id, level, form, amount ON award_line"
        f" BEGIN {_line('old', '-')} {_line('new', '+')} END"
    )
    yield f"CREATE TRIGGER sum_of_line_delete AFTER DELETE ON award_line BEGIN {_line('old', '-')} END"


def _emptied(table: SumTable) -> str:
    """Let a sum of nothing disappear."""
    here = " AND ".join(f"{name} = new.{name}" for name in table.keys)
    return (
        f"CREATE TRIGGER {table.name}_emptied AFTER UPDATE ON {table.name} WHEN new.{table.counts[0]} = 0"
        f" BEGIN DELETE FROM {table.name} WHERE {here}; END"
    )


def _award(row: str, sign: str) -> str:
    """Return what puts an award with all its lines in, or takes it out."""
    lines = f"FROM award_line l WHERE l.award_id = {row}.id AND {is_paid(row)}"
    return " ".join((_itself(row, sign), *(_add(one, f"{_of(one, sign, row, 'l')} {lines}") for one in LINE_TABLES)))


def _itself(row: str, sign: str) -> str:
    """Return what puts an award without lines in, as a new one is, or takes it out."""
    sums = (_add(one, f"{_of(one, sign, row)} WHERE {is_paid(row)}") for one in AWARD_TABLES)
    return " ".join((*sums, _add(DAYS, _days(row, sign))))


def _line(row: str, sign: str) -> str:
    """Return what puts one line in, or takes it out; while its award is being deleted there is none any more."""
    its_award = f"FROM award a WHERE a.id = {row}.award_id AND {is_paid('a')}"
    return " ".join(_add(one, f"{_of(one, sign, 'a', row)} {its_award}") for one in LINE_TABLES)


def _of(table: SumTable, sign: str, award: str, line: str = "") -> str:
    return f"SELECT {table.places(award, line)}, {table.share(sign, award, line)}"


def _add(table: SumTable, rows: str) -> str:
    """Return the statement that adds rows to the sums; ``rows`` needs a WHERE, or ON would be read as a join's."""
    more = ", ".join(f"{name} = {name} + excluded.{name}" for name in table.counts)
    return (
        f"INSERT INTO {table.name} ({table.columns}) {rows} ON CONFLICT ({', '.join(table.keys)}) DO UPDATE SET {more};"
    )


def _days(row: str, sign: str) -> str:
    """Return the rows that put a day of help between its neighbours, or take it out.

    Nothing changes where another award of the same day holds it. All other awards of the person are looked at once.
    """
    families = (
        (str(ALL_PROGRAMMES), f"{row}.house_id IS NULL", "a.house_id IS NULL"),
        (f"{row}.programme_id", "1", f"a.programme_id = {row}.programme_id"),
    )
    near = ", ".join(_neighbours(row, place, kin) for place, (_programme, _own, kin) in enumerate(families))
    others = f"FROM award a WHERE a.person_id = {row}.person_id AND a.id <> {row}.id AND {is_paid('a')}"
    steps = " UNION ALL ".join(
        _steps(row, sign, place, programme, own) for place, (programme, own, _kin) in enumerate(families)
    )
    return (
        f"SELECT * FROM (WITH near AS MATERIALIZED (SELECT {near} {others}) {steps})"
        f" WHERE {row}.person_id IS NOT NULL AND {is_paid(row)}"
    )


def _neighbours(row: str, place: int, kin: str) -> str:
    """Return the day of help before and after, and whether another award holds the same day."""
    return (
        f"coalesce(max(CASE WHEN {kin} AND a.paid_on < {row}.paid_on THEN a.paid_on END), '{NEVER}') AS before_{place},"
        f" min(CASE WHEN {kin} AND a.paid_on > {row}.paid_on THEN a.paid_on END) AS after_{place},"
        f" coalesce(max({kin} AND a.paid_on = {row}.paid_on), 0) AS held_{place}"
    )


def _steps(row: str, sign: str, place: int, programme: str, own: str) -> str:
    """Return the three changes: the day itself, the next day after another one before it, and after this one."""
    opposite = "-" if sign == "+" else "+"
    day, before, after = f"{row}.paid_on", f"near.before_{place}", f"near.after_{place}"
    return (
        f"SELECT {programme}, CASE step.column1 WHEN 1 THEN {day} ELSE {after} END,"
        f" CASE step.column1 WHEN 3 THEN {day} ELSE {before} END,"
        f" CASE step.column1 WHEN 2 THEN {opposite} 1 ELSE {sign} 1 END"
        f" FROM near CROSS JOIN (VALUES (1), (2), (3)) step"
        f" WHERE {own} AND NOT near.held_{place} AND (step.column1 = 1 OR {after} IS NOT NULL)"
    )
