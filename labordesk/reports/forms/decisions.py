"""What all decisions of support have in common: legal grounds, articles, who carries them out (NĐ 30/2020, mẫu 1.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from labordesk.documents.decree import unbroken_terms
from labordesk.documents.model import Align, Appendix, Basis, Block, Document, Paragraph, PlaceDate, Run, SignatureBlock
from labordesk.reports.base import Paper
from labordesk.reports.forms.base import DOTS, sentence
from labordesk.store.files import Decided
from labordesk.vietnamese.fold import search_key

_NEW_LAW_FROM = date(2025, 7, 1)
_AUTHORITY = re.compile(r"^TM\.\s*", re.IGNORECASE)
_ORGANS = ("Ban Thường vụ", "Ban Chấp hành", "Đoàn Chủ tịch", "Chủ tịch")
"""Organs that every union body has: the paper says of which body."""


def union_law(day: date | None) -> str:
    """Return the law on trade unions in force on a day (Luật 50/2024/QH15 from 1/7/2025; domain.md 3.3)."""
    if day is not None and day < _NEW_LAW_FROM:
        return "Căn cứ Luật Công đoàn số 12/2012/QH13 ngày 20 tháng 6 năm 2012"
    return "Căn cứ Luật Công đoàn số 50/2024/QH15 ngày 27 tháng 11 năm 2024"


def grounds(decided: Decided, paper: Paper, *more: str) -> list[Block]:
    """Return the legal grounds: the law of the day, the norm the support keeps to, and what else is named."""
    found = [union_law(decided.day or paper.signed_on), "Căn cứ Điều lệ Công đoàn Việt Nam"]
    if decided.norm_basis:
        found.append(f"Căn cứ {decided.norm_basis}")
    return [Basis(text) for text in (*found, *filter(None, more))]


def article(number: int, text: str) -> Paragraph:
    """Return "Điều 1. …", the first words in bold."""
    return replace(sentence(text), text=(Run(f"Điều {number}. ", bold=True), Run(text)))


def decision(
    abstract: str,
    decided: Decided,
    paper: Paper,
    bases: Iterable[Block],
    articles: Sequence[str],
    *,
    appendices: tuple[Appendix, ...] = (),
    proposer: str = "",
) -> Document:
    """Return a decision; its number, day and signer are those recorded, or left to be written."""
    return Document(
        letterhead=paper.letterhead(),
        kind="Quyết định",
        abstract=abstract,
        number=decided.number or paper.number_text("QĐ"),
        place_date=PlaceDate(paper.place, decided.day),
        blocks=(
            Paragraph((Run(unbroken_terms(_decider(decided, paper).upper()), bold=True),), align=Align.CENTER),
            *bases,
            Paragraph((Run("QUYẾT ĐỊNH:", bold=True),), align=Align.CENTER),
            *(article(place, text) for place, text in enumerate(articles, start=1)),
        ),
        signatures=(_signer(decided, paper),),
        recipients=tuple(one for one in ("Như Điều 3", proposer, "Lưu: VT") if one),
        appendices=appendices,
        author=paper.issuing_body,
    )


def _decider(decided: Decided, paper: Paper) -> str:
    """Return who decides, in full: "Ban Thường vụ Công đoàn xã Hương Sơn" for "Ban Thường vụ Công đoàn xã"."""
    organ, rest = _organ(decided.body or _AUTHORITY.sub("", paper.authority) or "Ban Chấp hành")
    rest = rest.replace("LĐLĐ", "Liên đoàn Lao động")
    if organ and any(one.casefold().startswith(rest.casefold()) for one in (paper.issuer, paper.issuing_body)):
        return f"{organ} {paper.issuing_body}"
    return " ".join(part for part in (organ, rest) if part)


def _organ(body: str) -> tuple[str, str]:
    """Return the organ every union body has, and of which body it is; "" for another decider."""
    for organ in _ORGANS:
        if body.casefold().startswith(organ.casefold()):
            return organ, body[len(organ) :].strip()
    return "", body


def _signer(decided: Decided, paper: Paper) -> SignatureBlock:
    """Return the signer of the letterhead, or the one recorded, for the organ that decided.

    Somebody else than the letterhead names does not hold that office: room is left to write the right one.
    """
    signer = paper.chair()
    organ, _rest = _organ(decided.body)
    if decided.signer:
        known = not paper.signer_name or search_key(decided.signer) == search_key(paper.signer_name)
        signer = replace(signer, name=decided.signer, title=signer.title if known else DOTS)
    if organ == "Chủ tịch":
        return replace(signer, authority="", title=organ)
    return replace(signer, authority=f"TM. {organ}") if organ else signer


def carried_out(*who: str) -> str:
    """Return the last article: the decision is in force from its signing, and who carries it out."""
    names = ", ".join(one for one in who if one)
    return f"Quyết định này có hiệu lực kể từ ngày ký. {names} chịu trách nhiệm thi hành Quyết định này"
