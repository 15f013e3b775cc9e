"""The vocabulary editor, from the menu to the next start: terms, keys, questions, files, and what goes wrong."""

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_idle

from eegview.app.resources import user_folder
from eegview.app.vocabulary.editing.own_extension import open_extension
from eegview.app.vocabulary.store import load_vocabulary
from eegview.ui.vocabulary.choices_table import LABEL, LETTER, STORED
from eegview.ui.vocabulary.editor import VocabularyEditor
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

OWN_FILE = """# Agreed on in May.

[extend]
id = "ward"
label = "Ward"
version = "3"
extends = "infantile_spasms"

[[term]]
id = "jitter"
label = "Jitteriness"
shape = "span"
key = "0"
colour = "#0f766e"
"""


def write_own(text: str, name: str = "ward.toml") -> Path:
    folder = user_folder("vocabularies")
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def opened_editor(station: Workstation) -> VocabularyEditor:
    station.actions["vocabulary.edit"].trigger()
    wait_until(lambda: open_dialog(station.window, "vocabulary") is not None)
    editor = open_dialog(station.window, "vocabulary")
    assert isinstance(editor, VocabularyEditor)
    wait_until(lambda: bool(editor.terms.current_id))
    return editor


def click(qtbot: QtBot, button: QAbstractButton) -> None:
    assert button.isEnabled()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def write(qtbot: QtBot, line: QLineEdit, text: str) -> None:
    line.setFocus()
    line.selectAll()
    qtbot.keyClicks(line, text)
    qtbot.keyClick(line, Qt.Key.Key_Tab)


def add_term(qtbot: QtBot, editor: VocabularyEditor, label: str) -> None:
    qtbot.keyClicks(editor.adding.label, label)
    qtbot.keyClick(editor.adding.label, Qt.Key.Key_Return)


def give_key(editor: VocabularyEditor, key: str) -> None:
    box = editor.page.form.key
    box.setCurrentIndex(box.findData(key))
    box.activated.emit(box.currentIndex())


def add_answer(qtbot: QtBot, editor: VocabularyEditor, label: str) -> None:
    table = editor.page.questions.choices
    click(qtbot, editor.page.questions.add_choice)
    table.item(table.currentRow(), LABEL).setText(label)


def save(station: Workstation, qtbot: QtBot, editor: VocabularyEditor) -> None:
    before = station.studies.vocabulary
    click(qtbot, editor.buttons.save)
    wait_until(lambda: station.studies.vocabulary is not before)
    wait_until(lambda: open_dialog(station.window, "vocabulary") is None)
    wait_until_idle(station)


def test_a_term_with_a_question_is_added_used_shared_and_there_at_the_next_start(
    station: Workstation, start_station: Callable[[], Workstation], qtbot: QtBot, tmp_path: Path
) -> None:
    study = study_of(station)
    study.change_view(lambda view: replace(view, start_s=20.0, page_s=10.0))
    editor = opened_editor(station)
    add_term(qtbot, editor, "Jitteriness")
    assert editor.terms.current_id == "jitteriness"
    give_key(editor, "0")
    click(qtbot, editor.page.questions.add)
    write(qtbot, editor.page.questions.label, "Stops when held")
    for answer in ("Yes", "No"):
        add_answer(qtbot, editor, answer)
    question = editor.draft.term("jitteriness").attributes[0]
    assert (question.name, question.choices) == ("stops_when_held", (("yes", "Yes"), ("no", "No")))
    save(station, qtbot, editor)

    wait_until(lambda: station.studies.study is not study and station.window.page.shown_page is not None)
    wait_until_idle(station)
    assert study_of(station).view.start_s == 20.0
    assert station.toast.label.text() == "The vocabulary is saved in clinic.toml. Its terms are in use."
    study_of(station).set_cursor(23.0)
    press(station, qtbot, Qt.Key.Key_0)
    wait_until(lambda: [mark.term_id for mark in own_marks(station)] == ["jitteriness"])
    station.actions["mark.details"].trigger()
    wait_until(lambda: station.marks.form.title.text() == "Jitteriness")
    qtbot.keyClick(station.marks.form.questions.first_field(), Qt.Key.Key_Y)
    wait_until(lambda: own_marks(station)[0].attributes == (("stops_when_held", "yes"),))

    editor = opened_editor(station)
    shared = tmp_path / "shared.toml"
    station.vocabulary.export_file(shared, editor.draft.extension)
    wait_until(lambda: str(shared) in editor.message.text())
    editor.terms.choose("jitteriness")
    editor.close()

    again = start_station()
    assert again.actions["mark.term.jitteriness"].shortcut().toString() == "0"
    for path in user_folder("vocabularies").iterdir():
        path.unlink()
    elsewhere = start_station()
    assert "mark.term.jitteriness" not in elsewhere.actions.actions
    editor = opened_editor(elsewhere)
    elsewhere.vocabulary.import_file(shared)
    wait_until(lambda: editor.draft.vocabulary.term("jitteriness") is not None)
    assert "shared.toml" in editor.message.text()
    save(elsewhere, qtbot, editor)
    assert elsewhere.actions["mark.term.jitteriness"].shortcut().toString() == "0"


