"""Phiếu khóa dự phòng: the recovery key on one sheet of paper, to be sealed and kept by the level above."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from labordesk.documents.model import (
    Align,
    Bullet,
    Column,
    Document,
    DottedLine,
    Heading,
    Paragraph,
    PlaceDate,
    Row,
    SignatureBlock,
    Spacer,
    Table,
)
from labordesk.documents.saving import check_suffix, save_document
from labordesk.services.registers import register_info
from labordesk.services.reporting import paper_on
from labordesk.store.register import Register

_IN_A_ROW = 4


def compose_sheet(register: Register, recovery: str, *, today: date) -> Document:
    """Return the sheet of a register's recovery key ("012345-…"); it is the only place the key is written to."""
    paper = paper_on(register, today)
    unit = register_info(register).unit_name
    return Document(
        letterhead=paper.letterhead(),
        kind="Phiếu khóa dự phòng",
        abstract=f"của sổ “{unit}”",
        place_date=PlaceDate(paper.place, today),
        blocks=(
            Paragraph(
                "Sổ chăm lo đoàn viên, người lao động của đơn vị được mã hóa bằng mật khẩu. Khi quên mật khẩu, hoặc "
                "khi người giữ mật khẩu vắng mặt, chỉ khóa dự phòng dưới đây mở được sổ và các bản sao lưu của sổ."
            ),
            *_digits(recovery),
            DottedLine("Tệp sổ", register.path.name),
            Heading("Giữ phiếu này", level=2),
            Bullet("Cho vào bì, dán kín, ký giáp lai và gửi công đoàn cấp trên trực tiếp giữ cùng tài liệu mật."),
            Bullet("Không chụp ảnh, không gửi qua Zalo, thư điện tử, không để cùng chỗ với máy tính giữ sổ."),
            Bullet("Khi lập phiếu mới, phiếu này không mở được sổ nữa; hãy thu lại và hủy."),
            Heading("Khi cần dùng", level=2),
            Paragraph(
                "Mở sổ, ở ô mật khẩu gõ đủ 48 chữ số (dấu cách, dấu gạch đều được), rồi vào Cài đặt, mục Bảo mật để "
                "đặt mật khẩu mới. Gõ nhầm ở nhóm nào thì chương trình báo đúng nhóm ấy."
            ),
        ),
        closes_text=False,
        signatures=(
            SignatureBlock("Người nhận giữ", hint="(Ký, ghi rõ họ tên)"),
            SignatureBlock("Người lập phiếu", hint="(Ký, ghi rõ họ tên)"),
        ),
        author=paper.issuing_body,
    )


def print_sheet(register: Register, recovery: str, *, today: date) -> bytes:
    """Return the sheet as PDF."""
    from labordesk.documents.pdf import render_pdf

    return render_pdf(compose_sheet(register, recovery, today=today))


def save_sheet(register: Register, recovery: str, path: Path, *, today: date) -> None:
    """Write the sheet as the file's name says, whole or not at all (Unavailable, InvalidInput)."""
    check_suffix(path)
    save_document(compose_sheet(register, recovery, today=today), path)


def _digits(recovery: str) -> tuple[Table | Spacer, ...]:
    """Return the groups four by four, each under its number, so that a slip is found by its number."""
    groups = recovery.split("-")
    tables: list[Table | Spacer] = []
    for first in range(0, len(groups), _IN_A_ROW):
        part = groups[first : first + _IN_A_ROW]
        columns = tuple(
            Column(f"Nhóm {number}", align=Align.CENTER) for number in range(first + 1, first + 1 + len(part))
        )
        tables += [Table(columns=columns, rows=(Row(tuple(part)),), size=18), Spacer(2)]
    return tuple(tables)
