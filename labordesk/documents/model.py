"""What a paper says, free of how it is drawn: the PDF, Word and Excel twins are made from the same document.

Text is written as it should be read, without the capitals, zeros and closing marks that the decree prescribes:
``decree`` adds those. Lengths in millimetres end in ``_mm``; money is whole đồng.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from labordesk.store.figure_rows.meaning import Rows


class Align(StrEnum):
    """Where text stands between its left and right edge."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"
    JUSTIFY = "justify"


class RowKind(StrEnum):
    """What a row of a table is; only normal rows are added up in carried totals."""

    NORMAL = "normal"
    GROUP = "group"
    SUBTOTAL = "subtotal"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one style."""

    text: str
    bold: bool = False
    italic: bool = False


Text = str | tuple[Run, ...]
"""Plain text, or runs of text in different styles."""


def plain(text: Text) -> str:
    """Return the words of a text without their styles."""
    return text if isinstance(text, str) else "".join(run.text for run in text)


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered title inside the text: level 1 "I. …", 2 "1. …", 3 "a) …"; the caller writes the number."""

    text: str
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2, 3):
            raise ValueError(f"heading level {self.level}: only 1, 2 and 3 exist")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Body text, justified with an indented first line unless said otherwise."""

    text: Text
    align: Align = Align.JUSTIFY
    indented: bool = True


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal ground ("Căn cứ …") on its own line in italics; the closing ";" or "." is added."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list: level 1 begins with "-", level 2 with "+"."""

    text: Text
    level: int = 1

    def __post_init__(self) -> None:
        if self.level not in (1, 2):
            raise ValueError(f"bullet level {self.level}: only 1 and 2 exist")


@dataclass(frozen=True, slots=True)
class AmountInWords:
    """The line under a sum: "Bằng chữ: Tám triệu đồng."; ``words`` come from ``vietnamese``."""

    words: str
    label: str = "Bằng chữ"


@dataclass(frozen=True, slots=True)
class DottedLine:
    """A field of a form, "Label: value"; without a value dots to fill in by hand, over ``lines`` lines."""

    label: str
    value: str = ""
    lines: int = 1

    def __post_init__(self) -> None:
        if not 1 <= self.lines <= 20:
            raise ValueError(f"{self.lines} dotted lines: 1 to 20 can be printed")


@dataclass(frozen=True, slots=True)
class DottedRow:
    """Several short fields side by side; ``shares`` are their relative widths, equal when empty."""

    fields: tuple[DottedLine, ...]
    shares: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not self.fields:
            raise ValueError("a row of fields needs at least one field")
        if self.shares and (len(self.shares) != len(self.fields) or min(self.shares) <= 0):
            raise ValueError("a row of fields needs one positive share for each field")


@dataclass(frozen=True, slots=True)
class CheckBox:
    """A box with its label, ticked or left for the pen."""

    label: str
    checked: bool = False


