"""The parts of the triage, given plain values."""

import re
from functools import partial

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QFontMetricsF, QImage, QKeySequence
from PySide6.QtWidgets import QMenu, QPushButton, QVBoxLayout, QWidget
from shared_data import PROJECT
from waiting import emitted, wait_until

from eegview.app.page.head_field import HeadField
from eegview.app.suggestions.score_meaning import ScoreMeaning
from eegview.app.suggestions.suggestions import Counts
from eegview.app.themes import Theme, load_themes
from eegview.dsp.scalp_map import electrode_position, flattened, map_weights
from eegview.model.suggestion.detection import Detection, ScoreTerm
from eegview.model.suggestion.judgement import Verdict
from eegview.ui.suggestions.reasons import WhyPanel
from eegview.ui.suggestions.term_bars import TermBars
from eegview.ui.suggestions.texts import counts_text, folded, shown_chips, shown_terms, value_text
from eegview.ui.suggestions.view_data import ChipState, ShownChip, ShownProgress, ShownTerm
from eegview.ui.triage.buttons import KeyButtons, key_text
from eegview.ui.triage.empty import empty_text
from eegview.ui.triage.group import TriageChips
from eegview.ui.triage.header import TriageHeader
from eegview.ui.triage.view import VIDEO_SHARE, SidePanel
from eegview.ui.widgets.head_map import HeadMap, field_lines

NAMES = tuple("Fp1 Fp2 F3 F4 C3 C4 P3 P4 O1 O2 Fz Cz Pz".split())  # noqa: SIM905


