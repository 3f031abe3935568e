"""Measures and wording of the administrative page: Nghị định 30/2020/NĐ-CP Phụ lục I, QĐ 933/QĐ-TLĐ.

Both the PDF and its twins follow these; nothing else in the program knows a margin or pads a day with a zero.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import zip_longest

from labordesk.documents.model import Basis, Block, Bullet, KeepTogether, Paragraph, PlaceDate, Run, Text
from labordesk.vietnamese.dates import written

# Millimetres. Paper A4; the decree allows 20-25 above and below, 30-35 left, 15-20 right.
PAPER_SHORT_MM, PAPER_LONG_MM = 210.0, 297.0
MARGIN_TOP_MM, MARGIN_BOTTOM_MM, MARGIN_LEFT_MM, MARGIN_RIGHT_MM = 20.0, 20.0, 30.0, 20.0
FIRST_LINE_MM = 12.7
PAGE_NUMBER_FROM_TOP_MM = 12.5
COPY_MARK_FROM_TOP_MM, COPY_MARK_HEIGHT_MM, COPY_MARK_SIDE_MM = 6.5, 8.0, 3.0
"""Marks on a paper stand in a rectangle with one line, 8 mm high (Phụ lục I, Phần I, III.2); what a copy says of itself
stands at the upper right (Phần II, I.3), here in the margin, where nothing is printed over."""

# Points. Where the decree gives a range (12-13, 13-14), the pair that fits a 160 mm text block is taken.
NATION_SIZE, MOTTO_SIZE = 12, 13
BODY_NAME_SIZE = 12
NUMBER_SIZE = 13
PLACE_DATE_SIZE = 13
SUBJECT_SIZE = 12
TITLE_SIZE = 14
TEXT_SIZE = 14
TEXT_LEADING = 18
PARAGRAPH_GAP = 6
FORM_LEADING = 21.5
"""A line of a form is higher than printed text: a hand writes on it."""
SIGNER_SIZE, CROWDED_SIGNER_SIZE = 14, 13
RECIPIENTS_HEAD_SIZE, RECIPIENTS_SIZE = 12, 11
PAGE_NUMBER_SIZE = 13
COPY_MARK_SIZE = 13

# Shares. The decree's own file sets the two halves of the heading at 67,5 and 100 mm.
LEFT_HALF = 0.42
UNDERLINE_SHARE = 0.4
"""A line under a body's name or an abstract is one third to one half as long as the text."""

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
END_MARK = "./."
COPY_MARK = "BẢN SAO"
"""What a paper printed again from the register says; a certified copy ("SAO Y") is another thing, with a signer."""
BLANK_NUMBER = "\u00a0" * 8
BLANK_DAY = "....."

_UNBROKEN = re.compile(
    r"\b(?:tổng liên đoàn|liên đoàn|lao động|công đoàn|đoàn viên|cơ sở|công ty|trách nhiệm|hữu hạn|cổ phần|thành phố|"
    r"thị xã|đặc khu|việt nam|mái ấm|khó khăn|hoàn cảnh|thường vụ|chấp hành|kết quả|hỗ trợ|tổng kết|sơ kết|"
    r"thực hiện|chương trình|khu công nghiệp|khu kinh tế|chế xuất|xuất khẩu|nhiệm vụ|phương hướng|chăm lo|"
    r"đầu năm|cuối năm)\b",
    re.IGNORECASE,
)
"""Words of several syllables that titles and names of bodies are made of; a line does not end inside one."""

_CLOSING = " \t\n.,;:/"


def capitals(text: str) -> str:
    """Return a text in capitals, as names of bodies, kinds of papers and offices of signers are printed."""
    return text.upper()


def unbroken_terms(text: str) -> str:
    """Return a title or a body's name whose terms, and whose last two syllables, cannot be parted by a line's end.

    "LIÊN ĐOÀN LAO ĐỘNG / TỈNH HÀ TĨNH", never "LIÊN ĐOÀN LAO / ĐỘNG TỈNH HÀ TĨNH".
    """
    composed = unicodedata.normalize("NFC", text)
    glued = _UNBROKEN.sub(lambda match: match.group().replace(" ", "\u00a0"), " ".join(composed.split(" ")))
    return re.sub(r" (\S+)$", "\u00a0\\1", glued) if glued.count(" ") > 1 else glued


