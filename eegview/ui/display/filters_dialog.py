"""Filters for each kind of row, live, with what they do to a slow wave."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.page.filter_effect import effect_text, problem_text, time_constant_text
from eegview.app.page.recording_facts import KIND_NAMES
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec, Phase
from eegview.model.display.preset import Preset
from eegview.model.text.language import tr
from eegview.ui.widgets.cut_box import CutBox

LOW_CUTS_HZ = (0.0, 0.05, 0.1, 0.3, 0.5, 1.0, 1.6, 5.0, 10.0)
HIGH_CUTS_HZ = (0.0, 5.0, 15.0, 30.0, 35.0, 40.0, 50.0, 70.0, 100.0)
NOTCHES_HZ = (0.0, 50.0, 60.0)
PHASES = (
    (
        Phase.CAUSAL,
        tr("Causal (like paper EEG)"),
        tr("Peaks are slightly delayed and slow waves change shape; nothing appears before it happens."),
    ),
    (
        Phase.ZERO,
        tr("Zero phase (for timing)"),
        tr("Peaks stay in place; filters are applied forwards and backwards, so slow waves lose more amplitude."),
    ),
)


class FiltersDialog(QDialog):
    """Shows the page's filters and tells what was chosen; the page changes at once."""

    filters_changed = Signal(object)  # DisplayFilters
    preset_chosen = Signal(str)
    site_notch_chosen = Signal(float)  # Hz, 0 = none

    def __init__(
        self,
        parent: QWidget,
        kinds: tuple[tuple[ChannelKind, float], ...],
        presets: tuple[Preset, ...],
        site_notch_hz: float = 0.0,
    ) -> None:
        """Build the dialog.

        kinds : (kind, sampling rate in Hz) of what the recording holds
        site_notch_hz : the notch that new studies at this site begin with, 0 = none
        """
        super().__init__(parent)
        self.setWindowTitle(tr("Filters"))
        self._rates_hz = dict(kinds)
        self._filters = DisplayFilters()
        self._preset_id = ""
        self.boxes: dict[tuple[ChannelKind, str], CutBox] = {}
        self._tau: dict[ChannelKind, QLabel] = {}
        self._problem: dict[ChannelKind, QLabel] = {}
        layout = QVBoxLayout(self)
        layout.setSpacing(self.fontMetrics().height() // 2)
        layout.addLayout(self._preset_row(presets))
        layout.addLayout(self._grid())
        layout.addLayout(self._site_row(site_notch_hz))
        layout.addLayout(self._phase_rows())
        self.effect = QLabel()
        self.effect.setObjectName("filters.effect")
        self.effect.setWordWrap(True)
        self.effect.setMinimumWidth(self.fontMetrics().averageCharWidth() * 80)
        layout.addWidget(self.effect)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        self.reset = buttons.addButton(tr("Reset to preset"), QDialogButtonBox.ButtonRole.ResetRole)
        self.reset.setObjectName("filters.reset")
        self.reset.setAutoDefault(False)
        self.reset.clicked.connect(lambda _checked=False: self.preset_chosen.emit(self._preset_id))
        layout.addWidget(buttons)

    def _preset_row(self, presets: tuple[Preset, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Preset")))
        self.preset_buttons: dict[str, QPushButton] = {}
        for preset in presets:
            button = QPushButton(preset.label)
            button.setObjectName(f"filters.preset.{preset.preset_id}")
            button.setToolTip(preset.help)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.clicked.connect(lambda _checked=False, i=preset.preset_id: self.preset_chosen.emit(i))
            self.preset_buttons[preset.preset_id] = button
            row.addWidget(button)
        row.addStretch(1)
        return row

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        for column, text in ((1, tr("Low cut")), (3, tr("High cut")), (4, tr("Notch"))):
            caption = QLabel(text)
            caption.setProperty("role", "caption")
            grid.addWidget(caption, 0, column)
        for row, kind in enumerate(self._rates_hz, start=1):
            grid.addWidget(QLabel(KIND_NAMES[kind]), row, 0)
            for column, name, choices in (
                (1, "low_cut_hz", LOW_CUTS_HZ),
                (3, "high_cut_hz", HIGH_CUTS_HZ),
                (4, "notch_hz", NOTCHES_HZ),
            ):
                box = CutBox(choices)
                box.setObjectName(f"filters.{kind.value}.{name}")
                box.setAccessibleName(f"{KIND_NAMES[kind]} {name.removesuffix('_hz').replace('_', ' ')}")
                box.chosen.connect(lambda hz, k=kind, n=name: self._change(k, n, hz))
                self.boxes[kind, name] = box
                grid.addWidget(box, row, column)
            for column, labels in ((2, self._tau), (5, self._problem)):
                labels[kind] = QLabel()
                labels[kind].setProperty("role", "quiet" if column == 2 else "warning")
                grid.addWidget(labels[kind], row, column)
            self._tau[kind].setMinimumWidth(self.fontMetrics().horizontalAdvance("τ 0.000 s  "))
        grid.setColumnStretch(5, 1)
        return grid

    def _site_row(self, site_notch_hz: float) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(QLabel(tr("Notch of this site")))
        self.site_notch = CutBox(NOTCHES_HZ)
        self.site_notch.setObjectName("filters.site_notch")
        self.site_notch.setAccessibleName(tr("Notch of this site"))
        self.site_notch.show_hz(site_notch_hz)
        self.site_notch.chosen.connect(self.site_notch_chosen)
        quiet = QLabel(tr("Used by presets and by studies opened for the first time."))
        quiet.setProperty("role", "quiet")
        row.addWidget(self.site_notch)
        row.addWidget(quiet, 1)
        return row

    def _phase_rows(self) -> QGridLayout:
        rows = QGridLayout()
        self._phases = QButtonGroup(self)
        self.phase_buttons: dict[Phase, QRadioButton] = {}
        for row, (phase, title, sentence) in enumerate(PHASES):
            button = QRadioButton(title)
            button.setObjectName(f"filters.phase.{phase.value}")
            button.clicked.connect(
                lambda _checked=False, p=phase: self.filters_changed.emit(self._filters.with_phase(p))
            )
            self._phases.addButton(button)
            self.phase_buttons[phase] = button
            label = QLabel(sentence)
            label.setProperty("role", "quiet")
            label.setWordWrap(True)
            rows.addWidget(button, row, 0, Qt.AlignmentFlag.AlignTop)
            rows.addWidget(label, row, 1)
        rows.setColumnStretch(1, 1)
        return rows

    def show_filters(self, filters: DisplayFilters, preset: Preset | None) -> None:
        """Show the filters of the page as they are now, and the preset last chosen."""
        self._filters, self._preset_id = filters, preset.preset_id if preset else ""
        for preset_id, button in self.preset_buttons.items():
            button.setChecked(preset is not None and preset_id == preset.preset_id and filters == preset.filters)
        self.reset.setEnabled(preset is not None and filters != preset.filters)
        for kind, rate_hz in self._rates_hz.items():
            spec = filters.for_kind(kind)
            for name in ("low_cut_hz", "high_cut_hz", "notch_hz"):
                self.boxes[kind, name].show_hz(getattr(spec, name))
            self._tau[kind].setText(time_constant_text(spec.low_cut_hz))
            self._problem[kind].setText(problem_text(spec, rate_hz))
        first = next(iter(self._rates_hz), ChannelKind.EEG)
        self.phase_buttons[self._phase(first)].setChecked(True)
        eeg_hz = self._rates_hz.get(ChannelKind.EEG)
        self.effect.setText(effect_text(filters.for_kind(ChannelKind.EEG), eeg_hz) if eeg_hz else "")

    def _phase(self, kind: ChannelKind) -> Phase:
        """Return the phase of `kind`, of any filter where that kind has none."""
        specs = dict(self._filters.by_kind)
        spec: FilterSpec | None = specs.get(kind) or next(iter(specs.values()), None)
        return spec.phase if spec else Phase.CAUSAL

    def _change(self, kind: ChannelKind, name: str, frequency_hz: float) -> None:
        spec = replace(self._filters.for_kind(kind), **{name: frequency_hz}, phase=self._phase(kind))
        self.filters_changed.emit(self._filters.with_kind(kind, spec))
