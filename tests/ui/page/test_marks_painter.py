"""Names of marks on the page: none covers another, and what a person marked goes before what the recorder wrote."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from eegview.app.marks.file_notes import NoteReadings
from eegview.app.resources import resources_folder
from eegview.app.themes import read_theme
from eegview.app.vocabulary.store import load_vocabulary
from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.model.span import Span
from eegview.ui.page import marks_painter
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.page.marks_painter import MarkStyle, paint_marks

GEOMETRY = PageGeometry(1000.0, 400.0, Span(0.0, 15.0), 10, 4.0)
THEME = read_theme(resources_folder() / "themes" / "paper.toml")


def note(onset_s: float, text: str) -> Annotation:
    return Annotation(f"n{onset_s}", "file_note", onset_s, text=text, layer=FILE_LAYER)


def spasm(onset_s: float) -> Annotation:
    return Annotation(f"s{onset_s}", "spasm", onset_s, 1.0, layer="me")


@pytest.fixture
def written(qapp, monkeypatch: pytest.MonkeyPatch):
    """Return what paints marks and tells the names written, with where they stand."""

    def paint(marks: list[Annotation], selected_id: str | None = None) -> dict[str, tuple[str, float, float]]:
        found: dict[str, tuple[str, float, float]] = {}
        paint_name = marks_painter._paint_name

        def watched(painter, mark, text, area, style) -> None:
            found[mark.annotation_id] = (text, area.left(), area.right())
            paint_name(painter, mark, text, area, style)

        monkeypatch.setattr(marks_painter, "_paint_name", watched)
        image = QImage(1000, 400, QImage.Format.Format_RGB32)
        with QPainter(image) as painter:
            style = MarkStyle(THEME, load_vocabulary(), selected_id, "me")
            paint_marks(painter, sorted(marks, key=lambda m: m.onset_s), GEOMETRY, style, lambda _mark: [])
        monkeypatch.setattr(marks_painter, "_paint_name", paint_name)
        return found

    return paint


def test_a_note_is_cut_where_a_mark_begins(written) -> None:
    names = written([note(2.0, "the child is nursed and looks about"), spasm(3.0)])
    assert names["n2.0"][0].endswith("…")
    assert names["n2.0"][2] <= names["s3.0"][1]
    assert names["s3.0"][0] == "Spasm"


def test_of_two_notes_close_together_both_are_named(written) -> None:
    names = written([note(2.0, "recording starts with calibration"), note(3.1, "A1+A2 off")])
    assert names["n2.0"][0].endswith("…")
    assert names["n3.1"][0] == "A1+A2 off"


def test_no_name_covers_another(written) -> None:
    marks = [note(i * 0.21, "head straight up") for i in range(30)] + [spasm(i * 0.8) for i in range(10)]
    places = sorted((left, right) for _, left, right in written(marks).values())
    assert all(right <= left for (_, right), (left, _) in itertools.pairwise(places))


def test_the_selected_marks_name_is_always_there(written) -> None:
    assert "n3.1" in written([spasm(3.0), note(3.1, "awake")], selected_id="n3.1")
    assert "n3.1" not in written([spasm(3.0), note(3.1, "awake")])


READINGS = NoteReadings(load_vocabulary())


def colours_in_lane(marks: list[Annotation], at_s: float, reads: bool = True) -> tuple[set[str], set[str]]:
    """Return the colours of the edge and of the inside of what stands in the lane of names at a time."""
    image = QImage(1000, 400, QImage.Format.Format_RGB32)
    image.fill(QColor(THEME.page))
    painter = QPainter(image)
    style = MarkStyle(THEME, load_vocabulary(), author="me", readings=READINGS if reads else None)
    paint_marks(painter, marks, GEOMETRY, style, lambda _mark: [])
    painter.end()
    x, bottom = round(GEOMETRY.x_of(at_s)), int(GEOMETRY.top_px)
    edge = {image.pixelColor(x + 8, y).name() for y in range(3)}
    inside = {image.pixelColor(x + 3, y).name() for y in range(4, bottom - 6)}
    return edge, inside


def test_a_note_of_a_spasm_is_an_outline_in_the_colour_of_spasms(qapp) -> None:
    style = MarkStyle(THEME, load_vocabulary(), author="me", readings=READINGS)
    red = style.colour(spasm(0.0)).name()
    edge, inside = colours_in_lane([note(5.0, "SPASM")], 5.0)
    assert red in edge
    assert red not in inside
    _edge, filled = colours_in_lane([spasm(5.0)], 5.0)
    assert red in filled
    assert red not in colours_in_lane([note(5.0, "cough")], 5.0)[0]
    assert red not in colours_in_lane([note(5.0, "SPASM")], 5.0, reads=False)[0]


def test_a_doubt_is_told_by_the_edge_and_in_words() -> None:
    style = MarkStyle(THEME, load_vocabulary(), readings=READINGS)
    sure, doubtful = note(5.0, "SPASM"), note(6.0, "SPASM?")
    assert style.outline(sure) is Qt.PenStyle.SolidLine
    assert style.outline(doubtful) is Qt.PenStyle.DashLine
    assert style.note_kind(doubtful) == "file annotation of a spasm, uncertain"
    assert style.name(doubtful) == "SPASM?"


def test_a_note_is_shown_as_it_may_be() -> None:
    style = MarkStyle(THEME, load_vocabulary(), shown=lambda text: text.replace("Anna", "…"))
    assert style.name(note(5.0, "Anna  crying")) == "… crying"
