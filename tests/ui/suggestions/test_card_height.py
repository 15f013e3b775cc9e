"""The card beside the mouse holds all of its lines, also where names take further ones."""

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication, QWidget

from eegview.app.suggestions.suggestions import Suggestion
from eegview.app.themes import load_themes
from eegview.model.span import Span
from eegview.model.suggestion.detection import Detection, DetectorRun, ScoreTerm
from eegview.ui.page.suggestions_painter import ShownSuggestion
from eegview.ui.suggestions.mouse import SuggestionCard

NAMES = (
    "rocking or patting: slow activity correlated with the breathing belt, 0.8–4 Hz",
    "activity of the surrounding second beside the amplitude of the peak itself",
    "slow wave relative to the surrounding minute, both hemispheres",
)
RUN = DetectorRun("r", "f", "artifact", "Artifacts", "1", "ab", (), Span(0.0, 60.0), "2026-01-01T12:00:00+00:00", "ann")


def test_its_bars_have_the_height_that_they_need(qtbot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    page.setStyleSheet("QFrame#suggestion\\.card, SuggestionCard { border: 6px solid black; }")
    card = SuggestionCard(page, load_themes()[0])
    page.show()
    terms = tuple(ScoreTerm(name, 3276.2, "µV", 1.0) for name in NAMES)
    suggestion = Suggestion(RUN, Detection(0, 1.0, 1.0, "artifact", 0.9, (), terms), None)
    shown = ShownSuggestion(suggestion, "Artifact", "#123456")
    heights_px = set()
    for page_px in range(480, 800, 3):
        page.resize(page_px, 600)
        card.show_suggestion(shown, "00:00:09", "", load_themes()[0], QPointF(5, 5))
        QApplication.processEvents()
        assert card.bars.height() >= card.bars.heightForWidth(card.bars.width()), page_px
        heights_px.add(card.bars.height())
    assert len(heights_px) > 1  # at some widths names take further lines
