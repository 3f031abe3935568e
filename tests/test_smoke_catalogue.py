"""The catalogue tool finds what is left to translate and never guesses."""

from __future__ import annotations

import gettext
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from labordesk.i18n import N_, NC_, _, set_language

TOOL = Path(__file__).parents[1] / "tools" / "catalogue.py"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("catalogue_tool", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Workshop:
    """A small package with its own catalogue, worked on with the real tool."""

    def __init__(self, tool: ModuleType, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self._tool = tool
        self._monkeypatch = monkeypatch
        self.package = folder / "labordesk"
        self.po = folder / "en" / "LC_MESSAGES" / "labordesk.po"
        self.mo = self.po.with_suffix(".mo")
        self.package.mkdir()
        for name, path in (("PACKAGE", self.package), ("PO", self.po), ("MO", self.mo)):
            monkeypatch.setattr(tool, name, path)

    def code(self, text: str) -> None:
        (self.package / "screen.py").write_text(text, encoding="utf-8")

    def translate(self, source: str, english: str, context: str = "") -> None:
        text = self.po.read_text(encoding="utf-8")
        entry = f'msgctxt "{context}"\nmsgid "{source}"\n' if context else f'msgid "{source}"\n'
        assert f'{entry}msgstr ""' in text
        self.po.write_text(text.replace(f'{entry}msgstr ""', f'{entry}msgstr "{english}"'), encoding="utf-8")

    def run(self, *arguments: str) -> int:
        self._monkeypatch.setattr(sys, "argv", ["catalogue.py", *arguments])
        return int(self._tool.main())


@pytest.fixture
def workshop(tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Workshop:
    return Workshop(tool, tmp_path, monkeypatch)


def test_a_new_text_is_untranslated_until_somebody_translates_it(
    workshop: Workshop, capsys: pytest.CaptureFixture[str]
) -> None:
    workshop.code('title = _("Sổ mẫu")\nlater = N_("Hủy")\n')
    assert workshop.run() == 0
    assert workshop.run("--check") == 1
    assert "untranslated: 'Sổ mẫu'" in capsys.readouterr().err
    workshop.translate("Sổ mẫu", "Sample register")
    workshop.translate("Hủy", "Cancel")
    assert workshop.run() == 0
    assert workshop.run("--check") == 0
    with workshop.mo.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Sổ mẫu") == "Sample register"


def test_one_vietnamese_word_may_have_two_in_english(workshop: Workshop, tmp_path: Path) -> None:
    workshop.code('column = N_("Đơn vị")\npage = NC_("page", "Đơn vị")\n')
    workshop.run()
    workshop.translate("Đơn vị", "Units", context="page")
    workshop.translate("Đơn vị", "Unit")
    assert workshop.run() == 0
    assert workshop.run("--check") == 0
    assert [_(N_("Đơn vị")), _(NC_("page", "Đơn vị"))] == ["Đơn vị", "Đơn vị"]
    set_language("en", tmp_path)
    assert [_(N_("Đơn vị")), _(NC_("page", "Đơn vị"))] == ["Unit", "Units"]


def test_a_stale_compiled_file_is_found(workshop: Workshop, capsys: pytest.CaptureFixture[str]) -> None:
    workshop.code('title = _("Sổ mẫu")\n')
    workshop.run()
    workshop.translate("Sổ mẫu", "Sample register")
    assert workshop.run("--check") == 1
    assert "stale: labordesk.mo" in capsys.readouterr().err


def test_a_text_that_left_the_code_leaves_the_catalogue(workshop: Workshop) -> None:
    workshop.code('title = _("Sổ mẫu")\n')
    workshop.run()
    workshop.code('title = _("Sổ mẫu khác")\n')
    assert workshop.run("--check") == 1
    workshop.run()
    assert '"Sổ mẫu"' not in workshop.po.read_text(encoding="utf-8")
    assert "fuzzy" not in workshop.po.read_text(encoding="utf-8")


@pytest.mark.parametrize("english", ["{m} people", "People", "{n:,} people", "{n people"])
def test_placeholders_must_be_those_of_the_vietnamese(
    workshop: Workshop, capsys: pytest.CaptureFixture[str], english: str
) -> None:
    workshop.code('title = _("{n} người").format(n=1)\n')
    workshop.run()
    workshop.translate("{n} người", english)
    workshop.run()
    assert workshop.run("--check") == 1
    assert "other placeholders" in capsys.readouterr().err


def test_nothing_is_written_while_checking(workshop: Workshop) -> None:
    workshop.code('title = _("Sổ mẫu")\n')
    assert workshop.run("--check") == 1
    assert not workshop.po.exists()


def test_two_runs_give_the_same_bytes(workshop: Workshop) -> None:
    workshop.code('title = _("Sổ mẫu")\nother = _("Một dòng rất dài " "nối từ hai phần")\n')
    workshop.run()
    workshop.translate("Sổ mẫu", "Sample register")
    workshop.run()
    first = workshop.po.read_bytes(), workshop.mo.read_bytes()
    workshop.run()
    assert (workshop.po.read_bytes(), workshop.mo.read_bytes()) == first


def test_no_date_makes_the_compiled_file_stale(workshop: Workshop) -> None:
    workshop.code('title = _("Sổ mẫu")\n')
    workshop.run()
    with workshop.mo.open("rb") as file:
        assert gettext.GNUTranslations(file).info() == {"language": "en", "content-type": "text/plain; charset=utf-8"}
