"""All EEG rows on one baseline, and back."""

from PySide6.QtCore import QObject

from eegview.model.text.language import tr
from eegview.ui.window.context import Context
from eegview.ui.window.study.open_study import OpenStudy

NO_ROWS = tr("No EEG row can be overlaid: none that is shown is recorded and good.")


class ButterflyController(QObject):
    """Switches the butterfly view of one study on and off; nothing of it is kept."""

    def __init__(self, context: Context, study: OpenStudy) -> None:
        super().__init__(study.scope)
        self._actions, self._presenter, self._say = context.actions, study.presenter, context.say
        context.actions.connect({"display.butterfly": self.switch}, study.scope)
        study.scope.ended.connect(self._end)

    def switch(self) -> None:
        """Lay the EEG rows that are shown on one baseline, or one below the other again."""
        presenter = self._presenter
        presenter.is_butterfly = not presenter.is_butterfly
        presenter.refresh()
        if presenter.is_butterfly and not presenter.butterfly_text:
            presenter.is_butterfly = False
            self._say(NO_ROWS)
        self._actions.set_checked("display.butterfly", presenter.is_butterfly)

    def _end(self) -> None:
        self._actions.set_checked("display.butterfly", False)
