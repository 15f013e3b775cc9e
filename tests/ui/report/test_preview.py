"""The pages of a report beside its form: zoomed, turned, with links under mouse and keys."""

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eegview.app.report.pages import ReportPages, basis_of, render_pages, render_pictures
from eegview.app.themes import load_themes
from eegview.model.report.document import Field, Fields, Paragraph, ReportDocument, Section, SignatureLine, Value, Words
from eegview.model.report.link import EvidenceLink, Place
from eegview.model.span import Span
from eegview.ui.report.page_layout import PX_PER_PT, PageLayout, fitted_zoom, next_zoom
from eegview.ui.report.preview import FIT, Preview

LINK = EvidenceLink("abc", Span(0.0, 60.0), Place.SPASMS)
PAGE = EvidenceLink("abc", Span(12.0, 27.0), frame_s=13.0)
A4 = (595.28, 841.89)


def document() -> ReportDocument:
    count = Value(
        "138", "spasms.total", 138.0, "count", 120.0, 155.0, "by clusters", "layer Final, 60 s recorded", LINK
    )
    first = Value("12.0 s", "spasms.interval", 12.0, "s", basis="first spasm", link=PAGE)
    fields = Fields((Field("episodes.total", "Spasms", ((count, Words(" in all, interval "), first),)),))
    long = Paragraph(tuple((Words(f"Line {number} of a long section."),) for number in range(90)))
    sections = (Section("episodes", "Episodes", (fields,)), Section("limits", "Limits", (long,)))
    boxes = (SignatureLine("reviewed", "I have read this recording."),)
    return ReportDocument(
        "EEG report", "test", "plain", "1", "en", (), None, (), ((Words("Summary."),),), sections, boxes,
        ("For research and education. Not a medical device.",), "SIM-1", {}, "2026-03-17T10:00:00+00:00",
    )  # fmt: skip


@pytest.fixture(scope="module")
def pages() -> ReportPages:
    return render_pages(document(), 72.0)


@pytest.fixture
def preview(qtbot: QtBot, pages: ReportPages) -> Preview:
    made = Preview(load_themes()[0])
    qtbot.addWidget(made)
    made.resize(640, 700)
    made.show()
    made.show_pages(pages)
    return made


def test_pages_lie_below_each_other_in_the_middle() -> None:
    layout = PageLayout((A4, A4), 1.0, 1200)
    first, second = layout.rects
    assert first.width() == round(A4[0] * PX_PER_PT)
    assert first.center().x() == pytest.approx(600, abs=1)
    assert second.top() > first.bottom()
    assert layout.page_at(first.bottom() + 5) == 0
    assert layout.page_at(second.top()) == 1
    place = layout.place(QPointF(second.left() + PX_PER_PT * 10, second.top() + PX_PER_PT * 20))
    assert place is not None
    assert place == (1, pytest.approx(10), pytest.approx(20))
    assert layout.place(QPointF(2, 2)) is None
    assert fitted_zoom((A4,), 700) < 1 < fitted_zoom((A4,), 1000)
    assert (next_zoom(1.0, 1), next_zoom(1.0, -1), next_zoom(3.0, 1), next_zoom(0.95, 1)) == (1.25, 0.9, 3.0, 1.0)


def test_a_document_becomes_pages_with_links_and_what_stands_behind_them(pages: ReportPages) -> None:
    assert len(pages.pages) >= 2
    urls = [link.url for page in pages.pages for link in page.links]
    assert [LINK.url, PAGE.url] == urls[:2]
    assert "138 · 95 % CI 120–155 · layer Final" in pages.basis[LINK.url]
    assert basis_of(document()) == pages.basis
    sharper = render_pictures(pages, 144.0)
    assert len(sharper.pages[0].picture) > len(pages.pages[0].picture)
    assert sharper.pages[0].links == pages.pages[0].links


def test_mouse_and_keys_reach_every_link(preview: Preview, qtbot: QtBot) -> None:
    view, followed, pointed = preview.pages, [], []
    preview.followed.connect(followed.append)
    view.pointed.connect(lambda url, _text: pointed.append(url))
    page, link = view.links[0]
    middle = view.layout_of_pages.rect_of(page, link.left_pt, link.top_pt, link.right_pt, link.bottom_pt).center()
    qtbot.mouseMove(view, middle.toPoint())
    assert pointed == [LINK.url]
    assert "layer Final" in preview.basis.text()
    assert view.cursor().shape() == Qt.CursorShape.PointingHandCursor
    qtbot.mouseMove(view, QPoint(3, 3))
    assert pointed[-1] == ""
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=middle.toPoint())
    view.setFocus()
    for key, modifier in (
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_N, Qt.KeyboardModifier.NoModifier),
    ):
        qtbot.keyClick(view, key, modifier)
    assert "first spasm" in view.accessibleDescription()
    qtbot.keyClick(view, Qt.Key.Key_Return)
    qtbot.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert followed == [LINK.url, PAGE.url, LINK.url]


def test_zoom_and_pages(preview: Preview, qtbot: QtBot, pages: ReportPages) -> None:
    asked: list[float] = []
    preview.sharpness_asked.connect(asked.append)
    assert preview.zoom == FIT
    assert preview.pages.layout_of_pages.rects[0].width() <= preview.area.viewport().width()
    preview.use_zoom(1.0)
    assert preview.buttons["full_size"].text() == "100 %"
    assert not preview.buttons["fit_width"].isChecked()
    qtbot.waitUntil(lambda: bool(asked))
    assert asked[-1] == preview.ppi > pages.ppi
    wheel = QWheelEvent(
        QPointF(50, 50), preview.area.mapToGlobal(QPointF(50, 50)), QPoint(), QPoint(0, 120),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.ControlModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(preview.area.viewport(), wheel)
    assert preview.zoom == 1.25
    preview.go_to_page(1)
    assert preview.number.text() == f"Page 2 of {len(pages.pages)}"
    at = preview.place
    preview.show_pages(pages)  # set anew: what is read stays in sight
    assert preview.place == pytest.approx(at, abs=100)
    preview.show_failure("The report cannot be set.")
    assert preview.stack.currentWidget() is preview.empty
