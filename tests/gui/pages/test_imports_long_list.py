"""A question about tens of thousands of rows: an answer goes through them once, not for every line shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QPoint
from pytestqt.qtbot import QtBot

from labordesk.exchange.list_model import ReadRow
from labordesk.exchange.problems import Problem
from labordesk.gui.context import Context
from labordesk.gui.pages.imports_asking import QuestionsStep
from labordesk.gui.pages.imports_file import ListFile
from labordesk.gui.pages.imports_questions import Item, Question
from labordesk.services.imports import ImportOrder, PreviewRow
from tests.effort import lines_run
from tests.gui.pages.imports_page import office

__all__ = ["office"]

ROWS, QUESTIONS = 3_000, 8


def question(number: int) -> Question:
    field = f"field{number}"
    problem = Problem(field, "ask", "chưa rõ", (1, 2))
    items = tuple(
        Item(
            (field, row),
            PreviewRow(ReadRow("DS", row, "gifts", {}, {}), problems=(problem,)),
            problem,
            place=("DS", row),
        )
        for row in range(1, ROWS + 1)
    )
    return Question(field, "cell", "ask", items, field, "chưa rõ")


def test_an_answer_looks_at_each_row_once(qtbot: QtBot, context: Context, tmp_path: Path) -> None:
    file = ListFile(context, tmp_path / "qua.xlsx", ImportOrder())
    file.state, file.questions = "open", tuple(map(question, range(QUESTIONS)))
    step = QuestionsStep(context)
    qtbot.addWidget(step)
    step.resize(1000, 600)
    step.show()
    step.show_file(file)
    qtbot.waitExposed(step)
    item = file.questions[0].items[0]

    def answer_and_look() -> None:
        step._settle(replace(file.order, reason="Đã xét"), (item,))
        for widget in (step.table.view, step.panel.table.view):
            widget.viewport().render(widget.viewport().grab(), QPoint())

    assert lines_run(answer_and_look) < 4 * ROWS * QUESTIONS
    assert item not in step._left(file.questions[0])
    assert len(step._left(file.questions[0])) == ROWS - 1
    step.forget_answers()
    assert len(step._left(file.questions[0])) == ROWS
    file.close()
