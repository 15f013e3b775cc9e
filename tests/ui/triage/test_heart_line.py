"""The heart rate beside a candidate: shown, drawn, said not to be readable, and gone with the candidate."""

import numpy as np
import pytest
from made_studies.triage_study import detections_at, put_run
from PySide6.QtCore import Qt
from waiting import wait_until
from windows.at_the_window import press, study_of

from eegview.app.suggestions.heart_context import NOT_READABLE, HeartChange, HeartContext
from eegview.app.themes import load_themes
from eegview.ui.triage.heart_line import HeartLine
from eegview.ui.workstation import Workstation


def a_change(with_hole: bool = False) -> HeartChange:
    times_s = np.linspace(-9, 19, 60)
    bpm = 128 + 23 * np.exp(-0.5 * ((times_s - 8) / 4) ** 2)
    bpm[20:30] = np.nan if with_hole else bpm[20:30]
    return HeartChange(128.0, 151.0, 6.0, times_s, bpm)


@pytest.mark.parametrize("theme_id", ["paper", "night"])
def test_the_line_says_and_draws_the_change(qtbot, theme_id: str) -> None:
    theme = next(theme for theme in load_themes() if theme.theme_id == theme_id)
    line = HeartLine(theme)
    qtbot.addWidget(line)
    line.resize(360, 70)
    line.show_context(HeartContext(a_change(with_hole=True)))
    assert line.words.text() == "Heart rate 128 → 151 /min (+18 %) within 20 s; usual here +6 %"
    picture = line.curve.grab().toImage()
    colours = {picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())}
    assert len(colours) > 3
    line.show_context(HeartContext(a_change()), is_short=True)
    assert line.words.text() == "Heart 128 → 151 /min (+18 %), usual +6 %"
    assert line.curve.isHidden()
    line.show_context(HeartContext(None, NOT_READABLE))
    assert "not readable" in line.words.text()
    assert line.curve.isHidden()
    line.show_context(None)
    assert line.isHidden()


def test_the_card_reads_the_ecg_on_a_lane_and_lets_go_of_it(station: Workstation, library_url: str, qtbot) -> None:
    recording = study_of(station).recording
    put_run(library_url, recording.fingerprint, detections_at([20.0, 31.0]), recording.duration_s)
    suggestions = study_of(station).suggestions
    suggestions.catch_up()
    wait_until(lambda: suggestions.shown is not None)
    suggestions.reveal()
    press(station, qtbot, Qt.Key.Key_T, modifier=Qt.KeyboardModifier.ControlModifier)
    heart = station.triage.view.heart
    assert heart.isVisible()
    wait_until(lambda: heart.words.text() == f"Heart rate: {NOT_READABLE}")  # what is drawn there has no beats
    station.triage.close()
    assert heart.isHidden()
    assert heart.words.text() == ""
