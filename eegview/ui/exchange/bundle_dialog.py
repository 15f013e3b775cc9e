"""What goes into a bundle of the open study: its video, and the log of its infant only where it is ticked."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QDialogButtonBox, QLabel, QProgressBar, QVBoxLayout, QWidget

from eegview.app.exchange.bundled_infants import WHAT_IS_ADDED
from eegview.app.exchange.study_bundling import BundleParts
from eegview.model.text.language import tr

_HOW = tr(
    "One file with recording, marks of all readers, log and runs of detectors, for another computer. It names the "
    "patient as far as the recording does; see “eegview anonymize”."
)
_NO_INFANT = tr("This study belongs to no infant (Study → Infant…).")


class BundleDialog(QDialog):
    """Asks for the parts; nothing is written before a place is chosen.

    write_asked : the BundleParts
    cancel_asked : what is being written is to be stopped
    """

    write_asked = Signal(object)
    cancel_asked = Signal()

    def __init__(self, parent: QWidget, is_film: bool, called: str | None) -> None:
        """Build the dialog.

        called : what the study's infant is called as it may be shown; None = it belongs to none
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Bundle study"))
        how = _quiet(_HOW)
        self.video = QCheckBox(tr("Video"))
        self.video.setObjectName("bundle.video")
        self.video.setChecked(True)
        self.video.setEnabled(not is_film)  # nothing is left of film without it
        self.infant = QCheckBox(
            tr("Log of the infant {called}", called=called) if called is not None else tr("Log of the infant")
        )
        self.infant.setObjectName("bundle.infant")
        self.infant.setEnabled(called is not None)
        self.added = _quiet(tr(WHAT_IS_ADDED) if called is not None else _NO_INFANT)
        self.share = QProgressBar()
        self.share.setObjectName("bundle.share")
        self.share.setAccessibleName(tr("Progress of the bundle"))
        self.share.hide()
        self.outcome = QLabel()
        self.outcome.setObjectName("bundle.outcome")
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.hide()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        self.write = buttons.addButton(tr("Write…"), QDialogButtonBox.ButtonRole.ActionRole)
        self.write.setObjectName("bundle.write")
        self.write.setProperty("role", "primary")
        self.cancel = buttons.addButton(tr("Cancel export"), QDialogButtonBox.ButtonRole.ActionRole)
        self.cancel.setObjectName("bundle.cancel")
        self.cancel.hide()
        buttons.rejected.connect(self.reject)
        self.write.clicked.connect(lambda _checked=False: self.write_asked.emit(self.parts))
        self.cancel.clicked.connect(lambda _checked=False: self.cancel_asked.emit())
        layout = QVBoxLayout(self)
        for part in (how, self.video, self.infant, self.added, self.share, self.outcome):
            layout.addWidget(part)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 74)

    @property
    def parts(self) -> BundleParts:
        """Return what is ticked."""
        return BundleParts(self.video.isChecked(), (), self.infant.isChecked())

    def show_writing(self) -> None:
        """Show that it is being written."""
        self.outcome.hide()
        self.share.setValue(0)
        self._show_busy(True)

    def show_share(self, share: float) -> None:
        """Show how much is written, from 0 to 1."""
        self.share.setValue(round(share * 100))

    def show_outcome(self, text: str) -> None:
        """Say what became of it."""
        self._show_busy(False)
        self.outcome.setText(text)
        self.outcome.show()

    def _show_busy(self, is_busy: bool) -> None:
        self.share.setVisible(is_busy)
        self.cancel.setVisible(is_busy)
        self.write.setEnabled(not is_busy)


def _quiet(text: str) -> QLabel:
    label = QLabel(text)
    label.setWordWrap(True)
    label.setProperty("role", "quiet")
    return label
