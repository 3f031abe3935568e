"""The fixed vocabularies: stored code and Vietnamese label (msgid), light to import for screens and reports alike."""

from __future__ import annotations

from labordesk.i18n import N_

SEXES = (("male", N_("Nam")), ("female", N_("Nữ")))

SECTORS = (("public", N_("Hành chính sự nghiệp")), ("enterprise", N_("Doanh nghiệp")), ("other", N_("Khác")))

EVENT_KINDS = (
    ("founded", N_("Thành lập")),
    ("renamed", N_("Đổi tên")),
    ("transferred", N_("Chuyển về đơn vị khác quản lý")),
    ("merged", N_("Sáp nhập, hợp nhất")),
    ("split", N_("Chia, tách")),
    ("closed", N_("Kết thúc hoạt động")),
)

STANDINGS = (
    ("member", N_("Đoàn viên")),
    ("worker", N_("Người lao động chưa là đoàn viên")),
    ("child", N_("Con đoàn viên, người lao động")),
    ("relative", N_("Thân nhân")),
    ("household", N_("Hộ nghèo, người khó khăn khác")),
)

POVERTY = (("none", N_("Không")), ("poor", N_("Hộ nghèo")), ("near_poor", N_("Hộ cận nghèo")))

HOUSING = (
    ("owned", N_("Nhà riêng")),
    ("rented", N_("Thuê trọ")),
    ("shared", N_("Ở nhờ")),
    ("temporary", N_("Nhà tạm, dột nát")),
)

RELATIONS = (
    ("spouse", N_("Vợ/chồng")),
    ("child", N_("Con")),
    ("parent", N_("Bố/mẹ")),
    ("sibling", N_("Anh/chị/em")),
    ("grandparent", N_("Ông/bà")),
    ("grandchild", N_("Cháu")),
    ("guardian", N_("Người giám hộ")),
    ("colleague", N_("Đồng nghiệp, đại diện đơn vị")),
    ("other", N_("Khác")),
)

KINDS = (
    ("gift", N_("Tặng quà")),
    ("grant", N_("Trợ cấp")),
    ("house", N_("Mái ấm công đoàn")),
    ("activity", N_("Hoạt động")),
    ("contribution", N_("Vận động, đóng góp")),
    ("indicator", N_("Chỉ tiêu tổ chức")),
    ("agreement", N_("Thỏa thuận phúc lợi")),
    ("all", N_("Tổng hợp mọi chương trình")),
)

SPENDING_KINDS = ("gift", "grant", "house", "all")
"""Kinds whose money is spent on people; ``all`` is only for typed totals that do not tell the programmes apart."""

COUNT_UNITS = (
    ("person", N_("người")),
    ("turn", N_("lượt")),
    ("case", N_("trường hợp")),
    ("package", N_("suất")),
    ("house", N_("nhà")),
    ("trip", N_("chuyến")),
    ("work", N_("công trình, phần việc")),
    ("ticket", N_("phiếu")),
    ("fare", N_("vé")),
    ("household", N_("hộ")),
    ("event", N_("cuộc")),
    ("labour_day", N_("ngày công")),
    ("union", N_("công đoàn cơ sở")),
    ("member", N_("đoàn viên")),
    ("group", N_("tập thể")),
    ("meal", N_("bữa ăn ca")),
    ("agreement", N_("thỏa thuận")),
)
"""Units of count that are never added to each other (domain.md 1.1)."""

SOURCES = (
    ("union", N_("Tài chính công đoàn")),
    ("house_fund", N_("Quỹ Mái ấm công đoàn")),
    ("social_fund", N_("Quỹ Xã hội công đoàn")),
    ("golden_heart", N_("Quỹ Tấm lòng vàng")),
    ("state", N_("Ngân sách nhà nước")),
    ("employer", N_("Doanh nghiệp, người sử dụng lao động")),
    ("donor", N_("Nhà hảo tâm, xã hội hóa")),
    ("colleagues", N_("Đoàn viên, người lao động đóng góp")),
    ("family", N_("Gia đình, họ hàng")),
    ("bank", N_("Vay ngân hàng")),
)

