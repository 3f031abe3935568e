"""Fields that several tables and the light register list share, so that each is declared in one place only."""

from __future__ import annotations

from typing import Final

from labordesk.fields.choices import SEXES, STANDINGS
from labordesk.fields.kinds import Choice, PartialDay, PersonName, Reference, Text
from labordesk.fields.person_numbers import CitizenId, OldId, Phone
from labordesk.fields.spec import Gate, Spec
from labordesk.i18n import N_

FULL_NAME = Spec(
    N_("Họ và tên"),
    PersonName(),
    required=True,
    searchable=True,
    gate=Gate.PERSONAL,
    aliases=(
        *(
            "họ tên",
            "họ và tên",
            "tên đoàn viên",
            "người được hỗ trợ",
            "chủ hộ",
            "họ tên đoàn viên",
            "họ và tên chủ hộ",
        ),
        *("họ và tên đoàn viên", "họ tên người nhận", "họ và tên người nhận", "họ tên người được hỗ trợ", "ông/bà"),
        *("họ và tên người được hỗ trợ", "tên người lao động", "họ tên cnlđ", "họ tên cnvclđ", "đoàn viên", "tên"),
        *("họ và tên đoàn viên, người lao động", "họ tên nlđ", "người nhận", "họ tên đối tượng", "người nhận quà"),
        *("họ, tên", "tên đối tượng", "người được nhận", "người hưởng", "họ tên người hưởng", "full name"),
        *(
            "người được tặng quà",
            "chủ nhà",
            "tên chủ nhà",
            "người được thăm",
            "người được trợ cấp",
            "người nhận trợ cấp",
        ),
    ),
)
BIRTH = Spec(
    N_("Ngày sinh"),
    PartialDay(),
    gate=Gate.PERSONAL,
    hint=N_("Chỉ biết năm thì ghi năm, ví dụ 1985"),
    aliases=(
        *("năm sinh", "ngày sinh", "ngày tháng năm sinh", "sinh năm", "ngày, tháng, năm sinh", "ngày/tháng/năm sinh"),
        *("ngày th năm sinh", "n.sinh", "nsinh", "ntns", "sinh ngày", "tháng năm sinh", "năm sinh (ngày sinh)"),
    ),
)
SEX = Spec(
    N_("Giới tính"), Choice(options=SEXES), width=8, aliases=("giới tính", "nam/nữ", "phái", "giới", "gt", "nam nữ")
)
CITIZEN_ID = Spec(
    N_("Số CCCD"),
    CitizenId(),
    searchable=True,
    gate=Gate.PERSONAL,
    aliases=(
        *("cccd", "số cccd", "căn cước", "số định danh", "cccd/cmnd", "cmnd/cccd", "căn cước công dân", "số căn cước"),
        *("số căn cước công dân", "số định danh cá nhân", "mã định danh", "số cmnd/cccd", "số cccd/cmnd", "cmt/cccd"),
        *("số cmt/cccd", "giấy tờ tùy thân", "số giấy tờ", "số cmnd/cccd/hộ chiếu", "thẻ căn cước", "số thẻ căn cước"),
        *(
            "mã số định danh",
            "số cc",
            "số cc/cccd",
            "cc/cccd",
            "cccd/định danh",
            "số cccd/mã định danh",
            "đdcn",
            "số thẻ cccd",
        ),
    ),
)
OLD_ID = Spec(
    N_("Số CMND cũ"),
    OldId(),
    searchable=True,
    gate=Gate.PERSONAL,
    aliases=("cmnd", "số cmnd", "cmt", "số cmt", "cmtnd", "chứng minh nhân dân", "số chứng minh", "cmnd cũ"),
)
PHONE = Spec(
    N_("Điện thoại"),
    Phone(),
    searchable=True,
    gate=Gate.PERSONAL,
    aliases=(
        *("sđt", "số điện thoại", "điện thoại", "đt", "số đt", "di động", "đtdđ", "số điện thoại liên hệ", "liên hệ"),
        *(
            "điện thoại liên hệ",
            "điện thoại di động",
            "tel",
            "mobile",
            "số di động",
            "số liên hệ",
            "đt liên hệ",
            "số đtdđ",
        ),
        *("số phone", "phone"),
    ),
)
UNION_CARD = Spec(
    N_("Số thẻ đoàn viên"),
    Text(longest=40),
    searchable=True,
    width=14,
    aliases=("số thẻ", "thẻ đoàn viên", "số thẻ đv", "mã đoàn viên", "mã số đoàn viên", "số thẻ công đoàn"),
)
STANDING = Spec(
    N_("Là"),
    Choice(options=STANDINGS),
    width=16,
    aliases=("đối tượng", "thuộc đối tượng", "loại đối tượng", "là đoàn viên", "đv/nlđ", "đoàn viên/người lao động"),
)
UNIT = Spec(
    N_("Đơn vị"),
    Reference(target="unit"),
    required=True,
    aliases=(
        *("cđcs", "công đoàn cơ sở", "đơn vị", "nơi công tác", "đơn vị công tác", "nơi làm việc", "công ty", "cơ quan"),
        *("tên đơn vị", "cđ cơ sở", "thuộc cđcs", "cơ quan, đơn vị", "cơ quan công tác", "đơn vị làm việc", "trường"),
        *(
            "doanh nghiệp",
            "đơn vị trực thuộc",
            "tên cđcs",
            "công đoàn",
            "tên công ty",
            "thuộc đơn vị",
            "tên doanh nghiệp",
        ),
        *("đơn vị, nơi công tác", "cơ quan/đơn vị", "công đoàn đơn vị", "nơi công tác (cđcs)", "tên công đoàn cơ sở"),
        *("đơn vị đề nghị", "đơn vị báo cáo", "đơn vị thụ hưởng", "nghiệp đoàn"),
    ),
)

IDENTIFIERS: Final[dict[str, Spec]] = {
    "citizen_id": CITIZEN_ID,
    "old_id": OLD_ID,
    "phone": PHONE,
    "union_card": UNION_CARD,
}
"""The numbers that tell a person from namesakes, by column; the search box looks through the ``searchable`` ones."""
