"""Hands and eyes at the window: keys, mouse, and what is shown."""

from typing import TypeVar

from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot
from waiting import wait_until

from eegview.model.annotation import FILE_LAYER, Annotation
from eegview.ui.page.geometry import PageGeometry
from eegview.ui.widgets.modeless_dialog import open_dialog
from eegview.ui.window.study.open_study import OpenStudy
from eegview.ui.workstation import Workstation

A_MOMENT_MS = 1000
Dialog = TypeVar("Dialog", bound=QDialog)


def study_of(station: Workstation) -> OpenStudy:
    study = station.studies.study
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


def shown_dialog(station: Workstation, kind: type[Dialog], name: str) -> Dialog:
    """Wait until a dialog stands open, and return it."""
    wait_until(lambda: isinstance(open_dialog(station.window, name), kind), f"the dialog {name} stands open")
    dialog = open_dialog(station.window, name)
    assert isinstance(dialog, kind)
    return dialog


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


def wait_until_idle(station: Workstation) -> None:
    """Wait until all that was begun has come to its end: what is not there then does not come by itself."""
    for _ in range(2):  # what came to its end may have begun something more
        ended: list[None] = []
        studies = station.studies
        lanes = studies.opening_lane, studies.work, studies.journal, studies.store
        for lane in lanes:
            lane.submit(lambda: None, ended.append, station.fail)
        wait_until(lambda found=ended, given=lanes: len(found) == len(given), "the lanes have done what they had")
        wait_until(lambda: not _timers_about_to_end(station), "what is drawn a moment later is drawn")
        wait_until(lambda: _page_is_newest(station), "the page shows what was asked for last")


def _page_is_newest(station: Workstation) -> bool:
    """Whether the page that is painted is the one that was asked for last, or none is asked for."""
    study = station.studies.study
    if study is None or study.presenter._server is None:
        return True
    painted = study.presenter._painted
    return painted is not None and painted[0].request == study.session.page_request()


def _timers_about_to_end(station: Workstation) -> list[QTimer]:
    study = station.studies.study
    parts = (station, station.window, *((study.scope,) if study is not None else ()))
    timers = [timer for part in parts for timer in part.findChildren(QTimer)]
    return [t for t in timers if t.isActive() and t.isSingleShot() and t.interval() <= A_MOMENT_MS]
