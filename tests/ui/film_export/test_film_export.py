"""Study → Export clip… through its dialog: a face drawn with the mouse, followed, looked at, written."""

from pathlib import Path

import numpy as np
import pytest
from films.barcoded import read_barcode
from films.faced_film import FACE_RADII_PX
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from waiting import wait_until
from windows.at_the_window import shown_dialog, study_of
from windows.filmed_window import HIDDEN, N_PICTURES, where
from windows.window_fixtures import open_and_wait

from eegview.model.film.export.choice import Faces, Voice
from eegview.model.film.export.face import Ellipse
from eegview.readers.video.tags.metadata import read_metadata
from eegview.readers.video.video import open_video
from eegview.ui.film_export.dialog import FilmExportDialog
from eegview.ui.workstation import Workstation


def draw(dialog: FilmExportDialog, centre: tuple[float, float]) -> None:
    """Drag an ellipse around a face in the picture that is shown."""
    radius_x, radius_y = FACE_RADII_PX
    rect = dialog.picture.on_screen(Ellipse(*centre, radius_x + 3, radius_y + 3))
    start, stop = rect.topLeft().toPoint(), rect.bottomRight().toPoint()
    QTest.mousePress(dialog.picture, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(dialog.picture, QPointF(rect.center()).toPoint())
    QTest.mouseMove(dialog.picture, stop)
    QTest.mouseRelease(dialog.picture, Qt.MouseButton.LeftButton, pos=stop)


def look_at_all(dialog: FilmExportDialog) -> None:
    """Go through the film second by second with the keys, and back to its beginning."""
    QTest.keyClick(dialog.strip, Qt.Key.Key_Home)
    for _ in range(N_PICTURES // 25):
        at = dialog.strip.frame
        wait_until(
            lambda at=at: dialog.where.text().startswith("00:") and f"picture {at + 1} of" in dialog.where.text()
        )
        wait_until(lambda at=at: bool(dialog.strip.looked[at]))
        QTest.keyClick(dialog.strip, Qt.Key.Key_PageDown)
    wait_until(lambda: "Of every second" in dialog.share.text())
    assert f"3 of {N_PICTURES} pictures" in dialog.share.text()  # what was not seen is told


def test_a_copy_is_written_once_faces_sound_and_the_look_are_answered(
    dialog: FilmExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "+12.0000+034.0000/" in dialog.told.text()
    assert not dialog.write.isEnabled()
    dialog.faces.choices[Faces.FOLLOWED].click()
    assert dialog.share.text() == "Draw an ellipse around a head."
    draw(dialog, where(0) or (0, 0))
    wait_until(lambda: "Lost for 0.4 s" in dialog.faces.state.text())
    dialog.voices[Voice.MUTE].click()
    assert not dialog.seen.isEnabled()
    look_at_all(dialog)
    assert not dialog.write.isEnabled()
    dialog.seen.click()
    out = tmp_path / "copy.mp4"
    proposed: list[str] = []

    def save(_parent: object, _title: str, place: str, *_more: object) -> tuple[str, str]:
        proposed.append(place)
        return str(out), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", save)
    dialog.write.click()
    assert Path(proposed[0]).parent != tmp_path  # where the clip is, whose folder is opened as one study
    wait_until(lambda: dialog.outcome.text().startswith("Wrote copy.mp4: 75 pictures."))
    copy, clip = open_video(out), open_video(tmp_path / "clip.mp4")
    assert not copy.has_audio
    assert not read_metadata(out).revealing
    for number in range(N_PICTURES):
        shown, before = copy.frame_at(0.04 * number + 0.01), clip.frame_at(0.04 * number + 0.01)
        assert shown is not None
        assert before is not None
        assert shown.pts_s == before.pts_s
        if number in HIDDEN:
            continue
        assert read_barcode(shown.rgb) == number
        x, y = (round(one) for one in where(number) or (0, 0))
        eyes = shown.rgb[y - 14 : y - 6, x - 18 : x + 18].astype(int)
        assert np.ptp(eyes, axis=(0, 1)).max() < 60, f"the eyes can be seen in picture {number}"


def test_another_choice_has_to_be_looked_at_again(dialog: FilmExportDialog) -> None:
    dialog.faces.choices[Faces.WHOLE].click()
    dialog.voices[Voice.TONES].click()
    look_at_all(dialog)
    dialog.seen.click()
    assert dialog.write.isEnabled()
    dialog.faces.cover.setCurrentIndex(1)
    assert not dialog.write.isEnabled()
    assert not dialog.seen.isChecked()


def test_a_part_begins_and_ends_where_one_stands(dialog: FilmExportDialog) -> None:
    QTest.keyClick(dialog.strip, Qt.Key.Key_PageDown)
    dialog.part_buttons["begin"].click()
    QTest.keyClick(dialog.strip, Qt.Key.Key_PageDown)
    dialog.part_buttons["end"].click()
    assert dialog.part.text() == "00:00:01.00 – 00:00:02.04"
    dialog.part_buttons["all"].click()
    assert dialog.part.text() == "00:00:00.00 – 00:00:03.00"


def test_the_film_itself_is_never_overwritten(
    dialog: FilmExportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    dialog.faces.choices[Faces.SHOWN].click()
    dialog.voices[Voice.KEPT].click()
    look_at_all(dialog)
    dialog.seen.click()
    before = (tmp_path / "clip.mp4").read_bytes()
    (tmp_path / "same.mp4").hardlink_to(tmp_path / "clip.mp4")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(tmp_path / "same.mp4"), ""))
    dialog.write.click()
    wait_until(lambda: "overwrite the film itself" in dialog.outcome.text())
    assert (tmp_path / "clip.mp4").read_bytes() == before


def test_arrows_draw_and_move_an_ellipse_without_a_mouse(dialog: FilmExportDialog) -> None:
    dialog.faces.choices[Faces.FOLLOWED].click()
    QTest.keyClick(dialog.picture, Qt.Key.Key_Right)
    drawn = dialog.picture._chosen
    assert drawn is not None
    QTest.keyClick(dialog.picture, Qt.Key.Key_Right)
    QTest.keyClick(dialog.picture, Qt.Key.Key_Up, Qt.KeyboardModifier.ShiftModifier)
    moved = dialog.picture._chosen
    assert moved is not None
    assert moved.x_px > drawn.x_px
    assert moved.radius_y_px < drawn.radius_y_px


def test_a_picture_shown_without_cover_is_not_counted_as_looked_at(dialog: FilmExportDialog) -> None:
    dialog.plain.setChecked(True)
    dialog.faces.choices[Faces.WHOLE].click()
    dialog.voices[Voice.MUTE].click()
    QTest.keyClick(dialog.strip, Qt.Key.Key_PageDown)
    dialog.plain.setChecked(False)  # before the plain picture arrives
    wait_until(lambda: bool(dialog.strip.looked.any()))
    assert not dialog.strip.looked[0]
    assert dialog.strip.looked[25]


def test_what_was_drawn_and_chosen_is_there_again_after_the_dialog_was_closed(
    filmed: Workstation, dialog: FilmExportDialog
) -> None:
    dialog.faces.choices[Faces.FOLLOWED].click()
    dialog.voices[Voice.TONES].click()
    draw(dialog, where(0) or (0, 0))
    drawn = dialog.picture._chosen
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    filmed.actions["study.export_clip"].trigger()
    again = shown_dialog(filmed, FilmExportDialog, "film_export")
    assert again is not dialog
    wait_until(lambda: again.told.text() != "" and again.picture.has_picture)
    assert (again.faces.faces, again.voice) == (Faces.FOLLOWED, Voice.TONES)
    assert again.picture._chosen == drawn
    assert not again.strip.looked.any()
    wait_until(lambda: "Lost for 0.4 s" in again.faces.state.text())


def test_following_can_be_stopped_and_what_was_drawn_stays(dialog: FilmExportDialog) -> None:
    dialog.faces.choices[Faces.FOLLOWED].click()
    dialog.voices[Voice.MUTE].click()
    draw(dialog, where(0) or (0, 0))
    drawn = dialog.picture._chosen
    wait_until(dialog.cancel.isVisible)
    assert dialog.cancel.text() == "Stop following"
    dialog.cancel.click()
    assert not dialog.cancel.isVisible()
    assert dialog.outcome.text().startswith("Stopped.")
    assert dialog.picture._chosen == drawn
    assert not dialog.seen.isEnabled()


def test_nothing_can_be_changed_while_the_copy_is_written(dialog: FilmExportDialog) -> None:
    dialog.show_working(is_writing=True)
    assert not dialog.picture.isEnabled()
    assert not dialog.faces.isEnabled()
    assert not dialog.clip.isEnabled()
    dialog.show_end()
    assert dialog.picture.isEnabled()
    assert dialog.faces.isEnabled()


def test_what_was_drawn_is_there_again_after_the_study_was_closed(
    filmed: Workstation, dialog: FilmExportDialog
) -> None:
    dialog.faces.choices[Faces.FOLLOWED].click()
    draw(dialog, where(0) or (0, 0))
    drawn = dialog.picture._chosen
    path = study_of(filmed).paths[0]
    filmed.studies.close()
    open_and_wait(filmed, Path(path))
    wait_until(lambda: filmed.video.shown is not None)
    filmed.actions["study.export_clip"].trigger()
    again = shown_dialog(filmed, FilmExportDialog, "film_export")
    wait_until(lambda: again.told.text() != "" and again.picture.has_picture)
    assert again.faces.faces is Faces.FOLLOWED
    assert again.picture._chosen == drawn
    assert again.outcome.text().startswith("What you drew before is there again.")
