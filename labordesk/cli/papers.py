"""The commands that print reports and forms."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath, day_of, period_of
from labordesk.cli.secrets import opened
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.reports.base import Report
    from labordesk.services.forms import FormOrder
    from labordesk.services.reporting import Order
    from labordesk.store.register import Register


class UnitView(StrEnum):
    """Units as they were when it happened, or brought to those of today."""

    THEN = "then"
    NOW = "now"


def add_paper_commands(app: "typer.Typer") -> None:
    """Add the commands that print reports and forms."""

    @app.command()
    def reports(as_json: Annotated[bool, typer.Option("--json", help="In ra JSON")] = False) -> None:
        """Kể các báo cáo có thể in."""
        from labordesk.reports import all_reports

        if as_json:
            say(json.dumps([_report_facts(report) for report in all_reports()], ensure_ascii=False, indent=1))
            return
        for report in all_reports():
            title, summary = _(report.title), _(report.summary)
            say(f"{report.name:18} {title}: {summary}")

    @app.command()
    def report(
        register: RegisterPath,
        name: Annotated[str, typer.Argument(metavar="BÁO_CÁO", help="Tên ở lệnh `reports`")],
        out: Annotated[
            Path | None, typer.Option("--out", help="Tệp sẽ ghi: .pdf, .docx (Word) hoặc .xlsx (Excel)")
        ] = None,
        period: Annotated[
            str | None, typer.Option("--period", help="2020-H1, 2023-Q3, 2025, 2025-06, 'tet 2026'")
        ] = None,
        start: Annotated[str | None, typer.Option("--from", help="Ngày đầu")] = None,
        end: Annotated[str | None, typer.Option("--to", help="Ngày cuối")] = None,
        unit: Annotated[str | None, typer.Option("--unit", help="Đơn vị (mặc định: đơn vị giữ sổ)")] = None,
        campaign: Annotated[str | None, typer.Option("--campaign", help="Tên đợt, cho danh sách ký nhận")] = None,
        view: Annotated[
            UnitView | None,
            typer.Option(
                "--units",
                help="then: đơn vị lúc phát sinh; now: quy về đơn vị hiện nay (mặc định khi đơn vị lập sau kỳ báo cáo)",
            ),
        ] = None,
        cut_off: Annotated[str | None, typer.Option("--cut-off", help="Số liệu tính đến ngày")] = None,
        seed: Annotated[int | None, typer.Option("--seed", help="Mã chọn mẫu, cho danh sách kiểm tra")] = None,
        freeze: Annotated[bool, typer.Option("--freeze", help="Chốt số liệu: giữ báo cáo đúng như hôm nay")] = False,
        note: Annotated[str | None, typer.Option("--note", help="Chốt để làm gì, ghi cùng với --freeze")] = None,
    ) -> None:
        """In một báo cáo ra PDF, Word hoặc Excel; với --freeze thì chốt số liệu."""
        from labordesk.services.reporting import order_by_names

        if out is None and not freeze:
            wrong_usage(_("Hãy cho biết tệp sẽ ghi bằng --out, hoặc chốt số liệu bằng --freeze."))
        if note is not None and not freeze:
            wrong_usage(_("--note chỉ dùng cùng với --freeze."))
        with told(), opened(register) as one:
            wanted = period_of(period, start, end)
            order = order_by_names(one, name, wanted, unit=unit, campaign=campaign, view=view.value if view else None)
            order = replace(order, cut_off=day_of(cut_off, "--cut-off") if cut_off else None, seed=seed)
            if freeze:
                _freeze(one, order, note)
            if out is not None:
                _save(one, order, out)

    @app.command()
    def forms() -> None:
        """Kể các biểu mẫu có thể in."""
        from labordesk.reports.forms import all_forms

        for form in all_forms():
            title, summary = _(form.title), _(form.summary)
            say(f"{form.name:24} {title}: {summary}")

    @app.command()
    def form(
        register: RegisterPath,
        name: Annotated[str, typer.Argument(metavar="BIỂU_MẪU", help="Tên ở lệnh `forms`")],
        out: Annotated[Path, typer.Option("--out", help="Tệp sẽ ghi: .pdf, .docx (Word) hoặc .xlsx (Excel)")],
        subject: Annotated[int | None, typer.Option("--id", help="Số của hồ sơ (bỏ trống: mẫu trắng)")] = None,
    ) -> None:
        """In một biểu mẫu, điền sẵn từ sổ hoặc để trắng."""
        from labordesk.services.forms import FormOrder

        with told(), opened(register) as one:
            _save(one, FormOrder(name, subject), out)


def _save(register: "Register", order: "Order | FormOrder", out: Path) -> None:
    from labordesk.services.outgoing import save_outgoing

    logged = save_outgoing(register, order, out, today=_today())
    say(_("Đã in: {path}").format(path=out))
    if logged is None:
        say(_("Sổ đang mở chỉ để đọc nên lần này không ghi vào Sổ in."))


def _freeze(register: "Register", order: "Order", note: str | None) -> None:
    from labordesk.services.frozen_reports import freeze_report

    saved = freeze_report(register, order, today=_today(), note=note)
    say(_("Đã chốt báo cáo, số {number} trong danh sách báo cáo đã chốt.").format(number=saved.id))


def _today() -> date:
    return date.today()  # noqa: DTZ011 - the officer's own calendar


def _report_facts(report: "Report") -> dict[str, Any]:
    """Return what a program that prints reports asks: names, and which choices a report knows."""
    return {
        "name": report.name,
        "title": _(report.title),
        "summary": _(report.summary),
        "group": report.group,
        "needs_campaign": report.needs_campaign,
        "numbered": report.numbered,
        "samples": report.samples,
        "parts": {key: _(label) for key, label in report.parts},
        "texts": {key: _(label) for key, label in report.texts},
    }
