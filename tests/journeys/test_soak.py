"""A cat walks over the keyboard: random keys, commands and mouse on the open window, for seconds or ten minutes."""

import random
import sys
import time
from collections import deque
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest
from films.barcoded import write_video
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QDesktopServices, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QMenu, QWidget
from waiting import wait_until
from windows.at_the_window import own_marks, wait_until_saved

from eegview.model.suggestion.run_record import RUN_TERM
from eegview.store.library import open_library
from eegview.ui.study import opening
from eegview.ui.workstation import Workstation

SHORT_S, LONG_S = 3.0, 600.0
GROWTH_MIB = 150  # of the long run, after the first minute
NEVER = ("study.quit", "study.demo")  # ends the test; simulates for minutes
TYPED = "0123456789[],.+-=mnvzxg?# abc\t"
KEYS = [
    *(Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Delete, Qt.Key.Key_Backspace),
    *(Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_F1, Qt.Key.Key_F2, Qt.Key.Key_F8, Qt.Key.Key_1, Qt.Key.Key_3),
    *(Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Comma, Qt.Key.Key_Period),
]
MODIFIERS = [
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
]
BUTTONS = [Qt.MouseButton.LeftButton] * 4 + [Qt.MouseButton.RightButton, Qt.MouseButton.MiddleButton]


class Cat:
    """Walks over keyboard and mouse. `walked` is what it did last, for who has to find out."""

    def __init__(self, station: Workstation, seed: int) -> None:
        self._station, self._chance = station, random.Random(seed)
        self.walked: deque[str] = deque(maxlen=60)
        self._rescue = QTimer(station, interval=30)  # menus of buttons and of text fields run loops of their own
        self._rescue.timeout.connect(self._leave_loops)
        self._rescue.start()
        self._habits: list[tuple[int, Callable[[], None]]] = [
            (30, self._press_key),
            (15, self._run_command),
            (15, self._drag_on_the_page),
            (8, self._click_on_the_page),
            (6, self._turn_the_wheel),
            (6, self._push_a_button),
            (5, self._type_into_what_has_the_focus),
            (3, self._click_anywhere),
            (3, self._close_a_dialog),
            (2, self._resize),
        ]

    def go_home(self) -> None:
        self._rescue.stop()

    def step(self) -> None:
        if self._close_or_choose_from_a_menu():
            return
        weights = [weight for weight, _ in self._habits]
        self._chance.choices([habit for _, habit in self._habits], weights)[0]()

    def _tell(self, what: str) -> None:
        self.walked.append(what)

    def _press_key(self) -> None:
        key, modifier = self._chance.choice(KEYS), self._chance.choice(MODIFIERS)
        self._tell(f"key {key.name} {modifier.name}")
        QTest.keyClick(self._station.window.page, key, modifier)

    def _run_command(self) -> None:
        actions = self._station.actions.actions
        command_id = self._chance.choice(sorted(actions))
        if command_id not in NEVER and actions[command_id].isEnabled():
            self._tell(f"command {command_id}")
            actions[command_id].trigger()

    def _point_on(self, widget: QWidget) -> QPoint:
        return QPoint(self._chance.randrange(widget.width()), self._chance.randrange(widget.height()))

    def _drag_on_the_page(self) -> None:
        page, button, modifier = self._station.window.page, self._chance.choice(BUTTONS), self._chance.choice(MODIFIERS)
        points = [self._point_on(page) for _ in range(3)]
        self._tell(f"drag {button.name} {modifier.name} {[point.toTuple() for point in points]}")
        QTest.mousePress(page, button, modifier, points[0])
        for point in points[1:]:
            QTest.mouseMove(page, point)
        QTest.mouseRelease(page, button, modifier, points[-1])

    def _click_on_the_page(self) -> None:
        page, button = self._station.window.page, self._chance.choice(BUTTONS)
        point = self._point_on(page)
        act = self._chance.choice((QTest.mouseClick, QTest.mouseDClick))
        self._tell(f"{act.__name__} {button.name} {point.toTuple()}")
        act(page, button, self._chance.choice(MODIFIERS), point)

    def _turn_the_wheel(self) -> None:
        page, modifier = self._station.window.page, self._chance.choice(MODIFIERS)
        at, delta = QPointF(self._point_on(page)), QPoint(0, self._chance.choice((-240, -120, 120, 360)))
        self._tell(f"wheel {delta.y()} {modifier.name}")
        event = QWheelEvent(
            at,
            QPointF(page.mapToGlobal(at.toPoint())),
            QPoint(),
            delta,
            Qt.MouseButton.NoButton,
            modifier,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(page, event)

    def _visible(self, kind: type[QWidget]) -> list[QWidget]:
        return [
            widget
            for top in QApplication.topLevelWidgets()
            if top.isVisible()
            for widget in [top, *top.findChildren(kind)]
            if isinstance(widget, kind) and widget.isVisible() and widget.width() > 0 and widget.height() > 0
        ]

    def _push_a_button(self) -> None:
        buttons = [button for button in self._visible(QAbstractButton) if button.isEnabled()]
        if buttons:
            button = self._chance.choice(buttons)
            assert isinstance(button, QAbstractButton)
            if button.objectName() not in NEVER:
                self._tell(f"button {button.objectName()} {button.text()}")
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _click_anywhere(self) -> None:
        widget = self._chance.choice(self._visible(QWidget))
        point = self._point_on(widget)
        self._tell(f"click {type(widget).__name__} {widget.objectName()} {point.toTuple()}")
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)

    def _type_into_what_has_the_focus(self) -> None:
        widget = QApplication.focusWidget() or self._station.window.page
        text = "".join(self._chance.choices(TYPED, k=self._chance.randrange(1, 8)))
        self._tell(f"type {text!r} into {type(widget).__name__} {widget.objectName()}")
        for letter in text:
            QTest.keyClicks(widget, letter) if letter != "\t" else QTest.keyClick(widget, Qt.Key.Key_Tab)
            widget = QApplication.focusWidget() or self._station.window.page

    def _close_a_dialog(self) -> None:
        window = self._station.window
        others = [top for top in QApplication.topLevelWidgets() if top.isVisible() and top is not window]
        if others:
            other = self._chance.choice(others)
            self._tell(f"close {type(other).__name__} {other.objectName()}")
            other.close()

    def _resize(self) -> None:
        size = self._chance.randrange(700, 1700), self._chance.randrange(500, 1000)
        self._tell(f"resize {size}")
        self._station.window.resize(*size)

    def _leave_loops(self) -> None:
        self._close_or_choose_from_a_menu()
        modal = QApplication.activeModalWidget()
        if modal is not None:
            self._tell(f"leave {type(modal).__name__} {modal.objectName()}")
            modal.close()

    def _close_or_choose_from_a_menu(self) -> bool:
        menu = QApplication.activePopupWidget()
        if menu is None:
            return False
        choices = [a for a in menu.actions() if a.isEnabled() and not a.menu()] if isinstance(menu, QMenu) else []
        choices = [a for a in choices if a.objectName() not in NEVER and not a.isSeparator()]
        menu.close()
        if choices and self._chance.random() < 0.7:
            action = self._chance.choice(choices)
            self._tell(f"menu {action.objectName()} {action.text()}")
            action.trigger()
        return True


