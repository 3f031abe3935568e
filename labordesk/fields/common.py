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
    aliases=("họ tên", "họ và tên", "tên đoàn viên", "người được hỗ trợ", "chủ hộ"),
)
BIRTH = Spec(
    N_("Ngày sinh"),
    PartialDay(),
    gate=Gate.PERSONAL,
    hint=N_("Chỉ biết năm thì ghi năm, ví dụ 1985"),
    aliases=("năm sinh", "ngày sinh", "ngày tháng năm sinh", "sinh năm"),
)
SEX = Spec(N_("Giới tính"), Choice(options=SEXES), width=8, aliases=("giới tính", "nam/nữ"))
CITIZEN_ID = Spec(
    N_("Số CCCD"),
    CitizenId(),
    searchable=True,
    gate=Gate.PERSONAL,
    aliases=("cccd", "số cccd", "căn cước", "số định danh", "cccd/cmnd"),
)
OLD_ID = Spec(N_("Số CMND cũ"), OldId(), searchable=True, gate=Gate.PERSONAL, aliases=("cmnd", "số cmnd"))
PHONE = Spec(
    N_("Điện thoại"), Phone(), searchable=True, gate=Gate.PERSONAL, aliases=("sđt", "số điện thoại", "điện thoại")
)
UNION_CARD = Spec(
    N_("Số thẻ đoàn viên"), Text(longest=40), searchable=True, width=14, aliases=("số thẻ", "thẻ đoàn viên")
)
STANDING = Spec(N_("Là"), Choice(options=STANDINGS), width=16)
UNIT = Spec(
    N_("Đơn vị"),
    Reference(target="unit"),
    required=True,
    aliases=("cđcs", "công đoàn cơ sở", "đơn vị", "nơi công tác"),
)

IDENTIFIERS: Final[dict[str, Spec]] = {
    "citizen_id": CITIZEN_ID,
    "old_id": OLD_ID,
    "phone": PHONE,
    "union_card": UNION_CARD,
}
"""The numbers that tell a person from namesakes, by column; the search box looks through the ``searchable`` ones."""
