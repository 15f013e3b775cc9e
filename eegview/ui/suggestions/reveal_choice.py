"""The reviewer's choice of when suggestions are shown."""

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup

from eegview.app.suggestions.suggestions import Reveal
from eegview.model.text.language import tr
from eegview.ui.window.context import Context

_KEY = "suggestions/when"
_RULES = (
    (Reveal.AFTER_FIRST_PASS, tr("After my first read of the whole recording")),
    (Reveal.AT_ONCE, tr("Immediately")),
    (Reveal.NEVER, tr("Only when I ask")),
)


class RevealChoice(QObject):
    """A menu of rules, the chosen one kept in the settings."""

    changed = Signal(object)  # Reveal

    def __init__(self, context: Context) -> None:
        super().__init__(context.window)
        self._settings = context.settings
        menu = context.actions.menus["Detectors"].addMenu(tr("When suggestions are shown"))
        group = QActionGroup(menu)
        for rule, text in _RULES:
            action = menu.addAction(text)
            action.setObjectName(f"suggestions.{rule.name.lower()}")
            action.setCheckable(True)
            action.setChecked(rule == self.rule)
            group.addAction(action)
            action.triggered.connect(lambda _checked=False, r=rule: self.use(r))

    @property
    def rule(self) -> Reveal:
        held = self._settings.text(_KEY, Reveal.AFTER_FIRST_PASS.value)
        return Reveal(held) if held in set(Reveal) else Reveal.AFTER_FIRST_PASS

    def use(self, rule: Reveal) -> None:
        """Have suggestions shown after the first look, at once, or when asked for."""
        self._settings.put(_KEY, rule.value)
        self.changed.emit(rule)
