"""The window with a study that is film alone."""

from dataclasses import replace
from datetime import datetime

import pytest
from made_studies.clip_study import write_clips
from PySide6.QtCore import QDateTime
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget
from there import there
from waiting import wait_until
from windows.at_the_window import wait_until_saved

from eegview.app.film.accuracy import film_accuracy_forms, film_accuracy_line
from eegview.model.annotation import Annotation, new_annotation_id
from eegview.ui.film.start_dialog import StartDialog
from eegview.ui.staging.sleep_panel import SleepPanel
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.placement import Place
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.window.above_page import AbovePage
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.workstation import Workstation


@pytest.fixture
def film_station(empty_station: Workstation, tmp_path) -> Workstation:
    """Return the window with two clips open, both rows of the page measured."""
    empty_station.opening.open_paths([str(path) for path in write_clips(tmp_path / "clips")])
    wait_until(lambda: empty_station.video.has_video)
    wait_until(lambda: [row.row.label for row in _rows(empty_station)] == ["Movement", "Sound"])
    wait_until(lambda: empty_station.video.shown is not None)
    return empty_station


def _study(station: Workstation) -> OpenStudy:
    return there(station.studies.study)


def _rows(station: Workstation):
    page = station.window.page.shown_page
    return page.rows if page is not None else ()


def _use(station: Workstation, command_id: str) -> None:
    station.actions[command_id].trigger()


def test_the_picture_stands_above_the_page_and_is_larger(film_station):
    assert film_station.video.place.place is Place.ABOVE
    panel, page = film_station.video.panel, film_station.window.page
    assert panel.isVisible()
    assert panel.height() > page.height()
    assert (
        panel.mapTo(film_station.window, panel.rect().bottomLeft()).y()
        <= page.mapTo(film_station.window, page.rect().topLeft()).y()
    )


def test_nothing_of_eeg_is_on_the_strip_and_its_commands_say_why(film_station):
    strip, actions = film_station.window.strip, film_station.actions
    assert all(field.isHidden() for field in (strip.montage, strip.low, strip.high, strip.notch, strip.sensitivity))
    for command_id in ("display.filters", "score.open", "trends.open", "staging.open", "video.match"):
        assert not actions[command_id].isEnabled(), command_id
    for command_id in ("play.play_pause", "video.frame_forward", "mark.term.spasm", "study.sign", "edit.history"):
        assert actions[command_id].isEnabled(), command_id


def test_the_strip_names_the_clip_and_leads_to_another_one(film_station):
    strip = film_station.window.strip
    assert strip.clip.button.text() == "1 of 2"
    assert "time in the file name" in strip.filmed.button.text()
    strip.clip.menu.actions()[1].trigger()
    wait_until(lambda: strip.clip.button.text() == "2 of 2")
    assert _study(film_station).view.cursor_s == 60.0


def test_how_accurate_reading_of_film_is_stands_below_the_picture(film_station):
    assert film_station.video.panel.film_text.isVisible()
    assert film_station.video.panel.film_text.text().startswith(film_accuracy_line())


def test_what_was_done_about_the_cameras_own_motion_stands_there_too(film_station):
    text = film_station.video.panel.film_text
    wait_until(lambda: "camera motion compensated" in text.text())
    assert "shift, turn and zoom" in text.toolTip() or "could not be followed" in text.toolTip()


def test_the_picture_tells_the_time_of_the_clip_and_names_no_eeg(film_station):
    _study(film_station).go_to(62.5)
    view = film_station.video.panel.picture
    wait_until(lambda: "clip 00:00:02.5" in view.caption or "clip 00:00:02.4" in view.caption)
    assert "EEG" not in view.caption


def test_a_spasm_marked_is_clinical_only_and_undone_as_one(film_station):
    study = _study(film_station)
    study.set_cursor(3.0)
    _use(film_station, "mark.term.spasm")
    wait_until(lambda: len(study.review.marks) == 1)
    (mark,) = study.review.marks
    assert mark.attribute("clinical") == "clinical_only"
    _use(film_station, "edit.undo")
    wait_until(lambda: len(study.review.marks) == 0)


