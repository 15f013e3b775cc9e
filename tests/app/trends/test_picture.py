"""Trends as a picture."""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from trends.trend_tables import column, panel, table_of

from eegview.app.trends.panels import PanelKind
from eegview.app.trends.picture import TrendPictureFacts, draw_trends, trends_picture
from eegview.app.trends.reduction import reduced
from eegview.app.trends.sets import set_by_id
from eegview.app.trends.study_marks import StudyMarks, study_marks
from eegview.clinical.hypnogram import Hypnogram, StageSpan
from eegview.dsp.trends.block import MissingTrend
from eegview.model.annotation import Annotation
from eegview.model.errors import UsageError
from eegview.model.span import Span

FREQUENCIES_HZ = tuple(np.arange(61) / 2)


def night():
    """Return 2 h with a gap, some columns of the set, one missing with a reason."""
    rng = np.random.default_rng(0)
    fast = rng.uniform(5, 12, 7200)
    fast[3000:3600] = np.nan
    values = {column(f"aeeg_lower_{side}"): fast for side in ("left", "right")}
    values |= {column(f"aeeg_upper_{side}"): 2 * fast for side in ("left", "right")}
    values |= {column(f"reeg_median_{side}", "µV", 2.0): 100.0 for side in ("left", "right")}
    values[column("cdsa_left", "dB", 2.0, FREQUENCIES_HZ)] = rng.uniform(-5, 40, (3600, 61))
    values[column("artifact", "%", 2.0)] = 0.0
    values[column("asymmetry_amplitude", "%", 2.0)] = rng.uniform(-20, 20, 3600)
    missing = (MissingTrend("cdsa_right", "CDSA right", "Nothing was recorded at the right."),)
    return table_of(7200.0, values, missing)


MARKS = StudyMarks(
    "anna",
    Hypnogram((StageSpan(Span(0, 1800), "W"), StageSpan(Span(1800, 7200), "N2"))),
    (1000.0, 1010.0, 1020.0),
    (Span(1000.0, 1020.0),),
    ((100.0, 60.0, "#6b7280"), (500.0, 0.0, "#6b7280")),
    (np.arange(0, 7200, 10.0), np.abs(np.sin(np.arange(720)))),
    (Span(0.0, 2000.0),),
)
FACTS = TrendPictureFacts(
    "night.edf", datetime(2024, 1, 1, 21, 0, 0), "6.0 months", (Span(3000, 3600),), True, "Night", MARKS
)


def test_every_kind_of_panel_in_every_format(tmp_path: Path) -> None:
    panels = [*set_by_id("night").shown(), (panel("asymmetry"), 2.0), (panel("marks"), 1.0)]
    for name in ("a.png", "a.svg", "a.pdf"):
        draw_trends(night(), panels, tmp_path / name, facts=FACTS)
    pixels = np.asarray(Image.open(tmp_path / "a.png").convert("RGB"))
    assert pixels.shape[1] == 1600
    assert len(np.unique(pixels[44:700:3, 230:1500:3].reshape(-1, 3), axis=0)) > 200  # the spectrogram
    text = (tmp_path / "a.svg").read_text()
    for words in (
        "SIMULATED",
        "night.edf",
        "aEEG left",
        "21:30:00",
        "00:30:00",
        "CDSA left",
        "dB",
        "µV",
        "Sleep stage",
    ):
        assert words in text
    for words in ("For research and education. Not a medical device.", "Nothing was recorded at the right.", "Hatched"):
        assert words in text
    assert not re.search(r"\bnan\b", re.sub(r'"data:[^"]*"', "", text))


def test_what_is_not_there_is_said() -> None:
    panels = [(panel(name), 2.0) for name in ("hypnogram", "spasms", "marks", "movement", "reviewed", "sef")]
    table = table_of(600.0, {column("artifact", "%", 2.0): 0.0}, computed=(Span(0, 300),))
    text = trends_picture(table, panels, "svg").decode()
    for words in ("No sleep stages are set.", "No spasms are marked.", "No other marks.", "Not measured in this"):
        assert words in text
    assert "Only 50 % of what is shown is computed" in text
    assert "SIMULATED" not in text


