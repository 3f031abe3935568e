"""The command that takes lists in."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
import sys
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath, day_of
from labordesk.cli.secrets import opened
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.services.import_model import ImportOrder, ImportPreview, ImportResult
    from labordesk.store.register import Register

_NO_LIST = N_("Không thấy bảng danh sách nào trong tệp; hãy kiểm tra tệp có cột như “Họ và tên”, rồi chọn lại.")
_MOST_TOLD = 50
"""Problems written out for a person; the rest is in the marked file and in the JSON."""
_ROWS_TOLD = 8


class ListAs(StrEnum):
    """What the rows of a list become."""

    AUTO = "auto"
    PEOPLE = "people"
    GIFTS = "gifts"
    GRANTS = "grants"
    HOUSES = "houses"
    UNITS = "units"
    TARGETS = "targets"
    AGGREGATES = "aggregates"


def add_list_commands(app: "typer.Typer") -> None:
    """Add the command that takes lists in."""

    @app.command("import")
    def import_(
        register: RegisterPath,
        files: Annotated[list[Path], typer.Argument(metavar="TỆP…", help="Tệp .xlsx, .xls, .ods hoặc .csv")],
        kind: Annotated[ListAs, typer.Option("--as", help="Danh sách là gì; auto: đoán theo tệp")] = ListAs.AUTO,
        campaign: Annotated[str, typer.Option("--campaign", help="Tên đợt tặng quà; chưa có thì thêm đợt mới")] = "",
        programme: Annotated[str, typer.Option("--programme", help="Mã chương trình, ví dụ TET")] = "",
        sheet: Annotated[
            list[str] | None, typer.Option("--sheet", help="Chỉ đọc trang này; ghi được nhiều lần")
        ] = None,
        dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ xem, không ghi vào sổ")] = False,
        accept_good: Annotated[
            bool, typer.Option("--accept-good", help="Ghi các dòng đúng, để lại các dòng lỗi")
        ] = False,
        reason: Annotated[
            str, typer.Option("--reason", help="Lý do vẫn ghi dòng trùng hỗ trợ hoặc vượt định mức")
        ] = "",
        paid_on: Annotated[
            str | None, typer.Option("--paid-on", help="Ngày trao của các dòng không ghi ngày, ví dụ 28/01/2026")
        ] = None,
        marked: Annotated[
            Path | None, typer.Option("--marked", help="Ghi lại tệp với các ô cần xem được tô màu (.xlsx)")
        ] = None,
        as_json: Annotated[bool, typer.Option("--json", help="In JSON")] = False,
    ) -> None:
        """Nhập danh sách vào sổ: người, quà, trợ cấp, nhà Mái ấm. Mỗi tệp được ghi trọn vẹn hoặc không ghi gì."""
        if marked is not None and len(files) > 1:
            wrong_usage(_("--marked chỉ dùng khi nhập một tệp."))
        with told():
            order = _order(kind, campaign, programme, sheet or [], accept_good)
            order = replace(order, reason=reason, paid_on=day_of(paid_on, "--paid-on") if paid_on else None)
            with opened(register) as one:
                refused = _import_all(one, files, order, dry_run, marked, as_json)
        if refused:
            raise SystemExit(1)


def _order(kind: ListAs, campaign: str, programme: str, sheets: list[str], accept_good: bool) -> "ImportOrder":
    from labordesk.exchange.list_model import ReadChoices
    from labordesk.services.import_model import ImportOrder

    return ImportOrder(
        kind=None if kind is ListAs.AUTO else kind.value,  # type: ignore[arg-type]
        campaign_name=campaign,
        programme_code=programme,
        choices=ReadChoices(sheets=tuple(sheets)),
        accept_good=accept_good,
    )


def _import_all(
    register: "Register", files: list[Path], order: "ImportOrder", dry_run: bool, marked: Path | None, as_json: bool
) -> bool:
    """Take each file in and tell of it; tell whether anything was refused."""
    from labordesk.errors import LabordeskError

    answers: list[dict[str, Any]] = []
    refused = False
    for path in files:
        try:
            preview, result = _import_one(register, path, order, dry_run, marked)
        except LabordeskError as error:
            sys.stderr.write(f"{path.name}: {error}\n")
            refused = True
            continue
        refused |= bool(preview.rejected) or (result is None and not dry_run)
        if as_json:
            from labordesk.services.import_telling import as_data

            answers.append(as_data(preview, result))
        else:
            _tell(preview, result, dry_run)
    if as_json and answers:
        say(json.dumps(answers[0] if len(files) == 1 else answers, ensure_ascii=False, indent=1))
    return refused


def _import_one(
    register: "Register", path: Path, order: "ImportOrder", dry_run: bool, marked: Path | None
) -> "tuple[ImportPreview, ImportResult | None]":
    from labordesk.errors import BadFile
    from labordesk.services.imports import preview_import, write_import

    preview = preview_import(register, path, order)
    if not any(sheet.layout is not None for sheet in preview.read.sheets):
        raise BadFile(_NO_LIST)
    result = None if dry_run else write_import(register, preview)
    if marked is not None:
        from labordesk.services.export_marked import save_marked

        save_marked(preview, marked, written=result is not None and result.batch_id is not None)
    return preview, result


def _tell(preview: "ImportPreview", result: "ImportResult | None", dry_run: bool) -> None:
    """Say what a file holds, what is to be looked at, and what was written."""
    from labordesk.fields.choices import LIST_KINDS
    from labordesk.vietnamese.numbers import number

    read = preview.read
    say(
        _("{file}: {kind}, {rows} dòng, {total} đồng.").format(
            file=preview.path.name,
            kind=_(dict(LIST_KINDS)[read.kind]),
            rows=number(len(preview.rows)),
            total=number(preview.total),
        )
    )
    target = preview.target
    if target.campaign_name:
        say(
            _("  Đợt “{name}”, chương trình “{programme}”.").format(
                name=target.campaign_name, programme=target.programme_name
            )
        )
    elif target.programme_name:
        say(_("  Chương trình “{programme}”.").format(programme=target.programme_name))
    for note in preview.notes:
        say(f"  {note}")
    told = _said(preview)
    for line in told[:_MOST_TOLD]:
        say(f"  {line}")
    if len(told) > _MOST_TOLD:
        say(_("  … và {n} điều nữa; dùng --marked để xem trong tệp.").format(n=number(len(told) - _MOST_TOLD)))
    taken = sum(row.taken_before for row in preview.rows)
    if taken:
        say(_("  {n} dòng đã nhập trước đây, không ghi lại.").format(n=number(taken)))
    if dry_run:
        text = _("Chưa ghi gì (xem thử): {good} dòng ghi được, {bad} dòng cần sửa.")
        say(text.format(good=number(preview.good), bad=number(preview.rejected)))
    elif result is None or (result.batch_id is None and preview.rejected):
        say(
            _("Chưa ghi gì vì {bad} dòng cần sửa; sửa rồi nhập lại, hoặc dùng --accept-good.").format(
                bad=number(preview.rejected)
            )
        )
    else:
        say(
            _("Đã ghi {n} dòng, còn {bad} dòng chưa ghi.").format(
                n=number(result.written), bad=number(preview.rejected)
            )
        )


def _said(preview: "ImportPreview") -> list[str]:
    """Return the problems as lines, graver ones first, one line for all rows of which the same is said."""
    from labordesk.services.export_marked import candidate_text

    headings = {(sheet.name, column.field): column.label for sheet in preview.read.sheets for column in sheet.columns}
    rows: dict[tuple[bool, str, str, str, tuple[str, ...]], list[int]] = {}
    for row in preview.rows:
        for one in row.problems:
            heading = headings.get((row.read.sheet, one.field), "")
            offered = tuple(map(candidate_text, one.candidates)) if one.blocks else ()
            rows.setdefault((not one.blocks, row.read.sheet, heading, one.reason, offered), []).append(row.read.row)
    lines = []
    for (_is_mild, sheet, heading, reason, offered), places in sorted(rows.items(), key=lambda one: one[0][0]):
        shown = ", ".join(map(str, places[:_ROWS_TOLD])) + (" …" if len(places) > _ROWS_TOLD else "")
        where = _("{sheet}, dòng {rows}").format(sheet=sheet, rows=shown)
        lines.append(f"{where}{f' ({heading})' if heading else ''}: {reason}")
        if offered:
            lines[-1] += _(" (có thể là: {candidates})").format(candidates="; ".join(offered))
    return lines
