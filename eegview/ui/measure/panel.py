"""The panel "Measure": spectrum, head map and amplitudes of the cursor, the selection or the page."""

from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QCheckBox,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eegview.app.measure.measuring import Measurement
from eegview.app.measure.request import BANDS, Source
from eegview.app.measure.table import measurement_tsv
from eegview.app.measure.texts import settings_lines
from eegview.app.themes import Theme
from eegview.model.text.language import tr
from eegview.ui.measure.choice import ALL_ROWS, GROUPS, TOPS_HZ, MeasureChoice
from eegview.ui.measure.controls import choices, switch, title, words
from eegview.ui.measure.spectrum_plot import SpectrumPlot
from eegview.ui.measure.value_table import ValueTable
from eegview.ui.measure.view_data import (
    ASYMMETRY_HEADINGS,
    amplitude_table,
    asymmetry_table,
    curves_shown,
    map_text,
    plot_lines,
    spectrum_table,
)
from eegview.ui.widgets.flow_layout import FlowLayout
from eegview.ui.widgets.head_map import HeadMap
from eegview.ui.widgets.kept_keys import KeyKeeper
from eegview.ui.window.style import panel_size_hint

NOTHING_OPEN = tr("Open a recording to measure in it.")
NO_SPECTRUM = tr("No spectrum: no EEG row has half a second without a gap here.")
READ_HINT = tr("Move the mouse over the spectrum to read values.")
COPIED = tr("Values copied.")
_SHOWN_TIP = tr("Spectrum of the left, midline and right rows, of all rows, or of one with its counterpart")
_SOURCES = (
    (Source.CURSOR, tr("Cursor"), tr("The head map at the cursor; spectrum and amplitudes of the 4 s around it")),
    (Source.SELECTION, tr("Selection"), tr("What is selected on the page, else the selected mark")),
    (Source.PAGE, tr("Page"), tr("The page as it is shown")),
)


