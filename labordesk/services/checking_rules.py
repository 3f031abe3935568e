"""What the writers promise and the tables cannot say: one query per promise, giving the rows that break it."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from labordesk.i18n import N_, _
from labordesk.services.problem import Problem, problem_of


@dataclass(frozen=True)
class Promise:
    """A sentence for what breaks it ({n} rows, {ids} examples) and the SQL that gives their ids."""

    sentence: str
    broken: str

    @property
    def table(self) -> str:
        """Return the table whose row numbers the SQL gives, the first it names; "" when it tells of no row."""
        if self.broken.startswith("SELECT 1"):
            return ""
        found = re.search(r"FROM (\w+)", self.broken)
        return found[1] if found else ""


_PAID = "a.handover IN ('received', 'proxy')"
_TOTAL = "coalesce((SELECT sum(l.amount) FROM award_line l WHERE l.award_id = a.id), 0)"

PROMISES = (
    Promise(
        N_("Lần hỗ trợ: {n} lần đã trao mà không có ngày trao (dòng số {ids}); hãy ghi ngày trao."),
        "SELECT id FROM award WHERE handover IN ('received', 'proxy') AND paid_on IS NULL",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần có ngày trao mà chưa trao (dòng số {ids}); hãy sửa tình trạng hoặc bỏ ngày."),
        "SELECT id FROM award WHERE handover IN ('planned', 'absent') AND paid_on IS NOT NULL",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần có ngày trao ở tương lai (dòng số {ids}); hãy sửa ngày trao."),
        "SELECT id FROM award WHERE paid_on > date('now', 'localtime', '+1 day')",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần thuộc đợt của chương trình khác (dòng số {ids}); hãy chọn lại đợt."),
        "SELECT a.id FROM award a JOIN campaign c ON c.id = a.campaign_id WHERE c.programme_id <> a.programme_id",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần ghi cho người khác với chủ nhà của Mái ấm (dòng số {ids}); hãy chọn lại người."),
        "SELECT a.id FROM award a JOIN house h ON h.id = a.house_id WHERE a.person_id IS NOT h.person_id",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần ghi cho người khác với hồ sơ trợ cấp (dòng số {ids}); hãy chọn lại người."),
        "SELECT a.id FROM award a JOIN grant_case g ON g.id = a.case_id WHERE a.person_id IS NOT g.person_id",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} người nhận hai lần trong một đợt mà không ghi lý do (dòng số {ids}); hãy ghi lý do."),
        "SELECT max(id) FROM award WHERE campaign_id IS NOT NULL AND person_id IS NOT NULL AND handover <> 'returned'"
        " GROUP BY campaign_id, person_id HAVING sum(override_reason IS NULL) > 1",
    ),
    Promise(
        N_("Hồ sơ trợ cấp: {n} hồ sơ “Đã chi” mà không có lần hỗ trợ đã trao (dòng số {ids}); hãy ghi lần chi."),
        "SELECT id FROM grant_case g WHERE state IN ('paid', 'closed') AND NOT EXISTS"
        " (SELECT 1 FROM award a WHERE a.case_id = g.id AND a.handover IN ('received', 'proxy'))",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần đã trao mà không có số tiền, trị giá (dòng số {ids}); hãy ghi dòng kinh phí."),
        f"SELECT a.id FROM award a WHERE {_PAID} AND {_TOTAL} = 0",
    ),
    Promise(
        N_("Lần hỗ trợ: {n} lần nhận thay mà không có tên người nhận (dòng số {ids}); hãy ghi người nhận thay."),
        "SELECT id FROM award WHERE handover = 'proxy' AND coalesce(recipient_name, '') = ''",
    ),
    Promise(
        N_("Hồ sơ trợ cấp: {n} hồ sơ chi quá mức duyệt mà không ghi lý do (dòng số {ids}); hãy sửa số tiền."),
        "SELECT g.id FROM grant_case g JOIN award a ON a.case_id = g.id"
        f" WHERE {_PAID} GROUP BY g.id HAVING sum({_TOTAL}) > g.approved_amount AND max(a.override_reason) IS NULL",
    ),
    Promise(
        N_("Hồ sơ trợ cấp: {n} hồ sơ có tình trạng khác diễn biến cuối (dòng số {ids}); hãy mở từng hồ sơ xem lại."),
        "SELECT id FROM grant_case g WHERE state <>"
        " (SELECT e.state FROM case_event e WHERE e.case_id = g.id ORDER BY e.id DESC LIMIT 1)",
    ),
    Promise(
        N_("Mái ấm công đoàn: {n} nhà chi quá mức duyệt mà không ghi lý do (dòng số {ids}); hãy sửa số tiền."),
        "SELECT h.id FROM house h JOIN award a ON a.house_id = h.id"
        f" WHERE {_PAID} GROUP BY h.id HAVING sum({_TOTAL}) > h.approved_amount AND max(a.override_reason) IS NULL",
    ),
    Promise(
        N_("Nguồn làm nhà: {n} dòng ghi cả ngày công lẫn tiền (dòng số {ids}); hãy tách thành hai dòng."),
        "SELECT id FROM house_funder WHERE form = 'labour' AND planned + received > 0"
        " OR form <> 'labour' AND labour_days > 0",
    ),
    Promise(
        N_("Đơn vị: {n} đơn vị kết thúc trước khi hoạt động (dòng số {ids}); hãy sửa hai ngày này."),
        "SELECT id FROM unit WHERE valid_to < valid_from",
    ),
    Promise(
        N_("Đơn vị: {n} đơn vị có đơn vị kế thừa mà chưa có ngày kết thúc (dòng số {ids}); hãy ghi ngày kết thúc."),
        "SELECT id FROM unit WHERE successor_id IS NOT NULL AND valid_to IS NULL",
    ),
    Promise(
        N_("Quá trình tham gia: {n} dòng kết thúc trước khi bắt đầu (dòng số {ids}); hãy sửa hai ngày này."),
        "SELECT id FROM membership WHERE until < since",
    ),
    Promise(
        N_("Hoàn cảnh của người: {n} dòng kết thúc trước khi bắt đầu (dòng số {ids}); hãy sửa hai ngày này."),
        "SELECT id FROM person_circumstance WHERE"
        " substr(until, 1, min(length(until), length(since))) < substr(since, 1, min(length(until), length(since)))",
    ),
    Promise(
        N_("Đợt tặng quà: {n} đợt kết thúc trước khi bắt đầu (dòng số {ids}); hãy sửa hai ngày này."),
        "SELECT id FROM campaign WHERE ends_on < starts_on",
    ),
    Promise(
        N_("Thành viên hộ: {n} người là thành viên hộ của chính mình (dòng số {ids}); hãy bỏ liên kết."),
        "SELECT id FROM household_member WHERE relative_id = person_id",
    ),
    Promise(
        N_("Sổ chưa có đơn vị giữ sổ; hãy mở bản sao lưu gần nhất."),
        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM unit u JOIN register_setting s"
        " ON s.key = 'own_unit_id' AND u.id = CAST(s.value AS INTEGER))",
    ),
    Promise(
        N_("Sổ chưa có đầu văn bản của đơn vị giữ sổ; hãy ghi ở Cài đặt."),
        "SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM letterhead WHERE unit_id IS NULL)",
    ),
)


def broken_rules(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield one problem per promise of giving and of units that some rows break."""
    yield from broken(connection, PROMISES)


def broken(connection: sqlite3.Connection, promises: Iterable[Promise]) -> Iterator[Problem]:
    """Yield one problem for each of these promises that some rows break."""
    for promise in promises:
        ids = [id_ for (id_,) in connection.execute(promise.broken)]
        if ids:
            yield problem_of(_(promise.sentence), ids, promise.table)
