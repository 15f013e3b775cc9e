"""The menu of a panel: what it shows, where it stands, and what can be written of the trends."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QMessageBox, QWidget

from eegview.model.text.language import tr
from eegview.ui.trends.choices import PanelChoices
from eegview.ui.trends.drawing.panel_texts import panel_text
from eegview.ui.trends.drawing.panels import Panel
from eegview.ui.trends.drawing.shown_study import ShownStudy
from eegview.ui.window.actions import Actions

_EXPORTS = "trends.export_picture", "trends.export_table"
_COMMANDS = "trends.go", "trends.score", "trends.aeeg_pair", *_EXPORTS, "trends.side"


def build_menu(
    parent: QWidget, actions: Actions, panel: Panel | None, study: ShownStudy, choices: PanelChoices
) -> QMenu:
    """Return the menu of a panel, or of the place between panels."""
    menu = QMenu(parent)
    menu.setObjectName("trends.menu")
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if panel is not None:
        one = panel
        about = menu.addAction(tr("About “{title}”…", title=one.title))
        about.triggered.connect(lambda: explain(parent, one, study))
        menu.addSeparator()
        for text, steps in ((tr("Move up"), -1), (tr("Move down"), 1)):
            line = menu.addAction(text)
            line.triggered.connect(lambda _checked=False, steps=steps: choices.move(one, steps))
        hide = menu.addAction(tr("Hide"))
        hide.triggered.connect(lambda: choices.hide(one))
        menu.addSeparator()
    for command_id in _COMMANDS:
        menu.addAction(actions[command_id])
    return menu


def explain(parent: QWidget, panel: Panel, study: ShownStudy) -> QMessageBox:
    """Show the definition of a panel in a box of its own, to be read and copied."""
    box = QMessageBox(parent.window())
    box.setObjectName("trends.about")
    box.setWindowTitle(panel.title)
    box.setIcon(QMessageBox.Icon.NoIcon)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setText(panel.title + (f" ({panel.unit})" if panel.unit else ""))
    box.setInformativeText(panel_text(panel, study))
    box.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    box.setStandardButtons(QMessageBox.StandardButton.Close)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setModal(False)
    box.show()
    return box
