"""What stands beside each panel at the cursor, and what stands in its place."""

from dataclasses import replace

import numpy as np
import pytest
from trends.made_trends import made_columns, made_table
from trends.shown_trends import panel, shown_study

from eegview.app.trends.table import FLOOR_DB
from eegview.dsp.trends.block import MissingTrend
from eegview.model.span import Span
from eegview.ui.trends.drawing.panel_texts import definition, panel_notes, panel_text, panel_tip
from eegview.ui.trends.drawing.panels import drawn_panels
from eegview.ui.trends.drawing.readouts import readout
from eegview.ui.trends.drawing.why_nothing import ANY_PAIR, partly_missing, why_nothing
from eegview.ui.trends.texts import length_text, spoken_text, strip_texts

GIVEN = {
    "aeeg_lower_left": 8.2,
    "aeeg_upper_left": 19.4,
    "reeg_median_left": 71.0,
    "reeg_median_right": 68.6,
    "asymmetry_amplitude": -7.4,
    "sef90": 6.02,
    "sef95": 7.8,
    "synchrony": 0.254,
    "heart_rate": 124.4,
    "spike_bins": 62.0,
    "artifact": 100.0,
    "relative_delta": 86.0,
    "relative_theta": 10.0,
    "relative_alpha": 3.0,
    "relative_beta": 1.0,
}
STUDY = shown_study(made_table(7200.0, given=GIVEN))


@pytest.mark.parametrize(
    ("panel_id", "lines"),
    [
        ("aeeg_left", ("8 – 19 µV", "lower – upper margin")),
        ("reeg", ("L 71 µV", "R 69 µV")),
        ("asymmetry", ("−7 %", "left higher")),
        ("sef", ("90 % 6.0 Hz", "95 % 7.8 Hz")),
        ("synchrony", ("0.25",)),
        ("heart_rate", ("124 bpm",)),
        ("spike_bins", ("62 %",)),
        ("artifact", ("100 %", "of rows × time")),
        ("relative", ("δ 86 % θ 10 %", "α 3 % β 1 %")),
        ("hypnogram", ("Awake", "for 10.2 min")),
        ("spasms", ("Cluster 1", "spasm 2 of 3")),
        ("marks", ("none here",)),
        ("movement", ("3 a.u.",)),
        ("reviewed", ("10 % by you", "read here")),
    ],
)
def test_values_at_the_cursor_have_their_unit(panel_id: str, lines: tuple[str, ...]) -> None:
    assert readout(panel(panel_id), STUDY, 612.0).lines == lines


def test_a_gap_is_said_and_so_is_what_is_not_computed_yet() -> None:
    assert readout(panel("aeeg_left"), STUDY, 1900.0).lines[0] == "gap"
    part = shown_study(made_table(7200.0, computed=(Span(0.0, 600.0),)))
    assert "not computed yet" in readout(panel("aeeg_left"), part, 700.0).lines
    table = made_table(7200.0, gaps=(Span(100.0, 200.0),))
    assert readout(panel("aeeg_left"), shown_study(table), 150.0).lines == ("not measured",)


def test_spasms_alone_are_told_by_how_long_ago_they_were() -> None:
    assert readout(panel("spasms"), STUDY, 100.0).lines == ("none yet", "first in 8.3 min")
    assert readout(panel("spasms"), STUDY, 5060.0).lines == ("1.0 min", "since the last spasm")


def test_the_peak_of_a_spectrum_is_given_with_its_edge() -> None:
    lines = readout(panel("cdsa_left"), STUDY, 612.0).lines
    assert lines[0].startswith("SEF95")
    assert lines[1] == "peak 0.5 Hz"
    table = made_table(7200.0)
    flat = replace(table, arrays={**table.arrays, "cdsa_left": np.full_like(table.values("cdsa_left"), FLOOR_DB)})
    assert readout(panel("cdsa_left"), shown_study(flat), 612.0).lines[0] == "flat"  # and no peak


def test_what_cannot_be_computed_says_why_in_the_panels_place() -> None:
    why = "aEEG left needs C3-P3; P3 is not recorded."
    lost = tuple(MissingTrend(one, "aEEG left", why) for one in ("aeeg_lower_left", "aeeg_upper_left"))
    study = shown_study(made_table(7200.0, missing=lost))
    assert why_nothing(panel("aeeg_left"), study) == f"{why} {ANY_PAIR}"
    assert why in panel_tip(panel("aeeg_left"), study)
    some = (MissingTrend("reeg_median_right", "rEEG right", "C4-P4 is not recorded."),)
    study = shown_study(made_table(7200.0, missing=some))
    assert why_nothing(panel("reeg"), study) == ""
    assert partly_missing(panel("reeg"), study) == ("C4-P4 is not recorded.",)
    assert "C4-P4 is not recorded." in panel_text(panel("reeg"), study)


def test_without_a_table_panels_say_how_far_it_is() -> None:
    study = shown_study(None)
    assert why_nothing(panel("reeg"), study, "Computing the trends: 8 %") == "Computing the trends: 8 %"
    assert why_nothing(panel("spasms"), study) == ""
    unread = replace(study, is_read=False)
    assert "not read from the library yet" in why_nothing(panel("spasms"), unread)
    assert why_nothing(panel("movement"), unread) == ""


def test_what_nobody_marked_is_said() -> None:
    nobody = replace(STUDY, hypnogram=shown_study(None).hypnogram.__class__(), spasms_s=STUDY.spasms_s[:0], marks=())
    assert "Ctrl+Shift+S" in why_nothing(panel("hypnogram"), nobody)
    assert why_nothing(panel("spasms"), nobody) == "No spasm is marked in “My marks”."
    assert why_nothing(panel("marks"), nobody)
    assert why_nothing(panel("movement"), replace(STUDY, video=())) == "This study has no video."
    assert "Movement trace" in why_nothing(panel("movement"), replace(STUDY, movement=None))


def test_each_panel_gives_the_definition_of_its_columns() -> None:
    for one in drawn_panels():
        said = definition(one, STUDY)
        assert said
        assert all(
            f"How {column.column_id} is computed." in said
            for column in made_columns()
            if column.column_id in one.columns
        )
    assert panel_notes(panel("spasms"), STUDY) == ("4 · 1 cluster, 1 single", "My marks")


def test_a_screen_reader_hears_time_and_values() -> None:
    said = spoken_text(STUDY, (panel("hypnogram"), panel("aeeg_left"), panel("sef")), 612.0)
    assert said.startswith("00:10:12. Sleep stage: Awake")
    assert "aEEG left: 8 – 19 µV" in said


def test_the_strip_tells_length_gaps_and_video() -> None:
    texts = strip_texts(STUDY)
    assert texts[0] == "2 h · 1 gap"
    assert texts[-1] == "50 % covered"
    assert [length_text(s) for s in (45.0, 1100.0, 36000.0, 37800.0)] == ["45 s", "18 min", "10 h", "10 h 30 min"]
