"""The right side of the scoring workbench, given views: what it shows, asks for and opens, at any size and theme."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QScrollBar, QToolButton, QWidget
from pytestqt.qtbot import QtBot
from reports.score_sheets import example, made_amplitude, made_sheet

from eegview.app.scoring.amplitudes import AmplitudeRequest, EpochAmplitudes, RowAmplitude
from eegview.app.scoring.blindness import ReaderLine
from eegview.app.themes import Theme, load_themes
from eegview.model.display.filters import NO_FILTERS
from eegview.model.display.montage import Montage
from eegview.model.scoring.evidence import ABSENT, PRESENT, FlagEvidence
from eegview.model.span import Span
from eegview.ui.scoring.card_frame import EvidenceLabel
from eegview.ui.scoring.side import ScoreSide
from eegview.ui.scoring.side_view import PrefillState, SideView
from eegview.ui.window.style import apply_style

THEMES = {theme.theme_id: theme for theme in load_themes()}
FOCI = ("P4", "F3", "T7", "O1")
SPIKES = {page * 15 + n: (FOCI[(page + n) % 4],) for page in range(18) for n in range(9)} | {12: ("P4", "F3"), 13: ()}
TYPICAL = Span(640.0, 642.0)


def made_view() -> SideView:
    """Return a view of a sheet with everything: foci, measurements, answers, proposals, a second reader."""
    sheet = made_sheet(
        SPIKES,
        18,
        gmfs=FlagEvidence(PRESENT, (example(694.0), example(770.0))),
        pva=FlagEvidence(PRESENT),
        amplitudes=(made_amplitude("F3-C3", 330.0, 640.0), made_amplitude("P7-O1", 250.0, 700.0)),
        confidence=4,
    )
    rows = tuple(
        RowAmplitude(label, "left", label == "P7-O1", limit_uv, value, value, TYPICAL, TYPICAL, value, 150)
        for label, limit_uv, value in (("F3-C3", 200.0, 331.0), ("P7-O1", 300.0, 250.0))
    )
    readers = (
        ReaderLine("Ada Alvarez-Montgomery", sheet.key, 18, 20, "", True, sheet),
        ReaderLine("Bo", sheet.key, 20, 20, "2020-03-03T09:41:00+00:00", False, None),
    )
    return SideView(
        sheet,
        11,
        170,
        readers,
        {"Bo": "epileptologist"},
        PrefillState(True, True, {18 * 15 + 3: ("P4",), 12: ("O1",)}),
        EpochAmplitudes(AmplitudeRequest(Span(600, 900), Montage("m", "M"), NO_FILTERS, (), frozenset()), rows),
        now=datetime(2020, 3, 3, 12, tzinfo=UTC),
        keys={"gmfs": "Q", "pva": "D", "amplitude": "C"},
        electrodes=("Fp1", "C3", "C4"),
    )


@pytest.fixture
def side(qtbot: QtBot, qapp: QApplication) -> Iterator[ScoreSide]:
    before = qapp.styleSheet(), qapp.font(), qapp.palette()
    apply_style(qapp, THEMES["paper"], 1.0)
    made = ScoreSide(THEMES["paper"])
    qtbot.addWidget(made)
    made.resize(400, 760)
    made.show()
    made.show_sheet(made_view())
    yield made
    qapp.setStyleSheet(before[0])
    qapp.setFont(before[1])
    qapp.setPalette(before[2])


def button(side: ScoreSide, name: str) -> QToolButton:
    found = side.findChild(QToolButton, name)
    assert isinstance(found, QToolButton), name
    return found


def test_every_value_opens_its_evidence_and_every_answer_is_asked_for(side: ScoreSide, qtbot: QtBot) -> None:
    asked: list[tuple[str, object]] = []
    side.bin_asked.connect(lambda number: asked.append(("bin", number)))
    side.evidence_asked.connect(lambda span: asked.append(("evidence", span)))
    side.flag_chosen.connect(lambda question, answer: asked.append((question, answer)))
    side.withdraw_asked.connect(lambda name: asked.append(("withdraw", name)))
    side.confidence_chosen.connect(lambda n: asked.append(("confidence", n)))
    side.prefill_switched.connect(lambda is_on: asked.append(("prefill", is_on)))
    side.form_asked.connect(lambda: asked.append(("form", None)))

    assert (side.score.number.text(), side.score.title.text()) == ("5", "Score so far")
    assert side.score.severity.text().startswith("Definite epileptic encephalopathy on the BASED scale")
    assert "severity, not a diagnosis" in side.score.parameters.accessibleName()
    assert "confirm with the publication" in side.score.parameters.accessibleName()
    assert (side.score.note.text(), side.score.missing.text()) == ("2 pages left", "")
    assert side.score.note.toolTip() == "Read the remaining 2 pages of the epoch."

    def follow(label: EvidenceLabel, text: str) -> None:
        label.linkActivated.emit(str([link for link, _target in label.links].index(text)))

    follow(side.score.label_of("Spike foci"), "T7")
    follow(side.score.label_of("High rows"), "F3-C3")
    follow(side.amplitude.measured[1][0], "P7-O1 250 µV")
    follow(side.flags.examples["gmfs"], "12")
    side.pages.foci.head.asked.emit("O1")
    side.amplitude.measured[0][1].click()
    assert side.flags.examples["pva"].plain == "needs one marked example"
    for name in ("score.pva.absent", "score.gmfs.present", "score.confidence.5", "score.prefill.switch"):
        button(side, name).click()
    side.readers.form.click()
    after_170 = [n for n in sorted(SPIKES) if n > 170]
    assert asked == [
        ("bin", next(n for n in after_170 if "T7" in SPIKES[n])),
        ("evidence", Span(640.0, 640.2)),
        ("evidence", Span(700.0, 700.2)),
        ("evidence", Span(770.0, 771.0)),
        ("bin", next(n for n in after_170 if "O1" in SPIKES[n])),
        ("withdraw", "F3-C3-640"),
        ("pva", ABSENT),
        ("gmfs", ""),  # chosen again: the answer is taken away
        ("confidence", 5),
        ("prefill", False),
        ("form", None),
    ]
    assert button(side, "score.gmfs.present").isChecked()  # until the next view says otherwise
    assert button(side, "score.confidence.4").isChecked()


def test_the_grid_is_walked_by_mouse_and_keys(side: ScoreSide, qtbot: QtBot) -> None:
    grid = side.pages.grid
    asked: list[int] = []
    pages: list[int] = []
    side.bin_asked.connect(asked.append)
    side.page_asked.connect(pages.append)
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=grid.box_of(37).center().toPoint())
    line = grid.box_of(45).center().toPoint()
    qtbot.mouseClick(grid, Qt.MouseButton.LeftButton, pos=QPoint(3, line.y()))
    keys = (Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End)
    for key in keys:
        qtbot.keyClick(grid, key)
    assert (asked, pages) == ([37, 171, 169, 155, 185, 165, 179], [3])
    side.show_sheet(replace(made_view(), current_page=19, current_bin=299))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down):
        qtbot.keyClick(grid, key)
    assert len(asked) == 7  # nothing lies that way
    assert grid.accessibleDescription().startswith("Page 20, bin 15, 00:14:59. Page not read.")
    assert grid.bin_text(12).startswith("Page 1, bin 13, 00:10:12. Spike at P4, F3.")  # no proposal over an answer
    assert "Proposed: spike at P4. Not answered." in grid.bin_text(18 * 15 + 3)
    assert side.pages.foci.texts[0].endswith("pages")
    assert side.pages.note.text() == "18 pages count (≥ 10 needed) · 18 of 20 read"


@pytest.mark.parametrize(
    "theme", [THEMES[name] for name in ("paper", "night", "high_contrast")], ids=lambda t: t.theme_id
)
def test_cells_differ_by_more_than_colour(side: ScoreSide, theme: Theme) -> None:
    side.restyle(theme)
    grid = side.pages.grid
    image = grid.grab().toImage()

    def colours(number: int) -> list[str]:
        box = grid.box_of(number).toAlignedRect().adjusted(2, 2, -2, -2)
        return [
            image.pixelColor(x, y).name()
            for y in range(box.top(), box.bottom())
            for x in range(box.left(), box.right())
        ]

    spike, unnamed, none, hollow = colours(1), colours(13), colours(14), colours(299)
    assert len(set(spike)) > 1  # its letter
    assert len(set(unnamed)) > 1  # hatched
    assert len(set(none)) == 1  # filled
    assert hollow[len(hollow) // 2] != none[0]


@pytest.mark.parametrize(("scale", "width"), [(1.0, 384), (1.0, 540), (1.5, 384), (2.0, 520)])
def test_nothing_overlaps_or_is_cut_off(side: ScoreSide, qapp: QApplication, scale: float, width: int) -> None:
    apply_style(qapp, THEMES["night"], scale)
    view = made_view()
    assert view.sheet is not None
    low = made_sheet({}, 20, gmfs=FlagEvidence(ABSENT), nonepileptiform=PRESENT, other_foci=("C3", "C4"))
    for shown in (view, replace(view, sheet=low, amplitudes=None, amplitudes_text="Measuring, 40 %")):
        side.setFixedWidth(width)  # too narrow at large texts: it grows
        side.show_sheet(shown)
        side.resize(side.width(), 700)
        for _ in range(4):
            qapp.processEvents()
        assert side.minimumSizeHint().width() <= 500 * max(scale / 1.5, 1.0)
        inside = side.area.widget()
        assert inside.width() <= side.area.viewport().width()
        for part in inside.findChildren(QWidget):
            if not part.isVisible() or isinstance(part, QScrollBar):
                continue
            parent = part.parentWidget()
            if parent is not inside and part.window() is side:
                assert parent.rect().adjusted(-1, -1, 1, 1).contains(part.geometry()), part.objectName()
            if isinstance(part, QLabel) and part.wordWrap():
                assert part.height() >= part.heightForWidth(part.width()) - 1, part.text()
            elif isinstance(part, QLabel | QToolButton):
                assert part.width() >= part.minimumSizeHint().width() - 1, part.text()
        tops = [card.geometry() for card in side.cards if card.isVisible()]
        assert all(a.bottom() < b.top() for a, b in pairwise(tops))


def test_it_is_walked_by_tab_and_every_control_has_a_name(side: ScoreSide) -> None:
    controls = [w for w in side.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus and w.isVisible()]
    assert len(controls) > 20
    for control in controls:
        name = control.accessibleName() or getattr(control, "text", str)()
        assert name, control.objectName()
        assert isinstance(control, QScrollBar) or control.focusPolicy() == Qt.FocusPolicy.TabFocus  # a click leaves it
    order: list[QWidget] = []
    here = side.nextInFocusChain()
    while here is not side and here is not None:
        if here in controls and not isinstance(here, QScrollBar):
            order.append(here)
        here = here.nextInFocusChain()
    cards = [next(card.objectName() for card in side.cards if card.isAncestorOf(control)) for control in order]
    assert list(dict.fromkeys(cards)) == [card.objectName() for card in side.cards]
    assert cards == sorted(cards, key=[card.objectName() for card in side.cards].index)
    tops = [control.mapTo(side, QPoint(0, 0)).y() for control in order if side.score.isAncestorOf(control)]
    assert tops == sorted(tops)


def test_a_committed_score_is_locked_and_the_other_reader_opens(side: ScoreSide) -> None:
    own = made_sheet(SPIKES, 20, reader="Ada", committed_utc="2020-03-03T10:00:00+00:00", committed_score=5)
    other = made_sheet(SPIKES, 20, reader="Bo", committed_utc="2020-03-03T09:41:00+00:00", committed_score=4)
    readers = tuple(
        ReaderLine(sheet.reader, sheet.key, 20, 20, sheet.committed_utc, sheet is own, sheet) for sheet in (own, other)
    )
    asked: list[str] = []
    side.other_reader_asked.connect(asked.append)
    side.commit_asked.connect(lambda: asked.append("commit"))
    side.withdraw_commit_asked.connect(lambda: asked.append("withdraw"))
    assert not side.readers.commit.isEnabled()
    assert side.readers.commit.text() == "Commit score (2 pages left)"
    assert [row[-1] for row in side.readers.rows] == ["5 so far", "hidden"]
    side.show_sheet(replace(made_view(), sheet=replace(own, committed_utc="", committed_score=None), readers=()))
    side.readers.commit.click()
    side.show_sheet(replace(made_view(), sheet=own, readers=readers, is_locked=True))
    assert [row[-1] for row in side.readers.rows] == ["5", "4"]
    assert not side.flags.choices["gmfs"].isEnabled()
    assert not any(withdraw.isVisible() for _label, withdraw in side.amplitude.measured)
    side.readers.commit.click()
    side.readers.name_of("Bo").linkActivated.emit("0")
    assert asked == ["commit", "withdraw", "Bo"]
    side.show_sheet(SideView(None))
    assert side.empty.isVisible()
    assert not side.score.isVisible()


def test_the_rest_of_the_study_is_asked_where_it_matters(side: ScoreSide) -> None:
    assert not side.flags.is_study_shown
    low = made_sheet({}, 20, gmfs=FlagEvidence(ABSENT), pva=FlagEvidence(ABSENT), high_amplitude=ABSENT)
    side.show_sheet(replace(made_view(), sheet=low))
    assert side.flags.is_study_shown
    assert not button(side, "score.foci_named.named").isVisible()
    answered: list[tuple[str, str]] = []
    side.flag_chosen.connect(lambda question, answer: answered.append((question, answer)))
    side.show_sheet(replace(made_view(), sheet=made_sheet({0: ("P4",), 1: ()}, 20)))
    button(side, "score.foci_named.named").click()
    button(side, "score.high_amplitude.absent").click()
    assert answered == [("foci", "named"), ("high_amplitude", ABSENT)]
    side.show_sheet(replace(made_view(), sheet=low))
    chosen: list[tuple[str, ...]] = []
    side.other_foci_chosen.connect(chosen.append)
    menu = side.flags.foci.menu()
    assert menu is not None
    menu.actions()[1].trigger()
    assert chosen == [("C3",)]
    assert side.pages.foci.needed.text() == "0 foci (≥ 3 needed)"


def test_it_uses_the_height_and_needs_no_scrolling_on_a_usual_screen(side: ScoreSide, qapp: QApplication) -> None:
    view = made_view()
    assert view.sheet is not None
    side.setFixedWidth(538)
    grid, bar = side.pages.grid, side.area.verticalScrollBar()

    def line_px() -> float:
        return grid.box_of(15).y() - grid.box_of(0).y()

    heights = {}
    for height_px in (500, 940, 1400):
        side.resize(538, height_px)
        for _ in range(4):
            qapp.processEvents()
        heights[height_px] = line_px()
    assert heights[500] < heights[940] <= heights[1400] < 2 * heights[500]
    side.resize(538, 940)
    for _ in range(4):
        qapp.processEvents()
    assert not bar.isVisible()
    before_px = line_px()
    side.show_sheet(replace(view, sheet=replace(view.sheet, amplitudes=())))  # lines go: the grid stays as it is
    for _ in range(4):
        qapp.processEvents()
    assert line_px() == before_px
