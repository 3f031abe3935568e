"""How the questions of a list are worded: titles, explanations, what is written and what it would become."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from labordesk.exchange.list_fields import list_fields
from labordesk.fields import Count, Day, Kind, Money, Text, Year
from labordesk.fields.common import BIRTH
from labordesk.gui.pages.imports_fields import field_label, is_money
from labordesk.gui.pages.imports_questions import Item, Question
from labordesk.gui.tokens import Tone
from labordesk.i18n import N_, _
from labordesk.vietnamese.numbers import number

if TYPE_CHECKING:
    from labordesk.services.import_model import Candidate, RowPlace

SEVERITIES: Final[dict[str, tuple[str, Tone]]] = {
    "ask": (N_("Hỏi"), "info"),
    "error": (N_("Lỗi"), "error"),
    "warning": (N_("Lưu ý"), "warn"),
}
_BY_CONTENT: Final[dict[str, Kind]] = {
    "money": Money(),
    "count": Count(),
    "day": Day(),
    "birth": BIRTH.kind,
    "year": Year(),
}


def severity_words(question: Question) -> tuple[str, Tone]:
    """Return the pill of a question."""
    words, tone = SEVERITIES[question.severity]
    return _(words), tone


def question_title(question: Question, left: int | None = None) -> str:
    """Return the title of a question; ``left`` items of it are still to be answered."""
    n = number(len(question.items) if left is None else left)
    field = field_label(question.field)
    match question.topic:
        case "target":
            return _("Ghi vào đợt, chương trình nào?")
        case "unit":
            if question.severity == "warning":
                return _("{n} đơn vị sẽ được thêm mới").format(n=n)
            return _("{n} đơn vị chưa rõ là đơn vị nào").format(n=n)
        case "circumstance":
            return _("{n} hoàn cảnh chưa có trong danh mục").format(n=n)
        case "fund":
            return _("{n} nguồn kinh phí chưa có trong danh mục").format(n=n)
        case "person":
            if _is_within_file(question):
                return _("{n} dòng có thể là người đã ghi ở dòng trên").format(n=n)
            return _("{n} người có thể đã có trong sổ").format(n=n)
        case "rule":
            return _rule_title(question, n)
        case "encoding":
            return _("{n} cột chưa chắc bảng mã chữ").format(n=n)
        case "total":
            return _("Tổng ghi trong tệp không khớp")
        case "note":
            return _("Lưu ý về tệp này")
        case _:
            return _cell_title(question, field, n)


def _is_within_file(question: Question) -> bool:
    """Say whether the people of a question stand only in the list itself, not in the register."""
    first = question.items[0].row if question.items else None
    return first is not None and all(one.person_id is None for one in first.candidates)


def _rule_title(question: Question, n: str) -> str:
    titles = {
        "name": _("{n} dòng là suất thứ hai của một người"),
        "amount": _("{n} dòng khác định mức"),
        "unit": _("{n} dòng vượt số phân bổ của đơn vị"),
    }
    return titles.get(question.field, _("{n} dòng trái quy định")).format(n=n)


def _cell_title(question: Question, field: str, n: str) -> str:
    if not field:
        return _("{n} dòng cần xem lại").format(n=n)
    title = {
        "ask": _("{n} ô “{field}” chưa rõ"),
        "error": _("{n} ô “{field}” sai"),
        "warning": _("{n} ô “{field}” nên xem lại"),
    }[question.severity]
    return title.format(n=n, field=field)


def question_explain(question: Question) -> str:
    """Return what is said under the title."""
    match question.topic:
        case "unit" if question.severity == "warning":
            return _("Sổ chưa có các đơn vị này. Nếu chỉ là tên viết khác của đơn vị đã có, hãy chọn đơn vị ấy.")
        case "unit":
            return _("Tên ghi trong tệp không trùng đơn vị nào của sổ. Chọn đơn vị có sẵn, hoặc thêm đơn vị mới.")
        case "encoding":
            return _("Hãy xem vài ô trước và sau khi đổi ở bước “Cột”, rồi chọn bảng mã đúng.")
        case "total":
            return _("Cộng các dòng không ra tổng ghi trong tệp. Vẫn ghi được; nên hỏi lại nơi lập danh sách.")
        case "rule":
            return _("Ghi được khi có lý do; lý do được lưu cùng từng khoản hỗ trợ để kiểm tra sau này.")
        case "circumstance":
            return _("Chọn hoàn cảnh trong danh mục gần nghĩa nhất với chữ ghi trong tệp.")
        case "fund":
            return _("Chọn nguồn kinh phí của sổ ứng với chữ ghi trong tệp.")
        case "person" if _is_within_file(question):
            return _("Tệp có hai dòng giống nhau. Nếu là hai người khác nhau, hãy chọn để lập hai hồ sơ.")
        case "person":
            return _("So từng người với hồ sơ trong sổ: cùng người thì ghi tiếp vào hồ sơ cũ, không lập hồ sơ thứ hai.")
        case _:
            return sentence(question.reason)


def sentence(text: str) -> str:
    """Return what is said of a cell as a sentence of its own: with a capital and a full stop."""
    if not text:
        return ""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".!?…" else ".")


def where_words(place: RowPlace | None, *, sheets: bool) -> str:
    """Return where a row stands: "dòng 12", with several sheets "Xã Đông · 12"."""
    if place is None:
        return ""
    return f"{place[0]} · {place[1]}" if sheets else _("dòng {n}").format(n=place[1])


def who_words(item: Item) -> str:
    """Return who or what an item is about."""
    if item.unit is not None:
        return item.unit.written
    if item.entry is not None:
        return item.entry.written
    row = item.row
    if row is None:
        return ""
    name = row.values.get("name") or row.read.values.get("name") or row.read.raw.get("name")
    return str(name or row.read.raw.get("unit", ""))


def written_words(item: Item) -> str:
    """Return what stands in the cell of an item, or in how many rows its word stands."""
    if item.unit is not None:
        return _("{n} dòng").format(n=number(item.unit.rows))
    if item.entry is not None:
        return _("{n} dòng").format(n=number(item.entry.rows))
    if item.row is None or item.problem is None:
        return ""
    return " ".join(item.row.read.raw.get(item.problem.field, "").split())


def shown_value(field: str, value: Any) -> str:
    """Return a value as the officer reads it."""
    if value is None:
        return _("để trống")
    if is_money(field) and isinstance(value, int):
        return _("{money} đồng").format(money=number(value))
    if isinstance(value, bool):
        return _("có") if value else _("không")
    try:
        return kind_of(field).show(value) or str(value)
    except (TypeError, ValueError, AttributeError):
        return str(value)


def kind_of(field: str) -> Kind:
    """Return how a value of a field is typed and shown."""
    if is_money(field):
        return Money()
    known = list_fields().get(field)
    if known is None:
        return Text()
    if known.content in _BY_CONTENT:
        return _BY_CONTENT[known.content]
    return known.spec.kind if known.spec is not None and field not in ("unit", "parent", "unit_type") else Text()


def as_list_value(value: Any) -> Any:
    """Return a value typed by the officer as the rows of a list hold it: days as ISO text."""
    return value.isoformat() if isinstance(value, date) else value


def person_words(one: Candidate) -> str:
    """Return who a candidate is: name, birth, unit."""
    birth = BIRTH.kind.show(one.birth) if one.birth else ""
    return " · ".join(part for part in (one.name, birth, one.unit) if part)


def unit_words(written: str, value: Any) -> str:
    """Return the unit of money that makes a bare figure a value ("nghìn đồng"); "" when none does."""
    digits = written.replace(".", "").replace(" ", "")
    if not digits.isdecimal() or not isinstance(value, int) or not int(digits):
        return ""
    names = {1: _("đồng"), 1_000: _("nghìn đồng"), 1_000_000: _("triệu đồng"), 10**9: _("tỷ đồng")}
    share, rest = divmod(value, int(digits))
    return names.get(share, "") if not rest else ""


def left_words(questions: Sequence[Question]) -> str:
    """Return how many questions are left."""
    blocking = sum(question.blocks for question in questions)
    if not questions:
        return _("Không còn câu hỏi nào")
    if not blocking:
        return _("Không còn câu hỏi nào phải trả lời · {n} lưu ý").format(n=number(len(questions)))
    return _("Còn {n} việc phải xem").format(n=number(blocking))
