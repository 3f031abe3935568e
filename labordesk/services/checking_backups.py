"""Whether a register without a password still says what its backups say, but for what the history tells of."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from labordesk.i18n import N_, _
from labordesk.services.backups import backups_of
from labordesk.services.problem import Problem, problem_of
from labordesk.services.table_names import table_name
from labordesk.store.backup_list import BackupFile
from labordesk.store.cipher import CipherConnect
from labordesk.store.connection import connect_plain
from labordesk.store.driver import database_errors
from labordesk.store.register import Register
from labordesk.store.side_by_side import side_by_side
from labordesk.store.unnoted import follows, unnoted_rows
from labordesk.store.watching import watched

UNNOTED = N_(
    "{table}: {n} dòng khác bản sao lưu mà nhật ký không ghi ai sửa (dòng số {ids});"
    " hãy so với bản sao lưu rồi sửa lại các dòng ấy."
)


def unnoted_changes(register: Register, look: Callable[[], None]) -> Iterator[Problem]:
    """Yield one problem for each table with rows that differ from a backup without anybody having changed them.

    The oldest good backup of today's tables sees most of the past, the newest the rows that are young. Nothing is said
    where there is none, of an encrypted register (each page is signed), and while the folder cannot be reached.
    ``look`` is asked now and then and may raise to stop.
    """
    if register.read_only or isinstance(register.connect, CipherConnect):
        return
    found: dict[str, set[int]] = {}
    good = [one for one in backups_of(register.path) if one.is_good and not one.encrypted]
    for backup in {one.path: one for one in (*good[-1:], *good[:1])}.values():
        for table, rows in _unnoted(register, backup, look):
            found.setdefault(table, set()).update(rows)
    for table, several in sorted(found.items()):
        yield problem_of(_(UNNOTED).replace("{table}", table_name(table)), sorted(several), table)


def _unnoted(register: Register, backup: BackupFile, look: Callable[[], None]) -> list[tuple[str, list[int]]]:
    assert backup.held is not None
    try:
        with (
            side_by_side(register.path, register.connect, backup.path, connect_plain) as connection,
            watched(connection, look),
        ):
            if follows(connection, backup.held.last, backup.held.chain):
                return list(unnoted_rows(connection, backup.held.last))
    except database_errors():
        pass  # a backup that cannot be read is told where backups are looked at
    return []
