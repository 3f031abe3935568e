"""Báo cáo tổng hợp chăm lo: narrative, table by programme, table by unit (domain.md 6.2 to 6.4)."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from labordesk.documents.model import (
    Align,
    Appendix,
    Block,
    Bullet,
    Column,
    Document,
    Heading,
    Paragraph,
    Row,
    RowKind,
    Table,
)
from labordesk.i18n import N_
from labordesk.reports import sentences as say
from labordesk.reports.base import Paper, Report, Request, UnitRow, WordStyle
from labordesk.store import figures
from labordesk.store.figures import ProgrammeFigure, UnitFigure
from labordesk.vietnamese.dates import short
from labordesk.vietnamese.numbers import change
from labordesk.vietnamese.numbers import number as written
from labordesk.vietnamese.periods import Period

NARRATIVE, PROGRAMMES, UNITS, OTHER = "narrative", "programmes", "units", "other"
PARTS = (
    (NARRATIVE, N_("Lời văn kết quả")),
    (PROGRAMMES, N_("Bảng theo chương trình")),
    (UNITS, N_("Bảng theo đơn vị")),
    (OTHER, N_("Bảng hoạt động, vận động, chỉ tiêu")),
)


@dataclass(frozen=True)
class Content:
    """Every figure of the report, read once; ``before`` is the same period of last year."""

    totals: figures.Totals
    programmes: tuple[ProgrammeFigure, ...]
    houses: figures.HouseFigure
    units: dict[int, UnitFigure]
    activities: tuple[figures.ActivityFigure, ...]
    contributions: tuple[figures.ContributionFigure, ...]
    indicators: tuple[figures.IndicatorFigure, ...]
    targets: dict[int, int]
    before: figures.Totals
    left_out: tuple[int, int]
    programmes_before: dict[int, ProgrammeFigure]
    house_programmes: frozenset[int]
    before_label: str

    def house_money(self) -> int:
        """Return the union's money given for houses in the period, in đồng."""
        return sum(figure.total for figure in self.programmes if figure.kind == "house")


def read(connection: sqlite3.Connection, request: Request) -> Content:
    """Read the figures of the period asked for and of the same period a year before."""
    scope, earlier = request.scope(), request.earlier()
    before = request.scope(earlier)
    root, parents = request.units.root.id, request.units.parents()
    return Content(
        totals=figures.totals(connection, scope),
        programmes=figures.by_programme(connection, scope),
        houses=figures.houses(connection, scope),
        units=figures.by_unit(connection, scope),
        activities=figures.activities(connection, scope),
        contributions=figures.contributions(connection, scope),
        indicators=figures.indicators(connection, scope, root, parents),
        targets=figures.programme_targets(connection, scope, root, parents),
        before=figures.totals(connection, before),
        left_out=figures.left_out(connection, scope),
        programmes_before={one.programme_id: one for one in figures.by_programme(connection, before)},
        house_programmes=figures.programmes_of_kind(connection, "house"),
        before_label=f"cùng kỳ năm {earlier.end.year}" if scope.tet_year is None else f"dịp {earlier.label}",
    )


def compose(connection: sqlite3.Connection, request: Request, paper: Paper) -> Document:
    """Return the report; a part that has nothing to say is left out, an empty period says so."""
    content = read(connection, request)
    wanted = request.parts or frozenset(key for key, _label in PARTS)
    sections: list[tuple[str, list[Block]]] = []
    if NARRATIVE in wanted:
        sections.append(("Kết quả chăm lo đoàn viên, người lao động", _narrative(content, request, paper.words)))
    if PROGRAMMES in wanted and (content.programmes or _house_rows(1, content)):
        sections.append(("Kết quả theo chương trình", [_programme_table(content)]))
    if OTHER in wanted and (content.activities or content.contributions or content.indicators):
        sections.append(("Hoạt động, vận động, chỉ tiêu (không tính vào tổng chi)", [_other_table(content)]))
    blocks: list[Block] = [_opening(request, paper)]
    for number, (title, parts) in enumerate(sections, start=1):
        blocks.append(Heading(f"{_roman(number)}. {title}", 1))
        blocks.extend(parts)
    return Document(
        letterhead=paper.letterhead(),
        kind="Báo cáo",
        abstract=f"Tổng hợp kết quả chăm lo đoàn viên, người lao động{_of_unit(request)} {_named(request.period)}",
        number=paper.number_text("BC"),
        place_date=paper.place_date(),
        addressees=paper.addressees,
        blocks=tuple(blocks),
        signatures=(paper.chair(),),
        recipients=paper.recipients,
        appendices=_appendices(content, request, paper) if UNITS in wanted else (),
        author=paper.issuing_body,
    )