def test_pages_go_from_clip_to_clip(film_station):
    study = _study(film_station)
    study.change_view(lambda view: replace(view, page_s=5.0, start_s=0.0))
    _use(film_station, "page.next")
    _use(film_station, "page.next")
    assert study.view.start_s == 60.0


def test_a_task_shows_its_own_picture_and_gives_the_window_back(film_station):
    _use(film_station, "triage.open")
    assert film_station.window.above_page.isHidden()
    _use(film_station, "triage.close")
    assert film_station.video.place.place is Place.ABOVE
    assert film_station.video.panel.isVisible()


def test_sizes_change_the_height_of_the_picture(film_station):
    panel = film_station.video.panel
    for name in "SML":
        before_px = panel.height()
        panel.sizes[name].click()
        wait_until(lambda name=name, before_px=before_px: (panel.height() < before_px) == (name == "S"))


def test_an_eeg_opened_afterwards_has_its_window_as_before(film_station, small_edf):
    film_station.open([str(small_edf)])
    wait_until(lambda: film_station.studies.study is not None and _study(film_station).paths[0] == str(small_edf))
    strip = film_station.window.strip
    assert not strip.montage.isHidden()
    assert strip.clip.isHidden()
    assert film_station.window.above_page.isHidden()
    assert film_station.video.panel.film_text.isHidden()
    assert film_station.video.place.place is Place.DOCK
    assert film_station.actions["display.filters"].isEnabled()


def test_another_clip_dropped_is_a_study_of_its_own(film_station, tmp_path):
    (other, _second) = write_clips(tmp_path / "others", seconds=(2.0, 2.0))
    film_station.opening.open_paths([str(other)])
    wait_until(lambda: film_station.studies.study is not None and _study(film_station).paths == (str(other),))


def test_what_was_played_is_reviewed_and_nothing_else(film_station, monkeypatch):
    monkeypatch.setattr("eegview.ui.overview.reviewed_controller.is_program_in_front", lambda: True)
    study, reviewed = _study(film_station), film_station.reviewed
    study.set_cursor(1.0)
    for step in range(1, 11):  # as playing does, frame by frame
        study.set_cursor(1.0 + step / 25)
        wait_until(lambda: there(film_station.video.shown).holds(there(study.view.cursor_s)))
    wait_until(lambda: reviewed.mine.spans != () and reviewed.mine.spans[-1].stop_s == pytest.approx(1.4))
    (span,) = reviewed.mine.spans
    assert span.start_s == pytest.approx(1.0, abs=0.1)


def test_when_it_was_filmed_can_be_typed_and_undone(film_station):
    strip = film_station.window.strip
    strip.filmed.button.click()
    dialog = there(open_dialog(film_station.window, "film_start"))
    assert isinstance(dialog, StartDialog)
    assert "time in the file name" in dialog.now_text.text()
    dialog.field.setDateTime(QDateTime(2026, 2, 27, 6, 30, 0))
    dialog._save()
    wait_until(lambda: strip.filmed.button.text() == "2026-02-27 06:30 · typed by me")
    assert strip.wall.text().startswith("06:30:0")
    _use(film_station, "edit.undo")
    wait_until(lambda: "time in the file name" in strip.filmed.button.text())


def test_what_is_typed_is_of_the_clip_that_the_dialog_names(film_station):
    study = _study(film_station)
    study.set_cursor(1.0)
    film_station.window.strip.filmed.button.click()
    dialog = there(open_dialog(film_station.window, "film_start"))
    assert isinstance(dialog, StartDialog)
    study.set_cursor(61.0)  # in the other clip, while the dialog is open
    dialog.field.setDateTime(QDateTime(2026, 2, 27, 6, 30, 0))
    dialog._save()
    wait_until(lambda: study.recording.clips[0].clock.started_at == datetime(2026, 2, 27, 6, 30))
    assert study.recording.clips[1].clock.started_at == datetime(2026, 2, 27, 6, 31)


