"""The commands that make, search and check registers."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import json
import sys
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath
from labordesk.cli.keys import Sheet, check_sheet, tell_recovery
from labordesk.cli.secrets import judged, looked_at, new_password, opened, password_given, secret_of, user_of
from labordesk.i18n import _


def add_register_commands(app: "typer.Typer") -> None:
    """Add the commands that make, search and check registers."""

    @app.command()
    def new(
        register: RegisterPath,
        unit: Annotated[str, typer.Option("--unit", help="Tên đơn vị giữ sổ")],
        superior: Annotated[str | None, typer.Option("--superior", help="Cơ quan chủ quản")] = None,
        place: Annotated[str | None, typer.Option("--place", help="Địa danh ghi trên văn bản")] = None,
        encrypted: Annotated[
            bool, typer.Option("--encrypted", help="Đặt mật khẩu (hỏi, hoặc ở --password-file)")
        ] = False,
        sheet: Sheet = None,
    ) -> None:
        """Lập sổ mới."""
        from labordesk.services.register_keys import new_keys
        from labordesk.services.registers import create_register

        with told():
            check_sheet(sheet)
            given = password_given()
            asked = new_password(None, register) if encrypted and given is None else None
            password = asked if given is None else judged(given, register)
            keys = None if password is None else new_keys(password)
            made = create_register(register, unit_name=unit, superior=superior, place=place, keys=keys)
            if keys is None:
                made.close()
            else:
                tell_recovery(made, keys.recovery, sheet)
            say(_("Đã lập sổ: {path}").format(path=register))

    @app.command()
    def demo(
        register: Annotated[Path | None, typer.Argument(metavar="[SỔ]", help="Tệp sổ mẫu sẽ lập")] = None,
        people: Annotated[int, typer.Option("--people", min=20, max=1_000_000, help="Số người trong sổ mẫu")] = 1200,
        seed: Annotated[int, typer.Option("--seed", help="Cùng số này thì cùng một sổ")] = 2026,
        show: Annotated[bool, typer.Option("--open", help="In bản tóm tắt rồi mở cửa sổ")] = False,
    ) -> None:
        """Lập sổ mẫu với số liệu bịa, in báo cáo tổng hợp."""
        with told():
            path = _make_demo(register, people, seed)
        if show:
            _open_window(path)

    @app.command()
    def people(
        register: RegisterPath,
        query: Annotated[str, typer.Argument(metavar="TỪ_TÌM", help="Tên, số CCCD, điện thoại, số thẻ")],
        limit: Annotated[int, typer.Option("--limit", min=1, max=10_000)] = 20,
        as_json: Annotated[bool, typer.Option("--json", help="In JSON")] = False,
    ) -> None:
        """Tìm người trong sổ."""
        with told():
            _find_people(register, query, limit, as_json)

    @app.command()
    def check(
        register: RegisterPath,
        repair: Annotated[bool, typer.Option("--repair", help="Lập lại chỉ mục, số tổng hợp, khóa sắp xếp")] = False,
        salvage: Annotated[
            Path | None,
            typer.Option("--salvage", metavar="SỔ_MỚI", help="Cứu những gì còn đọc được của sổ hỏng sang sổ mới"),
        ] = None,
    ) -> None:
        """Kiểm tra sổ có nguyên vẹn không; sửa phần lập lại được, cứu sổ hỏng."""
        if repair and salvage is not None:
            wrong_usage(_("Chỉ dùng một trong hai: --repair hoặc --salvage."))
        with told():
            problems = _salvage(register, salvage) if salvage is not None else _check(register, repair=repair)
            if problems:
                raise SystemExit(1)
            say(_("Sổ nguyên vẹn."))


def _check(register: Path, *, repair: bool) -> bool:
    """Tell what is wrong with a register, after the repair when asked for."""
    from labordesk.services.checking import check_register
    from labordesk.services.repairing import repair_derived

    with opened(register) as one:
        if repair:
            repaired = repair_derived(one)
            say(
                _("Đã lập lại chỉ mục và số tổng hợp; sửa khóa của {people} người, {units} đơn vị.").format(
                    people=repaired.people, units=repaired.units
                )
            )
        result = check_register(one)
    for problem in result.problems:
        sys.stderr.write(f"{problem}\n")
    return not result.ok


def _salvage(register: Path, out: Path) -> bool:
    """Make a new register of a damaged one and tell what it lost, and what its own check says."""
    from labordesk.services.backups import backups_of
    from labordesk.services.salvaging import salvage_register

    secret = secret_of(register)
    donors = [one.path for one in backups_of(register) if one.is_good]
    result = salvage_register(register, out, secret=secret, by=user_of(register, *donors[:1], secret=secret))
    say(_("Đã cứu {n} dòng sang sổ mới: {path}").format(n=result.kept, path=result.path))
    for sentence in (*result.losses, *map(str, result.check.problems)):
        sys.stderr.write(f"{sentence}\n")
    return bool(result.losses) or not result.check.ok


def _find_people(register: Path, query: str, limit: int, as_json: bool) -> None:
    from dataclasses import asdict

    from labordesk.fields.common import BIRTH
    from labordesk.services.people_search import PeopleQuery, search_people

    with looked_at(register) as one:
        page = search_people(one, PeopleQuery(text=query), limit=limit, year=date.today().year)  # noqa: DTZ011
    if as_json:
        rows = [{name: value for name, value in asdict(row).items() if name != "sort_key"} for row in page.rows]
        say(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    for row in page.rows:
        say("\t".join((row.full_name, BIRTH.kind.show(row.birth), row.citizen_id or "", row.unit_name or "")))
    if not page.rows:
        say(_("Không tìm thấy ai khớp với “{query}”.").format(query=query))


def _make_demo(register: Path | None, people: int, seed: int) -> Path:
    """Make the sample register and print its summary beside it; a register already there is kept and used."""
    from labordesk.paths import make_folder, sample_register
    from labordesk.sample import make_sample, print_sample

    path = register or sample_register()
    make_folder(path.parent)
    if register is None and path.exists():
        say(_("Dùng lại sổ mẫu đã có: {path}").format(path=path))
        sample = opened(path)
    else:
        sample = make_sample(path, people=people, seed=seed)
        say(_("Đã lập sổ mẫu: {path}").format(path=path))
    with sample:
        for paper in print_sample(sample, path.parent):
            say(_("Đã in: {path}").format(path=paper))
    return path


def _open_window(path: Path) -> None:
    """Open the window; without a display say so and end well, because the paper was made."""
    from labordesk.startup import start_problem

    problem = start_problem()
    if problem:
        say(problem)
        return
    from labordesk.app import run

    raise SystemExit(run(path))