LEVELS = (
    ("national", N_("Tổng Liên đoàn")),
    ("province", N_("Liên đoàn Lao động tỉnh, thành phố; ngành")),
    ("upper", N_("Công đoàn cấp trên trực tiếp cơ sở; công đoàn xã, phường")),
    ("grassroots", N_("Công đoàn cơ sở")),
)
"""Cấp chi: which union level paid."""

FORMS = (("cash", N_("Tiền mặt, chuyển khoản")), ("goods", N_("Hiện vật")), ("service", N_("Dịch vụ")))

HANDOVERS = (
    ("planned", N_("Chưa nhận")),
    ("received", N_("Đã nhận")),
    ("proxy", N_("Nhận thay")),
    ("absent", N_("Vắng")),
    ("returned", N_("Trả lại")),
)
"""State of handing over; only ``received`` and ``proxy`` are spending."""

PAID = ("received", "proxy")

METHODS = (("cash", N_("Tiền mặt")), ("transfer", N_("Chuyển khoản")), ("voucher", N_("Phiếu mua hàng")))

CASE_STATES = (
    ("received", N_("Tiếp nhận")),
    ("verifying", N_("Đang xác minh")),
    ("incomplete", N_("Cần bổ sung")),
    ("approved", N_("Đã duyệt")),
    ("refused", N_("Từ chối")),
    ("paid", N_("Đã chi")),
    ("closed", N_("Hoàn tất")),
)

WORKS = (("new", N_("Xây mới")), ("repair", N_("Sửa chữa")))

MILESTONES = (
    ("requested", N_("Đề nghị")),
    ("surveyed", N_("Khảo sát")),
    ("approved", N_("Đã duyệt")),
    ("started", N_("Khởi công")),
    ("funded", N_("Trao hỗ trợ")),
    ("inspected", N_("Nghiệm thu")),
    ("handed_over", N_("Bàn giao")),
    ("settled", N_("Quyết toán")),
    ("suspended", N_("Tạm dừng")),
    ("resumed", N_("Tiếp tục thực hiện")),
    ("refused", N_("Không duyệt")),
    ("cancelled", N_("Hủy")),
)
"""Events of a house; each indicator names the one whose date it counts."""

STAGES = tuple(one for one in MILESTONES if one[0] not in ("funded", "resumed"))
"""Where a house stands; handing over money and going on after a pause are events, not stages."""

FUNDING_FORMS = (
    ("cash", N_("Tiền")),
    ("goods", N_("Vật tư, hiện vật")),
    ("loan", N_("Vay")),
    ("labour", N_("Ngày công")),
)

INSTALMENTS = (
    ("advance", N_("Tạm ứng")),
    ("instalment", N_("Trao theo đợt")),
    ("final", N_("Trao nốt phần còn lại")),
)
"""What a payment of a house is, when the support is not handed over at once (domain.md 2.1, step 6)."""

LIST_STATES = (
    ("drafting", N_("Đang lập")),
    ("submitted", N_("Đã trình")),
    ("approved", N_("Đã duyệt danh sách")),
)
"""Where a unit's list of a campaign stands (domain.md 2.2, steps 3 and 4)."""

VOUCHER_KINDS = (
    ("shopping", N_("Phiếu mua hàng")),
    ("online", N_("Phiếu mua hàng trực tuyến")),
    ("bus", N_("Vé xe")),
    ("train", N_("Vé tàu")),
    ("flight", N_("Vé máy bay")),
    ("other", N_("Phiếu khác")),
)
"""What is handed over with a serial number (domain.md 2.2, steps 2 and 5)."""

NORM_AUDIENCES = (("member", N_("Đoàn viên")), ("other", N_("Người chưa là đoàn viên")))
"""Whom a norm is for; most rates differ by membership (KH 48/KH-LĐLĐ 2023: half for workers who are no members)."""

CASE_KINDS = (("house", N_("Mái ấm công đoàn")), ("grant", N_("Trợ cấp")))
"""Files that go step by step and are asked for papers."""