def _appendices(content: Content, request: Request, paper: Paper) -> tuple[Appendix, ...]:
    """Return the table by unit on a landscape page of its own; a unit without units below it needs none."""
    if not content.units or len(request.units.rows) < 2:
        return ()
    return (
        Appendix(
            label="Phụ lục",
            title=f"Kết quả chăm lo theo đơn vị{_of_unit(request)} {_named(request.period)}",
            attached_to=paper.attached_to("Báo cáo", "BC"),
            blocks=(_unit_table(content, request),),
            landscape=True,
        ),
    )


def _of_unit(request: Request) -> str:
    """Return " của …" when the paper reports on another unit than the one that keeps the register."""
    return "" if request.units.is_whole else f" của {request.units.root.name}"


def _roman(number: int) -> str:
    return ("I", "II", "III", "IV", "V", "VI")[number - 1]


def _opening(request: Request, paper: Paper) -> Paragraph:
    view = "theo đơn vị lúc phát sinh" if request.unit_view == "then" else "quy về đơn vị hiện nay"
    who = paper.issuer_name or paper.issuing_body
    return Paragraph(
        f"{who} tổng hợp kết quả chăm lo đoàn viên, người lao động{_of_unit(request)} {_when(request.period)} như sau"
        f" (số liệu tính đến ngày {short(request.cut_off)}, {view}; tiền và quà tính theo ngày trao, Mái ấm tính theo"
        " ngày của từng mốc):"
    )


def _named(period: Period) -> str:
    """Return the period as a title names it ("năm 2026", "dịp Tết Bính Ngọ 2026")."""
    return period.label if period.tet_year is None else f"dịp {period.label}"


def _when(period: Period) -> str:
    if period.tet_year is not None:
        return f"trong dịp {period.label}"
    return period.label if period.label.startswith("từ ngày") else f"trong {period.label}"


def _narrative(content: Content, request: Request, words: WordStyle) -> list[Block]:
    opening = [
        say.total_sentence(request.units.root.name, content.totals, words, has_below=len(request.units.rows) > 1),
    ]
    if content.totals.goods and content.totals.cash:
        cash, goods = say.amount(content.totals.cash, words), say.amount(content.totals.goods, words)
        opening.append(f"Theo hình thức hỗ trợ: tiền mặt, chuyển khoản {cash}; quà, hiện vật trị giá {goods}")
    if content.totals.typed:
        opening.append(
            f"Trong tổng số trên có {say.amount(content.totals.typed, words)} là số liệu tổng hợp do đơn vị báo cáo,"
            " không kèm danh sách"
        )
    opening.append(say.compared_sentence(content.totals.total, content.before.total, content.before_label))
    count, amount = content.left_out
    if count:
        money = f" ({say.amount(amount, words)})" if amount else ""
        opening.append(f"Chưa tính {written(count)} số liệu tổng hợp{money} vì có kỳ vượt ra ngoài kỳ báo cáo này")
    groups = (
        ("Thăm hỏi, tặng quà", _programme_lines(content, ("gift", "all"), words)),
        ("Trợ cấp khó khăn", _programme_lines(content, ("grant",), words)),
        ("Mái ấm công đoàn", say.house_sentences(content.houses, content.house_money(), words)),
        ("Hoạt động chăm lo khác", [say.activity_sentence(one, words) for one in content.activities]),
        (
            "Vận động, đóng góp (không tính vào tổng chi)",
            [say.contribution_sentence(one, words) for one in content.contributions],
        ),
        ("Tổ chức công đoàn", [say.indicator_sentence(one) for one in content.indicators]),
    )
    blocks: list[Block] = [Paragraph(f"{sentence}.") for sentence in opening if sentence]
    number = 0
    for title, lines in groups:
        spoken = [line for line in lines if line]
        if spoken:
            number += 1
            blocks.append(Heading(f"{number}. {title}", 2))
            blocks.extend(Bullet(f"{say.capital(line)}.") for line in spoken)
    return blocks or [Paragraph("Trong kỳ chưa ghi nhận khoản hỗ trợ nào.")]


