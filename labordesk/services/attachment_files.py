"""A chosen file made ready to be kept: read, told by its content, checked, made small. Nothing is written here."""

from __future__ import annotations

import hashlib
import unicodedata
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labordesk.errors import BadFile, LabordeskError, RuleBroken
from labordesk.i18n import N_
from labordesk.rules.card_scans import LAW, Suspicion, suspected
from labordesk.services.attachment_options import MEGABYTE, AttachmentOptions
from labordesk.services.attachment_types import ACCEPTED, HEAD, HEIC, PDF, PICTURES, ending_of, media_type_of
from labordesk.vietnamese.numbers import number

LONGEST_NAME = 160

GONE = N_("Không thấy tệp “{name}”; có thể đã bị chuyển đi hoặc đã rút thẻ nhớ. Hãy chọn lại.")
NOT_ALLOWED = N_("Máy không cho đọc tệp “{name}”; hãy chép tệp sang thư mục của mình rồi thêm lại.")
UNREADABLE = N_("Chưa đọc được tệp “{name}”; hãy kiểm tra ổ đĩa, thẻ nhớ rồi thử lại.")
FOLDER = N_("“{name}” là một thư mục; hãy chọn các tệp ở bên trong.")
EMPTY = N_("Tệp “{name}” rỗng, không có gì bên trong; hãy chép lại rồi thêm lần nữa.")
TOO_LARGE = N_("Tệp “{name}” nặng {size} MB, quá mức {most} MB; hãy giảm cỡ tệp hoặc đổi mức này trong Cài đặt.")
NOT_ACCEPTED = N_("Tệp “{name}” thuộc loại sổ không nhận; chỉ nhận {accepted}.")
FROM_TELEPHONE = N_(
    "Ảnh “{name}” ở dạng HEIC của điện thoại, sổ chưa đọc được; hãy đổi sang JPEG rồi thêm lại (sổ nhận {accepted})."
)
CARD_BY_KIND = N_(
    "Sổ không lưu ảnh thẻ căn cước: đó là dữ liệu cá nhân nhạy cảm ({law}); hãy chỉ ghi số căn cước, hoặc cho phép"
    " trong Cài đặt nếu đơn vị có căn cứ để lưu."
)
CARD_BY_NAME = N_(
    "Theo tên, tệp “{name}” là ảnh thẻ căn cước, dữ liệu cá nhân nhạy cảm không lưu trong sổ ({law}); hãy chỉ ghi số"
    " căn cước, hoặc đổi tên tệp nếu là giấy tờ khác."
)
CARD_BY_SHAPE = N_(
    "Tệp “{name}” có khuôn của thẻ căn cước; ảnh thẻ là dữ liệu cá nhân nhạy cảm không lưu trong sổ ({law}). Nếu không"
    " phải ảnh thẻ, hãy xác nhận rồi thêm lại."
)


class CardSuspected(RuleBroken):
    """A file of the shape of a card: the officer may say that it is none, and add it again."""


@dataclass(frozen=True)
class ReadyFile:
    """A file as it will be kept; ``width`` and ``height`` in pixels for a picture."""

    name: str
    media_type: str
    content: bytes
    thumbnail: bytes | None
    width: int | None = None
    height: int | None = None
    taken_on: date | None = None

    @property
    def sha256(self) -> str:
        """Return the fingerprint of the kept bytes, by which the same file is known again."""
        return hashlib.sha256(self.content).hexdigest()


def ready_file(path: Path, kind: str, options: AttachmentOptions, *, no_card: bool = False) -> ReadyFile:
    """Read and check a file; BadFile and RuleBroken with one sentence for what cannot be kept.

    ``no_card`` is the officer's word that a file of the shape of a card is none; otherwise CardSuspected.
    """
    name = _readable(path.name)
    if not options.card_scans and kind == "card_scan":
        raise RuleBroken(CARD_BY_KIND, law=LAW, source=LAW)
    media_type, content = _read(path, name, options)
    if media_type == PDF:
        ready, pixels, page = _ready_pdf(content, name)
    else:
        ready, pixels, page = _ready_picture(content, media_type, name)
    if not options.card_scans:
        _refuse_card(name, suspected(path.stem, pixels, page), no_card=no_card)
    return ready


def _ready_pdf(content: bytes, name: str) -> tuple[ReadyFile, None, tuple[float, float] | None]:
    from labordesk.services.attachment_pdf import checked_pdf

    checked = checked_pdf(content, name)
    return ReadyFile(_kept_name(name, PDF), PDF, content, checked.thumbnail), None, checked.only_page


def _ready_picture(content: bytes, media_type: str, name: str) -> tuple[ReadyFile, tuple[int, int], None]:
    from labordesk.services.attachment_pictures import reduced

    picture = reduced(content, media_type, name)
    size = (picture.width, picture.height)
    kept = ReadyFile(
        _kept_name(name, media_type), "image/jpeg", picture.content, picture.thumbnail, *size, picture.taken_on
    )
    return kept, size, None


def _refuse_card(name: str, found: Suspicion | None, *, no_card: bool) -> None:
    if found is Suspicion.NAME:
        raise RuleBroken(CARD_BY_NAME, name=name, law=LAW, source=LAW)
    if found is Suspicion.SHAPE and not no_card:
        raise CardSuspected(CARD_BY_SHAPE, name=name, law=LAW, source=LAW)


def _read(path: Path, name: str, options: AttachmentOptions) -> tuple[str, bytes]:
    """Return media type and bytes; what is too large is not read at all."""
    if path.is_dir():
        raise BadFile(FOLDER, name=name)
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            media_type = _accepted(head, name)
            file.seek(0, 2)
            most = options.largest_pdf if media_type == PDF else options.largest_picture
            if file.tell() > most * MEGABYTE:
                raise BadFile(TOO_LARGE, name=name, size=number(-(-file.tell() // MEGABYTE)), most=number(most))
            file.seek(0)
            return media_type, file.read()
    except LabordeskError:
        raise
    except FileNotFoundError as error:
        raise BadFile(GONE, name=name) from error
    except PermissionError as error:
        raise BadFile(NOT_ALLOWED, name=name) from error
    except OSError as error:
        raise BadFile(UNREADABLE, name=name) from error


def _accepted(head: bytes, name: str) -> str:
    if not head:
        raise BadFile(EMPTY, name=name)
    media_type = media_type_of(head)
    if media_type == HEIC:
        raise BadFile(FROM_TELEPHONE, name=name, accepted=ACCEPTED)
    if media_type is None or media_type not in (*PICTURES, PDF):
        raise BadFile(NOT_ACCEPTED, name=name, accepted=ACCEPTED)
    return media_type


def _readable(name: str) -> str:
    """Return a file name in NFC on one line; letters the disk spells wrongly become a mark."""
    spelled = name.encode("utf-8", "replace").decode("utf-8", "replace")
    return " ".join("".join(one if one.isprintable() else " " for one in unicodedata.normalize("NFC", spelled)).split())


def _kept_name(name: str, media_type: str) -> str:
    """Return the name with the ending of what is kept, at most 160 letters long."""
    ending = ending_of(media_type)
    stem = name.rsplit(".", 1)[0] if "." in name[1:] else name
    return stem[: LONGEST_NAME - len(ending)].rstrip() + ending
