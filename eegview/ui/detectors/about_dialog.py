"""About the detectors: what each is and was tried on, its state, and the ways to look at it or to agree to it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from eegview.app.detectors.withdrawal import can_withdraw
from eegview.detect.discovery import FoundPlugin
from eegview.model.text.language import tr
from eegview.ui.detectors.evidence import ScorePage, evidence_markdown
from eegview.ui.detectors.page_text import PageText
from eegview.ui.detectors.texts import can_run, list_text, made_for, name_text, shared_titles, state_text

_EVIDENCE_TAB, _SCORE_TAB = 1, 2


class DetectorAboutDialog(QDialog):
    """The detectors with their states and pages; pages are handed in when they have been read."""

    page_asked = Signal(str)  # id: its page is to be read
    consent_asked = Signal(str)
    withdrawal_asked = Signal(str)
    folder_asked = Signal(str)
    run_asked = Signal(str)

    def __init__(self, parent: QWidget, plugins: Sequence[FoundPlugin], wanted_id: str, can_run: bool) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("About the detectors"))
        self._plugins = tuple(plugins)
        self._can_run = can_run
        self.list = QListWidget()
        self.list.setObjectName("detectors.list")
        self.list.setAccessibleName(tr("Detectors"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.title, self.state, self.fits = QLabel(), QLabel(), QLabel()
        self.title.setProperty("role", "title")
        self.state.setObjectName("detectors.state")
        self.fits.setProperty("role", "quiet")
        for label in (self.title, self.state, self.fits):
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.text = PageText("detectors.page", tr("About this detector"))
        self.evidence = PageText("detectors.evidence", tr("What this detector was tested on"))
        self.score = ScorePage()
        self.tabs = QTabWidget()
        self.tabs.setObjectName("detectors.tabs")
        self.tabs.setAccessibleName(tr("About this detector"))
        for page, name in (
            (self.text, tr("Method")),
            (self.evidence, tr("Tested on")),
            (self.score, tr("What a score means")),
        ):
            self.tabs.addTab(page, name)
        right = QVBoxLayout()
        right.setSpacing(6)
        for widget in (self.title, self.state, self.fits):
            right.addWidget(widget)
        right.addWidget(self.tabs, 1)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addWidget(self.list, 2)
        middle.addLayout(right, 5)
        layout = QVBoxLayout(self)
        layout.addLayout(middle, 1)
        layout.addLayout(self._buttons())
        self.list.currentRowChanged.connect(lambda _row: self._show_plugin())
        unit_px = self.fontMetrics().averageCharWidth()
        room = self.screen().availableSize()
        height_px = self.fontMetrics().height() * 40
        self.resize(min(unit_px * 124, room.width() - 60), min(height_px, room.height() - 80))
        self.show_plugins(plugins, wanted_id)

    def _buttons(self) -> QHBoxLayout:
        line = QHBoxLayout()
        self.consent, self.folder = QPushButton(tr("Review the code…")), QPushButton(tr("Open folder"))
        self.withdraw = QPushButton(tr("Withdraw approval"))
        self.withdraw.setToolTip(tr("It asks again before it runs, in every version"))
        self.run, self.close_button = QPushButton(tr("Run…")), QPushButton(tr("Close"))
        names = ("consent", "withdraw", "folder", "run", "close")
        buttons = (self.consent, self.withdraw, self.folder, self.run, self.close_button)
        for button, name in zip(buttons, names, strict=True):
            button.setObjectName(f"detectors.{name}")
            button.setAutoDefault(False)
        self.consent.clicked.connect(lambda _checked=False: self._emit_chosen(self.consent_asked))
        self.withdraw.clicked.connect(lambda _checked=False: self._emit_chosen(self.withdrawal_asked))
        self.folder.clicked.connect(lambda _checked=False: self._emit_chosen(self.folder_asked))
        self.run.clicked.connect(lambda _checked=False: self._emit_chosen(self.run_asked))
        self.close_button.clicked.connect(lambda _checked=False: self.close())
        for button in (self.consent, self.withdraw, self.folder):
            line.addWidget(button)
        line.addStretch(1)
        for button in (self.run, self.close_button):
            line.addWidget(button)
        return line

    @property
    def plugin(self) -> FoundPlugin | None:
        """The detector looked at."""
        row = self.list.currentRow()
        return self._plugins[row] if 0 <= row < len(self._plugins) else None

    def show_plugins(self, plugins: Sequence[FoundPlugin], wanted_id: str = "") -> None:
        """Show the detectors as they are now; `wanted_id` is looked at, else the one looked at before."""
        wanted = wanted_id or (self.plugin.detector_id if self.plugin else "")
        self._plugins = tuple(plugins)
        self.list.blockSignals(True)
        self.list.clear()
        shared = shared_titles(self._plugins)
        for plugin in self._plugins:
            self.list.addItem(list_text(plugin, shared))
        ids = [plugin.detector_id for plugin in self._plugins]
        self.list.setCurrentRow(ids.index(wanted) if wanted in ids else 0 if ids else -1)
        self.list.blockSignals(False)
        self._show_plugin()

    def _show_plugin(self) -> None:
        plugin = self.plugin
        manifest = plugin.manifest if plugin else None
        self.title.setText(name_text(plugin) if plugin else tr("No detector found"))
        self.state.setText(_standing(plugin) if plugin else "")
        self.state.setProperty("role", "quiet" if plugin and can_run(plugin) else "warning")
        self.state.style().unpolish(self.state)
        self.state.style().polish(self.state)
        self.fits.setText(made_for(manifest) if manifest else "")
        self.fits.setVisible(bool(self.fits.text()))
        self.consent.setEnabled(plugin is not None and manifest is not None)
        self.withdraw.setVisible(plugin is not None and can_withdraw(plugin))
        self.folder.setEnabled(plugin is not None)
        self.run.setEnabled(self._can_run and plugin is not None and can_run(plugin))
        self.text.setPlainText("\n".join(plugin.faults) if plugin else "")
        for tab in (_EVIDENCE_TAB, _SCORE_TAB):
            self.tabs.setTabVisible(tab, manifest is not None)
        self.tabs.setTabVisible(_SCORE_TAB, manifest is not None and bool(manifest.terms))  # trends have no score
        self.evidence.show_markdown(evidence_markdown(manifest))
        self.score.show_manifest(manifest)
        if manifest is not None and plugin is not None:
            self.page_asked.emit(plugin.detector_id)

    def show_page(self, detector_id: str, markdown: str) -> None:
        """Show a detector's page, if it is still the one looked at."""
        plugin = self.plugin
        if plugin is None or plugin.detector_id != detector_id:
            return
        faults = "".join(f"- {fault}\n" for fault in plugin.faults)
        self.text.show_markdown("\n\n".join(filter(None, (faults, markdown))))

    def _emit_chosen(self, signal: SignalInstance) -> None:
        if self.plugin is not None:
            signal.emit(self.plugin.detector_id)


def _standing(plugin: FoundPlugin) -> str:
    """Return a detector's state, and where it comes from."""
    parts = (
        state_text(plugin).capitalize(),
        plugin.place or tr("added here"),
        "" if plugin.is_shipped else str(plugin.folder),
    )
    return " · ".join(filter(None, parts))
