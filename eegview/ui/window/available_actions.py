"""What can be used now: actions enabled, toggles and texts that say how the open study is."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

Conditions = Callable[[], frozenset[str]]


class AvailableActions(QObject):
    """Keeps the window's actions true for one open study."""

    def __init__(
        self,
        context: Context,
        study: OpenStudy,
        filters_are_off: Callable[[], bool],
        conditions: Sequence[Conditions],
    ) -> None:
        """Enable what can be used now.

        Parameters
        ----------
        context
            What every part of the window may use.
        study
            The open study.
        filters_are_off
            Whether nothing is filtered on the page.
        conditions
            Each returns what holds besides the study's own, see `Command.needs`; `refresh` asks them again.
        """
        super().__init__(study.scope)
        self._actions, self._study = context.actions, study
        self._filters_are_off, self._conditions = filters_are_off, tuple(conditions)
        study.session.view_changed.connect(lambda _view: self.refresh())
        study.review.selection.changed.connect(lambda _mark: self.refresh())
        study.review.marks_changed.connect(lambda _edit: self.refresh())
        study.review.saving_changed.connect(study.scope.while_open(lambda _nothing: self.refresh()))  # what undo does
        study.scope.ended.connect(self._end)
        context.actions.lacking.said.connect(context.say)
        self._say = context.say
        self.refresh()

    def refresh(self) -> None:
        """Enable what can be used now, and show toggles as they are."""
        if not self._study.scope.is_open:
            return
        actions, session, undo = self._actions, self._study.session, self._study.review.undo_state
        actions["edit.undo"].setText(undo.undo_text)
        actions["edit.redo"].setText(undo.redo_text)
        actions.set_checked(f"montage.{session.montage.montage_id}", True)
        actions.set_checked("display.filters_on_off", not self._filters_are_off())
        actions.set_checked("display.all_rows", session.has_all_rows)
        actions.set_available(self._own_conditions().union(*(ask() for ask in self._conditions)))

    def _own_conditions(self) -> frozenset[str]:
        review = self._study.review
        held = {
            "recording": True,
            "eeg": not self._study.recording.is_film,
            "film": self._study.recording.is_film,
            "mark": review.selection.mark is not None,
            "selection": self._study.view.selection is not None,
            "undo": review.undo_state.can_undo,
            "redo": review.undo_state.can_redo,
        }
        return frozenset(name for name, is_so in held.items() if is_so)

    def _end(self) -> None:
        self._actions.lacking.said.disconnect(self._say)
        self._actions.set_checked("display.filters_on_off", False)
        self._actions.set_available(frozenset())
