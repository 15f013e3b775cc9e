"""What the recording holds: facts above, a table of channels below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.app.page.recording_facts import CHANNEL_COLUMNS, channel_facts, recording_facts
from eegview.model.recording import Recording
from eegview.model.text.language import tr
from eegview.ui.widgets.age_field import AgeField


class ChannelsDialog(QDialog):
    """A dialog that lists the channels; only the infant's age can be written here."""

    def __init__(self, parent: QWidget, recording: Recording) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Channels"))
        layout = QVBoxLayout(self)
        form = QFormLayout()
        for name, value in recording_facts(recording):
            caption = QLabel(name)
            caption.setProperty("role", "quiet")
            form.addRow(caption, QLabel(value))
        caption = QLabel(tr("Age at the start"))
        caption.setProperty("role", "quiet")
        self.age = AgeField("channels.age")
        form.addRow(caption, self.age)
        layout.addLayout(form)
        self.table = QTableWidget(len(recording.channels), len(CHANNEL_COLUMNS))
        self.table.setObjectName("channels.table")
        self.table.setAccessibleName(tr("Channels"))
        self.table.setHorizontalHeaderLabels(CHANNEL_COLUMNS)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        for row, channel in enumerate(recording.channels):
            for column, text in enumerate(channel_facts(channel)):
                self.table.setItem(row, column, QTableWidgetItem(text))
        self.table.resizeColumnsToContents()
        self.table.horizontalHeader().setSectionResizeMode(len(CHANNEL_COLUMNS) - 1, QHeaderView.ResizeMode.Stretch)
        layout.addWidget(self.table)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.finished.connect(self.age.settle)
        layout.addWidget(buttons)
        room = parent.screen().availableSize()
        metrics = self.fontMetrics()
        self.resize(
            min(metrics.averageCharWidth() * 120, room.width() - 60), min(metrics.height() * 40, room.height() - 80)
        )
