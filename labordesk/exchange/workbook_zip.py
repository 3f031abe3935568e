"""The parts of a zipped workbook (.xlsx, .ods), unpacked within bounds before any reader sees them.

The sizes a zip declares may lie and a small one may unpack to gigabytes; sheets may carry a million formatted rows
with nothing in them. What the reader gets is a plain copy of the parts that were checked.
"""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO, Final

from labordesk.errors import BadFile
from labordesk.i18n import N_

MAX_UNPACKED: Final = 1_500_000_000
"""Bytes gone through at most; a full sheet of formatted empty cells is that large."""
MAX_KEPT: Final = 240_000_000
"""Bytes kept of all parts; 50.000 rows of 15 columns take 40 million."""
TOO_LARGE: Final = N_("Tệp quá lớn khi mở ra; hãy xóa các dòng, cột trống có định dạng hoặc chia tệp nhỏ hơn.")
BROKEN: Final = N_("Tệp bị hỏng hoặc tải về chưa đủ; hãy mở bằng Excel, lưu lại rồi chọn lại.")
LOCKED: Final = N_("Tệp có mật khẩu nên không đọc được; hãy mở bằng Excel, bỏ mật khẩu rồi chọn lại.")

_MAX_PARTS: Final = 10_000
_CHUNK: Final = 1 << 20
_LOCAL_HEADER: Final = struct.Struct("<4s5H3I2H")
_SMALL_SHEET: Final = 64_000_000
"""Sheets below are kept as they are; larger ones are freed of empty cells while they are unpacked."""
_EMPTY_CELL: Final = re.compile(rb"<(?:\w+:)?c\b[^>]*/>")
_EMPTY_ROW: Final = re.compile(rb"<(?:\w+:)?row\b[^>]*(?:/>|>\s*</(?:\w+:)?row>)")
_ROW_BEGINS: Final = re.compile(rb"<(?:\w+:)?row\b")


def read_parts(
    archive: zipfile.ZipFile, file: BinaryIO, wanted: Callable[[str], bool], told: Callable[[int], None]
) -> tuple[dict[str, bytes], bool]:
    """Return the wanted parts by name, and whether all are whole; ``BadFile`` when too large or not as the zip says.

    Of very large sheets the empty cells are left out: such a part is not whole.
    """
    members = [info for info in archive.infolist() if wanted(info.filename) and not info.is_dir()]
    if len({info.filename for info in members}) < len(members):
        raise BadFile(BROKEN)
    if len(members) > _MAX_PARTS or sum(info.file_size for info in members) > MAX_UNPACKED:
        raise BadFile(TOO_LARGE)
    parts: dict[str, bytes] = {}
    seen = kept = 0
    for info in members:
        content, size = _unpacked(file, info, MAX_UNPACKED - seen, MAX_KEPT - kept)
        parts[info.filename] = content
        seen += size
        kept += len(content)
        told(seen)
    return parts, seen == kept


def copy_of(parts: Mapping[str, bytes]) -> io.BytesIO:
    """Return a zip of the parts, not packed: reading it needs no second inflating."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    out.seek(0)
    return out


def _unpacked(file: BinaryIO, info: zipfile.ZipInfo, most: int, most_kept: int) -> tuple[bytes, int]:
    """Return one part and how many bytes it had, whatever its header promises; empty cells of large sheets are left."""
    is_large = info.file_size > _SMALL_SHEET and "sheet" in info.filename
    pieces: list[bytes] = []
    tail = b""
    size = kept = checksum = 0
    for chunk in _inflated(file, info):
        size += len(chunk)
        checksum = zlib.crc32(chunk, checksum)
        if is_large:
            chunk, tail = _without_empty(tail + chunk)  # noqa: PLW2901 - what is left of it
        pieces.append(chunk)
        kept += len(chunk)
        if size > most or kept + len(tail) > most_kept:
            raise BadFile(TOO_LARGE)
    if size != info.file_size or checksum != info.CRC:
        raise BadFile(BROKEN)
    return b"".join([*pieces, tail]), size


def _inflated(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """Unpack one part in chunks of bounded size."""
    if info.flag_bits & 1:
        raise BadFile(LOCKED)
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise BadFile(BROKEN)
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise BadFile(BROKEN)
    *_others, name_length, extra_length = _LOCAL_HEADER.unpack(header)
    file.seek(name_length + extra_length, io.SEEK_CUR)
    left = info.compress_size
    inflate = zlib.decompressobj(-15) if info.compress_type == zipfile.ZIP_DEFLATED else None
    while left > 0:
        packed = file.read(min(left, _CHUNK))
        if not packed:
            raise BadFile(BROKEN)
        left -= len(packed)
        if inflate is None:
            yield packed
            continue
        while packed and not inflate.eof:
            yield inflate.decompress(packed, 8 * _CHUNK)
            packed = inflate.unconsumed_tail


def _without_empty(xml: bytes) -> tuple[bytes, bytes]:
    """Return the whole rows freed of empty cells and empty rows, and the unfinished row behind them."""
    last = xml.rfind(b"row ")
    cut = xml.rfind(b"<", 0, last) if last >= 0 else -1
    if cut <= 0 or not _ROW_BEGINS.match(xml, cut):
        return xml, b""
    return _EMPTY_ROW.sub(b"", _EMPTY_CELL.sub(b"", xml[:cut])), xml[cut:]