def test_a_term_of_the_program_gets_other_words_and_keeps_what_it_is(station: Workstation, qtbot: QtBot) -> None:
    editor = opened_editor(station)
    form = editor.page.form
    editor.terms.choose("spasm")
    assert not form.shape.isEnabled()
    assert not form.lane.isEnabled()
    assert not form.edf_text.isEnabled()
    assert "fixed" in editor.page.header.note.text()
    write(qtbot, form.label, "Krampf")
    table = editor.page.questions.choices
    table.item(0, LABEL).setText("Beugung")
    table.item(0, LETTER).setText("B")
    assert table.item(0, STORED).text() == "flexor"
    assert editor.page.header.badge.text() == "changed"
    save(station, qtbot, editor)
    term = load_vocabulary().term("spasm")
    assert term is not None
    assert (term.label, term.edf_text) == ("Krampf", "Epileptic spasm")
    assert dict(term.attributes[0].choices)["flexor"] == "Beugung"
    assert dict(term.attributes[0].letters)["flexor"] == "b"
    assert "spasm" in term.synonyms  # an export under the old word comes back
    wait_until(lambda: station.window.legend.entries[0].label == "Krampf")


def test_a_taken_key_moves_and_the_loser_is_named(station: Workstation, qtbot: QtBot) -> None:
    editor = opened_editor(station)
    editor.terms.choose("mimic")
    assert any("Other seizure" in editor.page.form.key.itemText(row) for row in range(11))
    give_key(editor, "8")
    assert "“Other seizure” has lost the key 8" in editor.message.text()
    assert editor.draft.term("seizure").key == ""
    click(qtbot, editor.buttons.undo)
    assert editor.draft.term("seizure").key == "8"
    assert editor.draft.term("mimic").key == "6"
    assert not editor.buttons.save.isEnabled()
    click(qtbot, editor.buttons.redo)
    assert editor.draft.term("mimic").key == "8"


def test_typing_is_one_step_and_a_lack_blocks_saving(station: Workstation, qtbot: QtBot) -> None:
    editor = opened_editor(station)
    editor.terms.choose("care")
    write(qtbot, editor.page.form.label, "Nursing")
    assert editor.draft.term("care").label == "Nursing"
    click(qtbot, editor.buttons.undo)
    assert editor.draft.term("care").label == "Care"
    write(qtbot, editor.page.form.label, "Spasm")
    assert "Two terms are called “Spasm”" in editor.message.text()
    assert not editor.buttons.save.isEnabled()
    assert "⚠" in editor.terms.tree.currentItem().text(2)


def test_a_colour_that_cannot_be_seen_is_told_and_does_not_block(station: Workstation, qtbot: QtBot) -> None:
    editor = opened_editor(station)
    editor.terms.choose("care")
    write(qtbot, editor.page.form.colour.code, "#fff3c4")
    assert "The contrast of the colour to the page is 1.1 : 1 in Paper" in editor.message.text()
    assert "marks are drawn darker there" in editor.message.text()
    assert editor.buttons.save.isEnabled()
    assert editor.page.form.colour.names.currentText() == "Own colour"