@pytest.fixture(params=["paper", "night", "high_contrast"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return next(theme for theme in load_themes() if theme.theme_id == request.param)


def picture_of(widget) -> QImage:  # type: ignore[no-untyped-def]
    return widget.grab().toImage()


def a_field(values_uv: np.ndarray) -> HeadField:
    positions = np.array([electrode_position(name) for name in NAMES])
    grid = (map_weights(positions, 61) @ values_uv).reshape(61, 61).astype(np.float32)
    return HeadField(12.5, NAMES, flattened(positions), values_uv, grid)


def chips_of(n_chips: int, current: int) -> list[ShownChip]:
    states = (ChipState.ACCEPTED, ChipState.REJECTED, ChipState.UNSURE, ChipState.OPEN)
    return [ShownChip(str(i + 1), "0.90", states[i % 4], i == current, f"chip {i}") for i in range(n_chips)]


def test_the_map_is_blue_where_it_is_negative_and_says_so(qtbot, theme: Theme) -> None:
    head = HeadMap(theme)
    qtbot.addWidget(head)
    values_uv = np.array([100.0 if name.startswith("O") else -20.0 for name in NAMES])
    values_uv[NAMES.index("Fz")] = -180.0
    head.show_field(a_field(values_uv))
    head.resize(200, 200)
    picture = picture_of(head)
    ratio = picture.devicePixelRatio()

    def colour_at(x_share: float, y_share: float):  # type: ignore[no-untyped-def]
        return picture.pixelColor(round(200 * x_share * ratio), round(200 * y_share * ratio))

    front, back = colour_at(0.55, 0.32), colour_at(0.5, 0.9)
    assert front.blue() > front.red()
    assert back.red() > back.blue()
    lines = field_lines(a_field(values_uv), "12:00:00")
    assert lines[1] == "− negative, most at Fz: −180 µV"
    assert lines[2].startswith("+ positive, most at O")
    assert "most negative at Fz" in head.accessibleDescription()


def test_without_a_field_the_map_says_why(qtbot, theme: Theme) -> None:
    head = HeadMap(theme)
    qtbot.addWidget(head)
    head.show_field(None, "No head map here.")
    assert head.message == "No head map here."
    picture_of(head)


def test_verdicts_on_chips_differ_without_colour(qtbot, theme: Theme) -> None:
    """Grey pictures of an accepted, a rejected, an unsure and an open chip are all different."""
    chips = TriageChips(theme)
    qtbot.addWidget(chips)
    pictures = []
    for state in ChipState:
        chips.show_chips([ShownChip("1", "0.90", state, False)], "#c2410c")
        chips.resize(60, 44)
        grey = picture_of(chips).convertToFormat(QImage.Format.Format_Grayscale8)
        pictures.append(bytes(grey.constBits()))
    assert len(set(pictures)) == 4


@pytest.mark.parametrize("n_chips", [1, 9, 300])
def test_the_current_chip_is_always_to_be_seen(qtbot, n_chips: int) -> None:
    chips = TriageChips(load_themes()[0])
    qtbot.addWidget(chips)
    chips.resize(500, 44)
    for current in {0, n_chips // 2, n_chips - 1}:
        chips.show_chips(chips_of(n_chips, current), "#c2410c")
        with emitted(chips.chosen) as chosen:
            area = dict(chips._areas())[current]
            qtbot.mouseClick(chips, Qt.MouseButton.LeftButton, pos=area.center().toPoint())
        assert chosen.args == [current]
        assert area.left() >= 0
        assert area.right() <= 500
        picture_of(chips)


def test_blind_chips_bear_no_score() -> None:
    group = [Detection(i, 10.0 * i, 1.0, "spasm", 0.9) for i in range(3)]
    verdicts = {0: Verdict.ACCEPT, 2: Verdict.UNSURE}
    times = ["a", "b", "c"]
    seen = shown_chips(group, group[1], verdicts, times, is_blind=False)
    assert [(c.text, c.score, c.state.value, c.is_current) for c in seen] == [
        ("1", "0.90", "accepted", False),
        ("2", "0.90", "open", True),
        ("3", "0.90", "unsure", False),
    ]
    blind = shown_chips(group, group[1], verdicts, times, is_blind=True)
    assert not any("0.9" in part for chip in blind for part in (chip.score, chip.tip))


def test_terms_stand_by_weight_with_their_units() -> None:
    terms = (ScoreTerm("near", 7.2, "s", 0.4), ScoreTerm("step", -0.4, "", -1.5), ScoreTerm("wave", 180, "uV", 1.0))
    shown = shown_terms(Detection(0, 0.0, 1.0, "spasm", 0.5, terms=terms))
    assert [(term.name, term.value) for term in shown] == [("step", "−0.4"), ("wave", "180 µV"), ("near", "7.2 s")]
    assert value_text(ScoreTerm("rows", 14, "rows")) == "14 rows"
    assert value_text(ScoreTerm("distance from the usual level", -3276.2, "uV")) == "−3276 µV"
    assert counts_text({Verdict.ACCEPT: 2}) == "2 accepted, 0 rejected, 0 unsure"


def test_what_every_suggestion_begins_with_is_no_reason() -> None:
    terms = (ScoreTerm("baseline score, without limb EMG", 0, "", -4.0), ScoreTerm("wave", 2, "z", 1.0))
    shown = shown_terms(Detection(0, 0.0, 1.0, "spasm", 0.5, terms=terms))
    assert [(term.name, term.value) for term in shown] == [("wave", "2 z"), ("baseline score, without limb EMG", "")]
    most, rest = folded([shown[1], *(ShownTerm(f"reason {i}", "1 z", 2.0) for i in range(8))])
    assert [term.name[:6] for term in most] == ["reason"] * 6 + ["baseli"]  # never a minor factor
    assert rest == "2 minor factors +4.0"


def test_small_reasons_are_summed_up_and_shown_on_asking(qtbot, theme: Theme) -> None:
    why = WhyPanel(theme)
    qtbot.addWidget(why)
    terms = [ShownTerm(f"reason {i}", "1 z", (-1) ** i * (10.0 - i)) for i in range(10)]
    why.show_score(0.6, terms[::-1])
    assert why.bars.terms == tuple(terms[:7])
    assert why.rest.text() == "3 minor factors −2.0"  # −3 + 2 − 1
    why.show()
    qtbot.mouseClick(why.rest, Qt.MouseButton.LeftButton)
    assert why.all.isVisible()
    assert len(why.all.bars.terms) == 10
    why.hide_score("B")
    assert not why.all.isVisible()
    assert not why.rest.isVisible()
    why.show_score(0.6, terms[:8])
    assert len(why.bars.terms) == 8, "one reason takes no more room than the line about it"


SPASM_TERMS = (PROJECT / "plugins" / "spasms" / "spasm_terms.py").read_text(encoding="utf-8")
LABELS = tuple(re.findall(r'Term\(\s*"\w+", "([^"]+)"', SPASM_TERMS))
LONGEST = "slow wave relative to the surrounding minute, both hemispheres"


def test_no_reason_is_cut_where_a_line_more_holds_it(qtbot, theme: Theme) -> None:
    """Names of all reasons of the spasm detector, at the card's widths on 1280 and 1920 px, at 100 and 150 %."""
    assert len(LABELS) > 20
    bars = TermBars(theme)
    qtbot.addWidget(bars)
    usual_pt = bars.font().pointSizeF()
    for scale, width_px in ((1.0, 383), (1.5, 383), (1.0, 596), (1.5, 596)):
        font = bars.font()
        font.setPointSizeF(usual_pt * scale)
        bars.setFont(font)
        for name in (*LABELS, LONGEST):
            bars.show_terms([ShownTerm(name, "99.5 share", 1.0)])
            ((*lines,),) = bars.name_lines(width_px)
            assert " ".join(lines) == name, (scale, width_px)
            metrics = QFontMetricsF(font)
            assert all(
                metrics.horizontalAdvance(line) < width_px - metrics.horizontalAdvance("99.5 share") for line in lines
            )
            assert bars.heightForWidth(width_px) >= len(lines) * metrics.height()
        bars.resize(width_px, bars.heightForWidth(width_px))
        picture_of(bars)
    bars.show_terms([ShownTerm(LONGEST, "1 z", 1.0)], most_lines=1)
    ((line,),) = bars.name_lines(383)
    assert line.startswith("slow wave")
    assert line.endswith("pheres")  # cut in the middle, and whole in the tip
    assert LONGEST in bars.toolTip()


def test_the_popup_of_all_reasons_is_as_wide_as_their_names(qtbot, theme: Theme) -> None:
    why = WhyPanel(theme)
    qtbot.addWidget(why)
    why.resize(300, 400)
    why.show_score(0.6, [ShownTerm(f"{LONGEST} {i}", "1 z", 10.0 - i) for i in range(10)])
    why.show()
    qtbot.mouseClick(why.rest, Qt.MouseButton.LeftButton)
    assert why.all.width() > why.width()
    assert all(len(lines) == 1 for lines in why.all.bars.name_lines(why.all.bars.width()))
    assert why.screen().availableGeometry().contains(why.all.geometry())


def test_the_picture_keeps_its_share_where_the_column_is_short(qtbot) -> None:
    side = SidePanel(load_themes()[0])
    qtbot.addWidget(side)
    terms = [ShownTerm(f"reason {i}", "1 z", 10.0 - i) for i in range(14)]
    side.why.show_score(0.6, terms)
    side.show_video(True)
    for height_px in (900, 500, 360):
        side.resize(420, height_px)
        side.show()
        side.fit()
        wait_until(lambda h=height_px: side.picture.height() >= VIDEO_SHARE * h - 2)
    assert 2 <= len(side.why.bars.terms) < 7
    assert not side.field.isVisible()
    assert side.why.rest.text().startswith(f"{14 - len(side.why.bars.terms)} minor factors")


def test_what_a_score_means_and_that_it_may_change_are_said_as_room_allows(qtbot, theme: Theme) -> None:
    why = WhyPanel(theme)
    qtbot.addWidget(why)
    why.show()
    whole = "Score 0.70: of 48 suggestions scored 0.65–0.75 in tests, 31 were true (65 %, 50–77 %; simulated)."
    terms = [ShownTerm(f"reason {i}", "1 z", 10.0 - i) for i in range(14)]

    def fit(room_px: int) -> None:
        why.show_score(0.7, terms)
        why.show_meaning(ScoreMeaning("True in tests: 65 % (50–77 %)", whole, ("No EMG.",)))
        why.show_not_final("Not final: the recording was read only 20 s past it.")
        why.fit(room_px, 400)

    fit(900)
    assert why.meaning.text() == f"{whole} It may not hold here: No EMG."
    assert why.not_final.isVisible()
    assert why.score.text() == "0.70"
    fit(180)
    assert why.meaning.text() == "True in tests: 65 % (50–77 %); may not hold here"
    assert whole.split(":")[0] in why.meaning.toolTip()
    assert why.score.text() == "0.70 · not final"
    assert not why.not_final.isVisible()
    why.hide_score("B")  # blind: neither the score nor what it means, yet that it may change
    assert not why.meaning.isVisible()
    assert why.not_final.isVisible()
    assert "B shows them" in why.note.text()


def test_of_a_run_that_found_nothing_the_detectors_words_are_told() -> None:
    words = empty_text(Counts(), 0.5, False, None, ("There is no limb EMG.",))
    assert words.title == "This run suggested nothing."
    assert words.text == "There is no limb EMG. It may have missed events."


def test_what_the_detector_said_stands_below_the_reasons(qtbot, theme: Theme) -> None:
    why = WhyPanel(theme)
    qtbot.addWidget(why)
    why.show_notes(("No EMG.", "Two gaps."))
    assert why.notes.text() == "Detector: No EMG. Two gaps."
    why.show_notes(())
    assert not why.notes.isVisibleTo(why)


def test_hidden_reasons_are_neither_written_nor_drawn(qtbot, theme: Theme) -> None:
    why = WhyPanel(theme)
    qtbot.addWidget(why)
    why.show_score(0.87, [ShownTerm("slow wave", "5.2 z", 2.0), ShownTerm("step", "0.4", -1.0)], "Partial run.")
    assert why.score.text() == "0.87"
    assert why.note.text().startswith("Partial run. Suggestion of a research detector.")
    picture_of(why)
    why.hide_score("B")
    assert "0.87" not in why.score.text() + why.note.text()
    assert why.bars.terms == ()
    assert not why.bars.isVisibleTo(why)
    assert "B shows them" in why.note.text()


def test_a_button_follows_its_action(qtbot) -> None:
    buttons = KeyButtons("row")
    qtbot.addWidget(buttons)
    action = QAction("Accept")
    action.setObjectName("triage.accept")
    pressed: list[int] = []
    action.triggered.connect(lambda _checked=False: pressed.append(1))
    button = buttons.add(action, [QKeySequence("A")], "Accept as spasm", "key-primary")
    assert (button.cap.text(), button.words.text()) == ("A", "Accept as spasm")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton, pos=QPoint(4, 4))
    assert len(pressed) == 1
    action.setEnabled(False)
    assert not button.isEnabled()
    assert button.sizeHint().width() > button.words.sizeHint().width()


def note_pressed(pressed: list[str], name: str, _checked: bool = False) -> None:
    pressed.append(name)


def test_in_a_low_window_buttons_keep_to_one_line_and_the_rest_is_in_a_menu(qtbot) -> None:
    window = QWidget()
    layout = QVBoxLayout(window)
    buttons = KeyButtons("row", keeps_low=True)
    layout.addWidget(buttons)
    layout.addStretch(1)
    qtbot.addWidget(window)
    pressed: list[str] = []
    actions = [QAction(f"Act {number}", window) for number in range(6)]
    for number, action in enumerate(actions):
        action.setObjectName(f"act{number}")
        action.triggered.connect(partial(note_pressed, pressed, action.text()))
        buttons.add(action, [QKeySequence(str(number))], f"Do what is number {number}")
    window.resize(420, 900)
    window.show()
    one_line_px = buttons.buttons["act0"].height() + 16
    assert all(button.isVisible() for button in buttons.buttons.values())
    assert buttons.height() > 2 * one_line_px
    window.resize(420, 500)
    qtbot.waitUntil(lambda: buttons.height() <= one_line_px)
    hidden = [name for name, button in buttons.buttons.items() if button.isHidden()]
    assert hidden == list(buttons.buttons)[-len(hidden) :]
    assert len(hidden) >= 3
    qtbot.mouseClick(buttons.findChild(QPushButton, "row.more"), Qt.MouseButton.LeftButton)
    menu = buttons.findChild(QMenu)
    assert [entry.text() for entry in menu.actions()] == [f"{n[3]}  Do what is number {n[3]}" for n in hidden]
    menu.actions()[-1].trigger()
    menu.close()
    assert pressed == ["Act 5"]
    window.resize(420, 900)
    qtbot.waitUntil(lambda: all(button.isVisible() for button in buttons.buttons.values()))


@pytest.mark.parametrize(
    ("keys", "text"), [(["Backspace"], "⌫"), (["Shift+Right"], "Shift+→"), (["A", "B"], "A"), ([], ""), (["+"], "+")]
)
def test_keys_as_on_their_caps(keys: list[str], text: str) -> None:
    assert key_text(QKeySequence(key) for key in keys) == text


def test_the_strip_says_how_far_one_is(qtbot) -> None:
    header = TriageHeader()
    qtbot.addWidget(header)
    header.show_progress(ShownProgress(17, 41, 63, 3.14), 0.5)
    assert header.threshold_text.text() == "0.50 — 41 of 63 shown"
    assert header.done.text() == "17 of 41 · 3.1 s each"
    assert header.threshold.value() == 50
    with emitted(header.threshold_changed) as changed:
        header.threshold.setValue(62)
    assert changed.args == [0.62]
    header.show_orders([("time", "time"), ("score", "confidence")], "score")
    assert header.order.button.text() == "confidence"
    with emitted(header.order_chosen) as chosen:
        header.order.menu.actions()[0].trigger()
    assert chosen.args == ["time"]
