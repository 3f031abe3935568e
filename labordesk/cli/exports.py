"""The command that takes lists out."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from labordesk.cli.answers import say, told
from labordesk.cli.arguments import RegisterPath
from labordesk.cli.secrets import opened
from labordesk.i18n import _


class Taken(StrEnum):
    """What can be taken out, or have an empty form made for it."""

    PEOPLE = "people"
    AWARDS = "awards"
    HOUSES = "houses"
    CAMPAIGN = "campaign"
    GRANTS = "grants"
    UNITS = "units"
    TARGETS = "targets"
    AGGREGATES = "aggregates"


def add_export_commands(app: "typer.Typer") -> None:
    """Add the command that takes lists out."""

    @app.command()
    def export(
        register: RegisterPath,
        what: Annotated[Taken, typer.Argument(metavar="DANH_SÁCH", help="people, awards, houses, campaign …")],
        out: Annotated[Path, typer.Argument(metavar="TỆP", help="Tệp sẽ ghi: .xlsx hoặc .csv")],
        template: Annotated[
            bool, typer.Option("--template", help="Mẫu để điền, có sẵn danh mục của sổ, thay cho danh sách")
        ] = False,
        campaign: Annotated[str | None, typer.Option("--campaign", help="Tên đợt tặng quà")] = None,
        masked: Annotated[bool, typer.Option("--masked", help="Che bớt số CCCD, điện thoại, tài khoản")] = False,
        year: Annotated[int | None, typer.Option("--year", help="Năm của mẫu chỉ tiêu, số liệu tổng hợp")] = None,
    ) -> None:
        """Xuất danh sách, hoặc mẫu để điền, ra Excel."""
        with told():
            if template:
                _write_template(register, what, out, campaign, year)
            else:
                _write_records(register, what, out, campaign, masked)


def _write_records(register: Path, what: Taken, out: Path, campaign: str | None, masked: bool) -> None:
    from labordesk.errors import InvalidInput
    from labordesk.i18n import N_
    from labordesk.services.export_records import RECORDS, export_records
    from labordesk.services.exports import check_list_suffix

    check_list_suffix(out)
    kind = next((one for one in RECORDS if one == what.value), None)
    if kind is None:
        names = ", ".join(RECORDS)
        raise InvalidInput(
            N_("“{what}” chỉ có mẫu để điền (--template); danh sách có: {names}."), what=what, names=names
        )
    with opened(register) as one:
        done = export_records(one, kind, out, _quiet, campaign=campaign, masked=masked)
    say(_("Đã xuất {n} dòng: {path}").format(n=done.rows, path=done.path))


def _write_template(register: Path, what: Taken, out: Path, campaign: str | None, year: int | None) -> None:
    from labordesk.services.export_templates import export_template, template_kind

    with opened(register) as one:
        export_template(one, template_kind(what.value), out, campaign=campaign, year=year)
    say(_("Đã ghi mẫu: {path}").format(path=out))


def _quiet(_done: int, _total: int | None) -> None:
    """Tell nobody: the command line waits."""