def test_a_hidden_term_is_offered_no_more_and_its_marks_stay(station: Workstation, qtbot: QtBot) -> None:
    study_of(station).set_cursor(4.0)
    press(station, qtbot, Qt.Key.Key_6)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_idle(station)
    editor = opened_editor(station)
    editor.terms.choose("mimic")
    click(qtbot, editor.page.header.hide_term)
    assert editor.page.header.badge.text() == "changed, hidden"
    study = study_of(station)
    save(station, qtbot, editor)
    wait_until(lambda: station.studies.study is not study and station.window.page.shown_page is not None)
    assert "mark.term.mimic" not in station.actions.actions
    wait_until(lambda: len(own_marks(station)) == 1)
    style = station.marks.list.model
    wait_until(lambda: any(style.data(style.index(row, 1)) == "Mimic" for row in range(style.rowCount())))


def test_an_own_term_with_marks_is_hidden_where_it_was_to_be_removed(
    own_folders: Path, open_file: Callable[[Path], Workstation], small_edf: Path, qtbot: QtBot
) -> None:
    station = open_file(small_edf)
    editor = opened_editor(station)
    add_term(qtbot, editor, "Jitteriness")
    give_key(editor, "0")
    study = study_of(station)
    save(station, qtbot, editor)
    wait_until(lambda: station.studies.study is not study and station.window.page.shown_page is not None)
    wait_until_idle(station)
    study_of(station).set_cursor(4.0)
    press(station, qtbot, Qt.Key.Key_0)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_idle(station)
    editor = opened_editor(station)
    editor.terms.choose("jitteriness")
    click(qtbot, editor.page.header.remove)
    assert "has 1 mark in the open study, so it is hidden instead" in editor.message.text()
    assert editor.draft.term("jitteriness").is_hidden
    click(qtbot, editor.buttons.undo)
    editor.steps.take_over(replace(editor.draft.extension, terms=()), "")  # as an import without it would
    assert "cannot be removed; hide it instead" in editor.message.text()
    assert not editor.buttons.save.isEnabled()


def test_saving_keeps_the_file_as_it_was_beside_it_and_its_comments(
    own_folders: Path, empty_station: Workstation, qtbot: QtBot
) -> None:
    path = write_own(OWN_FILE)
    editor = opened_editor(empty_station)
    editor.terms.choose("jitter")
    assert editor.page.header.badge.text() == "own"
    write(qtbot, editor.page.form.label, "Jitter")
    save(empty_station, qtbot, editor)
    assert path.with_name("ward.toml.before").read_text(encoding="utf-8") == OWN_FILE
    text = path.read_text(encoding="utf-8")
    assert "# Agreed on in May." in text
    assert 'version = "4"' in text
    assert open_extension().draft.term("jitter").label == "Jitter"  # its id stays what marks store


def test_a_file_that_cannot_be_read_is_told_and_not_written_over(
    own_folders: Path, empty_station: Workstation, qtbot: QtBot
) -> None:
    broken = OWN_FILE + "label = [\n"
    path = write_own(broken)
    editor = opened_editor(empty_station)
    assert editor.banner.isVisible()
    assert "ward.toml" in editor.banner.text.text()
    editor.terms.choose("care")
    write(qtbot, editor.page.form.label, "Nursing")
    assert not editor.buttons.save.isEnabled()
    click(qtbot, editor.banner.anew)
    save(empty_station, qtbot, editor)
    assert path.with_name("ward.toml.before").read_text(encoding="utf-8") == broken
    assert load_vocabulary().term("care").label == "Nursing"


def test_lines_that_cannot_be_used_are_named(own_folders: Path, empty_station: Workstation) -> None:
    write_own(OWN_FILE + 'patern = "dots"\n')
    editor = opened_editor(empty_station)
    assert "line 15" in editor.banner.text.text()
    assert "“patern”" in editor.banner.text.text()
    assert not editor.banner.anew.isVisible()


