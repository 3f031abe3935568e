"""What can go wrong through the world's fault, each with one sentence for the user.

Anything that is not a ``LabordeskError`` is a bug of ours: the user sees a code, the log the traceback.
"""

from __future__ import annotations

from typing import Any

from labordesk.i18n import N_, _


class LabordeskError(Exception):
    """A refusal in one Vietnamese sentence: what happened and what to do next.

    ``sentence`` is a msgid (marked with ``N_``); ``details`` fill its ``{placeholders}``. Details may hold
    personal data, so they are shown to the user but never logged.
    """

    sentence: str = N_("Chưa thực hiện được; hãy thử lại.")

    def __init__(self, sentence: str | None = None, /, **details: Any) -> None:
        super().__init__(sentence or self.sentence)
        if sentence is not None:
            self.sentence = sentence
        self.details = details

    def __str__(self) -> str:
        try:
            return _(self.sentence).format(**self.details)
        except (KeyError, IndexError, ValueError):
            return _(self.sentence)


class InvalidInput(LabordeskError):
    """A value that cannot be taken; ``field`` names the form field it is shown beside."""

    sentence = N_("Giá trị chưa đúng; hãy kiểm tra lại.")

    def __init__(self, sentence: str | None = None, /, *, field: str = "", **details: Any) -> None:
        super().__init__(sentence, **details)
        self.field = field


class RuleBroken(LabordeskError):
    """A welfare rule refuses; ``source`` names the decree, plan or article it comes from."""

    sentence = N_("Việc này trái quy định; hãy nêu lý do hoặc sửa lại.")

    def __init__(self, sentence: str | None = None, /, *, source: str = "", **details: Any) -> None:
        super().__init__(sentence, **details)
        self.source = source


class NotAllowed(LabordeskError):
    """The user of the register who works now may not do this (rules/roles.py); the sentence says who may."""

    sentence = N_("Người đang dùng sổ không được làm việc này; hãy nhờ người có quyền.")


class NotFound(LabordeskError):
    """The thing asked for is not in the register."""

    sentence = N_("Không tìm thấy trong sổ; hãy tìm lại.")


class Conflict(LabordeskError):
    """Somebody saved the same record in between; ``differences`` maps field -> (theirs, ours)."""

    sentence = N_("Hồ sơ đã được sửa ở nơi khác; hãy xem lại các ô khác nhau rồi lưu.")

    def __init__(
        self, sentence: str | None = None, /, *, differences: dict[str, tuple[Any, Any]] | None = None, **details: Any
    ) -> None:
        super().__init__(sentence, **details)
        self.differences = differences or {}


class BadFile(LabordeskError):
    """A file that is not what it should be; ``row`` and ``column`` (from 1) say where, when known."""

    sentence = N_("Không đọc được tệp; hãy chọn tệp khác.")

    def __init__(
        self, sentence: str | None = None, /, *, row: int | None = None, column: int | None = None, **details: Any
    ) -> None:
        super().__init__(sentence, **details)
        self.row = row
        self.column = column


class Unavailable(LabordeskError):
    """Disk full, locked, read-only, damaged: the place does not let us work now."""

    sentence = N_("Chưa ghi được vào đĩa; hãy kiểm tra ổ đĩa rồi thử lại.")


class SecretNeeded(LabordeskError):
    """An encrypted register: ask for its password or recovery key, then open it again."""

    sentence = N_("Sổ này có mật khẩu; hãy gõ mật khẩu hoặc khóa dự phòng để mở.")


class WrongSecret(SecretNeeded):
    """Neither the password nor the recovery key; ``wait`` is how many seconds the next attempt is refused."""

    sentence = N_("Mật khẩu chưa đúng; hãy xem lại phím Caps Lock và bộ gõ tiếng Việt rồi gõ lại.")

    def __init__(self, sentence: str | None = None, /, *, wait: int = 0, **details: Any) -> None:
        super().__init__(sentence, wait=wait, **details)
        self.wait = wait
