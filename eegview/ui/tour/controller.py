"""The tour: seven steps on the demonstration study, each waiting until the reader has done it."""

from html import escape

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence
from PySide6.QtWidgets import QPushButton, QWidget

from eegview.app.tour.demonstration_study import is_for_tour, spasm_onsets_s
from eegview.app.tour.placing import Box, place_card
from eegview.app.tour.progress import TourProgress
from eegview.app.tour.steps import TourStep, available_steps, filled, read_tour
from eegview.model.errors import EegViewError
from eegview.model.text.language import tr
from eegview.ui.detectors.controller import DetectorsController
from eegview.ui.tour.card import DONE_TEXT, TourCard
from eegview.ui.tour.pointer import TourPointer
from eegview.ui.tour.targets import target_box, widget_box
from eegview.ui.tour.watch import TourWatch
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

STATE_KEY = "tour/state"  # in the settings: "" until it was done or skipped once
DONE, SKIPPED = "done", "skipped"
_DETECTOR = "spasms"
_FOLLOW_EVERY_MS = 200  # panels come and go, keys change
_NEXT_AFTER_MS = 1200  # so that one sees that it was right
_EDGE_PX = 8
_NO_DEMONSTRATION = tr("The tour needs the demonstration study, which is not there. Try again with Help → Tour.")
_LEFT = tr("You can take the tour again from the Help menu.")


