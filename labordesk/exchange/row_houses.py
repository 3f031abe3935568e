"""What a row says in words about the course of a house: "đang xây", "đã bàn giao", "hoàn thành 80%"."""

from __future__ import annotations

import re
from typing import Final

from labordesk.exchange.drafts import Draft
from labordesk.i18n import _
from labordesk.vietnamese.fold import plain_key

COURSE_SAID: Final = "Tiến độ ghi trong danh sách: {said}"
"""Goes into a note, which is always Vietnamese."""
_WORDS: Final = ("progress_said", "started_said", "handed_said")
_WORK: Final = re.compile(
    r"(?:ho tro |kinh phi |tien )*(?:nha )?(?:(?P<new>xay(?: dung)?(?: moi)?|lam(?: nha)? moi)"
    r"|(?P<repair>sua(?: chua)?|nang cap|cai tao))(?:[ ,]+(?:nha|o|moi|mai am|cong doan|nang cap|cai tao))*"
)
_STAGE: Final = re.compile(
    r"(?:da|dang|chua|chuan bi|sap|du kien|tam|moi)\s+(?:duoc\s+)?(?:ban giao|khoi cong|xay(?: dung)?|thi cong"
    r"|sua(?: chua)?|hoan thanh|hoan thien|nghiem thu|khao sat|duyet|phe duyet|dung|quyet toan|lam|xong|su dung"
    r"|trien khai)\b.*"
    r"|hoan thanh|xong|(?:dat |hoan thanh )?[0-9]{1,3} ?%"
)
_HANDED: Final = re.compile(r"(?:(?:da|hoan thanh|xong)\b.*)?\b(?:ban giao|trao nha|khanh thanh|dua vao su dung)\b.*")
_AHEAD: Final = re.compile(r"\b(?:chua|du kien|se|cho|sap|chuan bi|dang)\b")


def settle_course(draft: Draft) -> None:
    """Keep words about the course of a house as a note; a hand-over without a day is told of, not written."""
    values = draft.values
    if _STAGE.fullmatch(plain_key(str(values.get("circumstance") or "")).strip(" .")):
        values["progress_said"] = values.pop("circumstance")
    said = list(dict.fromkeys(str(values[name]) for name in _WORDS if values.get(name)))
    if not said:
        return
    note = values.get("note")
    told = COURSE_SAID.format(said="; ".join(said))
    values["note"] = f"{note}; {told}" if note else told
    if "handed" not in values and any(is_handed(one) for one in said):
        reason = _("ghi đã bàn giao nhưng không có ngày; chưa ghi là đã bàn giao, hãy bổ sung ngày")
        draft.wrong("handed", "warning", reason)


def settle_work(draft: Draft) -> None:
    """Take "Xây mới" or "Sửa chữa nhà" for the kind of work where another column says it."""
    values = draft.values
    if "new_build" in values or draft.is_blocked("new_build"):
        return
    for field in ("circumstance", "programme", "goods_text", "note"):
        match = _WORK.fullmatch(plain_key(str(values.get(field) or "")).strip(" ."))
        if match is not None and bool(match["new"]) != bool(match["repair"]):
            values["new_build"] = bool(match["new"])
            values.pop(field)
            return


def is_handed(text: str) -> bool:
    """Tell whether words say that a house was handed over."""
    key = plain_key(text)
    return bool(_HANDED.fullmatch(key)) and not _AHEAD.search(key)
