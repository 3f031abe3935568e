"""The same services without a screen; without arguments the window opens.

Exit code 0: done; 1: refused with one sentence on stderr; 2: wrong usage. A traceback is never shown.
"""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

from labordesk.errors import LabordeskError
from labordesk.i18n import _

if TYPE_CHECKING:
    import typer

    from labordesk.reports.base import Report
    from labordesk.vietnamese.periods import Period


class UnitView(StrEnum):
    """Units as they were when it happened, or brought to those of today."""

    THEN = "then"
    NOW = "now"


def main(arguments: list[str] | None = None) -> None:
    """Run the command line, or open the window when there is nothing else to do."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else arguments
    if not given or (len(given) == 1 and given[0].endswith(".labordesk")):
        from labordesk.startup import start_problem

        problem = start_problem()
        if problem:  # before app is imported, because that imports Qt
            raise SystemExit(problem)
        from labordesk.app import run

        raise SystemExit(run(Path(given[0]) if given else None))
    _speak_the_users_language()
    _application()(given)


def _speak_the_users_language() -> None:
    """Answer in the language chosen in the settings; paper stays Vietnamese."""
    from labordesk.assets import assets_root
    from labordesk.i18n import set_language
    from labordesk.settings import load_settings

    set_language(load_settings().language, assets_root() / "locale")


def _speak_utf8() -> None:
    """Let Vietnamese through on consoles with another code page (Windows)."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")


@contextmanager
def _told() -> Iterator[None]:
    """Turn a refusal into one sentence and exit code 1, and a bug of ours into a code."""
    try:
        yield
    except LabordeskError as error:
        sys.stderr.write(f"{error}\n")
        raise SystemExit(1) from None
    except (SystemExit, KeyboardInterrupt):
        raise
    except Exception as error:
        from labordesk.logs import log_bug, start_log

        if type(error).__module__.startswith(("typer", "click")):
            raise
        start_log()
        sys.stderr.write(
            _("Chương trình gặp lỗi, mã {code}; hãy báo mã này cho người hỗ trợ.").format(code=log_bug(error))
        )
        sys.stderr.write("\n")
        raise SystemExit(1) from None


def _period(text: str | None, start: str | None, end: str | None) -> "Period":
    """Return the period asked for; InvalidInput when it is wrong, exit 2 when it is given twice or not at all."""
    from labordesk.vietnamese.periods import Period

    if (text is None) == (start is None and end is None):
        _wrong_usage(_("Hãy cho biết kỳ báo cáo bằng --period, hoặc bằng cả --from và --to."))
    if text is not None:
        return _coded_period(text)
    if start is None or end is None:
        _wrong_usage(_("Cần cả ngày đầu (--from) và ngày cuối (--to) của kỳ."))
    return Period.between(_day(start, "--from"), _day(end, "--to"))


def _coded_period(text: str) -> "Period":
    from labordesk.errors import InvalidInput
    from labordesk.i18n import N_
    from labordesk.vietnamese.periods import parse_period

    try:
        return parse_period(text)
    except InvalidInput:
        raise InvalidInput(
            N_("Không hiểu kỳ báo cáo “{code}”; ghi như 2026, 2026-H1, 2026-Q3, 2026-06 hoặc tet 2026."), code=text
        ) from None


def _wrong_usage(sentence: str) -> NoReturn:
    """End as Typer does for a missing option: one sentence and exit code 2."""
    sys.stderr.write(f"{sentence}\n")
    raise SystemExit(2)


def _day(text: str, option: str) -> date:
    from labordesk.errors import InvalidInput
    from labordesk.fields.kinds import Day
    from labordesk.i18n import N_

    try:
        found = Day(earliest=1945).parse(text)
    except InvalidInput:
        found = None
    if not isinstance(found, date):
        raise InvalidInput(N_("“{text}” ở {option} không phải là ngày; ghi như 01/01/2026."), text=text, option=option)
    return found


def _application() -> "typer.Typer":
    """Build the commands; Typer is imported here because the window does not need it."""
    import typer

    app = typer.Typer(
        name="labordesk",
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        help="Labordesk: sổ chăm lo đoàn viên, người lao động của công đoàn.",
    )
    _add_register_commands(app)
    _add_paper_commands(app)
    return app


def _add_register_commands(app: "typer.Typer") -> None:
    """Add the commands that make, search and check registers."""
    import typer

    register_path = Annotated[Path, typer.Argument(metavar="SỔ", help="Tệp sổ *.labordesk")]

    @app.command()
    def new(
        register: register_path,
        unit: Annotated[str, typer.Option("--unit", help="Tên đơn vị giữ sổ")],
        superior: Annotated[str | None, typer.Option("--superior", help="Cơ quan chủ quản")] = None,
        place: Annotated[str | None, typer.Option("--place", help="Địa danh ghi trên văn bản")] = None,
    ) -> None:
        """Lập sổ mới."""
        from labordesk.services.registers import create_register

        with _told():
            create_register(register, unit_name=unit, superior=superior, place=place).close()
            _say(_("Đã lập sổ: {path}").format(path=register))

    @app.command()
    def demo(
        register: Annotated[Path | None, typer.Argument(metavar="[SỔ]", help="Tệp sổ mẫu sẽ lập")] = None,
        people: Annotated[int, typer.Option("--people", min=20, max=1_000_000, help="Số người trong sổ mẫu")] = 1200,
        seed: Annotated[int, typer.Option("--seed", help="Cùng số này thì cùng một sổ")] = 2026,
        show: Annotated[bool, typer.Option("--open", help="In bản tóm tắt rồi mở cửa sổ")] = False,
    ) -> None:
        """Lập sổ mẫu với số liệu bịa, in báo cáo tổng hợp."""
        with _told():
            path = _make_demo(register, people, seed)
        if show:
            _open_window(path)

    @app.command()
    def people(
        register: register_path,
        query: Annotated[str, typer.Argument(metavar="TỪ_TÌM", help="Tên, số CCCD, điện thoại, số thẻ")],
        limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 20,
        as_json: Annotated[bool, typer.Option("--json", help="In JSON")] = False,
    ) -> None:
        """Tìm người trong sổ."""
        with _told():
            _find_people(register, query, limit, as_json)

    @app.command()
    def check(register: register_path) -> None:
        """Kiểm tra sổ có nguyên vẹn không."""
        from labordesk.services.checking import check_register
        from labordesk.services.registers import open_register

        with _told(), open_register(register) as opened:
            result = check_register(opened)
            for problem in result.problems:
                sys.stderr.write(f"{problem}\n")
            if not result.ok:
                raise SystemExit(1)
            _say(_("Sổ nguyên vẹn."))


