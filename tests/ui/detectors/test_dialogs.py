"""Running a detector is asked for with all that must be known first; what would run is shown before it may."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot
from waiting import emitted

from eegview.app.suggestions.score_meaning import NOT_CALIBRATED
from eegview.detect.discovery import FoundPlugin, PluginState
from eegview.detect.manifest import CalibrationBin, Evidence, InputNeeds, Manifest, Need, Parameter, ParameterType
from eegview.model.span import Span
from eegview.ui.detectors.about_dialog import DetectorAboutDialog
from eegview.ui.detectors.consent_dialog import ConsentDialog
from eegview.ui.detectors.detector_list import STATE_ROLE
from eegview.ui.detectors.evidence import evidence_markdown
from eegview.ui.detectors.page_text import shared_widths
from eegview.ui.detectors.run_dialog import DetectorRunDialog
from eegview.ui.detectors.texts import made_for

DEPTH = Parameter("depth", "Depth", ParameterType.NUMBER, 0.5, 0.1, 2.0)
MANIFEST = Manifest(
    "spasms",
    "Epileptic spasms",
    "1.0.0",
    "Slow wave, then attenuation.",
    Path(),
    parameters=(DEPTH,),
    ages_months=(1, 36),
    input=InputNeeds(minimum_rows=8, kinds=(("emg", Need.OPTIONAL),)),
    evidence=(Evidence("20 simulated studies", "0.9 at 2 | h"),),
)
SPASMS = FoundPlugin("spasms", "Epileptic spasms", "1.0.0", MANIFEST.summary, PluginState.READY, Path(), MANIFEST)
MINE = replace(SPASMS, detector_id="mine", title="Mine", state=PluginState.NEW)
TORN = FoundPlugin("torn", "torn", "", "", PluginState.BROKEN, Path(), None, ("plugin.toml: “id” is missing.",))
SPANS = {"Whole recording": Span(0, 60), "From this page onwards": Span(20, 60)}


@pytest.fixture
def dialog(qtbot: QtBot) -> DetectorRunDialog:
    entries = (SPASMS, MINE, TORN, replace(MINE, state=PluginState.HIDDEN))
    dialog = DetectorRunDialog(None, entries, SPANS, {"spasms": {"depth": 0.7}})  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_run_is_asked_for_with_its_settings_and_span(dialog: DetectorRunDialog) -> None:
    assert dialog.list.count() == 3
    dialog._span_buttons["From this page onwards"].setChecked(True)
    with emitted(dialog.run_asked) as asked:
        dialog.run.click()
    assert asked.args == ["spasms", {"depth": 0.7}, Span(20, 60)]


def test_the_ticked_ones_run_together(dialog: DetectorRunDialog) -> None:
    assert dialog.list.ticked_ids == ()
    assert not dialog.run_set.isEnabled()
    dialog.list.tick(("spasms", "mine", "torn"))
    assert dialog.list.ticked_ids == ("spasms",)  # the others cannot run
    dialog.show_plugins((SPASMS, replace(MINE, state=PluginState.READY), TORN))
    assert dialog.list.ticked_ids == ("spasms",)
    dialog.list.item(1).setCheckState(Qt.CheckState.Checked)
    assert dialog.run_set.text() == "Run the 2 ticked"
    with emitted(dialog.set_asked) as asked:
        dialog.run_set.click()
    assert asked.args == [("spasms", "mine"), Span(0, 60)]


def test_names_of_detectors_are_whole(qtbot: QtBot) -> None:
    long = replace(SPASMS, detector_id="long", title="Background trend (for hypsarrhythmia)", version="1.2.0")
    dialog = DetectorRunDialog(None, (SPASMS, long), SPANS, {}, "", ("spasms",))  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.list.ticked_ids == ("spasms",)
    assert dialog.list.width() > dialog.list.fontMetrics().horizontalAdvance(f"{long.title} {long.version}") + 20
    assert not dialog.list.grab().isNull()


def test_wrong_settings_cannot_be_run(dialog: DetectorRunDialog) -> None:
    editor = dialog.form.fields["depth"].editor
    assert isinstance(editor, QLineEdit)
    editor.setText("x")
    assert not dialog.run.isEnabled()
    dialog.defaults.click()
    assert dialog.run.isEnabled()
    assert dialog.form.values() == {"depth": 0.5}


def test_what_cannot_run_here_is_refused_with_the_reason(dialog: DetectorRunDialog) -> None:
    dialog.show_validity("It needs 8 rows; there are 2.", ())
    assert not dialog.run.isEnabled()
    assert dialog.validity.text() == "It cannot run here. It needs 8 rows; there are 2."
    dialog.show_validity("", ("The age is not known.",))
    assert dialog.run.isEnabled()
    assert "marked “outside validated use”" in dialog.validity.text()


def test_the_example_stands_last_below_a_heading_nobody_can_choose(qtbot: QtBot) -> None:
    example = replace(SPASMS, detector_id="example", title="Large slow waves (example)")
    dialog = DetectorRunDialog(None, (example, SPASMS), SPANS, {})  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == [
        "Epileptic spasms",
        "Example",
        "Large slow waves (example)",
    ]
    assert not dialog.list.item(1).flags() & Qt.ItemFlag.ItemIsSelectable
    assert dialog.list.chosen_id == "spasms"
    dialog.choose("example")
    assert dialog.plugin is example
    assert not dialog.list.grab().isNull()


def test_a_new_detector_can_only_be_looked_at(dialog: DetectorRunDialog) -> None:
    dialog.list.setCurrentRow(1)
    assert not dialog.run.isVisible()
    with emitted(dialog.consent_asked) as asked:
        dialog.consent.click()
    assert asked.args == ["mine"]
    dialog.show_plugins((SPASMS, replace(MINE, state=PluginState.READY), TORN))
    assert dialog.run.isVisible()
    assert dialog.run.isEnabled()


def test_a_broken_one_says_what_is_wrong(dialog: DetectorRunDialog) -> None:
    dialog.list.setCurrentRow(2)
    assert dialog.state.text() == "Cannot be read. plugin.toml: “id” is missing."
    assert not dialog.run.isEnabled()


def test_what_a_detector_was_made_for_is_one_line() -> None:
    assert made_for(MANIFEST) == "Made for 1 to 36 months · at least 8 rows of EEG · uses EMG if present"


def test_agreeing_is_a_click_on_its_own_button(qtbot: QtBot) -> None:
    files = (("detector.py", "def detect(): ..."), ("plugin.toml", 'id = "mine"'))
    dialog = ConsentDialog(None, "Mine", True, (("Runs", "detector:detect"),), files)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    agreed = []
    dialog.agreed.connect(lambda: agreed.append(True))
    assert dialog.text.toPlainText() == "def detect(): ..."
    dialog.files.setCurrentRow(1)
    assert dialog.text.toPlainText() == 'id = "mine"'
    assert not any(button.isDefault() for button in (dialog.agree, dialog.cancel, dialog.folder))
    dialog.agree.click()
    assert agreed == [True]


def test_the_list_of_detectors_shows_state_page_and_evidence(qtbot: QtBot) -> None:
    dialog = DetectorAboutDialog(None, (SPASMS, replace(MINE, state=PluginState.CHANGED), TORN), "", True)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show_page("spasms", "# Method\n\nIt looks.")
    assert "It looks." in dialog.text.toPlainText()
    assert "20 simulated studies" in dialog.evidence.toPlainText()
    assert dialog.score.what.text() == NOT_CALIBRATED
    assert dialog.score.diagram.isHidden()
    assert dialog.run.isEnabled()
    dialog.list.setCurrentRow(2)
    assert dialog.text.toPlainText() == "plugin.toml: “id” is missing."
    assert not dialog.run.isEnabled()
    dialog.show_page("spasms", "# Late")  # read while another one was chosen
    assert "Late" not in dialog.text.toPlainText()


def test_a_detectors_figures_say_what_they_rest_on(qtbot: QtBot) -> None:
    rows = ((0.5, 0.6, 40, 22, "A"), (0.6, 1.0, 50, 45, "A"), (0.5, 1.0, 0, 0, "B"), (0.0, 0.5, 9, 1, "B"))
    seen = Evidence("20 | studies", "0.9", 60.0, 1, "")
    often = Evidence("one infant", "no false alarm", 0.3, 12, "the start")
    bins = tuple(CalibrationBin(*row) for row in rows)
    known = replace(MANIFEST, terms=("spasm", "arousal"), calibration=bins, evidence=(seen, often))
    dialog = DetectorAboutDialog(None, (replace(SPASMS, manifest=known), TORN), "", True)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.resize(640, 480)
    dialog.show()
    markdown = evidence_markdown(known)
    assert "| 20 / studies | 0.9 | 60\u00a0h | once | nothing |" in markdown
    assert "| one infant | no false alarm | 18\u00a0min | 12\u00a0times | the start |" in markdown
    assert "| not stated | not stated | not stated |" in evidence_markdown(MANIFEST)
    score = dialog.score
    assert "Counted for “spasm” only." in score.what.text()
    assert "In a recording without such events no suggestion is true" in score.depends.text()
    assert score.diagram.n_points == 3
    assert "A, score 0.50–0.60: 22 of 40 true (55 %, 40–69 %)" in score.diagram.accessibleDescription()
    assert "● A" in score.table.toPlainText()
    assert "□ B" in score.table.toPlainText()
    dialog.tabs.setCurrentWidget(score)
    drawn = score.diagram.grab().toImage()
    score.diagram.show_bins((), "")
    assert score.diagram.grab().toImage() != drawn
    dialog.list.setCurrentRow(1)
    assert [dialog.tabs.isTabVisible(tab) for tab in range(3)] == [True, False, False]


def test_columns_share_a_table_by_what_they_hold() -> None:
    assert shared_widths([100, 50], [40, 50], 200) == [100, 50]
    long, short, number = shared_widths([900, 300, 40], [80, 60, 40], 500)
    assert long + short + number == pytest.approx(500, abs=2)
    assert long > short > 60
    assert number == 40
    assert shared_widths([900, 300], [80, 60], 100) == [80, 60]  # then it scrolls


def test_an_age_can_be_written_where_the_recording_says_none(dialog: DetectorRunDialog, qtbot: QtBot) -> None:
    qtbot.keyClicks(dialog.age.edit, "7")
    assert dialog.run.isEnabled()
    qtbot.keyClicks(dialog.age.edit, "x")
    assert dialog.age.problem.text().startswith("An age is a number with days")
    assert not dialog.run.isEnabled()
    with emitted(dialog.age_settled) as settled:
        dialog.age.edit.setText("")
        qtbot.keyClicks(dialog.age.edit, "30 d")
        assert dialog.run.isEnabled()
        qtbot.keyClick(dialog.age.edit, Qt.Key.Key_Tab)
        dialog.age.settle()
    assert settled.args[0].days == 30


def test_a_detector_for_every_age_says_nothing_of_ages() -> None:
    every_age = replace(MANIFEST, ages_months=(0.0, 1200.0))
    assert made_for(every_age) == "Made for at least 8 rows of EEG · uses EMG if present"


def test_detectors_of_one_title_are_told_apart(qtbot: QtBot) -> None:
    shipped = replace(SPASMS, is_shipped=True, place="with the program")
    own = replace(SPASMS, detector_id="my_spasms", state=PluginState.NEW, folder=Path("/home/ada/my_spasms"))
    older = replace(own, state=PluginState.OLDER)
    dialog = DetectorRunDialog(None, (shipped, own, older, MINE), SPANS, {})  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    below = [dialog.list.item(row).data(STATE_ROLE) for row in range(dialog.list.count())]
    assert below == ["spasms", "my_spasms · new: review the code first", "new: review the code first"]
    assert dialog.origin.text() == "spasms · with the program"
    dialog.choose("my_spasms")
    assert dialog.origin.text() == f"my_spasms · {own.folder}"
    assert dialog.version.text() == "1.0.0"
    assert not dialog.grab().isNull()


def test_the_marks_that_a_detector_reads_are_named_before_it_runs(qtbot: QtBot) -> None:
    told = {"spasms": "This detector reads your marks of “Spasm”; it is not given those of other readers."}
    dialog = DetectorRunDialog(None, (SPASMS, MINE), SPANS, {}, reads_marks=told)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.marks.text() == told["spasms"]
    dialog.choose("mine")
    assert not dialog.marks.isVisible()


def test_an_approval_is_withdrawn_where_one_was_given(qtbot: QtBot) -> None:
    shipped = replace(MINE, detector_id="held", state=PluginState.READY, is_shipped=True)
    entries = (replace(MINE, state=PluginState.READY), shipped, replace(MINE, detector_id="other"))
    dialog = DetectorAboutDialog(None, entries, "", can_run=True)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show()
    with emitted(dialog.withdrawal_asked) as asked:
        dialog.withdraw.click()
    assert asked.args == ["mine"]
    for row in (1, 2):  # what comes with the program, and what nobody agreed to
        dialog.list.setCurrentRow(row)
        assert not dialog.withdraw.isVisible()
