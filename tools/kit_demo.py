"""Pictures of the kit without a register: a list beside a panel, a form, a dashboard, the welcome screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QWidget

from labordesk.fields import (
    Area,
    Choice,
    CitizenId,
    Count,
    Day,
    Flag,
    Gate,
    LongText,
    Money,
    PartialDay,
    PersonName,
    Phone,
    Reference,
    Spec,
    Text,
)
from labordesk.gui.buttons import menu_button, primary_button, secondary_button
from labordesk.gui.cards import Card, EmptyState, KeyHint, KpiCard, Notice, Pill, SectionHeader
from labordesk.gui.context import Context
from labordesk.gui.dialogs import FormPanel
from labordesk.gui.first_run import FirstRun
from labordesk.gui.form import FieldForm
from labordesk.gui.inputs.line import ViLineEdit
from labordesk.gui.inputs.reference import Lookup
from labordesk.gui.page import Page, PageEntry
from labordesk.gui.shell import RegisterInfo, Shell
from labordesk.gui.suggestions import Found
from labordesk.gui.table import Column, ListTable, PagedTable, RowPage
from labordesk.settings import Settings

NAMES = ("Lê Thanh Hòa", "Phạm Ngọc Hoà", "Trần Thị Hoà", "Hoàng Thị Thuỷ", "Nguyễn Thị Thu Hương", "Y Moan Êban")
UNITS = (
    "CĐCS Công ty Da giày Hoàng Gia",
    "CĐCS Công ty CP Gỗ Phú Thịnh",
    "CĐCS Trường THCS Đồng Tâm và các điểm trường",
)

SPECS = {
    "full_name": Spec("Họ và tên", PersonName(), required=True, section="Người được hỗ trợ"),
    "birth": Spec("Ngày sinh", PartialDay(), section="Người được hỗ trợ", hint="Chỉ biết năm thì ghi năm, ví dụ 1985"),
    "sex": Spec("Giới tính", Choice(options=(("male", "Nam"), ("female", "Nữ"))), section="Người được hỗ trợ"),
    "citizen_id": Spec("Số CCCD", CitizenId(), section="Người được hỗ trợ"),
    "phone": Spec("Điện thoại", Phone(), section="Người được hỗ trợ"),
    "unit_id": Spec("Đơn vị", Reference(target="unit"), required=True, section="Người được hỗ trợ"),
    "amount": Spec("Số tiền hỗ trợ", Money(), required=True, section="Khoản hỗ trợ"),
    "goods": Spec("Trị giá quà", Money(), section="Khoản hỗ trợ"),
    "paid_on": Spec("Ngày trao", Day(), section="Khoản hỗ trợ"),
    "people": Spec("Số nhân khẩu", Count(), section="Khoản hỗ trợ"),
    "area": Spec("Diện tích nhà (m²)", Area(), section="Khoản hỗ trợ"),
    "proxy": Spec("Nhận thay", Flag(), section="Khoản hỗ trợ"),
    "reason": Spec("Hoàn cảnh", LongText(), section="Khoản hỗ trợ"),
    "illness": Spec("Bệnh", Text(), section="Thông tin nhạy cảm", gate=Gate.SENSITIVE),
}


@dataclass(frozen=True)
class Row:
    """A made-up line of a list."""

    id: int
    full_name: str
    birth: str
    citizen_id: str
    unit: str
    amount: int | None
    state: str


def rows(count: int) -> list[Row]:
    """Return made-up people."""
    states = ("Đã nhận", "Chưa nhận", "Nhận thay", "Vắng", "Trùng: đã nhận tại LĐLĐ tỉnh")
    return [
        Row(
            n,
            NAMES[n % len(NAMES)],
            ("1976", "1990-09-21", "1988-01-05")[n % 3],
            f"0420••••••{n % 1000:03d}",
            UNITS[n % 3],
            None if n % 7 == 3 else 500_000 + n * 100_000,
            states[n % 5],
        )
        for n in range(count)
    ]


def tone(state: str) -> Any:
    """Return the tone of a state."""
    return {"Đã nhận": "good", "Chưa nhận": "neutral"}.get(state, "error" if state.startswith("Trùng") else "warn")


COLUMNS = [
    Column("full_name", "Họ và tên", PersonName(), width=20, sortable=True),
    Column("birth", "Ngày sinh", PartialDay(), width=10, sortable=True),
    Column("citizen_id", "Số CCCD", width=15),
    Column("unit", "Công đoàn cơ sở", width=24, stretch=True),
    Column("amount", "Đã nhận 2026", Money(), width=12, sortable=True),
    Column("state", "Tình trạng", width=16, pill=lambda row: (row.state, tone(row.state))),
]


class ListPage(Page):
    """A register with a panel at its side."""

    title = "Đối tượng"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        everyone = rows(12_408)
        table = PagedTable("demo", COLUMNS, context)
        table.set_fetch(lambda after, limit: _slice(everyone, after, limit))
        table.show_sort("full_name")
        table.loaded.connect(lambda: table.select(2))
        self.header.set_subtitle("12.408 người")
        self.header.add_button(table.column_button())
        self.header.add_button(secondary_button("Xuất Excel"))
        self.header.add_button(primary_button("Thêm người", self.new_record, key="Ctrl N"))
        search = ViLineEdit()
        search.setPlaceholderText("Tên, số CCCD, điện thoại, đơn vị")
        search.setFixedWidth(420)
        bar = QHBoxLayout()
        bar.setSpacing(12)
        for widget in (search, menu_button("Đơn vị: tất cả", []), menu_button("Hoàn cảnh", [])):
            bar.addWidget(widget)
        bar.addWidget(QLabel("4 kết quả · xếp theo tên"))
        bar.addStretch(1)
        split = QHBoxLayout()
        split.setSpacing(12)
        split.addWidget(table, 5)
        split.addWidget(_person_card(), 4)
        self.body.addLayout(bar)
        self.body.addLayout(split, 1)

    def new_record(self) -> None:
        """Nothing: a picture."""


def _slice(everyone: list[Row], after: int | None, limit: int) -> RowPage:
    start = 0 if after is None else after + 1
    part = everyone[start : start + limit]
    return RowPage(part, part[-1].id if start + limit < len(everyone) else None, len(everyone))


def _person_card() -> Card:
    card = Card()
    name = QLabel("Trần Thị Hoà")
    name.setProperty("role", "title")
    about = QLabel("05/01/1988 · Nữ · CĐCS Trường THCS Đồng Tâm · đoàn viên từ 2012")
    about.setProperty("role", "secondary")
    about.setWordWrap(True)
    pills = QHBoxLayout()
    for text, one in (("Nhà tạm, dột nát", "info"), ("Hộ cận nghèo", "neutral"), ("4 nhân khẩu", "neutral")):
        pills.addWidget(Pill(text, one))  # type: ignore[arg-type]
    pills.addStretch(1)
    card.body.addWidget(name)
    card.body.addWidget(about)
    card.body.addLayout(pills)
    sentence = "Chồng, Nguyễn Văn Bình (CĐCS Công ty CP Gỗ Phú Thịnh), cũng nhận quà Tết 2026."
    card.body.addWidget(Notice(sentence, "warn", [("Xem", _nothing), ("Vẫn ghi, nêu lý do", _nothing)]))
    card.body.addWidget(SectionHeader("Đã được hỗ trợ", "2026: 51.300.000 đ"))
    card.body.addWidget(EmptyState("gift", "Chưa nhận khoản nào", "Nhấn Ctrl+N để ghi khoản hỗ trợ đầu tiên."), 1)
    buttons = QHBoxLayout()
    buttons.addWidget(primary_button("Ghi hỗ trợ mới"))
    buttons.addWidget(secondary_button("In giấy đề nghị"))
    buttons.addStretch(1)
    card.body.addLayout(buttons)
    return card


class FormPage(Page):
    """A form, wide, with a doubtful amount."""

    title = "Trợ cấp khó khăn"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        lookup = Lookup(lambda _text: [Found(1, UNITS[0], "Khối doanh nghiệp")], lambda _id: UNITS[1])
        values = {
            "full_name": "Nguyễn Thị Thu Hương", "birth": "1983", "sex": "female", "citizen_id": "042183000123",
            "phone": "0912345678", "unit_id": 1, "amount": 1_500_000, "paid_on": date(2026, 1, 12), "people": 4,
            "area": 5980, "reason": "Chồng mất, nuôi hai con nhỏ và mẹ già; nhà cấp 4 đã xuống cấp.",
        }  # fmt: skip
        self.form = FieldForm(SPECS, values, lookups={"unit": lookup}, work=context.work)
        panel = FormPanel(context, "Đề nghị trợ cấp", self.form, lambda values: values, draft_key="demo")
        self.body.addWidget(panel, 1)
        self.form.input("goods").set_text("8.762 tỷ")
        self.form.input("phone").set_text("09123")
        self.form.input("goods").tidy()  # type: ignore[attr-defined]
        self.form.input("phone").tidy()  # type: ignore[attr-defined]


class DashboardPage(Page):
    """Figures, a list and notices."""

    title = "Tổng quan"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.header.set_title("Tổng quan năm 2026")
        self.header.set_subtitle("Số liệu tính đến ngày 22/11/2026 · theo đơn vị hiện nay")
        self.header.set_trail([("Báo cáo", _nothing)])
        self.header.add_button(menu_button("Năm 2026", [("Năm 2025", _nothing)]))
        self.header.add_button(primary_button("In bản tóm tắt"))
        cards = QGridLayout()
        cards.setSpacing(12)
        for place, (title, *shown) in enumerate(KPIS):
            card = KpiCard(title)
            card.set(*shown)
            card.make_link(_nothing)
            cards.addWidget(card, 0, place)
        self.body.addLayout(cards)
        table = ListTable("programmes", COLUMNS[:1] + COLUMNS[3:], context)
        table.set_rows(rows(6))
        notices = Card("Cần làm")
        for sentence, link in NOTICES:
            notices.body.addWidget(Notice(sentence, "warn", [(link, _nothing)]))
        keys = QHBoxLayout()
        keys.addWidget(KeyHint("Enter"))
        keys.addWidget(QLabel("đã nhận"))
        keys.addWidget(KeyHint("Ctrl Z"))
        keys.addWidget(QLabel("hoàn tác"))
        keys.addStretch(1)
        notices.body.addLayout(keys)
        notices.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(table, 2)
        row.addWidget(notices, 1)
        self.body.addLayout(row, 1)


KPIS: tuple[tuple[Any, ...], ...] = (
    ("Tổng chi chăm lo", "2,614 tỷ đồng", "2.103 người · 2.487 lượt", 0.92, "cùng kỳ 2025: 2,391 tỷ · +9,3%"),
    ("Mái ấm công đoàn", "13 nhà", "9 đã bàn giao · 3 đang xây · 1 chậm", 0.75, "chỉ tiêu xây mới 12 · còn thiếu 3"),
    ("Vận động được", "418 triệu đồng", "không tính vào chi", 0.6, "chưa nhận 162 triệu đã hứa"),
    ("Phát triển đoàn viên", "1.512", "chỉ tiêu 1.500", 1.0, "đạt trên 100% (100,8%)"),
)
NOTICES = (
    ("1 nhà quá hạn bàn giao 23 ngày", "Trần Thị Hoà · CĐCS Trường THCS Đồng Tâm"),
    ("4 hồ sơ thiếu giấy tờ", "3 trợ cấp · 1 Mái ấm"),
    ("14 suất quà chưa nhận", "Tết Sum vầy · 3 đơn vị"),
)


class EmptyPage(Page):
    """A page with nothing in it yet."""

    title = "Chỉ tiêu"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        empty = EmptyState(
            "target", "Chưa có chỉ tiêu nào", "Nhấn Ctrl+N để ghi chỉ tiêu đầu tiên.", primary_button("Thêm")
        )
        self.body.addWidget(ListTable("none", COLUMNS, context, empty=empty), 1)


def _nothing() -> None:
    """A picture answers nothing."""


ENTRIES = [
    PageEntry("overview", "Tổng quan", "layout-dashboard", DashboardPage),
    PageEntry("people", "Đối tượng", "users", ListPage),
    PageEntry("houses", "Mái ấm công đoàn", "house", EmptyPage),
    PageEntry("gifts", "Quà tặng", "gift", EmptyPage),
    PageEntry("grants", "Trợ cấp khó khăn", "hand-heart", FormPage),
    PageEntry("activities", "Hoạt động, vận động", "megaphone", EmptyPage),
    PageEntry("targets", "Chỉ tiêu", "target", EmptyPage),
    PageEntry("units", "Đơn vị", "building-2", EmptyPage),
    PageEntry("reports", "Báo cáo", "file-chart-column", EmptyPage, group=1),
    PageEntry("settings", "Cài đặt", "settings", EmptyPage, group=1),
]


def demo_shell() -> Shell:
    """Return the main window with the demo pages."""
    context = Context(Settings())
    context.register = SimpleNamespace()
    shell = Shell(context, ENTRIES)
    info = RegisterInfo("Công đoàn xã Hương Sơn", "Năm 2026 · đến ngày 22/11/2026", is_sample=True)
    shell.show()
    shell.show_register(info)
    context.set_badge("houses", 3, "3 nhà chậm")
    context.set_badge("grants", 7, "7 hồ sơ chờ duyệt")
    context.saved()
    shell.set_fact("Sao lưu gần nhất: 14:10, đã mở thử")
    return shell


def scenes(shell: Shell) -> dict[str, Callable[[], QWidget]]:
    """Return what is to be photographed: a name and what brings it to the front."""

    def page(key: str) -> Callable[[], QWidget]:
        def show() -> QWidget:
            shell.go(key)
            return shell

        return show

    def welcome() -> QWidget:
        types = ("Công đoàn xã, phường", "Công đoàn cơ sở", "Liên đoàn Lao động tỉnh")
        shell.show_welcome(FirstRun(types, ["/home/Labordesk/Công đoàn xã Hương Sơn.labordesk"]))
        return shell

    def keys() -> QWidget:
        from labordesk.gui.key_list import KeyList

        shell.go("people")
        return KeyList(shell.key_groups(), shell)

    def message() -> QWidget:
        shell.context.notify.warn("Đĩa sắp đầy (còn 210 MB); hãy sao lưu sang ổ khác rồi dọn bớt.")
        return page("people")()

    return {
        "kit-overview": page("overview"),
        "kit-people": page("people"),
        "kit-grants": page("grants"),
        "kit-empty": page("targets"),
        "kit-keys": keys,
        "kit-message": message,
        "kit-welcome": welcome,
    }
