"""Phiếu khảo sát nhà ở: the twenty items the house is judged by, with four signatures (domain.md 4.2, form 3).

Ethnicity, religion and income are sensitive (NĐ 356/2025) and left to be written at the place.
"""

from __future__ import annotations

import sqlite3

from labordesk.documents.model import Document, DottedLine, PlaceDate, SignatureBlock
from labordesk.fields.choices import HOUSING, POVERTY, SEXES
from labordesk.i18n import N_
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import SEAL, SIGN, Form, boxes, label_of, line, pair, partial, yes_no
from labordesk.store.file_days import house_reached
from labordesk.store.files import HouseFile, house_file

_NEEDS = (("prefab", "Nhà lắp ghép"), ("new", "Tự xây mới"), ("repair", "Tự sửa chữa"))
_HARDSHIP = (*((code, words) for code, words in POVERTY if code != "none"), ("other", "Khó khăn khác"))


def compose(connection: sqlite3.Connection, house_id: int | None, paper: Paper) -> Document:
    """Return the survey, blank without a house."""
    house = (house_file(connection, house_id) if house_id else None) or HouseFile()
    person, surveyed = house.person, house.step("surveyed")
    spouse = next((one.full_name for one in person.household if one.relation == "spouse"), "")
    return Document(
        letterhead=paper.letterhead(),
        kind="Phiếu khảo sát",
        abstract="Hiện trạng nhà ở của đoàn viên, người lao động",
        number=surveyed.document or None,
        blocks=(
            line("1. Họ và tên chủ hộ", person.full_name),
            boxes("2. Giới tính", SEXES, person.sex),
            pair(("3. Ngày, năm sinh", partial(person.birth)), ("4. Số CCCD", person.citizen_id), shares=(2, 3)),
            line("5. Họ và tên vợ hoặc chồng", spouse),
            pair(("6. Số nhân khẩu", person.household_size), ("7. Điện thoại", person.phone)),
            line("8. Nơi thường trú", person.registered_address or person.address),
            line("9. Nghề nghiệp, chức vụ", person.job),
            line("10. Trình độ học vấn", ""),
            line("11. Nơi làm việc, công đoàn cơ sở", house.whole_unit or person.unit),
            boxes("12. Đối tượng", _HARDSHIP, _hardship(house)),
            pair(("13. Dân tộc", ""), ("14. Tôn giáo", "")),
            line("15. Đối tượng ưu tiên, chính sách", ""),
            yes_no("16. Đất ở có giấy chứng nhận quyền sử dụng", person.land_title, "Có", "Chưa có"),
            line("17. Hiện trạng nhà ở (nền, tường, mái, diện tích)", label_of(HOUSING, person.housing), lines=2),
            line("18. Hoàn cảnh gia đình", "; ".join(person.circumstances), lines=2),
            boxes("19. Nhu cầu", _NEEDS, house.work),
            *_place(house),
            line("20. Ghi chú, ý kiến của người khảo sát", surveyed.note, lines=2),
        ),
        closes_text=False,
        signed_at=PlaceDate(paper.place, surveyed.day),
        signatures=(
            SignatureBlock("Chủ hộ", person.full_name, hint=SIGN),
            SignatureBlock("Người khảo sát", hint=SIGN),
            SignatureBlock("Công đoàn cơ sở", hint=SEAL),
            SignatureBlock("UBND xã", hint=SEAL),
        ),
        author=paper.issuing_body,
    )


def _hardship(house: HouseFile) -> str:
    """Return the box that is ticked: poor, nearly poor, or another hardship that is known."""
    if house.person.poverty in ("poor", "near_poor"):
        return house.person.poverty
    return "other" if house.person.circumstances else ""


def _place(house: HouseFile) -> list[DottedLine]:
    """Return the place of the building when it is not where the family lives."""
    return [line("Địa điểm xây dựng", house.address)] if house.address else []


FORM = Form(
    name="khao-sat-nha",
    title=N_("Phiếu khảo sát nhà ở"),
    summary=N_("Hai mươi mục về chủ hộ, đất, nhà và nhu cầu; bốn bên ký."),
    subject="house",
    position=20,
    compose=compose,
    dated=house_reached("surveyed"),
)