def _add_paper_commands(app: "typer.Typer") -> None:
    """Add the commands that print reports and forms."""
    import typer

    register_path = Annotated[Path, typer.Argument(metavar="SỔ", help="Tệp sổ *.labordesk")]

    @app.command()
    def reports(as_json: Annotated[bool, typer.Option("--json", help="In ra JSON")] = False) -> None:
        """Kể các báo cáo có thể in."""
        from labordesk.reports import all_reports

        if as_json:
            _say(json.dumps([_report_facts(report) for report in all_reports()], ensure_ascii=False, indent=1))
            return
        for report in all_reports():
            title, summary = _(report.title), _(report.summary)
            _say(f"{report.name:18} {title}: {summary}")

    @app.command()
    def report(
        register: register_path,
        name: Annotated[str, typer.Argument(metavar="BÁO_CÁO", help="Tên ở lệnh `reports`")],
        out: Annotated[Path, typer.Option("--out", help="Tệp sẽ ghi: .pdf, .docx (Word) hoặc .xlsx (Excel)")],
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
    ) -> None:
        """In một báo cáo ra PDF, Word hoặc Excel."""
        from labordesk.services.registers import open_register
        from labordesk.services.reporting import order_by_names, save_report

        with _told(), open_register(register) as opened:
            wanted = _period(period, start, end)
            order = order_by_names(
                opened, name, wanted, unit=unit, campaign=campaign, view=view.value if view else None
            )
            order = replace(order, cut_off=_day(cut_off, "--cut-off") if cut_off else None, seed=seed)
            save_report(opened, order, out, today=date.today())  # noqa: DTZ011 - the officer's own calendar
            _say(_("Đã in: {path}").format(path=out))

    @app.command()
    def forms() -> None:
        """Kể các biểu mẫu có thể in."""
        from labordesk.reports.forms import all_forms

        for form in all_forms():
            title, summary = _(form.title), _(form.summary)
            _say(f"{form.name:24} {title}: {summary}")

    @app.command()
    def form(
        register: register_path,
        name: Annotated[str, typer.Argument(metavar="BIỂU_MẪU", help="Tên ở lệnh `forms`")],
        out: Annotated[Path, typer.Option("--out", help="Tệp sẽ ghi: .pdf, .docx (Word) hoặc .xlsx (Excel)")],
        subject: Annotated[int | None, typer.Option("--id", help="Số của hồ sơ (bỏ trống: mẫu trắng)")] = None,
    ) -> None:
        """In một biểu mẫu, điền sẵn từ sổ hoặc để trắng."""
        from labordesk.services.forms import FormOrder, save_form
        from labordesk.services.registers import open_register

        with _told(), open_register(register) as opened:
            save_form(opened, FormOrder(name, subject), out, today=date.today())  # noqa: DTZ011 - the officer's calendar
            _say(_("Đã in: {path}").format(path=out))


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


def _find_people(register: Path, query: str, limit: int, as_json: bool) -> None:
    from dataclasses import asdict

    from labordesk.fields.common import BIRTH
    from labordesk.services.people_search import PeopleQuery, search_people
    from labordesk.services.registers import open_register

    with open_register(register) as opened:
        page = search_people(opened, PeopleQuery(text=query), limit=limit, year=date.today().year)  # noqa: DTZ011
    if as_json:
        rows = [{name: value for name, value in asdict(row).items() if name != "sort_key"} for row in page.rows]
        _say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in page.rows:
        _say("\t".join((row.full_name, BIRTH.kind.show(row.birth), row.citizen_id or "", row.unit_name or "")))
    if not page.rows:
        _say(_("Không tìm thấy ai khớp với “{query}”.").format(query=query))


def _make_demo(register: Path | None, people: int, seed: int) -> Path:
    """Make the sample register and print its summary beside it; a register already there is kept and used."""
    from labordesk.paths import make_folder, sample_register
    from labordesk.sample import make_sample, print_sample
    from labordesk.services.registers import open_register

    path = register or sample_register()
    make_folder(path.parent)
    if register is None and path.exists():
        _say(_("Dùng lại sổ mẫu đã có: {path}").format(path=path))
        opened = open_register(path)
    else:
        opened = make_sample(path, people=people, seed=seed)
        _say(_("Đã lập sổ mẫu: {path}").format(path=path))
    with opened:
        for paper in print_sample(opened, path.parent):
            _say(_("Đã in: {path}").format(path=paper))
    return path


def _open_window(path: Path) -> None:
    """Open the window; without a display say so and end well, because the paper was made."""
    from labordesk.startup import start_problem

    problem = start_problem()
    if problem:
        _say(problem)
        return
    from labordesk.app import run

    raise SystemExit(run(path))
