"""The dialog that asks when a clip was filmed, where its file gives UTC alone."""

from dataclasses import replace
from datetime import datetime

from made_studies.clip_study import film_recording

from eegview.app.film.clip_texts import clip_text
from eegview.model.film.clip import ClipClock, ClockSource
from eegview.model.study.clip_start import ClipStart
from eegview.ui.film.start_dialog import StartDialog

FILM = film_recording()
OF_UTC = ClipClock(datetime(2026, 3, 1, 7, 15), ClockSource.CONTAINER_UTC, 60, 2.0, "UTC time in the file")


def test_the_zone_of_a_time_in_utc_is_chosen_and_the_field_follows(qtbot):
    dialog = StartDialog(None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    clip = replace(FILM.clips[0], clock=OF_UTC)
    dialog.show_clip(clip_text(replace(FILM, clips=(clip,)), 0), clip, OF_UTC)
    assert dialog.zone.isVisibleTo(dialog)
    assert dialog.zone.currentText() == "UTC+01:00"
    said: list[ClipStart] = []
    dialog.typed.connect(lambda _name, start: said.append(start))
    dialog.zone.setCurrentIndex(dialog.zone.findText("UTC−05:00"))
    dialog.zone.activated.emit(dialog.zone.currentIndex())
    assert dialog.field.text() == "2026-03-01 01:15:00"
    dialog._save()
    assert (said[0].started_at, said[0].utc_offset_min) == (datetime(2026, 3, 1, 1, 15), -300)


def test_a_clip_whose_time_is_not_in_utc_has_no_zone_to_choose(qtbot):
    dialog = StartDialog(None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    dialog.show_clip(clip_text(FILM, 0), FILM.clips[0], FILM.clips[0].clock)
    assert not dialog.zone.isVisibleTo(dialog)


def test_a_zone_that_nobody_chose_is_not_stored(qtbot):
    dialog = StartDialog(None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    clip = replace(FILM.clips[0], clock=OF_UTC)
    dialog.show_clip(clip_text(replace(FILM, clips=(clip,)), 0), clip, OF_UTC)
    said: list[ClipStart] = []
    dialog.typed.connect(lambda _name, start: said.append(start))
    dialog.field.setDateTime(dialog.field.dateTime().addSecs(300))
    dialog._save()
    assert (said[0].started_at, said[0].utc_offset_min) == (datetime(2026, 3, 1, 7, 20), None)
