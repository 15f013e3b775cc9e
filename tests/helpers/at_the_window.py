"""Hands and eyes at the window: keys, mouse, and what is shown."""

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from waiting import wait_until

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.window.open_study import OpenStudy
from eegview.ui.workstation import Workstation


def study_of(station: Workstation) -> OpenStudy:
    study = station.desk.study
    assert study is not None
    return study


def press(station: Workstation, qtbot: QtBot, *keys: Qt.Key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    for key in keys:
        qtbot.keyClick(station.window.page, key, modifier)


def page_geometry(station: Workstation) -> PageGeometry:
    geometry = station.window.page.geometry_of_page()
    assert geometry is not None
    return geometry


def point_at(station: Workstation, time_s: float, share_down: float = 0.5) -> QPoint:
    """Return where a time lies on the page, `share_down` of its height from the top."""
    geometry = page_geometry(station)
    y_px = geometry.top_px + (geometry.bottom_px - geometry.top_px) * share_down
    return QPointF(geometry.x_of(time_s), y_px).toPoint()


def seconds_per_px(station: Workstation) -> float:
    return 1.0 / page_geometry(station).px_per_s


def click(station: Workstation, qtbot: QtBot, time_s: float, share_down: float = 0.5) -> None:
    qtbot.mouseClick(station.window.page, Qt.MouseButton.LeftButton, pos=point_at(station, time_s, share_down))


def drag(station: Workstation, from_s: float, to_s: float, share_down: float = 0.5) -> None:
    """Press at one time of the page, go to the other in steps, let go."""
    page = station.window.page
    start, stop = point_at(station, from_s, share_down), point_at(station, to_s, share_down)
    QTest.mousePress(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for step in range(1, 6):
        QTest.mouseMove(page, start + (stop - start) * step / 5)
    QTest.mouseRelease(page, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, stop)


def own_marks(station: Workstation) -> list[Annotation]:
    """Return the marks shown, by onset, without the recorder's."""
    return [mark for mark in study_of(station).review.marks if mark.layer != FILE_LAYER]


def wait_for_page_at(station: Workstation, start_s: float) -> None:
    def is_there() -> bool:
        page = station.window.page.shown_page
        return page is not None and abs(page.span.start_s - start_s) < 1e-6

    wait_until(is_there)


def wait_until_saved(station: Workstation) -> None:
    wait_until(lambda: study_of(station).review.n_pending == 0)
