"""Write the partner agreements of the commune union: one ends soon, one nobody used, one ran out, one is doing well."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from labordesk.model.agreement import AgreementFields, AgreementUseFields
from labordesk.sample.scene import Advance, Scene
from labordesk.sample.units import REORGANISED
from labordesk.services.agreement_uses import save_use
from labordesk.services.agreements import save_agreement


@dataclass(frozen=True)
class Partner:
    """An agreement that ends so many days from today (None: runs on); ``quarters`` are turns and đồng."""

    name: str
    goods: str
    discount: str
    contact: str
    phone: str
    ends_in: int | None
    months: int
    quarters: tuple[tuple[int, int], ...] = ()
    note: str | None = None


_PARTNERS: Final = (
    Partner(
        "Siêu thị Sông Ngàn",
        "Nhu yếu phẩm, đồ gia dụng",
        "giảm 8 %",
        "Bà Phan Thị Thảo",
        "0912 000 118",
        ends_in=38,
        months=12,
        quarters=((186, 9_672_000), (164, 8_364_000), (121, 5_929_000)),
    ),
    Partner(
        "Phòng khám Đa khoa An Tâm",
        "Khám, xét nghiệm tổng quát",
        "giảm 15 %",
        "Ông Đinh Công Lý",
        "0983 000 245",
        ends_in=410,
        months=24,
        quarters=((74, 22_940_000), (58, 17_690_000), (66, 19_470_000)),
        note="Đoàn viên hài lòng; đề nghị mở rộng sang khám thai.",
    ),
    Partner(
        "Công ty CP Vận tải Sơn Hà",
        "Vé xe khách đường dài",
        "giảm 10 %",
        "Bà Hồ Thị Lan",
        "0977 000 301",
        ends_in=None,
        months=7,
        note="Chưa ai sử dụng; cần phổ biến lại tới công đoàn cơ sở.",
    ),
    Partner(
        "Trung tâm Anh ngữ Ban Mai",
        "Học phí cho con đoàn viên",
        "giảm 20 %",
        "Ông Trần Quang Khải",
        "0904 000 412",
        ends_in=-70,
        months=9,
        quarters=((12, 7_200_000), (9, 5_400_000)),
    ),
)


def write_agreements(scene: Scene, advance: Advance) -> None:
    """Write the agreements with what came of each."""
    for partner in _PARTNERS:
        _write(scene, partner)
    advance(1)


def _write(scene: Scene, partner: Partner) -> None:
    expires = scene.today + timedelta(days=partner.ends_in) if partner.ends_in is not None else None
    signed = min((expires or scene.today) - timedelta(days=partner.months * 30), scene.today)
    agreement = save_agreement(
        scene.register,
        AgreementFields(
            partner=partner.name,
            programme_id=scene.codes.programmes["PHUC-LOI"],
            unit_id=scene.units.upper(signed),
            number=f"{signed.day:02d}/TTHT-CĐX" if signed >= REORGANISED else f"{signed.day:02d}/TTHT-LĐLĐ",
            signed_on=signed,
            expires_on=expires,
            goods=partner.goods,
            discount=partner.discount,
            contact=partner.contact,
            phone=partner.phone.replace(" ", ""),
            note=partner.note,
        ),
    ).id
    last = min(scene.today, expires) if expires is not None else scene.today
    for turns, saved in partner.quarters:
        first = max(signed, last - timedelta(days=89))
        if first >= last:
            return
        use = AgreementUseFields(starts_on=first, ends_on=last, members=turns, saved=saved)
        save_use(scene.register, agreement, use)
        last = first - timedelta(days=1)
