"""The papers of the sample say what the register holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from labordesk.sample import print_sample
from labordesk.store import figures
from labordesk.store.figures import Scope
from labordesk.store.register import Register
from labordesk.vietnamese.numbers import number, spoken_money
from tests.documents.reading import read
from tests.sample.days import TODAY


@pytest.fixture
def papers(sample: Register, tmp_path: Path) -> tuple[Path, ...]:
    return print_sample(sample, tmp_path, today=TODAY)


def _text(path: Path) -> str:
    return " ".join(" ".join(page.text.split()) for page in read(path.read_bytes()))


def test_the_summary_of_the_year_comes_first_then_the_half_year_and_the_list_to_sign(papers: tuple[Path, ...]) -> None:
    names = [paper.name for paper in papers]
    assert names == ["tong-hop-2026.pdf", "tong-hop-2026-6-thang-1.pdf", "ky-nhan-tet-2026.pdf"]
    assert all(paper.exists() for paper in papers)


@pytest.mark.parametrize(("place", "end"), [(0, TODAY), (1, date(2026, 6, 30))])
def test_the_summary_says_the_total_of_the_register(
    sample: Register, papers: tuple[Path, ...], place: int, end: date
) -> None:
    with sample.looking() as connection:
        total = figures.totals(connection, Scope(date(2026, 1, 1), end)).total
    text = _text(papers[place])
    assert spoken_money(total).text in text
    assert number(total) in text
    assert "CÔNG ĐOÀN XÃ HƯƠNG SƠN" in text
    assert "Phan Thị Thu Hằng" in text


def test_the_list_to_sign_holds_everybody_of_the_last_tet(sample: Register, papers: tuple[Path, ...]) -> None:
    [(names, packages, money)] = (
        sample.connection()
        .execute(
            "SELECT count(*), sum(quantity), (SELECT sum(l.amount) FROM award_line l JOIN award b ON b.id = l.award_id"
            " WHERE b.campaign_id = c.id) FROM award a JOIN campaign c ON c.id = a.campaign_id"
            " WHERE c.name = 'Tết Bính Ngọ 2026'"
        )
        .fetchall()
    )
    text = _text(papers[2])
    assert f"({number(packages)} suất)" in text
    assert "Trần Thị Hoà" in text
    assert names > 400
    assert money > 500_000_000
