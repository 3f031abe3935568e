"""The commands that set, change and take off the password of a register."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath
from labordesk.cli.secrets import (
    NewPasswordFile,
    judged,
    new_password,
    opened,
    password_given,
    secret_of,
    sign_in_given,
    user_of,
)
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.store.register import Register

Sheet = Annotated[
    Path | None,
    typer.Option("--sheet", metavar="TỆP", help="Ghi phiếu khóa dự phòng ra .pdf, .docx; không có thì in ra màn hình"),
]
_COPIES = ("keep", "encrypt", "delete")
Copies = Annotated[
    str,
    typer.Option(
        "--copies",
        metavar="keep|encrypt|delete",
        help="Các bản sao cũ chưa mã hóa ở cạnh sổ và ở nơi sao lưu thứ hai: để nguyên, mã hóa luôn hay xóa",
    ),
]


def add_key_commands(app: typer.Typer) -> None:
    """Add the commands about passwords."""

    @app.command()
    def encrypt(
        register: RegisterPath, new_password_file: NewPasswordFile = None, sheet: Sheet = None, copies: Copies = "keep"
    ) -> None:
        """Mã hóa sổ bằng mật khẩu và lập khóa dự phòng."""
        from labordesk.errors import RuleBroken
        from labordesk.services.register_keys import ENCRYPTED, encrypt_register, new_keys
        from labordesk.services.registers import has_password, open_register

        if copies not in _COPIES:
            wrong_usage(_("--copies là keep, encrypt hoặc delete."))
        with told():
            check_sheet(sheet)
            if has_password(register):
                raise RuleBroken(ENCRYPTED)
            open_register(register).close()  # brings an older register to today's form, and tells what is none
            by = user_of(register)
            password = _first_password(new_password_file, register)
            keys = new_keys(password)
            encrypt_register(register, keys, password, by=by)
            tell_recovery(open_register(register, secret=password), keys.recovery, sheet)
            say(_("Đã mã hóa sổ: {path}").format(path=register))
            _see_to_copies(register, password, by, copies)

    @app.command()
    def decrypt(register: RegisterPath) -> None:
        """Bỏ mật khẩu của sổ; tệp sổ không còn mã hóa."""
        from labordesk.services.register_keys import NOT_ENCRYPTED, decrypt_register

        with told():
            secret = _needed(register, NOT_ENCRYPTED)
            decrypt_register(register, secret, by=user_of(register, secret=secret))
            say(_("Đã bỏ mật khẩu, sổ không còn mã hóa: {path}").format(path=register))

    @app.command()
    def rekey(
        register: RegisterPath,
        new_password_file: NewPasswordFile = None,
        recovery: Annotated[bool, typer.Option("--recovery", help="Lập khóa dự phòng mới, giữ mật khẩu")] = False,
        data_key: Annotated[
            bool, typer.Option("--data-key", help="Mã hóa lại cả tệp bằng khóa khác, khi mật khẩu cũ đã lộ")
        ] = False,
        sheet: Sheet = None,
    ) -> None:
        """Đổi mật khẩu, khóa dự phòng hoặc khóa mã hóa của sổ."""
        with told():
            check_sheet(sheet)
            if data_key:
                _change_data_key(register, new_password_file, sheet)
            elif recovery:
                _renew_recovery(register, sheet)
            else:
                _change_password(register, new_password_file)


def _first_password(new_file: Path | None, register: Path) -> str:
    """Return the password to set: a register without one has no old password ``--password-file`` could hold."""
    given = password_given()
    return judged(given, register) if new_file is None and given is not None else new_password(new_file, register)


def _see_to_copies(path: Path, password: str, by: int | None, wish: str) -> None:
    """Tell which copies made before anybody can still read, or encrypt or delete them all."""
    from labordesk.services.plain_copies import encrypt_plain_copies, plain_copies, remove_plain_copies
    from labordesk.services.registers import open_register

    with open_register(path, secret=password) as register:
        register.officer_id = by
        files = plain_copies(register, _second_place())
        if files and wish == "encrypt":
            say(_("Đã mã hóa {n} bản sao cũ.").format(n=encrypt_plain_copies(register, files, password)))
        elif files and wish == "delete":
            say(_("Đã xóa {n} bản sao cũ chưa mã hóa.").format(n=remove_plain_copies(register, files)))
        elif files:
            say(_("Còn {n} bản sao cũ chưa mã hóa, ai cầm được máy đều đọc được:").format(n=len(files)))
            for copy in files:
                say(f"  {copy}")
            say(_("Mã hóa hoặc xóa cả loạt ở Cài đặt, mục Sao lưu."))


def _second_place() -> Path | None:
    """Return the folder the window copies backups to, when one was chosen there."""
    from labordesk.settings import load_settings

    chosen = load_settings().second_backup_folder
    return Path(chosen) if chosen else None


def _change_password(register: Path, new_file: Path | None) -> None:
    from labordesk.services.register_keys import NOT_ENCRYPTED, change_password

    secret = _needed(register, NOT_ENCRYPTED)
    with _opened(register, secret) as one:
        change_password(one, secret, new_password(new_file, register))
    say(_("Đã đổi mật khẩu; khóa dự phòng giữ nguyên, các bản sao lưu cũ vẫn mở bằng mật khẩu cũ."))


def _renew_recovery(register: Path, sheet: Path | None) -> None:
    from labordesk.services.register_keys import NOT_ENCRYPTED, renew_recovery_key

    secret = _needed(register, NOT_ENCRYPTED)
    with _opened(register, secret) as one:
        tell_recovery(one, renew_recovery_key(one, secret), sheet)
    say(_("Đã lập khóa dự phòng mới; phiếu cũ không mở được sổ này nữa."))


def _change_data_key(register: Path, new_file: Path | None, sheet: Path | None) -> None:
    from labordesk.services.register_keys import NOT_ENCRYPTED, change_data_key, new_keys
    from labordesk.services.registers import open_register

    secret = _needed(register, NOT_ENCRYPTED)
    by = user_of(register, secret=secret)
    password = new_password(new_file, register)
    keys = new_keys(password)
    change_data_key(register, secret, keys, password, by=by)
    tell_recovery(open_register(register, secret=password), keys.recovery, sheet)
    say(_("Đã mã hóa lại cả sổ bằng khóa mới; mật khẩu và phiếu cũ không mở được sổ này nữa."))


def _opened(path: Path, secret: str) -> "Register":
    from labordesk.services.registers import open_register

    register = open_register(path, secret=secret)
    try:
        sign_in_given(register)
    except BaseException:
        register.close()
        raise
    return register


def _needed(path: Path, sentence: str) -> str:
    """Return the password of a register; RuleBroken when it has none, unless ``opened`` finds it is no register."""
    from labordesk.errors import RuleBroken

    secret = secret_of(path)
    if secret is None:
        opened(path, read_only=True).close()
        raise RuleBroken(sentence)
    return secret


def check_sheet(sheet: Path | None) -> None:
    """Refuse a name no paper can be written to before anything is changed."""
    from labordesk.documents.saving import check_suffix

    if sheet is not None:
        check_suffix(sheet)


def tell_recovery(register: "Register", recovery: str, sheet: Path | None) -> None:
    """Give the recovery key away once: on paper, or on the screen when there is no paper or it cannot be written."""
    from labordesk.errors import LabordeskError
    from labordesk.services.recovery_sheet import save_sheet

    with register:
        if sheet is not None:
            try:
                save_sheet(register, recovery, sheet, today=date.today())  # noqa: DTZ011 - the officer's calendar
            except LabordeskError as error:
                sys.stderr.write(f"{error}\n")
            else:
                say(_("Phiếu khóa dự phòng: {path}; hãy in, niêm phong rồi xóa tệp này.").format(path=sheet))
                return
    say(_("Khóa dự phòng (chép ra giấy, niêm phong; chương trình không giữ lại):"))
    say(recovery)
