"""Whether a register is sound: the file itself, links between rows, what is derived, and what the rules promise."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from labordesk.i18n import N_, _
from labordesk.services.checking_backups import unnoted_changes
from labordesk.services.checking_derived import wrong_keys, wrong_stages, wrong_tree
from labordesk.services.checking_file import faults_of_file
from labordesk.services.checking_papers import broken_papers
from labordesk.services.checking_rules import broken_rules
from labordesk.services.checking_values import bad_values
from labordesk.services.checking_welfare import broken_welfare
from labordesk.services.problem import MOST_ROWS, Fault, Problem
from labordesk.services.table_names import table_name
from labordesk.store.driver import database_errors, is_of_a_value
from labordesk.store.history import first_broken
from labordesk.store.history_triggers import missing_triggers
from labordesk.store.register import Register
from labordesk.store.search_check import wrong_words
from labordesk.store.sums import wrong_sums
from labordesk.store.watching import watched

ORPHANS = N_("{table}: {n} dòng trỏ tới dòng không còn ở “{other}” (ví dụ dòng số {ids}); hãy mở bản sao lưu gần nhất.")
UNREADABLE = N_("Có giá trị trong sổ không đọc được nên chưa kiểm tra hết; hãy mở bản sao lưu gần nhất.")
SEARCH = N_("Chỉ mục tìm kiếm sai {n} từ nên có thể không tìm thấy người; hãy lập lại chỉ mục.")
SUMS = N_("Số tổng hợp lưu sẵn sai ở {n} chỗ nên báo cáo có thể không khớp các dòng; hãy lập lại chỉ mục.")

BOOK = N_("Nhật ký bị cắt hoặc sửa từ lần ghi số {n}; hãy giữ nguyên tệp này và báo người phụ trách kiểm tra.")
UNNOTED = N_("Nhật ký không còn ghi được {n} loại thay đổi; hãy lập lại chỉ mục.")

_NOTHING_FURTHER = (Fault.DAMAGE, Fault.DERIVED)
_LOOK_SECONDS = 0.1
"""Between two looks at whether the check is still wanted."""

Check = Callable[[sqlite3.Connection], Iterator[Problem]]
Progress = Callable[[int, int | None], None]


@dataclass(frozen=True)
class CheckResult:
    """What a check found; a problem is one sentence."""

    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Tell whether the register is sound."""
        return not self.problems


def check_register(register: Register, *, progress: Progress | None = None) -> CheckResult:
    """Read the whole register and return every problem; some seconds for each hundred thousand people.

    When the file itself is damaged or its indexes do not fit, nothing further is asked: the answers could be wrong.
    ``progress`` gets (steps done, steps), several times in a long step, and may raise to stop. BadFile when the file
    cannot even be read through.
    """
    report = progress or (lambda _done, _steps: None)
    problems: list[Problem] = []
    with register.looking() as connection:
        for done, check in enumerate(_CHECKS):
            report(done, _STEPS)
            with watched(connection, _now_and_then(partial(report, done, _STEPS))):
                problems += _found_by(check, connection)
            if check is faults_of_file and any(one.kind in _NOTHING_FURTHER for one in problems):
                return CheckResult(tuple(problems))
    report(len(_CHECKS), _STEPS)
    problems += unnoted_changes(register, _now_and_then(partial(report, len(_CHECKS), _STEPS)))
    return CheckResult(tuple(problems))


def _now_and_then(look: Callable[[], None]) -> Callable[[], None]:
    """Return ``look`` for statements that would call it a thousand times a second."""
    last = time.monotonic()

    def look_if_due() -> None:
        nonlocal last
        if time.monotonic() - last > _LOOK_SECONDS:
            last = time.monotonic()
            look()

    return look_if_due


def _found_by(check: Check, connection: sqlite3.Connection) -> list[Problem]:
    """Return what one check finds; a value it cannot even read, such as a day that is none, is a finding itself."""
    try:
        return list(check(connection))
    except (ValueError, TypeError, KeyError):
        return [Problem(_(UNREADABLE))]
    except database_errors() as error:
        if is_of_a_value(error):
            return [Problem(_(UNREADABLE))]
        raise


def _orphans(connection: sqlite3.Connection) -> Iterator[Problem]:
    groups: dict[tuple[str, str], list[int]] = {}
    for table, row, other, _key in connection.execute("PRAGMA foreign_key_check"):
        groups.setdefault((table, other), []).append(row)
    for (table, other), rows in sorted(groups.items()):
        text = _(ORPHANS).format(table=table_name(table), other=table_name(other), n=len(rows), ids=rows[0])
        yield Problem(text, Fault.ROWS, table, tuple(rows[:MOST_ROWS]))


def _search(connection: sqlite3.Connection) -> Iterator[Problem]:
    wrong = wrong_words(connection)
    if wrong:
        yield Problem(_(SEARCH).format(n=wrong), Fault.DERIVED)


def _sums(connection: sqlite3.Connection) -> Iterator[Problem]:
    wrong = wrong_sums(connection)
    if wrong:
        yield Problem(_(SUMS).format(n=wrong), Fault.DERIVED)


def _book(connection: sqlite3.Connection) -> Iterator[Problem]:
    broken = first_broken(connection)
    if broken is not None:
        yield Problem(_(BOOK).format(n=broken.operation_id), Fault.BOOK)
    missing = missing_triggers(connection)
    if missing:
        yield Problem(_(UNNOTED).format(n=missing), Fault.DERIVED)


_CHECKS: tuple[Check, ...] = (
    faults_of_file,
    _orphans,
    bad_values,
    wrong_keys,
    _search,
    _sums,
    _book,
    wrong_tree,
    wrong_stages,
    broken_rules,
    broken_welfare,
    broken_papers,
)
_STEPS = len(_CHECKS) + 1
"""The last one compares with the backups."""
