"""What keys and commands do in a session: in its window by key, in the main window from menu and command list."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from eegview.model.text.language import tr
from eegview.ui.training.session_controller import SessionController
from eegview.ui.training.session_keys import SessionKeys
from eegview.ui.training.window import TrainingWindow
from eegview.ui.window.actions import Actions

_LEGEND = (
    ("training.go_on", tr("commit, next")),
    ("training.replay", "replay"),
    ("training.field", tr("field map")),
    ("training.marks", tr("experts' marks")),
    ("training.pause", "pause"),
)


class SessionDeeds(QObject):
    """Connects one window's keys, and the commands of the program, with the session that is open."""

    def __init__(
        self, window: TrainingWindow, actions: Actions, session: Callable[[], SessionController | None]
    ) -> None:
        super().__init__(window)
        self._window, self._actions, self._session = window, actions, session
        stretch = window.stretch
        self._of_page: dict[str, Callable[[], object]] = {
            "display.taller": lambda: stretch.step_sensitivity(-1),
            "display.flatter": lambda: stretch.step_sensitivity(1),
            "display.filters_on_off": stretch.switch_filters,
            "page.next": lambda: stretch.turn(1),
            "page.previous": lambda: stretch.turn(-1),
            "page.right": lambda: self._along(1, False),
            "page.left": lambda: self._along(-1, False),
            "page.half_right": lambda: self._along(1, True),
            "page.half_left": lambda: self._along(-1, True),
        }
        self._of_session: dict[str, Callable[[SessionController], object]] = {
            "training.go_on": lambda session: session.go_on(),
            "training.replay": lambda session: session.replay(),
            "training.field": lambda session: session.feedback.switch_map(),
            "training.marks": lambda session: session.feedback.switch_marks(),
            "training.nearest": lambda session: session.feedback.show_nearest(),
            "training.disagree": lambda session: session.feedback.disagree(),
            "training.pause": lambda session: session.pause_or_go_on(),
        }
        actions.connect({i: lambda i=i: self._in_session(i) for i in self._of_session})
        actions.connect({"training.close": window.close})
        self.keys = SessionKeys(window, actions, self._letter, self._digit, self.act)
        window.activated.connect(lambda is_active: self._refresh() if is_active else None)
        self._refresh()

    def _refresh(self) -> None:
        self.keys.refresh()
        entries = [("1–5", "confidence")]
        entries += [(_short(self.keys.key_of(command_id)), text) for command_id, text in _LEGEND]
        self._window.keys.show_others([*((key, text) for key, text in entries if key), ("F1–F8", "montage")])

    def act(self, command_id: str) -> None:
        """Do what a command means in the training window."""
        if command_id in self._of_session:
            self._in_session(command_id)
        elif command_id in self._of_page:
            self._of_page[command_id]()
        elif command_id.startswith("montage."):
            self._window.stretch.use_montage(command_id.removeprefix("montage."))
        elif command_id == "training.close":
            self._window.close()
        elif command_id == "help.here":
            self._window.header.help_asked.emit()
        elif command_id in self._actions.actions:
            self._actions[command_id].trigger()

    def _in_session(self, command_id: str) -> None:
        session = self._session()
        if session is not None and not session.is_ended:
            self._of_session[command_id](session)

    def _along(self, steps: int, is_fine: bool) -> None:
        """Move the onset where one is asked for, else the page of a long stretch."""
        session = self._session()
        if session is None or not session.step_onset(steps, is_fine):
            self._window.stretch.scroll(steps * (0.5 if is_fine else 1.0))

    def _letter(self, letter: str) -> bool:
        session = self._session()
        return session is not None and session.choose_letter(letter)

    def _digit(self, digit: int) -> bool:
        session = self._session()
        return session is not None and session.be_sure(digit)


def _short(key: str) -> str:
    return {"Return": "Enter"}.get(key, key)
