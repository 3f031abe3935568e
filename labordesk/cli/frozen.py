"""The command about reports that stay as they were presented."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath
from labordesk.cli.secrets import opened
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.documents.figure_changes import FigureChange
    from labordesk.services.frozen_reports import FrozenRow
    from labordesk.store.register import Register


def add_frozen_commands(app: "typer.Typer") -> None:
    """Add the command that lists frozen reports and tells what changed since."""

    @app.command()
    def frozen(
        register: RegisterPath,
        number: Annotated[int | None, typer.Option("--id", help="Số của báo cáo đã chốt, để xem từng số")] = None,
        out: Annotated[Path | None, typer.Option("--out", help="Ghi bản đã chốt (PDF), cùng với --id")] = None,
        dropped: Annotated[bool, typer.Option("--dropped", help="Kể cả các bản đã bỏ")] = False,
        as_json: Annotated[bool, typer.Option("--json", help="In ra JSON")] = False,
    ) -> None:
        """Kể các báo cáo đã chốt và những số đã thay đổi từ khi chốt."""
        if out is not None and number is None:
            wrong_usage(_("Hãy cho biết báo cáo nào bằng --id."))
        with told(), opened(register) as one:
            rows = _chosen(one, number, dropped=dropped)
            if out is not None:
                _write(one, rows[0], out)
                return
            found = [(row, _changes(one, row)) for row in rows]
            if as_json:
                facts = [_facts(row, changes) for row, changes in found]
                say(json.dumps(facts, ensure_ascii=False, indent=1))
            else:
                _tell(found, whole=number is not None)


def _chosen(register: "Register", number: int | None, *, dropped: bool) -> "tuple[FrozenRow, ...]":
    from labordesk.services.frozen_reports import list_frozen, load_frozen

    return list_frozen(register, dropped=dropped) if number is None else (load_frozen(register, number),)


def _changes(register: "Register", row: "FrozenRow") -> "tuple[FigureChange, ...]":
    from labordesk.services.frozen_comparison import compare_frozen

    return compare_frozen(register, row.id, today=date.today()).changes  # noqa: DTZ011 - the officer's own calendar


def _write(register: "Register", row: "FrozenRow", out: Path) -> None:
    from labordesk.documents.whole_file import write_whole
    from labordesk.errors import InvalidInput
    from labordesk.i18n import N_
    from labordesk.services.frozen_reports import frozen_paper, identity_of
    from labordesk.services.outgoing import log_file, stamped

    if out.suffix.lower() != ".pdf":
        raise InvalidInput(N_("Bản đã chốt chỉ có ở dạng PDF; hãy đặt tên tệp kết thúc bằng .pdf."), field="out")
    identity = identity_of(row)
    write_whole(out, stamped(register, identity, frozen_paper(register, row.id)))
    log_file(register, identity, out)
    say(_("Đã in: {path}").format(path=out))


def _tell(found: "list[tuple[FrozenRow, tuple[FigureChange, ...]]]", *, whole: bool) -> None:
    from labordesk.services.frozen_comparison import change_label, difference_text
    from labordesk.vietnamese.dates import short

    for row, changes in found:
        state = _("{n} số đã thay đổi").format(n=len(changes)) if changes else _("không đổi")
        say("\t".join((str(row.id), short(row.frozen_on), row.title, row.note, state)))
        for change in changes if whole else ():
            then, now = (one.text if one else "—" for one in (change.then, change.now))
            say("\t".join((change.figure.table, change_label(change), then, now, difference_text(change))))
    if not found:
        say(_("Chưa chốt báo cáo nào."))


def _facts(row: "FrozenRow", changes: "tuple[FigureChange, ...]") -> dict[str, Any]:
    """Return a frozen report for another program: names of choices as they are kept, amounts as text."""
    return {
        "id": row.id,
        "report": row.report,
        "period": row.period,
        "unit": row.unit,
        "title": row.title,
        "frozen_on": row.frozen_on.isoformat(),
        "cut_off": row.cut_off.isoformat(),
        "note": row.note,
        "dropped_on": row.dropped_on.isoformat() if row.dropped_on else None,
        "dropped_reason": row.dropped_reason or None,
        "changes": [
            {
                "table": change.figure.table,
                "row": change.figure.row,
                "column": change.figure.column,
                "state": change.row_state,
                "then": format(change.then.amount, "f") if change.then else None,
                "now": format(change.now.amount, "f") if change.now else None,
                "unit": change.figure.unit,
            }
            for change in changes
        ],
    }
