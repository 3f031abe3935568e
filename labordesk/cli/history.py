"""The command that tells what was written into a register, and takes one of it back."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath, day_of
from labordesk.cli.secrets import looked_at, opened
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.history_list import HistoryQuery, OperationRow
    from labordesk.store.register import Register


def add_history_commands(app: "typer.Typer") -> None:
    """Add the command that tells the history of a register."""

    @app.command()
    def log(
        register: RegisterPath,
        since: Annotated[str | None, typer.Option("--since", help="Từ ngày, như 01/01/2026")] = None,
        until: Annotated[str | None, typer.Option("--until", help="Đến hết ngày")] = None,
        who: Annotated[str | None, typer.Option("--who", help="Chỉ của một người dùng sổ, ghi đủ họ tên")] = None,
        books: Annotated[bool, typer.Option("--books", help="Cả lần in, xem, xuất dữ liệu")] = False,
        undo: Annotated[int | None, typer.Option("--undo", metavar="SỐ", help="Hoàn tác lần ghi có số này")] = None,
        last: Annotated[
            int | None, typer.Option("--last", metavar="SỐ", min=1, help="Chỉ bấy nhiêu lần ghi mới nhất")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="In ra JSON")] = False,
    ) -> None:
        """Kể nhật ký của sổ, mới nhất ở cuối; hoặc hoàn tác một lần ghi."""
        if undo is not None and (since or until or who or books or last or as_json):
            wrong_usage(_("--undo chỉ đi một mình."))
        with told(), looked_at(register) if undo is None else opened(register) as one:
            if undo is not None:
                _take_back(one, undo)
                return
            _tell(one, _query(one, since, until, who, books), last=last, as_json=as_json)


def _query(register: "Register", since: str | None, until: str | None, who: str | None, books: bool) -> "HistoryQuery":
    from labordesk.errors import NotFound
    from labordesk.i18n import N_
    from labordesk.services.history_list import HistoryQuery, writers

    officer = None
    if who is not None:
        officer = next((id_ for id_, name in writers(register) if name.casefold() == who.strip().casefold()), None)
        if officer is None:
            raise NotFound(N_("Sổ không có người dùng tên “{name}”; hãy ghi đủ họ tên như trong sổ."), name=who)
    first = None if since is None else day_of(since, "--since")
    last = None if until is None else day_of(until, "--until")
    return HistoryQuery(first, last, officer, books=books)


def _tell(register: "Register", query: "HistoryQuery", *, last: int | None, as_json: bool) -> None:
    rows = _rows(register, query, last)
    if as_json:
        say(json.dumps([_facts(row) for row in rows], ensure_ascii=False, indent=1))
        return
    for row in rows:
        state = "" if row.stands else _(" [đã hoàn tác]")
        by = "\t".join((row.officer, row.place))
        say(f"{row.id}\t{row.at.strftime('%d/%m/%Y %H:%M')}\t{row.sentence}{state}\t{by}".rstrip())
    if not rows:
        say(_("Không có lần ghi nào khớp."))


def _rows(register: "Register", query: "HistoryQuery", last: int | None) -> "list[OperationRow]":
    """Return all that is looked for, or the ``last`` so many of it, the oldest first."""
    from labordesk.services.history_list import operations

    found: list[OperationRow] = []
    after: int | None = None
    while True:
        page = operations(register, query, after=after, limit=1000)
        found += page.rows
        after = page.next_key
        if after is None or (last is not None and len(found) >= last):
            return found[:last][::-1]


def _facts(row: "OperationRow") -> dict[str, Any]:
    return {
        "id": row.id,
        "at": row.at.isoformat(timespec="seconds"),
        "officer": row.officer,
        "place": row.place,
        "sentence": row.sentence,
        "changes": row.changes,
        "stands": row.stands,
        "undoes": row.undoes_id,
    }


def _take_back(register: "Register", operation_id: int) -> None:
    from labordesk.services.history import undo
    from labordesk.services.history_list import sentence_of
    from labordesk.store.origin import origin

    with origin("cli"):
        undone = undo(register, operation_id)
    say(_("Đã hoàn tác: {sentence}").format(sentence=sentence_of(register, operation_id)))
    say(_("Muốn làm lại: --undo {n}").format(n=undone.operation_id))
