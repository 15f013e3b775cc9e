"""All that the list of commands can find: commands, choices in menus, values of the strip, recent studies."""

from collections.abc import Callable, Iterator
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu

from eegview.app.command_needs import why_not
from eegview.app.command_search import CommandEntry
from eegview.app.command_synonyms import synonyms_of
from eegview.model.text.language import is_translated, tr
from eegview.ui.page.display_strip import StripField
from eegview.ui.widgets.mnemonics import plain_text
from eegview.ui.window.context import Context

Offer = tuple[CommandEntry, Callable[[], object]]  # what it is, and what runs it

_ABOVE_PAGE = tr("Above the page")


class CommandEntries:
    """Looks at the window when asked, so that what is added to a menu later is found as well."""

    def __init__(self, context: Context) -> None:
        self._window, self._actions = context.window, context.actions

    def commands(self) -> tuple[CommandEntry, ...]:
        """Return every command of the window, those of the study (montages, terms) included."""
        return tuple(entry for entry, _run in self._of_commands())

    def offers(self) -> tuple[Offer, ...]:
        """Return all there is to be found; commands first."""
        return (*self._of_commands(), *self._of_menus(), *self._of_strip())

    def _of_commands(self) -> Iterator[Offer]:
        actions = self._actions
        for command_id, action in actions.actions.items():
            command = actions.commands[command_id]
            keys = tuple(
                key.toString(QKeySequence.SequenceFormat.NativeText)
                for key in actions.keys_of(command_id)
                if not key.isEmpty()
            )
            reason = (
                "" if action.isEnabled() else why_not(command.needs, actions.conditions) or tr("Not at this moment.")
            )
            lasting = tr(command.title) if command_id in ("edit.undo", "edit.redo") else ""
            called = (command.title, *command.synonyms) if is_translated() else command.synonyms
            title, tip = plain_text(action), action.statusTip()
            entry = CommandEntry(command_id, title, tr(command.menu), tip, keys, called, reason, lasting_title=lasting)
            yield entry, action.trigger

    def _of_menus(self) -> Iterator[Offer]:
        """Yield the lines of submenus that are no commands: themes, sizes, presets, key maps, recent studies."""
        for name, menu in self._actions.menus.items():
            for line in menu.actions():
                inner = line.menu()
                if isinstance(inner, QMenu):
                    yield from self._of_submenu(inner, plain_text(line), name)

    def _of_submenu(self, menu: QMenu, title: str, place: str) -> Iterator[Offer]:
        menu.aboutToShow.emit()  # some are filled when they open
        for action in menu.actions():
            action_id, inner, path = action.objectName(), action.menu(), action.data()
            if isinstance(inner, QMenu):
                yield from self._of_submenu(inner, plain_text(action), f"{place}, {title}")
            elif action_id not in self._actions.actions and (action_id or path):
                menu_id = menu.objectName()
                own = synonyms_of(action_id) if action_id else ()
                called = (*own, *synonyms_of(menu_id if path else action_id.split(".")[0]))
                text = f"{title}: {plain_text(action)}".replace("   ", " · ")
                tip = action.statusTip() or (action.toolTip() if path else "")
                reason = "" if action.isEnabled() else tr("Not at this moment.")
                yield (
                    CommandEntry(action_id or f"{menu_id}.{path}", text, place, tip, (), called, reason),
                    action.trigger,
                )

    def _of_strip(self) -> Iterator[Offer]:
        """Yield the fields above the page and their values, for hands that leave the mouse alone."""
        reason = why_not("recording", self._actions.conditions)
        for field in self._window.strip.findChildren(StripField):
            if not field.has_menu or not field.isVisibleTo(self._window.strip):
                continue
            field_id, tip = field.button.objectName(), field.button.toolTip()
            called = synonyms_of(field_id)
            yield (
                CommandEntry(field_id, field.title, _ABOVE_PAGE, tip, (), called, reason),
                partial(_open_menu, field),
            )
            if field_id == "strip.montage":  # montages are commands of their own
                continue
            for number, action in enumerate(field.menu.actions()):
                text = plain_text(action)
                if text and not text.endswith("…"):
                    value_id, title = f"{field_id}.{number}", f"{field.title}: {text}"
                    value = CommandEntry(value_id, title, _ABOVE_PAGE, tip, (), called, reason, value=text)
                    yield value, action.trigger


def _open_menu(field: StripField) -> None:
    """Open the menu of a field with its first line chosen, as by Alt and the arrows."""
    button = field.button
    field.menu.popup(button.mapToGlobal(QPoint(0, button.height())))
    first = next((action for action in field.menu.actions() if _can_be_chosen(action)), None)
    if first is not None:
        field.menu.setActiveAction(first)


def _can_be_chosen(action: QAction) -> bool:
    return action.isEnabled() and not action.isSeparator()
