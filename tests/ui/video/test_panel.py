"""Looking at the picture: zoom, look, places, cameras, speeds, loops, snapshot."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from films.barcoded import read_barcode, write_video
from PIL import Image
from PySide6.QtCore import QPoint, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from waiting import emitted, wait_until
from windows.at_the_window import click, press, study_of
from windows.window_fixtures import open_and_wait

from eegview.app.video.playing import LOOP_MARGIN_S
from eegview.model.span import Span
from eegview.ui.sync.panel import SyncPanel
from eegview.ui.video.camera_views import CameraViews
from eegview.ui.video.panel import VideoPanel
from eegview.ui.video.picture_lens import PictureLens, share_of
from eegview.ui.video.placement import CORNERS, Place
from eegview.ui.video.view import NO_VIDEO, VideoView
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.workstation import Workstation

ROOM, PICTURE = QRectF(0, 20, 400, 300), QSizeF(640, 480)
Key, Ctrl, Alt, Shift = (
    Qt.Key,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
    Qt.KeyboardModifier.ShiftModifier,
)


@pytest.fixture
def filmed(start_station, small_edf: Path, tmp_path: Path) -> Workstation:
    """Return the window with a minute of EEG and ten seconds of two cameras that started with it."""
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    for camera in (1, 2):
        write_video(tmp_path / f"night_cam{camera}.mp4", n_frames=250, options={"preset": "ultrafast"})
    station = open_and_wait(start_station(), path)
    wait_until(lambda: station.video.shown is not None)
    return station


def wheel(view: VideoView, at: QPointF, notches: int) -> None:
    delta, none = QPoint(0, 120 * notches), Qt.KeyboardModifier.NoModifier
    at_screen = QPointF(view.mapToGlobal(at.toPoint()))
    event = QWheelEvent(
        at, at_screen, QPoint(), delta, Qt.MouseButton.NoButton, none, Qt.ScrollPhase.NoScrollPhase, False
    )
    QApplication.sendEvent(view, event)


# the lens


@pytest.mark.parametrize("at", [QPointF(200, 170), QPointF(30, 40), QPointF(399, 319)])
def test_zooming_keeps_what_is_under_the_mouse(at: QPointF) -> None:
    held = share_of(at, PictureLens().placed(ROOM, PICTURE))
    lens = PictureLens().zoomed(4, at, ROOM, PICTURE)
    now = share_of(at, lens.placed(ROOM, PICTURE))
    assert (now.x(), now.y()) == pytest.approx((held.x(), held.y()))
    assert lens.zoomed(-10, at, ROOM, PICTURE) == PictureLens()


def test_a_dragged_picture_never_leaves_its_room_empty() -> None:
    lens = PictureLens().zoomed(3, ROOM.center(), ROOM, PICTURE)
    for by_px in (QPointF(5000, 0), QPointF(0, -5000), QPointF(-5000, 5000)):
        assert lens.moved(by_px, ROOM, PICTURE).placed(ROOM, PICTURE).contains(ROOM)


def test_a_drag_back_starts_at_once() -> None:
    lens = PictureLens().zoomed(3, ROOM.center(), ROOM, PICTURE)
    edge = lens.moved(QPointF(5000, 0), ROOM, PICTURE)
    assert edge.moved(QPointF(-10, 0), ROOM, PICTURE).placed(ROOM, PICTURE).left() == pytest.approx(
        edge.placed(ROOM, PICTURE).left() - 10
    )


# the view


def test_wheel_zooms_and_double_click_shows_all(qtbot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    view.resize(400, 320)
    view.show_frame(np.full((48, 64, 3), 90, np.uint8), "frame")
    wheel(view, QPointF(100, 100), 3)
    assert view.lens.zoom == pytest.approx(1.25**3)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton)
    assert view.lens == PictureLens()


def test_the_look_is_shown_and_the_frame_stays(qtbot) -> None:
    panel = VideoPanel()
    qtbot.addWidget(panel)
    panel.resize(400, 400)
    rgb = np.zeros((40, 64, 3), np.uint8)
    rgb[:, :32] = 100
    panel.picture.show_frame(rgb, "")
    panel.look.brightness.setValue(50)
    panel.look.mirror.setChecked(True)
    shown = panel.picture._adjusted
    assert shown is not None
    assert shown[0, 0, 0] == 50
    assert shown[0, -1, 0] == 150
    assert panel.picture.rgb is rgb
    qtbot.mouseClick(panel.look.reset, Qt.MouseButton.LeftButton)
    assert panel.picture._adjusted is not None
    assert np.array_equal(panel.picture._adjusted, rgb)


def test_a_region_is_told_as_the_camera_sees_it(qtbot) -> None:
    """Drawn on the left of a mirrored picture, it lies on the right of the frame."""
    panel = VideoPanel()
    qtbot.addWidget(panel)
    panel.resize(500, 500)
    panel.show()
    qtbot.waitExposed(panel)
    view = panel.picture
    view.show_frame(np.zeros((48, 64, 3), np.uint8), "")
    panel.look.set_mirrored(True)
    area = view._area()
    view.draw_region(False)
    with emitted(view.region_drawn) as told:
        start = QPointF(area.left() + 0.1 * area.width(), area.top() + 0.2 * area.height()).toPoint()
        stop = QPointF(area.left() + 0.4 * area.width(), area.top() + 0.8 * area.height()).toPoint()
        qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=start)
        qtbot.mouseMove(view, stop)
        qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=stop)
    (left, top), _, (right, bottom), _ = told.args[0].corners
    assert (left, top, right, bottom) == pytest.approx((0.6, 0.2, 0.9, 0.8), abs=0.02)


def test_times_take_the_lines_they_need(qtbot) -> None:
    view = VideoView()
    qtbot.addWidget(view)
    view.show_frame(np.zeros((48, 64, 3), np.uint8), "EEG 09:00:15.000  ·  frame 00:00:15.000")
    view.resize(900, 300)
    assert len(view._caption_lines()) == 1
    view.resize(180, 300)
    assert view._caption_lines() == ["EEG 09:00:15.000", "frame 00:00:15.000"]


def test_cameras_come_and_go(qtbot) -> None:
    views = CameraViews()
    qtbot.addWidget(views)
    views.set_cameras(("camera 1", "camera 2"))
    second = views["camera 2"]
    with emitted(views.lead_changed):
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert views.leading is second
    views.set_cameras(("camera 2",))
    assert views.leading is second
    assert views.count() == 1


# in the window


def test_each_camera_shows_its_frame(filmed: Workstation, qtbot) -> None:
    views = filmed.video.panel.views
    assert views.names == ("camera 1", "camera 2")
    click(filmed, qtbot, 4.01)
    cursor_s = study_of(filmed).session.view.cursor_s
    assert cursor_s is not None
    number = int(cursor_s * 25 + 1e-3)

    def all_there() -> bool:
        return all(view.rgb is not None and read_barcode(view.rgb) == number for view in views)

    wait_until(all_there)
    assert all(f"camera {i + 1}" in view.caption and "EEG" in view.caption for i, view in enumerate(views))
    click(filmed, qtbot, 12.0)
    wait_until(lambda: all(view.message.startswith("no video") for view in views))


def test_places(filmed: Workstation) -> None:
    video, actions = filmed.video, filmed.actions
    panel, page = video.panel, filmed.window.page
    actions["video.float"].trigger()
    assert panel.parent() is page
    assert actions["video.float"].isChecked()
    assert page.rect().contains(panel.geometry())
    actions["event.list"].trigger()  # a wide page has room for four different corners
    wait_until(lambda: page.width() > 600)
    seen = set()
    for _ in CORNERS:
        actions["video.corner"].trigger()
        seen.add((panel.x() > page.width() / 4, panel.y() > page.height() / 4))
        assert page.rect().contains(panel.geometry())
    assert len(seen) == 4
    panel.opacity.setValue(50)
    assert filmed.settings.number("video/opacity", 1.0) == 0.5
    actions["video.window"].trigger()
    assert video.place.place is Place.WINDOW
    assert panel.window() is video.place.own
    assert not actions["video.float"].isChecked()
    video.place.own.close()
    assert video.place.place is Place.DOCK
    assert video.slot.widget() is panel
    assert video.slot.isVisible()


def test_the_own_window_is_remembered(start_station, filmed: Workstation, tmp_path: Path) -> None:
    filmed.actions["video.window"].trigger()
    filmed.actions["study.quit"].trigger()
    station = open_and_wait(start_station(), tmp_path / "night.edf")
    wait_until(lambda: station.video.place.place is Place.WINDOW)


def test_speeds_have_keys(filmed: Workstation, qtbot) -> None:
    player = study_of(filmed).player
    press(filmed, qtbot, Key.Key_Period, Key.Key_Period, modifier=Alt)
    assert player.speed == 4.0
    press(filmed, qtbot, Key.Key_Comma, modifier=Alt)
    assert player.speed == 2.0
    press(filmed, qtbot, Key.Key_Slash, modifier=Alt)
    assert player.speed == 1.0
    assert filmed.video.panel.speed.currentText() == "1×"


def test_shift_space_loops_the_selection(filmed: Workstation, qtbot) -> None:
    study = study_of(filmed)
    study.session.change(selection=Span(5.0, 6.0))
    press(filmed, qtbot, Key.Key_Space, modifier=Shift)
    assert study.player.loop_span == Span(5.0 - LOOP_MARGIN_S, 6.0 + LOOP_MARGIN_S)
    assert filmed.play.is_playing
    assert filmed.video.panel.loop.isChecked()
    press(filmed, qtbot, Key.Key_Space, modifier=Shift)
    assert not filmed.play.is_playing
    assert not filmed.video.panel.loop.isChecked()


def test_next_and_previous_video(filmed: Workstation, qtbot) -> None:
    click(filmed, qtbot, 12.0)
    press(filmed, qtbot, Key.Key_PageUp, modifier=Alt)
    assert study_of(filmed).session.view.cursor_s == pytest.approx(10.0, abs=0.01)
    press(filmed, qtbot, Key.Key_PageDown, modifier=Alt)
    assert "no video after" in filmed.toast.label.text()


def test_a_snapshot_knows_its_times(filmed: Workstation, tmp_path: Path, qtbot, monkeypatch) -> None:
    click(filmed, qtbot, 3.01)

    def is_there() -> bool:
        exact = filmed.video.exact
        return exact is not None and exact.recording_s == study_of(filmed).session.view.cursor_s

    wait_until(is_there)
    path = tmp_path / "spasm"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(path), ""))
    filmed.actions["video.snapshot"].trigger()
    written = path.with_suffix(".png")
    wait_until(lambda: "Saved" in filmed.toast.label.text())
    picture = Image.open(written)
    frame = filmed.video.shown.frame
    assert read_barcode(np.asarray(picture)) == read_barcode(frame.rgb)
    assert picture.info["Video time"] == f"{frame.pts_s:.6f} s"
    assert picture.info["EEG time from start"].startswith("00:00:0")


def test_nudges_that_follow_each_other_are_one_act(filmed: Workstation, qtbot) -> None:
    for _ in range(3):
        press(filmed, qtbot, Key.Key_Right, modifier=Ctrl | Alt)
    path = filmed.video.shown.clip.path
    assert filmed.video.footage.clip(path).sync.offset_s == pytest.approx(0.12)
    filmed.sync.keep_nudges()
    wait_until(lambda: len(study_of(filmed).review.records.sync_marks) == 1)
    assert list(study_of(filmed).review.marks) == [m for m in study_of(filmed).review.marks if m.layer == "file"]
    filmed.actions["edit.undo"].trigger()
    wait_until(lambda: filmed.video.footage.clip(path).sync.offset_s == pytest.approx(0.0))


def test_a_movement_trace_stands_below_the_traces_and_comes_back(
    start_station, filmed: Workstation, tmp_path: Path
) -> None:
    def rows(station: Workstation) -> list[str]:
        page = station.window.page.shown_page
        return [shown.row.label for shown in page.rows] if page is not None else []

    filmed.actions["video.movement"].trigger()
    filmed.movement.start()
    wait_until(lambda: "Movement 1" in rows(filmed))
    assert rows(filmed)[-1] == "Movement 1"
    wait_until(lambda: not filmed.movement._server.is_watching)
    filmed.actions["study.quit"].trigger()
    station = open_and_wait(start_station(), tmp_path / "night.edf")
    wait_until(lambda: "Movement 1" in rows(station))
    trends = station.tasks.trends
    station.actions["trends.open"].trigger()
    assert trends.moves.shown.movement is not None
    station.movement.remove()
    wait_until(lambda: trends.moves.shown.movement is None)  # also while the trends are open
    station.movement.draw(is_mask=False)
    assert "video is not on the screen" in station.toast.findChild(type(station.window.saved)).text()
    station.actions["trends.close"].trigger()
    wait_until(lambda: "Movement 1" not in rows(station))


def test_a_video_moved_off_the_recording_can_be_brought_back(filmed: Workstation, qtbot) -> None:
    clip = filmed.video.footage.timeline(filmed.video.panel.views.lead).clips[0]
    filmed.sync.open_panel()
    sheet = filmed.window.findChild(SyncPanel, "sync")
    sheet.offset.setValue(-3000.0)
    filmed.sync.keep_nudges()
    wait_until(lambda: filmed.video.panel.picture.rgb is None)
    assert filmed.video.footage.clip(clip.path).sync.offset_s == -3000.0
    wait_until(lambda: sheet.offset.value() == -3000.0)
    wait_until(lambda: "no video at the cursor" in sheet.trust.text())
    assert not filmed.video.panel.sync_text.text()
    qtbot.mouseClick(sheet.guess, Qt.MouseButton.LeftButton)
    wait_until(lambda: filmed.video.panel.picture.rgb is not None)
    assert filmed.video.footage.clip(clip.path).sync == clip.sync


def test_another_study_starts_afresh(filmed: Workstation, tmp_path: Path, qtbot) -> None:
    """What served the study before acts no more; the speed chosen stays."""
    video, views = filmed.video, filmed.video.panel.views
    filmed.play.use_speed(2.0)
    filmed.sync.open_panel()
    filmed.actions["study.close"].trigger()
    assert not video.has_video
    assert video.shown is None
    assert not video.slot.isVisible()
    assert open_dialog(filmed.window, "sync") is None
    assert [view.message for view in views] == [NO_VIDEO] * 2
    open_and_wait(filmed, tmp_path / "night.edf")
    wait_until(lambda: video.shown is not None)
    assert study_of(filmed).player.speed == 2.0
    filmed.actions["video.later"].trigger()
    shown: Any = video.shown
    path = shown.clip.path
    assert video.footage.clip(path).sync.offset_s == pytest.approx(0.04)
    filmed.sync.keep_nudges()
    wait_until(lambda: len(study_of(filmed).review.records.sync_marks) == 1)
