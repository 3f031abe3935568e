"""Words of lists and the entries of the shipped catalogue they mean."""

from __future__ import annotations

import pytest

from labordesk.rules.written_words import Entry, best_entries, sure_entry, sure_giver
from labordesk.store.shipped import Shelf, shipped


def entries(table: Shelf) -> list[Entry]:
    return [Entry(place, (one["name"], one["code"])) for place, one in enumerate(shipped(table), 1)]


def meant(table: Shelf, written: str) -> str | None:
    found = sure_entry(written, entries(table))
    return None if found is None else str(list(shipped(table))[found - 1]["code"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Bệnh hiểm nghèo", "BENH-HN"),
        ("BỆNH HIỂM NGHÈO", "BENH-HN"),
        ("Ung thư vú", "BENH-HN"),
        ("Thiên tai, bão lũ", "THIEN-TAI"),
        ("Tai nạn lao động", "TNLD"),
        ("TNLĐ", "TNLD"),
        ("Tử vong do TNLĐ", "TNLD-TV"),
        ("Con mồ côi", "MO-COI"),
        ("Con khuyết tật", "KHUYET-TAT"),
        ("Đơn thân nuôi con nhỏ", "DON-THAN"),
        ("Hộ nghèo", "HO-NGHEO"),
        ("hộ cận nghèo", "CAN-NGHEO"),
        ("Ốm đau", "OM-DAU"),
        ("BNN", "BNN"),
    ],
)
def test_a_circumstance_is_known_by_its_words(written: str, code: str) -> None:
    assert meant("circumstances", written) == code


@pytest.mark.parametrize("written", ["Đông con", "", "...", "xyz"])
def test_words_of_no_circumstance_mean_none(written: str) -> None:
    assert meant("circumstances", written) is None


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Quỹ Mái ấm", "QMA"),
        ("Quỹ Mái ấm LĐLĐ tỉnh", "QMA"),
        ("LĐLĐ tỉnh", "TCCD"),
        ("Công đoàn", "TCCD"),
        ("Doanh nghiệp", "DN"),
        ("Công ty", "DN"),
        ("Gia đình", "GD"),
        ("Gia đình đối ứng", "GD"),
        ("Nhà hảo tâm", "XHH"),
        ("Nguồn khác", "XHH"),
        ("Vay ngân hàng", "NH"),
        ("Vay vốn Ngân hàng CSXH", "NH"),
        ("Ngân hàng Chính sách xã hội", "NH"),
        ("Ngân hàng", "NH"),
        ("Ngân hàng CSXH", "NH"),
        ("Quỹ XH", "QXH"),
        ("Nhà trường", "NHA-TRUONG"),
    ],
)
def test_who_pays_is_known_by_the_heading_of_the_column(written: str, code: str) -> None:
    assert meant("funds", written) == code
    assert giver(written) == code


def giver(written: str) -> str | None:
    found = sure_giver(written, entries("funds"))
    return None if found is None else str(list(shipped("funds"))[found - 1]["code"])


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Doanh nghiệp hỗ trợ", "DN"),
        ("Công ty tài trợ", "DN"),
        ("Người sử dụng lao động hỗ trợ", "DN"),
        ("Gia đình đóng góp", "GD"),
        ("Vốn gia đình", "GD"),
        ("Kinh phí do gia đình đóng góp", "GD"),
        ("Quỹ Mái ấm CĐ", "QMA"),
        ("Quỹ Mái ấm CĐ hỗ trợ", "QMA"),
        ("Nguồn Quỹ Mái ấm công đoàn", "QMA"),
        ("CĐ hỗ trợ", "TCCD"),
        ("LĐLĐ tỉnh hỗ trợ", "TCCD"),
        ("CĐCS hỗ trợ", "TCCD"),
        ("Ngân sách xã hỗ trợ", "NSNN"),
        ("Đoàn viên đóng góp", "DVDG"),
        ("Người lao động đóng góp", "DVDG"),
        ("Nhà trường hỗ trợ", "NHA-TRUONG"),
        ("Nhà hảo tâm ủng hộ", "XHH"),
        ("Nhà tài trợ", "XHH"),
        ("Tài trợ", "XHH"),
        ("Hỗ trợ khác", "XHH"),
        ("Vốn vay ngân hàng", "NH"),
        ("Ngân hàng Agribank", "DN"),
        ("Ngân hàng tài trợ", "DN"),
        ("Vietcombank", "DN"),
    ],
)
def test_words_for_giving_do_not_hide_who_gives(written: str, code: str) -> None:
    assert giver(written) == code


@pytest.mark.parametrize("written", ["Hỗ trợ", "Kinh phí hỗ trợ", "Đơn vị hỗ trợ", ""])
def test_giving_alone_names_no_source(written: str) -> None:
    assert giver(written) is None


def test_the_title_of_a_list_names_its_programme_first() -> None:
    names = [one["name"] for one in shipped("programmes")]

    def first(title: str) -> str:
        return str(names[best_entries(title, entries("programmes"))[0] - 1])

    assert first("DANH SÁCH ĐOÀN VIÊN NHẬN QUÀ TẾT SUM VẦY 2026") == "Tết Sum vầy"
    assert first("Danh sách trợ cấp khó khăn đột xuất") == "Trợ cấp khó khăn đột xuất"
    assert first("BIỂU TỔNG HỢP NHÀ MÁI ẤM CÔNG ĐOÀN NĂM 2025") == "Mái ấm công đoàn"
    assert first("Danh sách tặng quà Trung thu") == "Tết Trung thu"
