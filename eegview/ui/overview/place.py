"""The overview below the page, with its toggle."""

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QSizePolicy

from eegview.ui.overview.view import OverviewView
from eegview.ui.window.context import Context

_IS_HIDDEN = "window/overview_hidden"


class OverviewPlace(QObject):
    """The overview at the bottom of the window, as high as its lanes; it outlives studies."""

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._page, self._toggle = context.window.page, context.actions["display.overview"]
        self._settings, self._studies = context.settings, context.studies
        self.view = OverviewView(self._page.theme, context.studies.vocabulary, context.studies.note_readings)
        self.view.shown_text = context.studies.privacy.text
        self.view.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.view.installEventFilter(self)
        context.window.set_overview(self.view)
        self.view.setVisible(context.settings.text(_IS_HIDDEN) != "yes")
        context.actions.connect({"display.overview": self.switch})
        self._toggle.setChecked(not self.view.isHidden())

    def switch(self) -> None:
        """Show the overview, or hide it."""
        self.view.setVisible(self.view.isHidden())
        self._settings.put(_IS_HIDDEN, "yes" if self.view.isHidden() else "no")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Show, QEvent.Type.Hide):
            self._toggle.setChecked(not self.view.isHidden())
        return False

    def refresh_theme(self) -> None:
        """Draw it anew: theme or size of text changed."""
        self.view.set_theme(self._page.theme)

    def use_vocabulary(self) -> None:
        """Draw the marks of the next study by the vocabulary in use now."""
        self.view.use_vocabulary(self._studies.vocabulary, self._studies.note_readings)