def test_between_two_clips_the_next_one_is_named(film_station):
    _study(film_station).go_to(30.0)
    view = film_station.video.panel.picture
    wait_until(lambda: view.message == "Between two clips; the next one begins at 07:16:00")


def test_eeg_findings_cannot_be_marked_and_are_not_in_the_legend(film_station):
    actions, study = film_station.actions, _study(film_station)
    for term_id in ("hypsarrhythmia", "electrodecrement", "sleep_stage"):
        assert not actions[f"mark.term.{term_id}"].isEnabled(), term_id
    texts = {entry.label for entry in film_station.term_actions._digit_entries()}
    assert "Spasm" in texts
    assert not {"Hypsarrhythmia", "Electrodecrement", "Sleep stage"} & texts
    study.set_cursor(7.8)
    _use(film_station, "mark.term.seizure")
    wait_until(lambda: len(study.review.marks) == 1)
    assert next(iter(study.review.marks)).stop_s == pytest.approx(8.0, abs=0.1)


def test_the_form_of_a_spasm_asks_nothing_of_eeg_and_says_why(film_station):
    study, form = _study(film_station), film_station.marks.form
    study.set_cursor(3.0)
    _use(film_station, "mark.term.spasm")
    wait_until(lambda: len(study.review.marks) == 1)
    study.review.selection.select(next(iter(study.review.marks)))
    wait_until(lambda: "clinical" in form.questions._fields)
    assert "correlates" not in form.questions._fields
    assert not form.no_eeg.isHidden()
    assert form.confirm.isHidden()
    form._fill_terms()
    assert "mark.become.hypsarrhythmia" not in {action.objectName() for action in form._terms.actions()}


def test_a_key_that_needs_eeg_says_so_and_works_again_on_eeg(film_station, small_edf):
    said = []
    film_station.actions.lacking.said.connect(said.append)
    action = film_station.actions["score.open"]
    keys = {shortcut.key().toString(): shortcut for shortcut in film_station.actions.lacking._shortcuts}
    assert {"Ctrl+Shift+B", "Ctrl+Shift+S", "Shift+T", "2"} <= keys.keys()
    keys["Ctrl+Shift+B"].activated.emit()
    assert said == ["“BASED workbench” needs EEG; this study is film alone."]
    assert action.toolTip() == said[0]
    film_station.term_actions.fill()  # as after a change of the vocabulary
    film_station.actions._refresh_lacking()
    keys["2"].activated.emit()
    assert said[1] == "“Hypsarrhythmia” is marked on EEG; this study is film alone."
    assert film_station.actions["mark.term.hypsarrhythmia"].toolTip() == said[1]
    film_station.open([str(small_edf)])
    wait_until(lambda: film_station.studies.study is not None and _study(film_station).paths[0] == str(small_edf))
    assert action.isEnabled()
    assert "film" not in action.toolTip()
    assert film_station.actions.lacking._shortcuts == []
    assert film_station.actions.menus["Score"].menuAction().isVisible()


def test_rooms_of_eeg_are_one_sentence_or_away(film_station):
    menus = film_station.actions.menus
    assert not menus["Montage"].menuAction().isVisible()
    assert not menus["Score"].menuAction().isVisible()
    panel = film_station.window.findChild(SleepPanel)
    assert panel is not None
    assert panel.table.isHidden()
    assert panel.stage.isHidden()
    assert not panel.no_eeg.isHidden()
    assert not {"sleep", "annotations"} & {track.name for track in film_station.overview.whole._tracks}


def test_what_is_said_of_the_page_names_the_clip_and_no_filters(film_station):
    text = film_station.display.spoken.page() + film_station.display.spoken.counters()
    assert text.startswith("Clip 1 of 2, filmed ")
    assert "time in the file name" in text.lower()
    assert "Movement" in text
    for word in ("µV", "Filter", "per hour", "As recorded"):
        assert word not in text


