"""Matching video and EEG: pair instants, see what the line through them is worth, take pairs away."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt, Signal, SignalInstance
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QDoubleSpinBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from eegview.model.text.language import tr
from eegview.ui.sync.proposals_box import SuggestionsBox

_HEADINGS = (tr("Video"), "EEG", tr("Residual"), "")


@dataclass(frozen=True, slots=True)
class ShownAnchor:
    """One pair as the table shows it."""

    video: str
    eeg: str
    residual_ms: float
    is_outlier: bool


@dataclass(frozen=True, slots=True)
class ShownSync:
    """All the panel shows of one video file."""

    video_name: str
    source: str
    fit: str
    trust: str
    is_warning: bool
    offset_s: float
    anchors: tuple[ShownAnchor, ...]
    notes: tuple[str, ...] = ()


class SyncPanel(QDialog):
    """The pairs of one video and how well they agree; it emits requests and shows what came back from the disk."""

    frame_picked = Signal()  # the frame shown now is the instant
    pair_asked = Signal()  # … and the cursor is the same moment in the EEG
    anchor_removed = Signal(int)
    anchor_chosen = Signal(int)  # show it
    offset_changed = Signal(float)
    guess_asked = Signal()  # forget all pairs

    def __init__(self, parent: QWidget, pick_key: str = "", pair_key: str = "") -> None:
        """Build the sheet.

        Parameters
        ----------
        parent
            The window.
        pick_key, pair_key
            Keys of the two steps, as they are written on the buttons; "" = none. Never digits: those mark.
        """
        super().__init__(parent)
        pick_text, pair_text = (
            _with_key(tr("Hold this frame"), pick_key),
            _with_key(tr("Pair with EEG cursor"), pair_key),
        )
        self._pick_guide = (
            "Find a moment visible in both: the start of a movement and its EMG burst, a clap, a flash, "
            f"the push button. Show its first frame, then press {pick_text}."
        )
        self._pair_guide = f"Now put the cursor on the same moment in the EEG, then press {pair_text}."
        self.setWindowTitle(tr("Match video and EEG"))
        self.video = _label("sync.video", "title")
        self.source = _label("sync.source", "quiet")
        self.guide = _label("sync.guide")
        self.pick = QPushButton(_button_text(tr("Hold this frame"), pick_key))
        self.pick.setObjectName("sync.pick")
        self.pick.setToolTip(tr("Hold the frame shown now"))
        self.pair = QPushButton(_button_text(tr("Pair with EEG cursor"), pair_key))
        self.pair.setObjectName("sync.pair")
        self.pair.setProperty("role", "primary")
        self.pair.setToolTip(tr("Pair the held frame with the EEG cursor"))
        self.pair.setEnabled(False)
        self.picked = _label("sync.picked", "accent")
        self.table = self._make_table()
        self.fit = _label("sync.fit")
        self.trust = _label("sync.trust")
        self.notes = _label("sync.notes", "warning")
        self.offset = QDoubleSpinBox()
        self.offset.setObjectName("sync.offset")
        self.offset.setAccessibleName(tr("Offset of the video"))
        self.offset.setRange(-1e7, 1e7)
        self.offset.setDecimals(3)
        self.offset.setSingleStep(0.04)
        self.offset.setSuffix(" s")
        self.offset.setKeyboardTracking(False)
        self.offset.setToolTip(tr("Where the video's time zero is in the recording; changing it moves the whole video"))
        self.remove = QPushButton(tr("Remove pair"))
        self.remove.setObjectName("sync.remove")
        self.guess = QPushButton(tr("Reset alignment"))
        self.guess.setObjectName("sync.guess")
        self.guess.setToolTip(tr("Remove all pairs; can be undone"))
        self.suggestions = SuggestionsBox()
        for button in (self.pick, self.pair, self.remove, self.guess):
            button.setAutoDefault(False)
        self._lay_out()
        self._connect()
        self.show_picked("")

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, len(_HEADINGS))
        table.setObjectName("sync.anchors")
        table.setAccessibleName(tr("Pairs"))
        table.setHorizontalHeaderLabels(_HEADINGS)
        table.verticalHeader().hide()
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        table.horizontalHeader().setStretchLastSection(True)
        table.setMinimumHeight(table.fontMetrics().height() * 5)
        return table

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        for widget in (self.video, self.source, self.guide):
            layout.addWidget(widget)
        steps = QHBoxLayout()
        steps.addWidget(self.pick)
        steps.addWidget(self.pair)
        steps.addStretch(1)
        layout.addLayout(steps)
        layout.addWidget(self.picked)
        layout.addWidget(self.table, 1)
        for widget in (self.fit, self.trust, self.notes):
            layout.addWidget(widget)
        below = QGridLayout()
        below.addWidget(QLabel(tr("Offset")), 0, 0)
        below.addWidget(self.offset, 0, 1)
        below.setColumnStretch(2, 1)
        below.addWidget(self.remove, 0, 3)
        below.addWidget(self.guess, 0, 4)
        layout.addLayout(below)
        layout.addWidget(self.suggestions)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * 54)

    def _connect(self) -> None:
        self.pick.clicked.connect(lambda _checked=False: self.frame_picked.emit())
        self.pair.clicked.connect(lambda _checked=False: self.pair_asked.emit())
        self.offset.valueChanged.connect(self.offset_changed)
        self.remove.clicked.connect(lambda _checked=False: self._emit_row(self.anchor_removed))
        self.guess.clicked.connect(lambda _checked=False: self.guess_asked.emit())
        self.table.cellDoubleClicked.connect(lambda row, _column: self.anchor_chosen.emit(row))
        self.table.itemSelectionChanged.connect(self._show_buttons)

    def _emit_row(self, signal: SignalInstance) -> None:
        if self.table.currentRow() >= 0 and self.table.selectedItems():
            signal.emit(self.table.currentRow())

    def _show_buttons(self) -> None:
        self.remove.setEnabled(bool(self.table.selectedItems()))

    # what is shown

    def show_picked(self, text: str) -> None:
        """Show which frame is held for pairing, "" for none."""
        self.picked.setText(text)
        self.pair.setEnabled(bool(text))
        self.guide.setText(self._pair_guide if text else self._pick_guide)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the room of the longer of the two steps, so that the buttons stay where they are."""
        super().resizeEvent(event)
        metrics, wrapped = self.guide.fontMetrics(), Qt.TextFlag.TextWordWrap
        layout = self.layout()
        margins_px = layout.contentsMargins().left() + layout.contentsMargins().right() if layout is not None else 0
        room, steps = QRect(0, 0, self.width() - margins_px, 10_000), (self._pick_guide, self._pair_guide)
        self.guide.setMinimumHeight(max(metrics.boundingRect(room, wrapped, step).height() for step in steps))

    def show_sync(self, shown: ShownSync | None) -> None:
        """Show the state of a video; None where the leading camera has no video at the cursor."""
        for widget in (self.pick, self.offset, self.guess, self.suggestions):
            widget.setEnabled(shown is not None)
        name = shown.video_name if shown else "No video at the cursor"
        is_other = name != self.video.text()
        self.video.setText(name)
        self.source.setText(tr("Time from: {source}", source=shown.source) if shown else "")
        self.fit.setText(shown.fit if shown else "")
        self.trust.setText(shown.trust if shown else "")
        self.trust.setProperty(
            "role", ("warning" if shown.is_warning else "accent" if shown.anchors else "quiet") if shown else "quiet"
        )
        self.trust.style().polish(self.trust)
        self.notes.setText("\n".join(shown.notes) if shown else "")
        self.notes.setVisible(bool(shown and shown.notes))
        self.offset.blockSignals(True)
        self.offset.setValue(shown.offset_s if shown else 0.0)
        self.offset.blockSignals(False)
        if is_other and self.offset.hasFocus():
            self.setFocus()  # what is typed next would be meant for the file before
        self._fill(shown.anchors if shown else ())
        self._show_buttons()

    def _fill(self, anchors: Sequence[ShownAnchor]) -> None:
        held = self.table.currentRow() if self.table.selectedItems() else -1
        self.table.setRowCount(len(anchors))
        for row, anchor in enumerate(anchors):
            off = f"{round(anchor.residual_ms):+d} ms".replace("-", "−")
            remark = "⚠ excluded: far from the others" if anchor.is_outlier else ""
            for column, text in enumerate((anchor.video, anchor.eeg, off, remark)):
                item = QTableWidgetItem(text)
                item.setToolTip(tr("Double-click to go to this moment"))
                if column == 2:
                    item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, item)
        if 0 <= held < len(anchors):
            self.table.selectRow(held)
        else:
            self.table.clearSelection()


def _with_key(text: str, key: str) -> str:
    return f"“{text}” ({key})" if key else f"“{text}”"


def _button_text(text: str, key: str) -> str:
    return f"{text}   {key}" if key else text


def _label(name: str, role: str = "") -> QLabel:
    label = QLabel()
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        label.setProperty("role", role)
    return label