def _programme_lines(content: Content, kinds: tuple[str, ...], words: WordStyle) -> list[str]:
    return [say.programme_sentence(one, words) for one in content.programmes if one.kind in kinds]


_PROGRAMME_COLUMNS = (
    Column("TT", 0.6, Align.CENTER),
    Column("Chương trình", 3.6),
    Column("ĐVT", 1.0, Align.CENTER),
    Column("Chỉ tiêu", 1.0, Align.RIGHT),
    Column("Thực hiện", 1.1, Align.RIGHT),
    Column("Số tiền, trị giá (đồng)", 2.0, Align.RIGHT),
    Column("So cùng kỳ", 1.1, Align.RIGHT),
)


def _programme_table(content: Content) -> Table:
    rows: list[Row] = []
    others = [figure for figure in content.programmes if figure.kind != "house"]
    for number, figure in enumerate(others, start=1):
        rows.extend(_programme_rows(number, figure, content))
    rows.extend(_house_rows(len(others) + 1, content))
    whole = change(content.totals.total, content.before.total)
    rows.append(Row(("Tổng cộng", None, None, None, None, content.totals.total, whole), RowKind.TOTAL))
    return Table(_PROGRAMME_COLUMNS, tuple(rows), size=12)


def _programme_rows(number: int, figure: ProgrammeFigure, content: Content) -> list[Row]:
    """One row with the money, and a row below for each further unit of count (never added together)."""
    counts = [one for one in figure.quantities if one.count] or [figures.Quantity(figure.count_unit, 0)]
    counts.sort(key=lambda one: one.count_unit != figure.count_unit)
    before = content.programmes_before.get(figure.programme_id)
    first = Row(
        (
            str(number),
            figure.name,
            say.COUNT_WORDS[counts[0].count_unit],
            content.targets.get(figure.programme_id),
            counts[0].count or None,
            figure.total or None,
            change(figure.total, before.total if before else 0),
        )
    )
    return [first, *(_counted_row("", say.COUNT_WORDS[one.count_unit], one.count) for one in counts[1:])]


def _counted_row(name: str, unit: str, count: int) -> Row:
    """Return a row below another one: a count without money of its own."""
    return Row(("", name, unit, None, count, None, ""))


def _house_rows(number: int, content: Content) -> list[Row]:
    """Return the houses by event; the money stands once, on the row of the event that it belongs to."""
    money = [figure for figure in content.programmes if figure.kind == "house"]
    total = sum(one.total for one in money)
    before = sum(one.total for one in content.programmes_before.values() if one.kind == "house")
    target = sum(content.targets.get(one, 0) for one in content.house_programmes) or None
    houses = content.houses
    funded = houses.count("funded")
    reached = [(label, houses.count(code)) for code, label in (("started", "khởi công"), ("handed_over", "bàn giao"))]
    rows = []
    if funded or total:
        cells = (target, funded or None, total or None, change(total, before))
        rows.append(Row((str(number), "Mái ấm công đoàn: trao hỗ trợ", "nhà", *cells)))
        for label, works in (("xây mới", houses.new), ("sửa chữa", houses.repaired)):
            if works.get("funded"):
                rows.append(_counted_row(f"– trong đó {label}", "nhà", works["funded"]))
    for label, count in reached:
        if count:
            first = "Mái ấm công đoàn: " if not rows else "– "
            rows.append(Row((str(number) if not rows else "", first + label, "nhà", None, count, None, "")))
    return rows


_UNIT_COLUMNS = (
    Column("TT", 0.6, Align.CENTER),
    Column("Đơn vị", 3.0),
    Column("Lượt hỗ trợ", 0.9, Align.RIGHT),
    Column("Suất quà", 0.9, Align.RIGHT),
    Column("Nhà Mái ấm", 0.8, Align.RIGHT),
    Column("Tặng quà", 1.6, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Trợ cấp", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Mái ấm", 1.5, Align.RIGHT, group="Trị giá (đồng)"),
    Column("Cộng", 1.7, Align.RIGHT, group="Trị giá (đồng)"),
)


