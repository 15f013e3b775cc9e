"""The dialog that writes a part of the recording as a file of its own: which part, who is named, in which format."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eegview.model.annotation import FILE_LAYER
from eegview.model.span import Span
from eegview.model.text.language import tr, tr_later
from eegview.ui.exchange.part_fields import ALL, AS_IN_FILE, KEPT, ChannelChoice, IdentityChoice
from eegview.ui.widgets.focus_return import asking_window
from eegview.ui.widgets.write_buttons import WriteButtons

SELECTION = tr("Selection")
_FROM_TO = tr("From – to")
_PREVIEW_MS = 150  # after the last change


@dataclass(frozen=True, slots=True)
class Offered:
    """What can be chosen.

    spans : by their names, the whole recording first; `SELECTION` is chosen where there is one
    channels : (name, whether a shown row has it)
    layers : how many marks each has, the reviewer's own first
    formats : (ending, title)
    folder, stem : where and under which name a file is proposed where the patient is named
    """

    spans: Mapping[str, Span]
    channels: Sequence[tuple[str, bool]]
    layers: Mapping[str, int]
    formats: Sequence[tuple[str, str]]
    folder: Path
    stem: str


@dataclass(frozen=True, slots=True)
class ChosenPart:
    """What was chosen; `span` is None where from and to have to be read, see `from_text` and `to_text`.

    channels : names; () for all
    """

    span: Span | None
    from_text: str
    to_text: str
    channels_kind: str
    channels: tuple[str, ...]
    layers: frozenset[str]
    ending: str
    identity: str
    pseudonym: str
    keep_date: bool
    keep_clock: bool
    keep_age: bool


class RecordingExportDialog(QDialog):
    """A form; what is chosen is written elsewhere, and what it would become is shown here."""

    changed = Signal(object)  # ChosenPart
    write_asked = Signal(str, object)  # path, ChosenPart
    cancel_asked = Signal()

    def __init__(
        self,
        parent: QWidget,
        offered: Offered,
        remembered: Mapping[str, str],
        ask_for_path: Callable[[QWidget, str, str], str] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export recording"))
        self._offered = offered
        self._ask_for_path = ask_for_path or _asked_path
        self._is_writing = False
        self._delay = QTimer(self, singleShot=True, interval=_PREVIEW_MS)
        self._delay.timeout.connect(self._emit_changed)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(tr("Range"), self._range())
        self.channels = ChannelChoice(offered.channels, remembered.get("channels", ALL))
        self.channels.changed.connect(self._note_change)
        form.addRow(tr("Channels"), self.channels)
        form.addRow(tr("Marks"), self._mark_choice(remembered.get("marks", "")))
        form.addRow(tr("Format"), self._format_choice(remembered.get("format", "")))
        self.identity = IdentityChoice(remembered)
        self.identity.changed.connect(self._note_change)
        form.addRow(tr("Names in the file"), self.identity)
        self.summary = self._text("recording.summary", "What will be written")
        self.outcome = self._text("recording.outcome", "Outcome of the export")
        self.bar = QProgressBar()
        self.bar.setObjectName("recording.progress")
        self.bar.setRange(0, 100)
        self.bar.hide()
        buttons = self.buttons = WriteButtons("recording", tr("Export…"))
        self.write, self.cancel = buttons.write, buttons.cancel
        self.write.setDefault(True)
        buttons.write_asked.connect(self.choose_file)
        buttons.cancel_asked.connect(self.cancel_asked)
        buttons.rejected.connect(self.reject)
        inner = QWidget()
        inner_layout = QVBoxLayout(inner)
        inner_layout.setContentsMargins(0, 0, 0, 0)
        inner_layout.addLayout(form)
        inner_layout.addWidget(self.summary)
        inner_layout.addWidget(self.outcome)
        inner_layout.addStretch(1)
        scroll = self._scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        layout = QVBoxLayout(self)
        layout.addWidget(scroll, 1)
        layout.addWidget(self.bar)
        layout.addWidget(buttons)
        self._show_possible()
        letter_px, line_px = self.fontMetrics().averageCharWidth(), self.fontMetrics().height()
        self.resize(letter_px * 78, line_px * (24 + 2 * len(self.layers)))

    # the form

    def _range(self) -> QWidget:
        self.range = QComboBox()
        self.range.setObjectName("recording.range")
        self.range.setAccessibleName(tr("Range"))
        self.use_spans(self._offered.spans)
        self.range.setCurrentIndex(max(self.range.findText(SELECTION), 0))  # whoever selected a part means it
        self.start, self.stop = QLineEdit(), QLineEdit()
        box = QWidget()
        layout = QHBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.range)
        self._times = QWidget()
        times = QHBoxLayout(self._times)
        times.setContentsMargins(0, 0, 0, 0)
        for edit, name, hint in (
            (self.start, tr_later("From"), tr("0 or 01:00:00")),
            (self.stop, tr_later("To"), tr("or @clock time")),
        ):
            edit.setObjectName(f"recording.{name.lower()}")
            edit.setAccessibleName(tr(name))
            edit.setPlaceholderText(hint)
            edit.setToolTip(tr("Seconds, HH:MM:SS from the start, or @HH:MM:SS by the clock"))
            edit.textChanged.connect(self._note_change)
            times.addWidget(edit)
        layout.addWidget(self._times, 1)
        layout.addStretch(0)
        self.range.currentIndexChanged.connect(self._note_change)
        return box

    def use_spans(self, spans: Mapping[str, Span]) -> None:
        """Offer these spans by their names; what is chosen stays chosen, and follows the page or the selection."""
        items = [*spans.items(), (_FROM_TO, None)]
        if items == [(self.range.itemText(row), self.range.itemData(row)) for row in range(self.range.count())]:
            return
        chosen = self.range.currentText()
        with QSignalBlocker(self.range):
            self.range.clear()
            for name, span in items:
                self.range.addItem(name, span)
            self.range.setCurrentIndex(max(self.range.findText(chosen), 0))
        self.range.currentIndexChanged.emit(self.range.currentIndex())

    def _mark_choice(self, unticked: str) -> QWidget:
        self.layers: dict[str, QCheckBox] = {}
        box = QWidget()
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        left_out = unticked.split("\n")
        for number, (layer, count) in enumerate(self._offered.layers.items()):
            label = (
                tr("File annotations")
                if layer == FILE_LAYER
                else tr("Mine ({layer})", layer=layer)
                if not number
                else layer
            )
            tick = QCheckBox(f"{label} ({count})".replace("&", "&&"))
            tick.setObjectName(f"recording.layer.{layer}")
            tick.setChecked(count > 0 and layer not in left_out)
            tick.setEnabled(count > 0)
            tick.toggled.connect(self._note_change)
            self.layers[layer] = tick
            layout.addWidget(tick)
        return box

    def _format_choice(self, ending: str) -> QWidget:
        self.format = QComboBox()
        self.format.setObjectName("recording.format")
        self.format.setAccessibleName(tr("Format"))
        for one, title in self._offered.formats:
            self.format.addItem(f"{title}  {one}", one)
        self.format.setCurrentIndex(max(self.format.findData(ending), 0))
        self.format.currentIndexChanged.connect(self._note_change)
        return self.format

    def _text(self, name: str, spoken: str) -> QLabel:
        label = QLabel()
        label.setObjectName(name)
        label.setAccessibleName(spoken)
        label.setWordWrap(True)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return label

    # what is chosen

    @property
    def chosen(self) -> ChosenPart:
        """Return the choices as they are now."""
        return ChosenPart(
            self.range.currentData(),
            self.start.text().strip(),
            self.stop.text().strip(),
            self.channels.kind,
            self.channels.chosen,
            frozenset(layer for layer, box in self.layers.items() if box.isChecked()),
            str(self.format.currentData()),
            self.identity.kind,
            self.identity.code,
            *map(self.identity.keeps, KEPT),
        )

    def choose_file(self) -> None:
        """Ask for a place and have the file written."""
        chosen = self.chosen
        stem = self._offered.stem if chosen.identity == AS_IN_FILE else chosen.pseudonym or "recording"
        proposed = str(self._offered.folder / f"{_file_stem(stem)}_part{chosen.ending}")
        path = self._ask_for_path(self, proposed, f"*{chosen.ending}")
        if path:
            path = path if path.lower().endswith(chosen.ending) else path + chosen.ending
            self.write_asked.emit(path, chosen)

    def _note_change(self, _change: object = None) -> None:
        self.outcome.clear()
        self._show_possible()
        self._delay.start()

    def _emit_changed(self) -> None:
        self.changed.emit(self.chosen)

    def _show_possible(self) -> None:
        self._times.setVisible(self.range.currentText() == _FROM_TO)

    # what comes of it

    def show_preview(self, text: str, is_possible: bool) -> None:
        """Show what would be written, or why nothing can be."""
        self.summary.setText(text)
        self.write.setEnabled(is_possible and not self._is_writing)

    def show_writing(self) -> None:
        """Show that the file is being written, and the way to stop it."""
        self._is_writing = True
        self.outcome.clear()
        self.bar.setValue(0)
        self.bar.show()
        self.buttons.begin()
        self.write.setEnabled(False)

    def show_share(self, share: float) -> None:
        self.bar.setValue(round(share * 100))

    def show_outcome(self, sentences: Sequence[str]) -> None:
        """Show what was written and what the format could not carry, or why nothing was."""
        self._is_writing = False
        self.bar.hide()
        self.buttons.end()
        self.outcome.setText("\n".join(sentences))
        self._emit_changed()
        QTimer.singleShot(0, self, self._show_end)  # once the texts have their places

    def _show_end(self) -> None:
        self._scroll.ensureWidgetVisible(self.outcome)


def _file_stem(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-_. " else "_" for c in text) or "recording"


def _asked_path(parent: QWidget, proposed: str, pattern: str) -> str:
    path, _ = QFileDialog.getSaveFileName(
        asking_window(parent), tr("Export recording"), proposed, f"{pattern} ({pattern})"
    )
    return path
