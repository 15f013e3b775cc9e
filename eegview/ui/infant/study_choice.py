"""Choose studies and clips of the library that belong to an infant."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from eegview.app.infant.of_study import LooseStudies, member_of
from eegview.app.library_tables.list_texts import duration_text
from eegview.app.library_tables.study_list import StudyLine
from eegview.app.study.study_name import whole_study_name
from eegview.model.text.language import tr
from eegview.ui.infant.fields import plain_label

NONE_LEFT = tr(
    "No study of this library is without an infant. A study or clip is listed here once it was opened: open it first."
)
_HOW = tr("Studies and clips that belong to no infant yet. Check those of this infant.")


class StudyChoice(QDialog):
    """A list with a box to check for each study; nothing is kept until Add.

    chosen : Members
    opened : fingerprint of the study that is open now
    """

    chosen = Signal(list)

    def __init__(self, parent: QWidget, loose: LooseStudies, is_hidden: bool, opened: str = "") -> None:
        super().__init__(parent)
        self.setObjectName("infant.studies")
        self.setWindowTitle(tr("Add studies"))
        self._held = loose.recordings
        how = plain_label("quiet")
        how.setText(_HOW if loose.recordings else NONE_LEFT)
        self.list = QListWidget()
        self.list.setObjectName("infant.studies.list")
        self.list.setAccessibleName(tr("Studies without an infant"))
        for known in loose.recordings:
            name = whole_study_name(known, loose.files, is_hidden, opened)
            item = QListWidgetItem(" · ".join(filter(None, (name, duration_text(StudyLine(known))))))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._follow())
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.add = buttons.addButton(tr("Add"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.add.setObjectName("infant.studies.add")
        self.add.clicked.connect(lambda _checked=False: self.chosen.emit(self.members))
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.addWidget(how)
        layout.addWidget(self.list, 1)
        layout.addWidget(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * 84, metrics.height() * 24)
        self._follow()

    @property
    def members(self) -> list:
        """Return the studies that are checked."""
        checked = Qt.CheckState.Checked
        return [member_of(one) for n, one in enumerate(self._held) if self.list.item(n).checkState() is checked]

    def _follow(self) -> None:
        self.add.setEnabled(bool(self.members))
