"""One action a montage; themes, scales, presets and key maps as menus of choices."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu

from eegview.app.commands import Command
from eegview.app.languages import ENGLISH, load_languages
from eegview.app.resources import own_label
from eegview.model.text.language import tr
from eegview.ui.window.actions import Actions
from eegview.ui.window.appearance import SCALES, Appearance
from eegview.ui.window.key_maps import KeyMaps
from eegview.ui.window.montage_library import MontageLibrary
from eegview.ui.window.settings import LANGUAGE, Settings


class MontageMenu(QObject):
    """The montages as actions, each with the function key its own file gives it."""

    chosen = Signal(str)  # id of a montage
    filled = Signal()

    def __init__(self, actions: Actions, library: MontageLibrary) -> None:
        super().__init__()
        self._actions, self._library = actions, library
        self._group: QActionGroup | None = None
        library.changed.connect(self.fill)
        self.fill()

    def fill(self) -> None:
        """Put the montages there are now in place of those of before."""
        actions = self._actions
        for command_id in [i for i in actions.actions if i.startswith("montage.") and i != "montage.edit"]:
            actions.remove(command_id)
        self._group = QActionGroup(self)
        commands = []
        for montage in self._library.montages:
            command = Command(
                f"montage.{montage.montage_id}",
                own_label(montage.label, montage.montage_id in self._library.own_montages),
                "Montage",
                montage.help or f"Show the {montage.label} montage.",
                "eeg",
                is_toggle=True,
            )
            commands.append((command, (montage.key,) if montage.key else ()))
        for action in actions.add_all(commands):
            self._group.addAction(action)
        for montage in self._library.montages:
            actions.connect({f"montage.{montage.montage_id}": partial(self.chosen.emit, montage.montage_id)})
        self.filled.emit()


def add_choice_menus(actions: Actions, appearance: Appearance, key_maps: KeyMaps) -> None:
    """Add the menus of themes, sizes and key maps."""
    window_menu, help_menu, look = actions.menus["Window"], actions.menus["Help"], appearance
    themes = [(one.theme_id, own_label(one.label, one.theme_id in look.own_themes)) for one in look.themes]
    add_choices(window_menu.addMenu(tr("Theme")), "theme", themes, look.theme.theme_id, look.use_theme)
    scales = [(f"{scale:g}", f"{100 * scale:.0f} %") for scale in SCALES]
    scale_menu = window_menu.addMenu(tr("Text size"))
    add_choices(scale_menu, "scale", scales, f"{look.scale:g}", lambda text: look.use_scale(float(text)))
    KeyMapMenu(help_menu.addMenu(tr("Key map")), key_maps)


def add_language_menu(actions: Actions, settings: Settings, say: Callable[[str], object]) -> None:
    """Add the menu of the window's languages; the one chosen is shown from the next start on."""
    languages = load_languages()

    def choose(language_id: str) -> None:
        settings.put(LANGUAGE, language_id)
        label = next(one.label for one in languages if one.language_id == language_id)
        say(tr("Language: {label}, from the next start on.", label=label))

    current = settings.text(LANGUAGE, ENGLISH)
    choices = [(one.language_id, one.shown_label) for one in languages]
    add_choices(actions.menus["Window"].addMenu(tr("Language")), "language", choices, current, choose)


class KeyMapMenu(QObject):
    """The key maps as a menu of choices; it follows when another one is chosen elsewhere, or one is imported."""

    def __init__(self, menu: QMenu, key_maps: KeyMaps) -> None:
        super().__init__(menu)
        self._menu, self._maps = menu, key_maps
        self._shown: tuple[tuple[str, str], ...] = ()
        key_maps.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        maps, current = tuple(self._maps.labels()), self._maps.current.map_id
        if maps != self._shown:
            self._shown = maps
            self._menu.clear()
            add_choices(self._menu, "keys", maps, current, self._maps.choose)
        for action in self._menu.actions():
            action.setChecked(action.objectName() == f"keys.{current}")


def add_preset_menu(actions: Actions, library: MontageLibrary, use: Callable[[str], object]) -> None:
    """Add the menu of display presets; `use` is called with the id of the one that was chosen."""
    own = library.own_presets
    presets = [(one.preset_id, own_label(one.label, one.preset_id in own)) for one in library.presets]
    add_choices(actions.menus["Display"].addMenu(tr("Preset")), "preset", presets, "", use)


def add_choices(
    menu: QMenu, prefix: str, choices: Sequence[tuple[str, str]], current: str, use: Callable[[str], object]
) -> None:
    """Add one checkable line for each choice; `prefix.key` is its object name.

    Parameters
    ----------
    choices
        Key and label of each.
    current
        The key of the one that is on.
    use
        Called with the key of the line that was chosen.
    """
    group = QActionGroup(menu)
    for key, label in choices:
        action = menu.addAction(label)
        action.setObjectName(f"{prefix}.{key}")
        action.setCheckable(True)
        action.setChecked(key == current)
        group.addAction(action)
        action.triggered.connect(lambda _checked=False, k=key: use(k))
