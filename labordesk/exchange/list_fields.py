"""The fields a list can have: the headings they go by and what stands in their cells.

Headings of fields of the register come from the label and the aliases of their ``Spec``; the others stand here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

from labordesk.exchange.list_model import ListKind
from labordesk.fields import Spec, specs_of

Content = Literal[
    "serial", "name", "word", "sex", "mark", "birth", "year", "day", "citizen", "old_id", "phone", "insurance",
    "account", "money", "sum", "count", "unit", "place", "work", "area", "text", "none",
]  # fmt: skip
"""What cells of a field look like; ``sum``: money by the look of it, not any number; ``none``: a column to sign in."""

SIGNATURE: Final = "signature"
"""The field of columns that are only for the pen: known, and not taken."""

PART_OF: Final[Mapping[str, str]] = {
    "family_name": "name",
    "given_name": "name",
    "born_male": "born",
    "born_female": "born",
    "born_day": "born",
    "born_month": "born",
    "born_year": "born",
    "sex_male": "sex",
    "sex_female": "sex",
    "build_new": "new_build",
    "build_repair": "new_build",
}
"""Columns that hold a field together with others: what is wrong in them, and what settles it, goes by the field."""

PEOPLE_KINDS: Final[frozenset[ListKind]] = frozenset({"people", "gifts", "grants", "houses"})
"""Kinds of list whose rows are people."""


@dataclass(frozen=True, slots=True)
class ListField:
    """``spec`` where the register has such a field; ``kinds``: the only kinds of list it stands in, empty for all."""

    name: str
    content: Content
    headings: tuple[str, ...]
    spec: Spec | None = None
    kinds: frozenset[ListKind] = frozenset()


# name: content, model field it is stored in (or ""), headings seen only in lists.
_PERSON: Final[Mapping[str, tuple[Content, str, str]]] = {
    "name": (
        "name",
        "full_name",
        "họ tên người thụ hưởng|họ và tên người thụ hưởng|quý danh|danh tính|cán bộ, viên chức|người lao động"
        "|đoàn viên được hỗ trợ|đoàn viên nhận hỗ trợ|đoàn viên được nhận|đoàn viên nhận quà|đoàn viên",
    ),
    "born": ("birth", "birth", "ngày tháng sinh|ns|ngày sinh/năm sinh|năm sinh/ngày sinh|d.o.b|dob|date of birth"),
    "sex": ("sex", "sex", "ông/bà|danh xưng|xưng hô|nam/nữ|nam nữ|nam (nữ)"),
    "cccd": (
        "citizen",
        "citizen_id",
        "số cmnd hoặc cccd|số cmnd (cccd)|số chứng minh thư/cccd|cmnd hoặc cccd|id|số id",
    ),
    "citizen_id_issued_on": ("day", "citizen_id_issued_on", ""),
    "citizen_id_issued_at": ("text", "citizen_id_issued_at", ""),
    "old_id": ("old_id", "old_id", ""),
    "phone": ("phone", "phone", "số liên lạc|số máy|liên lạc"),
    "sort_name": ("word", "sort_name", ""),
    "standing": ("text", "standing", ""),
    "unit": ("unit", "unit_id", "chỗ làm|chỗ làm việc|cđcs trực thuộc"),
    "department": ("text", "department", ""),
    "job": ("text", "job", "vị trí việc làm"),
    "union_card": ("text", "union_card", ""),
    "joined_on": ("day", "joined_on", ""),
    "social_insurance": ("insurance", "social_insurance", ""),
    "address": ("place", "address", "thôn|trú quán|nơi xây dựng|địa điểm xây dựng|ấp, xã|thôn, xã|tổ dân phố"),
    "ward_code": ("place", "ward_code", ""),
    "old_ward_code": ("place", "old_ward_code", ""),
    "registered_address": ("place", "registered_address", ""),
    "native_place": ("place", "native_place", ""),
    "housing": ("text", "housing", ""),
    "land_title": ("text", "land_title", ""),
    "poverty": ("text", "poverty", ""),
    "poverty_book": ("text", "poverty_book", ""),
    "household_size": ("count", "household_size", ""),
    "dependants": ("count", "dependants", ""),
    "income": ("money", "income", ""),
    "ethnicity": ("text", "ethnicity", ""),
    "recipient": (
        "name",
        "recipient_name",
        "người nhận|người nhận tiền|người nhận quà|họ tên người nhận|họ và tên người nhận|người ký nhận"
        "|người đại diện nhận",
    ),
    "relation": ("text", "recipient_relation", ""),
    "bank_name": ("text", "bank_name", "tại nh|nh"),
    "bank_account": ("account", "bank_account", ""),
    "bank_holder": ("name", "bank_holder", ""),
    "consent": ("text", "consent", ""),
    "consent_on": ("day", "consent_on", ""),
    "consent_form": ("text", "consent_form", ""),
    "note": ("text", "note", "notes|ý kiến"),
}
_HOUSE: Final[Mapping[str, tuple[Content, str, str]]] = {
    "new_build": (
        "work",
        "work",
        "loại (xm/sc)|xm/sc|xây mới/sửa chữa|xây mới hay sửa chữa|xây mới hoặc sửa chữa|hình thức hỗ trợ|loại nhà"
        "|loại công trình|hình thức xây dựng|loại hình hỗ trợ|loại hỗ trợ|phân loại|hạng mục"
        "|xây mới, sửa chữa|nội dung hỗ trợ|loại|hình thức|xây/sửa",
    ),
    "area": ("area", "area", "diện tích|diện tích xây dựng|diện tích nhà|dt|m2"),
    "structure": ("text", "structure", ""),
    "total_value": (
        "money",
        "total_value",
        "tổng giá trị|tổng trị giá|tổng kinh phí|tổng vốn|giá trị công trình|giá trị nhà|tổng mức đầu tư"
        "|tổng kinh phí xây dựng|tổng giá trị nhà|giá trị ngôi nhà|trị giá căn nhà|giá trị xây dựng|trị giá nhà"
        "|tổng chi phí|chi phí xây dựng|giá trị căn nhà|tổng cộng|cộng|tổng|tổng số|tổng nguồn vốn|tổng số tiền",
    ),
    "estimate": ("money", "estimate", "dự toán|kinh phí dự toán|tổng dự toán"),
    "due_on": ("day", "due_on", "dự kiến hoàn thành|dự kiến bàn giao|ngày dự kiến bàn giao"),
    "progress": ("text", "progress", "tiến độ thực hiện|tiến độ thi công|tiến độ xây dựng|hiện trạng"),
}
_UNIT: Final[Mapping[str, tuple[Content, str, str]]] = {
    "short_name": ("text", "short_name", ""),
    "abbreviation": ("text", "abbreviation", ""),
    "unit_type": ("text", "type_id", ""),
    "parent": ("unit", "parent_id", ""),
    "sector": ("text", "sector", ""),
    "locality": ("place", "locality", ""),
    "member_count": ("count", "member_count", ""),
    "worker_count": ("count", "worker_count", ""),
    "counted_on": ("day", "counted_on", ""),
    "valid_from": ("day", "valid_from", ""),
}
# In lists only: what an award, a milestone, a target or a typed total is made of, and columns of the layout itself.
_LISTED: Final[Mapping[str, tuple[Content, str]]] = {
    "number": ("serial", "stt|tt|số tt|số thứ tự|no|#|thứ tự|s.tt|s tt|nº"),
    "family_name": (
        "name",
        "họ đệm|họ và đệm|họ lót|họ và chữ đệm|họ chữ đệm|họ và tên đệm|họ tên đệm|họ và tên lót|họ và chữ lót"
        "|họ chữ lót|họ",
    ),
    "given_name": ("word", "tên|tên gọi"),
    "sex_male": ("mark", "nam|giới tính nam"),
    "sex_female": ("mark", "nữ|giới tính nữ"),
    "born_male": ("birth", "năm sinh nam|ngày sinh nam|sinh năm nam|ngày tháng năm sinh nam|nam sinh năm"),
    "born_female": ("birth", "năm sinh nữ|ngày sinh nữ|sinh năm nữ|ngày tháng năm sinh nữ|nữ sinh năm"),
    "born_day": ("count", "ngày sinh ngày|ngày tháng năm sinh ngày"),
    "born_month": ("count", "ngày sinh tháng|ngày tháng năm sinh tháng|tháng sinh"),
    "born_year": ("year", "ngày sinh năm|ngày tháng năm sinh năm"),
    "circumstance": (
        "text",
        "hoàn cảnh|hoàn cảnh khó khăn|hoàn cảnh gia đình|hoàn cảnh cụ thể|lý do|lý do trợ cấp|lý do hỗ trợ"
        "|lý do khó khăn|lý do đề nghị|diện|thuộc diện|diện hỗ trợ|diện khó khăn|tình trạng|nguyên nhân"
        "|nội dung trợ cấp|nội dung hỗ trợ|tóm tắt hoàn cảnh|hoàn cảnh đặc biệt|đối tượng|trường hợp|nội dung|bệnh"
        "|diện chính sách|khó khăn|tình hình|thuộc đối tượng|loại bệnh|bệnh tật|bệnh lý|tên bệnh|chẩn đoán"
        "|tình trạng bệnh|tóm tắt hckk|hckk|hcgđ|tình hình gia đình",
    ),
    "amount": (
        "money",
        "số tiền|thành tiền|tổng trị giá|mức hỗ trợ|mức quà|giá trị|kinh phí|số tiền hỗ trợ|tổng tiền|mức chi"
        "|tổng số tiền|tổng giá trị|trị giá|mức trợ cấp|cộng|tổng cộng|tổng|số tiền trợ cấp|mức tặng|giá trị quà"
        "|tiền quà|tiền hỗ trợ|tiền trợ cấp|số tiền được hỗ trợ|số tiền nhận|số tiền chi|công đoàn hỗ trợ"
        "|kinh phí hỗ trợ|mức tiền|trị giá quà|giá trị suất quà|giá trị hỗ trợ|mức thưởng|số tiền đề nghị|mức đề nghị"
        "|đề nghị hỗ trợ|đề nghị trợ cấp|hỗ trợ|thực lĩnh"
        "|thực nhận|số tiền thực nhận|mức duyệt|mức được duyệt|mức phê duyệt|số tiền duyệt|số tiền được duyệt|duyệt chi"
        "|số tiền phê duyệt|kinh phí duyệt|kinh phí được duyệt|tổng số|trợ cấp|mức thăm hỏi"
        "|số tiền đã hỗ trợ|đã hỗ trợ|số tiền (đ)|tiền|amount|định mức|mức đề xuất|mức được hưởng|được hưởng"
        "|tiền thăm hỏi|mức thăm|tiền nhận|st|tiền được nhận",
    ),
    "cash": (
        "money",
        "tiền mặt|bằng tiền|phần tiền|tiền|quà bằng tiền|tiền mặt chuyển khoản|bằng tiền mặt|quà tiền mặt"
        "|tiền mặt/ck|số tiền mặt|tm",
    ),
    "goods": (
        "money",
        "hiện vật|quà|quà tặng|trị giá hiện vật|phần quà|giá trị hiện vật|quà hiện vật|túi quà|bằng hiện vật"
        "|giá trị phần quà|hiện vật trị giá|quà bằng hiện vật|trị giá phần quà|tiền quà hiện vật|hiện vật quy tiền"
        "|hv|hàng hóa|trị giá hàng|nhu yếu phẩm",
    ),
    "goods_text": (
        "text",
        "hiện vật|quà|quà tặng|phần quà|tên hiện vật|loại quà|nội dung quà|nhu yếu phẩm|tên quà|túi quà|quà hiện vật",
    ),
    "unit_price": (
        "money",
        "đơn giá|mức/suất|giá trị/suất|mức chi/suất|giá trị 1 suất|trị giá 1 suất"
        "|tiền 1 suất|tiền/suất|mức 1 suất|giá 1 suất|mệnh giá|mệnh giá phiếu|trị giá phiếu|giá trị phiếu|giá vé"
        "|tiền vé|mức tiền/suất|số tiền/suất|số tiền 1 suất|mức/người",
    ),
    "quantity": (
        "count",
        "số đoàn viên được nhận|số người được nhận"
        "|số lượng|số suất|sl|số suất quà|số người|số lượt|số người được hỗ trợ|số lượt người|số đối tượng|suất"
        "|số trường hợp|số nhà|số đoàn viên được hỗ trợ|số lượng suất|số phiếu mua hàng|số phiếu quà|số phần"
        "|số phần quà|số vé|số túi quà|số lượng quà|số lượng vé|số lượng phiếu",
    ),
    "paid": (
        "day",
        "thời gian trợ cấp|thời gian phát|thời gian cấp|ngày tháng trợ cấp|ngày hưởng"
        "|ngày chi|ngày nhận|ngày tháng chi|ngày tháng nhận|ngày tháng năm nhận|thời điểm nhận|ngày trao|ngày hỗ trợ"
        "|ngày cấp phát|ngày phát|thời gian nhận|ngày trợ cấp"
        "|thời gian hỗ trợ|ngày trao quà|ngày nhận quà|ngày nhận tiền|ngày chi tiền|ngày tặng|thời gian trao"
        "|ngày thực hiện|ngày thăm|ngày tháng hỗ trợ|ngày tháng năm hỗ trợ|thời điểm chi|thời điểm hỗ trợ"
        "|ngày trao hỗ trợ|ngày chi trả|ngày giải ngân|ngày ký nhận|ngày ký|ngày giao|ngày giao quà|ngày nhận hỗ trợ"
        "|ngày nhận trợ cấp|ngày chuyển khoản|ngày chuyển tiền|ngày thanh toán|ngày lĩnh|ngày thăm hỏi|ngày trao tiền"
        "|thời gian chi|ngày chi hỗ trợ|ngày chi trợ cấp",
    ),
    "started": (
        "day",
        "ngày khởi công|khởi công|ngày kc|kc|thời gian khởi công|ngày bắt đầu|bắt đầu xây dựng|ngày động thổ",
    ),
    "handed": (
        "day",
        "ngày bàn giao|bàn giao|ngày bg|bg|ngày hoàn thành|hoàn thành|khánh thành|ngày khánh thành|ngày trao nhà"
        "|thời gian bàn giao"
        "|ngày bàn giao nhà|bàn giao nhà|ngày hoàn thành bàn giao|thời gian hoàn thành|ngày bàn giao đưa vào sử dụng",
    ),
    "surveyed": ("day", "ngày khảo sát|khảo sát"),
    "approved": ("day", "ngày duyệt|ngày phê duyệt"),
    "inspected": ("day", "ngày nghiệm thu|nghiệm thu"),
    "amount_new": ("money", "số tiền xây mới|kinh phí xây mới"),
    "amount_repair": ("money", "số tiền sửa chữa|kinh phí sửa chữa"),
    "build_new": ("mark", "xây mới|xm|làm mới|xây dựng mới|nhà xây mới|xây nhà mới"),
    "build_repair": ("mark", "sửa chữa|sc|sửa|nâng cấp|nhà sửa chữa|cải tạo|sửa chữa nâng cấp"),
    "labour_days": ("count", "ngày công|số ngày công|công lao động"),
    "fund": ("text", "nguồn|nguồn kinh phí|nguồn quỹ|nguồn chi|nguồn hỗ trợ|quỹ|đơn vị tài trợ|nhà tài trợ"),
    "decision_number": ("text", "số quyết định|quyết định số|quyết định|số qđ|qđ số"),
    "decision_date": ("day", "ngày quyết định|ngày qđ|ngày ra quyết định"),
    "voucher_number": ("text", "số phiếu chi|phiếu chi|số chứng từ|chứng từ|số phiếu"),
    "method": (
        "text",
        "hình thức nhận|hình thức chi|hình thức trao|hình thức chi trả|phương thức|hình thức thanh toán",
    ),
    "instalment": ("text", "đợt|lần|lần chi|đợt chi"),
    "programme": ("text", "chương trình|tên chương trình|hoạt động|nội dung|nội dung chăm lo|nội dung hoạt động"),
    "indicator": ("text", "chỉ tiêu|tên chỉ tiêu|nội dung chỉ tiêu|nội dung"),
    "year": ("year", "năm|năm kế hoạch|năm giao"),
    "target": ("count", "chỉ tiêu giao|chỉ tiêu|kế hoạch|kế hoạch giao|giao|chỉ tiêu được giao|kh giao|chỉ tiêu năm"),
    "actual": ("count", "thực hiện|kết quả|kết quả thực hiện|đã thực hiện|th"),
    "basis": ("text", "căn cứ giao|căn cứ|theo báo cáo số"),
    "count_unit": ("text", "đơn vị tính|đvt"),
    "new_houses": ("count", "nhà xây mới|số nhà xây mới|xây mới"),
    "repaired_houses": ("count", "nhà sửa chữa|số nhà sửa chữa|sửa chữa"),
    "starts_on": ("day", "từ ngày"),
    "ends_on": ("day", "đến ngày"),
    "level": ("text", "cấp chi"),
    SIGNATURE: (
        "none",
        "ký nhận|ký tên|chữ ký|người nhận ký|ký|ký xác nhận|ký nhận tiền|ký nhận quà|ký, ghi rõ họ tên"
        "|người nhận ký tên|signature|đã ký"
        "|ký nhận của đoàn viên|xác nhận|ký nhận (ghi rõ họ tên)",
    ),
}
_ONLY_IN: Final[Mapping[str, frozenset[ListKind]]] = {
    **dict.fromkeys(("build_new", "build_repair", "amount_new", "amount_repair"), frozenset[ListKind]({"houses"})),
    **dict.fromkeys(("started", "handed", "surveyed", "inspected", "due_on"), frozenset[ListKind]({"houses"})),
    **dict.fromkeys(("new_build", "area", "structure", "total_value", "estimate"), frozenset[ListKind]({"houses"})),
    **dict.fromkeys(("progress", "labour_days"), frozenset[ListKind]({"houses"})),
    **dict.fromkeys(_UNIT, frozenset[ListKind]({"units"})),
    **dict.fromkeys(("indicator", "year", "target", "actual", "basis"), frozenset[ListKind]({"targets"})),
    **dict.fromkeys(("new_houses", "repaired_houses", "starts_on", "ends_on"), frozenset[ListKind]({"aggregates"})),
    **dict.fromkeys(("level", "count_unit"), frozenset[ListKind]({"aggregates", "targets"})),
    "programme": frozenset({"targets", "aggregates", "grants", "gifts"}),
    "locality": frozenset({"units"}),
}
MODEL_FIELDS: Final[Mapping[str, str]] = {name: stored for name, (_content, stored, _more) in _PERSON.items()}
"""The columns of ``Person`` by the field of a list."""


@cache
def list_fields() -> Mapping[str, ListField]:
    """Return all fields by name."""
    from labordesk.model.house import HouseFields
    from labordesk.model.person import PersonFields
    from labordesk.model.unit import UnitFields

    found: dict[str, ListField] = {}
    for model, table in ((PersonFields, _PERSON), (HouseFields, _HOUSE), (UnitFields, _UNIT)):
        specs = specs_of(model)
        for name, (content, stored, more) in table.items():
            spec = specs[stored]
            headings = dict.fromkeys((spec.label, *spec.aliases, *filter(None, more.split("|"))))
            found[name] = ListField(name, content, tuple(headings), spec, _ONLY_IN.get(name, frozenset()))
    for name, (content, listed) in _LISTED.items():
        found[name] = ListField(name, content, tuple(listed.split("|")), None, _ONLY_IN.get(name, frozenset()))
    return found
