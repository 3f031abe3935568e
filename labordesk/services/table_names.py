"""What the tables are called in sentences for officers."""

from __future__ import annotations

from labordesk.i18n import N_, _

TABLE_NAMES = {
    "access_note": N_("Lần xem, đưa dữ liệu ra"),
    "frozen_report": N_("Báo cáo đã chốt"),
    "history_now": N_("Nhật ký đang ghi"),
    "import_batch": N_("Lần nhập danh sách"),
    "import_mapping": N_("Cách hiểu tiêu đề"),
    "imported_row": N_("Dòng đã nhập"),
    "kept_content": N_("Nội dung tệp đã xóa"),
    "officer": N_("Người dùng sổ"),
    "operation": N_("Lần ghi"),
    "paper_print": N_("Lần in"),
    "row_change": N_("Thay đổi"),
    "activity": N_("Hoạt động"),
    "aggregate": N_("Số liệu tổng hợp"),
    "agreement": N_("Thỏa thuận hợp tác"),
    "agreement_use": N_("Kết quả thỏa thuận"),
    "allocation": N_("Phân bổ chỉ tiêu"),
    "attachment": N_("Tệp đính kèm"),
    "attachment_content": N_("Nội dung tệp"),
    "award": N_("Lần hỗ trợ"),
    "award_line": N_("Dòng kinh phí"),
    "campaign": N_("Đợt tặng quà"),
    "case_event": N_("Diễn biến hồ sơ"),
    "case_paper": N_("Giấy tờ của hồ sơ"),
    "circumstance": N_("Hoàn cảnh"),
    "contribution": N_("Khoản vận động"),
    "correction": N_("Lần sửa có lý do"),
    "fund": N_("Quỹ, nguồn"),
    "fund_opening": N_("Số dư mang sang"),
    "grant_case": N_("Hồ sơ trợ cấp"),
    "house": N_("Mái ấm công đoàn"),
    "house_funder": N_("Nguồn làm nhà"),
    "house_milestone": N_("Mốc làm nhà"),
    "house_progress": N_("Tiến độ làm nhà"),
    "household_member": N_("Thành viên hộ"),
    "indicator": N_("Chỉ tiêu tổ chức"),
    "indicator_value": N_("Số thực hiện"),
    "letterhead": N_("Đầu văn bản"),
    "membership": N_("Quá trình tham gia"),
    "norm": N_("Định mức"),
    "paper_type": N_("Giấy tờ cần có"),
    "person": N_("Đối tượng"),
    "person_circumstance": N_("Hoàn cảnh của người"),
    "person_health": N_("Thông tin sức khỏe"),
    "person_merge": N_("Lần gộp hồ sơ"),
    "person_pair": N_("Cặp hồ sơ giống nhau"),
    "programme": N_("Chương trình"),
    "register_setting": N_("Lựa chọn của sổ"),
    "report_text": N_("Lời văn báo cáo"),
    "target": N_("Chỉ tiêu được giao"),
    "unit": N_("Đơn vị"),
    "unit_event": N_("Sự kiện đơn vị"),
    "unit_list": N_("Danh sách của đơn vị"),
    "unit_type": N_("Loại đơn vị"),
    "voucher": N_("Phiếu, vé"),
}


def table_name(table: str) -> str:
    """Return the name of a table in the language of the screen."""
    return _(TABLE_NAMES.get(table, table))