def _unit_table(content: Content, request: Request) -> Table:
    """Return the units below the root with what each gave including its own sub-units; empty ones are left out."""
    rolled = roll_up(content.units, request)
    root = request.units.root
    rows: list[Row] = []
    number = 0
    own = _own(content.units, request, root)
    if own != UnitFigure():
        number += 1
        rows.append(_unit_row(str(number), f"{root.short_name or root.name} (trực tiếp)", own, RowKind.NORMAL))
    for unit in request.units.rows[1:]:
        figure = rolled.get(unit.id, UnitFigure())
        if figure == UnitFigure():
            continue
        number += unit.depth == 1
        name = unit.short_name or unit.name
        label = str(number) if unit.depth == 1 else ""
        rows.append(_unit_row(label, name if unit.depth == 1 else "– " + name, figure, RowKind.NORMAL))
    rows.append(_unit_row("Tổng cộng", None, rolled.get(root.id, UnitFigure()), RowKind.TOTAL))
    return Table(_UNIT_COLUMNS, tuple(rows), size=11)


def _unit_row(number: str, name: str | None, figure: UnitFigure, kind: RowKind) -> Row:
    gift = figure.gift + figure.other
    counts = (figure.turns or None, figure.packages or None, figure.houses or None)
    return Row(
        (number, name, *counts, gift or None, figure.grant or None, figure.house or None, figure.total or None), kind
    )


def _own(found: dict[int, UnitFigure], request: Request, unit: UnitRow) -> UnitFigure:
    return sum(
        (figure for unit_id, figure in found.items() if request.units.home.get(unit_id, unit_id) == unit.id),
        UnitFigure(),
    )


def roll_up(found: dict[int, UnitFigure], request: Request) -> dict[int, UnitFigure]:
    """Return each unit's figures with those of all units below it."""
    parents = request.units.parents()
    rolled: dict[int, UnitFigure] = {}
    for unit_id, figure in found.items():
        at: int | None = request.units.home.get(unit_id, unit_id)
        while at is not None and at in parents:
            rolled[at] = rolled.get(at, UnitFigure()) + figure
            at = None if at == request.units.root.id else parents[at]
    return rolled


_OTHER_COLUMNS = (
    Column("TT", 0.5, Align.CENTER),
    Column("Nội dung", 4.6),
    Column("ĐVT", 1.3, Align.CENTER),
    Column("Số lượng", 1.1, Align.RIGHT),
    Column("Kinh phí, trị giá (đồng)", 1.9, Align.RIGHT),
    Column("Ghi chú", 1.8),
)


def _other_table(content: Content) -> Table:
    rows: list[Row] = []
    if content.activities:
        rows.append(_group("Hoạt động"))
        rows.extend(_activity_rows(content.activities))
    if content.contributions:
        rows.append(_group("Vận động, đóng góp"))
        for number, raised in enumerate(content.contributions, start=1):
            fund = "" if raised.fund in raised.programme else raised.fund
            what = " – ".join(part for part in (raised.programme, fund, raised.purpose) if part)
            days = ("ngày công", raised.labour_days) if raised.labour_days else ("", None)
            rows.append(Row((str(number), what or "Vận động", *days, raised.money or None, "khoản thu")))
    if content.indicators:
        rows.append(_group("Chỉ tiêu tổ chức"))
        for number, one in enumerate(content.indicators, start=1):
            note = f"chỉ tiêu {written(one.target)}" if one.target else ""
            rows.append(Row((str(number), one.name, say.COUNT_WORDS[one.count_unit], one.value, None, note)))
    return Table(_OTHER_COLUMNS, tuple(rows), size=11)


def _group(title: str) -> Row:
    return Row((title, None, None, None, None, None), RowKind.GROUP)


def _activity_rows(activities: tuple[figures.ActivityFigure, ...]) -> list[Row]:
    rows = []
    for number, one in enumerate(activities, start=1):
        cells = (one.name, say.COUNT_WORDS[one.count_unit], one.count, one.cost or None)
        rows.append(Row((str(number), *cells, f"{written(one.events)} cuộc" if one.events > 1 else "")))
        rows.extend(Row(("", "", say.COUNT_WORDS[beside.count_unit], beside.count, None, "")) for beside in one.beside)
    return rows


REPORT = Report(
    name="tong-hop",
    title=N_("Báo cáo tổng hợp chăm lo"),
    summary=N_("Lời văn kết quả, bảng theo chương trình và theo đơn vị cho một kỳ bất kỳ."),
    compose=compose,
    parts=PARTS,
)