class TourController(QObject):
    """Opens the demonstration study and leads through it; marks nothing itself."""

    def __init__(self, context: Context, detectors: DetectorsController) -> None:
        super().__init__(context.window)
        self._window, self._studies, self._actions = context.window, context.studies, context.actions
        self._settings, self._say, self._detectors = context.settings, context.say, detectors
        self.card = TourCard(context.window)
        self.pointer = TourPointer(context.window, context.window.page.theme)
        self.progress: TourProgress | None = None  # None: the tour is not on
        self._study: OpenStudy | None = None
        self._onsets_s: tuple[float, ...] = ()
        self._is_waiting = False  # for the demonstration study
        self._shown: tuple[object, ...] = ()  # what the card shows
        self._watch = TourWatch(self, context.actions)
        self._watch.done.connect(self._step_done)
        self._follow = QTimer(self, interval=_FOLLOW_EVERY_MS)
        self._follow.timeout.connect(self._place)
        self._advance = QTimer(self, singleShot=True, interval=_NEXT_AFTER_MS)
        self._advance.timeout.connect(self._next)
        QWidget.setTabOrder(context.window.page, self.card.next)
        self.card.next_asked.connect(self._next)
        self.card.back_asked.connect(self._back)
        self.card.left.connect(lambda: self.leave(SKIPPED))
        self.card.act_asked.connect(lambda: detectors.run(_DETECTOR, {}))
        detectors.asked.connect(lambda: self._watch.note("suggestions"))
        # before the study's own handler of it: it sees what Esc is about to clear
        context.actions.connect({"help.tour": self.start, "display.clear": self._escape})
        self._studies.study_opened.connect(self._opened)
        self._studies.study_closed.connect(self._closed)
        self._studies.failed.connect(self._failed)

    # beginning and end

    def start(self) -> None:
        """Begin the tour, on the demonstration study; the one that is on gets the keyboard."""
        if self.progress is not None:
            self.card.next.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        study = self._studies.study
        if study is not None and is_for_tour(study.paths):
            self._prepare(study)
            return
        self._is_waiting = True
        cancel = self._window.findChild(QPushButton, "progress.cancel")
        if cancel is not None:
            cancel.clicked.connect(self._cancelled, Qt.ConnectionType.UniqueConnection)
        self._actions["study.demo"].trigger()

    def _opened(self, study: OpenStudy) -> None:
        is_waiting, self._is_waiting = self._is_waiting, False
        if is_waiting and is_for_tour(study.paths):
            self._prepare(study)

    def _failed(self, _error: EegViewError) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._say(_NO_DEMONSTRATION)

    def _cancelled(self) -> None:
        if self._is_waiting:
            self._is_waiting = False
            self._say(_LEFT)

    def _closed(self) -> None:
        if self.progress is not None:
            self.leave(SKIPPED)
        self._study = None

    def _prepare(self, study: OpenStudy) -> None:
        """Read what the tour says and where the spasms are, then begin."""
        path = study.paths[0]

        def begin(found: tuple[tuple[TourStep, ...], tuple[float, ...]]) -> None:
            steps = available_steps(found[0], self._actions.actions)
            if self.progress is None and steps:
                self._begin(study, steps, found[1])

        self._studies.work.submit(
            lambda: (read_tour(), spasm_onsets_s(path)), study.scope.while_open(begin), self._studies.fail
        )

    def _begin(self, study: OpenStudy, steps: tuple[TourStep, ...], onsets_s: tuple[float, ...]) -> None:
        self._study, self._onsets_s, self.progress = study, onsets_s, TourProgress(steps)
        if self._window.sidebar.column.isHidden():
            self._actions["mark.list"].trigger()  # beside the page there is room for the card
        self._show_step()
        self._follow.start()
        self._window.page.setFocus()

    def leave(self, state: str) -> None:
        """End the tour; it is not offered again.

        state : `DONE` or `SKIPPED`
        """
        self._settings.put(STATE_KEY, state)
        if self.progress is None:
            return
        self.progress, self._shown = None, ()
        self._watch.stop()
        self._follow.stop()
        self._advance.stop()
        had_keyboard = self.card.isAncestorOf(self._window.focusWidget() or self._window)
        self.card.hide()
        self.pointer.hide()
        if had_keyboard:
            self._window.page.setFocus()
        if state == SKIPPED:
            self._say(_LEFT)

    def _escape(self) -> None:
        """Leave with Esc at the page too, unless Esc has something to clear there."""
        study = self._study
        if self.progress is None or study is None:
            return
        view, presenter = study.view, study.presenter
        clears = (
            *(self._window.page.gestures.is_measuring, presenter.calipers, presenter.pending_start_s),
            *(view.selection, view.selected_rows, study.review.selection.mark),
        )
        if not any(clears):
            self.leave(SKIPPED)

    # steps

    def _next(self) -> None:
        if self.progress is None:
            return
        if self.progress.is_last:
            self.leave(DONE)
        else:
            self.progress.next()
            self._show_step()

    def _back(self) -> None:
        if self.progress is not None:
            self.progress.back()
            self._show_step()

    def _step_done(self) -> None:
        progress = self.progress
        if progress is None or progress.is_done:
            return
        progress.set_done()
        self.card.show_done(True)
        self._announce(DONE_TEXT)
        if not progress.is_last:
            self._advance.start()

    def _show_step(self) -> None:
        progress, study = self.progress, self._study
        if progress is None or study is None:
            return
        self._advance.stop()
        self._watch.stop()
        step = progress.step
        if step.watch == "mark":
            self._go_to_spasm(study)
        action = self._actions.actions.get(step.open)
        if action is not None and action.isEnabled() and self._target(step) is None:
            action.trigger()
        self._watch.begin(step, study)
        self._place()
        self._announce(f"{self.card.accessibleName()}. {self.card.accessibleDescription()}")

    def _go_to_spasm(self, study: OpenStudy) -> None:
        """Put the cursor on the first spasm that the reader has not marked."""
        review = study.review
        mine = [mark.onset_s for mark in review.marks if mark.layer == review.author]
        free = (onset_s for onset_s in self._onsets_s if all(abs(onset_s - other_s) > 1.0 for other_s in mine))
        onset_s = next(free, None)
        if onset_s is not None:
            review.selection.select(None)
            study.go_to(onset_s)

    # the card

    def _place(self) -> None:
        """Show the step as it reads now, beside what it is about where that lies now."""
        progress, study = self.progress, self._study
        if progress is None or study is None:
            return
        step, window = progress.step, self._window
        needs_run = bool(step.text_without_run) and not study.suggestions.runs
        text = step.text_without_run if needs_run else step.text
        spoken = filled(text, self._name_of)
        target = self._target(step)
        central = window.centralWidget()
        assert central is not None
        inside = widget_box(window, central)
        room = Box(
            inside.x_px + _EDGE_PX,
            inside.y_px + _EDGE_PX,
            inside.width_px - 2 * _EDGE_PX,
            inside.height_px - 2 * _EDGE_PX,
        )
        theme, font = window.page.theme, window.font()
        shown = step, spoken, target, room, theme, font.pixelSize(), progress.is_done
        if shown == self._shown and self.card.isVisible():
            return
        self._shown = shown
        rich = filled(escape(text, quote=False), lambda i: f"<b>{escape(self._name_of(i))}</b>")
        act = step.act if needs_run else ""
        self.card.show_step(step.title, rich, spoken, progress.number, len(progress.steps), act)
        self.card.show_done(progress.is_done)
        sidebar_px = window.sidebar.width() - 2 * _EDGE_PX - 6
        self.card.fit(sidebar_px if sidebar_px > self.card.fontMetrics().averageCharWidth() * 20 else room.width_px)
        card = place_card(room, target, self.card.width(), self.card.height())
        self.card.move(card.x_px, card.y_px)
        if target is not None:
            self.pointer.show_target(target, card, theme)
        else:
            self.pointer.hide()
        self.card.show()
        self.card.raise_()

    def _target(self, step: TourStep) -> Box | None:
        return target_box(self._window, self._actions, step.target)

    def _name_of(self, command_id: str) -> str:
        """Return the key of a command in the key map in use, else where it stands in the menus."""
        keys = self._actions.keys_of(command_id)
        if keys:
            return keys[0].toString(QKeySequence.SequenceFormat.NativeText)
        action = self._actions.actions.get(command_id)
        if action is None:
            return command_id
        menu = self._actions.menus[self._actions.menu_of(command_id)]
        return f"{menu.title()} → {action.text()}".replace("&", "")

    def _announce(self, text: str) -> None:
        """Have a screen reader say it."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.card, text))
