"""Đối tượng chăm lo (beneficiary): members, workers, their children and relatives, poor households."""

from datetime import date
from typing import Annotated

from sqlalchemy import text
from sqlmodel import Field, SQLModel

from labordesk.fields import (
    BankAccount,
    Choice,
    Count,
    Day,
    Flag,
    Gate,
    LongText,
    Money,
    PartialDay,
    PersonName,
    Reference,
    SocialInsuranceId,
    Spec,
    Text,
    Ward,
    common,
)
from labordesk.fields.choices import HOUSING, POVERTY, RELATIONS
from labordesk.i18n import N_
from labordesk.model.base import Row, index

_ABOUT = N_("Thông tin chính")
_WORK = N_("Đơn vị, công đoàn")
_HOME = N_("Nơi ở, hộ gia đình")
_BANK = N_("Nhận tiền")
_CONSENT = N_("Đồng ý cung cấp dữ liệu")


class PersonFields(SQLModel):
    """What an officer fills in about a beneficiary, in the order of the paper form."""

    full_name: Annotated[str, common.FULL_NAME.placed(_ABOUT)]
    birth: Annotated[str | None, common.BIRTH.placed(_ABOUT)] = None
    sex: Annotated[str | None, common.SEX.placed(_ABOUT)] = None
    citizen_id: Annotated[str | None, common.CITIZEN_ID.placed(_ABOUT)] = None
    citizen_id_issued_on: Annotated[
        date | None,
        Spec(
            N_("Ngày cấp CCCD"),
            Day(),
            section=_ABOUT,
            gate=Gate.PERSONAL,
            aliases=("ngày cấp", "ngày cấp cmnd/cccd", "cấp ngày"),
        ),
    ] = None
    citizen_id_issued_at: Annotated[
        str | None, Spec(N_("Nơi cấp"), Text(), section=_ABOUT, aliases=("nơi cấp cccd", "nơi cấp cmnd/cccd"))
    ] = None
    old_id: Annotated[str | None, common.OLD_ID.placed(_ABOUT)] = None
    phone: Annotated[str | None, common.PHONE.placed(_ABOUT)] = None
    sort_name: Annotated[
        str | None,
        Spec(
            N_("Tên để sắp xếp"),
            Text(longest=60),
            section=_ABOUT,
            hint=N_("Chỉ khi tên gọi không phải chữ cuối, ví dụ Y Moan"),
        ),
    ] = None
    standing: Annotated[str, common.STANDING.placed(_WORK)] = "member"
    unit_id: Annotated[int | None, common.UNIT.placed(_WORK)] = None
    department: Annotated[
        str | None,
        Spec(
            N_("Bộ phận, tổ"),
            Text(),
            section=_WORK,
            aliases=(
                "bộ phận",
                "tổ",
                "phòng ban",
                "phòng, ban",
                "phân xưởng",
                "xưởng",
                "chuyền",
                "tổ công đoàn",
                "tổ sản xuất",
                "khoa",
                "bộ phận/tổ",
                "phòng",
                "công đoàn bộ phận",
                "bộ phận công tác",
                "phòng/ban",
            ),
        ),
    ] = None
    job: Annotated[
        str | None,
        Spec(
            N_("Nghề, chức vụ"),
            Text(),
            section=_WORK,
            aliases=("nghề nghiệp", "chức vụ", "công việc", "chức danh", "nghề", "chức vụ/nghề nghiệp"),
        ),
    ] = None
    union_card: Annotated[str | None, common.UNION_CARD.placed(_WORK)] = None
    joined_on: Annotated[
        str | None,
        Spec(
            N_("Ngày vào công đoàn"),
            PartialDay(births=False),
            section=_WORK,
            aliases=("ngày vào cđ", "ngày kết nạp", "ngày vào đoàn viên", "vào công đoàn"),
        ),
    ] = None
    social_insurance: Annotated[
        str | None,
        Spec(
            N_("Mã số BHXH"),
            SocialInsuranceId(),
            section=_WORK,
            gate=Gate.PERSONAL,
            aliases=("bhxh", "số bhxh", "sổ bhxh", "số sổ bhxh", "mã bhxh", "bảo hiểm xã hội"),
        ),
    ] = None
    address: Annotated[
        str | None,
        Spec(
            N_("Nơi ở hiện nay"),
            Text(),
            section=_HOME,
            width=36,
            gate=Gate.PERSONAL,
            aliases=(
                "địa chỉ",
                "nơi ở",
                "chỗ ở",
                "nơi cư trú",
                "địa chỉ liên hệ",
                "chỗ ở hiện nay",
                "địa chỉ nơi ở",
                "địa chỉ hiện nay",
                "địa chỉ nhà",
                "nơi ở hiện tại",
                "thôn/xóm",
                "thôn, xã",
                "tạm trú",
            ),
        ),
    ] = None
    ward_code: Annotated[
        str | None,
        Spec(
            N_("Xã, phường hiện nay"),
            Ward(),
            section=_HOME,
            aliases=("xã, phường", "xã/phường", "phường/xã", "xã phường mới"),
        ),
    ] = None
    old_ward_code: Annotated[
        str | None,
        Spec(
            N_("Xã, phường trước 01/7/2025"), Ward(old=True), section=_HOME, aliases=("xã, phường cũ", "xã/phường cũ")
        ),
    ] = None
    registered_address: Annotated[
        str | None,
        Spec(
            N_("Nơi thường trú"),
            Text(),
            section=_HOME,
            gate=Gate.PERSONAL,
            aliases=(
                "thường trú",
                "địa chỉ thường trú",
                "hộ khẩu",
                "hộ khẩu thường trú",
                "hktt",
                "nơi đăng ký thường trú",
            ),
        ),
    ] = None
    native_place: Annotated[
        str | None, Spec(N_("Quê quán"), Text(), section=_HOME, gate=Gate.PERSONAL, aliases=("quê", "nguyên quán"))
    ] = None
    housing: Annotated[str | None, Spec(N_("Nhà ở"), Choice(options=HOUSING), section=_HOME)] = None
    land_title: Annotated[bool | None, Spec(N_("Đất có giấy chứng nhận"), Flag(), section=_HOME)] = None
    poverty: Annotated[
        str | None,
        Spec(
            N_("Diện hộ"),
            Choice(options=POVERTY),
            section=_HOME,
            aliases=("hộ nghèo/cận nghèo", "diện hộ nghèo", "hộ nghèo, cận nghèo"),
        ),
    ] = None
    poverty_book: Annotated[
        str | None, Spec(N_("Số sổ hộ nghèo"), Text(longest=40), section=_HOME, aliases=("số sổ", "sổ hộ nghèo"))
    ] = None
    household_size: Annotated[
        int | None, Spec(N_("Số nhân khẩu"), Count(low=1, high=30), section=_HOME, aliases=("nhân khẩu", "số khẩu"))
    ] = None
    dependants: Annotated[
        int | None, Spec(N_("Người phụ thuộc"), Count(high=30), section=_HOME, aliases=("số người phụ thuộc",))
    ] = None
    income: Annotated[
        int | None,
        Spec(
            N_("Thu nhập bình quân/người/tháng"),
            Money(low=0, high=100_000_000),
            section=_HOME,
            gate=Gate.SENSITIVE,
            aliases=("thu nhập", "thu nhập bình quân", "thu nhập bq", "mức lương", "lương"),
        ),
    ] = None
    ethnicity: Annotated[str | None, Spec(N_("Dân tộc"), Text(longest=40), section=_HOME, gate=Gate.SENSITIVE)] = None
    recipient_name: Annotated[
        str | None,
        Spec(
            N_("Người nhận thay"),
            PersonName(),
            section=_BANK,
            gate=Gate.PERSONAL,
            aliases=(
                "người nhận hộ",
                "người đại diện nhận",
                "họ tên người nhận thay",
                "nhận thay",
                "người nhận tiền",
                "tên người nhận thay",
                "người giám hộ",
            ),
        ),
    ] = None
    recipient_relation: Annotated[
        str | None,
        Spec(
            N_("Quan hệ"),
            Choice(options=RELATIONS),
            section=_BANK,
            aliases=("mối quan hệ", "quan hệ với đoàn viên", "quan hệ với người nhận", "qh"),
        ),
    ] = None
    bank_name: Annotated[
        str | None,
        Spec(
            N_("Ngân hàng"),
            Text(),
            section=_BANK,
            gate=Gate.SENSITIVE,
            aliases=(
                "tên ngân hàng",
                "mở tại ngân hàng",
                "tại ngân hàng",
                "nh",
                "ngân hàng thụ hưởng",
                "chi nhánh ngân hàng",
                "tên nh",
                "mở tại nh",
            ),
        ),
    ] = None
    bank_account: Annotated[
        str | None,
        Spec(
            N_("Số tài khoản"),
            BankAccount(),
            section=_BANK,
            gate=Gate.SENSITIVE,
            aliases=(
                "stk",
                "số tk",
                "tài khoản",
                "tk ngân hàng",
                "số tài khoản ngân hàng",
                "tài khoản ngân hàng",
                "số tk ngân hàng",
            ),
        ),
    ] = None
    bank_holder: Annotated[
        str | None,
        Spec(
            N_("Chủ tài khoản"),
            PersonName(),
            section=_BANK,
            gate=Gate.SENSITIVE,
            aliases=("tên tài khoản", "chủ tk", "tên chủ tài khoản", "tên tk", "tên người thụ hưởng"),
        ),
    ] = None
    consent: Annotated[
        bool,
        Spec(N_("Người này đã đồng ý"), Flag(), section=_CONSENT, hint=N_("Luật Bảo vệ dữ liệu cá nhân 91/2025/QH15")),
    ] = False
    consent_on: Annotated[date | None, Spec(N_("Ngày đồng ý"), Day(), section=_CONSENT)] = None
    consent_form: Annotated[
        str | None, Spec(N_("Hình thức"), Text(longest=80), section=_CONSENT, hint=N_("Bản giấy đã ký, đơn đề nghị …"))
    ] = None
    note: Annotated[
        str | None,
        Spec(N_("Ghi chú"), LongText(), section=_CONSENT, aliases=("gc", "chú thích", "ghi chú khác", "note")),
    ] = None


