"""Suggestions are drawn apart from marks: outlined, dashed, never filled; names do not cover each other."""

import itertools
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QFont, QImage, QPainter

from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.themes import load_themes
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.suggestions_painter import ShownSuggestion, paint_suggestions, place_tags

RUN = DetectorRun("r", "f", "d", "Spasms", "1", "0", (), Span(0, 60), "2024-05-06T07:08:09+00:00", "me")
GEOMETRY = PageGeometry(1000, 500, Span(0.0, 15.0), 10, 4.0)


def shown(onset_s: float, number: int = 0, score: float = 0.61, letter: str = "") -> ShownSuggestion:
    one = Suggestion(RUN, Detection(number, onset_s, 1.0, "spasm", score))
    return ShownSuggestion(one, "Spasm", "#c2410c", letter)


@pytest.fixture(params=[theme.theme_id for theme in load_themes()])
def theme(request: pytest.FixtureRequest, qapp):  # type: ignore[no-untyped-def]
    return next(t for t in load_themes() if t.theme_id == request.param)


def painted(suggestions, theme) -> QImage:  # type: ignore[no-untyped-def]
    image = QImage(1000, 500, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.page))
    painter = QPainter(image)
    paint_suggestions(painter, suggestions, GEOMETRY, theme)
    painter.end()
    return image


def test_the_inside_is_never_filled_and_the_edges_are_broken_lines(theme) -> None:  # type: ignore[no-untyped-def]
    image = painted([shown(5.0)], theme)
    x0, x1 = round(GEOMETRY.x_of(5.0)), round(GEOMETRY.x_of(6.0))
    inside = {image.pixelColor(x, y).name() for x in range(x0 + 4, x1 - 4) for y in range(60, 440, 7)}
    assert inside == {theme.page}
    edge = [any(image.pixelColor(x, y).name() != theme.page for x in (x0 - 1, x0)) for y in range(60, 440)]
    assert any(edge)
    assert not all(edge)


def test_the_second_run_has_another_pattern(theme) -> None:  # type: ignore[no-untyped-def]
    def runs(letter: str) -> int:
        image = painted([shown(5.0, letter=letter)], theme)
        x0 = round(GEOMETRY.x_of(5.0))
        column = [image.pixelColor(x0, y).name() != theme.page for y in range(60, 440)]
        return sum(a != b for a, b in itertools.pairwise(column))

    assert runs("B") > 1.3 * runs("A")


@given(st.lists(st.floats(0, 14), max_size=30), st.lists(st.tuples(st.floats(104, 990), st.floats(5, 200)), max_size=5))
def test_names_never_cover_each_other_or_names_of_marks(onsets_s, marks) -> None:  # type: ignore[no-untyped-def]
    taken = [(left, left + width) for left, width in marks]
    suggestions = [shown(onset_s, number) for number, onset_s in enumerate(onsets_s)]
    tags = place_tags(suggestions, GEOMETRY, QFont(), taken)
    for number, tag in enumerate(tags):
        assert not any(tag.area.intersects(other.area) for other in tags[number + 1 :])
        if tag.area.top() < GEOMETRY.top_px - 1:
            assert all(tag.area.right() <= left or tag.area.left() >= right for left, right in taken)


def test_the_selected_one_keeps_its_name_where_room_is_short(qapp) -> None:  # type: ignore[no-untyped-def]
    crowd = [shown(5.0 + 0.01 * k, k) for k in range(12)]
    crowd[-1] = replace(crowd[-1], is_selected=True)
    assert any(tag.shown.is_selected for tag in place_tags(crowd, GEOMETRY, QFont(), []))


def test_a_name_says_that_it_is_a_question() -> None:
    assert shown(5.0).text == "Spasm 0.61 ?"
    assert shown(5.0, letter="B").text == "B Spasm 0.61 ?"
