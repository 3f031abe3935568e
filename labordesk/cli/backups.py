"""The commands that make a backup of a register and put one back."""

# No "from __future__ import annotations": Typer reads the annotations of functions defined inside a function.

import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from labordesk.cli.answers import say, told, wrong_usage
from labordesk.cli.arguments import RegisterPath
from labordesk.cli.secrets import opened, password_given, secret_of, user_of
from labordesk.i18n import _

if TYPE_CHECKING:
    from labordesk.services.restoring import BroughtBack, Comparison, NamedRow
    from labordesk.store.backup_list import BackupFile


def add_backup_commands(app: typer.Typer) -> None:
    """Add the commands about backups."""

    @app.command()
    def backup(
        register: RegisterPath,
        to: Annotated[
            Path | None, typer.Option("--to", metavar="THƯ_MỤC", help="Chép thêm một bản sang USB, ổ đĩa khác")
        ] = None,
        show: Annotated[bool, typer.Option("--list", help="Chỉ liệt kê các bản đã có")] = False,
    ) -> None:
        """Sao lưu sổ: bản sao được mở ra, kiểm tra và đối chiếu rồi mới tính là tốt."""
        with told():
            if show:
                _list(register)
            else:
                _back_up(register, to)

    @app.command()
    def restore(
        register: RegisterPath,
        backup: Annotated[Path | None, typer.Argument(metavar="[BẢN_SAO_LƯU]", help="Tệp sao lưu")] = None,
        merge: Annotated[
            bool, typer.Option("--merge", help="Chỉ lấy lại những hồ sơ đã bị xóa, không thay sổ")
        ] = False,
        journal: Annotated[
            bool, typer.Option("--journal", help="Lập lại sổ hỏng từ bản sao lưu mới nhất và nhật ký dự phòng")
        ] = False,
        yes: Annotated[bool, typer.Option("--yes", help="Làm luôn, không hỏi")] = False,
    ) -> None:
        """Khôi phục sổ từ một bản sao lưu; tệp đang dùng được giữ lại bên cạnh."""
        if journal == (backup is not None) or (journal and merge):
            wrong_usage(_("Hãy cho biết một bản sao lưu, hoặc --journal."))
        with told():
            if journal:
                _rebuild(register, yes)
            elif backup is not None and merge:
                _merge(register, backup, yes)
            elif backup is not None:
                _replace(register, backup, yes)


def _back_up(register: Path, to: Path | None) -> None:
    from labordesk.services.backup_words import held_words, size_words
    from labordesk.services.backups import back_up_register
    from labordesk.store.backup_names import BY_HAND

    with opened(register, read_only=True) as one:  # so that it may be open in a window meanwhile
        made = back_up_register(one, BY_HAND, second=to)
    say(_("Đã sao lưu và mở kiểm tra: {path}").format(path=made.file.path))
    if made.file.held is not None:
        say(f"{size_words(made.file.size)}: {held_words(made.file.held)}")
    if made.second is not None:
        say(_("Đã chép thêm một bản: {path}").format(path=made.second))
    if made.problem is not None:
        raise made.problem


def _list(register: Path) -> None:
    from labordesk.services.backups import backups_of

    found = backups_of(register)
    for one in found:
        say(_line(one))
    if not found:
        say(_("Chưa có bản sao lưu nào của sổ này."))


def _line(one: "BackupFile") -> str:
    from labordesk.services.backup_words import held_words, reason_words, size_words, state_words

    held = held_words(one.held) if one.held is not None else ""
    parts = (
        f"{one.made:%d/%m/%Y %H:%M}",
        reason_words(one.name.reason),
        size_words(one.size),
        state_words(one),
        held,
        one.path.name,
    )
    return "\t".join(parts)


def _replace(register: Path, backup: Path, yes: bool) -> None:
    from labordesk.services.replacing import replace_register

    if not _looked_at(register, backup, yes):
        return
    secret = secret_of(register) if register.exists() else password_given()
    by = user_of(register, backup, secret=secret)
    done = replace_register(register, backup, secret=secret, backup_secret=password_given(), by=by)
    say(_("Đã khôi phục sổ từ {name}.").format(name=backup.name))
    if done.kept is not None:
        say(_("Tệp trước đó được giữ ở: {path}").format(path=done.kept))


def _looked_at(register: Path, backup: Path, yes: bool) -> bool:
    """Tell whether the register may be replaced: whoever may, after what differs was shown."""
    from labordesk.errors import BadFile, Unavailable
    from labordesk.rules.roles import Right
    from labordesk.services.access import ensure
    from labordesk.services.restoring import compare_with

    try:
        with opened(register) as one:
            ensure(one, Right.RESTORE)
            if not yes:
                _show(compare_with(one, backup, password_given()))
    except (BadFile, Unavailable) as error:
        sys.stderr.write(f"{error}\n")
    return yes or _agreed(_("Thay sổ đang dùng bằng bản sao lưu này?"))


def _merge(register: Path, backup: Path, yes: bool) -> None:
    from labordesk.services.restore_words import brought_words, row_words
    from labordesk.services.restoring import bring_back_from, compare_with

    with opened(register) as one:
        found = compare_with(one, backup, password_given())
        _show(found)
        if not found.missing:
            say(_("Không có hồ sơ nào bị xóa kể từ bản sao lưu này."))
            return
        for row in found.missing:
            say(f"  {row_words(row)}")
        if not yes and not _agreed(_("Lấy lại những hồ sơ trên vào sổ?")):
            return
        done = bring_back_from(one, backup, found.missing, password_given())
        say(brought_words(done))
        _tell_refused(done, found.missing)


def _tell_refused(done: "BroughtBack", rows: "tuple[NamedRow, ...]") -> None:
    from labordesk.services.restore_words import refused_words, row_words

    names = {(row.table, row.uid): row_words(row) for row in rows}
    for one in done.refused:
        sys.stderr.write(f"{refused_words(one, names.get((one.table, one.uid), ''))}\n")


def _rebuild(register: Path, yes: bool) -> None:
    from labordesk.services.rebuilding import rebuild_register, rescue_of
    from labordesk.services.restore_words import rebuilt_words

    secret = _secret_for_rebuilding(register)
    rescue = rescue_of(register)
    if rescue.backup is not None:
        say(_line(rescue.backup))
    if not yes and not _agreed(_("Lập lại sổ từ bản sao lưu này và nhật ký dự phòng?")):
        return
    by = None if rescue.backup is None else user_of(rescue.backup.path, secret=secret)
    done = rebuild_register(register, secret=secret, by=by)
    say(rebuilt_words(done, datetime.now().astimezone()))
    if done.kept is not None:
        say(_("Tệp trước đó được giữ ở: {path}").format(path=done.kept))


def _secret_for_rebuilding(register: Path) -> str | None:
    """Return the password of what the register is made from: the file itself may be beyond reading."""
    from labordesk.services.rebuilding import rescue_of

    rescue = rescue_of(register)
    return password_given() if rescue.backup is None else secret_of(rescue.backup.path)


def _show(found: "Comparison") -> None:
    from labordesk.services.restore_words import summary_lines, table_line

    for line in summary_lines(found, datetime.now().astimezone()):
        say(line)
    for one in found.tables:
        say(f"  {table_line(one)}")


def _agreed(question: str) -> bool:
    """Ask on the console; without one the answer is no, and ``--yes`` is named."""
    if sys.stdin is None or not sys.stdin.isatty():
        say(_("{question} Hãy chạy lại với --yes nếu đồng ý.").format(question=question))
        return False
    return typer.confirm(question)