class Person(Row, PersonFields, table=True):
    """Đối tượng; the key columns are derived by ``model.keys.person_keys`` and never typed."""

    __tablename__ = "person"
    __table_args__ = (
        # The list of all and of a unit walk these two alone, so they hold what is looked at (store/search_pages.py).
        index("person", "sort_key", "id", "unit_id", "standing", "plain_key", "search_key"),
        index("person", "unit_id", "sort_key", "id", "standing", "plain_key", "search_key"),
        index("person", "block_key"),
        # With the sort key, so that those whose number begins so are put in order without a look at the table.
        index("person", "citizen_id", "sort_key", where=text("citizen_id IS NOT NULL")),
        index("person", "old_id", "sort_key", where=text("old_id IS NOT NULL")),
        index("person", "phone", "sort_key", where=text("phone IS NOT NULL")),
        index("person", "union_card", "sort_key", where=text("union_card IS NOT NULL")),
    )

    unit_id: int | None = Field(default=None, foreign_key="unit.id")
    plain_key: str
    search_key: str
    sort_key: str
    block_key: str
    erased_on: date | None = None
    """Day on which the personal data was taken out because its time had passed (NĐ 356/2025); what was given stays."""


class PersonHealth(Row, table=True):
    """Thông tin sức khỏe: apart from the person, shown on request only (sensitive under NĐ 356/2025)."""

    __tablename__ = "person_health"

    person_id: int = Field(foreign_key="person.id", unique=True)
    detail: Annotated[str, Spec(N_("Tình trạng sức khỏe"), LongText(), gate=Gate.SENSITIVE)]


