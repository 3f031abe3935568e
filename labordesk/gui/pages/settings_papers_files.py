"""Tệp đính kèm: how large a file may be, and whether scans of identity cards are kept in this register."""

from __future__ import annotations

from labordesk.errors import LabordeskError
from labordesk.fields import specs_of
from labordesk.gui.cards import Card, Notice
from labordesk.gui.context import Context
from labordesk.gui.pages.settings_options import Options
from labordesk.gui.pages.settings_section import Section
from labordesk.i18n import N_, _
from labordesk.services.attachment_options import AttachmentOptions
from labordesk.services.register_settings import SettingsKept, read_options, save_options

LAW = N_(
    "Ảnh thẻ căn cước là dữ liệu cá nhân nhạy cảm (Luật 91/2025/QH15, Nghị định 356/2025/NĐ-CP). Sổ chỉ cần số căn"
    " cước; chỉ bật khi đơn vị có căn cứ và có sự đồng ý của người được lưu."
)


class FilesSection(Section):
    """Options kept in the register, for everybody who opens it."""

    title = N_("Tệp đính kèm")
    hint = N_("Ảnh được thu nhỏ và bỏ vị trí chụp trước khi lưu vào sổ; tệp PDF giữ nguyên.")

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.options = Options(specs_of(AttachmentOptions))
        self.options.setEnabled(False)
        card = Card(_("Tệp nhận vào sổ"))
        card.body.addWidget(self.options)
        card.body.addWidget(Notice(_(LAW), "warn"))
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.options.chosen.connect(self._save)
        self.load()

    def load(self) -> None:
        """Read the options of the register."""
        register = self.context.register
        self.context.work.read(lambda: read_options(register, AttachmentOptions), self._show, owner=self)

    def _show(self, options: AttachmentOptions) -> None:
        self.options.set_values(options)
        self.options.setEnabled(True)

    def _save(self, _name: str, _value: object) -> None:
        register, options = self.context.register, AttachmentOptions(**self.options.values())
        self.context.work.write(lambda: save_options(register, options), self._saved, self._refused)

    def _saved(self, kept: SettingsKept) -> None:
        self.tell_saved(kept.changes)

    def _refused(self, error: LabordeskError) -> None:
        self.context.notify.error(error)
        self.load()

    def arrived(self) -> None:
        self.load()
