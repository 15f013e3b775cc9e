"""Another vocabulary in the open window: menu, legend, list and form have its terms; the study stands where it did."""

from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from waiting import wait_until
from windows.at_the_window import own_marks, press, study_of, wait_until_idle
from windows.window_fixtures import open_and_wait

from eegview.model.vocabulary import Attribute, Shape, Term, Vocabulary
from eegview.ui.workstation import Workstation

JITTER = Term(
    term_id="jitteriness",
    label="Jitteriness",
    shape=Shape.SPAN,
    key="0",
    colour="#0f766e",
    default_duration_s=2.0,
    attributes=(Attribute("stops", "Stops when held", (("yes", "Yes"), ("no", "No"))),),
)


def with_jitter(vocabulary: Vocabulary) -> Vocabulary:
    terms = (replace(vocabulary.terms[0], label="Spasm (ES)"), *vocabulary.terms[1:], JITTER)
    return replace(vocabulary, terms=terms)


def take(station: Workstation) -> None:
    before = station.studies.study
    station.vocabulary_change.take(with_jitter(station.studies.vocabulary))
    wait_until(lambda: station.studies.study is not before and station.window.page.shown_page is not None)
    wait_until_idle(station)


def test_terms_are_new_at_once_while_nothing_is_open(empty_station: Workstation) -> None:
    empty_station.vocabulary_change.take(with_jitter(empty_station.studies.vocabulary))
    entries = {entry.key: entry.label for entry in empty_station.window.legend.entries}
    assert (entries["1"], entries["0"]) == ("Spasm (ES)", "Jitteriness")
    assert empty_station.actions["mark.term.jitteriness"].text().endswith("Jitteriness")
    assert not empty_station.vocabulary_change.is_waiting


def test_an_open_study_stands_where_it_stood_and_has_the_new_terms(station: Workstation, qtbot: QtBot) -> None:
    study = study_of(station)
    study.change_view(lambda view: replace(view, start_s=20.0, page_s=10.0))
    study.set_cursor(23.0)
    press(station, qtbot, Qt.Key.Key_1)
    wait_until(lambda: len(own_marks(station)) == 1)
    wait_until_idle(station)
    take(station)
    view = study_of(station).view
    assert (view.start_s, view.page_s, view.cursor_s) == (20.0, 10.0, 23.0)
    wait_until(lambda: len(own_marks(station)) == 1)
    study_of(station).set_cursor(26.0)
    press(station, qtbot, Qt.Key.Key_0)
    wait_until(lambda: len(own_marks(station)) == 2)
    assert {mark.term_id for mark in own_marks(station)} == {"spasm", "jitteriness"}
    texts = [str(station.marks.list.model.data(station.marks.list.model.index(row, 1))) for row in range(4)]
    assert {"Spasm (ES)", "Jitteriness"} <= set(texts)
    station.actions["mark.details"].trigger()
    wait_until(lambda: station.marks.form.title.text() == "Jitteriness")
    assert station.marks.form.questions.first_field().accessibleName().startswith("Stops when held")


def test_the_same_vocabulary_changes_nothing(station: Workstation) -> None:
    study = study_of(station)
    station.vocabulary_change.take(replace(station.studies.vocabulary))
    wait_until_idle(station)
    assert station.studies.study is study


def test_a_study_that_cannot_be_opened_again_stays_with_its_terms_until_it_is_closed(
    empty_station: Workstation, small_edf: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.edf"
    copy.write_bytes(small_edf.read_bytes())
    station = open_and_wait(empty_station, copy)
    study = study_of(station)
    copy.unlink()
    told: list[object] = []
    station.studies.failed.connect(told.append)
    station.vocabulary_change.take(with_jitter(station.studies.vocabulary))
    wait_until(lambda: bool(told))
    assert station.studies.study is study
    assert station.vocabulary_change.is_waiting
    assert station.window.legend.entries[0].label == "Spasm"
    station.studies.close()
    assert station.window.legend.entries[0].label == "Jitteriness"


def test_stages_are_called_as_the_vocabulary_calls_them(station: Workstation) -> None:
    station.task_views.staging.panel.build()
    term = station.studies.vocabulary.term("sleep_stage")
    assert term is not None
    stage = term.attributes[0]
    reworded = replace(stage, choices=(("W", "Wach"), *stage.choices[1:]))
    changed = replace(term, attributes=(reworded, *term.attributes[1:]))
    terms = (changed if one is term else one for one in with_jitter(station.studies.vocabulary).terms)
    before = station.studies.study
    station.vocabulary_change.take(replace(station.studies.vocabulary, terms=tuple(terms)))
    wait_until(lambda: station.studies.study is not before and station.window.page.shown_page is not None)
    button = station.task_views.staging.panel.keys.buttons["staging.wake"]
    assert button.words.text() == "Wach"
    assert button.accessibleName().startswith("Wach (")


def test_another_study_on_its_way_is_opened_with_the_new_terms(station: Workstation, tmp_path: Path) -> None:
    before = study_of(station)
    other = tmp_path / f"other{Path(before.paths[0]).suffix}"
    other.write_bytes(Path(before.paths[0]).read_bytes())
    settled: list[bool] = []
    station.vocabulary_change.settled.connect(lambda: settled.append(True))
    station.studies.open([str(other)])
    station.vocabulary_change.take(with_jitter(station.studies.vocabulary))
    assert station.vocabulary_change.is_waiting
    wait_until(lambda: station.studies.study not in (None, before) and station.window.page.shown_page is not None)
    wait_until_idle(station)
    assert [Path(path).name for path in study_of(station).paths] == [other.name]
    assert station.studies.vocabulary.term("jitteriness") is not None
    assert settled == [True]


def test_a_study_that_stays_is_opened_again_where_the_other_one_is_cancelled(
    station: Workstation, tmp_path: Path
) -> None:
    before = study_of(station)
    station.studies.open([str(tmp_path / "other.edf")])
    station.vocabulary_change.take(with_jitter(station.studies.vocabulary))
    station.studies.cancel_opening()
    wait_until(lambda: station.studies.study not in (None, before) and station.window.page.shown_page is not None)
    wait_until_idle(station)
    assert study_of(station).paths == before.paths
    assert station.studies.vocabulary.term("jitteriness") is not None