class HouseholdMemberFields(SQLModel):
    """One member of a beneficiary's household."""

    full_name: Annotated[str, Spec(N_("Họ và tên"), PersonName(), required=True, gate=Gate.PERSONAL)]
    relation: Annotated[str, Spec(N_("Quan hệ"), Choice(options=RELATIONS), required=True)] = "spouse"
    birth: Annotated[str | None, Spec(N_("Năm sinh"), PartialDay(), gate=Gate.PERSONAL)] = None
    occupation: Annotated[str | None, Spec(N_("Nghề nghiệp, trường lớp"), Text())] = None
    dependant: Annotated[bool, Spec(N_("Phụ thuộc"), Flag())] = False
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class HouseholdMember(Row, HouseholdMemberFields, table=True):
    """Thành viên hộ; ``relative_id`` links to the same human when also registered as a beneficiary.

    ``plain_key`` is the name without marks, by which a relative registered apart is found.
    """

    __tablename__ = "household_member"
    __table_args__ = (
        index("household_member", "person_id"),
        index("household_member", "relative_id"),
        index("household_member", "plain_key", where=text("relative_id IS NULL")),
    )

    person_id: int = Field(foreign_key="person.id")
    relative_id: int | None = Field(default=None, foreign_key="person.id")
    plain_key: str | None = None