class MeasurePanel(QWidget):
    """Shows one measurement; emits what is to be measured."""

    choice_changed = Signal(object)  # MeasureChoice
    copied = Signal(str)

    def __init__(self, theme: Theme, choice: MeasureChoice) -> None:
        super().__init__()
        self.setObjectName("measure.panel")
        self._choice = choice
        self._measured: Measurement | None = None
        self._section = self._instant = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 6, 8, 6)
        layout.setSpacing(6)
        layout.addLayout(self._build_sources())
        self.section = words("measure.section", "strong")
        self.message = words("measure.message", "quiet")
        layout.addWidget(self.section)
        layout.addWidget(self.message)
        self.area = QScrollArea()
        self.area.setObjectName("measure.area")
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFrameShape(QScrollArea.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(self._build_body(theme))
        layout.addWidget(self.area, 1)
        self._spacer = QWidget()
        self._spacer.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        layout.addWidget(self._spacer)
        layout.addLayout(self._build_foot())
        self._keys = KeyKeeper(self)
        self._keys.keep(*self.sources.values(), self.scale, self.copy, self.unfiltered)
        self._keys.keep(self.shown, self.range, self.band, self.plot, self.values, self.amplitudes, self.asymmetry)
        self.show_nothing()

    # building

    def _build_sources(self) -> FlowLayout:
        row = FlowLayout(spacing_px=4, line_spacing_px=4)
        group = QButtonGroup(self)
        self.sources: dict[Source, QToolButton] = {}
        for source, text, tip in _SOURCES:
            button = switch(f"measure.source.{source}", text, tip, source is self._choice.source)
            button.clicked.connect(lambda _checked=False, s=source: self._choose(source=s))
            group.addButton(button)
            row.addWidget(button)
            self.sources[source] = button
        return row

    def _build_foot(self) -> FlowLayout:
        self.unfiltered = QCheckBox(tr("Measure unfiltered"))
        self.unfiltered.setObjectName("measure.unfiltered")
        self.unfiltered.setToolTip(tr("Measure the rows as recorded, not through the display filters"))
        self.unfiltered.setChecked(self._choice.is_unfiltered)
        self.unfiltered.toggled.connect(lambda is_on: self._choose(is_unfiltered=is_on))
        self.copy = QPushButton(tr("Copy"))
        self.copy.setObjectName("measure.copy")
        self.copy.setProperty("role", "chip")
        self.copy.setToolTip(tr("Copy all values as a table (tab separated)"))
        self.copy.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.copy.clicked.connect(self.copy_values)
        row = FlowLayout(spacing_px=12, line_spacing_px=4)
        row.addWidget(self.unfiltered)
        row.addWidget(self.copy)
        return row

    def _build_body(self, theme: Theme) -> QWidget:
        body = QWidget()
        layout = QVBoxLayout(body)
        layout.setContentsMargins(0, 0, 4, 0)
        layout.setSpacing(6)
        self.plot = SpectrumPlot(theme)
        self.read_out = words("measure.read_out", "quiet")
        self.plot.read_out.connect(lambda text: self.read_out.setText(text or READ_HINT))
        self.no_spectrum = words("measure.no_spectrum", "quiet")
        self.values = ValueTable("measure.values", tr("Values of the spectrum"))
        layout.addLayout(self._build_plotchoices())
        for widget in (self.plot, self.read_out, self.no_spectrum, self.values):
            layout.addWidget(widget)
        layout.addLayout(self._build_mapchoices())
        self.map = HeadMap(theme, "measure.map")
        self.map.setAccessibleName(tr("Head map"))
        self.map.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)  # narrower where it must
        self.map_words = words("measure.map.words", "")
        layout.addWidget(self.map, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self.map_words)
        self.amplitudes = ValueTable("measure.amplitudes", tr("Amplitudes"))
        self.asymmetry = ValueTable("measure.asymmetry", tr("Asymmetry"))
        self._asymmetry_title = title(tr("Asymmetry, right to left"))
        layout.addWidget(title(tr("Amplitudes")))
        layout.addWidget(self.amplitudes)
        layout.addWidget(self._asymmetry_title)
        layout.addWidget(self.asymmetry)
        self.settings = words("measure.settings", "quiet")
        self.settings.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout.addWidget(self.settings)
        layout.addStretch(1)
        return body

    def _build_plotchoices(self) -> FlowLayout:
        self.shown = choices(
            "measure.shown",
            _SHOWN_TIP,
            5,
        )
        self.range = choices("measure.range", "Highest frequency of the spectrum", 3)
        for top_hz in TOPS_HZ:
            self.range.addItem(tr("{top_hz:g} Hz", top_hz=top_hz), top_hz)
        self._fill_shown(())
        self.range.setCurrentIndex(self.range.findData(self._choice.top_hz))
        self.shown.activated.connect(lambda _i: self._choose(shown=self.shown.currentData()))
        self.range.activated.connect(lambda _i: self._choose(top_hz=self.range.currentData()))
        self.scale = switch("measure.scale", tr("Log"), tr("Logarithmic scale; off: linear"), self._choice.is_log)
        self.scale.clicked.connect(lambda is_on: self._choose(is_log=is_on))
        row = FlowLayout(spacing_px=4, line_spacing_px=4)
        for widget in (self.shown, self.scale, self.range):
            row.addWidget(widget)
        return row

    def _build_mapchoices(self) -> FlowLayout:
        self.band = choices("measure.band", "What the head map shows", 11)
        self.band.addItem(tr("Voltage"), "")
        for band in BANDS:
            self.band.addItem(band.text, band.band_id)
        self.band.setCurrentIndex(max(self.band.findData(self._choice.band_id), 0))
        self.band.activated.connect(lambda _i: self._choose(band_id=self.band.currentData()))
        row = FlowLayout(spacing_px=4, line_spacing_px=4)
        heading = title(tr("Head map"))
        heading.setWordWrap(False)
        row.addWidget(heading)
        row.addWidget(self.band)
        return row

    def sizeHint(self) -> QSize:
        return panel_size_hint(self)

    def minimumSizeHint(self) -> QSize:
        return QSize(240, 160)

    # choices

    @property
    def choice(self) -> MeasureChoice:
        return self._choice

    def choose_source(self, source: Source) -> None:
        """Measure the cursor, the selection or the page."""
        self._choose(source=source)

    def _choose(self, **fields: object) -> None:
        before, self._choice = self._choice, replace(self._choice, **fields)  # type: ignore[arg-type]
        self.sources[self._choice.source].setChecked(True)
        if self._choice != before:
            if self._measured is not None:
                self._show_spectrum(self._measured)
            self.choice_changed.emit(self._choice)

    def _fill_shown(self, labels: tuple[str, ...]) -> None:
        """Offer the groups, all rows, and each row."""
        wanted = [("Groups", GROUPS), ("All rows", ALL_ROWS), *((label, label) for label in labels)]
        held = [(self.shown.itemText(i), self.shown.itemData(i)) for i in range(self.shown.count())]
        if wanted != held:
            self.shown.clear()
            for text, data in wanted:
                self.shown.addItem(text, data)
        place = self.shown.findData(self._choice.shown)
        self.shown.setCurrentIndex(max(place, 0))

    # what is shown

    def set_theme(self, theme: Theme) -> None:
        """Draw everything anew: theme or size of text changed."""
        self.plot.set_theme(theme)
        self.map.set_theme(theme)
        for table in (self.values, self.amplitudes, self.asymmetry):
            table.fit()

    @property
    def measured(self) -> Measurement | None:
        """The measurement that is shown."""
        return self._measured

    def show_nothing(self) -> None:
        """Show that no recording is open."""
        self.show_message(NOTHING_OPEN)

    def show_message(self, text: str, section: str = "") -> None:
        """Show a sentence instead of numbers."""
        self._measured = None
        self.section.setText(section)
        self.section.setVisible(bool(section))
        self.message.setText(text)
        self.message.show()
        self._spacer.show()
        self.area.hide()
        self.copy.setEnabled(False)

    def show_measurement(self, measured: Measurement, section: str, instant: str) -> None:
        """Show numbers.

        section, instant : the section, and the moment of the head map, as people read them
        """
        self._measured, self._section, self._instant = measured, section, instant
        self.section.setText(section)
        self.section.show()
        self.message.hide()
        self._spacer.hide()
        self._show_spectrum(measured)
        self.map.setVisible(measured.map.field is not None)
        self.map.show_field(measured.map.field, measured.map.message)
        self.map_words.setText("\n".join(filter(None, (map_text(measured, section, instant), self.map.shade_text))))
        self.amplitudes.show_rows(*amplitude_table(measured))
        self.amplitudes.setVisible(bool(measured.rows))
        self.asymmetry.show_rows(ASYMMETRY_HEADINGS, asymmetry_table(measured))
        for widget in (self.asymmetry, self._asymmetry_title):
            widget.setVisible(bool(measured.asymmetries))
        self.settings.setText("\n".join(settings_lines(measured)))
        self.area.show()
        self.copy.setEnabled(True)

    def _show_spectrum(self, measured: Measurement) -> None:
        spectrum, choice = measured.spectrum, self._choice
        for widget in (self.plot, self.read_out, self.values):
            widget.setVisible(spectrum is not None)
        self.no_spectrum.setText("" if spectrum is not None else NO_SPECTRUM)
        self.no_spectrum.setVisible(spectrum is None)
        if spectrum is None:
            return
        self._fill_shown(tuple(curve.label for curve in spectrum.rows))
        shown = choice.shown
        self.plot.set_scale(choice.is_log, choice.top_hz)
        lines = plot_lines(measured, spectrum, shown)
        self.plot.show_lines(spectrum.frequencies_hz, lines, measured.request.mains_hz)
        curves = curves_shown(measured, spectrum, shown)
        self.values.show_rows(*spectrum_table(measured, curves))

    def copy_values(self) -> None:
        """Put all values on the clipboard as a table."""
        if self._measured is not None:
            QApplication.clipboard().setText(measurement_tsv(self._measured, self._section))
            self.copied.emit(COPIED)
