"""The states behind each page that are worth a look: tabs, files, forms, dialogs; used by ``tools/screens.py``.

A scene is a name that starts with its page and a function that brings the window there. What a scene opens is closed
again by ``Stage.tidy``, so that each may be photographed alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog
from shiboken6 import isValid

Settle = Callable[[Any], None]
Scene = Callable[["Stage"], None]
DIALOG_DELAY_MS = 900
"""Some dialogs hold the caller until they are closed; by then they have read what they show."""


class Stage:
    """The window with the sample register, and the hands of whoever looks at it."""

    def __init__(self, desk: Any, settle: Settle) -> None:
        self.desk = desk
        self._settle = settle

    @property
    def page(self) -> Any:
        """The page in front."""
        return self.desk.shell.current_page()

    def settle(self) -> None:
        """Wait until all is read and drawn."""
        self._settle(self.desk.context.work)

    def go(self, key: str, **target: Any) -> Any:
        """Show a page with its target and return it."""
        self.desk.context.go(key, **target)
        self.settle()
        return self.page

    def one(self, query: str) -> int:
        """Return the number a query of the sample finds."""
        with self.desk.context.register.looking() as connection:
            return int(connection.execute(query).fetchone()[0])

    def photograph(self, scene: Scene) -> QPixmap:
        """Play a scene; the picture is of the dialog it leaves open, else of the window."""
        taken: list[QPixmap] = []

        def take() -> None:
            dialog = QApplication.activeModalWidget()
            if dialog is not None:
                watch.stop()
                self.settle()
                if isValid(dialog):  # a dialog of progress closes by itself
                    taken.append(dialog.grab())
                    _close(dialog)
                else:
                    watch.start()

        watch = QTimer()
        watch.setInterval(DIALOG_DELAY_MS)
        watch.timeout.connect(take)
        watch.start()
        scene(self)
        self.settle()
        watch.stop()
        if not taken:
            dialog = QApplication.activeModalWidget()
            taken.append((dialog or self.desk.shell).grab())
        self.tidy()
        return taken[0]

    def tidy(self) -> None:
        """Close what a scene left open."""
        while (dialog := QApplication.activeModalWidget()) is not None:
            _close(dialog)
        for _again in range(3):
            if not getattr(self.page, "escape", lambda: False)():
                break
            self.settle()


def _close(dialog: Any) -> None:
    if isinstance(dialog, QDialog):
        dialog.done(0)
    else:
        dialog.close()


CAMPAIGN = "select campaign_id from award where campaign_id is not null group by campaign_id order by count(*) desc"
VOUCHERED = "select campaign_id from voucher group by campaign_id order by count(*) desc"
HOUSE = "select house_id from attachment where house_id is not null group by house_id order by count(*) desc"
CORRECTED = "select house_id from correction where house_id is not null"


def scenes() -> Iterator[tuple[str, Scene]]:
    """Yield every scene, page by page."""
    yield from _overview()
    yield from _people()
    yield from _houses()
    yield from _gifts()
    yield from _grants()
    yield from _activities()
    yield from _funds()
    yield from _units()
    yield from _reports()
    yield from _imports()
    yield from _settings()
    yield from _checks()
    yield "keys", lambda stage: stage.desk.shell.show_keys()
    yield from _rescues()


def _overview() -> Iterator[tuple[str, Scene]]:
    yield "overview-rows", lambda stage: stage.go("overview").open_figure("given")


def _people() -> Iterator[tuple[str, Scene]]:
    def card(stage: Stage) -> None:
        stage.go("people", person=stage.one("select person_id from award group by person_id order by count(*) desc"))

    def form(stage: Stage) -> None:
        card(stage)
        stage.page.edit()
        stage.settle()

    def form_end(stage: Stage) -> None:
        form(stage)
        bar = stage.page.panel._scroll.verticalScrollBar()
        bar.setValue(bar.maximum())

    def pairs(stage: Stage) -> None:
        from labordesk.services.duplicate_scan import scan_duplicates

        scan_duplicates(stage.desk.context.register)
        stage.go("people", pairs=True)

    def merge(stage: Stage) -> None:
        pairs(stage)
        stage.page.pairs.compare.merge()

    yield "people-card", card
    yield "people-new", lambda stage: stage.go("people").new_record()
    yield "people-form", form
    yield "people-form-end", form_end
    yield "people-pairs", pairs
    yield "people-pairs-merge", merge


def _houses() -> Iterator[tuple[str, Scene]]:
    def tab(place: int, query: str = HOUSE) -> Scene:
        def show(stage: Stage) -> None:
            stage.go("houses", house=stage.one(query)).house.tabs.go(place)

        return show

    def board(stage: Stage) -> None:
        stage.go("houses").list.toggle()

    def back(stage: Stage) -> None:
        stage.go("houses").list.toggle()

    def paying(stage: Stage) -> None:
        tab(1)(stage)
        stage.page.pay()

    def progress(stage: Stage) -> None:
        tab(2)(stage)
        stage.page.report_progress()

    yield "houses-board", board
    yield "houses-list", back
    for place, name in enumerate(("file", "money", "progress", "photos", "papers")):
        yield f"houses-{name}", tab(place)
    yield "houses-corrections", tab(5, CORRECTED)
    yield "houses-pay", paying
    yield "houses-report", progress
    yield "houses-new", lambda stage: stage.go("houses").new_record()


def _gifts() -> Iterator[tuple[str, Scene]]:
    def tab(name: str, query: str = CAMPAIGN) -> Scene:
        return lambda stage: stage.go("gifts", campaign=stage.one(query), tab=name) and None

    def after(name: str, run: Callable[[Any], Any], query: str = CAMPAIGN) -> Scene:
        def show(stage: Stage) -> None:
            tab(name, query)(stage)
            stage.settle()
            run(stage.page)
            stage.settle()

        return show

    def first(page: Any) -> Any:
        return page.view.table.rows()[:1]

    yield "gifts-campaign", tab("list")
    yield "gifts-table", after("list", lambda page: page.start_hand_over())
    yield "gifts-units", tab("units")
    yield "gifts-units-approve", after("units", lambda page: page.tabs.units.deeds.approve(page.tabs.units.lists()))
    yield "gifts-units-share", after("units", lambda page: page.tabs.units._edit(page.tabs.units.lists()[0]))
    yield "gifts-vouchers", tab("vouchers", VOUCHERED)
    yield "gifts-vouchers-add", after("vouchers", lambda page: page.tabs.vouchers.add(), VOUCHERED)
    yield "gifts-vouchers-assign", after("vouchers", lambda page: page.tabs.vouchers.assign(), VOUCHERED)
    yield "gifts-missed", tab("missed")
    yield "gifts-files", tab("files")
    yield "gifts-form", after("list", lambda page: page.deeds.edit_campaign(page.view.state.campaign_id))
    yield "gifts-add", after("list", lambda page: page.add_one())
    yield "gifts-add-unit", after("list", lambda page: page.deeds.add_unit(page.view.state))
    yield "gifts-add-group", after("list", lambda page: page.deeds.add_group(page.view.state))
    yield "gifts-amounts", after("list", lambda page: page.deeds.edit_amounts(first(page)))
    yield "gifts-print", after("list", lambda page: page.tools.forms.open_form("binh-xet-qua", "Biên bản bình xét"))


def _grants() -> Iterator[tuple[str, Scene]]:
    def of(state: str) -> str:
        return f"select id from grant_case where state = '{state}' order by id desc"

    def case(state: str, run: Callable[[Any], Any] = lambda _page: None) -> Scene:
        def show(stage: Stage) -> None:
            run(stage.go("grants", case=stage.one(of(state))))

        return show

    yield "grants-file-verifying", case("verifying")
    yield "grants-file-approved", case("approved")
    yield "grants-file-paid", case("paid")
    yield "grants-papers", case("verifying", lambda page: page.case.tabs.go(1))
    yield "grants-approve", case("verifying", lambda page: page.next_step())
    yield "grants-pay", case("approved", lambda page: page.pay())
    yield "grants-correct", case("approved", lambda page: page.correct_day())
    yield "grants-reopen", case("paid", lambda page: page.reopen())
    yield "grants-new", lambda stage: stage.go("grants").new_record()
    yield "grants-quick", lambda stage: stage.go("grants").record_given()


def _activities() -> Iterator[tuple[str, Scene]]:
    def new(part: str) -> Scene:
        return lambda stage: stage.go("activities", part=part).new_record()

    def side(place: int) -> Scene:
        def show(stage: Stage) -> None:
            stage.go("activities", part="agreements").agreements.side.tabs.setCurrentIndex(place)

        return show

    yield "activities-raised", lambda stage: stage.go("activities", part="contributions") and None
    for place, name in enumerate(("agreements", "agreements-units", "agreements-papers")):
        yield f"activities-{name}", side(place)
    for part in ("activities", "contributions", "agreements"):
        yield f"activities-new-{part}", new(part)


def _funds() -> Iterator[tuple[str, Scene]]:
    def part(name: str) -> Scene:
        return lambda stage: stage.go("funds", part=name) and None

    for name in ("balances", "donors", "sources", "openings"):
        yield f"funds-{name}", part(name)
    yield "funds-new-source", lambda stage: stage.go("funds", part="sources").new_record()
    yield "funds-new-opening", lambda stage: stage.go("funds", part="openings").new_record()
    yield "targets-new", lambda stage: stage.go("targets").new_record()
    yield "targets-value", lambda stage: stage.go("targets").values.new_value()


def _units() -> Iterator[tuple[str, Scene]]:
    from labordesk.gui.pages.units_decisions import CLOSE, MERGE, SPLIT

    def unit(run: Callable[[Any], Any]) -> Scene:
        def show(stage: Stage) -> None:
            page = stage.go("units")
            run(page)
            stage.settle()

        return show

    def chosen(page: Any) -> Any:
        page.tree.choose(page.tree.units.nodes[2].id)
        return page

    def decide(kind: Any, page: Any) -> None:
        chosen(page).decide(kind)

    def tick_people(page: Any) -> None:
        page.bulk.move_people(chosen(page).tree.current())

    yield "units-card", unit(chosen)
    yield "units-new", unit(lambda page: page.new_record())
    yield "units-form", unit(lambda page: chosen(page).edit())
    for kind in (MERGE, SPLIT, CLOSE):
        yield f"units-{kind.key}", unit(partial(decide, kind))
    yield "units-people", unit(tick_people)
    yield "units-wards", unit(lambda page: page.bulk.fill_wards(page.tree.units.nodes[0]))


def _reports() -> Iterator[tuple[str, Scene]]:
    def full(stage: Stage) -> Any:
        """Print two papers and freeze two reports of the sample, one of them before a late record."""
        from labordesk.services.forms import FormOrder
        from labordesk.services.frozen_reports import freeze_report, list_frozen
        from labordesk.services.outgoing import save_outgoing
        from labordesk.services.reporting import Order
        from labordesk.vietnamese.periods import parse_period

        register, today = stage.desk.context.register, stage.desk.context.today()
        if not list_frozen(register):
            year = parse_period(str(today.year))
            summary = Order("tong-hop", year, parts=frozenset(("programmes", "units")))
            for out in ("a.pdf", "a.pdf", "a.xlsx"):
                save_outgoing(register, Order("tong-hop", year), register.path.parent / out, today=today)
            save_outgoing(register, FormOrder("quyet-dinh-nha", 1), register.path.parent / "b.pdf", today=today)
            freeze_report(register, Order("theo-don-vi", year), today=today, note="trình hội nghị ban chấp hành")
            freeze_report(register, summary, today=today, note="báo cáo tỉnh")
            with register.writing() as session:
                session.connection().exec_driver_sql("UPDATE award_line SET amount = amount + 50000 WHERE id < 9")
        return stage.go("reports")

    def part(name: str) -> Scene:
        def show(stage: Stage) -> None:
            full(stage).show_target(part=name)
            stage.settle()

        return show

    def told(stage: Stage) -> None:
        full(stage).show_target(report="theo-don-vi", period=str(stage.desk.context.today().year))
        stage.settle()

    def compare(stage: Stage) -> None:
        part("frozen")(stage)
        stage.page.frozen.table.focus_first()
        stage.page.frozen.compare_current()

    def freeze(stage: Stage) -> None:
        full(stage).show_target(report="chi-tieu")
        stage.settle()
        stage.page.freeze()

    def figure(stage: Stage) -> None:
        full(stage).show_target(report="theo-chuong-trinh")
        stage.settle()
        for _step in range(3):
            stage.page.preview.view.go_figure(1)

    def rows(stage: Stage) -> None:
        figure(stage)
        view = stage.page.preview.view
        view.figure_opened.emit(view._figures.current)

    yield "reports-figure", figure
    yield "reports-figure-rows", rows
    yield "reports-frozen", part("frozen")
    yield "reports-prints", part("prints")
    yield "reports-told", told
    yield "reports-compare", compare
    yield "reports-freeze", freeze


def _imports() -> Iterator[tuple[str, Scene]]:
    from screen_lists import gifts, grants

    from labordesk.gui.pages.imports_wizard import COLUMNS, FINAL, QUESTIONS, STEPS, TARGET

    def known(stage: Stage) -> Any:
        query = "select full_name, substr(birth, 1, 4) from person where sex = 'female' and birth is not null limit 1"
        with stage.desk.context.register.looking() as connection:
            return gifts(tuple(connection.execute(query).fetchone()))

    def taken(stage: Stage, *paths: Any) -> Any:
        page = stage.go("imports")
        stage.settle()
        page.take(list(paths))
        stage.settle()
        return page

    def step(place: int, path: Callable[[Stage], Any] = known) -> Scene:
        def show(stage: Stage) -> None:
            taken(stage, path(stage)).wizard.go(place)
            stage.settle()

        return show

    def question(topic: str) -> Scene:
        def show(stage: Stage) -> None:
            step(QUESTIONS)(stage)
            part = stage.page.wizard.questions
            places = [place for place, one in enumerate(part.questions()) if one.topic == topic]
            part.table.view.setCurrentIndex(part.table.model.index(places[0], 0))

        return show

    def written(stage: Stage) -> None:
        step(FINAL)(stage)
        stage.page.write(only_good=True)

    def undone(stage: Stage) -> None:
        stage.page.home.batches.focus_first()

    yield "imports-files", lambda stage: taken(stage, known(stage), grants())._show_home()
    for place in range(len(STEPS)):
        yield f"imports-step-{place + 1}", step(place)
    yield "imports-old-font", step(COLUMNS, lambda _stage: grants())
    yield "imports-target-grants", step(TARGET, lambda _stage: grants())
    for topic in ("cell", "person", "rule", "unit", "total"):
        yield f"imports-question-{topic}", question(topic)
    yield "imports-written", written
    yield "imports-batches", undone


def _settings() -> Iterator[tuple[str, Scene]]:
    from labordesk.gui.pages.settings import section_entries

    def section(key: str) -> Scene:
        return lambda stage: stage.go("settings", section=key) and None

    def new(key: str) -> Scene:
        def show(stage: Stage) -> None:
            stage.go("settings", section=key)
            stage.page.new_record()

        return show

    for entry in section_entries():
        yield f"settings-{entry.key}", section(entry.key)
    for key in ("letterheads", "norms", "papers", "programmes"):
        yield f"settings-{key}-new", new(key)


def _checks() -> Iterator[tuple[str, Scene]]:
    def section(stage: Stage) -> Any:
        stage.go("settings", section="check")
        return stage.page.current_section()

    def sound(stage: Stage) -> None:
        section(stage).check()
        stage.settle()

    def found(*kinds: str) -> Scene:
        def show(stage: Stage) -> None:
            from labordesk.services.checking import CheckResult

            section(stage)._checked(CheckResult(tuple(one for one in _problems() if one.kind in kinds)))
            stage.settle()

        return show

    def offered(stage: Stage) -> None:
        from labordesk.gui.checking import offer_check

        stage.go("overview")
        offer_check(stage.desk)

    yield "check-sound", sound
    yield "check-found", found("book", "rows", "derived")
    yield "check-derived", found("derived")
    yield "check-damaged", found("damage")
    yield "check-offered", offered


def _problems() -> tuple[Any, ...]:
    """Return one problem of each kind, as the check says them."""
    from labordesk.services import checking, checking_derived
    from labordesk.services.checking_rules import PROMISES
    from labordesk.services.problem import Fault, Problem, problem_of

    late = next(one for one in PROMISES if "tương lai" in one.sentence)
    return (
        Problem(checking.DAMAGED.format(n=3), Fault.DAMAGE),
        Problem(checking.BOOK.format(n=128), Fault.BOOK),
        problem_of(late.sentence, list(range(40, 61)), "award"),
        problem_of(checking_derived.STAGE, [2, 5], "house"),
        Problem(checking.SEARCH.format(n=12), Fault.DERIVED),
        problem_of(checking_derived.PERSON_KEYS, [3, 8, 11, 19], "person", Fault.DERIVED),
    )


def _rescues() -> Iterator[tuple[str, Scene]]:
    """Scenes in place of the pages: they leave the register, so they come last."""

    def damaged(stage: Stage, *, backup: bool) -> Any:
        import shutil
        from pathlib import Path

        from screens import KEPT

        from labordesk.errors import BadFile
        from labordesk.gui.rescue import offer_rescue
        from labordesk.services.backups import back_up_register
        from labordesk.services.registers import open_register
        from labordesk.store.faults import CORRUPT

        folder = Path(stage.desk.settings.recent_registers[0]).parent / ("co-sao-luu" if backup else "khong-sao-luu")
        path = folder / "cong-doan-xa-huong-son.labordesk"
        folder.mkdir(exist_ok=True)
        if not path.exists():
            shutil.copy(KEPT / "so-mau.labordesk", path)
            with open_register(path) as register:
                if backup:
                    back_up_register(register)
                with register.looking() as connection:
                    query = "SELECT rootpage FROM sqlite_master WHERE name IN ('letterhead', 'house_milestone', 'norm')"
                    pages = [row[0] for row in connection.execute(query)]
            with path.open("r+b") as file:
                for page in pages:
                    file.seek(4096 * (page - 1))
                    file.write(bytes(4096))
        stage.desk.let_go()
        offer_rescue(stage.desk, path, BadFile(CORRUPT, name=path.name))
        return path

    def rescue(*, backup: bool) -> Scene:
        return lambda stage: damaged(stage, backup=backup) and None

    def salvaged(stage: Stage) -> None:
        from labordesk.gui.rescue import RescueScreen

        path = damaged(stage, backup=False)
        screen = next(one for one in stage.desk.shell.findChildren(RescueScreen) if one.isVisible())
        stage.settle()
        out = path.with_name("cuu.labordesk")
        out.unlink(missing_ok=True)
        screen.way._salvage_to(out, None, None)
        stage.settle()

    yield "rescue-backup", rescue(backup=True)
    yield "rescue-no-backup", rescue(backup=False)
    yield "rescue-salvaged", salvaged