class CircumstanceFields(SQLModel):
    """A hardship reason of the catalogue."""

    code: Annotated[str, Spec(N_("Mã"), Text(longest=30), required=True, width=12)]
    name: Annotated[str, Spec(N_("Hoàn cảnh"), Text(), required=True, width=36)]
    health: Annotated[bool, Spec(N_("Thuộc sức khỏe"), Flag())] = False
    urgent: Annotated[bool, Spec(N_("Cần giải quyết gấp"), Flag(), hint=N_("Hồ sơ đứng đầu danh sách chờ"))] = False
    deceased: Annotated[bool, Spec(N_("Đã mất"), Flag(), hint=N_("Người thân nhận thay, phải ghi quan hệ"))] = False
    position: Annotated[int, Spec(N_("Thứ tự"), Count(high=999))] = 100
    active: Annotated[bool, Spec(N_("Đang dùng"), Flag())] = True


class Circumstance(Row, CircumstanceFields, table=True):
    """Hoàn cảnh: the catalogue of hardship reasons (domain.md 5.1), editable."""

    __tablename__ = "circumstance"

    code: str = Field(unique=True)


class PersonCircumstanceFields(SQLModel):
    """A hardship with its dates (inclusive); open while ``until`` is empty."""

    circumstance_id: Annotated[int, Spec(N_("Hoàn cảnh"), Reference(target="circumstance"), required=True)]
    since: Annotated[str | None, Spec(N_("Từ"), PartialDay(births=False))] = None
    until: Annotated[str | None, Spec(N_("Đến"), PartialDay(births=False))] = None
    note: Annotated[str | None, Spec(N_("Ghi chú"), Text())] = None


class PersonCircumstance(Row, PersonCircumstanceFields, table=True):
    """Hoàn cảnh của một người."""

    __tablename__ = "person_circumstance"
    __table_args__ = (
        index("person_circumstance", "person_id"),
        index("person_circumstance", "circumstance_id", "person_id", "until"),
    )

    person_id: int = Field(foreign_key="person.id")
    circumstance_id: int = Field(foreign_key="circumstance.id")


class Membership(Row, table=True):
    """Quá trình tham gia: in which unit a person was, from and to (inclusive; open while ``until`` is empty)."""

    __tablename__ = "membership"
    __table_args__ = (index("membership", "person_id"), index("membership", "unit_id"))

    person_id: int = Field(foreign_key="person.id")
    unit_id: int = Field(foreign_key="unit.id")
    since: Annotated[date | None, Spec(N_("Từ ngày"), Day())] = None
    until: Annotated[date | None, Spec(N_("Đến ngày"), Day())] = None
