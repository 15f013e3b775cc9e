"""The panel "Measure", given measurements."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot
from recordings.memory_source import noise_source

from eegview.app.measure.measuring import Measurement, measure
from eegview.app.measure.request import MeasureRequest, Source, band_of
from eegview.app.montage.store import load_montages
from eegview.app.themes import Theme, load_themes
from eegview.model.channel import ChannelKind
from eegview.model.display.filters import DisplayFilters, FilterSpec
from eegview.model.span import Span
from eegview.ui.measure.choice import ALL_ROWS, MeasureChoice, remember_choice, remembered_choice
from eegview.ui.measure.panel import NO_SPECTRUM, READ_HINT, MeasurePanel
from eegview.ui.measure.plot_line import UNIT, side_colour
from eegview.ui.measure.spectrum_plot import SpectrumPlot
from eegview.ui.measure.value_table import ValueTable
from eegview.ui.window.settings import Settings

FILTERS = DisplayFilters(((ChannelKind.EEG, FilterSpec(0.5, 70.0, 50.0)),))


def measured_of(**fields: object) -> Measurement:
    montage = next(montage for montage in load_montages() if montage.montage_id == "longitudinal_bipolar")
    request = MeasureRequest(Source.PAGE, Span(10.0, 25.0), None, montage, FILTERS, mains_hz=(50.0,))
    return measure(noise_source(), replace(request, **fields))  # type: ignore[arg-type]


@pytest.fixture(params=["paper", "night", "high_contrast"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return next(theme for theme in load_themes() if theme.theme_id == request.param)


@pytest.fixture
def panel(qtbot: QtBot) -> MeasurePanel:
    panel = MeasurePanel(load_themes()[0], MeasureChoice())
    qtbot.addWidget(panel)
    panel.resize(280, 900)
    panel.show()
    return panel


def cells(table: ValueTable) -> list[list[str]]:
    def text(row: int, column: int) -> str:
        item = table.item(row, column)
        return item.text() if item is not None else ""

    return [[text(row, column) for column in range(table.columnCount())] for row in range(table.rowCount())]


def headings(table: ValueTable) -> list[str]:
    found = (table.horizontalHeaderItem(column) for column in range(table.columnCount()))
    return [item.text() for item in found if item is not None]


def test_it_begins_with_a_sentence(panel: MeasurePanel) -> None:
    assert panel.message.text() == "Open a recording to measure in it."
    assert not panel.area.isVisible()
    assert not panel.copy.isEnabled()


def test_it_shows_the_numbers_of_the_groups_with_their_units(panel: MeasurePanel) -> None:
    measured = measured_of()
    panel.show_measurement(measured, "Page 15 s", "")
    assert headings(panel.values) == ["", "Left", "Midline", "Right"]
    rows = {row[0]: row[1:] for row in cells(panel.values)}
    assert list(rows) == [
        "Peak, Hz",
        "SEF95, Hz",
        "Power, µV²",
        "Delta 0.5–4 Hz",
        "Theta 4–8 Hz",
        "Alpha 8–13 Hz",
        "Beta 13–30 Hz",
        "Mains, µV/√Hz",
        "50 Hz",
    ]
    assert measured.spectrum is not None
    left = measured.spectrum.groups[0]
    assert float(rows["Theta 4–8 Hz"][0]) == pytest.approx(left.bands_uv2[1], rel=1e-2)
    assert float(rows["50 Hz"][0]) == pytest.approx(np.sqrt(left.mains[0]), rel=1e-2)
    assert headings(panel.amplitudes) == ["Row", "P–p, µV", "RMS, µV", "Mean, µV"]
    assert len(cells(panel.amplitudes)) == 18
    assert cells(panel.asymmetry)[0][0] == "All pairs"
    assert cells(panel.asymmetry)[1][0] == "Fp1-F7 / Fp2-F8"
    assert "low cut 0.5 Hz" in panel.settings.text()
    assert "most negative at" in panel.map_words.text()
    assert "one shade is" in panel.map_words.text()


def test_sides_differ_by_more_than_their_hue(panel: MeasurePanel) -> None:
    panel.show_measurement(measured_of(), "Page 15 s", "")
    lines = {line.name: line for line in panel.plot.lines}
    assert list(lines) == ["Left", "Midline", "Right"]
    assert len({tuple(panel.plot._pen(line).dashPattern()) for line in lines.values()}) == 3


def test_one_row_is_shown_with_its_counterpart(panel: MeasurePanel) -> None:
    panel.show_measurement(measured_of(), "Page 15 s", "")
    panel.shown.setCurrentIndex(panel.shown.findData("F4-C4"))
    panel.shown.activated.emit(panel.shown.currentIndex())
    assert [line.name for line in panel.plot.lines] == ["F4-C4", "F3-C3"]
    assert headings(panel.values) == ["", "F4-C4", "F3-C3"]
    panel.shown.setCurrentIndex(panel.shown.findData(ALL_ROWS))
    panel.shown.activated.emit(panel.shown.currentIndex())
    assert len(panel.plot.lines) == 18
    assert headings(panel.values) == ["", "Left", "Midline", "Right"]


def test_the_mouse_and_the_arrow_keys_read_values_out(panel: MeasurePanel) -> None:
    measured = measured_of()
    panel.show_measurement(measured, "Page 15 s", "")
    assert panel.read_out.text() == READ_HINT
    plot = panel.plot
    area = plot._area()
    point = QPointF(area.left() + 6.0 / 30.0 * area.width(), area.center().y())
    none = Qt.MouseButton.NoButton
    move = QMouseEvent(QMouseEvent.Type.MouseMove, point, point, none, none, Qt.KeyboardModifier.NoModifier)
    plot.mouseMoveEvent(move)
    assert measured.spectrum is not None
    left = np.sqrt(measured.spectrum.groups[0].density_uv2[24])
    assert panel.read_out.text().startswith(f"6.00 Hz: Left {left:.2f}, Midline ")
    assert panel.read_out.text().endswith(UNIT)
    plot.keyPressEvent(QKeyEvent(QKeyEvent.Type.KeyPress, Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier))
    assert panel.read_out.text().startswith("6.25 Hz")
    plot.leaveEvent(None)
    assert panel.read_out.text() == READ_HINT


def test_values_are_copied_as_a_table(panel: MeasurePanel, qtbot: QtBot) -> None:
    panel.show_measurement(measured_of(), "Page 15 s", "")
    with qtbot.waitSignal(panel.copied):
        panel.copy.click()
    text = QApplication.clipboard().text()
    assert text.startswith("Section\tPage 15 s\n")
    assert "\nSpectrum of\tRows\tPeak (Hz)" in text


def test_choices_are_told_once_and_remembered(panel: MeasurePanel, qtbot: QtBot, tmp_path) -> None:
    told: list[MeasureChoice] = []
    panel.choice_changed.connect(told.append)
    panel.sources[Source.CURSOR].click()
    panel.sources[Source.CURSOR].click()
    panel.scale.click()
    panel.band.setCurrentIndex(panel.band.findData("alpha"))
    panel.band.activated.emit(panel.band.currentIndex())
    assert [(c.source, c.is_log, c.band_id) for c in told] == [
        (Source.CURSOR, True, ""),
        (Source.CURSOR, False, ""),
        (Source.CURSOR, False, "alpha"),
    ]
    settings = Settings(tmp_path / "settings.ini")
    remember_choice(settings, replace(told[-1], is_unfiltered=True, shown="C3-P3"))
    assert remembered_choice(settings) == told[-1]  # the row and "unfiltered" are for the moment
    settings.put("measure/source", "nonsense")
    assert remembered_choice(settings).source is Source.PAGE


def test_a_section_too_short_for_a_spectrum_says_so(panel: MeasurePanel) -> None:
    panel.show_measurement(measured_of(span=Span(10.0, 10.2)), "Selection 0.2 s", "")
    assert panel.no_spectrum.text() == NO_SPECTRUM
    assert not panel.plot.isVisible()
    assert panel.amplitudes.isVisible()


def test_the_power_of_a_band_has_its_unit(panel: MeasurePanel) -> None:
    panel.show_measurement(measured_of(band=band_of("theta")), "Page 15 s", "")
    assert panel.map_words.text().startswith("Power, Theta 4–8 Hz, Page 15 s\n− lowest at ")
    assert " dB" in panel.map_words.text()


def test_nothing_is_cut_at_280_px(panel: MeasurePanel) -> None:
    panel.show_measurement(measured_of(), "Page 13:22:36.0–13:22:51.0 · 15 s", "")
    body = panel.area.widget()
    assert body is not None
    assert body.minimumSizeHint().width() <= panel.area.viewport().width()
    for table in (panel.values, panel.amplitudes, panel.asymmetry):
        widest = max(table.fontMetrics().horizontalAdvance(row[0]) for row in cells(table) if any(row[1:]))
        assert widest + 6 <= table.columnWidth(0), table.objectName()
    for label in body.findChildren(QLabel):
        assert label.wordWrap() or label.sizeHint().width() <= body.width()


def test_lines_are_seen_on_the_page_in_every_theme(theme: Theme, qtbot: QtBot) -> None:
    plot = SpectrumPlot(theme)
    qtbot.addWidget(plot)
    panel = MeasurePanel(theme, MeasureChoice())
    qtbot.addWidget(panel)
    panel.show_measurement(measured_of(), "Page 15 s", "")
    for side in ("left", "midline", "right"):
        assert _contrast(side_colour(theme, side), theme.page) >= 3
    assert _contrast(theme.warning, theme.page) >= 3
    assert not panel.plot.grab().isNull()


def _contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
