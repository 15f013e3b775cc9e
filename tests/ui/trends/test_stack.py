"""The panels as a widget of their own: what is drawn, what is kept, what the mouse asks for."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QFontMetricsF, QImage, QWheelEvent
from PySide6.QtTest import QTest
from trends.made_trends import made_table
from trends.shown_trends import GAP, panel, shown_study

from eegview.app.themes import Theme, load_themes
from eegview.app.trends.candidates import EpochCandidate
from eegview.app.trends.sets import load_sets
from eegview.model.span import Span
from eegview.ui.overview.painter import small_font
from eegview.ui.trends.clock_row import candidate_text
from eegview.ui.trends.drawing.panels import drawn_panels
from eegview.ui.trends.drawing.picture import Look
from eegview.ui.trends.stack import PanelStack

THEMES = load_themes()
WHOLE = Span(0.0, 7200.0)
CANDIDATE = EpochCandidate(Span(3000.0, 3300.0), 1.0, ("sharp waves 62 %",), "N2", -120.0)


@pytest.fixture
def stack(qtbot) -> PanelStack:
    """Return the panels of the first set over two hours."""
    found = PanelStack(Look(THEMES[0]))
    qtbot.addWidget(found)
    found.use_room(900)
    found.resize(1400, 900)
    found.show_study(replace(shown_study(made_table(7200.0)), candidates=(CANDIDATE,)))
    found.show_panels([panel(one) for one in load_sets()[0].panels])
    found.show_span(WHOLE)
    found.show()
    return found


def picture(stack: PanelStack) -> np.ndarray:
    image = stack.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()) & 0xFFFFFF


def test_a_cursor_that_moves_draws_no_panel_anew(stack: PanelStack) -> None:
    picture(stack)
    drawn = stack.n_drawn, stack.pictures.n_drawn
    before = picture(stack)
    stack.show_cursor(5000.0)
    stack.show_page(Span(5000.0, 5015.0))
    after = picture(stack)
    assert (stack.n_drawn, stack.pictures.n_drawn) == drawn
    changed = np.flatnonzero((before != after).any(axis=0))
    columns = stack.columns
    near = [columns.x_of(0.0), columns.x_of(5000.0)]
    is_near = np.min([abs(changed - x) for x in near], axis=0) < 6
    assert (is_near | (changed > columns.right_px)).all()


def test_a_zoom_back_shows_the_pictures_that_were_kept(stack: PanelStack) -> None:
    before = picture(stack)
    stack.show_span(Span(1000.0, 2000.0))
    assert (picture(stack) != before).any()
    n_drawn = stack.pictures.n_drawn
    stack.show_span(WHOLE)
    assert (picture(stack) == before).all()
    assert stack.pictures.n_drawn == n_drawn


def test_a_gap_is_hatched_in_every_panel(stack: PanelStack) -> None:
    shown, columns = picture(stack), stack.columns
    middle = round(columns.x_of((GAP.start_s + GAP.stop_s) / 2))
    hatch = int(THEMES[0].gap_hatch[1:], 16), int(THEMES[0].gap[1:], 16)
    for one in stack.layout_now:
        part = shown[round(one.top_px) + 2 : round(one.bottom_px) - 2, middle - 8 : middle + 8]
        assert np.isin(part, hatch).mean() > 0.6, one.panel.panel_id


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.theme_id)
def test_all_panels_are_drawn_in_every_theme_also_very_small(stack: PanelStack, theme: Theme) -> None:
    stack.show_look(Look(theme))
    stack.show_panels(drawn_panels())
    stack.resize(320, 400)
    assert len(np.unique(picture(stack))) > 50
    stack.resize(1400, 900)
    shown = picture(stack)
    assert (shown[:, : round(stack.columns.name_px)] != int(theme.page[1:], 16)).any()


def test_what_is_mostly_artifact_is_faded_and_can_be_seen_in_full(qtbot) -> None:
    stack = PanelStack(Look(THEMES[0], is_dimmed=True))
    qtbot.addWidget(stack)
    stack.resize(800, 300)
    stack.show_study(shown_study(made_table(7200.0, given={"artifact": 100.0}), gaps=()))
    stack.show_panels([panel("cdsa_left")])
    stack.show_span(WHOLE)
    faded = picture(stack)
    stack.show_look(Look(THEMES[0], is_dimmed=False))
    full = picture(stack)
    inside = np.s_[20:40, round(stack.columns.left_px) + 5 : round(stack.columns.right_px) - 5]
    assert ((full[inside] & 0xFF) < (faded[inside] & 0xFF)).mean() > 0.9


def test_the_mouse_asks_for_times_and_for_less_time(stack: PanelStack, qtbot) -> None:
    asked: list[tuple[str, float]] = []
    stack.time_asked.connect(lambda time_s: asked.append(("time", time_s)))
    stack.go_asked.connect(lambda time_s: asked.append(("go", time_s)))
    stack.zoom_asked.connect(lambda steps, time_s: asked.append(("zoom", steps)))
    stack.move_asked.connect(lambda share: asked.append(("move", share)))
    columns = stack.columns
    at = QPoint(round(columns.x_of(3600.0)), 200)
    qtbot.mouseClick(stack, Qt.MouseButton.LeftButton, pos=at)
    assert asked[-1][1] == pytest.approx(3600.0, abs=10.0)
    QTest.mouseDClick(stack, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert asked[-1][0] == "go"
    n_asked = len(asked)
    qtbot.mouseClick(stack, Qt.MouseButton.LeftButton, pos=QPoint(10, 200))  # on a name: nothing to jump to
    assert len(asked) == n_asked
    for modifiers, name in ((Qt.KeyboardModifier.NoModifier, "zoom"), (Qt.KeyboardModifier.ShiftModifier, "move")):
        stack.wheelEvent(
            QWheelEvent(
                QPointF(at),
                QPointF(at),
                QPoint(),
                QPoint(0, 120),
                Qt.MouseButton.NoButton,
                modifiers,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
        )
        assert asked[-1][0] == name


def test_the_panel_of_marks_is_high_enough_for_the_names_of_its_lanes(stack: PanelStack) -> None:
    assert stack.study is not None
    band = stack.study.marks[0]
    stack.show_panels([panel("marks")])
    stack.use_room(0)
    one_lane = stack.layout_now[0].height_px
    stack.show_study(replace(stack.study, marks=tuple(replace(band, label=f"Term {n}") for n in range(6))))
    assert stack.layout_now[0].height_px / 6 >= 0.9 * QFontMetricsF(small_font(stack.font())).height()
    assert stack.layout_now[0].height_px > one_lane


def test_a_candidate_says_state_distance_and_what_its_numbers_are() -> None:
    study = replace(shown_study(made_table(7200.0)), candidates=(CANDIDATE, replace(CANDIDATE, nearest_spasm_s=20.0)))
    first, second = (candidate_text(study, number) for number in (1, 2))
    for part in ("N2 · sharp waves 62 %", "Nearest spasm: 2 min before the epoch.", "Nobody confirmed", "not scored"):
        assert part in first
    assert "Nearest spasm: 20 s after the epoch." in second
