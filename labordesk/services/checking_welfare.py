"""What the programmes promise about shares, lists, vouchers, rates, papers, agreements and merged files."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from labordesk.errors import RuleBroken
from labordesk.i18n import N_, _
from labordesk.rules.allocation import check_shares
from labordesk.rules.norms import Norm, same_case
from labordesk.services.allocation_tree import share_tree
from labordesk.services.checking_rules import Promise, broken
from labordesk.services.norm_rates import all_norms
from labordesk.services.problem import Problem, problem_of

WELFARE_PROMISES = (
    Promise(
        N_("Phiếu, vé: {n} phiếu ghi cho người của đợt khác (dòng số {ids}); hãy gỡ phiếu rồi ghi lại."),
        "SELECT v.id FROM voucher v JOIN award a ON a.id = v.award_id WHERE a.campaign_id IS NOT v.campaign_id",
    ),
    Promise(
        N_("Phiếu, vé: {n} phiếu đã hủy mà còn ghi cho người nhận (dòng số {ids}); hãy gỡ phiếu."),
        "SELECT id FROM voucher WHERE void_reason IS NOT NULL AND award_id IS NOT NULL",
    ),
    Promise(
        N_("Phiếu, vé: {n} phiếu còn ghi cho suất đã trả lại (dòng số {ids}); hãy gỡ phiếu."),
        "SELECT v.id FROM voucher v JOIN award a ON a.id = v.award_id WHERE a.handover = 'returned'",
    ),
    Promise(
        N_("Danh sách của đơn vị: {n} danh sách đã duyệt mà không có ngày duyệt (dòng số {ids}); hãy ghi ngày duyệt."),
        "SELECT id FROM unit_list WHERE state = 'approved' AND approved_on IS NULL",
    ),
    Promise(
        N_("Danh sách của đơn vị: {n} danh sách chưa duyệt mà có ngày duyệt (dòng số {ids}); hãy duyệt lại."),
        "SELECT id FROM unit_list WHERE state <> 'approved' AND approved_on IS NOT NULL",
    ),
    Promise(
        N_("Danh sách của đơn vị: {n} danh sách đã trình mà không có ngày trình (dòng số {ids}); hãy trình lại."),
        "SELECT id FROM unit_list WHERE state = 'submitted' AND submitted_on IS NULL",
    ),
    Promise(
        N_("Danh sách của đơn vị: {n} danh sách duyệt trước ngày trình (dòng số {ids}); hãy sửa hai ngày này."),
        "SELECT id FROM unit_list WHERE approved_on < submitted_on",
    ),
    Promise(
        N_("Định mức: {n} mức có tối thiểu cao hơn tối đa (dòng số {ids}); hãy sửa hai mức này."),
        "SELECT id FROM norm WHERE low > high",
    ),
    Promise(
        N_("Mái ấm công đoàn: {n} nhà có tiến độ khác báo cáo mới nhất (dòng số {ids}); hãy ghi lại báo cáo tiến độ."),
        "SELECT h.id FROM house h JOIN house_progress p ON p.house_id = h.id WHERE h.progress IS NOT p.percent"
        " AND p.reported_on = (SELECT max(reported_on) FROM house_progress WHERE house_id = h.id)",
    ),
    Promise(
        N_("Giấy tờ của hồ sơ: {n} giấy tờ vừa đã nhận vừa không cần (dòng số {ids}); hãy bỏ một trong hai."),
        "SELECT id FROM case_paper WHERE received_on IS NOT NULL AND waived_reason IS NOT NULL",
    ),
    Promise(
        N_("Giấy tờ của hồ sơ: {n} giấy tờ thuộc loại hồ sơ khác (dòng số {ids}); hãy ghi lại ở giấy tờ đúng."),
        "SELECT c.id FROM case_paper c JOIN paper_type t ON t.id = c.paper_type_id"
        " WHERE t.kind <> CASE WHEN c.house_id IS NULL THEN 'grant' ELSE 'house' END",
    ),
    Promise(
        N_("Tệp đính kèm: {n} tệp mất nội dung hoặc thiếu một phần (dòng số {ids}); hãy đính kèm lại."),
        "SELECT a.id FROM attachment a LEFT JOIN attachment_content c ON c.attachment_id = a.id"
        " WHERE a.size IS NOT length(c.content)",
    ),
    Promise(
        N_("Tệp đính kèm: {n} tệp gắn vào giấy tờ của hồ sơ khác (dòng số {ids}); hãy đính kèm lại."),
        "SELECT a.id FROM attachment a JOIN case_paper c ON c.id = a.case_paper_id"
        " WHERE a.house_id IS NOT c.house_id OR a.case_id IS NOT c.case_id",
    ),
    Promise(
        N_("Thỏa thuận hợp tác: {n} thỏa thuận chấm dứt ngoài thời hạn (dòng số {ids}); hãy sửa ngày chấm dứt."),
        "SELECT id FROM agreement WHERE ended_on < signed_on OR ended_on > expires_on",
    ),
    Promise(
        N_("Kết quả thỏa thuận: {n} kỳ nằm ngoài thời hạn thỏa thuận (dòng số {ids}); hãy sửa ngày của kỳ."),
        "SELECT u.id FROM agreement_use u JOIN agreement a ON a.id = u.agreement_id"
        " WHERE u.starts_on < a.signed_on OR u.ends_on > coalesce(a.ended_on, a.expires_on)",
    ),
    Promise(
        N_("Lần gộp hồ sơ: {n} hồ sơ đã gộp mà vẫn còn trong sổ (dòng số {ids}); hãy tách lại rồi gộp."),
        "SELECT m.id FROM person_merge m JOIN person p ON p.uid = m.gone_uid WHERE m.undone_on IS NULL",
    ),
    Promise(
        N_("Lần gộp hồ sơ: {n} lần gộp không còn bản ghi để tách lại (dòng số {ids}); hãy mở bản sao lưu gần nhất."),
        "SELECT id FROM person_merge WHERE undone_on IS NULL AND"
        " CASE WHEN json_valid(snapshot) THEN json_extract(snapshot, '$.gone.uid') END IS NOT gone_uid",
    ),
)

SHARES = N_("Phân bổ chỉ tiêu: {n} đợt giao xuống nhiều hơn số có (đợt số {ids}); hãy mở phần Phân bổ của đợt để sửa.")
TWO_NORMS = N_("Định mức: {n} mức áp dụng cùng lúc cho cùng một trường hợp (dòng số {ids}); hãy sửa ngày áp dụng.")


def broken_welfare(connection: sqlite3.Connection) -> Iterator[Problem]:
    """Yield one problem per promise that some rows break."""
    yield from broken(connection, WELFARE_PROMISES)
    yield from _found(SHARES, _campaigns_over(connection), "campaign")
    yield from _found(TWO_NORMS, _norms_at_once(connection), "norm")


def _campaigns_over(connection: sqlite3.Connection) -> list[int]:
    """Return the campaigns in which somebody handed on more than there was."""
    campaigns = connection.execute("SELECT DISTINCT campaign_id FROM allocation ORDER BY 1").fetchall()
    return [campaign_id for (campaign_id,) in campaigns if _hands_on_more(connection, campaign_id)]


def _hands_on_more(connection: sqlite3.Connection, campaign_id: int) -> bool:
    tree = share_tree(connection, campaign_id)
    try:
        check_shares(tree, list(tree.shares), {})
    except RuleBroken:
        return True
    return False


def _norms_at_once(connection: sqlite3.Connection) -> list[int]:
    """Return the rates of which another one holds for the same case on some day."""
    alike: defaultdict[object, list[Norm]] = defaultdict(list)
    for norm in all_norms(connection):
        alike[norm.programme_id, norm.conditions].append(norm)
    return sorted(
        {one.id for norms in alike.values() for pair in combinations(norms, 2) if same_case(*pair) for one in pair}
    )


def _found(sentence: str, ids: list[int], table: str) -> Iterator[Problem]:
    if ids:
        yield problem_of(_(sentence), ids, table)