@pytest.fixture
def no_native_dialogs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have every question for a file answered with Cancel, and no other program started."""
    for name in ("getOpenFileName", "getOpenFileNames", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, staticmethod(lambda *_args, **_named: ("", "")))
    monkeypatch.setattr(opening, "ask_to_open", lambda *_args: None)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", staticmethod(lambda *_args, **_named: ""))
    monkeypatch.setattr(QDesktopServices, "openUrl", staticmethod(lambda _url: True))


@pytest.fixture
def recording(small_edf: Path, tmp_path: Path) -> Path:
    path = tmp_path / "night.edf"
    path.write_bytes(small_edf.read_bytes())
    write_video(tmp_path / "night.mp4", n_frames=250)
    return path


def opened(station: Workstation, path: Path) -> None:
    """Have the recording on the table: the cat may have closed it."""
    if station.studies.study is None:
        station.open([str(path)])
        wait_until(lambda: station.studies.study is not None)


def resident_mib() -> float:
    return psutil.Process().memory_info().rss / 2**20


@pytest.mark.soak
def test_nothing_breaks(
    empty_station: Workstation,
    recording: Path,
    library_url: str,
    no_native_dialogs: None,
    request: pytest.FixtureRequest,
) -> None:
    station, is_long = empty_station, request.config.getoption("--soak")
    seed = int(request.config.getoption("--soak-seed") or 1)
    cat, began_s, settled_mib, n_steps = Cat(station, seed), time.monotonic(), None, 0
    try:
        while time.monotonic() - began_s < (LONG_S if is_long else SHORT_S):
            opened(station, recording)
            cat.step()
            n_steps += 1
            QApplication.processEvents()
            if is_long and settled_mib is None and time.monotonic() - began_s > 60:
                settled_mib = resident_mib()
    finally:
        cat.go_home()
        told = [f"seed {seed}, {n_steps} steps, {resident_mib():.0f} MiB; last:", *cat.walked]
        sys.stdout.write("\n  ".join(told) + "\n")
    opened(station, recording)
    wait_until_saved(station)
    study = station.studies.study
    assert study is not None
    library = open_library(library_url)
    try:
        fingerprint = study.recording.fingerprint

        def what_is_shown_is_stored() -> bool:
            shown = {mark.annotation_id: mark for mark in (*own_marks(station), *study.review.records)}
            stored = (mark for mark in library.annotations(fingerprint) if mark.term_id != RUN_TERM)
            return shown == {mark.annotation_id: mark for mark in stored}

        wait_until(what_is_shown_is_stored)
        assert library.verify(fingerprint) == []
    finally:
        library.close()
    assert settled_mib is None or resident_mib() - settled_mib < GROWTH_MIB