PAPER_STEPS = (*MILESTONES[:8], *(one for one in CASE_STATES if one[0] in ("received", "verifying", "paid", "closed")))
"""By which step of a house or a request a paper is due."""

PAPER_PROOFS = (
    ("decision", N_("Số quyết định của hồ sơ")),
    ("milestone", N_("Văn bản, biên bản số ở mốc ấy")),
    ("voucher", N_("Số phiếu chi của khoản chi")),
    ("photo_before", N_("Ảnh trước khi làm")),
    ("photo_during", N_("Ảnh đang làm")),
    ("photo_after", N_("Ảnh sau khi làm")),
    ("photo_handover", N_("Ảnh trao tặng")),
)
"""What already recorded elsewhere in a file shows that a paper is there, so that nobody types it twice."""

ATTACHMENT_KINDS = (
    ("paper", N_("Giấy tờ")),
    ("photo_before", N_("Ảnh trước khi làm")),
    ("photo_during", N_("Ảnh đang làm")),
    ("photo_after", N_("Ảnh sau khi làm")),
    ("photo_handover", N_("Ảnh trao tặng")),
    ("card_scan", N_("Ảnh thẻ căn cước")),
)
"""What an attached file is; a card scan is refused unless the register's setting allows it (NĐ 356/2025)."""

PAIR_VERDICTS = (("strong", N_("Gần như chắc chắn")), ("review", N_("Cần xem")))
PAIR_DECISIONS = (
    ("open", N_("Chưa xem")),
    ("same", N_("Cùng một người, giữ hai hồ sơ")),
    ("different", N_("Không phải cùng một người")),
)

COMPUTED = (
    ("house.funded", N_("Nhà được trao hỗ trợ")),
    ("house.started", N_("Nhà khởi công")),
    ("house.handed_over", N_("Nhà bàn giao")),
    ("gift.quantity", N_("Số suất quà đã trao")),
    ("gift.people", N_("Số người được tặng quà")),
    ("grant.people", N_("Số người được trợ cấp")),
    ("grant.turns", N_("Số lượt trợ cấp")),
    ("agreement.signed", N_("Thỏa thuận đã ký")),
    ("agreement.members", N_("Lượt đoàn viên dùng thỏa thuận")),
)
"""What an indicator may be counted from instead of being typed; each names the event whose day counts."""

MEASURES = (("flow", N_("Phát sinh trong kỳ")), ("stock", N_("Có đến ngày")))
"""A flow adds up over a period (new members); a stock is the last value (members today)."""

ROLES = (
    ("officer", N_("Cán bộ ghi sổ")),
    ("approver", N_("Người duyệt")),
    ("inspector", N_("Ủy ban kiểm tra")),
    ("viewer", N_("Chỉ xem")),
)
"""What a user of the register may do; health details, whole numbers and exports ask for more than looking."""

ACCESSES = (
    ("health", N_("Xem thông tin sức khỏe")),
    ("sensitive", N_("Xem thông tin nhạy cảm")),
    ("citizen_id", N_("Xem số CCCD đầy đủ")),
    ("export", N_("Xuất danh sách")),
    ("print", N_("In giấy có số CCCD đầy đủ")),
    ("copy", N_("Chép ra nơi khác")),
)
"""What is noted each time personal data is looked at or leaves the register (domain.md 3.5)."""

PAPER_OUTS = (
    ("printer", N_("Máy in")),
    ("pdf", N_("Tệp PDF")),
    ("docx", N_("Tệp Word")),
    ("xlsx", N_("Tệp Excel")),
)

LIST_KINDS = (
    ("people", N_("Danh sách người")),
    ("gifts", N_("Danh sách nhận quà")),
    ("grants", N_("Danh sách trợ cấp")),
    ("houses", N_("Danh sách mái ấm")),
    ("units", N_("Danh sách đơn vị")),
    ("targets", N_("Bảng chỉ tiêu")),
    ("aggregates", N_("Bảng số liệu tổng hợp")),
)
"""What an imported list becomes."""