def test_an_aeeg_says_its_row_and_a_low_panel_its_scale() -> None:
    curve = column("aeeg_upper_left", "µV", 1.0)
    curve = replace(curve, title="aEEG left (C3-P3), upper margin")
    table = table_of(600.0, {curve: 20.0, column("artifact", "%", 2.0): 0.0})
    text = trends_picture(table, [(panel("aeeg_left"), 4.0), (panel("artifact"), 1.0)], "svg").decode()
    assert "C3-P3, lower, upper margin, µV" in text
    assert "Artifact, 0–100 % of rows × time" in text


def test_a_part_of_the_night() -> None:
    panels = [(panel("aeeg_left"), 4.0)]
    text = trends_picture(night(), panels, "svg", Span(3700.0, 3800.0), FACTS).decode()
    assert "01:01:40 to 01:03:20" in text
    assert "Hatched" not in text


def test_the_definition_of_the_aeeg_that_is_drawn_stands_below_it() -> None:
    sides = {column(f"aeeg_{margin}_left"): 10.0 for margin in ("lower", "upper")}
    defined = {replace(one, definition="C3-P3. FIR by least squares, 2–15 Hz."): value for one, value in sides.items()}
    text = trends_picture(table_of(600.0, defined), [(panel("aeeg_left"), 4.0)], "svg").decode()
    assert "aEEG of C3-P3: FIR by least squares, 2–15 Hz." in text
    text = trends_picture(table_of(600.0, defined), [(panel("reeg"), 4.0)], "svg").decode()
    assert "aEEG of" not in text


def test_refusals(tmp_path: Path) -> None:
    panels = [(panel("aeeg_left"), 4.0)]
    with pytest.raises(UsageError, match=r"“\.gif”"):
        draw_trends(night(), panels, tmp_path / "a.gif")
    with pytest.raises(UsageError, match="size"):
        draw_trends(night(), panels, tmp_path / "a.png", width_px=10)
    with pytest.raises(UsageError, match="nothing to draw"):
        draw_trends(night(), [], tmp_path / "a.png")
    assert not list(tmp_path.iterdir())


def test_values_of_one_column_of_the_picture_are_summed_up() -> None:
    one = column("x", "%")
    table = table_of(100.0, {one: np.arange(100.0)})
    edges_s, values = reduced(table, one, Span(0.0, 100.0), 25, PanelKind.LINEAR)
    assert edges_s[:3].tolist() == [0, 4, 8]
    assert values[:2].tolist() == [1.5, 5.5]
    assert reduced(table, one, Span(0.0, 100.0), 25, PanelKind.RASTER)[1][0] == 3
    assert reduced(table, one, Span(50.0, 60.0), 25, PanelKind.LINEAR)[0][0] == 50
    holes = table_of(8.0, {one: np.array([1.0, np.nan, 3, np.nan, np.nan, np.nan, np.nan, np.nan])})
    np.testing.assert_array_equal(reduced(holes, one, Span(0, 8), 2, PanelKind.LINEAR)[1], [2, np.nan])


def test_marks_of_one_layer_only() -> None:
    def mark(term: str, onset_s: float, layer: str, duration_s: float = 0.0, **given: str) -> Annotation:
        attributes = tuple(given.items())
        return Annotation(f"{term}{onset_s}{layer}", term, onset_s, duration_s, attributes=attributes, layer=layer)

    marks = [mark("spasm", 10.0 * k, "anna") for k in range(4)]
    marks += [mark("spasm", 500.0, "bert"), mark("sleep_stage", 0.0, "bert", 30.0, stage="N2"), mark("x", 9, "file")]
    own = study_marks(marks, "anna")
    assert own.spasms_s == (0.0, 10.0, 20.0, 30.0)
    assert own.clusters == (Span(0.0, 30.0),)
    assert not own.hypnogram.bouts
    other = study_marks(marks, "bert")
    assert other.spasms_s == (500.0,)
    assert study_marks(marks, "carl").layer == "anna"
    assert study_marks((), "carl") == StudyMarks() or not study_marks((), "carl").layer