def number_text(number: str) -> str:
    """Return "Số: 05/BC-LĐLĐ" for "5/BC-LĐLĐ": numbers below 10 get a zero, "/" and "-" stand without spaces.

    "/BC-LĐLĐ" leaves room to write the number.
    """
    joined = re.sub(r"\s*([/-])\s*", r"\1", number.strip())
    if joined.startswith("/"):
        return f"Số:{BLANK_NUMBER}{joined}"
    return "Số: " + re.sub(r"^(\d)(?!\d)", r"0\1", joined)


def place_date_text(place_date: PlaceDate) -> str:
    """Return "Hà Tĩnh, ngày 05 tháng 7 năm 2026"; dots for a day not yet known."""
    if place_date.day is not None:
        words = written(place_date.day, place_date.place)
    else:
        prefix = f"{place_date.place}, " if place_date.place else ""
        words = f"{prefix}ngày {BLANK_DAY} tháng {BLANK_DAY} năm 20{BLANK_DAY}"
    return words if place_date.place else words[:1].upper() + words[1:]


def subject_text(abstract: str) -> str:
    """Return the "V/v …" line of a letter (công văn), which bears no kind."""
    matter = re.sub(r"^(V/v|Về việc)\s+", "", unicodedata.normalize("NFC", abstract), flags=re.IGNORECASE)
    return f"V/v {matter}"


def with_closed_bases(blocks: Sequence[Block]) -> list[Block]:
    """Return the blocks with each run of legal grounds closed with ";", its last with "."."""
    closed: list[Block] = []
    for block, following in zip_longest(blocks, blocks[1:]):
        if isinstance(block, Basis):
            mark = ";" if isinstance(following, Basis) else "."
            closed.append(Basis(block.text.rstrip(_CLOSING) + mark))
        else:
            closed.append(block)
    return closed


def recipient_lines(recipients: Sequence[str]) -> list[str]:
    """Return the entries under "Nơi nhận:": "- …;", the last one closed with "."."""
    bare = [recipient.strip().removeprefix("-").strip().rstrip(_CLOSING) for recipient in recipients]
    return [f"- {text}{'.' if index == len(bare) - 1 else ';'}" for index, text in enumerate(bare)]


def addressee_lines(addressees: Sequence[str]) -> list[str]:
    """Return what stands behind "Kính gửi:": one receiver bare, several as "- …;" with a last "."."""
    if len(addressees) == 1:
        return [addressees[0].strip()]
    return recipient_lines(addressees)


def label_text(label: str) -> str:
    """Return the label of a field without the colon that the page sets behind it."""
    return label.rstrip(" :")


def amount_text(label: str, words: str) -> str:
    """Return "Bằng chữ: Tám triệu đồng." with a capital after the colon and one full stop."""
    bare = words.strip().rstrip(_CLOSING)
    return f"{label.rstrip(_CLOSING)}: {bare[:1].upper()}{bare[1:]}."


def with_end_mark(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return the blocks with "./." behind the last sentence; unchanged when they do not end with a sentence."""
    if not blocks:
        return blocks
    last = blocks[-1]
    if isinstance(last, KeepTogether):
        return (*blocks[:-1], replace(last, blocks=with_end_mark(last.blocks)))
    if isinstance(last, Paragraph | Bullet):
        return (*blocks[:-1], replace(last, text=_ended(last.text)))
    return blocks


def _ended(text: Text) -> Text:
    """Return a text closed with "./." in the style of its last run."""
    if isinstance(text, str):
        return text.rstrip(_CLOSING) + END_MARK
    if not text:
        return text
    return (*text[:-1], Run(text[-1].text.rstrip(_CLOSING) + END_MARK, text[-1].bold, text[-1].italic))
