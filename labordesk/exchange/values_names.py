"""Names as lists give them: "Chị NGUYỄN THỊ HOÀ (Tư)", "1. Trần Văn A". The spelling is never changed."""

from __future__ import annotations

import re
import unicodedata
from typing import Any, Final

from labordesk.exchange.cells import CellValue
from labordesk.exchange.problems import Problem
from labordesk.exchange.taken import NOTHING, Taken, problem
from labordesk.i18n import _
from labordesk.vietnamese.fold import clean, plain_key
from labordesk.vietnamese.names import proper_case

_NUMBERING: Final = re.compile(r"^(?:[0-9]{1,4}\s*[.)/:\-]|[-–—+*•])\s*(?=[^\W\d])")
_PREFIX: Final = re.compile(
    r"(?P<both>vợ chồng|ông\s*[/(]\s*bà\s*\)?|ông,\s*bà|anh\s*[/(]\s*chị\s*\)?|đồng chí|đ/c|đc\.|gia đình|gđ\.?|hộ"
    r"|em|cháu|bác)"
    r"(?:\s*[.:]\s*|\s+)|(?P<male>ông|anh|chú|mr)(?:\s*[.:]\s*|\s+)|(?P<female>bà|chị|cô|mrs|ms)(?:\s*[.:]\s*|\s+)",
    re.IGNORECASE,
)
_FAMILY_NAMES: Final = "nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh trinh truong doan"
_FAMILIES: Final = frozenset(_FAMILY_NAMES.split())
"""Family names that are no middle names: after them "Ông" is a form of address, before others it may be the family."""
_MORE_NAMES: Final = (
    "to dao cao mai luong tong chu luu phung thai ta chau quach vuong lam trieu kieu khuong nghiem la ha phi hua giang"
)
_MORE_FAMILIES: Final = frozenset(_MORE_NAMES.split())
"""Family names that are middle names too: they tell only before two more words, for Ông Cao Thắng is of the Ông."""
_BRACKETED: Final = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_HE_OR_SHE: Final = re.compile(r"^ông\s*\(\s*bà\s*\)\s*:?\s*", re.IGNORECASE)
_TWO: Final = re.compile(r"\s*(?:[\n\r;+&/]|\s[–-]\s|\s(?:và|va)\s|,)\s*", re.IGNORECASE)
_BORN: Final = re.compile(
    r"(?P<name>[^\d]*?[^\W\d_])[\s,;.\-–(]*(?:\b(?:sinh|s)\s*(?:năm|ngày|n)?\b|\bsn\b|\bns\b)?\s*[:.]?\s*"
    r"(?P<born>[0-9]{1,2}\s*[/.\-]\s*(?:[0-9]{1,2}\s*[/.\-]\s*)?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2})\s*\)?",
    re.IGNORECASE,
)
_BORN_ALONE: Final = re.compile(
    r"(?:sinh|s|sn|ns)?\s*(?:năm|ngày|n)?\s*[:.]?\s*([0-9]{1,2}[/.\-](?:[0-9]{1,2}[/.\-])?[0-9]{2,4}|(?:19|20)[0-9]{2})",
    re.IGNORECASE,
)
_MARKS_BEHIND: Final = re.compile(r"\s*(?:[*†+#^~]+|\s[-–—]+)$")
_RELATIVE: Final = re.compile(
    r"(?:thân nhân|gia quyến|(?:con(?: trai| gái| ruột)?|vợ|chồng|bố|mẹ|cha|bố mẹ|mẹ đẻ|bố đẻ|em|anh|chị)"
    r"(?=\s+(?:của\s+)?(?:ông|bà|anh|chị|đ/c|đồng chí|đoàn viên|đv)\b))"
    r"\s+(?:của\s+)?(?:(?:đoàn viên|đv)\s+)?(?P<whose>.+)",
    re.IGNORECASE,
)
_LEGACY: Final = re.compile(r"[\u00a1-\u00bf\u00d7\u00f7\u00b0-\u00b9]")
_LONGEST: Final = 100


def read_name(cell: CellValue) -> Taken:
    """Read a full name into ``name``, with ``alias`` from brackets and ``sex_said`` from "Ông", "Chị"."""
    return _read(cell, "name")


def read_recipient(cell: CellValue) -> Taken:
    """Read who receives instead."""
    taken = _read(cell, "recipient")
    return Taken({"recipient": taken.values["recipient"]} if "recipient" in taken.values else {}, taken.problems)


def read_holder(cell: CellValue) -> Taken:
    """Read the name on a bank account."""
    taken = _read(cell, "bank_holder")
    return Taken({"bank_holder": taken.values["bank_holder"]} if "bank_holder" in taken.values else {}, taken.problems)


def read_part(field: str, cell: CellValue) -> Taken:
    """Read one of the two columns of a name; the row puts them together and reads the whole."""
    return Taken({field: clean(str(cell))})


