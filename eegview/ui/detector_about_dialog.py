"""About the detectors: what each is and was tried on, its state, and the ways to look at it or to agree to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from eegview.ui.detector_entry import DetectorEntry, made_for
from eegview.ui.help_text import give_room


class DetectorAboutDialog(QDialog):
    """Shows what it is given; pages are handed in when they have been read."""

    page_asked = Signal(str)  # id: its page is to be read
    consent_asked = Signal(str)
    folder_asked = Signal(str)
    run_asked = Signal(str)

    def __init__(self, parent: QWidget, entries: Sequence[DetectorEntry], wanted_id: str, can_run: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle("About the detectors")
        self._entries = tuple(entries)
        self._can_run = can_run
        self.list = QListWidget()
        self.list.setObjectName("detectors.list")
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title, self.state, self.fits = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.state.setObjectName("detectors.state")
        self.fits.setProperty("role", "quiet")
        for label in (self.title, self.state, self.fits):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.text = QTextBrowser()
        self.text.setObjectName("detectors.page")
        self.text.setOpenLinks(False)  # a page is another's text: it opens nothing by itself
        right = QVBoxLayout()
        right.setSpacing(6)
        for widget in (self.title, self.state, self.fits):
            right.addWidget(widget)
        right.addWidget(self.text, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 2)
        middle.addLayout(right, 5)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addLayout(self._buttons())
        self.list.currentRowChanged.connect(lambda _row: self._show_entry())
        unit_px = self.fontMetrics().averageCharWidth()
        self.resize(unit_px * 124, self.fontMetrics().height() * 40)
        self.show_entries(entries, wanted_id)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.consent, self.folder = QPushButton("Look at what would run…"), QPushButton("Open folder")
        self.run, self.close_button = QPushButton("Run…"), QPushButton("Close")
        names = ("consent", "folder", "run", "close")
        for button, name in zip((self.consent, self.folder, self.run, self.close_button), names, strict=True):
            button.setObjectName(f"detectors.{name}")
            button.setAutoDefault(False)
        self.consent.clicked.connect(lambda _checked=False: self._tell(self.consent_asked))
        self.folder.clicked.connect(lambda _checked=False: self._tell(self.folder_asked))
        self.run.clicked.connect(lambda _checked=False: self._tell(self.run_asked))
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        for button in (self.consent, self.folder):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.run, self.close_button):
            line.addWidget(button)
        return line

    @property
    def entry(self) -> DetectorEntry | None:
        row = self.list.currentRow()
        return self._entries[row] if 0 <= row < len(self._entries) else None

    def show_entries(self, entries: Sequence[DetectorEntry], wanted_id: str = "") -> None:
        """Show the detectors as they are now; `wanted_id` is looked at, else the one looked at before."""
        wanted = wanted_id or (self.entry.detector_id if self.entry else "")
        self._entries = tuple(entries)
        self.list.blockSignals(True)
        self.list.clear()
        for entry in self._entries:
            state = "" if entry.can_run else f"\n{entry.state_words}"
            self.list.addItem(QListWidgetItem(f"{entry.title} {entry.version}".strip() + state))
        ids = [entry.detector_id for entry in self._entries]
        self.list.setCurrentRow(ids.index(wanted) if wanted in ids else 0 if ids else -1)
        self.list.blockSignals(False)
        self._show_entry()

    def _show_entry(self) -> None:
        entry = self.entry
        manifest = entry.manifest if entry else None
        self.title.setText(f"{entry.title} {entry.version}".strip() if entry else "No detector was found")
        shipped = "came with eegview" if entry and entry.is_shipped else "added here"
        self.state.setText(f"{entry.state_words[0].upper()}{entry.state_words[1:]} · {shipped}" if entry else "")
        self.state.setProperty("role", "quiet" if entry and entry.can_run else "warning")
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.fits.setText(made_for(manifest) if manifest else "")
        self.fits.setVisible(bool(self.fits.text()))
        self.consent.setEnabled(entry is not None and manifest is not None)
        self.folder.setEnabled(entry is not None)
        self.run.setEnabled(self._can_run and entry is not None and entry.can_run)
        self.text.setPlainText("\n".join(entry.faults) if entry else "")
        if manifest is not None and entry is not None:
            self.page_asked.emit(entry.detector_id)

    def show_page(self, detector_id: str, markdown: str) -> None:
        """Show a detector's page, with what its manifest says of evidence, if it is still the one looked at."""
        entry = self.entry
        if entry is None or entry.detector_id != detector_id:
            return
        faults = "".join(f"- {fault}\n" for fault in entry.faults)
        self.text.setMarkdown("\n\n".join(filter(None, (faults, markdown, _evidence(entry)))))
        give_room(self.text.document(), self.fontMetrics().height())
        self.text.moveCursor(self.text.textCursor().MoveOperation.Start)

    def _tell(self, signal) -> None:  # type: ignore[no-untyped-def]
        if self.entry is not None:
            signal.emit(self.entry.detector_id)


def _evidence(entry: DetectorEntry) -> str:
    """Return the manifest's evidence as a table."""
    evidence = entry.manifest.evidence if entry.manifest else ()
    if not evidence:
        return "*The manifest names no data this detector was tried on.*"
    rows = "\n".join(f"| {_cell(e.data)} | {_cell(e.result)} |" for e in evidence)
    return f"## Tried on\n\n| data | result |\n|---|---|\n{rows}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "/")
