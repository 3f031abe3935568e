"""Sentences about a comparison with a backup and about what was put back."""

from __future__ import annotations

from datetime import datetime

from labordesk.i18n import N_, _
from labordesk.services.backup_words import held_words, moment_words
from labordesk.services.rebuilding import Lost, Rebuilt
from labordesk.services.restoring import BroughtBack, Comparison, NamedRow
from labordesk.services.table_names import table_name
from labordesk.store.bringing_back import NotBrought
from labordesk.store.comparison import Deeds, TableDifference
from labordesk.vietnamese.numbers import number

WHY_NOT = {
    "merged": N_("đã gộp vào hồ sơ khác; hãy tách hồ sơ gộp thay vì lấy lại"),
    "number": N_("số giấy tờ nay thuộc hồ sơ khác trong sổ; hãy so hai hồ sơ trước"),
    "taken": N_("trong sổ đã có dòng khác ở chỗ ấy (cùng số phiếu, cùng ngày hoặc cùng đơn vị)"),
    "gone": N_("không còn trong bản sao lưu"),
}


def summary_lines(found: Comparison, now: datetime) -> list[str]:
    """Return the comparison in a few sentences: what each holds, and what happened since they parted."""
    lines = [
        _("Sổ đang mở: {held}.").format(held=held_words(found.here)),
        _("Bản sao lưu: {held}.").format(held=held_words(found.there)),
    ]
    if found.is_same:
        return [*lines, _("Hai bên giống hệt nhau.")]
    lines.append(
        _("Sau bản sao lưu, sổ có thêm {deeds}.").format(deeds=_deeds(found.deeds_here, now))
        if found.deeds_here.count
        else _("Sổ không có lần ghi nào mới hơn bản sao lưu.")
    )
    if found.deeds_there.count:
        lines.append(_("Bản sao lưu có {deeds} mà sổ không có.").format(deeds=_deeds(found.deeds_there, now)))
    return lines


def table_line(one: TableDifference) -> str:
    """Return one table of the comparison in a line."""
    parts = [
        words.format(n=number(count))
        for words, count in (
            (_("{n} chỉ có trong bản sao lưu"), one.missing),
            (_("{n} chỉ có trong sổ"), one.extra),
            (_("{n} khác nhau"), one.changed),
        )
        if count
    ]
    return f"{table_name(one.table)}: {', '.join(parts)}"


def row_words(one: NamedRow) -> str:
    """Return a person or file in a line."""
    name = one.name or _("không rõ tên")
    return f"{table_name(one.table)}: {name}" + (f" ({one.detail})" if one.detail else "")


def brought_words(done: BroughtBack) -> str:
    """Return what came back, and how many files did not."""
    rows = ", ".join(f"{table_name(table)} {number(count)}" for table, count in sorted(done.rows.items()))
    text = _("Đã lấy lại {n} hồ sơ ({rows}).").format(n=number(done.files), rows=rows or "0")
    if done.refused:
        text += " " + _("Không lấy lại được {n} hồ sơ.").format(n=number(len(done.refused)))
    return text


def refused_words(one: NotBrought, name: str) -> str:
    """Return why a file stayed away."""
    return _("{name}: {why}").format(name=name, why=_(WHY_NOT[one.why]))


def rebuilt_words(done: Rebuilt, now: datetime) -> str:
    """Return up to which moment a register came back."""
    made = moment_words(done.backup.made, now)
    if done.until is None:
        text = _("Đã lập lại sổ từ bản sao lưu lúc {made}.").format(made=made)
        return text if done.lost is None else f"{text} {_lost_words(done.lost, made, now)}"
    until = moment_words(done.until, now)
    text = _("Đã lập lại sổ từ bản sao lưu lúc {made} và {n} lần ghi trong nhật ký dự phòng, đến {until}.").format(
        made=made, n=number(done.operations), until=until
    )
    return text if done.lost is None else f"{text} {_lost_words(done.lost, until, now)}"


def _lost_words(lost: Lost, since: str, now: datetime) -> str:
    """Return how many deeds are missing, and between which moments."""
    if lost.deeds is None or lost.until is None:
        return _(
            "Phần sau của nhật ký dự phòng không đọc được nên có thể thiếu những lần ghi từ {since};"
            " hãy đối chiếu với giấy tờ từ lúc ấy."
        ).format(since=since)
    return _(
        "Còn {n} lần ghi từ {since} đến {until} không đọc lại được; hãy đối chiếu với giấy tờ trong khoảng ấy."
    ).format(n=number(lost.deeds), since=since, until=moment_words(lost.until, now))


def _deeds(deeds: Deeds, now: datetime) -> str:
    def local(moment: str) -> str:
        return moment_words(datetime.fromisoformat(moment), now)

    if deeds.count == 1:
        return _("1 lần ghi (lúc {last})").format(last=local(deeds.last))
    return _("{n} lần ghi (từ {first} đến {last})").format(
        n=number(deeds.count), first=local(deeds.first), last=local(deeds.last)
    )
