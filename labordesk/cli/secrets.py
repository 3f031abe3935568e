"""Passwords on the command line: from a file or asked for, never an argument and never in the environment."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from functools import wraps
from getpass import getpass
from inspect import Parameter, signature
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from labordesk.cli.places import tell_place
from labordesk.errors import BadFile, InvalidInput, SecretNeeded, Unavailable, WrongSecret
from labordesk.i18n import N_, _

if TYPE_CHECKING:
    from labordesk.store.register import Register

PasswordFile = Annotated[
    Path | None,
    typer.Option(
        "--password-file",
        metavar="TỆP",
        help="Tệp có mật khẩu hoặc khóa dự phòng của sổ ở dòng đầu (khi mã hóa: mật khẩu mới); không có thì hỏi",
    ),
]
NewPasswordFile = Annotated[
    Path | None,
    typer.Option("--new-password-file", metavar="TỆP", help="Tệp có mật khẩu mới ở dòng đầu; không có thì hỏi"),
]

NO_FILE = N_("Không đọc được tệp mật khẩu “{name}”; hãy kiểm tra đường dẫn và quyền đọc.")
EMPTY = N_("Tệp mật khẩu “{name}” trống; hãy ghi mật khẩu hoặc khóa dự phòng ở dòng đầu.")
NOBODY = N_("Sổ “{name}” có mật khẩu; hãy chạy lại với --password-file TỆP, dòng đầu của tệp là mật khẩu.")
DIFFERENT = N_("Hai lần gõ mật khẩu mới không giống nhau; hãy làm lại.")
NO_NEW = N_("Hãy cho biết mật khẩu mới bằng --new-password-file TỆP, dòng đầu của tệp là mật khẩu.")

PinFile = Annotated[
    Path | None, typer.Option("--pin-file", metavar="TỆP", help="Tệp có mã PIN ở dòng đầu; không có thì hỏi")
]
Who = Annotated[
    str | None, typer.Option("--user", metavar="TÊN", help="Làm với tên một người dùng của sổ (hỏi mã PIN)")
]
NO_PIN = N_("Hãy cho biết mã PIN của “{name}” bằng --pin-file TỆP, dòng đầu của tệp là mã PIN.")

_who: ContextVar[str | None] = ContextVar("who", default=None)
_pin_file: ContextVar[Path | None] = ContextVar("pin_file", default=None)
_file: ContextVar[Path | None] = ContextVar("password_file", default=None)
_TRIES = 3


def add_password_file(app: typer.Typer) -> None:
    """Give each command that names a register ``--password-file``, ``--user`` and ``--pin-file``, for ``opened``."""
    for command in app.registered_commands:
        work = command.callback
        if work is not None and "register" in signature(work).parameters:
            command.callback = _with_password_file(work)


def _with_password_file(work: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(work)
    def run(
        *arguments: Any,
        password_file: Path | None = None,
        as_user: str | None = None,
        pin_file: Path | None = None,
        **named: Any,
    ) -> Any:
        given, who, pin = _file.set(password_file), _who.set(as_user), _pin_file.set(pin_file)
        try:
            return work(*arguments, **named)
        finally:
            _pin_file.reset(pin)
            _who.reset(who)
            _file.reset(given)

    known = signature(work)
    added = {"password_file": PasswordFile, "as_user": Who, "pin_file": PinFile}
    options = [Parameter(name, Parameter.KEYWORD_ONLY, default=None, annotation=kind) for name, kind in added.items()]
    run.__signature__ = known.replace(parameters=[*known.parameters.values(), *options])  # type: ignore[attr-defined]
    run.__annotations__ = {**work.__annotations__, **added}
    return run


def opened(path: Path, *, read_only: bool = False) -> Register:
    """Open the register of a command, asking for its password when it has one; use it in ``with``.

    With ``--user`` the work is done under the name of a user; without, a register with users may only be looked at.
    """
    register = _opened(path, read_only)
    try:
        sign_in_given(register)
        tell_place(register)
    except BaseException:
        register.close()
        raise
    return register


def looked_at(path: Path) -> Register:
    """Open a register as ``opened`` does for a command that writes nothing: one in use is only looked at."""
    from labordesk.store.lock import IN_USE

    try:
        return opened(path)
    except Unavailable as error:
        if error.sentence != IN_USE:
            raise
    return opened(path, read_only=True)


def user_of(*files: Path, secret: str | None = None) -> int | None:
    """Return which user ``--user`` names, proved by his PIN at the first file that opens; None without ``--user``.

    For work on a closed register, which cannot ask itself; a damaged one is followed by the backup it is made from.
    ``secret`` is the password when it was asked for before.
    """
    if _who.get() is None:
        return None
    for file in files[:-1]:
        with suppress(BadFile, Unavailable):
            return _user_of(file, secret)
    return _user_of(files[-1], secret)


def _user_of(file: Path, secret: str | None) -> int | None:
    from labordesk.services.registers import open_register

    with _opened(file, True) if secret is None else open_register(file, True, secret=secret) as register:
        sign_in_given(register)
        return register.officer_id


def sign_in_given(register: Register) -> None:
    """Work with an open register under the name that ``--user`` gives, after his PIN."""
    from labordesk.services.officers import officer_named, sign_in

    name = _who.get()
    if name is None:
        return
    officer = officer_named(register, name)
    file = _pin_file.get()
    if file is None and not _may_ask():
        raise Unavailable(NO_PIN, name=officer.name)
    pin = first_line(file) if file is not None else _ask(_("Mã PIN của {name}: ").format(name=officer.name))
    sign_in(register, officer.id, pin)


def _opened(path: Path, read_only: bool) -> Register:
    from labordesk.services.registers import open_register

    given = password_given()
    try:
        return open_register(path, read_only, secret=given)
    except WrongSecret:
        raise
    except SecretNeeded:
        if given is not None or not _may_ask():
            raise Unavailable(NOBODY, name=path.name) from None
    return _asked(path, read_only)


def secret_of(path: Path) -> str | None:
    """Return the password of a closed register, from the file or asked for; None when it has none."""
    from labordesk.services.registers import has_password

    if not has_password(path):
        return None
    given = password_given()
    if given is not None:
        return given
    if not _may_ask():
        raise Unavailable(NOBODY, name=path.name)
    return _ask(_("Mật khẩu hoặc khóa dự phòng của sổ “{name}”: ").format(name=path.name))


def password_given() -> str | None:
    """Return what stands in ``--password-file``; None when there is none."""
    file = _file.get()
    return None if file is None else first_line(file)


def new_password(file: Path | None, register: Path) -> str:
    """Return the password to set, from a file or typed twice; one guessed at once is told, and asked about if typed."""
    if file is not None:
        return judged(first_line(file), register)
    if not _may_ask():
        raise Unavailable(NO_NEW)
    while True:
        first = _ask(_("Mật khẩu mới: "))
        if _ask(_("Gõ lại mật khẩu mới: ")) != first:
            raise InvalidInput(DIFFERENT)
        if is_strong(first, register) or typer.confirm(_("Vẫn dùng mật khẩu này?")):
            return first


def judged(password: str, register: Path) -> str:
    """Return a password as it is, with a word on the error output when it is guessed at once."""
    is_strong(password, register)
    return password


def is_strong(password: str, register: Path) -> bool:
    """Tell whether a password would hold; one guessed at once is told. InvalidInput for one that cannot be taken."""
    from labordesk.rules.password_strength import Strength, strength
    from labordesk.services.register_keys import ensure_password

    ensure_password(password)
    if strength(password, known=(register.stem,)) > Strength.WEAK:
        return True
    sys.stderr.write(_("Mật khẩu này yếu, đoán được ngay; nên đặt một câu ngắn năm, sáu từ dễ nhớ."))
    sys.stderr.write("\n")
    return False


def first_line(file: Path) -> str:
    """Return the first line of a file, whatever ends it; Unavailable, or InvalidInput when there is nothing."""
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, ValueError):
        raise Unavailable(NO_FILE, name=file.name) from None
    if not lines or not lines[0]:
        raise InvalidInput(EMPTY, name=file.name)
    return lines[0]


def _asked(path: Path, read_only: bool) -> Register:
    from labordesk.services.registers import open_register

    prompt = _("Mật khẩu hoặc khóa dự phòng của sổ “{name}”: ").format(name=path.name)
    for _try in range(_TRIES - 1):
        try:
            return open_register(path, read_only, secret=_ask(prompt))
        except (WrongSecret, InvalidInput) as error:
            sys.stderr.write(f"{error}\n")
    return open_register(path, read_only, secret=_ask(prompt))


def _ask(prompt: str) -> str:
    return getpass(prompt)


def _may_ask() -> bool:
    return sys.stdin is not None and sys.stdin.isatty()
