"""Quy tắc hai người: whoever made a request, a house or a list of recipients does not approve it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from labordesk.errors import NotAllowed
from labordesk.i18n import N_, _

NOT_BY_MAKER: Final = N_("{what} do {maker} lập nên {maker} không tự duyệt được; người duyệt được: {who}.")
AT_ONCE: Final = N_(
    "Sổ đang dùng quy tắc hai người nên không ghi tiếp nhận và duyệt cùng một lúc; hãy lập hồ sơ rồi để {who} duyệt."
)
NOBODY_ELSE: Final = N_("chưa có ai khác, hãy nhờ người quản lý sổ giao vai trò người duyệt cho một người nữa")


def check_two_persons(what: str, makers: Collection[int], approver_id: int | None, maker: str, who: str) -> None:
    """Refuse an approval by one of the makers; NotAllowed names the maker and who may approve ("" when nobody).

    What was made before the register had users has no known maker and may be approved by anybody.
    """
    if approver_id is not None and approver_id in makers:
        raise NotAllowed(NOT_BY_MAKER, what=what, maker=maker, who=who or _(NOBODY_ELSE))