def test_statistics_of_film_show_nothing_of_eeg(film_station):
    study = _study(film_station)
    for onset_s in (2.0, 4.0):
        study.set_cursor(onset_s)
        _use(film_station, "mark.term.spasm")
    wait_until(lambda: len(study.review.marks) == 2)
    _use(film_station, "spasms.statistics")
    view = there(film_station.tasks.statistics.screen).view
    wait_until(lambda: view.raster.shown is not None, timeout_s=30.0)
    assert view.side.of_eeg.isHidden()
    assert view.choices._alignment_line.isHidden()
    assert view.header._fields["Montage"].isHidden()
    assert view.header._fields["Filters"].isHidden()
    assert there(view.raster.shown).epochs.alignment == "onset"


def test_below_a_film_stands_one_line_so_that_the_picture_keeps_the_height(qtbot):
    panel = VideoPanel()
    qtbot.addWidget(panel)
    panel.show_film(film_accuracy_line(), "its source")
    panel.show_camera("camera motion compensated")
    panel.resize(420, 260)
    panel.show()
    text = panel.film_text
    wait_until(lambda: text.height() < 2 * text.fontMetrics().height())
    assert text.painted_text.endswith("…")
    for whole in (film_accuracy_line(), "camera motion compensated", "its source"):
        assert whole in text.toolTip()
    assert panel.film_more.isVisible()
    panel.show_film("")
    assert panel.film_more.isHidden()


def test_in_a_low_window_at_least_half_of_the_height_is_the_pictures(qtbot):
    above, box = AbovePage(), QVBoxLayout()
    splitter = above.shared_with(box)
    qtbot.addWidget(splitter)
    splitter.resize(600, 240)
    splitter.show()
    above.hold(QWidget())
    above.use_share(0.5)
    assert above.height() >= 0.45 * splitter.height()


def test_a_low_and_narrow_window_keeps_the_height_for_the_picture(film_station, qtbot):
    window, panel = film_station.window, film_station.video.panel
    window.resize(853, 520)  # 1280 x 800 at 150 %
    wait_until(lambda: window.height() <= 520)
    wait_until(lambda: panel.views.height() >= 100)
    strip = window.strip
    assert strip.clip.y() == strip.page.y()  # one line
    assert panel.film_text.painted_text in film_accuracy_forms()
    for button in (panel.back, panel.mute, panel.sizes["L"]):
        shown = button.visibleRegion().boundingRect()
        assert shown.size() == button.size(), button.objectName()


def test_the_sentence_on_film_keeps_its_figures_however_wide_it_is(film_station):
    line = film_station.video.panel.film_text
    forms = film_accuracy_forms()
    line.show_text(forms[0], "", forms[1:])
    for form in forms:
        line.resize(line.fontMetrics().horizontalAdvance(form) + 2, line.height())
        assert line.painted_text == form
        assert "63" in form
        assert "56" in form


def test_marks_of_a_clip_read_by_itself_are_told_and_reached_from_the_film_of_several(empty_station, tmp_path):
    clips = [str(path) for path in write_clips(tmp_path / "clips")]
    empty_station.open(clips[:1])
    wait_until(lambda: (study := empty_station.studies.study) is not None and study.review.is_open)
    mark = Annotation(new_annotation_id(), "spasm", 2.0, 1.0, layer="me")
    _study(empty_station).review.acts.add(mark)
    wait_until_saved(empty_station)
    empty_station.open(clips)
    wait_until(lambda: len(_study(empty_station).recording.clips) == 2)
    wait_until(lambda: any(issue.code == "clip_marked_alone" for issue in _study(empty_station).issues))
    toast = there(empty_station.window.findChild(QPushButton, "toast.undo"))
    assert toast.text() == "Open VID_20260301_071500.mp4"
    toast.click()
    wait_until(lambda: len(_study(empty_station).recording.clips) == 1)
    wait_until(lambda: len(tuple(_study(empty_station).review.marks)) == 1)
