"""The dialog of slow motion, and of film that plays faster than it happened."""

from dataclasses import replace

from made_studies.clip_study import film_recording

from eegview.ui.film.speed_dialog import SpeedDialog

CLIP = film_recording().clips[0]


def test_time_lapse_is_called_so_and_saving_what_stands_there_types_nothing(qtbot):
    dialog = SpeedDialog(None)  # type: ignore[arg-type]
    qtbot.addWidget(dialog)
    said: list[float | None] = []
    dialog.typed.connect(lambda _name, times: said.append(times))
    dialog.show_clip("1", replace(CLIP, slowness=0.1), (), 0)
    assert "10 times faster than it happened" in dialog.now_text.text()
    dialog._save()
    dialog.show_clip("1", replace(CLIP, slowness=10 / 3), (), 0)
    dialog._save()
    assert said == []
    dialog.show_clip("1", replace(CLIP, slowness=10 / 3), (), 0)
    dialog.field.setValue(4.0)
    dialog._save()
    assert said == [4.0]