def test_what_somebody_else_wrote_meanwhile_is_not_lost(
    own_folders: Path, empty_station: Workstation, qtbot: QtBot
) -> None:
    path = write_own(OWN_FILE)
    editor = opened_editor(empty_station)
    editor.terms.choose("jitter")
    write(qtbot, editor.page.form.label, "Jitter")
    by_others = OWN_FILE.replace("Jitteriness", "Tremor")
    path.write_text(by_others, encoding="utf-8")
    told: list[str] = []
    empty_station.studies.failed.connect(lambda error: told.append(error.sentence))
    click(qtbot, editor.buttons.save)
    wait_until(lambda: bool(told))
    assert "was changed by somebody else" in told[0]
    assert path.read_text(encoding="utf-8") == by_others
    assert editor.isVisible()
    assert editor.page.isEnabled()
    assert editor.draft.term("jitter").label == "Jitter"


def test_nothing_is_taken_while_a_save_is_on_its_way(own_folders: Path, empty_station: Workstation) -> None:
    """What was typed then would be neither in the file nor in a later one."""
    path = write_own(OWN_FILE)
    editor = opened_editor(empty_station)
    editor.terms.choose("jitter")
    editor.steps.change_term("label", "Jitter")
    may_write = threading.Event()
    empty_station.studies.work.submit(may_write.wait, lambda _done: None, empty_station.studies.fail)
    asked: list[object] = []
    editor.save_asked.connect(lambda *given: asked.append(given))
    editor.buttons.save.click()
    try:
        assert editor.message.text() == "Saving…"
        assert not editor.page.isEnabled()
        assert not editor.terms.isEnabled()
        editor.buttons.save.click()
        editor.close()
        assert editor.isVisible()
    finally:
        may_write.set()
    wait_until(lambda: open_dialog(empty_station.window, "vocabulary") is None)
    assert len(asked) == 1
    assert 'label = "Jitter"' in path.read_text(encoding="utf-8")


def test_unsaved_work_is_not_thrown_away_at_once(station: Workstation, qtbot: QtBot) -> None:
    editor = opened_editor(station)
    add_term(qtbot, editor, "Tremor")
    editor.close()
    assert editor.isVisible()
    assert "not saved yet" in editor.message.text()
    editor.close()
    assert open_dialog(station.window, "vocabulary") is None


@pytest.mark.parametrize(("typed", "found"), [("jerk", 0), ("spasm", 1), ("seiz", 1)])
def test_terms_are_found_by_what_is_typed(station: Workstation, qtbot: QtBot, typed: str, found: int) -> None:
    editor = opened_editor(station)
    qtbot.keyClicks(editor.terms.search, typed)
    assert editor.terms.empty.isVisible() is (not found)


def test_two_files_of_terms_are_edited_one_at_a_time(
    own_folders: Path, empty_station: Workstation, qtbot: QtBot
) -> None:
    write_own(OWN_FILE)
    write_own(OWN_FILE.replace("ward", "lab").replace("jitter", "tremor").replace("Jitteriness", "Tremor"), "lab.toml")
    editor = opened_editor(empty_station)
    assert editor.buttons.file.currentText() == "lab.toml"
    assert editor.draft.is_own("tremor")
    assert not editor.draft.is_own("jitter")
    editor.buttons.file.setCurrentIndex(1)
    editor.buttons.file.activated.emit(1)
    wait_until(lambda: editor.draft.is_own("jitter"))
    assert not editor.draft.is_own("tremor")


def test_marks_made_while_the_editor_is_open_count(own_folders: Path, station: Workstation, qtbot: QtBot) -> None:
    """A term that got a mark meanwhile is hidden, where it was to be removed."""
    editor = opened_editor(station)
    editor.terms.choose("care")
    assert not editor.steps.around.n_marks
    study_of(station).set_cursor(23.0)
    station.actions["mark.term.spasm"].trigger()
    wait_until(lambda: len(own_marks(station)) == 1)
    assert editor.steps.around.n_marks == {"spasm": 1}
    wait_until_idle(station)
    editor.close()


def test_an_answer_is_added_only_where_the_program_can_use_it(station: Workstation) -> None:
    editor = opened_editor(station)
    editor.terms.choose("sleep_stage")
    editor.page.questions.choose("stage")
    assert not editor.page.questions.add_choice.isEnabled()
    editor.terms.choose("spasm")
    editor.page.questions.choose("movement")
    assert editor.page.questions.add_choice.isEnabled()
    editor.close()