@dataclass(frozen=True, slots=True)
class CheckRow:
    """A question with its boxes on one line (or on as many as they need)."""

    label: str
    boxes: tuple[CheckBox, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins a new page."""


@dataclass(frozen=True, slots=True)
class Spacer:
    """An empty height."""

    height_mm: float

    def __post_init__(self) -> None:
        if not 0 < self.height_mm <= 150:
            raise ValueError(f"an empty height of {self.height_mm} mm: up to 150 fit on a page of either orientation")


Cell = str | int | None
"""Text; a whole number (printed with dots between thousands); None: empty, or a part of the cell to its left."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    ``share`` is its relative width; neighbours with the same ``group`` stand under one common heading; the whole
    numbers of a ``carried`` column are added up page by page.
    """

    heading: str
    share: float = 1.0
    align: Align = Align.LEFT
    group: str = ""
    carried: bool = False

    def __post_init__(self) -> None:
        if self.share <= 0:
            raise ValueError(f"column {self.heading!r}: the share of the width must be positive")


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table; in a group, subtotal or total row a text extends over the ``None`` cells to its right.

    ``counts`` says, cell by cell, what a figure counts, so that a screen can open its rows; nothing of it is printed.
    It is empty where no cell of the row says so.
    """

    cells: tuple[Cell, ...]
    kind: RowKind = RowKind.NORMAL
    counts: tuple[Rows | None, ...] = ()

    def __post_init__(self) -> None:
        if self.counts and len(self.counts) != len(self.cells):
            raise ValueError(f"{len(self.counts)} meanings for {len(self.cells)} cells")


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose headings repeat on each page.

    ``caption`` stands centred above it, ``unit_note`` ("Đơn vị tính: đồng") above its right edge. With a ``carried``
    column, a table longer than a page closes each page with "Cộng trang" (and "Cộng dồn") and opens the next with
    "Mang sang". ``min_row_mm`` leaves room to sign. ``size`` is the letter size in points.
    """

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    caption: str = ""
    unit_note: str = ""
    size: float = 12
    min_row_mm: float = 0
    when_empty: str = "(Không có số liệu)"

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("a table needs at least one column")
        if self.columns[0].carried:
            raise ValueError("the first column holds the words 'Cộng trang' and cannot be carried")
        if not 6 <= self.size <= 20:
            raise ValueError(f"letters of {self.size} points in a table: 6 to 20 can be read and fit")
        if not 0 <= self.min_row_mm <= 100:
            raise ValueError(f"rows of at least {self.min_row_mm} mm: 0 to 100 fit on a page")
        self._check_rows()

    def _check_rows(self) -> None:
        carried = [index for index, column in enumerate(self.columns) if column.carried]
        for number, row in enumerate(self.rows, start=1):
            if len(row.cells) != len(self.columns):
                raise ValueError(f"row {number} has {len(row.cells)} cells for {len(self.columns)} columns")
            if row.kind is RowKind.NORMAL and any(isinstance(row.cells[index], str) for index in carried):
                raise ValueError(f"row {number}: a carried column takes whole numbers or None, not text")


@dataclass(frozen=True, slots=True)
class Picture:
    """A photo: the bytes of a JPEG or PNG file and what stands below it in italics."""

    content: bytes
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """One photo, or two side by side, each on one page with its caption.

    ``width_mm`` is that of each photo; 0 shares the width of the text. A tall photo is drawn narrower.
    """

    pictures: tuple[Picture, ...]
    width_mm: float = 0

    def __post_init__(self) -> None:
        if not 1 <= len(self.pictures) <= 2:
            raise ValueError(f"{len(self.pictures)} photos beside each other: 1 or 2 fit")
        if not 0 <= self.width_mm <= 260:
            raise ValueError(f"a photo {self.width_mm} mm wide: up to 260 fit on a page")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a chart: ``text`` is what stands at its end, ``before`` the same of an earlier period.

    ``counts`` says what the value counts, as in a row of a table.
    """

    label: str
    value: int
    text: str = ""
    before: int = 0
    counts: Rows | None = None

    def __post_init__(self) -> None:
        if self.value < 0 or self.before < 0:
            raise ValueError(f"bar {self.label!r}: a length below zero cannot be drawn")


class ChartKind(StrEnum):
    """How a chart stands: bars for names, columns for months."""

    BARS = "bars"
    COLUMNS = "columns"


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart that can be read in black and white; ``title`` names the unit of what is drawn.

    ``series`` are the names of the period and of the earlier one; without a second name only the period is drawn. In
    Word and Excel a chart is the table of its values, headed by ``value_heading`` and named ``table_title`` where the
    values are in another unit than what is drawn.
    """

    title: str
    bars: tuple[Bar, ...]
    kind: ChartKind = ChartKind.BARS
    series: tuple[str, ...] = ("Kỳ này",)
    label_heading: str = "Nội dung"
    value_heading: str = "Giá trị"
    table_title: str = ""

    def __post_init__(self) -> None:
        if not 1 <= len(self.series) <= 2:
            raise ValueError(f"{len(self.series)} series: a chart shows one period, or two beside each other")


@dataclass(frozen=True, slots=True)
class Charts:
    """One chart over the whole width, or two side by side."""

    charts: tuple[Chart, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.charts) <= 2:
            raise ValueError(f"{len(self.charts)} charts beside each other: 1 or 2 fit")


@dataclass(frozen=True, slots=True)
class KeepTogether:
    """Blocks that stay on one page when a page can hold them."""

    blocks: tuple[Block, ...]


Block = (
    Heading
    | Paragraph
    | Basis
    | Bullet
    | AmountInWords
    | DottedLine
    | DottedRow
    | CheckBox
    | CheckRow
    | PageBreak
    | Spacer
    | Table
    | Pictures
    | Charts
    | KeepTogether
)


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The bodies at the top left; without an issuing body (a personal application) the national name is centred."""

    issuing_body: str = ""
    superior_body: str = ""


@dataclass(frozen=True, slots=True)
class PlaceDate:
    """Place and date of signing; without a day, dots to fill in by hand."""

    place: str
    day: date | None = None


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who signs: ``authority`` "TM. Ban Thường vụ", ``title`` "Chủ tịch", ``hint`` "(Ký, ghi rõ họ tên)", name."""

    title: str
    name: str = ""
    authority: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Appendix:
    """A part with pages of its own behind the signature.

    ``label`` "Phụ lục I", ``attached_to`` "Kèm theo Báo cáo số 05/BC-LĐLĐ ngày … của …".
    """

    label: str
    title: str
    blocks: tuple[Block, ...]
    attached_to: str = ""
    landscape: bool = False
    signed_at: PlaceDate | None = None
    signatures: tuple[SignatureBlock, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A paper in the order of Nghị định 30/2020/NĐ-CP, Phụ lục I.

    ``kind`` "Báo cáo" and ``abstract`` make the title; without a kind (công văn) the abstract stands as "V/v …" under
    the number. ``number`` "5/BC-LĐLĐ"; "/BC-LĐLĐ" leaves room for the number; None prints no number line.
    ``signed_at`` prints place and date above the signatures, as lists and forms do, instead of under the letterhead.
    ``closes_text`` sets "./." behind the last sentence, when the text ends with one. ``copy_mark`` ("BẢN SAO") stands
    framed in the upper right margin of every page.
    """

    letterhead: Letterhead | None = None
    kind: str = ""
    abstract: str = ""
    note: str = ""
    number: str | None = None
    place_date: PlaceDate | None = None
    addressees: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    signed_at: PlaceDate | None = None
    signatures: tuple[SignatureBlock, ...] = ()
    recipients: tuple[str, ...] = ()
    appendices: tuple[Appendix, ...] = ()
    landscape: bool = False
    closes_text: bool = True
    title: str = ""
    author: str = ""
    language: str = "vi"
    copy_mark: str = ""

    @property
    def full_title(self) -> str:
        """The title for the file's properties and its outline: ``title``, else kind and abstract."""
        return self.title or " ".join(part for part in (self.kind, self.abstract) if part) or "Văn bản"