def _read(cell: CellValue, field: str) -> Taken:
    if not isinstance(cell, str):
        return problem(field, "error", _("ô tên có số hoặc ngày, không phải họ tên"))
    lines = [line for line in map(clean, unicodedata.normalize("NFC", cell).splitlines()) if line]
    whole, born = _without_birth("\n".join(lines))
    bare, aliases = _without_brackets(_HE_OR_SHE.sub("Ông/Bà ", whole))
    aliases, born = _without_birth_beside(aliases, born)
    bare = _MARKS_BEHIND.sub("", bare)
    if (relative := _RELATIVE.fullmatch(_NUMBERING.sub("", clean(bare)))) is not None:
        whose = proper_case(_without_prefix(clean(relative["whose"]))[0])
        reason = _("ô ghi thân nhân của một người; hãy ghi họ tên người được hỗ trợ, hoặc chọn ghi cho người ấy")
        return problem(field, "ask", reason, (whose,) if " " in whose else ())
    if two := _two_people(bare):
        return problem(field, "ask", _("ô này có vẻ ghi hai người; hãy tách thành hai dòng"), two)
    text = _NUMBERING.sub("", clean(bare.replace("\n", " ")))
    text, sex, is_family = _without_prefix(text)
    if not text.strip("-–—_./* ") and not aliases:
        return NOTHING
    if wrong := _what_is_wrong(text):
        return problem(field, "error", wrong)
    values: dict[str, Any] = {field: proper_case(text)}
    if aliases:
        values["alias"] = "; ".join(aliases)
    if sex:
        values["sex_said"] = sex
    if born:
        values["born_said"] = born
    warned = []
    if " " not in text and "'" not in text:
        warned.append(Problem(field, "warning", _("họ tên chỉ có một chữ")))
    if is_family:
        warned.append(Problem(field, "warning", _("đã hiểu “Ông” là họ; nếu là cách xưng hô, hãy bỏ đi")))
    return Taken(values, tuple(warned))


def _without_birth(text: str) -> tuple[str, str]:
    """Part "Nguyễn Văn Khoa, SN 1985" into the name and the birth; "" when none is written with it.

    "Nguyễn Thị Sinh 1985" is called Sinh: only written small, after a mark or with "năm" the word tells of a birth.
    """
    match = _BORN.fullmatch(text) if any(map(str.isdigit, text)) else None
    if match is None:
        return text, ""
    between = text[match.end("name") : match.start("born")].strip(" ")
    is_name = between in ("Sinh", "SINH") or (between == "sinh" and match["name"].islower())
    name = f"{match['name']} {between}" if is_name else match["name"]
    return name.rstrip(" ,;.-–("), match["born"]


def _without_birth_beside(aliases: list[str], born: str) -> tuple[list[str], str]:
    """Take a birth in brackets out of what stands there."""
    for alias in aliases:
        if not born and (match := _BORN_ALONE.fullmatch(alias)):
            return [one for one in aliases if one is not alias], match[1]
    return aliases, born


def _without_brackets(text: str) -> tuple[str, list[str]]:
    aliases = [clean(inside) for inside in _BRACKETED.findall(text)]
    return _BRACKETED.sub(" ", text).strip() if aliases else text, [alias for alias in aliases if alias]


def _without_prefix(text: str) -> tuple[str, str, bool]:
    """Return the name without forms of address, the sex they tell, and whether an "Ông" was left as the family name."""
    sex = ""
    while match := _PREFIX.match(text):
        rest = clean(text[match.end() :])
        if not rest:
            break
        if match["male"] and plain_key(match["male"]) == "ong" and not _addresses(match[0], rest):
            return text, sex, True
        sex = sex or ("male" if match["male"] else "female" if match["female"] else "")
        text = rest
    return text, sex, False


def _addresses(prefix: str, rest: str) -> bool:
    """Tell "Ông Nguyễn Tâm" from "Ông Văn Cường", whose family is Ông."""
    first, _blank, more = plain_key(rest).partition(" ")
    return prefix.rstrip()[-1:] in ".:" or first in _FAMILIES or (first in _MORE_FAMILIES and " " in more)


def _two_people(text: str) -> tuple[str, ...]:
    """Return both names of "Nguyễn Văn A và Trần Thị B"; each must have two words to be one."""
    parts = [_NUMBERING.sub("", clean(part)) for part in _TWO.split(text)]
    names = [proper_case(part) for part in parts if " " in part]
    return tuple(names) if len(names) > 1 and len(names) == len([part for part in parts if part]) else ()


def _what_is_wrong(text: str) -> str:
    if not any(map(str.isalpha, text)):
        return _("ô tên không có chữ")
    if any(map(str.isdigit, text)):
        return _("họ tên có chữ số; hãy kiểm tra lại")
    if "\ufffd" in text or "?" in text:
        return _("họ tên mất chữ (ký tự ?); hãy nhập lại")
    if _LEGACY.search(text):
        return _("họ tên còn ký tự của phông chữ cũ; hãy chọn bảng mã của cột")
    if len(text) > _LONGEST:
        return _("họ tên dài quá {count} ký tự").format(count=_LONGEST)
    return ""
