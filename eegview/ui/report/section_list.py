"""The sections of the report: which are answered, which not assessed, which have open items."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem

from eegview.app.report.form import FormSection
from eegview.model.text.language import tr
from eegview.ui.report.texts import counts_text, open_count_text, section_sign
from eegview.ui.widgets.kept_keys import keeps_key

_KEYS = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)


class SectionList(QTreeWidget):
    """One line a section; choosing one shows its items."""

    chosen = Signal(str)  # section id

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("report.sections")
        self.setAccessibleName(tr("Sections of the report"))
        self.setColumnCount(2)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setUniformRowHeights(True)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        header = self.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.currentItemChanged.connect(self._chosen)

    def show_sections(self, sections: Sequence[FormSection]) -> None:
        """Show these sections; the one that is chosen stays so."""
        if [self._id(i) for i in range(self.topLevelItemCount())] != [one.section_id for one in sections]:
            self.blockSignals(True)
            self.clear()
            for section in sections:
                item = QTreeWidgetItem(["", ""])
                item.setData(0, Qt.ItemDataRole.UserRole, section.section_id)
                item.setTextAlignment(1, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.addTopLevelItem(item)
            self.blockSignals(False)
        for number, section in enumerate(sections):
            item = self.topLevelItem(number)
            if item is None:
                continue
            counts = counts_text(section.fields)
            item.setText(0, f"{section_sign(section)}  {section.title}")
            item.setText(1, open_count_text(section))
            item.setToolTip(0, f"{section.title}: {counts}")
            item.setData(0, Qt.ItemDataRole.AccessibleTextRole, f"{section.title}: {counts}")

    @property
    def section_id(self) -> str:
        """Return the section chosen, "" for none."""
        item = self.currentItem()
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else ""

    def choose(self, section_id: str) -> None:
        """Choose a section without telling so."""
        self.blockSignals(True)
        for number in range(self.topLevelItemCount()):
            item = self.topLevelItem(number)
            if item is not None and self._id(number) == section_id:
                self.setCurrentItem(item)
        self.blockSignals(False)

    def _id(self, number: int) -> str:
        item = self.topLevelItem(number)
        return str(item.data(0, Qt.ItemDataRole.UserRole)) if item is not None else ""

    def _chosen(self, item: QTreeWidgetItem | None, _before: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(str(item.data(0, Qt.ItemDataRole.UserRole)))

    def event(self, event: QEvent) -> bool:
        return keeps_key(event, _KEYS) or super().event(event)
