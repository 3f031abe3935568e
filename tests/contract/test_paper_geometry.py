"""Every report and every form, measured on paper: NĐ 30/2020/NĐ-CP Phụ lục I to the millimetre (domain.md 4.1)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

import pypdfium2
import pytest

from labordesk.documents.model import Document, Heading, SignatureBlock, Table
from labordesk.store.register import Register
from tests.contract.every_paper import NAMES, Part, Printed, compose, page_number
from tests.documents.reading import Line, Page, outline

LEFT, RIGHT, TOP, BOTTOM = (30, 35), (15, 20), (20, 25), (20, 25)
"""Millimetres the decree allows."""
POINT = 25.4 / 72
NUMBER = re.compile(r"\d{1,3}(?:\.\d{3})*")
PAGE_SUM, RUNNING, BROUGHT = "Cộng trang", "Cộng dồn", "Mang sang"


def body(page: Page) -> list[Line]:
    """Return the lines under the top margin."""
    return [line for line in page.lines if line.baseline >= 19]


def words(text: str) -> str:
    return " ".join(text.replace("\u00a0", " ").split())


def the_sheet_is_a4_and_nothing_stands_in_its_margins(paper: Printed) -> None:
    for page in paper.pages:
        assert sorted((round(page.width), round(page.height))) == [210, 297]
        left = [*(line.left for line in body(page)), *(min(rule.x1, rule.x2) for rule in page.rules)]
        right = [*(line.right for line in body(page)), *(max(rule.x1, rule.x2) for rule in page.rules)]
        top = [*(line.baseline - 0.9 * line.size * POINT for line in body(page)), *(rule.y1 for rule in page.rules)]
        low = [*(line.baseline for line in body(page)), *(rule.y1 for rule in page.rules)]
        assert min(left) >= LEFT[0] - 0.1
        assert RIGHT[1] - 0.3 <= page.width - max(right)
        assert TOP[0] - 0.1 <= min(top) <= TOP[1] + 0.1
        assert BOTTOM[0] - 0.1 <= page.height - max(low)
    for part in paper.parts:
        if part.pages[1:] or part.tables():  # text or a table as wide as the sheet lets it be
            lefts = [line.left for page in part.pages for line in body(page)]
            rights = [line.right for page in part.pages for line in body(page)]
            lefts += [min(rule.x1, rule.x2) for page in part.pages for rule in page.rules]
            rights += [max(rule.x1, rule.x2) for page in part.pages for rule in page.rules]
            assert min(lefts) <= LEFT[1]
            assert part.pages[0].width - max(rights) <= RIGHT[1] + 1.5


def the_pair_at_the_head_stands_side_by_side(paper: Printed) -> None:
    page, letterhead = paper.pages[0], paper.document.letterhead
    assert letterhead is not None
    nation, motto = page.line("CỘNG HÒA"), page.line("Độc lập")
    assert (nation.text, motto.text) == ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
    assert nation.font == motto.font == "LiberationSerif-Bold"
    assert 12 <= nation.size <= 13 <= motto.size <= 14
    assert nation.centre == pytest.approx(motto.centre, abs=0.2)
    rule = page.rule_under(motto)
    assert (rule.x1, rule.x2) == (pytest.approx(motto.left, abs=0.15), pytest.approx(motto.right, abs=0.15))
    text_width = page.width - 50
    if not letterhead.issuing_body:  # a request of one's own: the nation stands in the middle
        assert nation.centre == pytest.approx(30 + text_width / 2, abs=0.3)
        return
    ours = [line for line in body(page) if line.right < nation.left and line.baseline < page.rule_under(motto).y1 + 25]
    assert ours[0].baseline == pytest.approx(nation.baseline, abs=0.1)
    ours = ours[: next((place for place, line in enumerate(ours) if line.text.startswith("Số:")), len(ours))]
    names = [line for line in ours if line.text.isupper()]
    assert names[-1].font == "LiberationSerif-Bold"
    assert words(" ".join(one.text for one in names)).casefold() == words(
        f"{letterhead.superior_body} {letterhead.issuing_body}".casefold()
    )
    fonts = [line.font for line in names]
    upright = fonts.count("LiberationSerif")
    assert fonts == ["LiberationSerif"] * upright + ["LiberationSerif-Bold"] * (len(fonts) - upright)
    assert (upright > 0) == bool(letterhead.superior_body)
    assert all(12 <= line.size <= 13 for line in names)
    below = page.rule_under(names[-1])
    widest = max(line.right - line.left for line in names[upright:])
    assert 1 / 3 <= below.length / widest <= 1 / 2
    assert below.centre == pytest.approx(names[-1].centre, abs=0.2)


def the_number_and_the_day_stand_on_one_line(paper: Printed) -> None:
    document, page = paper.document, paper.pages[0]
    if document.number is not None:
        number = page.line("Số:")
        assert 13 <= number.size <= 13.1
        assert re.fullmatch(r"Số:\s*(\d{2,}\S*)?\s*/?\S*", number.text)
    if document.place_date is not None:
        day = next(line for line in page.lines if re.search(r"ngày \S+ tháng \S+ năm 20", line.text))
        assert day.font == "LiberationSerif-Italic"
        assert 13 <= day.size <= 14
        assert document.number is None or day.baseline == pytest.approx(page.line("Số:").baseline, abs=0.1)


def pages_are_numbered_in_the_middle_of_the_top_margin_but_the_first(paper: Printed) -> None:
    for part in paper.parts:
        assert [page_number(page) for page in part.pages] == ["", *(str(n) for n in range(2, len(part.pages) + 1))]
        for page in part.pages[1:]:
            number = page.lines[0]
            assert number.centre == pytest.approx(page.width / 2 + 5, abs=0.2)
            assert (number.font, 13 <= number.size <= 14) == ("LiberationSerif", True)


def signers_never_stand_alone(paper: Printed) -> None:
    for part in paper.parts:
        if not part.whole.signatures:
            continue
        last = part.pages[-1]
        flat = words(" ".join(line.text for line in body(last)))
        for signer in part.whole.signatures:
            assert set(words(signer.name).split()) <= set(flat.split())
            assert words(first_words(signer)).split()[0] in flat.split()
        office = min(
            (line for line in body(last) if line.font.endswith("-Bold") and starts_office(line, part)),
            key=lambda line: line.baseline,
        )
        above = [line for line in body(last) if line.baseline < office.baseline - 1 and not is_place_and_day(line)]
        heading = {word for table in part.tables() for column in table.columns for word in column.heading.split()}
        told = {line.baseline for line in above if not set(line.text.split()) <= heading}
        dotted = {rule.y1 for rule in last.rules if rule.is_flat and rule.y1 < office.baseline}
        dotted = set() if any(not rule.is_flat for rule in last.rules) else dotted  # a table's lines are no fields
        assert len(told) + len(dotted) >= 2, [line.text for line in above]


def first_words(signer: SignatureBlock) -> str:
    return (signer.authority or signer.title).upper()


def starts_office(line: Line, part: Part) -> bool:
    return any(
        line.text.split()[0] == first_words(one).split()[0] and line.text.isupper() for one in part.whole.signatures
    )


def is_place_and_day(line: Line) -> bool:
    return bool(re.search(r"ngày \S+ tháng \S+ năm", line.text)) and line.font.endswith("Italic")


def no_heading_ends_a_page(paper: Printed) -> None:
    for part in paper.parts:
        headings = [words(block.text).casefold() for block in part.blocks() if isinstance(block, Heading)]
        for page in part.pages[:-1]:
            lowest = max(body(page), key=lambda line: line.baseline)
            assert not any(words(lowest.text).casefold() in (one, one[-len(lowest.text) :]) for one in headings), lowest


def tables_repeat_their_headings(paper: Printed) -> None:
    for part in paper.parts:
        heads = [heading_words(table) for table in part.tables()]
        for page in part.pages[1:]:
            flat = [rule.y1 for rule in page.rules if rule.is_flat]
            first = min(body(page), key=lambda line: line.baseline)
            if flat and min(flat) < first.baseline - first.size * POINT:  # the page opens with a table
                end = end_of_headings(page, min(flat))
                shown = words(" ".join(line.text for line in body(page) if line.baseline < end)).split()
                assert sorted(shown) in heads, shown


def heading_words(table: Table) -> list[str]:
    groups = dict.fromkeys(column.group for column in table.columns if column.group)
    return sorted(words(" ".join((*groups, *(column.heading for column in table.columns)))).split())


def end_of_headings(page: Page, top: float) -> float:
    """Return the first line below the upper edge of a table that runs through all its columns."""
    width = max(rule.x2 for rule in page.rules) - min(rule.x1 for rule in page.rules)
    return min(rule.y1 for rule in page.rules if rule.is_flat and rule.y1 > top + 0.5 and rule.length > width - 1)


def carried_sums_are_the_sums_of_their_rows(paper: Printed) -> None:
    for part in paper.parts:
        carried = [column for table in part.tables() for column in table.columns if column.carried]
        if not carried or len(part.pages) == 1:
            continue
        sums = [dict(sum_rows(page)) for page in part.pages]
        edges = [line.right for line in next(one[PAGE_SUM] for one in sums if PAGE_SUM in one)]
        assert len(edges) == len(carried)
        running = [0] * len(edges)
        for place, (page, found) in enumerate(zip(part.pages, sums, strict=True)):
            if not found:
                continue
            here = [sum(amounts_of_rows(page, edge)) for edge in edges]
            assert figures(found[PAGE_SUM]) == here
            if place:
                assert figures(found[BROUGHT]) == running
            running = [one + other for one, other in zip(running, here, strict=True)]
            if RUNNING in found:
                assert figures(found[RUNNING]) == running
            totals = figures(found.get("Tổng cộng", []))
            assert not totals or totals[-len(edges) :] == running
        assert running != [0] * len(edges)


def sum_rows(page: Page) -> Iterator[tuple[str, list[Line]]]:
    """Return each row of sums with its figures from left to right."""
    for line in body(page):
        for label in (PAGE_SUM, RUNNING, BROUGHT, "Tổng cộng"):
            if line.text.startswith(label) and line.font.endswith("-Bold"):
                row = [one for one in body(page) if abs(one.baseline - line.baseline) < 0.1 and one is not line]
                yield label, sorted((one for one in row if NUMBER.fullmatch(one.text)), key=lambda one: one.right)


def figures(lines: list[Line]) -> list[int]:
    return [int(line.text.replace(".", "")) for line in lines]


def amounts_of_rows(page: Page, edge: float) -> list[int]:
    """Return the figures of ordinary rows, in upright letters, in the column that ends here."""
    column = [line for line in body(page) if line.font == "LiberationSerif" and abs(line.right - edge) < 0.4]
    return figures([line for line in column if NUMBER.fullmatch(line.text)])


def fonts_are_embedded_in_part(paper: Printed) -> None:
    names = [name.decode() for name in re.findall(rb"/BaseFont /(\S+)", paper.content)]
    assert names
    assert all(re.fullmatch(r"[A-Z]{6}\+LiberationSerif(-\w+)?", name) for name in names), names
    assert paper.content.count(b"/FontFile2") == len(set(names))
    assert len(paper.content) < 400_000


def the_file_tells_title_author_language_and_outline(paper: Printed) -> None:
    file = pypdfium2.PdfDocument(paper.content)
    try:
        about = file.get_metadata_dict()
    finally:
        file.close()
    assert about["Title"] == words(paper.document.full_title)
    assert about["Author"] == paper.document.author
    assert about["Author"]
    assert b"/Lang (vi)" in paper.content
    marks = outline(paper.content)
    assert words(marks[0][1]) == words(paper.document.full_title)
    said = {words(title).casefold() for _depth, title in marks}
    for part in paper.parts:
        assert {words(one.text).casefold() for one in part.blocks() if isinstance(one, Heading)} <= said
    assert all(
        any(title.startswith(words(one.label).casefold()) for title in said) for one in paper.document.appendices
    )


def the_text_comes_out_as_composed_vietnamese(paper: Printed) -> None:
    for page in paper.pages:
        assert unicodedata.is_normalized("NFC", page.text)
        assert not re.search(r"[\ufffd\ue000-\uf8ff\x00-\x08]", page.text)
    whole = words(" ".join(page.text for page in paper.pages)).replace("\u00ad", "")
    assert title_words(paper.document) <= set(whole.casefold().split())


def title_words(document: Document) -> set[str]:
    return set(words(f"{document.kind} {document.abstract}").casefold().split())


CHECKS: tuple[Callable[[Printed], None], ...] = (
    the_sheet_is_a4_and_nothing_stands_in_its_margins,
    the_pair_at_the_head_stands_side_by_side,
    the_number_and_the_day_stand_on_one_line,
    pages_are_numbered_in_the_middle_of_the_top_margin_but_the_first,
    signers_never_stand_alone,
    no_heading_ends_a_page,
    tables_repeat_their_headings,
    carried_sums_are_the_sums_of_their_rows,
    fonts_are_embedded_in_part,
    the_file_tells_title_author_language_and_outline,
    the_text_comes_out_as_composed_vietnamese,
)


@pytest.mark.parametrize("name", NAMES)
def test_a_paper_keeps_the_measures_of_the_decree(sample: Register, name: str) -> None:
    paper = Printed.of(compose(sample, name))
    for check in CHECKS:
        check(paper)
